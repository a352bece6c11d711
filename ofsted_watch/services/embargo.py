"""What may not be published now, for the pages and for the comparison with what was published."""

from collections.abc import Collection

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.identifiers import Urn
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
