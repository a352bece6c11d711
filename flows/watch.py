"""The nightly run: ask the site, read what is new, decide what changed, keep it, and leave the alerts for `deliver`."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from prefect import flow
from prefect.states import Completed, Failed, State
from prefect.task_runners import ThreadPoolTaskRunner

from flows.artifacts import show_night
from flows.gathering import Gathering, gather
from ofsted_watch.deciding import judgement_sequence, sort_letters
from ofsted_watch.duty import coverage, owed_authorities
from ofsted_watch.letters import READER_VERSION
from ofsted_watch.model import Authority, Outcome, Verdict
from ofsted_watch.night import Ending, Night
from ofsted_watch.settings import read_settings
from ofsted_watch.stages.deciding import Decided, decide
from ofsted_watch.stages.world import World, know_authorities, open_world
from tasks import checking, keeping
from tasks.running import InPrefect, Running


@flow(
    name="nightly",
    flow_run_name="nightly {today}",
    task_runner=ThreadPoolTaskRunner(max_workers=4),
    persist_result=False,
)
def nightly(authorities: list[str] | None = None, today: date | None = None) -> State:
    """Look at the watched authorities (or the ones given) for new letters, keep them and decide who is told.

    Args:
        authorities: Names or URNs; leave empty for the watched ones (setting OFSTED_WATCH_AUTHORITIES).
        today: The day to run for; leave empty for today in London.
    """
    settings = read_settings()
    know_authorities(settings)
    owed = owed_authorities(authorities or settings.authorities)
    with open_world(settings) as world:
        night = watch(InPrefect(), world, owed, today or today_in_london())
    show_night(night)
    return final_state(night)


def watch(run: Running, world: World, owed: Sequence[Authority], today: date, kind: str = "nightly") -> Night:
    """One night, in order, however its stages are run. Its record is written whatever happens."""
    run_id = world.database.start_run(kind, today, [authority.urn for authority in owed], datetime.now(UTC))
    try:
        found = gather(run, world, owed, today)
        decided = _decide(run, world, found)
        night = _apply(run, world, found, decided, run_id, kind)
    except BaseException as error:
        world.database.finish_run(run_id, "crashed", None, f"{type(error).__name__}: {error}", datetime.now(UTC))
        raise
    world.database.finish_run(run_id, night.ending, night.coverage, night.words, datetime.now(UTC))
    return night


def _decide(run: Running, world: World, found: Gathering) -> Decided:
    """Check what was gathered, sort it into kept and set aside, and decide what it changes and who is told."""
    letters = run.once(checking.check_letters, [(one.listing, one.letter) for one in found.letters], found.today)
    judgements = run.once(checking.check_judgements, judgement_sequence(found.letters))
    found.verdicts.extend((letters, judgements))
    released = world.database.released_letters()
    sorted_ = sort_letters(found.letters, letters, judgements, released, READER_VERSION)
    decided = decide(world, sorted_.keep, found.gone, [*found.set_aside, *sorted_.set_aside], found.blind, found.today)
    found.verdicts.append(run.once(checking.check_history, decided.before, decided.after))
    return decided


def _apply(run: Running, world: World, found: Gathering, decided: Decided, run_id: int, kind: str) -> Night:
    """Keep the outcome, unless a rule about the whole batch failed: then nothing of it is kept, and the run says so."""
    stopped = tuple(sentence for verdict in found.verdicts for sentence in (*verdict.failed_batch, *verdict.could_not_run))
    outcome = Outcome(today=found.today) if stopped else decided.outcome
    applied = run.once(keeping.keep, outcome, world, run_id)
    if not stopped:
        world.database.record_listed({page.urn: len(page.listings) for page in found.pages})
    ledger = coverage(
        found.owed,
        found.blind,
        listed=sum(len(page.listings) for page in found.pages),
        fetched=found.fetched,
        read=len(found.letters),
        checked=_rows(found.verdicts),
        kept=len(outcome.kept),
        set_aside=len(outcome.set_aside),
    )
    return Night(
        kind=kind,
        today=found.today,
        coverage=ledger,
        outcome=outcome,
        names={authority.urn: authority.name for authority in found.owed},
        verdicts=tuple(found.verdicts),
        hold=decided.hold if outcome.alerts else None,
        stopped=stopped,
        new_set_aside=applied.set_aside,
        new_changes=applied.changes,
        new_alerts=applied.alerts,
        notes=tuple(found.notes),
    )


def final_state(night: Night) -> State:
    """The state that tells the truth in the Prefect UI: completed, completed with something set aside, or failed."""
    match night.ending:
        case Ending.DONE:
            return Completed(message=night.words)
        case Ending.SET_ASIDE:
            return Completed(name="Completed with something set aside", message=night.words)
        case Ending.BLIND:
            return Failed(name="Blind", message=night.words)
        case Ending.STOPPED:
            return Failed(name="Stopped", message=night.words)


def today_in_london() -> date:
    """The day it is where the letters are published."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def _rows(verdicts: Sequence[Verdict]) -> int:
    return sum(verdict.rows_checked for verdict in verdicts if verdict.suite == "letters")
