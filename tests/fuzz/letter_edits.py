"""Letters with damaged words: which edits bytes stand for, and which grades would then be false.

A letter states most grades twice. Where one of its places is damaged, the other stands: then the grade must be the letter's
own, or missing, or the letter a problem. Only where every place that states a grade is damaged may another one be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from ofsted_watch.demo_site.invented_authorities import INVENTED_REGISTER
from ofsted_watch.demo_site.letters import Style, print_letter
from ofsted_watch.demo_site.letters.letter_content import Previous
from ofsted_watch.demo_site.story_writing import area_send, focused, ilacs, looked_after, sif
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.model import Judgement, Letter, Witness
from ofsted_watch.extraction import letter_kinds
from ofsted_watch.extraction.pdf import Line, Text, read_text
from ofsted_watch.extraction.pdf.line_joining import vocabulary_of
from ofsted_watch.extraction.pdf.paragraphs import paragraphs_of

PLACE = "Oxmarsh"
BYTES_AN_EDIT = 4

TEXT = (
    "",
    "Good",
    "good",
    "Outstanding",
    "Inadequate",
    "inadequate",
    "Requires improvement",
    "requires improvement to be good",
    "Adequate",
    "Not judged",
    "not",
    "Overall effectiveness",
    "children in care",
    "care leavers",
    "The experiences and progress of care leavers",
    "The impact of leaders on social work practice with children and families",
    "Judgement",
    "Grade",
    "1",
    "2.1",
    ":",
    ".",
    "\u00ad",
    "\u202f",
    "previous",
    "widespread and/or systemic failings",
    "Areas for priority action",
)
"""What an edit puts in: the words that grades are told by, and what stands between them."""


@dataclass(frozen=True, slots=True)
class Edit:
    """At one line: the word number `at` is taken out, doubled or replaced by, or preceded by, a word of WORDS."""

    line: int
    how: int
    at: int
    word: str

    def made(self, text: str) -> str:
        phrase = text.split(" ")
        at = self.at % len(phrase)
        match self.how % 4:
            case 0:
                phrase[at] = self.word
            case 1:
                phrase.insert(at, self.word)
            case 2:
                phrase[at] = phrase[at][1:]
            case _:
                return self.word
        return " ".join(word for word in phrase if word)


@dataclass(frozen=True, slots=True)
class EditedLetter:
    """The letter as read after its edits, and the judgements in it that are false, in words."""

    letter: Letter
    false_grades: tuple[str, ...]


def edited_letter(data: bytes) -> EditedLetter:
    """The first byte chooses a letter, each four after it an edit: the line, how, which word, which word instead."""
    texts = printed()
    text = texts[data[0] % len(texts)] if data else texts[0]
    edits = [_edit(data[at : at + BYTES_AN_EDIT]) for at in range(1, len(data) - BYTES_AN_EDIT + 1, BYTES_AN_EDIT)]
    before = letter_kinds.read(text, file="letter.pdf", sha256="0" * 64, register=INVENTED_REGISTER)
    lines = text.lines
    touched = {edit.line % len(lines): edit for edit in edits}
    after = letter_kinds.read(_with(text, touched), file="letter.pdf", sha256="0" * 64, register=INVENTED_REGISTER)
    true = {judged.area: judged for judged in before.judgements}
    damaged = [lines[place] for place in touched]
    false = [
        f"{judged.area} {judged.grade} after {[(lines[n].text, touched[n].made(lines[n].text)) for n in sorted(touched)]}"
        for judged in after.judgements
        if not _may_be(judged, true.get(judged.area), damaged)
    ]
    return EditedLetter(after, tuple(false))


def _edit(four: bytes) -> Edit:
    return Edit(four[0], four[1], four[2], TEXT[four[3] % len(TEXT)])


def _may_be(now: Judgement, before: Judgement | None, damaged: Sequence[Line]) -> bool:
    """True for the letter's own grade, and for any where each place that states it is damaged."""
    if before is None:
        return False
    return now.grade == before.grade or all(_is_damaged(witness, damaged) for witness in before.witnesses)


def _is_damaged(witness: Witness, damaged: Sequence[Line]) -> bool:
    return any(line.page == witness.page and (line.text in witness.text or witness.text in line.text) for line in damaged)


def _with(text: Text, edits: dict[int, Edit]) -> Text:
    place, pages = 0, []
    for page in text.pages:
        lines = []
        for line in page.lines:
            lines.append(replace(line, text=edits[place].made(line.text)) if place in edits else line)
            place += 1
        pages.append(replace(page, lines=tuple(line for line in lines if line.text)))
    vocabulary = vocabulary_of(line.text for page in pages for line in page.lines)
    return replace(text, pages=tuple(pages), paragraphs=paragraphs_of(tuple(pages), vocabulary), tables=(), tagged_headings=())


@cache
def printed() -> tuple[Text, ...]:
    """A letter of each framework that grades, and a visit, as the reader sees them. None has a tag tree."""
    before = Previous(Grade.INADEQUATE, date(2019, 3, 15), {Area.LEADERS: Grade.INADEQUATE})
    notified = (
        ilacs(PLACE, date(2024, 5, 17), "ggrgo", date(2024, 7, 1), before),
        ilacs(PLACE, date(2021, 5, 21), "rgri", date(2021, 7, 5)),
        ilacs(PLACE, date(2026, 4, 24), "grig", date(2026, 6, 9)),
        sif(PLACE, date(2015, 1, 30), "ggrogr", date(2015, 3, 4), board="r"),
        looked_after(PLACE, date(2013, 6, 14), "agaag", date(2013, 7, 19)),
        area_send(PLACE, date(2024, 5, 17), date(2024, 7, 25), Grade.INCONSISTENT),
        focused(PLACE, date(2024, 5, 17), date(2024, 7, 1), theme="care leavers", previous=before, priority=("The oversight.",)),
    )
    return tuple(read_text(print_letter(said, Style(press="fpdf2"))) for said in notified)
