"""From an event to what its mail shows, in reading order; both templates only lay this out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ofsted_watch.domain.grades import STRAND_OF_AREA, Grade, Strand
from ofsted_watch.domain.history import COMPARED_KINDS, RETURNED, WITHDRAWN, letter_key
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Cause, Change, Direction, Event, EventKind, Topic, Witness
from ofsted_watch.domain.person_reading import ON_IMAGE, ON_PAGE
from ofsted_watch.presentation.emails.excerpts import page_label, page_link
from ofsted_watch.presentation.emails.findings_items import FindingsShown, shown_findings
from ofsted_watch.presentation.emails.safe_text import one_line, web_link
from ofsted_watch.presentation.emails.styles import GRADE_MARKS, grade_style
from ofsted_watch.presentation.event_text import PUT_OUT_AGAIN, visit_facts
from ofsted_watch.presentation.labels import GRADES, STRANDS, format_day, sentence, spelled_out
from ofsted_watch.presentation.urls import authority_page, letter_page, pdf_page, whole

_PLACES = {
    "table": "judgement table",
    "tag_tree": "judgement table",
    "heading": "heading",
    "sentence": "text",
    ON_PAGE: "read by a person",
    ON_IMAGE: "image, read by a person",
}
NO_CHANGE = "no change"
NO_COMPARISON = "no comparison"
_ARROWS = {Direction.IMPROVED: "↑", Direction.DECLINED: "↓"}
_LONGEST_EVIDENCE = 160
_LONGEST_PREVIEW = 140
_VERDICTS = {Direction.IMPROVED: "improved", Direction.DECLINED: "declined"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A grade as the mail shows it: its text, the mark before it, their style, and in small letters the day it was published."""

    text: str
    mark: str
    style: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: the subject, before, now, and the direction in one word with its arrow.

    `before` is None if there is no grade to compare this one with.
    """

    name: str
    before: Shown | None
    now: Shown
    verdict: str
    arrow: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column: its name, and in small letters the day that all changed rows share."""

    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation from the letter and its place; `about` names the judgement, or is empty. `link` leads to its page."""

    about: str
    text: str
    where: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One event as its mail shows it. `columns` head the table; `link` is None where the address is not a web link.

    `meta` says in one line what it is about and when that was published; it may be empty. `preview` is what mail programs show
    beside the subject. `priority` quotes the areas for priority action where `findings` lists none. `about` are the facts of
    the visit, `facts` all others. `our_link` leads to our own page about it; it is None if we have no pages. It is added to
    Ofsted's link and never replaces it.
    """

    title: str
    meta: str
    preview: str
    opening: tuple[str, ...]
    findings: FindingsShown | None
    caption: str
    columns: tuple[Column, Column]
    rows: tuple[Row, ...]
    quotes: tuple[Quote, ...]
    priority: tuple[Quote, ...]
    urgent: bool
    facts: tuple[str, ...]
    about: tuple[str, ...]
    link: str | None
    link_text: str
    address: str
    our_link: str | None
    our_text: str

    @property
    def all_link(self) -> str:
        """Where all items of a list are that the mail does not hold: our page, or else the letter."""
        return self.our_link or self.link or self.address


def item_of(event: Event, public_url: str | None = None, most_items: int | None = None) -> Item:
    """What the mail about an event shows. Every text that comes from outside is sanitized here.

    `public_url` is the address of our own pages, if there are any. `most_items` limits the items of each list.
    """
    link = _file_link(event)
    findings = shown_findings(event.findings, event.url, most_items) if event.findings else None
    opening, facts = _opening(event), tuple(one_line(fact) for fact in event.facts[1 if _is_reissue(event) else 0 :])
    about_visit = visit_facts(event.findings.days, event.findings.lead_inspector) if event.findings else ()
    is_unchecked = event.kind is EventKind.UNCHECKED
    has_no_letter = event.kind in (EventKind.UNCHECKED, EventKind.UNREAD)
    own_page = authority_page(event.urn) if has_no_letter else letter_page(event.urn, event.file_number)
    changes = _shown_changes(event)
    rows = (
        *map(_changed_row, changes),
        *_rows_without_comparison(event),
        *(_unchanged_row(strand, grade) for strand, grade in event.unchanged),
    )
    return Item(
        title=one_line(event.title, 200),
        meta=f"{findings.inspection} · published {format_day(event.happened)}" if findings else spelled_out(event.title),
        preview=one_line((findings.preview if findings else "") or opening[0], _LONGEST_PREVIEW),
        opening=opening if findings is None or _is_reissue(event) else (),
        findings=findings,
        caption=_caption(event),
        columns=_columns(event, rows),
        rows=_without_shared_notes(rows),
        quotes=_quotes(changes, event.url),
        priority=() if findings and findings.priority else tuple(quote_of("", witness) for witness in event.priority_action),
        urgent=event.kind is EventKind.LETTER and Topic.PRIORITY in event.topics,
        facts=tuple(fact for fact in facts if fact not in about_visit),
        about=tuple(fact for fact in facts if fact in about_visit),
        link=link,
        link_text="Open the authority's page on Ofsted's site" if is_unchecked else "Read the letter on Ofsted's site",
        address=one_line(event.url),
        our_link=web_link(whole(public_url, own_page)) if public_url else None,
        our_text="The authority at Ofsted Watch" if has_no_letter else "What we read in it, at Ofsted Watch",
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
    if event.kind is EventKind.UNREAD:
        return (
            f"Ofsted has published an inspection report about {name}; we could not read its grades yet. It is listed as "
            f"“{one_line(event.listed_as, 200)}”, published on {day}.",
            "Read it on Ofsted's site. When its grades are known, they come as a reply to this mail.",
        )
    if event.kind is EventKind.CORRECTION and _is_withdrawn(event):
        return (f"We told you about a letter on {name} that Ofsted no longer lists. We noticed on {day}.",)
    if event.kind is EventKind.CORRECTION and _is_returned(event):
        return (
            f"We told you that Ofsted no longer lists a letter on {name}. It lists it again, so what we told you of that letter "
            f"before counts again. We noticed on {day}.",
        )
    if event.kind is EventKind.CORRECTION and _is_other_kind(event):
        return (f"Ofsted has re-issued a letter about {name} that we told you about: it gives the same grades as another kind.",)
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
    return event.key.startswith(f"{WITHDRAWN}:")


def _is_returned(event: Event) -> bool:
    return event.key.startswith(f"{RETURNED}:")


def _is_other_kind(event: Event) -> bool:
    """True for the correction of a letter that Ofsted re-issued as another kind: it corrects the mail about other bytes."""
    return event.corrects is not None and not event.corrects.startswith(letter_key(event.urn, event.sha256))


def _caption(event: Event) -> str:
    if event.kind is EventKind.CORRECTION:
        return "The current judgements" if _is_withdrawn(event) else "What we said and the correct judgements"
    if event.changes:
        return "What changed, and what did not"
    return "Judged again, with no change" if event.unchanged else "The grades"


def _columns(event: Event, rows: Sequence[Row]) -> tuple[Column, Column]:
    names = ("Before", "Now")
    if event.kind is EventKind.CORRECTION:
        names = ("The letter said", "The letter before it says") if _is_withdrawn(event) else ("We said", "Correct")
    before, now = _shared_notes(rows)
    return Column(names[0], before), Column(names[1], now)


def _shared_notes(rows: Sequence[Row]) -> tuple[str, str]:
    """The notes that all changed rows share, as one table usually compares two letters; empty where they differ."""
    changed = [(row.before.note, row.now.note) for row in rows if row.before and row.verdict != NO_CHANGE]
    befores, nows = {before for before, _ in changed}, {now for _, now in changed}
    return befores.pop() if len(befores) == 1 else "", nows.pop() if len(nows) == 1 else ""


def _without_shared_notes(rows: Sequence[Row]) -> tuple[Row, ...]:
    before, now = _shared_notes(rows)
    return tuple(
        replace(
            row,
            before=replace(row.before, note="") if before and row.before else row.before,
            now=replace(row.now, note="") if now else row.now,
        )
        for row in rows
    )


def _changed_row(change: Change) -> Row:
    if change.from_grade is None or change.to_grade is None or change.direction is None:
        raise ValueError(f"a change in the table has two grades and a direction: {change.key}")
    verdict = "corrected" if change.cause is Cause.CORRECTION else _VERDICTS[change.direction]
    before, now = format_day(change.from_published), format_day(change.to_published)
    if change.from_file == change.to_file:  # both are from one letter, so its date does not distinguish them
        before, now = "", ""
    elif change.cause is Cause.REISSUED and change.from_number == change.to_number:
        before, now = "first issue", "re-issue"
    arrow = "" if change.cause is Cause.CORRECTION else _ARROWS[change.direction]
    return Row(sentence(STRANDS[change.strand]), _shown(change.from_grade, before), _shown(change.to_grade, now), verdict, arrow)


def _unchanged_row(strand: Strand, grade: Grade) -> Row:
    return Row(sentence(STRANDS[strand]), _shown(grade, ""), _shown(grade, ""), NO_CHANGE)


def _rows_without_comparison(event: Event) -> tuple[Row, ...]:
    """The grades of a letter that nothing earlier compares with: one judged on its own for the first time, a first report."""
    if event.findings is None or event.findings.kind not in COMPARED_KINDS:
        return ()
    compared = {change.strand for change in event.changes} | {strand for strand, _ in event.unchanged}
    given = {STRAND_OF_AREA[area]: grade for area, grade in event.findings.grades if area in STRAND_OF_AREA}
    return tuple(
        Row(sentence(STRANDS[strand]), None, _shown(given[strand], ""), NO_COMPARISON)
        for strand in Strand
        if strand in given and strand not in compared
    )


def _shown(grade: Grade, note: str) -> Shown:
    return Shown(GRADES[grade], GRADE_MARKS[grade], grade_style(grade), note)


def _quotes(changes: Sequence[Change], url: str) -> tuple[Quote, ...]:
    return tuple(
        quote_of(sentence(STRANDS[change.strand]), witness, url, _LONGEST_EVIDENCE)
        for change in changes
        for witness in change.evidence
    )


def quote_of(about: str, witness: Witness, url: str = "", longest: int = 600) -> Quote:
    """A witness as a quotation for people: its text on one line, without the bullet before it, its place and the link to it."""
    place = _PLACES[witness.source]
    text = one_line(witness.text, longest).lstrip("•◼▪■– ")
    about = "" if about.lower() in text.lower() else about
    if not witness.page:
        return Quote(about, text, "from the letter")
    return Quote(about, text, f"{page_label(witness.page)}, {place}", page_link(url, witness.page))


def _file_link(event: Event) -> str | None:
    """The address of the letter, at its first page where it is a PDF, or of the authority's page on Ofsted's site."""
    link = web_link(event.url)
    # Events without findings are corrections, and those stored by an earlier version: a page that is known is one of a PDF.
    has_pages = any(witness.page for change in event.changes for witness in change.evidence)
    is_pdf = event.findings.kind != LetterKind.COUNCIL_NEWS if event.findings else has_pages
    return pdf_page(link, 1) if link and is_pdf else link
