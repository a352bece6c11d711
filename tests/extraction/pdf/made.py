"""PDFs made on the spot, object by object, so that a test can break exactly one thing."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

LEFT, TOP, STEP = 72, 760, 14


@dataclass
class MadePdf:
    """Objects by number, in the order they are added; `bytes()` writes them with a table and a trailer."""

    objects: list[bytes] = field(default_factory=list)

    def add(self, body: str | bytes) -> int:
        """The new object's number."""
        self.objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self.objects)

    def reserve(self) -> int:
        return self.add("null")

    def put(self, number: int, body: str) -> None:
        self.objects[number - 1] = body.encode("latin-1")

    def stream(self, data: bytes, entries: str = "") -> int:
        packed = zlib.compress(data, 9)
        return self.raw_stream(packed, f"/Filter /FlateDecode {entries}")

    def raw_stream(self, data: bytes, entries: str = "") -> int:
        return self.add(f"<< {entries} /Length {len(data)} >>\nstream\n".encode("latin-1") + data + b"\nendstream")

    def bytes(self, root: int) -> bytes:
        out = bytearray(b"%PDF-1.7\n")
        offsets = []
        for number, body in enumerate(self.objects, start=1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, root, table)
        return bytes(out)


def pdf_of(contents: Sequence[bytes], *, catalog: str = "", page: str = "") -> bytes:
    """A PDF whose pages have these content streams, with Helvetica as /F1 and Helvetica-Bold as /F2."""
    made = MadePdf()
    root, tree = made.reserve(), made.reserve()
    plain = made.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    bold = made.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
    pages = []
    for content in contents:
        stream = made.stream(content)
        pages.append(
            made.add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {stream} 0 R {page} "
                f"/Resources << /Font << /F1 {plain} 0 R /F2 {bold} 0 R >> >> >>"
            )
        )
    made.put(root, f"<< /Type /Catalog /Pages {tree} 0 R {catalog} >>")
    kids = " ".join(f"{number} 0 R" for number in pages)
    made.put(tree, f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    return made.bytes(root)


def printed(text: str, x: float, y: float, *, size: float = 12, font: str = "F1") -> bytes:
    """One string at a place, y from the page's bottom."""
    shown = text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"BT /%s %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n" % (font.encode(), size, x, y, shown)


def page_of(lines: Sequence[str], *, top: float = TOP, size: float = 12) -> bytes:
    """A page's content: these lines one below the other from the left margin; an empty one leaves a gap."""
    return b"".join(printed(line, LEFT, top - at * STEP, size=size) for at, line in enumerate(lines) if line)
