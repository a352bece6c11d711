"""The body of an answer, read within limits: bytes (also after decompression) and the length that was declared."""

import zlib
from collections.abc import Iterator

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from ofsted_watch.errors import FileTooLarge, SiteUnavailable

_PIECE = 65_536


def read_body(raw: BaseHTTPResponse, url: str, *, largest: int) -> bytes:
    """The body's bytes, decompressed. response_timeout.py limits the time.

    Raises FileTooLarge above `largest` bytes, SiteUnavailable if the body ends early or does not match its
    Content-Encoding.
    """
    declared = raw.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared) > largest:
        raise FileTooLarge(f"{url} would be {int(declared):,} bytes; the limit is {largest:,}")
    pieces = _within(_pieces(raw, url), url, largest)
    encoding = raw.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        return b"".join(pieces)
    if encoding in ("gzip", "x-gzip"):
        return _unzipped(pieces, url, largest)
    raise SiteUnavailable(f"{url} answered with the encoding {encoding[:40]!r}, which was not requested")


def _pieces(raw: BaseHTTPResponse, url: str) -> Iterator[bytes]:
    """The chunks as they arrive, still compressed."""
    try:
        while piece := raw.read1(_PIECE, decode_content=False):
            yield piece
    except (HTTPError, OSError) as error:
        raise SiteUnavailable(f"{url} stopped in the middle of its answer ({type(error).__name__})") from error


def _within(pieces: Iterator[bytes], url: str, largest: int) -> Iterator[bytes]:
    taken = 0
    for piece in pieces:
        taken += len(piece)
        if taken > largest:
            raise FileTooLarge(f"{url} is larger than {largest:,} bytes; it was not downloaded")
        yield piece


def _unzipped(pieces: Iterator[bytes], url: str, largest: int) -> bytes:
    """Undo gzip, never holding more than `largest` bytes: a zip bomb is detected while it expands."""
    opener = zlib.decompressobj(16 + zlib.MAX_WBITS)
    content = bytearray()
    began = False
    try:
        for piece in pieces:
            began = True
            content += opener.decompress(piece, largest + 1 - len(content))
            if len(content) > largest:
                raise FileTooLarge(f"{url} is larger than {largest:,} bytes once decompressed; it was not downloaded")
    except zlib.error:
        raise SiteUnavailable(f"{url} is declared as gzip, but is not") from None
    if began and not opener.eof:
        raise SiteUnavailable(f"{url} ends in the middle of its gzip stream")
    return bytes(content)
