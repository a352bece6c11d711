"""Printing: blocks of text → lines on pages → the bytes of a PDF, by two producers. Nothing else imports fpdf2 or ReportLab."""
