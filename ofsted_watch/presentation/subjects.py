"""The subject of the mail about a letter: what took place, on what, and how much it weighs. Pure."""

import re
from collections.abc import Sequence

from ofsted_watch.domain.findings import ImprovementKind, LetterFindings, LetterTopic
from ofsted_watch.domain.history.letter_findings import findings_of
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter
from ofsted_watch.presentation.labels import GRADES, TOPICS, inspection_label
from ofsted_watch.presentation.preference_text import listed

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_THEMES = tuple(LetterTopic)[:6]
"""The themes of Ofsted's own table. A visit about one of them touches other topics beside it."""
_LONGEST_THEME = 90

_VISITS = {
    LetterKind.FOCUSED_VISIT: "focused visit",
    LetterKind.MONITORING_VISIT: "monitoring visit",
    LetterKind.ASSURANCE_VISIT: "assurance visit",
}


def subject_without_grades(authority: str, findings: LetterFindings, *, priority: bool) -> str | None:
    """'Knowsley: focused visit on care leavers, three things to improve', or None for a kind that gives compared grades.

    `priority` says whether the letter names areas for priority action: they come instead of everything else that it lists.
    """
    weight = weight_of(findings, priority=priority)
    match findings.kind:
        case LetterKind.FOCUSED_VISIT | LetterKind.MONITORING_VISIT | LetterKind.ASSURANCE_VISIT:
            return _with(f"{authority}: {_visit(findings)}", weight)
        case LetterKind.JTAI if findings.theme:
            return _with(f"{authority} JTAI: {theme_of(findings)}", weight)
        case LetterKind.JTAI:
            return _with(f"{authority}: {inspection_label(findings.kind)}", weight)
        case LetterKind.AREA_SEND if findings.outcome is not None:
            return f"{authority} SEND: {GRADES[findings.outcome]}"
        case LetterKind.AREA_SEND:
            return _with(f"{authority} SEND: area inspection", weight)
        case LetterKind.SEND_MONITORING_VISIT:
            return _with(f"{authority} SEND: monitoring visit", weight)
        case LetterKind.LSCB_REVIEW if findings.board is not None:
            return f"{authority}: Local Safeguarding Children Board judged {GRADES[findings.board]}"
        case _:
            return None


def weight_of(findings: LetterFindings, *, priority: bool) -> str | None:
    """'area for priority action', 'three things to improve', 'eight recommendations'; None where the letter lists nothing."""
    named = len(findings.priority_actions)
    if priority:
        return "area for priority action" if named == 1 else _counted(named, "areas for priority action")
    listed = findings.improvements
    if not listed:
        return None
    if all(item.kind is ImprovementKind.RECOMMENDATION for item in listed):
        return f"{format_number(len(listed))} recommendation{'s' if len(listed) > 1 else ''}"
    return f"{format_number(len(listed))} thing{'s' if len(listed) > 1 else ''} to improve"


def main_topics(findings: LetterFindings) -> tuple[LetterTopic, ...]:
    """What a visit was about: the themes of Ofsted's own table among its topics, or else all of its topics."""
    return tuple(topic for topic in findings.topics if topic in _THEMES) or findings.topics


def visit_topics(letter: Letter) -> tuple[LetterTopic, ...]:
    """The main topics of a focused visit; none for any other kind of letter."""
    return main_topics(findings_of(letter)) if letter.kind == LetterKind.FOCUSED_VISIT else ()


def theme_of(findings: LetterFindings) -> str:
    """The theme of a joint inspection, without what it adds in brackets."""
    theme = " ".join(re.sub(r"\([^)]*\)", "", findings.theme or "").split())
    return theme if len(theme) <= _LONGEST_THEME else f"{theme[:_LONGEST_THEME].rsplit(' ', 1)[0]}…"


def format_number(number: int) -> str:
    """'three', '12': up to ten as a word."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def format_ordinal(number: int) -> str:
    """'third', '12th': up to ten as a word."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"


def _visit(findings: LetterFindings) -> str:
    visit = _VISITS[findings.kind]
    if findings.kind == LetterKind.MONITORING_VISIT and findings.ordinal_visit:
        visit = f"{format_ordinal(findings.ordinal_visit)} {visit}"
    topics = [TOPICS[topic] for topic in main_topics(findings)]
    return f"{visit} on {_joined(topics)}" if topics else visit


def _joined(topics: Sequence[str]) -> str:
    """'permanence and neglect'; 'help and protection, and neglect' where a topic has an 'and' of its own."""
    if len(topics) > 1 and any(" and " in topic for topic in topics):
        return f"{', '.join(topics[:-1])}, and {topics[-1]}"
    return listed(topics)


def _with(subject: str, weight: str | None) -> str:
    return f"{subject}, {weight}" if weight else f"{subject}, letter published"


def _counted(number: int, what: str) -> str:
    return f"{format_number(number)} {what}" if number else what
