"""Which news of a run waits for a person for a reason of its own, whatever the rest of the run found."""

from collections.abc import Sequence

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.history import Arrived, Reissued
from ofsted_watch.domain.history.events import DecidedEvent
from ofsted_watch.domain.identifiers import FileKey
from ofsted_watch.domain.model import EventKind, StoredLetter
from ofsted_watch.presentation.hold_text import format_other_predecessor
from ofsted_watch.subscriptions.matching import NEIGHBOUR_HOLD, NEWER_READER_HOLD, RESTARTED_HOLD


def own_holds(database: Database, store: Sequence[StoredLetter], events: Sequence[DecidedEvent]) -> dict[str, str]:
    """The key of each event that waits → why, as a sentence. `store` are the letters of the run."""
    holds = _read_by_a_newer_reader(database, store, events)
    for event in events:
        why = _why(event)
        if why is not None:
            holds[event.key] = why
    return holds | _compared_with_held(events, holds)


def _why(event: DecidedEvent) -> str | None:
    match event.content:
        case Reissued() as reissued if reissued.is_restarted:
            return RESTARTED_HOLD
        case Arrived(other_predecessor=other) if other is not None:
            return format_other_predecessor(other)
        case _:
            return None


def _compared_with_held(events: Sequence[DecidedEvent], holds: dict[str, str]) -> dict[str, str]:
    """The letters that are compared with one that is held, or with another such: their mail would name what nobody was told."""
    waiting = {FileKey(event.urn, event.sha256) for event in events if event.key in holds and event.kind is EventKind.LETTER}
    compared = {
        event.key: (FileKey(event.urn, event.content.compared_with), FileKey(event.urn, event.sha256))
        for event in events
        if isinstance(event.content, Arrived) and event.content.compared_with is not None and event.key not in holds
    }
    following: dict[str, str] = {}
    while new := {key for key, (earlier, _) in compared.items() if earlier in waiting and key not in following}:
        following |= dict.fromkeys(new, NEIGHBOUR_HOLD)
        waiting |= {compared[key][1] for key in new}
    return following


def _read_by_a_newer_reader(database: Database, store: Sequence[StoredLetter], events: Sequence[DecidedEvent]) -> dict[str, str]:
    """The key of each event about a letter that an earlier version of the reader left set aside → why it waits."""
    announced = {FileKey(event.urn, event.sha256): event.key for event in events if event.kind is EventKind.LETTER}
    aside = database.set_asides.set_aside_letters({file.urn for file in announced})
    waited = announced.keys() & aside
    news_of = {letter.letter.sha256: letter for letter in store if letter.file_key in waited and letter.letter.read_by is None}
    readings = database.readings.all_of(news_of, with_text=False)
    anew = {
        reading.letter.sha256 for reading in readings if reading.reader_version != news_of[reading.letter.sha256].reader_version
    }
    return {key: NEWER_READER_HOLD for file, key in announced.items() if file in aside and file.sha256 in anew}
