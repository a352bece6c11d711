"""The outcome of an area SEND inspection: one of three sentences under 'Inspection outcome', with what follows from it."""

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.letter_kinds import read
from tests.extraction.letter_kinds.visits_by_hand import Head, letter_of, visit_letter

OUTCOMES = {
    Grade.POSITIVE: "The partnership’s arrangements typically lead to positive experiences and outcomes for children with SEND.",
    Grade.INCONSISTENT: "The partnership’s arrangements lead to inconsistent experiences and outcomes for children with SEND.",
    Grade.SYSTEMIC_FAILINGS: "There are widespread and/or systemic failings leading to significant concerns about children.",
}
FOLLOWS = {
    Grade.POSITIVE: "The next full area SEND inspection will be within approximately five years.",
    Grade.INCONSISTENT: "The next full area SEND inspection will be within approximately three years.",
    Grade.SYSTEMIC_FAILINGS: "A monitoring inspection will be carried out within approximately 18 months. "
    "The next full reinspection will be within approximately three years.",
}
BODY = (
    Head("What is it like to be a child or young person with SEND in this area?"),
    "Some have inconsistent experiences. There are systemic failings in one clinic.",
    Head("Inspection team"),
    "Ofsted",
    "Care Quality Commission",
    "Ann Lee, Ofsted HMI lead",
    "inspector",
    "Jo Roe, CQC lead inspector",
    "Pia Quist, Ofsted Inspector",
)


def report(*outcome: str, dates: str = "20 to 24 May 2024", heading: str = "Inspection outcome") -> Letter:
    text = letter_of(
        Head("Area SEND inspection of Leeds Local Area Partnership"),
        f"Inspection dates: {dates}",
        "Dates of previous inspection: 28 February to 4 March 2022",
        Head(heading),
        *outcome,
        *BODY,
    )
    return read(text, file="report.pdf", sha256="0" * 64, register=ENGLAND)


@pytest.mark.parametrize("grade", OUTCOMES)
def test_the_outcome_stands_on_its_sentence_and_on_what_follows(grade: Grade) -> None:
    letter = report(OUTCOMES[grade], FOLLOWS[grade])
    (judgement,) = letter.judgements
    assert judgement.grade == grade
    assert [witness.text for witness in judgement.witnesses] == [
        OUTCOMES[grade],
        FOLLOWS[grade].split(". ")[0].rstrip(".") + ".",
    ]
    assert {witness.page for witness in judgement.witnesses} == {1}
    assert letter.problem is None


@pytest.mark.parametrize("grade", OUTCOMES)
def test_one_sentence_is_enough_where_the_report_does_not_say_what_follows(grade: Grade) -> None:
    assert [judgement.grade for judgement in report(OUTCOMES[grade]).judgements] == [grade]


@pytest.mark.parametrize(("stated", "follows"), [(one, other) for one in OUTCOMES for other in OUTCOMES if one != other])
def test_an_outcome_that_contradicts_what_follows_is_set_aside(stated: Grade, follows: Grade) -> None:
    letter = report(OUTCOMES[stated], FOLLOWS[follows])
    assert letter.judgements == ()
    assert letter.problem is not None
    assert letter.problem.code == "witnesses_disagree"


@pytest.mark.parametrize("heading", ["Inspection outcome", "About this inspection"])
def test_a_report_without_one_of_the_three_sentences_in_their_place_has_no_outcome(heading: str) -> None:
    letter = report("Things are getting better.", heading=heading)
    assert letter.judgements == ()
    assert letter.problem is not None
    assert letter.problem.code == "incomplete_judgements"


def test_ofsteds_lead_is_the_lead_and_the_days_are_not_the_previous_inspections() -> None:
    letter = report(OUTCOMES[Grade.POSITIVE])
    assert letter.lead_inspector == "Ann Lee"
    assert letter.inspectors == ("Ann Lee", "Jo Roe", "Pia Quist")
    assert (str(letter.inspection_start), str(letter.inspection_end)) == ("2024-05-20", "2024-05-24")
    assert letter.urn == "80481"


def test_a_letter_of_before_2023_gives_no_outcome() -> None:
    text = visit_letter(
        "Joint local area SEND inspection in Leeds",
        "Between 4 October 2021 and 8 October 2021, Ofsted and the CQC inspected the area. There are systemic failings.",
        head=("15 November 2021", "Dear Ms Tansy"),
    )
    letter = read(text, file="letter.pdf", sha256="0" * 64, register=ENGLAND)
    assert (letter.kind, letter.judgements, letter.problem) == ("area_send", (), None)


@pytest.mark.parametrize(
    "denied",
    [
        "The partnership’s arrangements do not typically lead to positive experiences and outcomes for children with SEND.",
        "Arrangements do not lead to inconsistent experiences and outcomes.",
        "There are no widespread and/or systemic failings.",
        "Provision typically does not lead to positive experiences.",
    ],
)
def test_a_sentence_that_denies_an_outcome_gives_none(denied: str) -> None:
    letter = report(denied)
    assert letter.judgements == ()
    assert letter.problem is not None
    assert letter.problem.code == "incomplete_judgements"


def test_an_outcome_beside_the_denial_of_another_is_the_outcome() -> None:
    letter = report(f"There are no widespread or systemic failings. {OUTCOMES[Grade.INCONSISTENT]}")
    assert [judgement.grade for judgement in letter.judgements] == [Grade.INCONSISTENT]


def test_an_outcome_both_given_and_denied_is_set_aside() -> None:
    letter = report(f"{OUTCOMES[Grade.POSITIVE]} The arrangements do not typically lead to positive outcomes.")
    assert letter.judgements == ()
    assert letter.problem is not None
    assert letter.problem.code == "witnesses_disagree"
