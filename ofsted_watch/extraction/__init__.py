"""Bytes and HTML → values: the site's pages, the text of a file, the fields of a letter. Pure."""
