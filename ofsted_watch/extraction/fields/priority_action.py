"""Whether a letter names areas for priority action: named, denied, or unclear, in which case the letter is set aside.

The subject of the sentence decides, not the word 'no': 'Inspectors did not find any' denies, 'No priority action has
been taken to protect …' under the heading names one.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from ofsted_watch.domain.model import Section
from ofsted_watch.errors import PriorityActionUnclear
from ofsted_watch.extraction.fields.list_headings import PRIORITY_ACTION
from ofsted_watch.extraction.fields.priority_sentences import (
    Sentence,
    Stance,
    denies_by_name,
    names_in_prose,
    sentences_in,
    stance,
)

_HEAD = rf"(?:\d+[.)]?\s*)?{PRIORITY_ACTION}\d?"
_HEADING = re.compile(rf"^{_HEAD}[\s:.]*$", re.IGNORECASE)
_RUN_IN = re.compile(rf"^(?=.{{0,30}}\barea){_HEAD}\s*[:–—-]\s*(?P<text>\S.*)$", re.IGNORECASE | re.DOTALL)
"""'Area for priority action: the arrangements for …', heading and text in one paragraph."""
_OTHER_HEADING = re.compile(r"\bimprove|\brecommendation|\bnext steps\b|\bstrength", re.IGNORECASE)
"""What stands under a heading of these is no area for priority action."""
_LEADS_TO_IMPROVEMENTS = re.compile(r"\bimprove", re.IGNORECASE)
_TAKES_BACK = re.compile(r"^(?:however|but|nevertheless|except|although|that said)\b", re.IGNORECASE)


class _Answer(Enum):
    NAMED = "named"
    DENIED = "denied"
    UNCLEAR = "unclear"


def names_areas_for_priority_action(sections: Sequence[Section], plain: str = "", *, is_joint: bool = False) -> bool:
    """True where this visit or inspection names areas for priority action, False where it denies them or is silent.

    What stands under the heading 'Area(s) for priority action(s)' counts; without it, a sentence that names such areas.
    Near misses do not: a 'priority area', those of an earlier visit or (unless `is_joint`) of another inspectorate, a
    case study, an area for strategic priority action.

    Raises PriorityActionUnclear where the words under the heading can be read either way, or two places differ.
    """
    under = list(_under_heading(sections, plain))
    answers = {_answer(text) for text in under}
    about = "\n\n".join(paragraph for paragraph in plain.split("\n\n") if "priority" in paragraph.lower())
    prose = [(sentence, names_in_prose(sentence.text, is_joint=is_joint)) for sentence in sentences_in(about)]
    named = [sentence for sentence, stance_of in prose if stance_of is Stance.NAMES]
    open_ = [sentence for sentence, stance_of in prose if stance_of is Stance.UNCLEAR]
    denied = [sentence for sentence, _ in prose if denies_by_name(sentence.text)]
    if _Answer.UNCLEAR in answers:
        raise _unclear(next(text for text in under if _answer(text) is _Answer.UNCLEAR))
    if _Answer.NAMED in answers:
        # Two bodies may stand under two headings, the one with areas and the other without; a sentence elsewhere may not differ.
        if denied and _Answer.DENIED not in answers:
            raise _unclear(denied[0].text)
        return True
    if named and (denied or _Answer.DENIED in answers):
        raise _unclear(named[0].text)
    if open_ and not named:
        raise _unclear(open_[0].text)
    return bool(named)


def _unclear(text: str) -> PriorityActionUnclear:
    quoted = " ".join(text.split())[:120]
    return PriorityActionUnclear(f"Whether this names an area for priority action is unclear: '{quoted}'. Read the letter.")


def _under_heading(sections: Sequence[Section], plain: str) -> Iterator[str]:
    """What stands under each such heading, as far as the next one; '' where nothing does."""
    for place, section in enumerate(sections):
        heading = section.heading.strip()
        if _HEADING.match(heading):
            yield _text_from(sections[place:])
        elif run_in := _RUN_IN.match(heading):
            yield f"{run_in['text']}\n\n{section.text}".strip()
        paragraphs = section.text.split("\n\n")
        for at, paragraph in enumerate(paragraphs):
            if _HEADING.match(paragraph.strip("• ")):
                yield "\n\n".join(paragraphs[at + 1 :])
            elif run_in := _RUN_IN.match(paragraph.strip("• ")):
                yield run_in["text"]
    read = {paragraph for section in sections for paragraph in (section.heading, *section.text.split("\n\n"))}
    for paragraph in plain.split("\n\n"):
        if paragraph not in read and (run_in := _RUN_IN.match(paragraph.strip("• "))):
            yield run_in["text"]


def _text_from(sections: Sequence[Section]) -> str:
    """What stands under the first of these headings; a sub-heading may come between, but none of another list."""
    for place, section in enumerate(sections):
        if place and _OTHER_HEADING.search(section.heading):
            return ""
        if section.text.strip():
            return section.text.strip()
    return ""


def _answer(text: str) -> _Answer:
    sentences = sentences_in(text)
    stances = [stance(sentence.text, is_first=at == 0) for at, sentence in enumerate(sentences)]
    if not sentences or Stance.UNCLEAR in stances:
        return _Answer.UNCLEAR
    spoken = [at for at, each in enumerate(stances) if each is not Stance.OF_ANOTHER_TIME]
    if not spoken:
        return _Answer.UNCLEAR
    if stances[spoken[0]] is Stance.DENIES:
        return _after_denial(sentences[spoken[0] + 1 :])
    if Stance.DENIES in stances or stances[0] is Stance.OF_ANOTHER_TIME:
        return _Answer.UNCLEAR
    return _Answer.NAMED


def _after_denial(rest: Sequence[Sentence]) -> _Answer:
    """A denial holds unless the words behind it take it back, or a list follows that nothing else introduces."""
    for place, sentence in enumerate(rest):
        if _TAKES_BACK.match(sentence.text) or names_in_prose(sentence.text, is_joint=True) is not Stance.SILENT:
            return _Answer.UNCLEAR
        introduced = any(_LEADS_TO_IMPROVEMENTS.search(above.text) for above in rest[:place] if not above.is_bullet)
        if sentence.is_bullet and not introduced and stance(sentence.text) is not Stance.DENIES:
            return _Answer.UNCLEAR
    return _Answer.DENIED
