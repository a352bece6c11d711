"""The subject says what took place, on what, and how much it weighs; no count hides what is inadequate."""

import pytest

from ofsted_watch.domain.findings import Improvement, ImprovementKind, LetterFindings, LetterTopic
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.presentation.subjects import format_number, format_ordinal, subject_without_grades
from tests.domain.history.letters import RI, G, I, ilacs, ilacs3, ilacs_2026
from tests.presentation.emails.examples import notified

K, T = LetterKind, LetterTopic


def items(number: int, kind: ImprovementKind = ImprovementKind.IMPROVEMENT) -> tuple[Improvement, ...]:
    return tuple(Improvement(f"The quality of plan {place}.", 2, kind) for place in range(number))


PRIORITY, RECOMMENDATION = ImprovementKind.PRIORITY_ACTION, ImprovementKind.RECOMMENDATION
CARE_LEAVERS = (T.CARE_LEAVERS, T.UNACCOMPANIED_CHILDREN, T.EDUCATION)

JTAI_THEME = "identification of initial need and risk (often called the ‘front door’)"

SUBJECTS = [
    (LetterFindings(K.FOCUSED_VISIT, topics=CARE_LEAVERS, improvements=items(3)), False,
     "Knowsley: focused visit on care leavers, three things to improve"),
    (LetterFindings(K.FOCUSED_VISIT, topics=CARE_LEAVERS, improvements=items(1)), False,
     "Knowsley: focused visit on care leavers, one thing to improve"),
    (LetterFindings(K.FOCUSED_VISIT, topics=CARE_LEAVERS, improvements=(*items(1, PRIORITY), *items(4))), True,
     "Knowsley: focused visit on care leavers, area for priority action"),
    (LetterFindings(K.FOCUSED_VISIT, topics=(T.FRONT_DOOR, T.CARE_LEAVERS), improvements=items(2, PRIORITY)), True,
     "Knowsley: focused visit on the front door and care leavers, two areas for priority action"),
    (LetterFindings(K.FOCUSED_VISIT, topics=(T.NEGLECT,)), True,
     "Knowsley: focused visit on neglect, areas for priority action"),
    (LetterFindings(K.FOCUSED_VISIT), False, "Knowsley: focused visit, letter published"),
    (LetterFindings(K.MONITORING_VISIT, ordinal_visit=3, topics=(T.HELP_PROTECTION,)), False,
     "Knowsley: third monitoring visit on help and protection, letter published"),
    (LetterFindings(K.MONITORING_VISIT, ordinal_visit=2, topics=(T.HELP_PROTECTION, T.VULNERABLE_ADOLESCENTS)), False,
     "Knowsley: second monitoring visit on help and protection, and vulnerable adolescents, letter published"),
    (LetterFindings(K.ASSURANCE_VISIT, improvements=items(12)), False, "Knowsley: assurance visit, 12 things to improve"),
    (LetterFindings(K.JTAI, theme=JTAI_THEME, improvements=items(8)), False,
     "Knowsley JTAI: identification of initial need and risk, eight things to improve"),
    (LetterFindings(K.JTAI, theme="neglect", improvements=items(1, PRIORITY)), True,
     "Knowsley JTAI: neglect, area for priority action"),
    (LetterFindings(K.JTAI, improvements=items(2)), False,
     "Knowsley: joint targeted area inspection (JTAI), two things to improve"),
    (LetterFindings(K.AREA_SEND, outcome=Grade.SYSTEMIC_FAILINGS, improvements=items(2, PRIORITY)), True,
     "Knowsley SEND: widespread and/or systemic failings"),
    (LetterFindings(K.AREA_SEND, outcome=Grade.POSITIVE), False, "Knowsley SEND: typically positive experiences and outcomes"),
    (LetterFindings(K.AREA_SEND, improvements=items(5)), False, "Knowsley SEND: area inspection, five things to improve"),
    (LetterFindings(K.SEND_MONITORING_VISIT), False, "Knowsley SEND: monitoring visit, letter published"),
    (LetterFindings(K.LSCB_REVIEW, board=Grade.GOOD), False, "Knowsley: Local Safeguarding Children Board judged good"),
    (LetterFindings(K.ILACS_INSPECTION, improvements=items(3)), False, None),
    (LetterFindings(K.SIF_INSPECTION, improvements=items(3, RECOMMENDATION)), False, None),
    (LetterFindings(K.COUNCIL_NEWS), False, None),
]  # fmt: skip


@pytest.mark.parametrize(("findings", "priority", "subject"), SUBJECTS, ids=[str(subject) for *_, subject in SUBJECTS])
def test_a_letter_without_compared_grades_has_its_subject(findings: LetterFindings, priority: bool, subject: str | None) -> None:
    assert subject_without_grades("Knowsley", findings, priority=priority) == subject


def title(before: tuple[Grade, ...], after: tuple[Grade, ...]) -> str:
    make = {4: ilacs_2026, 5: ilacs}[len(after)]
    earlier = ilacs3("2021-12-03", *before) if len(after) == 5 else ilacs_2026("2021-12-03", *before)
    (event,) = notified([earlier], [earlier, make("2025-01-20", *after)], "2025-01-19", "2025-01-20")
    return event.title


@pytest.mark.parametrize(
    ("before", "after", "judged"),
    [
        ((G, G, G, G), (RI, I, G, G), "leadership judged inadequate (was good) and 1 more change"),
        ((RI, RI, RI, RI), (G, G, I, RI), "children in care judged inadequate (was requires improvement) and 2 more changes"),
        (
            (RI, RI, RI, RI),
            (I, I, G, RI),
            "help and protection and leadership judged inadequate (was requires improvement) and 1 more change",
        ),
        ((G, RI, RI, RI), (I, I, RI, RI), "help and protection and leadership judged inadequate"),
        ((G, G, G, G), (RI, G, I, G, G), "children's services judged requires improvement (was good); leadership inadequate"),
        ((G, G, G, G), (I, I, G, G, G), "children's services judged inadequate (was good)"),
    ],
)
def test_whatever_is_now_inadequate_is_named(before: tuple[Grade, ...], after: tuple[Grade, ...], judged: str) -> None:
    assert title(before, after) == f"Marshford: {judged}"


def test_numbers_are_words_up_to_ten() -> None:
    assert [format_number(number) for number in (1, 3, 10, 11)] == ["one", "three", "ten", "11"]
    assert [format_ordinal(number) for number in (1, 10, 11, 12, 21, 22, 103)] == [
        "first", "tenth", "11th", "12th", "21st", "22nd", "103rd",
    ]  # fmt: skip
