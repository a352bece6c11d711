"""Proof that what a grade or a priority action rests on is seen by whoever opens the file.

A page that carries a table of known rows, an outcome, a priority action or a mark is proved: rendering mode, clip, colour
against what is painted beneath, opacity, what is painted over it, size, layers and crop box. Print that nobody sees is
dropped. What cannot be decided, and what a person sees as crossed out or overlaid, is a mark that sets the letter aside.
Pages that paint anything white or all but transparent lose what nobody sees, too; a doubt about their print marks nothing, for no
grade rests on it. Other pages only lose print of invisible modes, of layers that are off and outside the crop box (the ways of
reading do that).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.utils import Matrix, apply_matrix_pt

from ofsted_watch.extraction.pdf.colours import WHITE, Rgb, contrast, over
from ofsted_watch.extraction.pdf.decisive_lines import decisive_places
from ofsted_watch.extraction.pdf.glyphs import Glyphs, RawLine, RawPage, lines_of
from ofsted_watch.extraction.pdf.marks import marks_on
from ofsted_watch.extraction.pdf.notes import notes_on
from ofsted_watch.extraction.pdf.opening import FAULTS
from ofsted_watch.extraction.pdf.optional_content import Layers
from ofsted_watch.extraction.pdf.painting import NotFollowed, Paint, Painted, Show, painted
from ofsted_watch.extraction.pdf.shapes import NOTHING, Box, box_of, common
from ofsted_watch.extraction.pdf.streams import content_of

_SMALLEST = 1.5
"""Points. Smaller print is a line to the eye; up to `_DOUBTFULLY_SMALL` nobody can say."""
_DOUBTFULLY_SMALL = 3.0
_UNSEEN = 0.07
"""Contrast (0 to 1) below which print is not seen on what is beneath it; up to `_SEEN` nobody can say."""
_SEEN = 0.16
_FEW = 0.08
"""Share of a piece's points that may be hidden: the edge of a box, the line of a table."""
_THIN = 0.28
"""Share of a piece's height. What is thinner hides nothing; across the middle of print it strikes it out."""
_PRINTED_OVER = 0.35
"""Share of a line that other print covers. Lines set close together touch, and cover less."""
_WHITES = (b"1 g", b"1 1 1 rg", b"0 0 0 0 k", b"1 sc", b"1.0 g", b"1.0 1.0 1.0 rg")
"""Operators that paint in white, as nearly every producer writes them."""
_ROWS = (0.32, 0.6)
"""Heights in a character's box at which small letters have most of their print."""


class Geometry(NamedTuple):
    """A page's coordinates: what leads to them from the file's own, and the page's size."""

    ctm: Matrix
    width: float
    height: float


def seen_page(
    number: int, page: PDFPage, pieces: list[Glyphs], shows: Sequence[int], geometry: Geometry, layers: Layers
) -> RawPage:
    """The page's lines as far as a person sees them. `shows` has, for each showing of text, how many pieces stood before it."""
    if tuple(page.cropbox) != tuple(page.mediabox):
        crop = _shown_box(page, geometry)
        pieces, shows = _chosen(pieces, shows, [at for at, piece in enumerate(pieces) if not _is_outside(piece, crop)])
    lines = list(lines_of(pieces))
    texts = [line.text for line in lines]
    whole = "\n".join(texts).lower()
    marks = marks_on(number, lines, texts, whole)
    boxes: list[Box] = []
    if decisive_places(texts, whole):
        lines, boxes, doubts = _proven(number, page, pieces, shows, geometry, layers, lines)
        marks += doubts
    elif _may_hide(number, page):
        lines, _, _ = _proven(number, page, pieces, shows, geometry, layers, lines)
    if page.annots:
        marks += notes_on(number, page, geometry.ctm, boxes, layers)
    return RawPage(number, page.pageid, geometry.width, geometry.height, lines, tuple(marks))


def _may_hide(number: int, page: PDFPage) -> bool:
    """A quick look: whether a page paints in white, or has a state of almost no opacity. One in fourteen does."""
    content = content_of(page, number)
    if any(white in content for white in _WHITES):
        return True
    resources = resolve1(page.resources)
    states = resolve1(resources.get("ExtGState")) if isinstance(resources, dict) else None
    listed = [resolve1(state) for state in states.values()] if isinstance(states, dict) else []
    opacities = [resolve1(state.get(key)) for state in listed if isinstance(state, dict) for key in ("ca", "CA")]
    return any(isinstance(opacity, int | float) and opacity < _SEEN for opacity in opacities)


def _shown_box(page: PDFPage, geometry: Geometry) -> Box:
    """The part of the page that is shown: what its crop box leaves of its media box."""
    media, crop = (box_of(((box[0], box[1]), (box[2], box[3]))) for box in (page.mediabox, page.cropbox))
    shown = common(media, crop)
    x0, y0, x1, y1 = media if shown == NOTHING else shown
    return box_of([apply_matrix_pt(geometry.ctm, (x0, y0)), apply_matrix_pt(geometry.ctm, (x1, y1))])


def _cut_at(piece: Glyphs, edge: float) -> Glyphs:
    """A piece that runs over the right edge of the page, with the whole words that stand before it."""
    if piece.x0 >= edge:
        return piece
    count = int(len(piece.text) * (edge - piece.x0) / (piece.x1 - piece.x0))
    text = piece.text[:count] if piece.text[count : count + 1].isspace() else piece.text[:count].rpartition(" ")[0]
    return piece._replace(text=text, x1=edge, trail=0.0)


def _is_outside(piece: Glyphs, box: Box) -> bool:
    """Whether less than half of a piece lies in a box."""
    x0, y0, x1, y1 = common((piece.x0, piece.y0, piece.x1, piece.y1), box)
    return (x1 - x0) * (y1 - y0) < 0.5 * (piece.x1 - piece.x0) * (piece.y1 - piece.y0)


def _chosen(pieces: Sequence[Glyphs], shows: Sequence[int], places: Sequence[int]) -> tuple[list[Glyphs], list[int]]:
    """The pieces at these places, and the showings counted again."""
    chosen = set(places)
    counts, count, at = [], 0, 0
    for start in shows:
        while at < start:
            count += at in chosen
            at += 1
        counts.append(count)
    return [pieces[place] for place in places], counts


def _decisive(lines: Sequence[RawLine]) -> list[tuple[int, Box]]:
    """The lines that grades, an outcome or a priority action rest on, by place, with their boxes."""
    texts = [line.text for line in lines]
    places = decisive_places(texts, "\n".join(texts).lower())
    return [(at, (lines[at].x0, lines[at].y0, lines[at].x1, lines[at].y1)) for at in places]


def _proven(
    number: int,
    page: PDFPage,
    pieces: list[Glyphs],
    shows: Sequence[int],
    geometry: Geometry,
    layers: Layers,
    lines: list[RawLine],
) -> tuple[list[RawLine], list[Box], list[str]]:
    """The lines without what nobody sees, where the decisive ones among them stand, and what sets the letter aside."""
    seen = _shown_box(page, geometry)
    whole = pieces
    pieces = [piece if piece.x1 <= seen[2] else _cut_at(piece, seen[2]) for piece in pieces]
    try:
        paint = painted(page.resources, content_of(page, number), geometry.ctm, seen, layers)
    except (NotFollowed, *FAULTS) as error:
        return (
            lines,
            _boxes(lines),
            [f"Page {number} is drawn in a way that cannot be followed ({error}): look whether all of its print is seen"],
        )
    if len(paint.shows) != len(shows):
        return lines, _boxes(lines), [f"Page {number} cannot be followed to its end: look whether all of its print is seen"]
    verdicts = list(_verdicts(pieces, shows, paint))
    remaining = [piece for piece, verdict in zip(pieces, verdicts, strict=True) if verdict is not _HIDDEN]
    doubtful = [(piece, verdict) for piece, verdict in zip(pieces, verdicts, strict=True) if verdict]
    if len(remaining) != len(whole) or pieces != whole:
        lines = list(lines_of(remaining))
    decisive = _decisive(lines)
    boxes = [box for _, box in decisive]
    marks = [
        f"Page {number}: nobody can tell whether '{piece.text.strip()[:60]}' is seen, because {why}"
        for piece, why in doubtful
        if why is not _HIDDEN and any(_overlap(_box(piece), box) > 0.3 for box in boxes)
    ]
    marks += _struck_out(number, lines, decisive, paint)
    marks += _overprinted(number, lines, decisive)
    return lines, boxes, marks[:1]


def _boxes(lines: Sequence[RawLine]) -> list[Box]:
    return [box for _, box in _decisive(lines)]


_HIDDEN = "\0"
"""How a piece looks that nobody sees; '' where it is seen, a reason where it cannot be decided."""


def _verdicts(pieces: Sequence[Glyphs], shows: Sequence[int], paint: Painted) -> Iterator[str]:
    ends = [*shows[1:], len(pieces)]
    least = _THIN * min((piece.y1 - piece.y0 for piece in pieces if piece.text.strip()), default=0.0)
    areas = [area for area in paint.paints if area.shape.box[3] - area.shape.box[1] > least]
    for show, start, end in zip(paint.shows, shows, ends, strict=True):
        for piece in pieces[start:end]:
            yield "" if not piece.text.strip() else _verdict(piece, show, areas, pieces, shows)


def _verdict(piece: Glyphs, show: Show, areas: Sequence[Paint], pieces: Sequence[Glyphs], shows: Sequence[int]) -> str:
    height, count = piece.y1 - piece.y0, len(piece.text.strip())
    size = max(height, (piece.x1 - piece.x0) / count)  # turned, a character is as wide as its font is high
    if not show.inks or size < _SMALLEST or piece.x1 - piece.x0 < 0.08 * height * count:
        return _HIDDEN
    beneath: list[Paint] = []
    above: list[Paint] = []
    box = _box(piece)
    is_within = _is_within(box, show.clip.box) and not show.clip.shapes
    for area in areas:
        x0, y0, x1, y1 = area.shape.box
        if x0 < piece.x1 and x1 > piece.x0 and y0 < piece.y1 and y1 > piece.y0 and y1 - y0 > _THIN * height and x1 - x0 > 1.5:
            (beneath if area.order < show.order else above).append(area)
    points = list(_points(box, is_single=is_within and all(_holds_all(area, box) for area in (*beneath, *above))))
    contrasts = [_contrast(point, show, beneath, above) for point in points]
    hidden = sum(1 for each in contrasts if each is not None and each < _UNSEEN) / len(contrasts)
    unsure = sum(1 for each in contrasts if each is None or _UNSEEN <= each < _SEEN) / len(contrasts)
    if hidden >= 1 - _FEW:
        return _HIDDEN
    if show.clip.print_shows:
        return _within_print(box, show.clip.print_shows, pieces, shows)
    if show.doubt:
        return show.doubt
    if hidden > _FEW:
        return "it is partly covered or cut off"
    if unsure > _FEW:
        return "its colour is hardly that of another than what is painted there"
    return "it is printed too small" if size < _DOUBTFULLY_SMALL else ""


def _within_print(box: Box, clips: Iterable[int], pieces: Sequence[Glyphs], shows: Sequence[int]) -> str:
    """How print looks that is shown within other print only: seen in no case where the two stand apart."""
    ends = [*shows[1:], len(pieces)]
    letters = [piece for show in clips for piece in pieces[shows[show] : ends[show]]]
    if any(common(box, _box(letter)) != NOTHING for letter in letters):
        return "it shows through other print"
    return _HIDDEN


def _points(box: Box, *, is_single: bool) -> Iterator[tuple[float, float]]:
    """Places in a piece that have print: one where all of it is alike, else several to each character's height."""
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    if is_single:
        yield (x0 + x1) / 2, y0 + _ROWS[0] * height
        return
    count = max(3, min(120, int(width / (0.4 * height)) + 1))
    for at in range(count):
        for row in _ROWS:
            yield x0 + (at + 0.5) * width / count, y0 + row * height


def _contrast(point: tuple[float, float], show: Show, beneath: Sequence[Paint], above: Sequence[Paint]) -> float | None:
    """How far print stands out at a point, 0 where it is clipped away; None where nobody can tell."""
    if not show.clip.holds(*point):
        return 0.0
    ground: Rgb | None = WHITE
    for area in beneath:
        if _holds(area, point):
            ground = _painted_over(ground, area)
    best: float | None = 0.0
    for colour, alpha in show.inks:
        here = _contrast_of(point, colour, alpha, ground, above, multiplies=show.multiplies)
        best = None if here is None or best is None else max(best, here)
    return best


def _contrast_of(
    point: tuple[float, float], colour: Rgb | None, alpha: float, ground: Rgb | None, above: Sequence[Paint], *, multiplies: bool
) -> float | None:
    left = 1.0
    """Share of the print's own difference that is not covered."""
    is_known = True
    for area in above:
        if _holds(area, point):
            if not area.is_sure:
                is_known = False
            elif area.multiplies:
                if area.colour is None:
                    is_known = False
                else:
                    left *= 1 - area.alpha * (1 - max(area.colour))
            else:
                left *= 1 - area.alpha
    if left < _UNSEEN:
        return 0.0
    if not is_known or colour is None or ground is None:
        return None
    return left * contrast(over(ground, colour, alpha, multiplies=multiplies), ground)


def _painted_over(ground: Rgb | None, area: Paint) -> Rgb | None:
    if area.colour is None or not area.is_sure:
        return None
    if ground is None:
        return area.colour if area.alpha >= 0.999 and not area.multiplies else None
    return over(ground, area.colour, area.alpha, multiplies=area.multiplies)


def _holds(area: Paint, point: tuple[float, float]) -> bool:
    return area.shape.holds(*point) and area.clip.holds(*point)


def _holds_all(area: Paint, box: Box) -> bool:
    is_box = area.shape.is_box and not area.clip.shapes
    return is_box and _is_within(box, area.shape.box) and _is_within(box, area.clip.box)


def _is_within(box: Box, outer: Box) -> bool:
    """Whether the part of a piece that has print lies in a box."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    low, high = y0 + 0.2 * height, y0 + 0.8 * height
    return outer[0] <= x0 + 0.2 * height and x1 - 0.2 * height <= outer[2] and outer[1] <= low and high <= outer[3]


def _box(piece: Glyphs) -> Box:
    """Where a piece has print: without the blanks at its ends."""
    return piece.x0 + piece.lead, piece.y0, piece.x1 - piece.trail, piece.y1


def _overlap(a: Box, b: Box) -> float:
    """The share of the smaller of two boxes that lies in the other."""
    x0, y0, x1, y1 = common(a, b)
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    return (x1 - x0) * (y1 - y0) / smaller if smaller > 0 else 0.0


def _struck_out(number: int, lines: Sequence[RawLine], decisive: Sequence[tuple[int, Box]], paint: Painted) -> Iterator[str]:
    """Lines across the middle of decisive print, and slanted ones through it."""
    for at, (x0, y0, x1, y1) in decisive:
        height, width = y1 - y0, x1 - x0
        for area in paint.paints:
            if area.shape.box[3] <= y0 or area.shape.box[1] >= y1:
                continue
            left, low, right, high = common(area.shape.box, area.clip.box)
            is_line = high - low <= _THIN * height and y0 + 0.35 * height < (low + high) / 2 < y0 + 0.72 * height
            if is_line and min(right, x1) - max(left, x0) > 0.5 * min(width, 40.0) and _is_dark(area):
                yield f"Page {number}: '{lines[at].text.strip()[:60]}' is struck out"
                return
        for ax, ay, bx, by in paint.strokes:
            if any(_overlap((px - 1, py - 1, px + 1, py + 1), (x0, y0, x1, y1)) > 0.5 for px, py in _along(ax, ay, bx, by)):
                yield f"Page {number}: a line is drawn across '{lines[at].text.strip()[:60]}'"
                return


def _is_dark(area: Paint) -> bool:
    return area.colour is None or contrast(WHITE, area.colour) * area.alpha >= _SEEN


def _along(ax: float, ay: float, bx: float, by: float) -> Iterator[tuple[float, float]]:
    for step in range(1, 20):
        yield ax + (bx - ax) * step / 20, ay + (by - ay) * step / 20


def _overprinted(number: int, lines: Sequence[RawLine], decisive: Sequence[tuple[int, Box]]) -> Iterator[str]:
    """Decisive print with other print upon it: a mark across the table, or a grade over a grade."""
    for at, box in decisive:
        for other, line in enumerate(lines):
            if other == at or line.y0 >= box[3] or line.y1 <= box[1]:
                continue
            # The same words, struck again, only look bold.
            is_again = line.text.strip() == lines[at].text.strip()
            if not is_again and _overlap(box, (line.x0, line.y0, line.x1, line.y1)) > _PRINTED_OVER:
                yield f"Page {number}: '{line.text.strip()[:40]}' is printed over '{lines[at].text.strip()[:60]}'"
                return
