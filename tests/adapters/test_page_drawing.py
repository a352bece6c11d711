"""A page of a letter is drawn in the limited process; a hostile, damaged or huge one gives a sentence, and the next is drawn."""

import contextlib
import struct
import zlib
from collections.abc import Iterator

import pytest

from ofsted_watch.adapters.page_drawing import png_of
from ofsted_watch.adapters.pdf_reader import Reader
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.errors import PageNotShown
from tests.adapters.test_pdf_reader import MISBEHAVING, a_page_that_says, one_page
from tests.extraction.pdf.made import page_of, pdf_of, printed

TWO_PAGES = pdf_of([page_of(["The first page."]), page_of(["Overall effectiveness: good"])])


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(ENGLAND, seconds=3, megabytes=400, workers=1, letter_of=MISBEHAVING) as reader:
        yield reader


def test_a_page_comes_back_with_its_text_and_its_picture(reader: Reader) -> None:
    page = reader.page(TWO_PAGES, 2)
    assert (page.pages, page.text.strip()) == (2, "Overall effectiveness: good")
    width, height, values = picture_in(page.png)
    assert (width, height, len(values)) == (893, 1263, 893 * 1263 * 3)  # A4 at 108 dots an inch, in three colours
    dark = sum(value < 128 for value in values)
    assert 900 < dark < 30_000  # the words are on it, on white paper


def test_only_the_text_is_given_where_no_picture_is_asked_for(reader: Reader) -> None:
    assert reader.page(TWO_PAGES, 1, image=False).png == b""


def of_size(width: str, height: str) -> bytes:
    whole = one_page(lambda made: made.stream(printed("A page.", 10, 10)))
    return whole.replace(b"[0 0 595 842]", f"[0 0 {width} {height}]".encode())


@pytest.mark.parametrize(
    ("content", "number", "says"),
    [
        (TWO_PAGES, 3, r"^The file has no page 3: it has 2\.$"),
        (TWO_PAGES, 0, r"^The file has no page 0: it has 2\.$"),
        (a_page_that_says("not found"), 1, r"cannot be opened as a PDF"),
        (b"", 1, r"cannot be opened as a PDF"),
        (of_size("144000", "144000"), 1, r"^Page 1 is too large to be shown: it says that it measures 2000 by 2000 inches\.$"),
        (of_size("1", "9000000"), 1, r"^Page 1 is too large to be shown"),
    ],
    ids=["no such page", "page nought", "a web page", "nothing", "a field", "a thread"],
)
def test_a_page_that_cannot_be_shown_is_refused_with_a_sentence(reader: Reader, content: bytes, number: int, says: str) -> None:
    with pytest.raises(PageNotShown, match=says):
        reader.page(content, number)
    assert reader.page(TWO_PAGES, 1).text.strip() == "The first page."


def test_a_page_that_never_ends_is_stopped_and_the_next_is_drawn(reader: Reader) -> None:
    """A million paths over the whole page: drawing them takes longer than the reader's three seconds."""
    packed = zlib.compress(b"0 0 m 595 842 l 595 0 l 0 842 l h f\n" * 400_000, 9)
    endless = one_page(lambda made: made.raw_stream(packed, "/Filter /FlateDecode"))
    with pytest.raises(
        PageNotShown, match=r"^Page 1 cannot be drawn: Reading this file took (longer than 3 seconds|too much memory)"
    ):
        reader.page(endless, 1)
    assert reader.page(TWO_PAGES, 1).text.strip() == "The first page."


def test_a_page_that_unpacks_to_gigabytes_stops_no_other() -> None:
    squeeze = zlib.compressobj(9)
    packed = b"".join(squeeze.compress(b" " * 1024 * 1024) for _ in range(512)) + squeeze.flush()
    bomb = one_page(lambda made: made.raw_stream(packed, "/Filter /FlateDecode"))
    with Reader(ENGLAND, seconds=20, megabytes=200, workers=1, letter_of=MISBEHAVING) as small:
        # The library gives up unpacking and shows an empty page, or the process is stopped.
        with contextlib.suppress(PageNotShown):
            assert small.page(bomb, 1).text.strip() == ""
        assert small.page(TWO_PAGES, 1).text.strip() == "The first page."


def test_rows_longer_than_the_picture_are_cut_and_an_odd_number_of_values_is_refused() -> None:
    assert picture_in(png_of(b"\x00\xff\x07\x80\x40\x07", 2, 2, 3, 1)) == (2, 2, b"\x00\xff\x80\x40")
    with pytest.raises(PageNotShown, match="2 values a pixel"):
        png_of(b"", 1, 1, 2, 2)


def picture_in(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and values of a PNG, unpacked as the standard says; each chunk's checksum must be right."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(name + content),)
        chunks[name] = content
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, depth, colour_type = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert depth == 8
    row = 1 + width * {0: 1, 2: 3, 6: 4}[colour_type]
    values = zlib.decompress(chunks[b"IDAT"])
    assert all(values[start] == 0 for start in range(0, len(values), row))  # no row is filtered
    return width, height, b"".join(values[start + 1 : start + row] for start in range(0, height * row, row))
