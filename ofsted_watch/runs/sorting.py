"""What a run decides from what it gathered: what to store, what to set aside. Pure: values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ofsted_watch.domain.identifiers import FileKey
from ofsted_watch.domain.model import FailedRow, Letter, Listing, SetAside, StoredLetter, Verdict
from ofsted_watch.domain.set_aside_state import SetAsideReason, SetAsideSubject


@dataclass(frozen=True, slots=True)
class Gathered:
    """A listed letter as fetched and read in this run, and the day of the last check before it was first listed.

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
    """The gathered letters after validation: those to store, and those set aside with the reason."""

    store: tuple[StoredLetter, ...]
    set_aside: tuple[SetAside, ...]


def judgement_places(gathered: Sequence[Gathered]) -> tuple[tuple[int, int], ...]:
    """The place of each judgement of a batch: (number of the letter, number of the judgement in it)."""
    return tuple((n, m) for n, letter in enumerate(gathered) for m, _ in enumerate(letter.letter.judgements))


def sort_letters(
    gathered: Sequence[Gathered],
    letters: Sequence[Verdict],
    judgements: Verdict,
    released: frozenset[FileKey],
    reader_version: str,
) -> Sorted:
    """Store what passed, set aside what did not, with the text of the rule.

    `letters` are the verdicts whose rows are the gathered letters, the weightiest first; the rows of `judgements` are those of
    `judgement_places`. `released` are letters that a person has released: their failed rules no longer stop them, but
    a letter with a problem still brings no judgement, for it carries none.
    """
    reasons: dict[int, FailedRow] = {}
    rows = judgement_places(gathered)
    for failed in judgements.failed_rows:
        reasons.setdefault(rows[failed.row][0], failed)
    for verdict in letters:
        for failed in verdict.failed_rows:
            reasons.setdefault(failed.row, failed)
    store, aside = [], []
    for n, item in enumerate(gathered):
        published = item.letter.published or item.listing.published
        if published is None:
            aside.append(
                _set_aside(
                    item, FailedRow(n, SetAsideReason.NO_DATE, "neither the letter nor its link says when it was published")
                )
            )
        elif n in reasons and FileKey(item.listing.urn, item.letter.sha256) not in released:
            aside.append(_set_aside(item, reasons[n]))
        else:
            version = item.letter.read_by.reader_version if item.letter.read_by else reader_version
            stored = StoredLetter(item.listing, item.letter, published, item.first_seen, version)
            store.append(replace(stored, edition=item.edition, served=item.served))
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
    """A link that does not lead to a letter: set aside under its own file number."""
    message = f"{listing.listed_as}, file {listing.file_number}: {reason}"
    return SetAside(what=SetAsideSubject.LISTING, urn=listing.urn, about=listing.file_number, code=code, message=message)
