"""The outside world: the site, the archive, the database, mail, the process that reads PDFs, exports."""
