"""A page's content stream, unpacked with a limit; one that stops before its end is named."""

import zlib

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream, resolve1

from ofsted_watch.errors import ReadingTookTooMuch, Truncated

MOST_BYTES = 64 * 1024 * 1024
"""What one page's content may unpack to. The largest page of 551 real letters has under 1 MB."""


def content_of(page: PDFPage, number: int) -> bytes:
    """The page's whole content, unpacked.

    Raises Truncated when a stream is damaged or missing (text would be missing without a word) and ReadingTookTooMuch when it
    unpacks to more than MOST_BYTES.
    """
    parts: list[bytes] = []
    for spec in page.contents:
        stream = resolve1(spec)
        if not isinstance(stream, PDFStream):
            raise Truncated(f"The PDF is damaged: the content of page {number} is not in it. Fetch it again.")
        part = _unpacked(stream, number)
        parts.append(part)
        if sum(map(len, parts)) > MOST_BYTES:
            raise _too_much(number)
    return b"\n".join(parts)


def _unpacked(stream: PDFStream, number: int) -> bytes:
    filters = stream.get_filters()
    raw = stream.get_rawdata()
    if raw is None or stream.decipher or len(filters) != 1 or filters[0][0] not in LITERALS_FLATE_DECODE or filters[0][1]:
        return stream.get_data()
    for packed, bits in ((raw, zlib.MAX_WBITS), (raw[2:], -zlib.MAX_WBITS)):  # the second: only its check sum is wrong
        unpacker = zlib.decompressobj(bits)
        try:
            data = unpacker.decompress(packed, MOST_BYTES)
        except zlib.error:
            continue
        if unpacker.eof:
            return data
        if unpacker.unconsumed_tail:
            raise _too_much(number)
    raise Truncated(f"The PDF is damaged: the content of page {number} stops before its end. Fetch it again.")


def _too_much(number: int) -> ReadingTookTooMuch:
    return ReadingTookTooMuch(
        f"Page {number} unpacks to more than {MOST_BYTES // 1024 // 1024} MB, which no letter does. Look at what this file is."
    )
