"""PDFs with one hostile part: streams that unpack without end, circular references, broken fonts, actions, markup."""

import random
import zlib
from collections.abc import Iterator, Mapping
from functools import cache, partial

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, PdfObject, TextStringObject

from proofs.reliability.hostile_pdfs import (
    LETTER,
    NO_LETTER,
    TEXT,
    TOO_MUCH,
    Hostile,
    one_page,
    rewritten,
    stream,
)

SCRIPT = "<script>alert('Oxmarsh')</script>"


def bombs() -> Iterator[Hostile]:
    yield Hostile("a Flate bomb", lambda: _packed(_blanks(), "/FlateDecode"), TOO_MUCH)
    yield Hostile("a Flate bomb in another", lambda: _packed(zlib.compress(_blanks(), 9), _chain("Flate", "Flate")), TOO_MUCH)
    yield Hostile("an LZW bomb", lambda: _packed(lzw_of_blanks(100_000_000), "/LZWDecode"))
    yield Hostile("LZW within Flate", lambda: _packed(zlib.compress(lzw_of_blanks(50_000_000)), _chain("Flate", "LZW")))
    yield Hostile("run lengths inside Flate", lambda: _packed(zlib.compress(b"\x81 " * 4_000_000), _chain("Flate", "RunLength")))
    yield Hostile("hexadecimals inside Flate", lambda: _packed(zlib.compress(b"20" * 100_000_000), _chain("Flate", "ASCIIHex")))
    yield Hostile("base 85 within Flate", lambda: _packed(zlib.compress(b"z" * 50_000_000), _chain("Flate", "ASCII85")))
    yield Hostile("forty filters that do not fit", lambda: _packed(zlib.compress(TEXT), _chain(*["Flate"] * 40)))
    wide = f"/FlateDecode /DecodeParms << /Predictor 15 /Columns {2**31 - 1} >>"
    yield Hostile("a predictor two billion wide", lambda: _packed(zlib.compress(TEXT), wide))
    form = "/Filter /FlateDecode /Type /XObject /Subtype /Form /BBox [0 0 9 9]"
    yield Hostile(
        "a bomb in a form",
        lambda: one_page(text=TEXT + b" /X1 Do", resources="/XObject << /X1 6 0 R >>", more=[stream(_blanks(), form)]),
    )
    yield Hostile("a bomb in a character map", lambda: one_page(font=_font("/ToUnicode 6 0 R"), more=[stream(_blanks())]))
    yield Hostile("a bomb in the list of parts", _bomb_in_the_table)
    yield Hostile("a bomb in an object stream", _bomb_of_objects)


@cache
def _blanks() -> bytes:
    """Half a gigabyte of spaces, compressed: the same megabyte repeated."""
    packer, megabyte, sum_so_far = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS), b" " * 1_048_576, 1
    again = packer.compress(megabyte) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(512):
        sum_so_far = zlib.adler32(megabyte, sum_so_far)
    return b"\x78\xda" + again * 512 + b"\x03\x00" + sum_so_far.to_bytes(4, "big")


def _packed(data: bytes, filters: str) -> bytes:
    return one_page(stream(data, f"/Filter {filters}"))


def _chain(*filters: str) -> str:
    return f"[{' '.join(f'/{name}Decode' for name in filters)}]"


def lzw_of_blanks(count: int) -> bytes:
    """At least this many spaces: each code stands for one space more than the code before it, in blocks of 4,096 codes."""
    codes, packed = [(256, 9)], 0
    while packed < count:
        codes.append((32, 9))
        packed += 1
        for following in range(258, 4095):
            codes.append((following, (following + 1).bit_length()))
            packed += following - 256
        codes.append((256, 12))
    bits = "".join(f"{code:0{width}b}" for code, width in [*codes, (257, 9)])
    return int(bits.ljust(-len(bits) % 8 + len(bits), "0"), 2).to_bytes((len(bits) + 7) // 8, "big")


def _bomb_in_the_table() -> bytes:
    table = stream(_blanks(), "/Type /XRef /Size 9 /W [1 2 1] /Root 2 0 R /Filter /FlateDecode")
    return b"%PDF-1.7\n1 0 obj\n" + table + b"\nendobj\nstartxref\n9\n%%EOF\n"


def _bomb_of_objects() -> bytes:
    objects = stream(_blanks(), "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")
    rows = zlib.compress(b"\x01\x00\x09\x00" + b"\x02\x00\x01\x00" * 3)
    head = b"%PDF-1.7\n1 0 obj\n" + objects + b"\nendobj\n"
    table = stream(rows, "/Type /XRef /Size 4 /W [1 2 1] /Root 2 0 R /Filter /FlateDecode")
    return head + b"9 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def circles() -> Iterator[Hostile]:
    yield Hostile("a page tree that is its own parent", lambda: one_page().replace(b"/Count 1", b"/Count 1 /Parent 2 0 R"))
    orphan = one_page().replace(b"/MediaBox [0 0 595 842]", b"")
    yield Hostile("a page that inherits from itself", lambda: orphan.replace(b"/Parent 2 0 R", b"/Parent 3 0 R"))
    yield Hostile("a catalog that is its page tree", lambda: one_page().replace(b"/Pages 2 0 R", b"/Pages 1 0 R"))
    yield Hostile("an object that is itself", lambda: one_page(catalog="/StructTreeRoot 6 0 R", more=["6 0 R"]))
    for where in ("/StructTreeRoot 6 0 R", "/Names 6 0 R"):
        yield Hostile(
            f"two objects that are each other ({where[1:6]})", partial(one_page, catalog=where, more=["7 0 R", "6 0 R"])
        )
    yield Hostile("resources that are each other", lambda: one_page(resources="/XObject 6 0 R", more=["7 0 R", "6 0 R"]))
    yield Hostile("a font that is its own descendant", lambda: one_page(font=_font("/DescendantFonts [4 0 R]", "Type0")))
    itself = stream(zlib.compress(b"/CIDInit /ProcSet findresource begin /Adobe-Identity-H usecmap /Identity-H usecmap"))
    yield Hostile("a character map that uses others", lambda: one_page(font=_font("/ToUnicode 6 0 R"), more=[itself]))
    yield Hostile("a stream that is its own filter", lambda: one_page(stream(b"", "/Filter 5 0 R")))
    yield Hostile("a stream with its own settings", lambda: one_page(stream(b"", "/Filter /FlateDecode /DecodeParms 5 0 R")))
    yield Hostile("two lists of parts, each before the other", _tables_in_a_circle)
    extends = stream(zlib.compress(b"6 0 << /K 6 0 R >>"), "/Type /ObjStm /N 1 /First 4 /Extends 6 0 R /Filter /FlateDecode")
    yield Hostile("an object stream within itself", lambda: one_page(catalog="/StructTreeRoot 6 0 R", more=[extends]))


def _tables_in_a_circle() -> bytes:
    first = one_page()
    table = int(first.rsplit(b"startxref\n", 1)[1].split()[0])
    second = len(first) + len(b" /Prev 0000000000")
    linked = first.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %010d" % second)
    trailer = b"trailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (table, second)
    return linked + b"xref\n0 1\n0000000000 65535 f \n" + trailer


def fonts() -> Iterator[Hostile]:
    may_be = NO_LETTER | {"truncated"}
    for name, font in (
        ("a font without widths", _font("/FirstChar 0 /LastChar 255", "TrueType")),
        ("widths that are not numbers", _font("/FirstChar 0 /Widths [(a) /b [] << >> null]", "TrueType")),
        ("widths beyond measure", _font(f"/FirstChar 0 /Widths [{'9' * 400} {'1e308 ' * 200}]", "TrueType")),
        ("characters before the first", _font("/FirstChar -99999999999 /LastChar 0 /Widths [1]", "TrueType")),
        ("a font without a kind", "<< /Type /Font >>"),
        ("a font that is a number", "42"),
        ("an encoding that names a file", _font("/Encoding /../../etc/passwd", "Type0")),
        ("differences without end", _font(f"/Encoding << /Differences [0 {'/a ' * 1_000_000}] >>")),
    ):
        yield Hostile(name, partial(one_page, font=font), may_be)
    for name, data in (
        ("a character map of noise", random.Random(2).randbytes(50_000)),
        ("a character map to half characters", b"1 beginbfrange <00> <FF> <D800> endbfrange"),
        ("a character map to nothing", b"1 beginbfrange <00> <FF> <> endbfrange 1 beginbfchar <41> <> endbfchar"),
        ("a character map of four billion codes", b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange"),
        ("a code map of four billion codes", b"1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange"),
    ):
        map_of = partial(one_page, font=_font("/ToUnicode 6 0 R"), more=[stream(zlib.compress(data))])
        yield Hostile(name, map_of, may_be | TOO_MUCH)
    noise = stream(zlib.compress(random.Random(3).randbytes(5_000)))
    for file in ("FontFile", "FontFile2", "FontFile3"):
        font = _font(f"/FontDescriptor << /Type /FontDescriptor /{file} 6 0 R >>", "TrueType")
        yield Hostile(f"a {file} of noise", partial(one_page, font=font, more=[noise]), may_be)
    yield Hostile("a font size beyond measure", lambda: one_page(text=b"BT /F1 1e300 Tf 1e300 0 0 1 0 0 Tm (a) Tj ET"), may_be)
    yield Hostile("a page of no size", lambda: one_page().replace(b"[0 0 595 842]", b"[0 0 0 0]"), may_be)
    yield Hostile("a page of endless size", lambda: one_page().replace(b"[0 0 595 842]", b"[-1e99 0 1e99 1e308]"), may_be)
    yield Hostile("a page without a size", lambda: one_page().replace(b"/MediaBox [0 0 595 842]", b""), may_be)


def _font(entries: str, kind: str = "Type1") -> str:
    return f"<< /Type /Font /Subtype /{kind} /BaseFont /Helvetica {entries} >>"


def active() -> Iterator[Hostile]:
    """Letters that must read as written: the reader ignores what a viewer would run or show."""
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('open')")}
    yield Hostile("JavaScript that runs when it is opened", lambda: rewritten(partial(_opening_with, script)), LETTER)
    launch = {"/S": NameObject("/Launch"), "/F": TextStringObject("/bin/sh")}
    yield Hostile("a program launched when it is opened", lambda: rewritten(partial(_opening_with, launch)), LETTER)
    yield Hostile("a file attached", lambda: rewritten(lambda made: made.add_attachment("x.exe", b"MZ")), LETTER)
    title = {"/Title": SCRIPT, "/Author": '"><img src=x onerror=alert(1)>'}
    yield Hostile("a script for a title", lambda: rewritten(lambda made: made.add_metadata(title)), LETTER)


def _opening_with(action: Mapping[str, PdfObject], written: PdfWriter) -> None:
    does = DictionaryObject({NameObject(name): value for name, value in action.items()})
    written.root_object[NameObject("/OpenAction")] = does
