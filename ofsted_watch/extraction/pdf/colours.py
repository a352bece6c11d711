"""Colours of a content stream as red, green and blue, as nearly as it takes to tell print from what is painted beneath it."""

from collections.abc import Sequence

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral

Rgb = tuple[float, float, float]
BLACK: Rgb = (0.0, 0.0, 0.0)
WHITE: Rgb = (1.0, 1.0, 1.0)

Space = tuple[str, object]
"""How a colour space counts ('gray', 'rgb', 'cmyk', 'tint', 'indexed', 'inks', 'none', 'unknown'), and what it takes for that."""
GRAY: Space = ("gray", None)
RGB: Space = ("rgb", None)
CMYK: Space = ("cmyk", None)
_UNKNOWN: Space = ("unknown", None)
_DEVICE = {
    "DeviceGray": GRAY, "CalGray": GRAY, "G": GRAY,
    "DeviceRGB": RGB, "CalRGB": RGB, "RGB": RGB,
    "DeviceCMYK": CMYK, "CMYK": CMYK,
}  # fmt: skip
_CMYK_INKS = ("Cyan", "Magenta", "Yellow", "Black")
_PROCESS_INKS = frozenset((*_CMYK_INKS, "None"))
_BY_COUNT = {1: GRAY, 3: RGB, 4: CMYK}
_DEEPEST = 6


def space_of(name: str, spaces: object) -> Space:
    """The colour space of this name: a device's, or one of the page's resources."""
    if name in _DEVICE:
        return _DEVICE[name]
    listed = resolve1(spaces)
    return _space(listed.get(name), 0) if isinstance(listed, dict) else _UNKNOWN


def first_colour(space: Space) -> Rgb | None:
    """What a colour space paints before a colour is chosen."""
    kind, _ = space
    if kind == "indexed":
        return colour_of(space, (0,))
    return None if kind in ("unknown", "none") else colour_of(space, (1.0,)) if kind == "tint" else BLACK


def colour_of(space: Space, parts: Sequence[float]) -> Rgb | None:
    """The colour of these components; None where it is not known."""
    kind, more = space
    if kind == "gray" and len(parts) == 1:
        return _within(parts[0], parts[0], parts[0])
    if kind == "rgb" and len(parts) == 3:
        return _within(*parts)
    if kind == "cmyk" and len(parts) == 4:
        key = 1 - parts[3]
        return _within((1 - parts[0]) * key, (1 - parts[1]) * key, (1 - parts[2]) * key)
    if kind == "tint" and len(parts) == 1 and isinstance(more, tuple):
        none, full = more
        return _within(*(a + (b - a) * parts[0] for a, b in zip(none, full, strict=True)))
    if kind == "indexed" and len(parts) == 1 and isinstance(more, tuple) and 0 <= int(parts[0]) < len(more):
        chosen: Rgb | None = more[int(parts[0])]
        return chosen
    if kind == "inks" and isinstance(more, tuple) and len(parts) == len(more):
        amounts = dict(zip(more, parts, strict=True))
        return colour_of(CMYK, [amounts.get(ink, 0.0) for ink in _CMYK_INKS])
    return None


def contrast(a: Rgb, b: Rgb) -> float:
    """How far two colours are apart, 0 to 1."""
    return max(abs(x - y) for x, y in zip(a, b, strict=True))


def over(below: Rgb, colour: Rgb, alpha: float, *, multiplies: bool = False) -> Rgb:
    """What is seen where a colour is painted over another."""
    painted = (below[0] * colour[0], below[1] * colour[1], below[2] * colour[2]) if multiplies else colour
    red, green, blue = (x + (y - x) * alpha for x, y in zip(below, painted, strict=True))
    return red, green, blue


def _within(red: float, green: float, blue: float) -> Rgb:
    return min(max(red, 0.0), 1.0), min(max(green, 0.0), 1.0), min(max(blue, 0.0), 1.0)


def _space(spec: object, depth: int) -> Space:
    value = resolve1(spec)
    if isinstance(value, PSLiteral):
        return _DEVICE.get(str(value.name), _UNKNOWN)
    if not isinstance(value, list) or not value or depth > _DEEPEST:
        return _UNKNOWN
    family = resolve1(value[0])
    kind = str(family.name) if isinstance(family, PSLiteral) else ""
    if kind in _DEVICE:
        return _DEVICE[kind]
    if kind == "ICCBased" and len(value) > 1:
        profile = resolve1(value[1])
        return _BY_COUNT.get(resolve1(profile.get("N")), _UNKNOWN) if isinstance(profile, PDFStream) else _UNKNOWN
    if kind == "Indexed" and len(value) == 4:
        return _indexed(value, depth)
    if kind == "DeviceN" and len(value) >= 4:
        inks = resolve1(value[1])
        names = tuple(_name(ink) for ink in inks) if isinstance(inks, list) else ()
        return ("inks", names) if names and _PROCESS_INKS.issuperset(names) else _UNKNOWN
    return _tint(value, depth) if kind == "Separation" and len(value) == 4 else _UNKNOWN


def _indexed(value: list[object], depth: int) -> Space:
    """A palette: each number stands for a colour of another space."""
    base = _space(value[1], depth + 1)
    lookup = resolve1(value[3])
    table = lookup.get_data() if isinstance(lookup, PDFStream) else lookup
    count = {"gray": 1, "rgb": 3, "cmyk": 4}.get(base[0])
    if count is None or not isinstance(table, bytes):
        return _UNKNOWN
    rows = [table[at : at + count] for at in range(0, len(table) - count + 1, count)]
    return ("indexed", tuple(colour_of(base, [part / 255 for part in row]) for row in rows))


def _tint(value: list[object], depth: int) -> Space:
    """A single ink: the colours of none of it and of all of it; exact where its function is a straight line."""
    ink = _name(value[1])
    if ink == "None":
        return ("none", None)
    if ink in ("Black", "All"):
        return ("tint", (WHITE, BLACK))
    alternate = _space(value[2], depth + 1)
    ends = [colour_of(alternate, parts) for parts in _ends_of(resolve1(value[3]))] or [None]
    return ("tint", tuple(ends)) if None not in ends else _UNKNOWN


def _ends_of(function: object) -> list[list[float]]:
    """What a function of one number gives for 0 and for 1; nothing where that is not known."""
    if isinstance(function, dict) and resolve1(function.get("FunctionType")) == 2 and resolve1(function.get("N")) == 1:
        return [_numbers(function.get(key, default)) for key, default in (("C0", [0.0]), ("C1", [1.0]))]
    if not isinstance(function, PDFStream) or resolve1(function.get("FunctionType")) != 0:
        return []
    count = len(_numbers(function.get("Range"))) // 2
    samples = function.get_data()
    if resolve1(function.get("BitsPerSample")) != 8 or not count or len(samples) < 2 * count or "Decode" in function:
        return []
    return [[part / 255 for part in row] for row in (samples[:count], samples[-count:])]


def _name(value: object) -> str:
    name = resolve1(value)
    return str(name.name) if isinstance(name, PSLiteral) else ""


def _numbers(value: object) -> list[float]:
    values = resolve1(value)
    numbers = [resolve1(item) for item in values] if isinstance(values, list) else []
    return [float(number) for number in numbers if isinstance(number, int | float)]
