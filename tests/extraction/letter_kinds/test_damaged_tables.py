"""A line that is lost, doubled, out of place or inserted by mistake may cost a letter its grades, but never change one."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.extraction import letter_kinds
from ofsted_watch.extraction.pdf import Line, Text, read_text
from tests.examples import examples
from tests.extraction.letter_kinds import test_ilacs_inspection as ilacs
from tests.extraction.letter_kinds import test_single_inspections as single
from tests.paths import CORPUS

GRADED = {"ilacs_inspection", "sif_inspection", "sif_reinspection", "lac_inspection_2012_13"}
GRADES = ("Good", "Outstanding", "Inadequate", "Requires improvement", "Requires improvement to be good")


def damaged(lines: list[Line], how: str, one: int, other: int, grade: str) -> list[Line]:
    one, other = one % len(lines), other % len(lines)
    match how:
        case "lost":
            return lines[:one] + lines[one + 1 :]
        case "doubled":
            return [*lines[:one], lines[one], *lines[one:]]
        case "out of place":
            lines[one], lines[other] = lines[other], lines[one]
            return lines
        case "inserted":
            return [*lines[:one], replace(lines[one], text=grade), *lines[one:]]
        case _:
            return [
                *lines[:one],
                replace(lines[one], text=f"{lines[one].text} {lines[(one + 1) % len(lines)].text}"),
                *lines[one + 2 :],
            ]


def with_damage(text: Text, page: int, how: str, one: int, other: int, grade: str) -> Text:
    hurt = replace(text.pages[page], lines=tuple(damaged(list(text.pages[page].lines), how, one, other, grade)))
    return replace(text, pages=(*text.pages[:page], hurt, *text.pages[page + 1 :]), paragraphs=())


def grades_of(text: Text) -> dict[str, str] | None:
    """The grades of a letter, or None when it carries a problem."""
    found = letter_kinds.read(text, file="a.pdf", sha256="0" * 64, register=ENGLAND)
    return None if found.problem else {judgement.area: judgement.grade for judgement in found.judgements}


ways = st.sampled_from(["lost", "doubled", "out of place", "inserted", "run together"])
places = st.integers(0, 60)


@given(ways, places, places, st.sampled_from(GRADES))
@settings(max_examples=examples(150))
def test_a_damaged_line_never_makes_another_grade_in_an_ilacs_report(how: str, one: int, other: int, grade: str) -> None:
    text = ilacs.report(*ilacs.FIVE)
    assert grades_of(with_damage(text, 0, how, one, other, grade)) in (None, ilacs.AS_FIVE_SAY)


@given(ways, places, places, st.sampled_from(GRADES))
@settings(max_examples=examples(150))
def test_a_damaged_line_never_makes_another_grade_in_a_sif_report(how: str, one: int, other: int, grade: str) -> None:
    assert grades_of(with_damage(single.report(), 0, how, one, other, grade)) in (None, single.AS_THEY_SAY)


@cache
def real_reports() -> tuple[tuple[dict[str, Any], Text], ...]:
    truths = [one for one in json.loads((CORPUS / "truth.json").read_text(encoding="utf-8")) if one["kind"] in GRADED]
    return tuple((truth, read_text((CORPUS / truth["file"]).read_bytes())) for truth in truths[::8])


def page_of_table(truth: dict[str, Any], text: Text) -> int:
    return len(text.pages) - 1 if truth["kind"] == "lac_inspection_2012_13" else 0


def real_damage() -> Iterator[tuple[str, int, int, str]]:
    for step in range(25):
        yield ("lost", "doubled", "out of place", "inserted", "run together")[step % 5], step * 7, step * 11 + 3, GRADES[step % 5]


@pytest.mark.corpus
@pytest.mark.skipif(
    not CORPUS.exists(), reason=f"needs the real letters in {CORPUS}: put the shared folder beside the repository"
)
def test_a_damaged_line_never_makes_another_grade_in_real_reports() -> None:
    for truth, text in real_reports():
        page = page_of_table(truth, text)
        for how, one, other, grade in real_damage():
            read = grades_of(with_damage(text, page, how, one, other, grade))
            assert read in (None, truth["judgements"]), (truth["file"], how, one, other)
