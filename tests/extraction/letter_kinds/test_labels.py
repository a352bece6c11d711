"""Labels of judgement rows: known by the terms that only one area has; in doubt, the letter is set aside."""

from typing import Any

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.extraction import letter_kinds
from ofsted_watch.extraction.fields.area_labels import areas_meant
from ofsted_watch.extraction.fields.single_inspection import LABELS as SINGLE
from ofsted_watch.extraction.letter_kinds.ilacs_inspection import LABELS_BEFORE_2023, LABELS_FROM_2023
from ofsted_watch.extraction.pdf import Table, Text
from tests.extraction.letter_kinds import test_ilacs_inspection as ilacs
from tests.extraction.letter_kinds import test_other_graded_kinds as other
from tests.extraction.letter_kinds import test_single_inspections as single
from tests.extraction.letter_kinds.by_hand import Row, body, heading, row

LEADERS, HELP, IN_CARE, LEAVERS = Area.LEADERS, Area.HELP_PROTECTION, Area.IN_CARE, Area.CARE_LEAVERS
BOTH, OVERALL = Area.CARE_AND_LEAVERS, Area.OVERALL
IN_2022 = "31 October to 11 November 2022"

PLAIN = [
    (LEADERS, "The impact of leaders on practice with children and families"),
    (LEADERS, "The impact of leaders on|social work practice"),
    (LEADERS, "Impact of leaders on the practice of social work with children and their families"),
    (LEADERS, "The impact of leadership on social-work practice with children, young people and families1"),
    (LEADERS, "The impact of leaders on social work practise with children and famlies"),
    (HELP, "The experiences and progress of children who need help or protection"),
    (HELP, "The experience and progress of children and young people in need of help and protection"),
    (HELP, "Experiences and progress of children need help and protection"),
    (HELP, "The progress and experiences of children who need protection and help 2"),
    (HELP, "The experiences and progress of children who need help and protec-|tion"),
    (IN_CARE, "The experiences and progress children in care"),
    (IN_CARE, "The experiences and progress of children|and young people in care"),
    (IN_CARE, "Children in care: experiences and progress"),
    (IN_CARE, "The expereinces and progress of a child in our care"),
    (IN_CARE, "The experiences and progress of children looked after"),
    (LEAVERS, "The experiences and progress of children care leavers"),
    (LEAVERS, "The experiences and progress of|children care|leavers1"),
    (LEAVERS, "The experiences and progress of young people who are care-leavers"),
    (LEAVERS, "Experience and progress of care leaver*"),
    (LEAVERS, "Care leavers’ experiences and progress"),
    (LEAVERS, "The experiences and progress of young people leaving care"),
    (OVERALL, "The overall effectiveness"),
    (OVERALL, "Overall judgement"),
    (OVERALL, "Overall effectivness1"),
]

COMBINED = [
    "The experiences and progress of children in care and care leavers",
    "The experiences and progress of|children in care, and care leavers1",
    "The experiences and progress of care leavers and children in care",
    "The experience and progress of children and young people in care and care-leavers",
    "The experiences and progress of children in care & care leavers",
    "The experiences and progress of children looked after and care leavers",
]

IN_DOUBT = [
    "The experiences and progress of children in care leavers",
    "The experiences and progress of children in|care leavers",
    "The experiences and progress of children and care leavers",
    "The experiences and progress of children in and care leavers",
    "The experiences and progress of children care and care leavers",
    "The experiences and progress of children, care leavers",
    "The experiences and progress of children in care and",
]

NONE = [
    "The experiences and progress of disabled children",
    "The experiences and progress of disabled children in care",
    "The experiences and progress of unaccompanied children in care",
    "The experiences and progress of homeless care leavers",
    "The experiences and progress of care leaders",
    "The experiences and progress of children",
    "The experiences and progress of children in care who need help and protection",
    "The experiences and progress of care leavers and children who need help and protection",
    "The impact of leavers on social work practice with children and families",
    "The impact of leaders on children in care",
    "The overall effectiveness of leaders",
    "The overall experiences and progress of care leavers",
    "The previous overall effectiveness",
    "At the last inspection overall effectiveness was",
    "The experiences and progress of care leavers are",
    "children in care The experiences and progress of",
    "children in care|the experiences and progress of",
    "permanence 2.1 Adoption performance",
    "",
]


@pytest.mark.parametrize(("area", "label"), PLAIN)
def test_a_label_means_the_area_whose_terms_it_has(area: Area, label: str) -> None:
    for labels in (LABELS_BEFORE_2023, LABELS_FROM_2023):
        assert areas_meant(label.replace("|", "\n"), labels) == (area,)


@pytest.mark.parametrize("label", COMBINED)
def test_children_in_care_and_care_leavers_are_one_area_before_2023_and_in_doubt_after(label: str) -> None:
    assert areas_meant(label.replace("|", "\n"), LABELS_BEFORE_2023) == (BOTH,)
    assert set(areas_meant(label.replace("|", "\n"), LABELS_FROM_2023)) == {BOTH, IN_CARE, LEAVERS}


@pytest.mark.parametrize("label", IN_DOUBT)
def test_a_label_that_could_mean_two_areas_is_not_guessed(label: str) -> None:
    for labels in (LABELS_BEFORE_2023, LABELS_FROM_2023):
        assert set(areas_meant(label.replace("|", "\n"), labels)) == {BOTH, IN_CARE, LEAVERS}


@pytest.mark.parametrize("label", NONE)
def test_a_label_with_a_word_of_its_own_or_of_two_areas_means_none(label: str) -> None:
    for labels in (LABELS_BEFORE_2023, LABELS_FROM_2023):
        assert areas_meant(label.replace("|", "\n"), labels) == ()


@pytest.mark.parametrize(
    ("area", "label"),
    [
        (HELP, "1. Children who need help and protection"),
        (HELP, "The experiences and progress of children in need of help or protection"),
        (Area.LOOKED_AFTER, "2. Children looked after and achieving permanency"),
        (Area.LOOKED_AFTER, "Children looked after, achieving permanence"),
        (Area.ADOPTION, "2.1 The performance of adoption services"),
        (LEAVERS, "2.2 Experience and progress of young people leaving care"),
        (Area.LEADERSHIP, "3. Leadership, governance & management"),
    ],
)
def test_labels_of_the_single_inspection_framework_vary_too(area: Area, label: str) -> None:
    assert areas_meant(label, SINGLE) == (area,)


@pytest.mark.parametrize(
    "label", ["Children looked after and care leavers", "Leadership of the safeguarding board", "Children in care leavers"]
)
def test_a_label_that_the_single_inspection_framework_does_not_have_means_none(label: str) -> None:
    assert areas_meant(label, SINGLE) == ()


def place_of(area: Area) -> int:
    return list(ilacs.AS_FIVE_SAY).index(area)


def with_row(area: Area, label: str) -> list[Row]:
    rows = [*ilacs.FIVE]
    rows[place_of(area)] = row(label, "|".join(rows[place_of(area)].grade))
    return rows


@pytest.mark.parametrize(("area", "label"), PLAIN)
def test_a_report_with_such_a_row_is_read_and_quotes_the_label_as_printed(area: Area, label: str) -> None:
    found = ilacs.read(ilacs.report(*with_row(area, label)))
    assert found.problem is None
    assert ilacs.grades(found) == ilacs.AS_FIVE_SAY
    witness = next(judgement for judgement in found.judgements if judgement.area is area).witnesses[0]
    assert witness.text.startswith(label.replace("|", " "))


@pytest.mark.parametrize(("area", "label"), PLAIN)
def test_such_a_row_may_be_the_first_or_the_last(area: Area, label: str) -> None:
    rows = with_row(area, label)
    changed = rows.pop(place_of(area))
    for ordered in ([changed, *rows], [*rows, changed]):
        assert ilacs.grades(ilacs.read(ilacs.report(*ordered))) == ilacs.AS_FIVE_SAY


@pytest.mark.parametrize("label", [label for label in NONE if label])
@pytest.mark.parametrize("area", [LEADERS, HELP, IN_CARE, LEAVERS, OVERALL])
def test_a_row_of_no_area_sets_the_report_aside(area: Area, label: str) -> None:
    assert ilacs.problem_of(ilacs.report(*with_row(area, label))) in ("unlisted_area", "unlisted_grade", "witnesses_disagree")


def repeated(*areas: Area, grades: tuple[str, ...] = ("outstanding", "inadequate")) -> tuple[Any, ...]:
    names = {
        IN_CARE: "The experiences and progress of children in care",
        LEAVERS: "The experiences and progress of care leavers",
        BOTH: "The experiences and progress of children in care and care leavers",
    }
    return tuple(heading(f"{names[area]}: {grade}") for area, grade in zip(areas, grades, strict=False))


@pytest.mark.parametrize("label", IN_DOUBT + COMBINED)
def test_a_row_in_doubt_is_believed_where_date_rows_and_heading_leave_one_meaning(label: str) -> None:
    rows = with_row(LEAVERS, label)
    assert ilacs.grades(ilacs.read(ilacs.report(*rows, then=repeated(IN_CARE, LEAVERS)))) == ilacs.AS_FIVE_SAY
    assert ilacs.problem_of(ilacs.report(*rows)) == "unlisted_area"
    assert ilacs.problem_of(ilacs.report(*rows, then=repeated(IN_CARE))) == "unlisted_area"
    contradicting = repeated(IN_CARE, LEAVERS, grades=("outstanding", "good"))
    assert ilacs.problem_of(ilacs.report(*rows, then=contradicting)) == "witnesses_disagree"


@pytest.mark.parametrize("label", IN_DOUBT)
def test_two_rows_in_doubt_set_the_report_aside(label: str) -> None:
    rows = with_row(LEAVERS, label)
    rows[place_of(IN_CARE)] = row(COMBINED[0], "Outstanding")
    assert ilacs.problem_of(ilacs.report(*rows, then=repeated(IN_CARE, LEAVERS))) == "unlisted_area"


@pytest.mark.parametrize("label", IN_DOUBT)
def test_a_row_in_doubt_before_2023_means_the_one_area_that_was_judged_then(label: str) -> None:
    rows = (*ilacs.FOUR[:2], row(label, "Good"), ilacs.FOUR[3])
    found = ilacs.read(ilacs.report(*rows, dates=IN_2022, then=repeated(BOTH, grades=("good",))))
    assert ilacs.grades(found)[BOTH] is Grade.GOOD
    assert ilacs.problem_of(ilacs.report(*rows, dates=IN_2022)) == "unlisted_area"


@pytest.mark.parametrize("label", COMBINED)
def test_the_combined_row_before_2023_needs_no_heading(label: str) -> None:
    rows = (*ilacs.FOUR[:2], row(label, "Good"), ilacs.FOUR[3])
    found = ilacs.read(ilacs.report(*rows, dates=IN_2022))
    assert found.problem is None
    assert ilacs.grades(found)[BOTH] is Grade.GOOD


def test_a_heading_in_doubt_is_no_witness_but_may_not_contradict_every_row_that_it_could_mean() -> None:
    name = "The experiences and progress of children in care leavers"
    assert ilacs.grades(ilacs.read(ilacs.report(*ilacs.FIVE, then=(heading(f"{name}: inadequate"),)))) == ilacs.AS_FIVE_SAY
    assert ilacs.problem_of(ilacs.report(*ilacs.FIVE, then=(heading(f"{name}: good"),))) == "witnesses_disagree"


def test_tagged_rows_in_doubt_follow_the_row_as_drawn() -> None:
    rows = with_row(LEAVERS, IN_DOUBT[0])
    cells = tuple((" ".join(one.label), " ".join(one.grade)) for one in rows)
    text = ilacs.report(*rows, then=repeated(IN_CARE, LEAVERS), tables=(Table(1, cells),))
    leavers = next(judgement for judgement in ilacs.read(text).judgements if judgement.area is LEAVERS)
    assert {witness.source for witness in leavers.witnesses} == {"table", "tag_tree", "heading"}


HEADS = (
    "Grade ",
    "Judgement Grade ",
    "Judgement|Grade ",
    "Judgement Grade|",
    "Key judgement Judgement grade ",
    "Judgment area  Grade|",
)


@pytest.mark.parametrize("head", HEADS)
def test_the_heading_of_the_table_may_run_into_its_first_label(head: str) -> None:
    first = ilacs.FOUR[0]
    rows = (Row(tuple((head + "|".join(first.label)).split("|")), first.grade), *ilacs.FOUR[1:])
    found = ilacs.read(ilacs.report(*rows, dates="13 to 24 January 2020"))
    assert found.problem is None
    assert ilacs.grades(found)[LEADERS] is Grade.GOOD
    leaders = next(judgement for judgement in found.judgements if judgement.area is LEADERS)
    assert leaders.witnesses[0].text.startswith("The impact of leaders")


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(
    "title", [single.SERVICES, ("Re-inspection of services for children in need of help and", *single.SERVICES[1:])]
)
def test_so_it_may_in_the_single_inspection_framework(head: str, title: tuple[str, ...]) -> None:
    first = single.ROWS[0]
    rows = (Row(tuple((head + "|".join(first.label)).split("|")), first.grade), *single.ROWS[1:])
    found = single.read(single.report(*rows, title=title, then=(body("Prose."),)))
    assert found.problem is None
    assert single.grades(found) == single.AS_THEY_SAY


@pytest.mark.parametrize("head", HEADS)
def test_so_it_may_in_an_inspection_of_2012_13(head: str) -> None:
    first = other.RECORD[0]
    rows = (Row(tuple((head + "|".join(first.label)).split("|")), first.grade), *other.RECORD[1:])
    found = letter_kinds.read(other.looked_after(*rows), file="a.pdf", sha256="0" * 64, register=ENGLAND)
    assert found.problem is None
    assert {judgement.area: judgement.grade for judgement in found.judgements} == other.AS_RECORDED


PROSE = (
    body("The experiences and progress of care leavers are", "good", "because the council has listened to them."),
    body("Children in care are well cared for. Overall, services are", "inadequate"),
    body("Children in care", "and those who need help and protection have had good", "help from leaders."),
)


@pytest.mark.parametrize("prose", PROSE)
def test_prose_around_the_table_is_no_row(prose: Any) -> None:
    for page in ((*ilacs.FIVE, prose), (prose, *ilacs.FIVE)):
        read = ilacs.read(ilacs.report(*page))
        assert read.problem is not None or ilacs.grades(read) == ilacs.AS_FIVE_SAY


@pytest.mark.parametrize("prose", PROSE)
def test_prose_alone_is_no_table(prose: Any) -> None:
    assert ilacs.problem_of(ilacs.report(prose, prose)) == "incomplete_judgements"


def test_cells_drawn_between_each_other_never_lend_a_grade_to_another_row() -> None:
    rows = (
        ilacs.FIVE[0],
        ilacs.FIVE[1],
        row("The experiences and progress of", "Outstanding"),
        row("children in care|The experiences and progress of", "Inadequate"),
        row("care leavers|Overall effectiveness", "Good"),
    )
    assert ilacs.problem_of(ilacs.report(*rows)) in ("unlisted_area", "incomplete_judgements")


def test_a_label_whose_lines_stand_apart_is_not_believed() -> None:
    text = ilacs.report(*ilacs.FIVE)
    lines = [*text.pages[0].lines]
    one, two = (
        place for place, line in enumerate(lines) if line.text in ("children who need help and protection", "children in care")
    )
    lines[one], lines[two] = lines[two], lines[one]
    page = type(text.pages[0])(1, 595, 842, tuple(lines))
    assert ilacs.problem_of(Text((page, *text.pages[1:]), text.paragraphs)) == "witnesses_disagree"
