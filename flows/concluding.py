"""The deciding half of every run: check what was gathered, decide, keep it in one transaction, and tell how it went."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from prefect.states import Completed, Failed, State

from flows.gathering import Gathering
from ofsted_watch.domain.model import Authority, Outcome
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from ofsted_watch.runs.run_result import Ending, Night
from ofsted_watch.runs.sorting import sort_letters
from ofsted_watch.services.decide import Decided, Sighting, Telling, decide
from ofsted_watch.services.resources import World
from ofsted_watch.services.store import Applied
from tasks import checking, housekeeping, keeping
from tasks.running import Running

NIGHTLY = "nightly"
STOPPED_BY_CHECKS = "our own checks stopped the run"


def whole_run(
    run: Running,
    world: World,
    kind: str,
    owed: Sequence[Authority],
    today: date,
    gathering: Callable[[], Gathering],
    telling: Telling,
) -> Night:
    """Gather, decide, apply, however the stages are run. The run's record is written whatever happens."""
    run_id = world.database.start_run(kind, today, [authority.urn for authority in owed], datetime.now(UTC))
    try:
        found = gathering()
        decided = _decide(run, world, found, telling)
        night = _apply(run, world, found, decided, run_id, kind, telling)
        data_dir, served_at = world.settings.data_dir, world.settings.reports_url
        night = replace(night, report=run.once(checking.write_report, f"{kind} {run_id}", night, data_dir, served_at))
    except BaseException as error:
        world.database.finish_run(run_id, "crashed", None, f"{type(error).__name__}: {error}", datetime.now(UTC))
        raise
    world.database.finish_run(run_id, night.ending, night.coverage, night.words, datetime.now(UTC))
    return night


def _decide(run: Running, world: World, found: Gathering, telling: Telling) -> Decided:
    """Check what was gathered, sort it into kept and set aside, and decide what it changes and who is told."""
    letters = run.once(checking.check_letters, [(one.listing, one.letter) for one in found.letters], found.today)
    judgements = run.once(checking.check_judgements, [one.letter for one in found.letters])
    found.verdicts.extend((letters, judgements))
    sorted_ = sort_letters(found.letters, letters, judgements, world.database.released_letters(), READER_VERSION)
    seen = Sighting(
        keep=sorted_.keep,
        gone=tuple(found.gone),
        set_aside=(*found.set_aside, *sorted_.set_aside),
        looked_at=found.looked_at(),
    )
    decided = decide(world, seen, found.today, telling)
    found.verdicts.append(run.once(checking.check_history, decided.before, decided.after))
    return decided


def _apply(run: Running, world: World, found: Gathering, decided: Decided, run_id: int, kind: str, telling: Telling) -> Night:
    """Keep the outcome, unless a rule about the whole batch failed: then nothing of it is kept, and the run says so."""
    stopped = tuple(sentence for verdict in found.verdicts for sentence in (*verdict.failed_batch, *verdict.could_not_run))
    outcome = Outcome(today=found.today) if stopped else decided.outcome
    if kind == NIGHTLY:
        unseen = {authority.urn: STOPPED_BY_CHECKS for authority in found.owed} if stopped else found.blind
        outcome = run.once(housekeeping.add_blind_notices, world, outcome, found.owed, unseen)
    applied = Applied()
    if telling is not Telling.PREVIEW:
        applied = run.once(keeping.keep, outcome, world, run_id)
        if not stopped:
            world.database.record_listed({page.urn: len(page.listings) for page in found.pages})
    found.notes.extend(warning for verdict in found.verdicts for warning in verdict.warnings)
    if decided.left:
        found.notes.append(f"{decided.left} letters are news: they are left to the nightly run, which tells people of them")
    return Night(
        kind=kind,
        today=found.today,
        coverage=found.coverage(outcome),
        outcome=outcome,
        names={authority.urn: authority.name for authority in found.owed},
        verdicts=tuple(found.verdicts),
        hold=None if stopped else decided.hold,
        stopped=stopped,
        new_set_aside=applied.set_aside,
        new_changes=applied.changes,
        new_alerts=applied.alerts,
        notes=tuple(found.notes),
    )


def final_state(ending: Ending, words: str) -> State:
    """The state that tells the truth in the Prefect UI: completed, completed with what waits for a person, or failed."""
    match ending:
        case Ending.DONE:
            return Completed(message=words)
        case Ending.SET_ASIDE:
            return Completed(name="Completed with something set aside", message=words)
        case Ending.HELD:
            return Completed(name="Completed with alerts held", message=words)
        case Ending.BLIND:
            return Failed(name="Blind", message=words)
        case Ending.STOPPED:
            return Failed(name="Stopped", message=words)
