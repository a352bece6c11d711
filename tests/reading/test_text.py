"""What comes out of files as they are, and of bytes that are no letter."""

import pytest

from ofsted_watch.errors import EmptyFile, NotAPdf, Truncated
from ofsted_watch.reading import read_text


def test_a_file_without_bytes_is_named_empty() -> None:
    with pytest.raises(EmptyFile, match="empty"):
        read_text(b"")


def test_bytes_that_begin_like_no_pdf_are_named_so() -> None:
    with pytest.raises(NotAPdf, match="not a PDF"):
        read_text(b"PK\x03\x04 some other file")


def test_the_sites_page_for_a_missing_letter_is_no_letter() -> None:
    with pytest.raises(NotAPdf, match="Report not found"):
        read_text(
            b"<!DOCTYPE html><html><head><title>Report not found</title></head><body><h1>Report not found</h1></body></html>"
        )


def test_a_pdf_that_stops_before_its_end_is_truncated() -> None:
    with pytest.raises(Truncated, match="cut off"):
        read_text(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
