"""The plain way to read a PDF's pages: pdfminer's own interpreter, with a device that keeps every character in order."""

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import Matrix

from ofsted_watch.extraction.pdf.fonts import is_bold
from ofsted_watch.extraction.pdf.glyphs import ARTIFACT, UNMARKED, Glyphs, RawPage, lines_of


def fallback_page(number: int, page: PDFPage, fonts: PDFResourceManager) -> RawPage:
    """One page as lines in content order. `fonts` belongs to this file alone: shared, it gives wrong text."""
    device = _GlyphDevice(fonts)
    PDFPageInterpreter(fonts, device).process_page(page)
    return RawPage(number, page.pageid, device.width, device.height, list(lines_of(device.glyphs)))


class _GlyphDevice(PDFLayoutAnalyzer):
    """Keeps each character of a page (also those inside form XObjects) with the mark it stands under."""

    def __init__(self, fonts: PDFResourceManager) -> None:
        super().__init__(fonts, laparams=None)
        self.glyphs: list[Glyphs] = []
        self.width = 0.0
        self.height = 0.0
        self._marks: list[int] = [UNMARKED]
        self._bold: dict[int, bool] = {}
        self._properties: dict[object, object] = {}

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        super().begin_page(page, ctm)
        self.width, self.height = self.cur_item.width, self.cur_item.height
        resources = resolve1(page.resources) or {}
        self._properties = resolve1(resources.get("Properties")) or {}

    def begin_tag(self, tag: PSLiteral, props: object = None) -> None:
        self._marks.append(self._mark_of(tag, props))

    def end_tag(self) -> None:
        if len(self._marks) > 1:
            self._marks.pop()

    def _mark_of(self, tag: PSLiteral, props: object) -> int:
        above = self._marks[-1]
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
