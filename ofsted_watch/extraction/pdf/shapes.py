"""Areas on a page: what a path encloses, and what a clip leaves open. Points, in the coordinates of the page's pieces."""

from collections.abc import Sequence
from itertools import pairwise

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 with x0 <= x1 and y0 <= y1."""
Point = tuple[float, float]
NOTHING: Box = (0.0, 0.0, 0.0, 0.0)


def box_of(points: Sequence[Point]) -> Box:
    """The smallest box around these points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def common(a: Box, b: Box) -> Box:
    """The box that two have in common, NOTHING where they have none."""
    x0, y0, x1, y1 = max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else NOTHING


def on_curve(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float], step: float
) -> tuple[float, float]:
    """The point of a Bézier curve at `step`, 0 to 1."""
    rest = 1 - step
    weights = (rest**3, 3 * rest * rest * step, 3 * rest * step * step, step**3)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, (a, b, c, d), strict=True)) for axis in (0, 1))
    return x, y


class Shape:
    """The area of a path. A single upright rectangle is its box; anything else is asked point by point."""

    __slots__ = ("box", "even_odd", "is_box", "subpaths")

    def __init__(self, subpaths: Sequence[Sequence[Point]], *, even_odd: bool) -> None:
        self.subpaths = [path for path in subpaths if path]
        self.even_odd = even_odd
        self.box = box_of([point for path in self.subpaths for point in path]) if self.subpaths else NOTHING
        self.is_box = len(self.subpaths) == 1 and _is_upright(self.subpaths[0])

    def holds(self, x: float, y: float) -> bool:
        """Whether this point lies inside."""
        x0, y0, x1, y1 = self.box
        if not (x0 <= x <= x1 and y0 <= y <= y1):
            return False
        if self.is_box:
            return True
        turns = sum(_turns(path, x, y) for path in self.subpaths)
        return turns % 2 != 0 if self.even_odd else turns != 0


def rectangle(box: Box) -> Shape:
    """The shape of a box."""
    x0, y0, x1, y1 = box
    return Shape([[(x0, y0), (x1, y0), (x1, y1), (x0, y1)]], even_odd=False)


class Clip:
    """Where print may appear: within a box, within further shapes, and within other print (by the numbers of its showings)."""

    __slots__ = ("box", "print_shows", "shapes")

    def __init__(self, box: Box, shapes: tuple[Shape, ...] = (), print_shows: tuple[int, ...] = ()) -> None:
        self.box, self.shapes, self.print_shows = box, shapes, print_shows

    @property
    def is_nothing(self) -> bool:
        """Whether nothing can appear."""
        return self.box[0] >= self.box[2] or self.box[1] >= self.box[3]

    def within(self, shape: Shape) -> "Clip":
        """This clip, narrowed by a path."""
        return Clip(common(self.box, shape.box), self.shapes if shape.is_box else (*self.shapes, shape), self.print_shows)

    def within_box(self, box: Box) -> "Clip":
        """This clip, narrowed by a box."""
        x0, y0, x1, y1 = self.box
        if box[0] <= x0 and box[1] <= y0 and box[2] >= x1 and box[3] >= y1:
            return self
        return Clip(common(self.box, box), self.shapes, self.print_shows)

    def within_print(self, shows: tuple[int, ...]) -> "Clip":
        """This clip, narrowed by what was shown in a mode that clips."""
        return Clip(self.box, self.shapes, (*self.print_shows, *shows))

    def holds(self, x: float, y: float) -> bool:
        """Whether print may appear at this point, as far as paths decide."""
        x0, y0, x1, y1 = self.box
        return x0 <= x <= x1 and y0 <= y <= y1 and all(shape.holds(x, y) for shape in self.shapes)


def _is_upright(path: Sequence[Point]) -> bool:
    """Whether a path is a rectangle whose sides are those of the page."""
    corners = list(path[:-1]) if len(path) == 5 and path[0] == path[4] else list(path)
    if len(corners) != 4:
        return False
    sides = list(pairwise([*corners, corners[0]]))
    upright = [abs(a[0] - b[0]) < 0.01 for a, b in sides]
    level = [abs(a[1] - b[1]) < 0.01 for a, b in sides]
    return all(u or v for u, v in zip(upright, level, strict=True)) and (
        (upright[0] and level[1] and upright[2] and level[3]) or (level[0] and upright[1] and level[2] and upright[3])
    )


def _turns(path: Sequence[Point], x: float, y: float) -> int:
    """How often a path goes around a point."""
    turns = 0
    for (ax, ay), (bx, by) in pairwise([*path, path[0]]):
        if (ay <= y) != (by <= y):
            side = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
            if ay <= y and side > 0:
                turns += 1
            elif ay > y and side < 0:
                turns -= 1
    return turns
