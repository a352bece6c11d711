"""How often the mails of a subscription would have come, had it existed: counted from the letters of a period. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.history import letter_key
from ofsted_watch.domain.history.letter_findings import findings_of
from ofsted_watch.domain.identifiers import ListingKey
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Cause, Change, Event, EventKind, Frequency, StoredLetter, Topic
from ofsted_watch.subscriptions.matching import wants
from ofsted_watch.subscriptions.preferences import Preferences

_ARRIVED = frozenset({Cause.NEW_LETTER, Cause.REISSUED, Cause.HISTORY})
"""Causes of a change that a letter brings. What is history to us was news on its day."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """`letters` would have been told of in `mails`, the last of them published on `last` (None: none)."""

    letters: int
    mails: int
    last: date | None


def forecast(
    preferences: Preferences,
    letters: Iterable[StoredLetter],
    changes: Mapping[ListingKey, Sequence[Change]],
    register: AuthorityRegister,
    *,
    since: date,
    until: date,
) -> Forecast:
    """What would have come of the letters published from `since` to `until`, both included, by the rules of a run.

    `letters` are the newest edition of each, `changes` those of each letter. A letter that we cannot read brings no mail. A
    digest counts once for each day or week with a letter.
    """
    days = [
        stored.published
        for stored in letters
        if since <= stored.published <= until
        and stored.letter.problem is None
        and stored.letter.kind is not LetterKind.COUNCIL_NEWS
        and wants(preferences, _event(stored, changes.get(stored.listing.key, ())), register.display(stored.listing.urn))
    ]
    mails = {
        Frequency.AT_ONCE: len(days),
        Frequency.DAILY: len(set(days)),
        Frequency.WEEKLY: len({day.isocalendar()[:2] for day in days}),
    }
    return Forecast(len(days), mails[preferences.frequency], max(days, default=None))


def _event(stored: StoredLetter, changes: Sequence[Change]) -> Event:
    """The news that the letter was, without its text: see `letter_event` of the history."""
    brought = tuple(change for change in changes if change.cause in _ARRIVED)
    topics = {Topic.LETTER}
    if any(change.direction for change in brought):
        topics.add(Topic.CHANGE)
    if stored.letter.areas_for_priority_action:
        topics.add(Topic.PRIORITY)
    listing = stored.listing
    return Event(
        key=letter_key(listing.urn, stored.letter.sha256),
        kind=EventKind.LETTER,
        topics=frozenset(topics),
        urn=listing.urn,
        authority="",
        happened=stored.published,
        listed_as=listing.listed_as,
        url=listing.url,
        file_number=listing.file_number,
        sha256=stored.letter.sha256,
        changes=brought,
        findings=findings_of(stored.letter),
        title="",
    )
