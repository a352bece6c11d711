"""The values on the path of a letter. All are frozen; all dates are dates, all times UTC.

authority → its page → listings → file → text → Letter + Judgements → [checked] → stored → Changes → Alerts → sent
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ofsted_watch.domain.filters import NO_FILTERS, Filters
from ofsted_watch.domain.findings import Improvement, InspectionType, LetterFindings, LetterTopic, Passage, PreviousInspection
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.identifiers import FileKey, FileNumber, LetterKey, ListingKey, ServedFile, Sha256, Urn
from ofsted_watch.domain.letter_dates import LetterDates
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.person_reading import PersonReading
from ofsted_watch.domain.run_state import RunKind, RunState
from ofsted_watch.domain.set_aside_state import SetAsideAnswer, SetAsideSubject
from ofsted_watch.domain.text_places import ParagraphPlace


@dataclass(frozen=True, slots=True)
class Authority:
    """A council's children's services, known by its Ofsted URN (digits as text).

    `ons_code` is empty for an authority that no longer exists. `council_number` is the number by which the department for
    education, and some results of the site's search, know the council.
    """

    urn: Urn
    name: str
    ons_code: str
    region: str
    council_number: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A link on an authority's page. `listed_as` is the kind as the site writes it, `published` the date of its label."""

    urn: Urn
    file_number: FileNumber
    url: str
    listed_as: str
    published: date | None
    event_date: date | None

    @property
    def key(self) -> ListingKey:
        """The authority and the file number."""
        return ListingKey(self.urn, self.file_number)


@dataclass(frozen=True, slots=True)
class AuthorityPage:
    """An authority's page, read: its name there and every letter it lists, newest first as shown."""

    urn: Urn
    name: str
    listings: tuple[Listing, ...]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """The stored record of a listed file: its newest bytes by sha256, and how and when the site served them.

    `edition` counts the bytes served under the number: 1 for the first, plus 1 each time other bytes are served.
    """

    urn: Urn
    file_number: FileNumber
    url: str
    listed_as: str
    listed: date | None
    sha256: Sha256
    size: int
    etag: str | None
    last_modified: str | None
    first_seen: date
    fetched_at: datetime
    checked_at: datetime
    edition: int = 1
    event_date: date | None = None

    @property
    def listing(self) -> Listing:
        """The link under which the file is served."""
        return Listing(self.urn, self.file_number, self.url, self.listed_as, self.listed, self.event_date)


@dataclass(frozen=True, slots=True)
class Witness:
    """A place in the letter that states a grade: the page (from 1) and the text there.

    `source` is one of: table, tag_tree, heading, sentence; person or person_image in a person's reading.
    """

    page: int
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A letter's grade for one area, as read, with what it rests on. `printed` is the grade as printed."""

    area: Area
    grade: Grade
    printed: str
    page: int
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class PreviousJudgement:
    """The earlier overall grade a visit letter mentions; `month_year` is 'YYYY-MM', or 'YYYY' for a year alone."""

    grade: Grade
    month_year: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the letter and the text under it, in paragraphs separated by a blank line."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file carries no judgements: a stable code (errors.py) and a sentence for a person.

    `alternatives` are the dates that a letter whose dates contradict each other may have meant; the listing may resolve them.
    `judgements` are the grades that were read before the problem was met, where places disagree one for each grade: they are
    shown to the person who reviews the letter and count for nothing.
    """

    code: str
    message: str
    alternatives: tuple[LetterDates, ...] = ()
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A file, read: the fields of `read --json`. With a problem it never has a judgement.

    `lscb` is the grade of the Local Safeguarding Children Board if the letter reviews one.
    `areas_for_priority_action` is None if this kind of letter does not mention them.
    `pages` is 0 if they could not be counted.
    `improvements` is what the letter requires, in printed order, under `improvements_heading`. `scope` is what inspectors
    examined, in the letter's text; `theme` is that of a joint inspection. `summary` is the text between the judgements (or the
    opening) and the first heading, `summary_page` is where it begins. `dates_note` says what the letter contradicts if its
    dates come from the listing. `places` has where each paragraph of `text` stands; empty if that was not recorded.
    `edges` are the running heads, footers and page numbers, which are no part of `text`. `read_by` is set if a person read
    what the reader could not.
    """

    file: str
    sha256: Sha256
    pages: int
    kind: LetterKind
    title: str | None = None
    authority: str | None = None
    urn: Urn | None = None
    published: date | None = None
    inspection_start: date | None = None
    inspection_end: date | None = None
    inspectors: tuple[str, ...] = ()
    lead_inspector: str | None = None
    ordinal_visit: int | None = None
    previous_judgement: PreviousJudgement | None = None
    judgements: tuple[Judgement, ...] = ()
    lscb: Grade | None = None
    areas_for_priority_action: bool | None = None
    summary: str | None = None
    summary_page: int | None = None
    scope: str | None = None
    topics: tuple[LetterTopic, ...] = ()
    theme: str | None = None
    improvements_heading: str | None = None
    improvements: tuple[Improvement, ...] = ()
    progress: Passage | None = None
    inspection_type: InspectionType | None = None
    previous_inspection: PreviousInspection | None = None
    dates_note: str | None = None
    headings: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    text: str = ""
    places: tuple[ParagraphPlace, ...] = ()
    edges: tuple[Passage, ...] = ()
    problem: Problem | None = None
    read_by: PersonReading | None = None

    @property
    def judgements_read(self) -> tuple[Judgement, ...]:
        """What was read, also of a letter that was refused; an area whose places disagree is there once for each grade."""
        return self.judgements or (self.problem.judgements if self.problem else ())


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter as stored: where it was listed, when we first saw it, which reader (or person) read it.

    `published` is the letter's own date if it prints one, else the listing's. `letter.text` and `.sections`
    may be empty here (they are loaded on demand). `withdrawn` is the day the site was seen without it;
    `restored` the day on which a person did not accept that: it stays until the site lists it and is seen without it again.
    `edition` is the newest edition at which the site served these bytes under this number, `served` the first day of that
    edition; 0 and None for a letter stored by a version that did not record them.
    """

    listing: Listing
    letter: Letter
    published: date
    first_seen: date
    reader_version: str
    withdrawn: date | None = None
    edition: int = 0
    served: date | None = None
    restored: date | None = None

    @property
    def key(self) -> LetterKey:
        """The authority, the file number and the bytes."""
        return LetterKey(self.listing.urn, self.listing.file_number, self.letter.sha256)

    @property
    def file_key(self) -> FileKey:
        """The authority and the bytes."""
        return FileKey(self.listing.urn, self.letter.sha256)

    @property
    def served_file(self) -> ServedFile:
        """The file number and the bytes."""
        return ServedFile(self.listing.file_number, self.letter.sha256)


class Cause(StrEnum):
    """Why a change is reported. Only the first two may say that a judgement has changed."""

    NEW_LETTER = "new_letter"
    REISSUED = "reissued"
    FRAMEWORK = "framework"
    CORRECTION = "correction"
    WITHDRAWN = "withdrawn"
    HISTORY = "history"


class Direction(StrEnum):
    """Which way a judgement moved."""

    IMPROVED = "improved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Change:
    """One strand of one authority, from one graded letter to the next. Files are sha256, numbers the site's.

    `to_grade` is None only for cause `framework` (the strand is no longer given) and `withdrawn` (nothing left);
    `direction` is None exactly when the two grades cannot be compared. `return_edition` is the edition of the later file
    if the site serves again bytes that it served before, else None; `withdrawn_on` is the day of a withdrawal.
    """

    urn: Urn
    strand: Strand
    from_grade: Grade | None
    to_grade: Grade | None
    direction: Direction | None
    cause: Cause
    from_published: date
    to_published: date
    from_file: Sha256
    to_file: Sha256
    from_number: FileNumber
    to_number: FileNumber
    evidence: tuple[Witness, ...] = ()
    return_edition: int | None = None
    withdrawn_on: date | None = None

    @property
    def key(self) -> str:
        """The same change always has the same key, no matter when and how often it is found."""
        files = (self.from_file[:16], self.to_file[:16])
        again = tuple(str(which) for which in (self.return_edition, self.withdrawn_on) if which is not None)
        return ":".join((self.urn, self.strand, self.cause, *files, f"{self.from_grade}-{self.to_grade}", *again))


class Topic(StrEnum):
    """What a subscriber can be notified of."""

    CHANGE = "change"
    LETTER = "letter"
    PRIORITY = "priority"


class Frequency(StrEnum):
    """When a subscriber's mails go out."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"


class EventKind(StrEnum):
    """What a mail is about: a letter's news, a correction of what we said, an unchecked authority, or an unread report."""

    LETTER = "letter"
    CORRECTION = "correction"
    UNCHECKED = "unchecked"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBase:
    """What an event is about, whether or not it has its text: one letter's news about one authority.

    `key` is unique and deterministic. `topics` tells who is interested. `unchanged` are strands whose grade was
    given again. `corrects` is the key of the event that this one corrects, `settles` of the one that said that this letter
    was not read yet. A letter read anew names in `read_before` the reader version whose reading was ours until then, and
    `files` has every sha256 of the inspection that is read again with it, or that was withdrawn.
    `findings` is what a letter's news gives besides its grades; None for other events, and for those stored before it existed.
    """

    key: str
    kind: EventKind
    topics: frozenset[Topic]
    urn: Urn
    authority: str
    happened: date
    listed_as: str
    url: str
    file_number: FileNumber
    sha256: Sha256
    changes: tuple[Change, ...] = ()
    unchanged: tuple[tuple[Strand, Grade], ...] = ()
    priority_action: tuple[Witness, ...] = ()
    corrects: str | None = None
    settles: str | None = None
    read_before: str | None = None
    files: tuple[Sha256, ...] = ()
    findings: LetterFindings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(EventBase):
    """Everything one mail says, decided once and stored. `facts` are sentences (an area judged on its own for the first time)."""

    title: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscription:
    """A person's preferences, as in subscriptions/preferences.py."""

    id: int
    email: str
    urns: frozenset[Urn]
    region: str | None
    topics: frozenset[Topic]
    frequency: Frequency
    declines_only: bool = False
    created: datetime | None = None
    paused: str | None = None
    change_filters: Filters = NO_FILTERS
    letter_filters: Filters = NO_FILTERS


class AlertState(StrEnum):
    """The state of an alert, from decided to delivered."""

    HELD = "held"
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An alert just decided: (subscription, event) is unique. `hold` is why it is held, or None."""

    subscription_id: int
    event_key: str
    hold: str | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as stored in the outbox. `attempts` counts delivery attempts; `answer` is the server's last answer."""

    id: int
    subscription: Subscription
    event: Event
    state: AlertState
    hold: str | None
    created: datetime
    attempts: int
    answer: str | None
    not_before: datetime
    message_id: str
    resolved_by: str | None = None
    resolved_why: str | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something stored but not used, with the reason, until a person releases or rejects it.

    `about` is a sha256, a file number or a URN, by `what`. `code` is stable: the code of a LetterProblem, the name of a rule
    of the expectations, or a SetAsideReason.
    """

    what: SetAsideSubject
    urn: Urn
    about: str
    code: str
    message: str
    id: int | None = None
    since: datetime | None = None
    answer: SetAsideAnswer | None = None
    answered_by: str | None = None
    answered_why: str | None = None


@dataclass(frozen=True, slots=True)
class FailedRow:
    """A row that broke a rule: its number in the checked frame, and the text of the rule."""

    row: int
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class RuleResult:
    """The result of one rule of a suite, also if it held: for the report of a run.

    `scope` is the effect of breaking it: row, batch or warning. `checked` counts the rows checked, 0 for a rule on a
    value of the whole table. `broken_by` are the rows that broke it, by number and name. `crash` is why it could not run.
    """

    rule: str
    scope: str
    passed: bool
    checked: int
    broken_by: tuple[tuple[int, str], ...] = ()
    crash: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict of the expectations on one batch: rows to set aside, batch rules that failed, warnings.

    `failed_batch` holds sentences; one fails the run, as does one in `could_not_run`. `rules` holds every
    rule checked, in the suite's order.
    """

    suite: str
    rows_checked: int
    failed_rows: tuple[FailedRow, ...] = ()
    failed_batch: tuple[str, ...] = ()
    could_not_run: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    rules: tuple[RuleResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a run covered of what was expected. `unchecked` maps a URN to the reason as text.

    `missed_by_polls` counts the letters of a night that the polls of the days before should have seen.
    """

    expected: tuple[Urn, ...]
    checked: tuple[Urn, ...]
    unchecked: dict[Urn, str] = field(default_factory=dict)
    listed: int = 0
    fetched: int = 0
    read: int = 0
    validated: int = 0
    stored: int = 0
    set_aside: int = 0
    missed_by_polls: int = 0


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run as it is remembered."""

    id: int
    kind: RunKind
    today: date
    started: datetime
    finished: datetime | None
    state: RunState
    message: str
    coverage: Coverage | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that one run decided, applied in one transaction: either all of it is stored, or nothing.

    `checked_urns` are the URNs checked on `today`; only they move the day after which letters are news. `hold` is why
    the events are not published until they are reviewed, or None if they may be. `holds` maps the key of an event
    that is held for its own reason to that reason. `retracted` are the keys of held events that are no longer true.
    `gaps` are all open gaps of the authorities that have others than before.
    """

    today: date
    stored: tuple[StoredLetter, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    changes: tuple[Change, ...] = ()
    events: tuple[Event, ...] = ()
    alerts: tuple[NewAlert, ...] = ()
    checked_urns: tuple[Urn, ...] = ()
    hold: str | None = None
    holds: Mapping[str, str] = field(default_factory=dict)
    retracted: tuple[str, ...] = ()
    gaps: Mapping[Urn, tuple[Gap, ...]] = field(default_factory=dict)
