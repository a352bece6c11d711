"""All authorities at once, as the front page and the table of authorities show them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.identifiers import FileNumber, ListingKey, Sha256, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, Cause, Change, Letter, StoredLetter
from ofsted_watch.domain.visibility import newest_letters
from ofsted_watch.presentation.first_sentence import first_sentence
from ofsted_watch.presentation.tables import Row
from ofsted_watch.web.published import Published

LATEST = 24
"""The number of letters and of changed letters that the front page can show."""

_A_JUDGEMENT_CHANGED = frozenset({Cause.NEW_LETTER, Cause.REISSUED, Cause.HISTORY, Cause.WITHDRAWN})
"""Causes listed among the latest changes. Our corrections and the end of a framework are not changes of judgement."""


@dataclass(frozen=True, slots=True)
class ChangedLetter:
    """The changes from one letter, in the order of the strands. `reason` is the first sentence of its summary, if it has one."""

    authority: Authority
    published: date
    file_number: FileNumber
    kind: LetterKind
    cause: Cause
    changes: tuple[Change, ...]
    reason: str | None = None
    priority_action: bool = False


@dataclass(frozen=True, slots=True)
class LatestLetter:
    """A letter among the latest. `grades` counts its judgements; `problem` is why it has none."""

    authority: Authority
    published: date
    file_number: FileNumber
    kind: LetterKind
    grades: int
    priority_action: bool
    withdrawn: date | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class StandingRow:
    """An authority in the table: each strand's grade (or why there is none, as in tables.py) and its direction.

    `send_…` and `jtai_…` are of its newest area SEND and joint inspection.
    """

    authority: Authority
    kind: LetterKind | None
    published: date | None
    newest_letter: date | None
    grades: Mapping[Strand, str | None]
    directions: Mapping[Strand, str | None]
    send_outcome: str | None = None
    send_published: date | None = None
    jtai_theme: str | None = None
    jtai_published: date | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The overview of all authorities. `letters` counts the stored letters that Ofsted still lists."""

    rows: tuple[StandingRow, ...]
    changed: tuple[ChangedLetter, ...]
    latest: tuple[LatestLetter, ...]
    letters: int


def overview_of(published: Published) -> Overview:
    """All authorities, from all that may be told."""
    kinds = {letter.listing.key: letter.letter.kind for letter in published.letters}
    read = {letter.letter.sha256: letter.letter for letter in published.letters}
    by_urn = {authority.urn: authority for authority in published.register.current()}
    letters = newest_letters(published.letters)
    return Overview(
        rows=tuple(_standing_row(row, by_urn) for row in published.rows),
        changed=_changed_letters(published.changes, kinds, read, published.register),
        latest=tuple(_latest_letter(letter, published.register) for letter in letters[:LATEST]),
        letters=sum(letter.withdrawn is None for letter in letters),
    )


def _standing_row(row: Row, authorities: Mapping[Urn, Authority]) -> StandingRow:
    def text(column: str) -> str | None:
        value = row[column]
        return None if value is None else str(value)

    def day(column: str) -> date | None:
        value = row[column]
        return value if isinstance(value, date) else None

    return StandingRow(
        authority=authorities[Urn(str(row["urn"]))],
        kind=LetterKind(kind) if (kind := text("kind")) else None,
        published=day("published"),
        newest_letter=day("newest_letter_published"),
        grades={strand: text(str(strand)) for strand in Strand},
        directions={strand: text(f"{strand}_direction") for strand in Strand},
        send_outcome=text("send_outcome"),
        send_published=day("send_published"),
        jtai_theme=text("jtai_theme"),
        jtai_published=day("jtai_published"),
    )


def _changed_letters(
    changes: Sequence[Change],
    kinds: Mapping[ListingKey, LetterKind],
    read: Mapping[Sha256, Letter],
    register: AuthorityRegister,
) -> tuple[ChangedLetter, ...]:
    together: dict[tuple[date, Urn, FileNumber, Cause], list[Change]] = {}
    for change in changes:
        if change.cause in _A_JUDGEMENT_CHANGED and change.direction is not None:
            together.setdefault((change.to_published, change.urn, change.to_number, change.cause), []).append(change)
    newest = sorted(together, key=lambda key: (-key[0].toordinal(), key[1:]))
    changed = []
    for published, urn, number, cause in newest[:LATEST]:
        of_letter = together[published, urn, number, cause]
        letter = read.get(of_letter[0].to_file)
        changed.append(
            ChangedLetter(
                authority=register.display(urn),
                published=published,
                file_number=number,
                kind=kinds.get(ListingKey(urn, number), LetterKind.OTHER),
                cause=cause,
                changes=tuple(sorted(of_letter, key=lambda change: list(Strand).index(change.strand))),
                reason=first_sentence(letter.summary) if letter else None,
                priority_action=letter is not None and letter.areas_for_priority_action is True,
            )
        )
    return tuple(changed)


def _latest_letter(stored: StoredLetter, register: AuthorityRegister) -> LatestLetter:
    letter = stored.letter
    return LatestLetter(
        authority=register.display(stored.listing.urn),
        published=stored.published,
        file_number=stored.listing.file_number,
        kind=letter.kind,
        grades=len(letter.judgements),
        priority_action=letter.areas_for_priority_action is True,
        withdrawn=stored.withdrawn,
        problem=letter.problem.message if letter.problem else None,
    )
