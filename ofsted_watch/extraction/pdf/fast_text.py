"""The fast way to read a page: only what moves or shows text is looked at, whole strings at a time.

It follows pdfminer's interpreter to the letter where text is concerned, leaves out what an invisible mode or a layer that is
off hides, and knows nothing else. Whatever it does not know for certain raises Unsure, and the page is read the plain way
(fallback_text.py).
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from pdfminer.pdfinterp import LITERAL_IMAGE
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, resolve1
from pdfminer.utils import Matrix, mult_matrix

from ofsted_watch.extraction.pdf.actual_text import actual_text_in, decoded, spell_out
from ofsted_watch.extraction.pdf.document import STRING, unescaped
from ofsted_watch.extraction.pdf.fonts import Typeface, Typefaces
from ofsted_watch.extraction.pdf.glyphs import ARTIFACT, OFF, UNMARKED, WORD_MARGIN, Glyphs, RawPage
from ofsted_watch.extraction.pdf.optional_content import Layers, LayerState
from ofsted_watch.extraction.pdf.painting import INVISIBLE_MODES
from ofsted_watch.extraction.pdf.proof import Geometry, seen_page


class Unsure(Exception):
    """Something on this page is outside what the fast way knows: it is to be read the plain way."""


_NUMBER = rb"[-+]?[\d.]++"
_NAME = rb"[^\s()<>\[\]{}/%]++"
_END = rb"(?=[\s/\[(<]|\Z)"
_PROPERTIES = rb"<<(?:[^<>()]++|" + STRING + rb"|<[0-9A-Fa-f\s]*+>)*+>>"
_PAINT = rb"(?:re|rg|RG|scn|SCN|sc|SC|f\*?|B\*?|b\*?|W\*?|[mlcvyhFSsngGkKwJjMi])" + _END
_OPERATION = re.compile(
    rb"\s*+(?:"
    rb"\[(?P<array>(?:[^\[\]()%]++|" + STRING + rb")*+)\]\s*+TJ|"
    rb"(?P<string>" + STRING + rb")\s*+Tj|"
    rb"<(?P<hexadecimal>[0-9A-Fa-f\s]*+)>\s*+Tj|"
    rb"(?P<paint>(?:(?:" + _NUMBER + rb"\s++)*+" + _PAINT + rb"\s*+)++)|"
    rb"(?P<numbers>(?:" + _NUMBER + rb"\s++)*+)(?P<operator>[A-Za-z]++\*?)|"
    rb"/(?P<font>" + _NAME + rb")\s++(?P<size>" + _NUMBER + rb")\s++Tf|"
    rb"/(?P<tag>" + _NAME + rb")\s*+(?:(?P<properties>" + _PROPERTIES + rb")|/(?P<named>" + _NAME + rb"))\s*+BDC|"
    rb"/(?P<plain_tag>" + _NAME + rb")\s++BMC|"
    rb"/(?P<form>" + _NAME + rb")\s++Do|"
    rb"(?P<setting>/" + _NAME + rb"\s++(?:gs|cs|CS|ri)|\[[-+\d.\s]*+\]\s*+" + _NUMBER + rb"\s++d)" + _END + rb"|"
    rb"(?P<unknown>\S)"
    rb")"
)
_ELEMENT = re.compile(rb"(" + STRING + rb")|<([0-9A-Fa-f\s]*+)>|(" + _NUMBER + rb")|(\S)")
_MCID = re.compile(rb"/MCID\s+(\d+)")
_SHOWS_TEXT = re.compile(rb"T[jJ]\b|['\"]|\bDo\b|\bBI\b")


def fast_page(number: int, page: PDFPage, content: bytes, typefaces: Typefaces, layers: Layers) -> RawPage:
    """One page as the lines that a person sees, in content order. Raises Unsure, or any error, where it is not certain."""
    if page.rotate:
        raise Unsure
    x0, y0, x1, y1 = page.mediabox
    geometry = Geometry((1, 0, 0, 1, -x0, -y0), abs(x1 - x0), abs(y1 - y0))
    reader = _Reader(page, geometry.ctm, typefaces, layers)
    reader.read(content)
    return seen_page(number, page, reader.pieces, reader.shows, geometry, layers)


_Saved = tuple[Matrix, Matrix, float, Typeface | None, float, tuple[float, float, float, float, float, int]]
"""What `q` puts by and `Q` brings back."""


class _Reader:
    """The text state of one page (ISO 32000-1, 9.3), moved along by its operators."""

    def __init__(self, page: PDFPage, ctm: Matrix, typefaces: Typefaces, layers: Layers) -> None:
        resources = dict_value(page.resources) if page.resources else {}
        self._fonts = dict_value(resources.get("Font", {}))
        self._forms = dict_value(resources.get("XObject", {}))
        self._properties = dict_value(resources.get("Properties", {}))
        self._typefaces = typefaces
        self._layers = layers
        self.pieces: list[Glyphs] = []
        self.shows: list[int] = []
        """How many pieces stood before each showing of text."""
        self._actual: dict[int, tuple[int, str]] = {}
        self._ctm = ctm
        self._matrix: Matrix = (1, 0, 0, 1, 0, 0)
        self._x = 0.0
        self._face: Typeface | None = None
        self._size = self._charspace = self._wordspace = self._leading = self._rise = 0.0
        self._scaling = 1.0
        self._mode = 0
        self._stack: list[_Saved] = []
        self._marks = [UNMARKED]

    def read(self, content: bytes) -> None:
        """Takes in a whole content stream. Raises Unsure."""
        for match in _OPERATION.finditer(content):
            kind = match.lastgroup
            if kind == "operator":
                self._operator(match["operator"], match["numbers"])
            elif kind == "array":
                self._show(_elements(match["array"]))
            elif kind == "string":
                self._show([unescaped(match["string"])])
            elif kind == "hexadecimal":
                self._show([bytes.fromhex(match["hexadecimal"].decode("ascii"))])
            elif kind == "size":
                self._font(match["font"], float(match["size"]))
            elif kind in ("properties", "named", "plain_tag"):
                self._begin_tag(match["tag"] or match["plain_tag"], match["properties"], match["named"])
            elif kind == "form":
                self._form(match["form"])
            elif kind not in ("paint", "setting"):
                raise Unsure

    def _operator(self, name: bytes, operands: bytes) -> None:
        if name not in _OPERATORS:
            raise Unsure
        count, act = _OPERATORS[name]
        numbers = [float(number) for number in operands.split()] if operands else []
        if len(numbers) != count:
            raise Unsure
        act(self, *numbers)

    def _font(self, name: bytes, size: float) -> None:
        self._face = self._typefaces.of(self._fonts[name.decode("ascii")])
        self._size = size
        if self._face.is_vertical:
            raise Unsure

    def _begin_tag(self, tag: bytes, properties: bytes | None, named: bytes | None) -> None:
        above = self._marks[-1]
        mark = above
        listed = resolve1(self._properties.get(named.decode("ascii"))) if named is not None else None
        if above == OFF or (tag == b"OC" and named is not None and self._is_off(named)):
            mark = OFF
        elif above == ARTIFACT or tag == b"Artifact":
            mark = ARTIFACT
        elif properties and (match := _MCID.search(properties)):
            mark = int(match[1])
        elif isinstance(listed, dict):
            mcid = resolve1(listed.get("MCID"))
            mark = mcid if isinstance(mcid, int) else above
        self._marks.append(mark)
        if properties and b"ActualText" in properties:
            self._actual[len(self._marks)] = (len(self.pieces), actual_text_in(properties) or "")
        elif isinstance(listed, dict) and isinstance(words := resolve1(listed.get("ActualText")), bytes):
            self._actual[len(self._marks)] = (len(self.pieces), decoded(words))

    def _end_tag(self) -> None:
        if len(self._marks) > 1:
            if self._actual and (actual := self._actual.pop(len(self._marks), None)):
                spell_out(self.pieces, *actual)
            self._marks.pop()

    def _is_off(self, named: bytes) -> bool:
        return self._layers.state(self._properties.get(named.decode("ascii"))) is LayerState.OFF

    def _form(self, name: bytes) -> None:
        form = self._forms.get(name.decode("ascii"))
        form = resolve1(form) if isinstance(form, PDFObjRef) else form
        if not isinstance(form, PDFStream):
            raise Unsure
        if form.get("Subtype") is not LITERAL_IMAGE and _SHOWS_TEXT.search(form.get_data()):
            raise Unsure

    def _save(self) -> None:
        spacing = (self._charspace, self._wordspace, self._leading, self._rise, self._scaling, self._mode)
        self._stack.append((self._ctm, self._matrix, self._x, self._face, self._size, spacing))

    def _restore(self) -> None:
        if self._stack:
            self._ctm, self._matrix, self._x, self._face, self._size, spacing = self._stack.pop()
            self._charspace, self._wordspace, self._leading, self._rise, self._scaling, self._mode = spacing

    def _transform(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        self._ctm = mult_matrix((a, b, c, d, e, f), self._ctm)

    def _begin_text(self) -> None:
        self._matrix, self._x = (1, 0, 0, 1, 0, 0), 0.0

    def _set_matrix(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        self._matrix, self._x = (a, b, c, d, e, f), 0.0

    def _move(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self._matrix
        self._matrix, self._x = (a, b, c, d, x * a + y * c + e, x * b + y * d + f), 0.0

    def _move_and_lead(self, x: float, y: float) -> None:
        self._move(x, y)
        self._leading = y

    def _next_line(self) -> None:
        self._move(0, self._leading)

    def _set_charspace(self, space: float) -> None:
        self._charspace = space

    def _set_wordspace(self, space: float) -> None:
        self._wordspace = space

    def _set_scaling(self, percent: float) -> None:
        self._scaling = percent * 0.01

    def _set_leading(self, leading: float) -> None:
        self._leading = -leading

    def _set_rise(self, rise: float) -> None:
        self._rise = rise

    def _set_mode(self, mode: float) -> None:
        self._mode = int(mode)

    def _nothing(self, *_: float) -> None:
        """An operator that leaves text where and what it is."""

    def _show(self, parts: list[bytes | float]) -> None:
        self.shows.append(len(self.pieces))
        face, size, scaling = self._face, self._size, self._scaling
        a, b, c, d, e, f = mult_matrix(self._matrix, self._ctm)
        if face is None or b or a * scaling <= 0 or d * size <= 0:
            raise Unsure
        low = face.descent * size + self._rise
        left, right = sorted((c * low, c * (low + size)))  # slanted by its matrix, a character's box is wider
        near = (WORD_MARGIN * size * d + right - left) / a
        spacing = _Spacing(size * scaling, self._charspace * scaling, self._wordspace * scaling, near)
        if abs(spacing.between) >= WORD_MARGIN * size:
            parts = _one_by_one(parts, face)
        self._x, runs = _laid_out(parts, face, self._x, spacing)
        if self._mode in INVISIBLE_MODES or self._marks[-1] == OFF:
            return
        y0, y1, unit, wider = f + d * low, f + d * (low + size), a * size * scaling, right - left
        for text, start, end, first, last, lead, trail in runs:
            box = (e + a * start + left, y0, e + a * end + right, y1)
            widths = (first * unit + wider, last * unit + wider, lead * unit, trail * unit)
            self.pieces.append(Glyphs(text, *box, *widths, face.bold, self._marks[-1]))


class _Spacing(NamedTuple):
    """How characters are set: the width of one unit, what is added between them and after blanks, the widest gap in a word."""

    unit: float
    between: float
    after_blank: float
    near: float


_Run = tuple[str, float, float, float, float, float, float]
"""Text, start and end along the line, and the four widths of Glyphs in units of the font size."""


def _laid_out(parts: list[bytes | float], face: Typeface, x: float, spacing: _Spacing) -> tuple[float, list[_Run]]:
    """Where the strings of one operator stand, those of one word in one run; and where the next would begin.

    As in pdfminer, character spacing is added before each character but an operator's first.
    """
    unit, between, after_blank, near = spacing
    kern = 0.001 * unit
    runs: list[_Run] = []
    text, start, end, first, last, lead, trail = "", x, x, 0.0, 0.0, 0.0, 0.0
    gap = 0.0
    for part in parts:
        if isinstance(part, float):
            x -= part * kern
            gap = between
            continue
        strings, width, count, blanks, its_first, its_last, its_lead, its_trail, ends_blank = face[part]
        if not count:
            continue
        x += gap
        at = x
        x += width * unit + (count - 1) * between + blanks * after_blank
        if text and -near < at - end < near:
            trail = its_trail if its_trail < width else trail + its_trail
            text, last = text + strings, its_last
        else:
            if text:
                runs.append((text, start, end, first, last, lead, trail))
            text, start, first, last, lead, trail = strings, at, its_first, its_last, its_lead, its_trail
        end = x - after_blank if ends_blank and blanks else x
        gap = between
    if text:
        runs.append((text, start, end, first, last, lead, trail))
    return x, runs


def _one_by_one(parts: list[bytes | float], face: Typeface) -> list[bytes | float]:
    """The strings cut into single characters: set so wide apart, each gap may be a blank. Raises Unsure."""
    step = 2 if face.is_multibyte else 1
    cut: list[bytes | float] = []
    for part in parts:
        if isinstance(part, bytes) and face[part].size * step != len(part):
            raise Unsure
        cut += [part] if isinstance(part, float) else [part[at : at + step] for at in range(0, len(part), step)]
    return cut


_OPERATORS: dict[bytes, tuple[int, Callable[..., None]]] = {
    b"BT": (0, _Reader._begin_text),
    b"ET": (0, _Reader._nothing),
    b"Td": (2, _Reader._move),
    b"TD": (2, _Reader._move_and_lead),
    b"Tm": (6, _Reader._set_matrix),
    b"T*": (0, _Reader._next_line),
    b"Tc": (1, _Reader._set_charspace),
    b"Tw": (1, _Reader._set_wordspace),
    b"Tz": (1, _Reader._set_scaling),
    b"TL": (1, _Reader._set_leading),
    b"Ts": (1, _Reader._set_rise),
    b"Tr": (1, _Reader._set_mode),
    b"q": (0, _Reader._save),
    b"Q": (0, _Reader._restore),
    b"cm": (6, _Reader._transform),
    b"EMC": (0, _Reader._end_tag),
}
"""The operators that matter to text: how many operands each takes, and what it does."""


def _elements(array: bytes) -> list[bytes | float]:
    parts: list[bytes | float] = []
    for string, hexadecimal, number, unknown in _ELEMENT.findall(array):
        if string:
            parts.append(unescaped(string))
        elif number:
            parts.append(float(number))
        elif unknown:
            raise Unsure
        else:
            parts.append(bytes.fromhex(hexadecimal.decode("ascii")))
    return parts
