"""What may not be published now, for the pages and for the comparison with what was published."""

from collections.abc import Collection

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.history import WITHDRAWN, Withdrawal
from ofsted_watch.domain.identifiers import FileKey, Urn
from ofsted_watch.domain.visibility import Embargo, embargoed, is_reread


def embargo(database: Database, urns: Collection[Urn] | None = None, *, with_text: bool = False) -> Embargo:
    """What is withheld about these authorities (None: about all), earlier readings in full only `with_text`.

    Call it after reading the letters: news of a run that ends in between is then embargoed, or not there yet.
    """
    held = database.alerts.held_events(urns)
    reread = [event for event in held if is_reread(event)]
    if not reread:
        return embargoed(held, (), ())
    corrections = [
        correction for correction in database.alerts.corrections({event.urn for event in reread}) if is_reread(correction.event)
    ]
    files = {sha256 for event in reread for sha256 in (event.sha256, *event.files)}
    return embargoed(held, corrections, database.readings.all_of(files, with_text=with_text))


def decided_withdrawals(database: Database, urns: Collection[Urn]) -> dict[FileKey, Withdrawal]:
    """Each withdrawn file of these authorities → the withdrawal that was decided last, and what a person said of it."""
    corrections = [
        correction for correction in database.alerts.corrections(urns) if correction.event.key.startswith(f"{WITHDRAWN}:")
    ]
    last: dict[FileKey, Withdrawal] = {}
    for correction in sorted(corrections, key=lambda correction: correction.event.happened):
        event = correction.event
        is_released = True if correction.is_released else False if correction.is_dropped else None
        for sha256 in {event.sha256, *event.files}:
            last[FileKey(event.urn, sha256)] = Withdrawal(event.key, event.happened, is_released)
    return last
