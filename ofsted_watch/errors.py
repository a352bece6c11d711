"""The tree of errors. Each class's docstring is its meaning; retries are decided by class.

OfstedWatchError
├── WrongUse                     the caller can correct it (exit code 2)
│   ├── BadSetting
│   ├── DatabaseNotOurs
│   ├── UnknownAuthority
│   ├── BadAddress
│   ├── PreferencesUnclear
│   ├── PageNotShown
│   └── BadLink
│       └── LinkExpired
├── SiteError                    a fault of the Ofsted site
│   ├── SiteUnavailable          (retried)
│   ├── SiteRefused
│   │   └── ChallengePage
│   ├── PageChanged
│   ├── NothingFound
│   │   └── NothingListed
│   ├── ListCapped
│   ├── FileGone
│   ├── FileTooLarge
│   ├── ClocksDisagree
│   └── HostNotAllowed
├── LetterProblem                why a file has no judgements; `code` is in the contract
│   ├── NotAPdf  EmptyFile  Truncated  Encrypted  NoText
│   ├── UnknownKind  TwoKinds
│   ├── Marked  TablesDisagree
│   ├── WitnessesDisagree  IncompleteJudgements  UnlistedGrade  UnlistedArea
│   ├── PriorityActionUnclear
│   ├── AuthorityNotNamed  DatesNotRead  DatesContradict
│   └── ReadingTookTooLong  ReadingTookTooMuch  ReaderDied
├── DataError                    a stored report that cannot be read
├── StoreError
│   ├── DatabaseUnavailable      (retried)
│   ├── DatabaseNotMigrated  DatabaseNewer  DatabaseDamaged
│   ├── ArchiveUnavailable
│   └── ArchiveDamaged
├── DeployFailed                 the Prefect server does not answer or refuses a request
├── OpsNoticeFailed              the channel of ops or the dead-man's switch does not take a notice
└── MailError                    a refusal or failure of the mail server
    ├── MailServerUnavailable          (retried)
    ├── MailRejected
    └── MailOutcomeUnknown
"""

from datetime import date
from typing import ClassVar


class OfstedWatchError(Exception):
    """The base of every error that Ofsted Watch raises. Its message says what happened, where, and what to do."""


class WrongUse(OfstedWatchError):
    """The caller can correct the input: a setting, a name, a date."""


class BadSetting(WrongUse):
    """A setting from the environment or `.env` is missing or is invalid."""


class DatabaseNotOurs(WrongUse):
    """The database that was named holds something else than Ofsted Watch's tables. Nothing is written into it."""


class UnknownAuthority(WrongUse):
    """No authority has this name or URN."""


class BadAddress(WrongUse):
    """The text is not a valid email address."""


class PreferencesUnclear(WrongUse):
    """A preferences form is incomplete or contradicts itself."""

    def __init__(self, faults: tuple[tuple[str, str], ...]) -> None:
        super().__init__("; ".join(text for _, text in faults))
        self.faults = faults
        """(field, what to do about it), in the order of the form."""


class PageNotShown(WrongUse):
    """A page of a file cannot be drawn: there is no such page, it is too large, or the file is damaged or hostile."""


class BadLink(WrongUse):
    """A link from a mail is cut off, changed, of the wrong type, or not from us."""


class LinkExpired(BadLink):
    """A link from us has expired."""


class SiteError(OfstedWatchError):
    """The Ofsted site's answer leaves something unchecked."""


class SiteUnavailable(SiteError):
    """A temporary fault: 429, 5xx, a timeout, a dropped connection, a cut-off body. It is worth retrying."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds to wait, from Retry-After, if the site sent it."""


class SiteRefused(SiteError):
    """The site refuses to serve us: 401, 403, robots.txt. Do not retry soon."""


class ChallengePage(SiteRefused):
    """The site answers with a page that asks whether the client is human."""


class PageChanged(SiteError):
    """A page lacks an element that every such page had, or cannot be parsed: the site was redesigned, or it is another page."""


class NothingFound(SiteError):
    """A search or page that must list something is empty."""


class NothingListed(NothingFound):
    """An authority's page is as known, but lists no letter. `name` is the authority's name there.

    It is a fact for an authority that never had a letter, and an alarm for any other.
    """

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message)
        self.name = name


class ListCapped(SiteError):
    """The pages of a list end before the total that the site states."""


class FileGone(SiteError):
    """The site says 'Report not found' (as a 200 page) or 404 for a file it listed."""


class FileTooLarge(SiteError):
    """The answer is larger than any letter may be; it was not downloaded."""


class ClocksDisagree(SiteError):
    """The site's clock and this machine's are days apart. Dates decide what is news, so the run sends no more requests."""


class HostNotAllowed(SiteError):
    """A link or redirect leads to a host outside the allowed ones, or away from https."""


class LetterProblem(OfstedWatchError):
    """A file cannot be read as a letter with judgements. `code` is stable, for programs.

    `stated` are the judgements that were read before the problem was met: only for the person who reviews the letter.
    """

    code: ClassVar[str] = "letter_problem"
    stated: tuple[object, ...] = ()


class NotAPdf(LetterProblem):
    """The bytes are not a PDF: usually an HTML page that says 'Report not found'."""

    code = "not_a_pdf"


class EmptyFile(LetterProblem):
    """The file has no bytes."""

    code = "empty"


class Truncated(LetterProblem):
    """The PDF is cut off."""

    code = "truncated"


class Encrypted(LetterProblem):
    """The PDF needs a password."""

    code = "encrypted"


class NoText(LetterProblem):
    """The PDF has pictures of pages but no text."""

    code = "no_text"


class UnknownKind(LetterProblem):
    """No known kind of letter matches. The file is stored as `other`."""

    code = "unknown_kind"


class TwoKinds(LetterProblem):
    """More than one kind of letter matches, so neither is used."""

    code = "two_kinds"


class Marked(LetterProblem):
    """The letter is marked as withdrawn, a draft or the like, or a note, a box or a mark lies over what it judges."""

    code = "marked"


class TablesDisagree(LetterProblem):
    """Two tables of one letter give an area different grades, and neither is headed as an earlier inspection's."""

    code = "tables_disagree"


class PriorityActionUnclear(LetterProblem):
    """The letter can be read as naming areas for priority action, and as naming none."""

    code = "priority_action_unclear"


class WitnessesDisagree(LetterProblem):
    """Two places of one letter state different grades for one area."""

    code = "witnesses_disagree"


class IncompleteJudgements(LetterProblem):
    """An area that this framework always judges has no grade with a place in the text."""

    code = "incomplete_judgements"


class UnlistedGrade(LetterProblem):
    """The letter prints a grade that no framework has."""

    code = "unlisted_grade"


class UnlistedArea(LetterProblem):
    """The letter judges an area that its framework does not have."""

    code = "unlisted_area"


class AuthorityNotNamed(LetterProblem):
    """The letter does not name a known authority."""

    code = "authority_not_named"


class DatesNotRead(LetterProblem):
    """A date that the letter must have is missing or impossible."""

    code = "dates_not_read"


class DatesContradict(LetterProblem):
    """Two dates of a letter exclude each other: a visit after the day of its letter, or a visit of a year and a day."""

    code = "dates_contradict"

    def __init__(self, message: str, alternatives: tuple[tuple[date | None, date, date], ...] = ()) -> None:
        super().__init__(message)
        self.alternatives = alternatives
        """What the letter may have meant, each (day of the letter or None, first day, last day of the visit)."""


class ReadingTookTooLong(LetterProblem):
    """Reading this file exceeded its time limit and was stopped."""

    code = "too_slow"


class ReadingTookTooMuch(LetterProblem):
    """Reading this file exceeded its memory or size limit and was stopped."""

    code = "too_big"


class ReaderDied(LetterProblem):
    """The process that read this file ended without a result."""

    code = "reader_died"


class DataError(OfstedWatchError):
    """A stored report of a run's data is damaged."""


class StoreError(OfstedWatchError):
    """The database or the archive failed."""


class DatabaseUnavailable(StoreError):
    """The database is locked, gone or restarting. It is worth retrying."""


class DatabaseNotMigrated(StoreError):
    """The database schema is out of date: run `ofsted-watch migrate` first."""


class DatabaseNewer(StoreError):
    """The database's schema is of a newer version of Ofsted Watch than this one."""


class DatabaseDamaged(StoreError):
    """The database's file is damaged or is not a database. Retrying does not help."""


class ArchiveUnavailable(StoreError):
    """The archive cannot be read or written now: disk full, no permission, object store unavailable."""


class ArchiveDamaged(StoreError):
    """A file in the archive is missing or does not match its hash."""


class DeployFailed(OfstedWatchError):
    """The Prefect server does not answer, or refuses a request from `deploy`."""


class MailError(OfstedWatchError):
    """The mail server did not accept a mail."""


class MailServerUnavailable(MailError):
    """A temporary refusal: 4xx, greylisting, timeout, no connection. It is worth retrying."""


class NoMailConnection(MailServerUnavailable):
    """No connection to the mail server: it does not answer, refuses our login, or allows no more connections."""


class MailRejected(MailError):
    """A final refusal (5xx): the server will never accept this address or this mail."""

    def __init__(self, message: str, *, address_is_gone: bool = False) -> None:
        super().__init__(message)
        self.address_is_gone = address_is_gone
        """True if the server says that the address does not exist, so that no mail to it will be accepted."""


class MailOutcomeUnknown(MailError):
    """The connection broke after the mail was sent: the server may or may not have accepted it."""


class OpsNoticeFailed(OfstedWatchError):
    """A notice to ops could not be handed over: their channel or the dead-man's switch does not answer, or refuses it."""
