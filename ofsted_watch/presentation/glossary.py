"""Ofsted's terms, and ours, explained for people. Pure."""

from dataclasses import dataclass

from ofsted_watch.presentation.labels import LONG_FORMS, sentence


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term, the name of its place on the page, and what it is in a sentence or two. `is_ours` for a term of this service."""

    term: str
    anchor: str
    text: str
    is_ours: bool = False


def _short_form(short: str, text: str) -> GlossaryEntry:
    return GlossaryEntry(f"{short}: {LONG_FORMS[short]}", short.lower(), text)


def _entry(term: str, text: str, *, is_ours: bool = False) -> GlossaryEntry:
    return GlossaryEntry(sentence(term), term.lower().replace(" ", "-").replace("(", "").replace(")", ""), text, is_ours)


GLOSSARY: tuple[GlossaryEntry, ...] = (
    _short_form("ILACS", "How Ofsted inspects children’s services since January 2018. Its reports give grades."),
    _entry(
        "standard inspection",
        "An ILACS inspection over two weeks on site. No report prints the word: we tell it by the days on site.",
    ),
    _entry("short inspection", "An ILACS inspection of about one week on site. It gives the same grades as a standard one."),
    _entry(
        "focused visit",
        "A visit between inspections that looks at part of the services, such as care leavers. It gives no grades.",
    ),
    _entry(
        "monitoring visit", "A visit to an authority that was judged inadequate, to see what has improved. It gives no grades."
    ),
    _entry("assurance visit", "A visit in 2020 and 2021, when inspections were paused. It gives no grades."),
    _short_form("SIF", "How Ofsted inspected children’s services from 2013 to 2017. Its reports give grades."),
    _entry("re-inspection", "A second inspection under the SIF after a first one that found services inadequate."),
    _short_form("LSCB", "The board of local agencies that the SIF reviewed beside the authority. Boards ended in 2019."),
    _short_form("JTAI", "Ofsted and other inspectorates look at one theme together, such as domestic abuse. It gives no grades."),
    _short_form("SEND", "An area SEND inspection by Ofsted and the Care Quality Commission looks at the local area partnership."),
    _entry(
        "grade", "Ofsted’s judgement of one area: outstanding, good, requires improvement or inadequate; adequate until 2013."
    ),
    _entry(
        "SEND outcome",
        "The one outcome of an area SEND inspection since 2023: typically positive, inconsistent, or widespread failings.",
    ),
    _entry(
        "area for priority action",
        "A weakness that a letter says must be put right at once. It can stand in a letter without grades.",
    ),
    _entry(
        "what needs to improve",
        "The list in which a letter says what the authority must improve. Until 2017 reports called it recommendations.",
    ),
    _entry("overall effectiveness", "The grade for everything together. Inspections since April 2026 do not give it."),
    _entry(
        "strand",
        "One of the five judgements, such as leadership, on which we compare inspections of different years.",
        is_ours=True,
    ),
    _entry(
        "topic",
        "What an item to improve is about, told by its own words. An item whose words name no topic is ‘other’.",
        is_ours=True,
    ),
    _entry("returns", "We say that a topic returns if more than one letter about an authority asks for it.", is_ours=True),
    _entry(
        "not yet read",
        "A letter that our program could not read for certain. We do not use it until a person has checked it.",
        is_ours=True,
    ),
    _entry(
        "edition",
        "The bytes of a file as Ofsted served them. If it puts another file in their place, that is a new edition; we store all.",
        is_ours=True,
    ),
    _entry("URN", "The unique reference number under which Ofsted keeps an authority’s children’s services."),
)
"""In reading order: kinds of letters, what they say, then our own terms."""
