"""A file's bytes → an opened PDF, or the named reason why it cannot be read."""

import re

from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException

from ofsted_watch.errors import EmptyFile, Encrypted, NotAPdf, Truncated
from ofsted_watch.extraction.pdf.document import Document

FAULTS = (
    PDFException,
    PSException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What pdfminer raises at a damaged file: its own errors and, where it did not look, Python's."""

_HEADER_WITHIN = 1024
"""Readers accept bytes before '%PDF-', up to this many (ISO 32000-1, annex H)."""
_END_WITHIN = 2048
_LINE_ENDS = 8
"""Bytes of blanks at its end that a file may lose on its way without losing anything."""
_PADDING = b"\0\r\n\t \f"
_LINEARIZED_LENGTH = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)")


def opened(content: bytes) -> Document:
    """The PDF in these bytes.

    Raises EmptyFile, NotAPdf, Truncated (it ends before its end, or its table of contents is beyond repair) and
    Encrypted (it asks for a password; one that opens without is read).
    """
    check_whole(content)
    try:
        return Document(content)
    except PDFPasswordIncorrect as error:
        raise Encrypted("The PDF asks for a password. Ask for a copy without one, or save it without protection.") from error
    except PDFEncryptionError as error:
        raise Encrypted("The PDF is encrypted in a way that cannot be opened here. Ask for a copy without protection.") from error
    except FAULTS as error:
        raise Truncated("The PDF is damaged: its list of parts cannot be read. Fetch it again.") from error


def check_whole(content: bytes) -> None:
    """Raises EmptyFile, NotAPdf or Truncated when the bytes cannot be a whole PDF."""
    content = content.rstrip(_PADDING)
    if not content:
        raise EmptyFile("The file is empty: there is nothing in it. Fetch it again.")
    if b"%PDF-" not in content[:_HEADER_WITHIN]:
        raise NotAPdf("The file is not a PDF: it does not begin like one. Look at what the link really serves.")
    linearized = _LINEARIZED_LENGTH.search(content[:_END_WITHIN])
    if linearized and int(linearized[1]) > len(content) + _LINE_ENDS:
        raise Truncated(
            f"The PDF is cut off: it says it has {int(linearized[1]):,} bytes, {len(content):,} are here. Fetch it again."
        )
    if b"%%EOF" not in content[-_END_WITHIN:] and not _ends_at_its_table(content):
        raise Truncated(f"The PDF is cut off: it stops after {len(content):,} bytes, before its end. Fetch it again.")


def _ends_at_its_table(content: bytes) -> bool:
    """Some producers leave out the end mark: the file is whole when its last words point at its table of parts."""
    last = re.search(rb"startxref\s+(\d+)\s*$", content[-_END_WITHIN:])
    if last is None:
        return False
    table = content[int(last[1]) : int(last[1]) + 32].lstrip()
    return table.startswith(b"xref") or re.match(rb"\d+ \d+ obj", table) is not None
