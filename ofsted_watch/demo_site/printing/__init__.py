"""Blocks of text → lines on pages → the bytes of a PDF, by two producers. No other folder imports fpdf2 or ReportLab."""
