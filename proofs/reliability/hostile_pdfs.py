"""Generated PDFs that are too large, too deep or damaged, each with the problem codes that fit it."""

import io
import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from pypdf import PdfReader, PdfWriter

from ofsted_watch.demo_site.letters import Style, print_letter
from ofsted_watch.demo_site.letters.letter_content import Description
from ofsted_watch.demo_site.letters.unreadable import locked, scanned
from ofsted_watch.demo_site.story_writing import ilacs
from tests.extraction.pdf.made import MadePdf, page_of, pdf_of, printed

LETTER: frozenset[str | None] = frozenset({None})
DAMAGED: frozenset[str | None] = frozenset({"truncated", "not_a_pdf", "empty"})
NO_LETTER: frozenset[str | None] = frozenset({"unknown_kind", "no_text"})
TOO_MUCH: frozenset[str | None] = frozenset({"too_big", "too_slow"})
ENDED_WITH_A_NAME = NO_LETTER | DAMAGED | TOO_MUCH

TEXT = page_of(["These are words that stand on a page of no letter.", "They are there so that there is something to read."])
HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file, generated on demand, and the problem codes that fit it. None: it must read as written."""

    name: str
    made: Callable[[], bytes]
    may_be: frozenset[str | None] = ENDED_WITH_A_NAME


@cache
def notified() -> Description:
    """The letter in the files that contain one."""
    return ilacs("Oxmarsh", date(2026, 1, 30), "ggrgg", date(2026, 3, 4))


@cache
def whole() -> bytes:
    """That letter, printed."""
    return print_letter(notified(), Style(press="fpdf2"))


def stream(data: bytes, entries: str = "/Filter /FlateDecode") -> bytes:
    """A stream object. Its data is already compressed."""
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode("latin-1") + data + b"\nendstream"


def one_page(
    content: bytes | None = None,
    *,
    text: bytes = TEXT,
    catalog: str = "",
    resources: str = "",
    font: str = HELVETICA,
    more: Sequence[str | bytes] = (),
) -> bytes:
    """A PDF of one page. Objects: 1 catalog, 2 page tree, 3 page, 4 its font /F1, 5 its content, `more` from 6 on.

    `content` is the whole stream object of the content. Without it, `words` are compressed into one.
    """
    made = MadePdf()
    made.add(f"<< /Type /Catalog /Pages 2 0 R {catalog} >>")
    made.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
    made.add(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        f"/Resources << /Font << /F1 4 0 R >> {resources} >> >>"
    )
    made.add(font)
    made.add(stream(zlib.compress(text)) if content is None else content)
    for body in more:
        made.add(body)
    return made.bytes(1)


def cut_short() -> Iterator[Hostile]:
    yield Hostile("no bytes", bytes, frozenset({"empty"}))
    yield Hostile("a header and nothing else", lambda: b"%PDF-1.7\n%%EOF\n", DAMAGED)
    for percent in (1, 10, 25, 50, 75, 90, 99):
        yield Hostile(f"cut after {percent} %", partial(_first, percent), DAMAGED)
        yield Hostile(f"cut off after {percent} %, with an end mark", partial(_first, percent, b"\n%%EOF\n"), DAMAGED)
    for percent in range(5, 100, 10):
        yield Hostile(f"a hole at {percent} %", partial(_with_a_hole, percent), DAMAGED | NO_LETTER | LETTER | {"marked"})
    noise = random.Random(1).randbytes(200_000)
    yield Hostile("noise after a PDF header", lambda: b"%PDF-1.7\n" + noise + b"\n%%EOF\n", DAMAGED)


def _first(percent: int, end: bytes = b"") -> bytes:
    return whole()[: len(whole()) * percent // 100] + end


def _with_a_hole(percent: int) -> bytes:
    at = len(whole()) * percent // 100
    return whole()[:at] + bytes(300) + whole()[at + 300 :]


def locked_away() -> Iterator[Hostile]:
    yield Hostile("a password", lambda: locked(notified()), frozenset({"encrypted"}))
    for method in ("RC4-40", "RC4-128", "AES-128", "AES-256"):
        yield Hostile(f"{method} with a password", partial(_encrypted, method, "nobody knows"), frozenset({"encrypted"}))
        yield Hostile(f"{method} with an empty password", partial(_encrypted, method, ""), LETTER)
    unknown = b"/Encrypt << /Filter /Nobody /V 9 >> /ID [(a) (a)] /Root"
    yield Hostile("encrypted in an unknown way", lambda: one_page().replace(b"/Root", unknown), frozenset({"encrypted"}))


def _encrypted(method: str, password: str) -> bytes:
    return rewritten(lambda writer: writer.encrypt(password, "the owner's", algorithm=method))


def rewritten(change: Callable[[PdfWriter], object]) -> bytes:
    """The letter, saved again after a change."""
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(whole()))), io.BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def without_text() -> Iterator[Hostile]:
    nothing = frozenset({"no_text"})
    yield Hostile("a picture of a page", lambda: scanned(notified()), nothing)
    yield Hostile("pages without content", lambda: pdf_of([b""] * 3), nothing)
    yield Hostile("a picture of 400 megapixels", _large_picture, nothing)


def _large_picture() -> bytes:
    size = "/Type /XObject /Subtype /Image /Width 20000 /Height 20000 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    pixels = stream(zlib.compress(bytes(400_000_000), 1), f"/Filter /FlateDecode {size}")
    return one_page(text=b"q 595 0 0 842 0 0 cm /X1 Do Q", resources="/XObject << /X1 6 0 R >>", more=[pixels])


def large() -> Iterator[Hostile]:
    yield Hostile("10,000 pages", partial(_pages, 10_000), NO_LETTER | TOO_MUCH)
    many = b"/Kids [" + b"3 0 R " * 10_000 + b"] /Count 10000"
    yield Hostile("one page 10,000 times", lambda: one_page().replace(b"/Kids [3 0 R] /Count 1", many))
    yield Hostile("a page of a million words", lambda: one_page(text=b"BT /F1 1 Tf (word ) Tj ET\n" * 1_000_000))
    yield Hostile("a line of ten million letters", lambda: one_page(text=printed("x" * 10_000_000, 0, 0)))
    yield Hostile("100,000 objects", lambda: one_page(more=["[0]"] * 100_000), NO_LETTER)
    yield Hostile("a title of ten million letters", lambda: one_page(more=["<< /Title (" + "t" * 10_000_000 + ") >>"]), NO_LETTER)


def _pages(count: int) -> bytes:
    return pdf_of([page_of([f"Page {number} of a report without an end.", "It goes on."]) for number in range(count)])


def deep() -> Iterator[Hostile]:
    for name, nested in (("arrays", "[" * 100_000 + "]" * 100_000), ("dictionaries", "<< /A " * 100_000 + "0" + " >>" * 100_000)):
        yield Hostile(f"{name} 100,000 deep in the catalog", partial(one_page, catalog=f"/Deep {nested}"))
        yield Hostile(f"{name} 100,000 deep in the tags", partial(one_page, catalog="/StructTreeRoot 6 0 R", more=[nested]))
        yield Hostile(f"{name} 100,000 deep on the page", partial(one_page, text=TEXT + nested.encode()))
    yield Hostile("a page tree 5,000 deep", partial(_deep_tree, 5_000))
    yield Hostile("tags 50,000 deep", partial(_deep_tags, 50_000))
    yield Hostile("a graphics state saved 500,000 times", lambda: one_page(text=b"q " * 500_000 + TEXT))
    yield Hostile("a bracket that never closes", lambda: one_page(text=TEXT + b"(" * 1_000_000))


def _deep_tree(depth: int) -> bytes:
    trees = [f"<< /Type /Pages /Kids [{number} 0 R] /Count 1 >>" for number in (3, *range(6, 5 + depth))]
    return one_page(more=trees).replace(b"/Pages 2 0 R", b"/Pages %d 0 R" % (5 + depth))


def _deep_tags(depth: int) -> bytes:
    tags = [f"<< /S /Div /K [{number} 0 R] >>" for number in range(7, 6 + depth)]
    return one_page(catalog="/StructTreeRoot << /K 6 0 R >>", more=[*tags, "<< /S /P /K 0 >>"])
