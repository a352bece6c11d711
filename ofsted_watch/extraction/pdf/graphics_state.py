"""The graphics state of a content stream (ISO 32000-1, 8.4), as far as it decides what is seen."""

from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix

from ofsted_watch.extraction.pdf.colours import BLACK, GRAY, Rgb, Space
from ofsted_watch.extraction.pdf.shapes import Clip

_MULTIPLY = frozenset({"Multiply", "Darken"})
_NORMAL = frozenset({"Normal", "Compatible"})


class GraphicsState:
    """The graphics state, as far as it decides what is seen."""

    def __init__(self, ctm: Matrix, clip: Clip) -> None:
        self.ctm, self.clip = ctm, clip
        self.fill: Rgb | None = BLACK
        self.stroke: Rgb | None = BLACK
        self.fill_space: Space = GRAY
        self.stroke_space: Space = GRAY
        self.alpha_fill = self.alpha_stroke = self.alpha_group = self.width = 1.0
        self.multiplies = False
        self.mask = self.blend = self.group = ""
        self.mode = 0
        self.font = b""

    def copy(self) -> "GraphicsState":
        """What `q` puts by."""
        other = GraphicsState.__new__(GraphicsState)
        other.__dict__.update(self.__dict__)
        return other

    @property
    def doubt(self) -> str:
        """Why nobody can tell from colours alone how this looks; '' where they decide."""
        return self.mask or self.blend or self.group

    def set_from(self, settings: object) -> None:
        """What `gs` changes. Raises ValueError where the resources have no such settings."""
        if not isinstance(settings, dict):
            raise ValueError("a graphics state that is not there")
        for key, value in settings.items():
            value = resolve1(value)
            if key == "ca" and isinstance(value, int | float):
                self.alpha_fill = float(value)
            elif key == "CA" and isinstance(value, int | float):
                self.alpha_stroke = float(value)
            elif key == "BM":
                self._set_blend(resolve1(value[0]) if isinstance(value, list) and value else value)
            elif key == "SMask":
                self.mask = "" if name_of(value) == "None" else "it shows through a mask"
            elif key == "Font" and isinstance(value, list):
                self.font = b""

    def _set_blend(self, mode: object) -> None:
        name = name_of(mode)
        self.multiplies = name in _MULTIPLY
        self.blend = "" if name in _NORMAL | _MULTIPLY else f"it is blended by {name}"


def name_of(value: object) -> str:
    """A name of a PDF as a string, '' for anything else."""
    return str(value.name) if isinstance(value, PSLiteral) else ""
