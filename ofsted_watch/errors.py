"""The tree of errors. Each class's docstring is its meaning; retries are decided by class.

OfstedWatchError
├── WrongUse                     the person who called us can mend it (exit code 2)
│   ├── BadSetting
│   ├── UnknownAuthority
│   ├── BadAddress
│   ├── PreferencesUnclear
│   └── BadLink
│       └── LinkExpired
├── SiteError                    what the Ofsted site did
│   ├── SiteUnavailable          (retried)
│   ├── SiteRefused
│   │   └── ChallengePage
│   ├── PageChanged
│   ├── NothingFound
│   ├── ListCapped
│   ├── FileGone
│   ├── FileTooLarge
│   ├── ClocksDisagree
│   └── HostNotAllowed
├── LetterProblem                why a file carries no judgements; `code` is in the contract
│   ├── NotAPdf  EmptyFile  Truncated  Encrypted  NoText
│   ├── UnknownKind  TwoKinds
│   ├── WitnessesDisagree  IncompleteJudgements  UnlistedGrade  UnlistedArea
│   ├── AuthorityNotNamed  DatesNotRead  DatesContradict
│   └── ReadingTookTooLong  ReadingTookTooMuch  ReaderDied
├── DataError                    a stored report of the data that cannot be read
├── StoreError
│   ├── DatabaseUnavailable      (retried)
│   ├── DatabaseNotMigrated  DatabaseNewer  DatabaseDamaged
│   ├── ArchiveUnavailable
│   └── ArchiveDamaged
├── DeployFailed                 the Prefect server is away, or refuses what it is given
└── MailError                    what the mail server said
    ├── MailServerUnavailable          (retried)
    ├── MailRejected
    └── MailOutcomeUnknown
"""

from datetime import date
from typing import ClassVar


class OfstedWatchError(Exception):
    """Anything Ofsted Watch raises on purpose. Its text says what, where and what to do."""


class WrongUse(OfstedWatchError):
    """The call can be mended by the person who made it: a setting, a name, a date."""


class BadSetting(WrongUse):
    """A setting from the environment or `.env` is missing or cannot be understood."""


class UnknownAuthority(WrongUse):
    """No authority has this name or URN."""


class BadAddress(WrongUse):
    """This cannot be an email address that mail can be sent to."""


class PreferencesUnclear(WrongUse):
    """A form for mails leaves open what is wanted, or asks for two things that exclude each other."""

    def __init__(self, faults: tuple[tuple[str, str], ...]) -> None:
        super().__init__("; ".join(text for _, text in faults))
        self.faults = faults
        """(the field that is at fault, what to do about it), in the order of the form."""


class BadLink(WrongUse):
    """A link from a mail that is cut off, changed, made for something else, or never was ours."""


class LinkExpired(BadLink):
    """A link of ours that was good for some days, and is older."""


class SiteError(OfstedWatchError):
    """The Ofsted site answered in a way that leaves us blind to something."""


class SiteUnavailable(SiteError):
    """A passing fault: 429, 5xx, a timeout, a dropped connection, a cut-off body. Worth another try."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds the site asked us to wait, when it said so."""


class SiteRefused(SiteError):
    """The site will not serve us: 401, 403, robots.txt. Asking again soon makes it worse."""


class ChallengePage(SiteRefused):
    """A page that asks whether we are human stands where the answer should be."""


class PageChanged(SiteError):
    """A page lacks what every such page had, or cannot be parsed: the site was redesigned, or this is another page."""


class NothingFound(SiteError):
    """A search or page that must list something lists nothing."""


class ListCapped(SiteError):
    """The pages of a list end before the total that the site states."""


class FileGone(SiteError):
    """The site says 'Report not found' (as a 200 page) or 404 for a file it listed."""


class FileTooLarge(SiteError):
    """The answer is larger than any letter may be; it was not taken in."""


class ClocksDisagree(SiteError):
    """The site's clock and this machine's are days apart. Days decide what is news, so nothing is asked further."""


class HostNotAllowed(SiteError):
    """A link or redirect leads to a host outside the allowed ones, or away from https."""


class LetterProblem(OfstedWatchError):
    """A file that cannot be taken as a letter with judgements. `code` is stable, for programs."""

    code: ClassVar[str] = "letter_problem"


class NotAPdf(LetterProblem):
    """The bytes are not a PDF: usually an HTML page that says 'Report not found'."""

    code = "not_a_pdf"


class EmptyFile(LetterProblem):
    """The file has no bytes."""

    code = "empty"


class Truncated(LetterProblem):
    """The PDF ends before its end."""

    code = "truncated"


class Encrypted(LetterProblem):
    """The PDF asks for a password."""

    code = "encrypted"


class NoText(LetterProblem):
    """The PDF holds pictures of pages but no text."""

    code = "no_text"


class UnknownKind(LetterProblem):
    """No kind of letter we know matches. The file is kept as `other`."""

    code = "unknown_kind"


class TwoKinds(LetterProblem):
    """More than one kind of letter matches, so neither is believed."""

    code = "two_kinds"


class WitnessesDisagree(LetterProblem):
    """Two places of one letter state different grades for one area."""

    code = "witnesses_disagree"


class IncompleteJudgements(LetterProblem):
    """An area that this framework always judges has no grade we can point to."""

    code = "incomplete_judgements"


class UnlistedGrade(LetterProblem):
    """A grade is printed that no framework has."""

    code = "unlisted_grade"


class UnlistedArea(LetterProblem):
    """An area is judged that this framework does not have."""

    code = "unlisted_area"


class AuthorityNotNamed(LetterProblem):
    """The letter names no authority that we know."""

    code = "authority_not_named"


class DatesNotRead(LetterProblem):
    """A date the letter must carry is not there, or impossible."""

    code = "dates_not_read"


class DatesContradict(LetterProblem):
    """Two dates of a letter exclude each other: a visit after the day of its letter, or a visit of a year and a day."""

    code = "dates_contradict"

    def __init__(self, message: str, alternatives: tuple[tuple[date | None, date, date], ...] = ()) -> None:
        super().__init__(message)
        self.alternatives = alternatives
        """What the letter may have meant, each (day of the letter or None, first day, last day of the visit)."""


class ReadingTookTooLong(LetterProblem):
    """Reading this file passed its time limit and was stopped."""

    code = "too_slow"


class ReadingTookTooMuch(LetterProblem):
    """Reading this file passed its memory or size limit and was stopped."""

    code = "too_big"


class ReaderDied(LetterProblem):
    """The process that read this file ended without an answer."""

    code = "reader_died"


class DataError(OfstedWatchError):
    """A stored report of a run's data is damaged."""


class StoreError(OfstedWatchError):
    """The database or the archive could not do its part."""


class DatabaseUnavailable(StoreError):
    """The database is locked, gone or restarting. Worth another try."""


class DatabaseNotMigrated(StoreError):
    """The database lacks a step of its schema: `migrate` comes first."""


class DatabaseNewer(StoreError):
    """The database's schema is of a newer version of Ofsted Watch than this one."""


class DatabaseDamaged(StoreError):
    """The database's file is damaged, or is no database at all. Trying again does not help."""


class ArchiveUnavailable(StoreError):
    """The archive cannot be read or written now: disk full, no permission, object store away."""


class ArchiveDamaged(StoreError):
    """A file in the archive is missing or is not what its hash says."""


class DeployFailed(OfstedWatchError):
    """The Prefect server does not answer, or refuses what `deploy` gives it."""


class MailError(OfstedWatchError):
    """The mail server did not take a mail."""


class MailServerUnavailable(MailError):
    """A passing refusal: 4xx, greylisting, timeout, no connection. Worth another try."""


class MailRejected(MailError):
    """A final refusal (5xx): the address or the mail will never be taken."""

    def __init__(self, message: str, *, address_is_gone: bool = False) -> None:
        super().__init__(message)
        self.address_is_gone = address_is_gone
        """True when the server says that no mail for this address will ever be taken, whatever it says."""


class MailOutcomeUnknown(MailError):
    """The connection broke after the mail was handed over: it may or may not have been taken."""
