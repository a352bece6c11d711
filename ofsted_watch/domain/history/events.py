"""Events to notify people of, as values: a letter's news, a re-issue, a correction, a withdrawn report, a gap.

The text of each is written in ofsted_watch/presentation/event_text.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ofsted_watch.domain.findings import LetterFindings
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.history.comparison import Compared, compare
from ofsted_watch.domain.history.inspections import History, Inspection
from ofsted_watch.domain.history.letter_findings import findings_of
from ofsted_watch.domain.history.previous_witness import OtherPredecessor, other_predecessor
from ofsted_watch.domain.history.summaries import ComparedSummary, ExtraGrades, LetterSummary, extra_grades, summary_of_letter
from ofsted_watch.domain.identifiers import FileNumber, Sha256, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, Change, EventBase, EventKind, Letter, Topic, Witness
from ofsted_watch.domain.person_reading import PersonReading

WITHDRAWN = "withdrawn"
RETURNED = "returned"
"""How the keys of the two kinds of event begin that say of a report that it went, or that it is back."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A withdrawal that was decided before: its event's key, its day, and whether it may be told (None: nobody has said)."""

    key: str
    day: date
    is_released: bool | None


@dataclass(frozen=True, slots=True)
class Arrived:
    """A new letter. `days` are the first and last day of the inspection, `is_first` is true if the authority has no earlier
    inspection, `names_priority_action` if it names areas for priority action. `listed_late` is the day on which it was first
    listed, where it is news although its date is old. `unread_before` are the days of unread reports because of which it is not
    compared. `compared_with` is the file of the inspection that it is compared with, `other_predecessor` what the letter itself
    says if that is another one. `read_by` is set if a person read its grades."""

    kind: LetterKind
    compared: tuple[Compared, ...]
    is_first: bool
    extra: ExtraGrades
    names_priority_action: bool
    days: tuple[date | None, date | None]
    lead_inspector: str | None
    listed_late: date | None = None
    unread_before: tuple[date, ...] = ()
    compared_with: Sha256 | None = None
    other_predecessor: OtherPredecessor | None = None
    read_by: PersonReading | None = None


@dataclass(frozen=True, slots=True)
class Reissued:
    """A letter that Ofsted has published again: what it said, what it says, and the day it was first published."""

    letter: Arrived
    before: LetterSummary
    now: LetterSummary
    first_published: date
    first_days: tuple[date | None, date | None]

    @property
    def is_restarted(self) -> bool:
        """True if it gives another first day on site than before: a person says whether it is the same inspection."""
        was, now = self.first_days
        return was is not None and now is not None and was != now


@dataclass(frozen=True, slots=True)
class Corrected:
    """A letter that was misread before: what the mail about it said, and what is correct, `read_by` a person or by the reader."""

    before: ComparedSummary
    now: ComparedSummary
    read_by: PersonReading | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A report that the site no longer lists."""

    kind: LetterKind
    published: date


@dataclass(frozen=True, slots=True)
class Returned:
    """A report that the site lists again, after its withdrawal on a day."""

    kind: LetterKind
    published: date
    withdrawn: date


@dataclass(frozen=True, slots=True)
class Unchecked:
    """An authority that could not be checked since a day; `reason` is a message ('the site did not answer')."""

    since: date
    reason: str


@dataclass(frozen=True, slots=True)
class Unread:
    """An inspection report whose grades are not read yet."""

    published: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedEvent(EventBase):
    """An event before it has its text: `content` is what its title and facts are written from."""

    content: Arrived | Reissued | Corrected | Withdrawn | Returned | Unchecked | Unread


def letter_key(urn: Urn, sha256: Sha256, return_edition: int | None = None) -> str:
    """The key of the event that announces a letter: the same bytes about the same authority give the same key.

    If the site serves again bytes that it served before, the edition makes it another event.
    """
    return ":".join(("letter", urn, sha256[:16], *(() if return_edition is None else (str(return_edition),))))


def letter_event(
    history: History,
    inspection: Inspection,
    changes: Sequence[Change],
    authority: Authority,
    return_edition: int | None = None,
) -> DecidedEvent:
    """A new letter: for subscribers to any new letter, and for those its changes or priority actions concern.

    `return_edition` is its edition if the site served these bytes before, else None.
    """
    content = _arrived(history, inspection)
    topics = {Topic.LETTER}
    if any(change.direction for change in changes):
        topics.add(Topic.CHANGE)
    if content.names_priority_action:
        topics.add(Topic.PRIORITY)
    return _about(
        inspection,
        content,
        key=letter_key(authority.urn, inspection.stored.letter.sha256, return_edition),
        kind=EventKind.LETTER,
        topics=frozenset(topics),
        authority=authority,
        happened=inspection.stored.published,
        changes=changes,
        unchanged=_unchanged(content.compared),
        priority_action=_priority_action(inspection.stored.letter) if content.names_priority_action else (),
        findings=findings_of(inspection.stored.letter),
    )


def reissue_event(
    history: History,
    known: Inspection,
    inspection: Inspection,
    changes: Sequence[Change],
    authority: Authority,
    return_edition: int | None = None,
) -> DecidedEvent:
    """A letter that Ofsted has re-issued with other content than `known`, the stored bytes.

    `return_edition` is its edition if the site served these bytes before, else None.
    """
    plain = letter_event(history, inspection, changes, authority, return_edition)
    before, now = known.strands() if known.is_compared else {}, inspection.strands() if inspection.is_compared else {}
    both = ((strand, now[strand].grade) for strand in before if strand in now and before[strand].grade == now[strand].grade)
    content = Reissued(
        letter=_arrived(history, inspection),
        before=summary_of_letter(known),
        now=summary_of_letter(inspection),
        first_published=inspection.published,
        first_days=(known.stored.letter.inspection_start, inspection.stored.letter.inspection_start),
    )
    return replace(plain, content=content, unchanged=tuple(both))


def correction_event(
    known: Inspection,
    inspection: Inspection,
    changes: Sequence[Change],
    content: Corrected,
    authority: Authority,
    today: date,
) -> DecidedEvent:
    """We misread a letter before: for those who got the mail about it. `content` is what we said and what is correct."""
    letter = inspection.stored.letter
    same_bytes = known.stored.letter.sha256 == letter.sha256
    by_person = known.stored.letter.read_by is not None
    return _about(
        inspection,
        content,
        key=f"correction:{authority.urn}:{letter.sha256[:16]}:{inspection.stored.reader_version}",
        kind=EventKind.CORRECTION,
        topics=frozenset({Topic.CHANGE}),
        authority=authority,
        happened=today,
        changes=changes,
        corrects=letter_key(authority.urn, known.stored.letter.sha256),
        # A person's reading is what was published until a person releases another, of these bytes or of others.
        read_before=(known if same_bytes or by_person else inspection).stored.reader_version,
        files=tuple(sorted(known.hashes & inspection.hashes)),
    )


def withdrawn_event(inspection: Inspection, changes: Sequence[Change], authority: Authority, today: date) -> DecidedEvent:
    """Ofsted no longer lists a report that we sent a mail about: for those who got that mail, as a correction.

    `files` has every sha256 of the report: its mail may have been about other bytes than those served last.
    """
    letter = inspection.stored.letter
    return _about(
        inspection,
        Withdrawn(letter.kind, inspection.published),
        key=f"{WITHDRAWN}:{authority.urn}:{letter.sha256[:16]}:{today.isoformat()}",
        kind=EventKind.CORRECTION,
        topics=frozenset({Topic.CHANGE}),
        authority=authority,
        happened=today,
        changes=changes,
        corrects=letter_key(authority.urn, letter.sha256),
        files=tuple(sorted(inspection.hashes)),
    )


def returned_event(
    gone: Inspection, inspection: Inspection, withdrawal: Withdrawal, authority: Authority, today: date
) -> DecidedEvent:
    """Ofsted lists a withdrawn report again: for those who were told of its withdrawal, as a correction of that.

    `gone` is what was withdrawn: the report is named as it was then, whatever its link says now.
    """
    letter = inspection.stored.letter
    return _about(
        inspection,
        Returned(letter.kind, gone.published, withdrawal.day),
        key=f"{RETURNED}:{authority.urn}:{letter.sha256[:16]}:{today.isoformat()}",
        kind=EventKind.CORRECTION,
        topics=frozenset({Topic.CHANGE}),
        authority=authority,
        happened=today,
        changes=(),
        corrects=withdrawal.key,
    )


def unread_event(gap: Gap, authority: Authority) -> DecidedEvent:
    """A report that may carry grades and is not read yet: for everybody who follows the authority."""
    return DecidedEvent(
        key=f"unread:{authority.urn}:{gap.file_number}:{gap.published.isoformat()}",
        kind=EventKind.UNREAD,
        topics=frozenset(Topic),
        urn=authority.urn,
        authority=authority.name,
        happened=gap.published,
        content=Unread(gap.published),
        listed_as=gap.listed_as,
        url=gap.url,
        file_number=gap.file_number,
        sha256=gap.sha256 or Sha256(""),
    )


def unchecked_event(authority: Authority, *, since: date, today: date, reason: str, page_url: str) -> DecidedEvent:
    """An authority not checked since a day (the last successful check): for everybody who follows it, once a gap.

    `reason` is a message ('the site did not answer'), `page_url` is the authority's own page on the Ofsted site.
    """
    return DecidedEvent(
        key=f"blind:{authority.urn}:{since.isoformat()}",
        kind=EventKind.UNCHECKED,
        topics=frozenset(Topic),
        urn=authority.urn,
        authority=authority.name,
        happened=today,
        content=Unchecked(since, reason),
        listed_as="",
        url=page_url,
        file_number=FileNumber(""),
        sha256=Sha256(""),
    )


def _about(
    inspection: Inspection,
    content: Arrived | Corrected | Withdrawn | Returned,
    *,
    key: str,
    kind: EventKind,
    topics: frozenset[Topic],
    authority: Authority,
    happened: date,
    changes: Sequence[Change],
    unchanged: tuple[tuple[Strand, Grade], ...] = (),
    priority_action: tuple[Witness, ...] = (),
    corrects: str | None = None,
    read_before: str | None = None,
    files: tuple[Sha256, ...] = (),
    findings: LetterFindings | None = None,
) -> DecidedEvent:
    listing = inspection.stored.listing
    return DecidedEvent(
        key=key,
        kind=kind,
        topics=topics,
        urn=authority.urn,
        authority=authority.name,
        happened=happened,
        content=content,
        listed_as=listing.listed_as,
        url=listing.url,
        file_number=listing.file_number,
        sha256=inspection.stored.letter.sha256,
        changes=tuple(changes),
        unchanged=unchanged,
        priority_action=priority_action,
        corrects=corrects,
        read_before=read_before,
        files=files,
        findings=findings,
    )


def _arrived(history: History, inspection: Inspection) -> Arrived:
    letter = inspection.stored.letter
    unread = history.gaps_before(inspection) if inspection.is_compared else ()
    earlier = history.predecessor(inspection) if inspection.is_compared and not unread else None
    return Arrived(
        kind=letter.kind,
        compared=compare(history, inspection) if inspection.is_compared else (),
        is_first=inspection.is_compared and history.predecessor(inspection) is None and not unread,
        extra=extra_grades(letter),
        names_priority_action=letter.areas_for_priority_action is True,
        days=(letter.inspection_start, letter.inspection_end),
        lead_inspector=letter.lead_inspector,
        unread_before=tuple(gap.published for gap in unread),
        compared_with=earlier.stored.letter.sha256 if earlier is not None else None,
        other_predecessor=other_predecessor(history, inspection),
        read_by=letter.read_by,
    )


def _unchanged(compared: Sequence[Compared]) -> tuple[tuple[Strand, Grade], ...]:
    return tuple(
        (strand.strand, strand.now.grade)
        for strand in compared
        if strand.now is not None and strand.can_be_compared and not strand.is_change
    )


def _priority_action(letter: Letter) -> tuple[Witness, ...]:
    """The text of the sections about priority action; a sub-heading may come between. Page 0: sections have no page."""
    texts = []
    for place, section in enumerate(letter.sections):
        if "priority action" in section.heading.lower():
            texts += [under.text for under in letter.sections[place:] if under.text.strip()][:1]
    return tuple(Witness(0, text, "sentence") for text in dict.fromkeys(texts))
