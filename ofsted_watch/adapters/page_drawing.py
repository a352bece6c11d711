"""One page of a PDF as a picture and as its text. Runs in the limited process that reads files, never in ours."""

import ctypes
import struct
import zlib
from typing import Any

from ofsted_watch.errors import PageNotShown

DOTS_PER_INCH = 108
MOST_PIXELS = 8_000_000
"""A page of A2 at this resolution has 4.5 million; a PDF may say that its page is as large as a field."""
_POINTS_PER_INCH = 72


def draw_page(content: bytes, number: int, *, image: bool) -> dict[str, Any]:
    """Page `number` (from 1): the count of `pages`, its `text`, and with `image` its `png` (RGB).

    Raises PageNotShown for a file without such a page or that is no PDF, and for a page that is too large.
    """
    import pypdfium2  # only a process that draws loads the library

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise PageNotShown(f"This file cannot be opened as a PDF ({error}), so it has no page to show.") from error
    try:
        pages = len(document)
        if not 1 <= number <= pages:
            raise PageNotShown(f"The file has no page {number}: it has {pages}.")
        page = document[number - 1]
        drawn: dict[str, Any] = {"pages": pages, "text": page.get_textpage().get_text_range(errors="replace")}
        if image:
            drawn["png"] = _image(page, number)
        return drawn
    except pypdfium2.PdfiumError as error:
        raise PageNotShown(f"Page {number} of this file is damaged and cannot be drawn ({error}).") from error
    finally:
        document.close()


def _image(page: Any, number: int) -> bytes:
    width, height = page.get_size()
    scale = DOTS_PER_INCH / _POINTS_PER_INCH
    # Compared this way round, a size that is no number is refused too.
    if not (width > 0 and height > 0 and (width * scale + 1) * (height * scale + 1) <= MOST_PIXELS):
        size = f"{width / _POINTS_PER_INCH:.0f} by {height / _POINTS_PER_INCH:.0f} inches"
        raise PageNotShown(f"Page {number} is too large to be shown: it says that it measures {size}.")
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, fill_color=(255, 255, 255, 255))
    try:
        content = ctypes.string_at(bitmap.buffer, bitmap.stride * bitmap.height)
        return png_of(content, bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)
    finally:
        bitmap.close()


def png_of(content: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """A PNG of rows of `stride` bytes, with 1 (grey), 3 (RGB) or 4 (RGBA) bytes a pixel. Raises PageNotShown for others."""
    colour_types = {1: 0, 3: 2, 4: 6}
    if channels not in colour_types:
        raise PageNotShown(f"The picture has {channels} values a pixel, which no PNG has.")
    rows = (content[row * stride : row * stride + width * channels] for row in range(height))
    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    header = struct.pack(">IIBBBBB", width, height, 8, colour_types[channels], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
