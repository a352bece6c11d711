"""Read again what an earlier version of the reader read. What then differs is a correction, and waits for a person."""

from collections.abc import Sequence
from datetime import date

from prefect import flow
from prefect.states import Failed, State

from flows.artifacts import show_night
from flows.concluding import final_state, whole_run
from flows.gathering import Gathering
from flows.watch import today_in_london
from ofsted_watch.deciding import Gathered
from ofsted_watch.duty import EVERYTHING, owed_authorities
from ofsted_watch.errors import WrongUse
from ofsted_watch.letters import READER_VERSION
from ofsted_watch.model import Authority
from ofsted_watch.night import Night
from ofsted_watch.settings import read_settings
from ofsted_watch.stages.deciding import Telling
from ofsted_watch.stages.world import World, know_authorities, open_world
from tasks import reading
from tasks.running import InPrefect, Running


@flow(name="reread", flow_run_name="reread", persist_result=False)
def reread_letters(authorities: list[str] | None = None) -> State:
    """Read every letter again that an earlier version of the reader read. Asks the site for nothing.

    Args:
        authorities: Names or URNs; leave empty for the watched ones.
    """
    settings = read_settings()
    know_authorities(settings)
    try:
        owed = owed_authorities(authorities or settings.authorities)
    except WrongUse as wrong:
        return Failed(name="Refused", message=str(wrong))
    with open_world(settings) as world:
        night = reread(InPrefect(), world, owed, today_in_london())
    show_night(night)
    return final_state(night.ending, night.words)


def reread(run: Running, world: World, owed: Sequence[Authority], today: date, telling: Telling = Telling.SEND) -> Night:
    """Read again, however the stages are run. Corrections are held; an old grade stays where the new reading lost it."""
    return whole_run(run, world, "reread", owed, today, lambda: _gather(run, world, owed, today), telling)


def _gather(run: Running, world: World, owed: Sequence[Authority], today: date) -> Gathering:
    found = Gathering(tuple(owed), today, EVERYTHING)
    kept = world.database.kept_letters([authority.urn for authority in owed])
    stale = [one for one in kept if one.reader_version != READER_VERSION and one.withdrawn is None]
    answers = run.each(reading.read_letter, [(one.listing, one.letter.sha256) for one in stale], world)
    for one, letter in zip(stale, answers, strict=True):
        if isinstance(letter, BaseException):
            found.miss(one.listing.urn, letter)
        else:
            found.letters.append(Gathered(one.listing, letter, one.first_seen, None, one.edition, one.served))
    return found
