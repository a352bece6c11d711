"""What a run decides from what it gathered: keep or set aside, what changed, who is told. Pure: values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ofsted_watch.domain.identifiers import FileKey
from ofsted_watch.domain.model import FailedRow, Letter, Listing, SetAside, StoredLetter, Verdict
from ofsted_watch.domain.set_aside_state import SetAsideReason, SetAsideSubject


@dataclass(frozen=True, slots=True)
class Gathered:
    """A listed letter as fetched and read tonight, and the day of the last look before it was first listed.

    `edition` and `served` as in StoredLetter.
    """

    listing: Listing
    letter: Letter
    first_seen: date
    checked_before: date | None
    edition: int = 0
    served: date | None = None


@dataclass(frozen=True, slots=True)
class Sorted:
    """The gathered letters after the expectations have spoken: those to keep, and those set aside with the reason."""

    store: tuple[StoredLetter, ...]
    set_aside: tuple[SetAside, ...]


def judgement_places(gathered: Sequence[Gathered]) -> tuple[tuple[int, int], ...]:
    """Where each judgement of a batch stands: (number of the letter, number of the judgement in it)."""
    return tuple((n, m) for n, one in enumerate(gathered) for m, _ in enumerate(one.letter.judgements))


def sort_letters(
    gathered: Sequence[Gathered],
    letters: Verdict,
    judgements: Verdict,
    released: frozenset[FileKey],
    reader_version: str,
) -> Sorted:
    """Keep what passed, set aside what did not, with the rule in words.

    `released` are letters that a person has released: their failed rules no longer stop them, but
    a letter with a problem still brings no judgement, for it carries none.
    """
    reasons: dict[int, FailedRow] = {}
    rows = judgement_places(gathered)
    for failed in judgements.failed_rows:
        reasons.setdefault(rows[failed.row][0], failed)
    for failed in letters.failed_rows:
        reasons.setdefault(failed.row, failed)
    store, aside = [], []
    for n, one in enumerate(gathered):
        published = one.letter.published or one.listing.published
        if published is None:
            aside.append(
                _set_aside(
                    one, FailedRow(n, SetAsideReason.NO_DATE, "neither the letter nor its link says when it was published")
                )
            )
        elif n in reasons and FileKey(one.listing.urn, one.letter.sha256) not in released:
            aside.append(_set_aside(one, reasons[n]))
        else:
            stored = StoredLetter(one.listing, one.letter, published, one.first_seen, reader_version)
            store.append(replace(stored, edition=one.edition, served=one.served))
    return Sorted(tuple(store), tuple(aside))


def _set_aside(gathered: Gathered, failed: FailedRow) -> SetAside:
    problem = gathered.letter.problem
    where = f"{gathered.listing.listed_as}, file {gathered.listing.file_number}"
    return SetAside(
        what=SetAsideSubject.LETTER,
        urn=gathered.listing.urn,
        about=gathered.letter.sha256,
        code=problem.code if problem else failed.rule,
        message=f"{where}: {problem.message if problem else failed.message}",
    )


def listing_set_aside(listing: Listing, code: str, reason: str) -> SetAside:
    """A link that leads to no letter: kept as a set-aside of its own, under its file number."""
    message = f"{listing.listed_as}, file {listing.file_number}: {reason}"
    return SetAside(what=SetAsideSubject.LISTING, urn=listing.urn, about=listing.file_number, code=code, message=message)
