"""Files made to hurt whoever reads them are named within their limits, and nothing else suffers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ofsted_watch.adapters.pdf_reader import Reader
from ofsted_watch.demo_site.invented_authorities import INVENTED_REGISTER
from proofs.reliability.hostile_files import SORTS, for_nights, nights, read_one
from proofs.reliability.hostile_pdfs import Hostile

LEFT_TO_MAKE_RELIABILITY = {
    "10,000 pages",
    "one page 10,000 times",
    "a page of a million words",
    "a line of ten million letters",
    "dictionaries 100,000 deep on the page",
    "a bracket that never closes",
    "a Flate bomb in another",
    "an LZW bomb",
    "run lengths inside Flate",
    "a bomb in a form",
    "a bomb in a character map",
    "a bomb in the list of parts",
    "LZW within Flate",
    "hexadecimals inside Flate",
    "base 85 within Flate",
    "resources that are each other",
    "two objects that are each other (Struc)",
    "an object that is itself",
    "differences without end",
    "a character map of four billion codes",
    "a code map of four billion codes",
}
"""Those that take seconds each, most of them until their time or memory is up."""

QUICK = [
    pytest.param(hostile, id=f"{sort}: {hostile.name}")
    for sort, files in SORTS.items()
    for hostile in files()
    if hostile.name not in LEFT_TO_MAKE_RELIABILITY
]


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(INVENTED_REGISTER, seconds=20, megabytes=512, workers=1) as reader:
        yield reader


@pytest.mark.parametrize("hostile", QUICK)
def test_a_hostile_file_is_named_and_the_next_letter_is_read(reader: Reader, hostile: Hostile) -> None:
    assert read_one(reader, hostile).faults == ()


def test_what_is_left_to_make_reliability_is_there_under_these_names() -> None:
    assert {hostile.name for files in SORTS.values() for hostile in files()} >= LEFT_TO_MAKE_RELIABILITY


def test_in_a_night_one_bad_file_is_set_aside_alone(tmp_path: Path, reader: Reader) -> None:
    chosen = [letter for letter in for_nights() if letter.name == "encrypted: a password" or ": " not in letter.name]
    with nights(tmp_path / "data", chosen, reader) as run:
        found = dict(zip([letter.name for letter in chosen], run(), strict=True))
    assert len(found) == 4
    assert {name: faults for name, faults in found.items() if faults} == {}
