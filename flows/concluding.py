"""The deciding half of every run: check what was gathered, decide, keep it in one transaction, and tell how it went."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from prefect.states import Completed, Failed, State

from flows.gathering import Gathering
from ofsted_watch.domain.model import Authority, Outcome
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from ofsted_watch.runs.run_result import Ending, RunResult
from ofsted_watch.runs.sorting import sort_letters
from ofsted_watch.services.decide import Decided, NotifyMode, Sighting, decide
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.store import Applied
from tasks import checking, housekeeping, keeping
from tasks.running import Running

NIGHTLY = "nightly"
STOPPED_BY_CHECKS = "our own checks stopped the run"


def whole_run(
    run: Running,
    resources: Resources,
    kind: str,
    expected: Sequence[Authority],
    today: date,
    gathering: Callable[[], Gathering],
    notify: NotifyMode,
) -> RunResult:
    """Gather, decide, apply, however the stages are run. The run's record is written whatever happens."""
    run_id = resources.database.runs.start(kind, today, [authority.urn for authority in expected], datetime.now(UTC))
    try:
        found = gathering()
        decided = _decide(run, resources, found, notify)
        night = _apply(run, resources, found, decided, run_id, kind, notify)
        data_dir, served_at = resources.settings.data_dir, resources.settings.reports_url
        night = replace(night, report=run.once(checking.write_report, f"{kind} {run_id}", night, data_dir, served_at))
    except BaseException as error:
        resources.database.runs.finish(run_id, "crashed", None, f"{type(error).__name__}: {error}", datetime.now(UTC))
        raise
    resources.database.runs.finish(run_id, night.ending, night.coverage, night.message, datetime.now(UTC))
    return night


def _decide(run: Running, resources: Resources, found: Gathering, notify: NotifyMode) -> Decided:
    """Check what was gathered, sort it into kept and set aside, and decide what it changes and who is told."""
    letters = run.once(checking.check_letters, [(one.listing, one.letter) for one in found.letters], found.today)
    judgements = run.once(checking.check_judgements, [one.letter for one in found.letters])
    found.verdicts.extend((letters, judgements))
    sorted_ = sort_letters(found.letters, letters, judgements, resources.database.set_asides.released_letters(), READER_VERSION)
    seen = Sighting(
        store=sorted_.store,
        gone=tuple(found.gone),
        set_aside=(*found.set_aside, *sorted_.set_aside),
        checked_urns=found.checked_urns(),
    )
    decided = decide(resources, seen, found.today, notify)
    found.verdicts.append(run.once(checking.check_history, decided.before, decided.after))
    return decided


def _apply(
    run: Running, resources: Resources, found: Gathering, decided: Decided, run_id: int, kind: str, notify: NotifyMode
) -> RunResult:
    """Keep the outcome, unless a rule about the whole batch failed: then nothing of it is kept, and the run says so."""
    stopped = tuple(sentence for verdict in found.verdicts for sentence in (*verdict.failed_batch, *verdict.could_not_run))
    outcome = Outcome(today=found.today) if stopped else decided.outcome
    if kind == NIGHTLY:
        unseen = {authority.urn: STOPPED_BY_CHECKS for authority in found.expected} if stopped else found.unchecked
        outcome = run.once(housekeeping.add_unchecked_notices, resources, outcome, found.expected, unseen)
    applied = Applied()
    if notify is not NotifyMode.PREVIEW:
        applied = run.once(keeping.store_outcome, outcome, resources, run_id)
        if not stopped:
            resources.database.letters.record_listed({page.urn: len(page.listings) for page in found.pages})
    found.notes.extend(warning for verdict in found.verdicts for warning in verdict.warnings)
    if decided.left:
        found.notes.append(f"{decided.left} letters are news: they are left to the nightly run, which tells people of them")
    return RunResult(
        kind=kind,
        today=found.today,
        coverage=found.coverage(outcome),
        outcome=outcome,
        names={authority.urn: authority.name for authority in found.expected},
        verdicts=tuple(found.verdicts),
        hold=None if stopped else decided.hold,
        stopped=stopped,
        new_set_aside=applied.set_aside,
        new_changes=applied.changes,
        new_alerts=applied.alerts,
        notes=tuple(found.notes),
    )


def final_state(ending: Ending, message: str) -> State:
    """The state that tells the truth in the Prefect UI: completed, completed with what waits for a person, or failed."""
    match ending:
        case Ending.DONE:
            return Completed(message=message)
        case Ending.SET_ASIDE:
            return Completed(name="Completed with something set aside", message=message)
        case Ending.HELD:
            return Completed(name="Completed with alerts held", message=message)
        case Ending.INCOMPLETE:
            return Failed(name="Blind", message=message)
        case Ending.STOPPED:
            return Failed(name="Stopped", message=message)
