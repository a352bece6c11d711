"""Whether progress is made: twelve printed letters with what must come out, and the sentences that only sound like it."""

import pytest

from ofsted_watch.demo_site.invented_authorities import INVENTED_REGISTER
from ofsted_watch.domain.findings import Passage
from ofsted_watch.extraction.letter_kinds import read
from ofsted_watch.extraction.pdf import read_text
from tests.extraction.letter_kinds.progress_letters import PROGRESS_LETTERS, ProgressLetter
from tests.extraction.letter_kinds.visits_by_hand import Head, focused, visit_letter

OPENING = "This letter summarises the findings of the monitoring visit to Thornmere on 4 and 5 October 2022."


@pytest.mark.parametrize("letter", PROGRESS_LETTERS, ids=lambda letter: letter.name)
def test_a_printed_letter_says_whether_progress_is_made(letter: ProgressLetter) -> None:
    found = read(read_text(letter.print()), file="letter.pdf", sha256="0" * 64, register=INVENTED_REGISTER)
    assert found.problem is None
    assert found.kind == letter.kind
    assert (found.progress.text if found.progress else None) == letter.progress
    assert found.progress is None or found.progress.page == 1
    assert set(found.topics) == letter.topics


@pytest.mark.parametrize(
    "sentence",
    [
        "Inspectors reviewed the progress made since the last visit.",
        "Children in care make good progress in their education.",
        "Managers do not track the progress of plans.",
        "Leaders should check whether they have made progress.",
        "The performance framework is still a work in progress.",
        "Children’s experiences and progress have been read about.",
    ],
)
def test_other_uses_of_the_word_are_no_finding(sentence: str) -> None:
    text = visit_letter("Monitoring visit to Thornmere children’s services", OPENING, sentence, Head("Findings"), sentence)
    assert read(text, file="letter.pdf", sha256="0" * 64, register=INVENTED_REGISTER).progress is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Since the last inspection, the help that children in need receive has improved.",
        "Since the previous monitoring visit, oversight has deteriorated.",
        "The council has strengthened its services since the last monitoring visit.",
        "There has been no visible improvement since the previous visit.",
    ],
)
def test_without_the_word_a_change_since_the_inspection_says_it(sentence: str) -> None:
    text = visit_letter(
        "Monitoring visit to Thornmere children’s services", OPENING, Head("Headline findings"), f"Staff are kind. {sentence}"
    )
    found = read(text, file="letter.pdf", sha256="0" * 64, register=INVENTED_REGISTER).progress
    assert found == Passage(sentence, 1)


def test_a_sentence_right_behind_that_speaks_of_the_pace_goes_with_it() -> None:
    said = "Leaders have made some progress. However, the pace of change is too slow."
    text = visit_letter("Monitoring visit to Thornmere children’s services", OPENING, Head("Overview"), f"{said} Staff are kind.")
    assert read(text, file="letter.pdf", sha256="0" * 64, register=INVENTED_REGISTER).progress == Passage(said, 1)


def test_a_focused_visit_letter_has_no_field_for_progress() -> None:
    text = focused("The local authority is making good progress.", Head("Findings"), "All is well.")
    assert read(text, file="letter.pdf", sha256="0" * 64, register=INVENTED_REGISTER).progress is None
