"""A font's strings → text and widths, each string worked out once a file."""

import re
from typing import NamedTuple

from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import PSLiteral

_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
"""Flag of a font descriptor (ISO 32000-1, table 123)."""


class Printed(NamedTuple):
    """What a string of a content stream prints: its text, and widths in units of the font size.

    `size` is how many characters it has, `spaces` how many of them word spacing widens.
    """

    text: str
    width: float
    size: int
    spaces: int
    first: float
    last: float
    lead: float
    trail: float
    ends_with_space: bool


class Typeface(dict[bytes, Printed]):
    """A font, asked for the strings it prints: `typeface[string]`."""

    def __init__(self, font: PDFFont) -> None:
        super().__init__()
        self.font = font
        self.is_vertical = font.is_vertical()
        self.is_multibyte = font.is_multibyte()
        self.descent = font.get_descent()
        self.bold = is_bold(font)
        self._characters: dict[int, tuple[str, float]] = {}

    def __missing__(self, string: bytes) -> Printed:
        codes = list(self.font.decode(string))
        characters = [self._character(code) for code in codes]
        lead = trail = 0.0
        for text, width in characters:
            if not text.isspace():
                break
            lead += width
        for text, width in reversed(characters):
            if not text.isspace():
                break
            trail += width
        printed = Printed(
            text="".join(text for text, _ in characters),
            width=sum(width for _, width in characters),
            size=len(codes),
            spaces=0 if self.is_multibyte else codes.count(32),
            first=characters[0][1] if characters else 0.0,
            last=characters[-1][1] if characters else 0.0,
            lead=lead,
            trail=trail,
            ends_with_space=bool(codes) and codes[-1] == 32,
        )
        self[string] = printed
        return printed

    def _character(self, code: int) -> tuple[str, float]:
        if code not in self._characters:
            try:
                text = self.font.to_unichr(code)
            except PDFUnicodeNotDefined:
                text = f"(cid:{code})"
            self._characters[code] = (text, self.font.char_width(code))
        return self._characters[code]


class Typefaces:
    """The fonts of one file, each read once. Never shared between files: their object numbers are not unique."""

    def __init__(self, fonts: PDFResourceManager) -> None:
        self._fonts = fonts
        self._read: dict[int, Typeface] = {}

    def of(self, spec: object) -> Typeface:
        """The typeface that a page's resources name. Raises pdfminer's errors where the font is damaged."""
        if not isinstance(spec, PDFObjRef):
            return Typeface(self._fonts.get_font(None, _without_outlines(dict_value(spec))))
        if spec.objid not in self._read:
            self._read[spec.objid] = Typeface(self._fonts.get_font(None, _without_outlines(dict_value(spec))))
        return self._read[spec.objid]


def is_bold(font: PDFFont) -> bool:
    """Whether a font's name or its descriptor's flags say that it is bold."""
    name = font.fontname if isinstance(font.fontname, str) else ""
    return bool(_BOLD_NAME.search(name)) or bool(int(font.flags) & _FORCE_BOLD)


def _without_outlines(spec: dict[str, object]) -> dict[str, object]:
    """The font without its glyph outlines, where its table of characters makes them needless (they are slow to unpack)."""
    if not isinstance(resolve1(spec.get("ToUnicode")), PDFStream) or _name(spec.get("Subtype")) != "Type0":
        return spec
    inner = dict(dict_value(list_value(spec["DescendantFonts"])[0]))
    descriptor = dict(dict_value(inner.get("FontDescriptor", {})))
    descriptor.pop("FontFile2", None)
    return {**spec, "DescendantFonts": [{**inner, "FontDescriptor": descriptor}]}


def _name(value: object) -> object:
    value = resolve1(value)
    return value.name if isinstance(value, PSLiteral) else None
