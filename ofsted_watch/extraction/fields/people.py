"""Who inspected: the names in a letter's opening sentences, in a report's 'Lead inspector:' lines and in its team list.

Printed forms met in real letters: ', His Majesty's Inspector', 'HMI', '(HMI)', 'Senior HMI', a role on the next line,
two leads, 'Reporting inspector' without a colon (2013), 'one of Her Majesty's Inspectors', semicolons between names.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ofsted_watch.extraction.fields.names import HIS_MAJESTYS_INSPECTORS, NAME, each_once, names_at, people_at
from ofsted_watch.extraction.pdf import Line, Text

_OF_THIS_VISIT = r"(?: (?:for|of|on|at|during) (?:this|the) [a-z ]{0,30}?(?:visit|inspection))?"
_WHO_DID = (
    r"(?:,? who (?:(?:carried out|undertook|conducted|completed) (?:this|the) [a-z ]{0,30}?(?:visit|inspection)"
    r"|visited(?: [A-Z][\w’'-]+){0,4}))?"
)
_INSPECTORS = rf"(?:{HIS_MAJESTYS_INSPECTORS}|HMIs?|Ofsted inspectors?|[Ii]nspectors?)"
_SAYS_WHO = re.compile(
    "|".join(
        (
            rf"(?P<lead>\b[Ll]ead inspectors?{_OF_THIS_VISIT} (?:was|were|is)[:,]?\s+|\b(?:visit|inspection) was led by\s+)",
            rf"\b{_INSPECTORS},?{_WHO_DID}{_OF_THIS_VISIT} (?:was|were|is|are|included|comprised)[:,]?\s+",
            r"\b(?:re)?(?:visit|inspection) (?:took place [^.,;]{1,40} and )?was "
            r"(?:carried out|conducted|undertaken|completed)(?: remotely| jointly)? by:?\s+"
            rf"(?:{_INSPECTORS}[,:]?\s+)?",
            rf"\b(?:{_INSPECTORS}|[Tt]he (?:inspection )?team|[Ii]nspection team|[Ii]nspected by){_OF_THIS_VISIT}:\s+",
            rf"\b(?:{HIS_MAJESTYS_INSPECTORS}|HMIs?),? (?=[A-Z])",
            r"\b(?:[Ss]he|[Hh]e|[Tt]he lead inspector) was (?:joined|supported|assisted|accompanied) by:?\s+",
            rf"(?P<led>\b[Tt]he lead inspector, (?={NAME},))",
            rf"(?:^|(?<=[.!?] ))[Ii]nspectors (?={NAME}\b[^.!?]{{0,200}} (?:visited|came|spent)\b)",
            r"\b(?:inspection|inspecting|visit) team (?:was|were|comprised|consisted of|included):?\s+",
        )
    )
)
_DID_IT = re.compile(
    rf"(?:^|(?<=[.!?] ))(?P<people>(?=[^.!?]{{0,250}}\b(?:HMI|[Ii]nspector)){NAME}\b[^.!?]{{0,250}}?),? "
    r"(?:(?:carried out|undertook|conducted|completed|led) (?:this|the) [a-z ]{0,30}?(?:visit|inspection)\b|visited\b)"
)
"""'Ann Lee, HMI, and Jo Roe, HMI, carried out the visit.'"""
_SPENT_DAYS = re.compile(
    rf"(?:^|(?<=[.!?] ))(?P<people>{NAME}\b[^.!?]{{0,250}}?\b(?:HMI|[Ii]nspectors?)\)?),? "
    r"(?:spent|were on site for|came for) (?:one|two|three|four|five|\d) days?\b"
)
"""'Ann Lee, HMI, and Jo Roe, HMI, spent two days in Thornmere.'"""
_INSPECTORS_DID_IT = re.compile(
    rf"(?:^|(?<=[.!?] )){_INSPECTORS}(?: \(HMIs?\))?(?: Social Care)?,? (?P<people>{NAME}\b[^.!?]{{0,200}}?),? "
    r"(?:carried out|undertook|conducted|completed|led) (?:this|the) [a-z ]{0,30}?(?:visit|inspection)\b"
)
"""'Inspectors (HMI) Social Care, Ann Lee and Jo Roe, carried out the visit.'"""
_DONE_BY = re.compile(
    r"(?:\b(?:visit|inspection)\b|^It\b)[^!?;]{0,200}?"
    r"\b(?:carried out|conducted|undertaken|completed|led)(?: [a-z]+ly)?(?: on[ -]?site)?"
    r"(?: (?:over|on|between|from|during) [^.;:!?]{1,60}?)? by:?\s+"
)
"""'… a visit to Thornmere on 4 and 5 May 2019 carried out by Ann Lee and Jo Roe': no full stop stands between."""
_WERE_THEY = re.compile(
    rf"^(?P<people>{NAME}\b[^.!?]{{0,200}}?),? (?:was|were) (?:the )?(?:{HIS_MAJESTYS_INSPECTORS}|HMIs?|(?:lead )?inspectors?)"
    rf"(?:{_OF_THIS_VISIT}\b|\.|$)"
)
"""'Ann Lee and Jo Roe were Her Majesty's Inspectors for this visit.'"""
_SENTENCE_END = re.compile(r"(?<!\b[A-Z]\.)(?<!\bSt\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bProf\.)(?<=[.!?])\s+")
_LONGEST_SENTENCE = 2_000
"""Characters of a sentence that are looked at. The longest real list of inspectors has 400."""
_IS_BARE = re.compile(rf"(?:{HIS_MAJESTYS_INSPECTORS}|HMIs?),? ")
_NOT_OF_THE_TEAM = re.compile(r"(?<!who )(?<!who also )\bshadow(?:ed|ing|s)?\b|(?<!who )\bobserved by\b|\b[Qq]uality[ -][Aa]ssur")
"""A sentence of its own for whoever shadowed the visit or assured its quality."""
_LABEL = re.compile(
    r"^(?P<label>(?:(?:deputy|joint)\s+)?(?:lead|reporting|team|shadow)\s+(?:inspectors?|HMIs?)|[a-z][a-z ]{2,40}(?=:))"
    r"(?:\(s\))?\s*(?P<colon>:|[–-](?=\s))?\s*",
    re.IGNORECASE,
)
_WITHOUT_COLON = re.compile(
    rf"(?:[Rr]eporting\b|(?:[Dd]eputy )?[Ll]ead [Ii]nspectors? +{NAME}(?:,? {HIS_MAJESTYS_INSPECTORS}|,? \(?HMI\)?)?$)"
)
"""'Reporting inspector Ann Lee' (2013); or a whole line of one name, for prose goes on behind it."""
_LEADS = re.compile(r"^(?:joint )?(?:lead|reporting) (?:inspectors?|HMIs?)$", re.IGNORECASE)
_INSPECTS = re.compile(r"^(?:(?:deputy|joint) )?(?:lead|reporting|team) (?:inspectors?|HMIs?)$", re.IGNORECASE)
_LONGEST_LIST = 6
"""Lines that the names behind one label may take; the longest real list, of ten team inspectors, takes three."""

_FULL_LINE = 430
"""Points from the left: a line of an A4 page that ends beyond was broken by the margin, perhaps inside a name."""


@dataclass(frozen=True, slots=True)
class People:
    """The inspectors in the order printed, and the one who led; two leads are joined by ' and '."""

    inspectors: tuple[str, ...] = ()
    lead: str | None = None


def people_in_sentences(phrase: str) -> People:
    """The inspectors that a letter's opening sentences name: 'His Majesty's Inspectors for this visit were …'.

    Empty where they name nobody ('carried out by inspectors from Ofsted', 'led by one of Her Majesty's Inspectors').
    """
    everyone: list[str] = []
    leads: list[str] = []
    for sentence in (part[:_LONGEST_SENTENCE] for part in _SENTENCE_END.split(phrase)):
        for people, is_led in _lists_of_people(sentence):
            named = people_at(people)
            everyone += (person.name for person in named)
            leads += [named[0].name] if is_led and named else [person.name for person in named if person.leads]
    return People(each_once(tuple(everyone)), " and ".join(each_once(tuple(leads))) or None)


def _lists_of_people(sentence: str) -> Iterator[tuple[str, bool]]:
    """Where a sentence begins to name who inspected, and whether the first of them led."""
    for opening in _SAYS_WHO.finditer(sentence):
        if not _NOT_OF_THE_TEAM.search(sentence, 0, opening.end()) and not (
            _IS_BARE.fullmatch(opening[0]) and _NOT_OF_THE_TEAM.search(sentence)
        ):
            yield sentence[opening.end() :], bool(opening["lead"] or opening["led"])
    for done in _DONE_BY.finditer(sentence):
        if not _NOT_OF_THE_TEAM.search(done[0]):
            yield sentence[done.end() :], done[0].rstrip(": ").endswith("led by")
    for notified in (
        match for pattern in (_DID_IT, _SPENT_DAYS, _INSPECTORS_DID_IT, _WERE_THEY) for match in pattern.finditer(sentence)
    ):
        yield notified["people"], False


def people_labelled(lines: Iterable[Line]) -> People:
    """The inspectors of a report's labelled lines: 'Lead inspector: …' on page 1, or the team list at the end of a SIF.

    Deputy lead and team inspectors count; shadow inspectors (in training), analysts and quality assurance do not.
    """
    everyone: list[str] = []
    leads: list[str] = []
    for label, phrase in _labelled(lines):
        names = [name for part in re.split(r"[;/]", phrase) for name in names_at(part.strip())]
        everyone += names if _INSPECTS.match(label) else ()
        leads += names if _LEADS.match(label) else ()
    return People(each_once(tuple(everyone)), " and ".join(each_once(tuple(leads))) or None)


def people_of_report(text: Text) -> People:
    """The inspectors of a report that labels them, on its first page or in the team list far behind."""
    return people_labelled(text.lines)


def _labelled(lines: Iterable[Line]) -> Iterator[tuple[str, str]]:
    """Each label and the words behind it, those of the lines after it included while they go on with names."""
    label, phrase, taken = "", "", 0
    before: Line | None = None
    for line in lines:
        line_text = line.text.strip()
        match = _LABEL.match(line_text)
        if match and (match["colon"] or _WITHOUT_COLON.match(line_text)):
            if label:
                yield label, phrase
            label, phrase, taken = " ".join(match["label"].split()), line_text[match.end() :], 1
        elif label and taken < _LONGEST_LIST and _goes_on(phrase, line, before):
            phrase, taken = f"{phrase} {line_text}".strip(), taken + 1
        elif label:
            yield label, phrase
            label = ""
        before = line
    if label:
        yield label, phrase


def _goes_on(phrase: str, line: Line, before: Line | None) -> bool:
    """Whether a line goes on with the names before it: nothing stood there yet, a comma is open, or the line was full."""
    alike = before is not None and (before.page, before.bold, round(before.size)) == (line.page, line.bold, round(line.size))
    full = before is not None and alike and before.x1 > _FULL_LINE and "," in phrase and not phrase.endswith(".")
    return not phrase or full or bool(re.search(r"(?:[,;/&]|\band)$", phrase)) or line.text.strip()[:1] in ",;"
