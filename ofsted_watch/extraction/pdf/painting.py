"""What a page paints, in order: every showing of text with its colour, opacity and clip, and all that may lie under or over it.

A second pass over a page's content that knows nothing of fonts or of where text stands: it counts the operators that show
text, and the ways of reading say where each of them printed. Whatever is not followed raises NotFollowed.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from pdfminer.pdfinterp import LITERAL_FORM, LITERAL_IMAGE
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import Matrix, apply_matrix_pt, mult_matrix

from ofsted_watch.extraction.pdf.colours import CMYK, GRAY, RGB, Rgb, colour_of, first_colour, space_of
from ofsted_watch.extraction.pdf.content_operations import WITH_TAGS, WITHOUT_TAGS
from ofsted_watch.extraction.pdf.drawn_fonts import doubt_of_font
from ofsted_watch.extraction.pdf.graphics_state import GraphicsState, name_of
from ofsted_watch.extraction.pdf.optional_content import Layers, LayerState
from ofsted_watch.extraction.pdf.shapes import Box, Clip, Shape, on_curve, rectangle

INVISIBLE_MODES = frozenset({3, 7})
"""Text rendering modes that paint nothing (ISO 32000-1, table 106)."""


class NotFollowed(Exception):
    """The page has something that this pass does not understand."""


class Show(NamedTuple):
    """One showing of text: the colours it is painted in with their opacity (none: it paints nothing), and where it may appear.

    `doubt` says why nobody can tell how it looks; '' where that is plain.
    """

    order: int
    inks: tuple[tuple[Rgb | None, float], ...]
    clip: Clip
    doubt: str
    multiplies: bool


class Paint(NamedTuple):
    """An area that is painted: under print of a later order, over print of an earlier one. `is_sure` of covering all of it."""

    order: int
    shape: Shape
    clip: Clip
    colour: Rgb | None
    alpha: float
    is_sure: bool
    multiplies: bool


class Painted(NamedTuple):
    """All of a page. `strokes` are the two ends of each slanted line."""

    shows: list[Show]
    paints: list[Paint]
    strokes: list[Box]


_MOST_FORMS = 200
_DEEPEST = 12
_MOST_PAINTS = 20_000
"""Areas and lines of one page. The fullest of 3,000 real pages has under 1,000."""


def painted(resources: object, content: bytes, ctm: Matrix, seen: Box, layers: Layers) -> Painted:
    """All that this content paints within the box `seen`, in the coordinates that `ctm` leads to. Raises NotFollowed."""
    painter = _Painter(layers)
    painter.run(resources, content, GraphicsState(ctm, Clip(seen)), 0)
    return Painted(painter.shows, painter.paints, painter.strokes)


class _Painter:
    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self.has_layers = layers.has_any
        self.shows: list[Show] = []
        self.paints: list[Paint] = []
        self.strokes: list[Box] = []
        self._order = 0
        self._forms = 0
        self._hidden: list[LayerState] = []

    def run(self, resources: object, content: bytes, state: GraphicsState, depth: int) -> None:
        _Run(self, resources, state, depth).read(content)

    def next(self) -> int:
        self._order += 1
        return self._order

    @property
    def layer(self) -> LayerState:
        """Whether what is painted now belongs to a layer that is not shown."""
        if LayerState.OFF in self._hidden:
            return LayerState.OFF
        return LayerState.UNSURE if LayerState.UNSURE in self._hidden else LayerState.ON

    def enter(self, spec: object) -> None:
        self._hidden.append(self._layers.state(spec) if spec is not None else LayerState.ON)

    def leave(self) -> None:
        self._hidden.pop()

    def enter_form(self) -> None:
        self._forms += 1
        if self._forms > _MOST_FORMS:
            raise NotFollowed("more forms than any letter has")


class _Run:
    """One content stream: a page's, or a form's inside it."""

    def __init__(self, painter: _Painter, resources: object, state: GraphicsState, depth: int) -> None:
        listed = resolve1(resources)
        self._resources = listed if isinstance(listed, dict) else {}
        self._painter = painter
        self._state = state
        self._depth = depth
        self._stack: list[GraphicsState] = []
        self._path: list[list[tuple[float, float]]] = []
        self._rectangles = True
        self._clips_with: str | None = None
        self._text_clip: list[int] = []
        self._tags = 0
        self._fonts: dict[bytes, str] = {}

    def read(self, content: bytes) -> None:
        operations = WITH_TAGS if self._painter.has_layers else WITHOUT_TAGS
        for match in operations.finditer(content):
            kind = match.lastgroup
            if kind == "text":
                self._show()
            elif kind == "window":
                self._clip_to(match["window"])
            elif kind == "operator":
                self._operator(match["operator"], match["numbers"])
            elif kind == "font":
                self._state.font = match["font"]
            elif kind == "use":
                self._use(match["use"], match["name"].decode("latin-1"), match["amounts"])
            elif kind in ("tag", "named"):
                self._enter(match["tag"], match["named"])
            elif kind == "bare":
                if match["bare"] == b"BMC":
                    self._enter(b"", None)
            elif kind == "image":
                self._image(is_sure=b"/IM" not in match["image"] and b"ImageMask" not in match["image"])
            elif kind == "unknown":
                raise NotFollowed("an operator with operands that it does not take")
        for _ in range(self._tags):
            self._painter.leave()

    def _enter(self, tag: bytes, named: bytes | None) -> None:
        spec = self._resource("Properties", named.decode("latin-1"), raw=True) if tag == b"OC" and named else None
        self._tags += 1
        self._painter.enter(spec)

    def _operator(self, name: bytes, operands: bytes) -> None:
        if name not in _OPERATORS:
            if name in _UNUSED:
                return
            raise NotFollowed(f"the operator {name.decode('latin-1')}")
        count, act = _OPERATORS[name]
        numbers = [float(number) for number in operands.split()] if operands else []
        if count is not None and len(numbers) != count:
            raise NotFollowed(f"{len(numbers)} operands of {name.decode('latin-1')}")
        act(self, *numbers)

    def _resource(self, kind: str, name: str, *, raw: bool = False) -> object:
        listed = resolve1(self._resources.get(kind))
        value = listed.get(name) if isinstance(listed, dict) else None
        return value if raw else resolve1(value)

    # The graphics state

    def _save(self) -> None:
        self._stack.append(self._state.copy())

    def _restore(self) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def _transform(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        self._state.ctm = mult_matrix((a, b, c, d, e, f), self._state.ctm)

    def _end_text(self) -> None:
        if self._text_clip:
            self._state.clip = self._state.clip.within_print(tuple(self._text_clip))
            self._text_clip = []

    def _end_tag(self) -> None:
        if self._tags:
            self._tags -= 1
            self._painter.leave()

    def _set_mode(self, mode: float) -> None:
        self._state.mode = int(mode)

    def _set_width(self, width: float) -> None:
        self._state.width = width

    def _fill_gray(self, *parts: float) -> None:
        self._state.fill_space, self._state.fill = GRAY, colour_of(GRAY, parts)

    def _stroke_gray(self, *parts: float) -> None:
        self._state.stroke_space, self._state.stroke = GRAY, colour_of(GRAY, parts)

    def _fill_rgb(self, *parts: float) -> None:
        self._state.fill_space, self._state.fill = RGB, colour_of(RGB, parts)

    def _stroke_rgb(self, *parts: float) -> None:
        self._state.stroke_space, self._state.stroke = RGB, colour_of(RGB, parts)

    def _fill_cmyk(self, *parts: float) -> None:
        self._state.fill_space, self._state.fill = CMYK, colour_of(CMYK, parts)

    def _stroke_cmyk(self, *parts: float) -> None:
        self._state.stroke_space, self._state.stroke = CMYK, colour_of(CMYK, parts)

    def _fill_in_space(self, *parts: float) -> None:
        self._state.fill = colour_of(self._state.fill_space, parts)

    def _stroke_in_space(self, *parts: float) -> None:
        self._state.stroke = colour_of(self._state.stroke_space, parts)

    def _use(self, operator: bytes, name: str, amounts: bytes) -> None:
        state = self._state
        if operator == b"Do":
            self._do(name)
        elif operator == b"gs":
            state.set_from(self._resource("ExtGState", name))
        elif operator == b"cs":
            state.fill_space = space_of(name, self._resources.get("ColorSpace"))
            state.fill = first_colour(state.fill_space)
        elif operator == b"CS":
            state.stroke_space = space_of(name, self._resources.get("ColorSpace"))
            state.stroke = first_colour(state.stroke_space)
        elif operator == b"scn":
            state.fill = None  # a pattern
        elif operator == b"SCN":
            state.stroke = None
        elif operator == b"sh":
            self._paint(rectangle(state.clip.box), None, is_sure=False)

    # Paths

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return apply_matrix_pt(self._state.ctm, (x, y))

    def _move_to(self, x: float, y: float) -> None:
        self._path.append([self._at(x, y)])

    def _line_to(self, x: float, y: float) -> None:
        if not self._path:
            raise NotFollowed("a line from nowhere")
        self._path[-1].append(self._at(x, y))

    def _curve_to(self, *numbers: float) -> None:
        if not self._path:
            raise NotFollowed("a curve from nowhere")
        start = self._path[-1][-1]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        first, second, end = (self._at(x, y) for x, y in pairs)
        for step in (0.25, 0.5, 0.75, 1.0):
            self._path[-1].append(on_curve(start, first, second, end, step))

    def _curve_from_here(self, x2: float, y2: float, x3: float, y3: float) -> None:
        if not self._path:
            raise NotFollowed("a curve from nowhere")
        start = self._path[-1][-1]
        second, end = self._at(x2, y2), self._at(x3, y3)
        for step in (0.25, 0.5, 0.75, 1.0):
            self._path[-1].append(on_curve(start, start, second, end, step))

    def _curve_to_end(self, x1: float, y1: float, x3: float, y3: float) -> None:
        self._curve_to(x1, y1, x3, y3, x3, y3)

    def _clip_to(self, numbers: bytes) -> None:
        """`re W n` in one: how nearly every piece of print is clipped."""
        x, y, width, height = (float(number) for number in numbers.split())
        if self._path:
            raise NotFollowed("a path within a path")
        state = self._state
        a, b, c, d, e, f = state.ctm
        if b or c:
            self._rectangle(x, y, width, height)
            self._clip_nonzero()
            self._end_path()
            return
        x0, x1, y0, y1 = a * x + e, a * (x + width) + e, d * y + f, d * (y + height) + f
        state.clip = state.clip.within_box((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _rectangle(self, x: float, y: float, width: float, height: float) -> None:
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self._path.append([self._at(*corner) for corner in corners])

    def _close(self) -> None:
        if self._path:
            start = self._path[-1][0]
            self._path[-1].append(start)

    def _clip_nonzero(self) -> None:
        self._clips_with = "nonzero"

    def _clip_even_odd(self) -> None:
        self._clips_with = "even-odd"

    def _end_path(self) -> None:
        if self._clips_with and self._path:
            self._state.clip = self._state.clip.within(Shape(self._path, even_odd=self._clips_with == "even-odd"))
        elif self._clips_with:
            self._state.clip = self._state.clip.within(Shape([], even_odd=False))
        self._path, self._clips_with = [], None

    def _fill_path(self) -> None:
        self._paint(Shape(self._path, even_odd=False), self._state.fill, is_sure=True)
        self._end_path()

    def _fill_path_even_odd(self) -> None:
        self._paint(Shape(self._path, even_odd=True), self._state.fill, is_sure=True)
        self._end_path()

    def _stroke_path(self) -> None:
        self._strokes()
        self._end_path()

    def _close_and_stroke(self) -> None:
        self._close()
        self._stroke_path()

    def _fill_and_stroke(self) -> None:
        self._paint(Shape(self._path, even_odd=False), self._state.fill, is_sure=True)
        self._stroke_path()

    def _fill_even_odd_and_stroke(self) -> None:
        self._paint(Shape(self._path, even_odd=True), self._state.fill, is_sure=True)
        self._stroke_path()

    def _close_fill_and_stroke(self) -> None:
        self._close()
        self._fill_and_stroke()

    def _close_fill_even_odd_and_stroke(self) -> None:
        self._close()
        self._fill_even_odd_and_stroke()

    def _strokes(self) -> None:
        state = self._state
        a, b, c, d, _, _ = state.ctm
        half = max(state.width * (abs(a * d - b * c) ** 0.5), 0.5) / 2
        if state.clip.is_nothing or self._painter.layer is LayerState.OFF:
            return
        for line in self._path:
            for (x0, y0), (x1, y1) in pairwise(line):
                length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
                if length == 0:
                    continue
                across, along = half * (y1 - y0) / length, half * (x1 - x0) / length
                bar = [(x0 - across, y0 + along), (x1 - across, y1 + along), (x1 + across, y1 - along), (x0 + across, y0 - along)]
                self._paint(Shape([bar], even_odd=False), state.stroke, is_sure=True, alpha=state.alpha_stroke)
                if abs(x1 - x0) > 2 and abs(y1 - y0) > 2:
                    self._painter.strokes.append((x0, y0, x1, y1))

    # What is painted

    def _paint(self, shape: Shape, colour: Rgb | None, *, is_sure: bool, alpha: float | None = None) -> None:
        state, layer = self._state, self._painter.layer
        alpha = (state.alpha_fill if alpha is None else alpha) * state.alpha_group
        if layer is LayerState.OFF or state.clip.is_nothing or alpha <= 0 or not shape.subpaths:
            return
        if len(self._painter.paints) >= _MOST_PAINTS:
            raise NotFollowed("more areas than any letter has")
        is_sure = is_sure and not state.doubt and layer is LayerState.ON
        self._painter.paints.append(
            Paint(self._painter.next(), shape, state.clip, None if state.doubt else colour, alpha, is_sure, state.multiplies)
        )

    def _image(self, *, is_sure: bool) -> None:
        corners = [self._at(x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
        self._paint(Shape([corners], even_odd=False), None, is_sure=is_sure)

    def _show(self) -> None:
        state, layer = self._state, self._painter.layer
        inks: list[tuple[Rgb | None, float]] = []
        if layer is not LayerState.OFF and state.mode not in INVISIBLE_MODES:
            if state.mode in (0, 2, 4, 6):
                inks.append((state.fill, state.alpha_fill * state.alpha_group))
            if state.mode in (1, 2, 5, 6):
                inks.append((state.stroke, state.alpha_stroke * state.alpha_group))
        inks = [ink for ink in inks if ink[1] > 0]
        doubt = state.doubt or ("programs differ about its layer" if layer is LayerState.UNSURE else "") or self._doubt_of_font()
        if state.mode >= 4:
            self._text_clip.append(len(self._painter.shows))
        self._painter.shows.append(Show(self._painter.next(), tuple(inks), state.clip, doubt, state.multiplies))

    def _doubt_of_font(self) -> str:
        """Why the font's own drawings leave open how it looks: a Type 3 font draws its characters with operators of its own."""
        name = self._state.font
        if name not in self._fonts:
            self._fonts[name] = doubt_of_font(self._resource("Font", name.decode("latin-1")))
        return self._fonts[name]

    def _do(self, name: str) -> None:
        form = self._resource("XObject", name)
        if not isinstance(form, PDFStream):
            return
        self._painter.enter(form.get("OC"))
        if form.get("Subtype") is LITERAL_IMAGE:
            masked = any(resolve1(form.get(key)) is not None for key in ("SMask", "Mask", "SMaskInData"))
            self._image(is_sure=not masked and resolve1(form.get("ImageMask")) is not True)
        elif form.get("Subtype") is LITERAL_FORM and "BBox" in form:
            self._form(form)
        self._painter.leave()

    def _form(self, form: PDFStream) -> None:
        self._painter.enter_form()
        if self._depth >= _DEEPEST:
            raise NotFollowed("forms within forms")
        outer = self._state
        inner = outer.copy()
        matrix, box = resolve1(form.get("Matrix")), [resolve1(number) for number in resolve1(form["BBox"])]
        if isinstance(matrix, list) and len(matrix) == 6:
            a, b, c, d, e, f = (float(resolve1(number)) for number in matrix)
            inner.ctm = mult_matrix((a, b, c, d, e, f), outer.ctm)
        x0, y0, x1, y1 = (float(number) for number in box)
        corners = [apply_matrix_pt(inner.ctm, corner) for corner in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
        inner.clip = outer.clip.within(Shape([corners], even_odd=False))
        group = resolve1(form.get("Group"))
        if isinstance(group, dict) and name_of(group.get("S")) == "Transparency":
            inner.alpha_group = outer.alpha_group * outer.alpha_fill
            inner.alpha_fill = inner.alpha_stroke = 1.0
            if resolve1(group.get("K")) is True:
                inner.group = "its group knocks out what is beneath"
        resources = form.get("Resources")
        content = form.get_data()
        self._painter.run(self._resources if resources is None else resources, content, inner, self._depth + 1)


_UNUSED = frozenset({b"BT", b"EX", b"BX", b"d0", b"d1", b"i", b"M", b"j", b"J", b"ri", b"MP", b"Tf"})


_OPERATORS: dict[bytes, tuple[int | None, Callable[..., None]]] = {
    b"q": (0, _Run._save),
    b"Q": (0, _Run._restore),
    b"cm": (6, _Run._transform),
    b"ET": (0, _Run._end_text),
    b"EMC": (0, _Run._end_tag),
    b"Tr": (1, _Run._set_mode),
    b"w": (1, _Run._set_width),
    b"g": (1, _Run._fill_gray),
    b"G": (1, _Run._stroke_gray),
    b"rg": (3, _Run._fill_rgb),
    b"RG": (3, _Run._stroke_rgb),
    b"k": (4, _Run._fill_cmyk),
    b"K": (4, _Run._stroke_cmyk),
    b"sc": (None, _Run._fill_in_space),
    b"scn": (None, _Run._fill_in_space),
    b"SC": (None, _Run._stroke_in_space),
    b"SCN": (None, _Run._stroke_in_space),
    b"m": (2, _Run._move_to),
    b"l": (2, _Run._line_to),
    b"c": (6, _Run._curve_to),
    b"v": (4, _Run._curve_from_here),
    b"y": (4, _Run._curve_to_end),
    b"h": (0, _Run._close),
    b"re": (4, _Run._rectangle),
    b"W": (0, _Run._clip_nonzero),
    b"W*": (0, _Run._clip_even_odd),
    b"n": (0, _Run._end_path),
    b"f": (0, _Run._fill_path),
    b"F": (0, _Run._fill_path),
    b"f*": (0, _Run._fill_path_even_odd),
    b"S": (0, _Run._stroke_path),
    b"s": (0, _Run._close_and_stroke),
    b"B": (0, _Run._fill_and_stroke),
    b"B*": (0, _Run._fill_even_odd_and_stroke),
    b"b": (0, _Run._close_fill_and_stroke),
    b"b*": (0, _Run._close_fill_even_odd_and_stroke),
}
"""The operators that decide what is seen: how many operands each takes (None: any number), and what it does."""
