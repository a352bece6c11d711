"""What an event says of a letter besides its grades."""

from dataclasses import replace

from ofsted_watch.domain.findings import Improvement, ImprovementKind, InspectionType, LetterTopic, Passage
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.history.letter_findings import findings_of
from ofsted_watch.domain.model import Witness
from tests import factories

ITEM = Improvement("The quality of plans.", 2, ImprovementKind.IMPROVEMENT)


def test_a_letter_gives_its_summary_scope_items_and_people() -> None:
    letter = factories.letter(
        summary="Plans are better.",
        summary_page=2,
        scope="arrangements for care leavers",
        topics=(LetterTopic.CARE_LEAVERS,),
        improvements_heading="What needs to improve?",
        improvements=(ITEM,),
        inspection_type=InspectionType.SHORT,
        lead_inspector="Ada Invented",
        lscb=Grade.GOOD,
    )
    findings = findings_of(letter)
    assert findings.summary == Passage("Plans are better.", 2)
    assert findings.improvements == (ITEM,)
    assert (findings.scope, findings.topics) == ("arrangements for care leavers", (LetterTopic.CARE_LEAVERS,))
    assert (findings.inspection_type, findings.board, findings.lead_inspector) == ("short", "good", "Ada Invented")
    assert findings.days == (letter.inspection_start, letter.inspection_end)
    assert findings.grades == ((Area.OVERALL, Grade.GOOD),)
    assert findings.outcome is None


def test_a_summary_without_its_page_is_not_quoted() -> None:
    assert findings_of(factories.letter(summary="Plans are better.", summary_page=None)).summary is None


def test_an_area_send_inspection_is_summed_up_by_the_sentence_of_its_outcome() -> None:
    sentence = Witness(3, "There are widespread and/or systemic failings, which must be addressed.", "sentence")
    outcome = factories.judgement(area=Area.SEND_OUTCOME, grade=Grade.SYSTEMIC_FAILINGS, witnesses=(sentence,))
    letter = factories.letter(kind="area_send", judgements=(outcome,))
    assert findings_of(letter).summary == Passage(sentence.text, 3)
    assert findings_of(letter).outcome is Grade.SYSTEMIC_FAILINGS
    in_a_table = replace(outcome, witnesses=(replace(sentence, source="table"),))
    assert findings_of(replace(letter, judgements=(in_a_table,))).summary is None
