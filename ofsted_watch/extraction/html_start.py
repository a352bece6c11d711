"""Telling an HTML page from a PDF by its first bytes."""


def is_html(content: bytes) -> bool:
    """True if the bytes begin as an HTML page does."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<!--")) or b"<html" in start
