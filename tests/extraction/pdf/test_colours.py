"""Colours as red, green and blue: near enough to tell print from its ground, and None rather than a guess."""

import pytest
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT

from ofsted_watch.extraction.pdf.colours import BLACK, WHITE, Rgb, colour_of, contrast, first_colour, over, space_of

STRAIGHT = {"FunctionType": 2, "N": 1, "C0": [0, 0, 0, 0], "C1": [0, 1, 1, 0]}
SAMPLED = PDFStream({"FunctionType": 0, "BitsPerSample": 8, "Range": [0, 1, 0, 1, 0, 1]}, bytes((255, 255, 255, 0, 0, 255)))
SPACES = {
    "Gray": [LIT("CalGray"), {}],
    "Profile": [LIT("ICCBased"), PDFStream({"N": 4}, b"")],
    "Spot": [LIT("Separation"), LIT("Red"), LIT("DeviceCMYK"), STRAIGHT],
    "Sampled": [LIT("Separation"), LIT("Blue"), LIT("DeviceRGB"), SAMPLED],
    "Black": [LIT("Separation"), LIT("Black"), LIT("DeviceCMYK"), PDFStream({"FunctionType": 4}, b"{ }")],
    "Curved": [LIT("Separation"), LIT("Green"), LIT("DeviceCMYK"), STRAIGHT | {"N": 2}],
    "NoInk": [LIT("Separation"), LIT("None"), LIT("DeviceCMYK"), STRAIGHT],
    "Palette": [LIT("Indexed"), LIT("DeviceRGB"), 1, b"\xff\xff\xff\x00\x00\x00"],
    "Inks": [LIT("DeviceN"), [LIT("Black"), LIT("Cyan")], LIT("DeviceCMYK"), {}],
    "Spots": [LIT("DeviceN"), [LIT("Black"), LIT("Gold")], LIT("DeviceCMYK"), {}],
    "Lab": [LIT("Lab"), {}],
}


@pytest.mark.parametrize(
    ("space", "parts", "expected"),
    [
        ("DeviceGray", (0.5,), (0.5, 0.5, 0.5)),
        ("DeviceRGB", (1, 0, 0.25), (1, 0, 0.25)),
        ("DeviceCMYK", (0, 0, 0, 1), BLACK),
        ("DeviceCMYK", (1, 0, 0, 0), (0, 1, 1)),
        ("Gray", (1,), WHITE),
        ("Profile", (0, 0, 0, 0), WHITE),
        ("Spot", (0,), WHITE),
        ("Spot", (1,), (1, 0, 0)),
        ("Sampled", (0,), WHITE),
        ("Sampled", (1,), (0, 0, 1)),
        ("Black", (1,), BLACK),
        ("Palette", (0,), WHITE),
        ("Palette", (1,), BLACK),
        ("Inks", (1, 0), BLACK),
        ("Inks", (0, 0), WHITE),
        ("Palette", (2,), None),
        ("Curved", (1,), None),
        ("NoInk", (1,), None),
        ("Spots", (1, 0), None),
        ("Lab", (100, 0, 0), None),
        ("Missing", (1,), None),
        ("DeviceRGB", (1,), None),
    ],
)
def test_components_make_a_colour_or_none(space: str, parts: tuple[float, ...], expected: Rgb | None) -> None:
    assert colour_of(space_of(space, SPACES), parts) == expected


def test_a_space_begins_with_its_first_colour() -> None:
    assert [first_colour(space_of(name, SPACES)) for name in ("DeviceRGB", "Spot", "Palette", "Lab")] == [
        BLACK,
        (1, 0, 0),
        WHITE,
        None,
    ]


def test_paint_over_paint() -> None:
    assert over(WHITE, BLACK, 0.25) == (0.75, 0.75, 0.75)
    assert over((0.5, 1.0, 0.0), (0.5, 0.5, 0.5), 1, multiplies=True) == (0.25, 0.5, 0.0)
    assert contrast((1.0, 0.5, 0.0), (0.9, 0.5, 0.4)) == pytest.approx(0.4)
