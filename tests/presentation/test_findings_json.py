"""What a letter asks for and what came before it, in the JSON of the contract."""

import json
from dataclasses import fields, replace
from datetime import date

from ofsted_watch.domain.findings import (
    Improvement,
    ImprovementKind,
    InspectionType,
    LetterFindings,
    LetterTopic,
    Passage,
    PreviousInspection,
)
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.identifiers import Sha256
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter
from ofsted_watch.domain.text_places import ParagraphPlace
from ofsted_watch.presentation.serialization import (
    event_from_json,
    event_to_json,
    letter_from_json,
    letter_to_json,
    stored_letter_text,
)
from tests.presentation.emails.examples import changed, unchecked

HOLDS = LetterFindings(
    kind=LetterKind.FOCUSED_VISIT,
    inspection_type=InspectionType.SHORT,
    ordinal_visit=2,
    grades=((Area.SEND_OUTCOME, Grade.INCONSISTENT),),
    outcome=Grade.INCONSISTENT,
    board=Grade.GOOD,
    summary=Passage("Services are better.", 1),
    scope="the local authority's arrangements for care leavers",
    topics=(LetterTopic.CARE_LEAVERS,),
    theme="neglect",
    progress=Passage("Progress is slow.", 1),
    improvements_heading="What needs to improve?",
    improvements=(
        Improvement("See every child.", 1, ImprovementKind.PRIORITY_ACTION),
        Improvement("Ask the board.", 2, ImprovementKind.RECOMMENDATION, "3", "lscb"),
    ),
    days=(date(2025, 3, 4), None),
    lead_inspector="Ada Invented",
)

BARE = Letter(file="a.pdf", sha256=Sha256("0" * 64), pages=3, kind="ilacs_inspection")
FULL = replace(
    BARE,
    summary="Services are better.",
    summary_page=1,
    scope="the local authority's arrangements for care leavers",
    topics=(LetterTopic.CARE_LEAVERS,),
    theme="neglect",
    improvements_heading="What needs to improve?",
    improvements=(Improvement("Ask the board.", 2, ImprovementKind.RECOMMENDATION, "3", "lscb"),),
    progress=Passage("Progress is slow.", 1),
    inspection_type=InspectionType.SHORT,
    previous_inspection=PreviousInspection(2022, 5, Grade.GOOD, "It was good in May 2022.", 2),
    dates_note="the letter says 3 May and 4 May",
)
NEW_FIELDS = (
    "summary",
    "summary_page",
    "scope",
    "topics",
    "theme",
    "improvements_heading",
    "improvements",
    "progress",
    "inspection_type",
    "inspection_type_source",
    "previous_inspection",
    "dates_note",
)


def test_an_improvement_names_its_kind_number_page_and_who_must_act() -> None:
    written = letter_to_json(FULL)

    assert written["improvements"] == [
        {"text": "Ask the board.", "page": 2, "kind": "recommendation", "number": "3", "for": "lscb"}
    ]
    assert written["progress"] == {"text": "Progress is slow.", "page": 1}
    assert written["previous_inspection"] == {
        "year": 2022,
        "month": 5,
        "grade": "good",
        "text": "It was good in May 2022.",
        "page": 2,
    }


def test_the_inspection_type_is_marked_as_derived() -> None:
    assert letter_to_json(FULL)["inspection_type_source"] == "derived from days on site"
    assert letter_to_json(BARE)["inspection_type_source"] is None


def test_a_full_letter_comes_back_from_its_json() -> None:
    assert letter_from_json(letter_to_json(FULL)) == FULL


def test_an_earlier_inspection_may_be_recalled_without_its_grade() -> None:
    recalled = replace(FULL, previous_inspection=PreviousInspection(2021, None, None, "Since 2021 much has changed.", 1))

    written = letter_to_json(recalled)

    assert written["previous_inspection"]["grade"] is None
    assert letter_from_json(written) == recalled


def test_a_letter_stored_before_these_fields_existed_is_still_read() -> None:
    written = letter_to_json(BARE)
    for name in NEW_FIELDS:
        del written[name]

    assert letter_from_json(written) == BARE


def test_an_event_carries_all_that_its_mail_says_of_the_letter() -> None:
    event = replace(changed(), findings=HOLDS)

    stored = json.loads(json.dumps(event_to_json(event)))

    assert all(getattr(HOLDS, field.name) for field in fields(LetterFindings))
    assert event_from_json(stored) == event
    assert [item.text for item in HOLDS.priority_actions] == ["See every child."]
    assert [item.text for item in HOLDS.other_improvements] == ["Ask the board."]


def test_an_event_stored_before_it_carried_findings_is_still_read() -> None:
    for event in (replace(changed(), findings=None), unchecked()):
        stored = event_to_json(event)
        del stored["findings"]
        assert event_from_json(stored) == event


def test_the_places_of_paragraphs_and_the_edges_of_pages_are_stored_with_the_text_and_not_in_the_contract() -> None:
    placed = replace(FULL, places=(ParagraphPlace(1, is_heading=True), ParagraphPlace(2, turns=((5, 3), (9, 4)))))
    placed = replace(placed, edges=(Passage("Focused visit to Thornmere", 2), Passage("2", 2)))
    assert not letter_to_json(placed).keys() & {"places", "edges"}
    stored = json.loads(json.dumps(letter_to_json(placed) | stored_letter_text(placed)))
    assert letter_from_json(stored) == placed
