"""From an event to what its mail shows, in reading order; both templates only lay this out."""

from collections.abc import Sequence
from dataclasses import dataclass

from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.model import Cause, Change, Direction, Event, EventKind, Topic, Witness
from ofsted_watch.presentation.emails.safe_text import one_line, web_link
from ofsted_watch.presentation.emails.styles import grade_style
from ofsted_watch.presentation.event_text import PUT_OUT_AGAIN
from ofsted_watch.presentation.labels import GRADES, STRANDS, format_day, sentence
from ofsted_watch.presentation.urls import authority_page, letter_page, whole

_PLACES = {"table": "judgement table", "tag_tree": "judgement table", "heading": "heading", "sentence": "text"}
_VERDICTS = {Direction.IMPROVED: "improved", Direction.DECLINED: "declined"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A grade as the mail shows it: its text, its style, and the day it was published in small letters."""

    text: str
    style: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: the subject, before, now, and the direction in one word."""

    name: str
    before: Shown
    now: Shown
    verdict: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation from the letter and its place; `about` names the judgement, or is empty."""

    about: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Item:
    """One event as its mail shows it. `columns` head the table; `link` is None where the address is not a web link.

    `our_link` leads to our own page about it; it is None if we have no pages. It is added to Ofsted's link and never replaces it.
    """

    title: str
    opening: tuple[str, ...]
    caption: str
    columns: tuple[str, str]
    rows: tuple[Row, ...]
    quotes: tuple[Quote, ...]
    priority: tuple[Quote, ...]
    urgent: bool
    facts: tuple[str, ...]
    link: str | None
    link_text: str
    address: str
    our_link: str | None
    our_text: str


def item_of(event: Event, public_url: str | None = None) -> Item:
    """What the mail about an event shows. Every text that comes from outside is sanitized here.

    `public_url` is the address of our own pages, if there are any.
    """
    link = web_link(event.url)
    is_unchecked = event.kind is EventKind.UNCHECKED
    own_page = authority_page(event.urn) if is_unchecked else letter_page(event.urn, event.file_number)
    changes = _shown_changes(event)
    return Item(
        title=one_line(event.title, 200),
        opening=_opening(event),
        caption=_caption(event),
        columns=_columns(event),
        rows=(*map(_changed_row, changes), *(_unchanged_row(line, grade) for line, grade in event.unchanged)),
        quotes=_quotes(changes),
        priority=tuple(quote_of("", witness) for witness in event.priority_action),
        urgent=event.kind is EventKind.LETTER and Topic.PRIORITY in event.topics,
        facts=tuple(one_line(fact) for fact in event.facts[1 if _is_reissue(event) else 0 :]),
        link=link,
        link_text="Open the authority's page on Ofsted's site" if is_unchecked else "Read the letter on Ofsted's site",
        address=one_line(event.url),
        our_link=web_link(whole(public_url, own_page)) if public_url else None,
        our_text="The authority at Ofsted Watch" if is_unchecked else "What we read in it, at Ofsted Watch",
    )


def _shown_changes(event: Event) -> tuple[Change, ...]:
    """The changes shown in the table: both grades known; in a correction only what was misread in one letter."""
    both = [change for change in event.changes if change.from_grade is not None and change.to_grade is not None]
    if event.kind is EventKind.CORRECTION:
        both = [change for change in both if change.cause is Cause.WITHDRAWN or change.from_file == change.to_file]
    return tuple(sorted(both, key=lambda change: list(Strand).index(change.strand)))


def _opening(event: Event) -> tuple[str, ...]:
    name, day = one_line(event.authority), format_day(event.happened)
    if event.kind is EventKind.UNCHECKED:
        return (
            f"We could not check {name} on Ofsted's site. If you got no mails about {name} in this time, that does not "
            "mean that nothing was published: please check the site yourself. We try again every night.",
        )
    if event.kind is EventKind.CORRECTION and _is_withdrawn(event):
        return (f"We told you about a letter on {name} that Ofsted no longer lists. We noticed on {day}.",)
    if event.kind is EventKind.CORRECTION:
        return (
            f"We read a letter about {name} wrongly and sent you the wrong result. The letter itself has not changed. "
            "We made a mistake and we are sorry. This mail gives the correct result.",
        )
    if _is_reissue(event):
        return (one_line(event.facts[0]), f"It is listed as “{one_line(event.listed_as, 200)}”.")
    return (f"Ofsted published this on {day}. It is listed as “{one_line(event.listed_as, 200)}”.",)


def _is_reissue(event: Event) -> bool:
    return bool(event.facts) and event.facts[0].startswith(PUT_OUT_AGAIN)


def _is_withdrawn(event: Event) -> bool:
    return event.key.startswith("withdrawn:")


def _caption(event: Event) -> str:
    if event.kind is EventKind.CORRECTION:
        return "The current judgements" if _is_withdrawn(event) else "What we said and the correct judgements"
    return "What changed, and what did not" if event.changes else "Judged again, with no change"


def _columns(event: Event) -> tuple[str, str]:
    if event.kind is EventKind.CORRECTION:
        return ("The letter said", "The letter before it says") if _is_withdrawn(event) else ("We said", "Correct")
    return ("Before", "Now")


def _changed_row(change: Change) -> Row:
    if change.from_grade is None or change.to_grade is None or change.direction is None:
        raise ValueError(f"a change in the table has two grades and a direction: {change.key}")
    verdict = "corrected" if change.cause is Cause.CORRECTION else _VERDICTS[change.direction]
    before, now = format_day(change.from_published), format_day(change.to_published)
    if change.from_number == change.to_number:  # both are from one letter, so its date does not distinguish them
        before, now = ("first issue", "re-issue") if change.cause is Cause.REISSUED else ("", "")
    return Row(sentence(STRANDS[change.strand]), _shown(change.from_grade, before), _shown(change.to_grade, now), verdict)


def _unchanged_row(line: Strand, grade: Grade) -> Row:
    return Row(sentence(STRANDS[line]), _shown(grade, ""), _shown(grade, ""), "no change")


def _shown(grade: Grade, note: str) -> Shown:
    return Shown(GRADES[grade], grade_style(grade), note)


def _quotes(changes: Sequence[Change]) -> tuple[Quote, ...]:
    return tuple(quote_of(sentence(STRANDS[change.strand]), witness) for change in changes for witness in change.evidence)


def quote_of(about: str, witness: Witness) -> Quote:
    """A witness as a quotation for people: its text on one line, without the bullet before it, and its place."""
    place = _PLACES[witness.source]
    text = one_line(witness.text, 600).lstrip("•◼▪■– ")
    return Quote(about, text, f"page {witness.page}, {place}" if witness.page else "from the letter")
