"""The plain way to read a PDF's pages: pdfminer's own interpreter, with a device that keeps every character in order."""

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager, PDFStackT
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import Matrix

from ofsted_watch.extraction.pdf.actual_text import decoded, spell_out
from ofsted_watch.extraction.pdf.fonts import is_bold
from ofsted_watch.extraction.pdf.glyphs import ARTIFACT, OFF, UNMARKED, Glyphs, RawPage
from ofsted_watch.extraction.pdf.optional_content import Layers, LayerState
from ofsted_watch.extraction.pdf.painting import INVISIBLE_MODES
from ofsted_watch.extraction.pdf.proof import Geometry, seen_page


def fallback_page(number: int, page: PDFPage, fonts: PDFResourceManager, layers: Layers) -> RawPage:
    """One page as the lines that a person sees, in content order. `fonts` belongs to this file: shared, it gives wrong text."""
    device = _GlyphDevice(fonts, layers)
    _Interpreter(fonts, device).process_page(page)
    geometry = Geometry(device.first_ctm, device.width, device.height)
    return seen_page(number, page, device.glyphs, device.shows, geometry, layers)


class _Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter, which also tells its device of each showing of text and of forms that belong to a layer."""

    device: "_GlyphDevice"

    def do_TJ(self, seq: PDFStackT) -> None:  # noqa: N802  pdfminer's name for the operator
        self.device.begin_show(is_invisible=self.textstate.render in INVISIBLE_MODES)
        super().do_TJ(seq)
        self.device.is_invisible = False

    def do_Do(self, xobjid_arg: PDFStackT) -> None:  # noqa: N802
        form = resolve1(self.xobjmap.get(literal_name(xobjid_arg)))
        self.device.begin_form(form.get("OC") if isinstance(form, PDFStream) else None)
        super().do_Do(xobjid_arg)
        self.device.end_tag()


class _GlyphDevice(PDFLayoutAnalyzer):
    """Keeps each character of a page (also those inside form XObjects) with the mark it stands under."""

    def __init__(self, fonts: PDFResourceManager, layers: Layers) -> None:
        super().__init__(fonts, laparams=None)
        self.glyphs: list[Glyphs] = []
        self.shows: list[int] = []
        """How many glyphs stood before each showing of text."""
        self.first_ctm: Matrix = (1, 0, 0, 1, 0, 0)
        self.is_invisible = False
        self._layers = layers
        self._actual: dict[int, tuple[int, str]] = {}
        self.width = 0.0
        self.height = 0.0
        self._marks: list[int] = [UNMARKED]
        self._bold: dict[int, bool] = {}
        self._properties: dict[object, object] = {}

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        super().begin_page(page, ctm)
        self.first_ctm = ctm
        self.width, self.height = self.cur_item.width, self.cur_item.height
        resources = resolve1(page.resources) or {}
        self._properties = resolve1(resources.get("Properties")) or {}

    def begin_tag(self, tag: PSLiteral, props: object = None) -> None:
        self._marks.append(self._mark_of(tag, props))
        listed = resolve1(self._properties.get(props.name) if isinstance(props, PSLiteral) else props)
        words = resolve1(listed.get("ActualText")) if isinstance(listed, dict) else None
        if isinstance(words, bytes):
            self._actual[len(self._marks)] = (len(self.glyphs), decoded(words))

    def end_tag(self) -> None:
        if len(self._marks) > 1:
            if actual := self._actual.pop(len(self._marks), None):
                spell_out(self.glyphs, *actual)
            self._marks.pop()

    def begin_show(self, *, is_invisible: bool) -> None:
        """A string or an array of strings is about to be shown."""
        self.shows.append(len(self.glyphs))
        self.is_invisible = is_invisible

    def begin_form(self, layer: object) -> None:
        """What follows, to the end of a tag, belongs to a layer, or to none (None)."""
        is_off = layer is not None and self._layers.state(layer) is LayerState.OFF
        self._marks.append(OFF if is_off else self._marks[-1])

    def _mark_of(self, tag: PSLiteral, props: object) -> int:
        above = self._marks[-1]
        layer = self._properties.get(props.name) if literal_name(tag) == "OC" and isinstance(props, PSLiteral) else None
        if above == OFF or self._layers.state(layer) is LayerState.OFF:
            return OFF
        if above == ARTIFACT or literal_name(tag) == "Artifact":
            return ARTIFACT
        if isinstance(props, PSLiteral):
            props = self._properties.get(props.name)
        props = resolve1(props)
        mcid = resolve1(props.get("MCID")) if isinstance(props, dict) else None
        return mcid if isinstance(mcid, int) else above

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        advance = super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)
        char = self.cur_item._objs.pop()
        if self.is_invisible or self._marks[-1] == OFF:
            return advance
        if id(font) not in self._bold:
            self._bold[id(font)] = is_bold(font)
        if not isinstance(char, LTChar):
            raise TypeError(f"a character was to be kept, not {type(char).__name__}")
        text, width = char.get_text(), char.x1 - char.x0
        blank = width if text.isspace() else 0.0
        self.glyphs.append(
            Glyphs(text, char.x0, char.y0, char.x1, char.y1, width, width, blank, blank, self._bold[id(font)], self._marks[-1])
        )
        return advance

    def paint_path(self, *args: object, **kwargs: object) -> None:
        """Lines and rectangles are no text."""

    def render_image(self, *args: object, **kwargs: object) -> None:
        """Pictures are no text."""
