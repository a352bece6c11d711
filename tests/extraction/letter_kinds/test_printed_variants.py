"""However a graded letter is printed, what comes out is what it says: never another grade, day or authority."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ofsted_watch.demo_site.invented_authorities import INVENTED, INVENTED_REGISTER, invented
from ofsted_watch.demo_site.letters import Dates, Description, Previous, Style, print_letter
from ofsted_watch.demo_site.letters.ilacs_reports import areas_on
from ofsted_watch.demo_site.story_writing import SIF_AREAS, ilacs, sif
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.model import Letter, PreviousJudgement
from ofsted_watch.extraction import letter_kinds
from ofsted_watch.extraction.pdf import read_text
from tests.examples import examples

STYLES = st.builds(
    Style,
    press=st.sampled_from(("reportlab", "fpdf2")),
    dates=st.sampled_from(tuple(Dates)),
    curly=st.booleans(),
    row_order=st.none() | st.integers(1, 99),
    label_width=st.sampled_from((120, 160, 230, 330)),
    stands=st.sampled_from(("top", "middle", "bottom")),
    long_grade=st.sampled_from((None, True, False)),
    footnote=st.booleans(),
    headings=st.sampled_from(("colon", "is", "none")),
    council_first=st.booleans(),
    misnumbered=st.booleans(),
    as_in_2014=st.booleans(),
)

PLACES = st.sampled_from([authority.name for authority in INVENTED])

FOUR_GRADES = st.sampled_from("orgi")

FEW = settings(max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow])


def read(said: Description, style: Style) -> Letter:
    return letter_kinds.read(read_text(print_letter(said, style)), file="letter.pdf", sha256="", register=INVENTED_REGISTER)


def assert_said(letter: Letter, said: Description) -> None:
    assert letter.problem is None
    assert letter.kind == said.kind
    assert letter.urn == said.authority.urn
    assert (letter.inspection_start, letter.inspection_end) == (said.start, said.end)
    assert {judgement.area: judgement.grade for judgement in letter.judgements} == dict(said.grades)
    assert letter.lscb == said.lscb


@FEW
@given(
    place=PLACES,
    last=st.dates(date(2018, 2, 1), date(2026, 9, 30)),
    letters_=st.text("orgi", min_size=5, max_size=5),
    style=STYLES,
)
def test_an_ilacs_inspection_of_any_year(place: str, last: date, letters_: str, style: Style) -> None:
    said = ilacs(place, last, letters_[: len(areas_on(last - timedelta(days=11)))], last + timedelta(days=45))
    assert_said(read(said, style), said)


@FEW
@given(
    place=PLACES,
    last=st.dates(date(2013, 12, 1), date(2018, 1, 31)),
    letters_=st.text("orgi", min_size=3, max_size=3),
    inner=st.text("orgi-", min_size=2, max_size=2),
    overall=FOUR_GRADES,
    board=st.sampled_from(("", "o", "g", "r", "i")),
    again=st.booleans(),
    style=STYLES,
)
def test_a_single_inspection_with_or_without_a_board(**drawn: Any) -> None:
    helped, cared, led = drawn["letters_"]
    adoption, leavers = drawn["inner"]
    earlier = Previous(
        Grade.INADEQUATE, date(2013, 11, 1), dict.fromkeys((Area.HELP_PROTECTION, Area.ADOPTION), Grade.OUTSTANDING)
    )
    said = sif(
        drawn["place"],
        drawn["last"],
        f"{drawn['overall']}{helped}{cared}{adoption}{leavers}{led}",
        drawn["last"] + timedelta(days=60),
        board=drawn["board"],
        previous=earlier if drawn["again"] else None,
    )
    assert set(said.grades) == set(SIF_AREAS)
    assert_said(read(said, drawn["style"]), said)


NAMES = st.sampled_from(
    (
        "Marguerite Oldacre",
        "Siobhan O’Shaughnessy",
        "Desmond Quayle-Roe",
        "St. John Keane",
        "Étienne Fairclough",
        "Zoë van der Plas",
        "Dr Anil Rao",
        "Caoimhe Mac an tSaoi",
        "Penny-ellen Fairclough",
        "J P McArdle",
    )
)

VISIT_STYLES = st.builds(
    Style,
    press=st.sampled_from(("reportlab", "fpdf2")),
    curly=st.booleans(),
    hyphenate=st.booleans(),
    denies_priority_action=st.booleans(),
)


@FEW
@given(
    place=PLACES,
    last=st.dates(date(2016, 6, 1), date(2026, 9, 30)),
    kind=st.sampled_from(("focused_visit", "monitoring_visit", "assurance_visit")),
    team=st.lists(NAMES, min_size=1, max_size=4, unique=True),
    days=st.integers(1, 5),
    number=st.integers(1, 14),
    grade=st.sampled_from((Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE)),
    priority=st.lists(st.sampled_from(("The oversight of missing children.", "The response at the front door.")), unique=True),
    style=VISIT_STYLES,
)
def test_a_visit_letter_with_any_people_days_and_findings(**drawn: Any) -> None:
    last, kind = drawn["last"], drawn["kind"]
    said = Description(
        kind=kind,
        authority=invented(drawn["place"]),
        start=last - timedelta(days=drawn["days"]),
        end=last,
        published=last + timedelta(days=30),
        inspectors=tuple(drawn["team"]),
        previous=Previous(drawn["grade"], last.replace(year=last.year - 2, day=1)),
        ordinal=drawn["number"] if kind == "monitoring_visit" else None,
        theme="care leavers",
        priority_action=tuple(drawn["priority"]) if kind != "monitoring_visit" else (),
    )
    letter = read(said, drawn["style"])
    assert_said(letter, said)
    assert [name.replace("'", "’") for name in letter.inspectors] == list(said.inspectors)
    assert letter.ordinal_visit == said.ordinal
    assert letter.areas_for_priority_action is bool(said.priority_action)
    assert letter.previous_judgement == PreviousJudgement(drawn["grade"], f"{last.year - 2}-{last.month:02}")
    assert letter.published == said.published


@FEW
@given(
    place=PLACES,
    last=st.dates(date(2016, 6, 10), date(2026, 9, 30)),
    kind=st.sampled_from(("jtai", "area_send", "send_monitoring_visit")),
    outcome=st.sampled_from((Grade.POSITIVE, Grade.INCONSISTENT, Grade.SYSTEMIC_FAILINGS)),
    priority=st.booleans(),
    theme=st.sampled_from(("the front door", "children who are victims of domestic abuse", "criminal exploitation")),
    style=STYLES,
)
def test_a_letter_of_several_inspectorates(**drawn: Any) -> None:
    last, kind = drawn["last"], drawn["kind"]
    judged = kind == "area_send" and last >= date(2023, 1, 1)
    named = drawn["priority"] and (kind == "jtai" or judged)
    said = Description(
        kind=kind,
        authority=invented(drawn["place"]),
        start=last - timedelta(days=4),
        end=last,
        published=last + timedelta(days=50),
        inspectors=("Marguerite Oldacre", "Étienne Fairclough"),
        grades={Area.SEND_OUTCOME: drawn["outcome"]} if judged else {},
        theme=drawn["theme"],
        priority_action=("The wait for a first assessment.",) if named else (),
    )
    letter = read(said, drawn["style"])
    assert_said(letter, said)
    assert letter.areas_for_priority_action is named


@pytest.mark.parametrize("press", ["reportlab", "fpdf2"])
def test_two_stretches_of_days_are_one_inspection(press: Any) -> None:
    last = date(2021, 6, 11)
    said = replace(
        ilacs("Thornmere", last, "gggg", date(2021, 7, 30)), start=date(2021, 3, 1), pause=(date(2021, 3, 5), date(2021, 6, 7))
    )
    for form in Dates:
        assert_said(read(said, Style(press=press, dates=form)), said)


@pytest.mark.parametrize("press", ["reportlab", "fpdf2"])
@pytest.mark.parametrize(
    "said",
    [
        ilacs("Thornmere", date(2024, 12, 13), "ggggg", date(2025, 1, 29)),
        sif("Oxmarsh", date(2016, 2, 5), "gggggg", date(2016, 4, 1)),
    ],
    ids=["ilacs", "sif"],
)
def test_a_letter_that_contradicts_itself_carries_no_grade_at_all(press: Any, said: Description) -> None:
    contradictory = replace(said, says_otherwise={Area.HELP_PROTECTION: Grade.INADEQUATE})
    letter = read(contradictory, Style(press=press))
    assert letter.problem is not None
    assert letter.problem.code == "witnesses_disagree"
    assert letter.judgements == ()
    assert (letter.urn, letter.inspection_start) == (said.authority.urn, said.start)


@pytest.mark.parametrize("press", ["reportlab", "fpdf2"])
@pytest.mark.parametrize(
    ("last", "without", "with_", "code"),
    [
        (date(2025, 3, 7), Area.IN_CARE, None, "incomplete_judgements"),
        (date(2025, 3, 7), Area.OVERALL, None, "incomplete_judgements"),
        (date(2026, 5, 22), None, Area.OVERALL, "unlisted_area"),
        (date(2025, 3, 7), Area.CARE_LEAVERS, Area.CARE_AND_LEAVERS, "unlisted_area"),
    ],
)
def test_areas_that_the_framework_of_that_day_does_not_have_or_must_have_are_a_problem(
    press: Any, last: date, without: Area | None, with_: Area | None, code: str
) -> None:
    said = ilacs("Thornmere", last, "ggggg"[: len(areas_on(last))], last + timedelta(days=45))
    grades = {area: grade for area, grade in said.grades.items() if area is not without}
    if with_ is not None:
        grades[with_] = Grade.GOOD
    letter = read(replace(said, grades=grades), Style(press=press))
    assert letter.problem is not None
    assert letter.problem.code == code
    assert letter.judgements == ()
