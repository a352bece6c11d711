"""Generated letters whose tables print a label otherwise than the framework has it."""

from datetime import date
from typing import Any

import pytest

from ofsted_watch.demo_site.invented_authorities import INVENTED_REGISTER
from ofsted_watch.demo_site.letters import Description, Style, print_letter
from ofsted_watch.demo_site.story_writing import ilacs, sif
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction import letter_kinds
from ofsted_watch.extraction.pdf import read_text
from tests.extraction.letter_kinds.test_labels import COMBINED, IN_DOUBT, NONE, PLAIN

PLAIN_LEADERS = [label for area, label in PLAIN if area is Area.LEADERS] + [
    "Grade The impact of leaders on social work practice with children and families"
]
PRESSES = pytest.mark.parametrize("press", ["reportlab", "fpdf2"])
OF_2022 = ilacs("Thornmere", date(2022, 11, 11), "goii", date(2023, 1, 10))
OF_2025 = ilacs("Oxmarsh", date(2025, 10, 17), "grogi", date(2025, 12, 2))
OF_2026 = ilacs("Oxmarsh", date(2026, 6, 12), "grog", date(2026, 7, 28))
SIF = sif("Oxmarsh", date(2018, 1, 26), "rgogir", date(2018, 3, 20))
AS_2025_SAYS = {
    Area.LEADERS: Grade.GOOD,
    Area.HELP_PROTECTION: Grade.REQUIRES_IMPROVEMENT,
    Area.IN_CARE: Grade.OUTSTANDING,
    Area.CARE_LEAVERS: Grade.GOOD,
    Area.OVERALL: Grade.INADEQUATE,
}


def printed(label: str) -> str:
    """A label as a cell has it, which wraps on its own."""
    return label.replace("protec-|tion", "protection").replace("|", " ")


def read(said: Description, area: Area, label: str, **style: Any) -> Letter:
    content = print_letter(said, Style(labels={area: printed(label)}, **style))
    return letter_kinds.read(read_text(content), file="letter.pdf", sha256="", register=INVENTED_REGISTER)


def grades(letter: Letter) -> dict[Area, Grade]:
    return {judgement.area: judgement.grade for judgement in letter.judgements}


def problem_of(letter: Letter) -> str:
    assert letter.problem is not None
    assert not letter.judgements
    return letter.problem.code


@PRESSES
@pytest.mark.parametrize("width", [120, 230])
@pytest.mark.parametrize(("area", "label"), PLAIN)
def test_a_varied_label_is_read(press: Any, width: int, area: Area, label: str) -> None:
    found = read(OF_2025, area, label, press=press, label_width=width, headings="none")
    assert found.problem is None
    assert grades(found) == AS_2025_SAYS


@PRESSES
@pytest.mark.parametrize(
    "label",
    [
        "The impact of leaders on practice with children and families",
        "Grade The impact of leaders on social work practice with children and families",
    ],
)
def test_the_row_of_leaders_varies_from_april_2026_too(press: Any, label: str) -> None:
    found = read(OF_2026, Area.LEADERS, label, press=press)
    assert found.problem is None
    assert grades(found) == {area: grade for area, grade in AS_2025_SAYS.items() if area is not Area.OVERALL}


@PRESSES
@pytest.mark.parametrize("label", COMBINED)
def test_the_combined_label_before_2023_varies(press: Any, label: str) -> None:
    found = read(OF_2022, Area.CARE_AND_LEAVERS, label, press=press, headings="none")
    assert found.problem is None
    assert grades(found)[Area.CARE_AND_LEAVERS] is Grade.INADEQUATE


@PRESSES
@pytest.mark.parametrize("label", IN_DOUBT + COMBINED)
def test_a_label_in_doubt_is_resolved_by_the_heading_or_sets_the_letter_aside(press: Any, label: str) -> None:
    assert grades(read(OF_2025, Area.CARE_LEAVERS, label, press=press)) == AS_2025_SAYS
    assert problem_of(read(OF_2025, Area.CARE_LEAVERS, label, press=press, headings="none")) == "unlisted_area"


@PRESSES
@pytest.mark.parametrize("label", [label for label in NONE if label and not label.endswith((" are", "progress of"))])
def test_a_label_of_no_area_sets_the_letter_aside(press: Any, label: str) -> None:
    for area in (Area.LEADERS, Area.IN_CARE, Area.OVERALL):
        assert problem_of(read(OF_2025, area, label, press=press)) in ("unlisted_area", "unlisted_grade")


@PRESSES
@pytest.mark.parametrize(
    ("area", "label"),
    [
        (Area.HELP_PROTECTION, "Grade 1. Children who need help and protection"),
        (Area.HELP_PROTECTION, "1. Children in need of help or protection"),
        (Area.LOOKED_AFTER, "2. Children looked after and achieving permanency"),
        (Area.CARE_LEAVERS, "2.2 Experience and progress of children care leavers"),
        (Area.LEADERSHIP, "3. Leadership, governance and management"),
    ],
)
def test_labels_of_a_single_inspection_vary(press: Any, area: Area, label: str) -> None:
    found = read(SIF, area, label, press=press)
    assert found.problem is None
    assert grades(found) == dict(SIF.grades)


@PRESSES
def test_a_first_row_alone_at_the_foot_of_its_page_belongs_to_the_table_on_the_next(press: Any) -> None:
    said = sif("Oxmarsh", date(2018, 1, 26), "rrrrrr", date(2018, 3, 20))
    content = print_letter(said, Style(press=press, label_width=330, long_grade=True))
    found = letter_kinds.read(read_text(content), file="letter.pdf", sha256="", register=INVENTED_REGISTER)
    assert found.problem is None
    assert grades(found) == dict(said.grades)
    pages = {one.area: one.page for one in found.judgements}
    assert (pages[Area.HELP_PROTECTION], pages[Area.LOOKED_AFTER]) == (1, 2)
