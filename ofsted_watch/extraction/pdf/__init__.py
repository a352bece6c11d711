"""A file's bytes → clean text with positions. The only room that imports pdfminer."""

from ofsted_watch.extraction.pdf.file_text import read_text
from ofsted_watch.extraction.pdf.text import Line, Page, Paragraph, Table, TaggedHeading, Text

__all__ = ["Line", "Page", "Paragraph", "Table", "TaggedHeading", "Text", "read_text"]
