"""One run, in order: gather, check what was gathered, decide, store it in one transaction, and say how it went."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from ofsted_watch.domain.model import Authority, Outcome
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.runs.sorting import sort_letters
from ofsted_watch.services import checks, housekeeping
from ofsted_watch.services.decide import Decided, NotifyMode, Sighting, decide
from ofsted_watch.services.executor import Executor
from ofsted_watch.services.gather import Gathering
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.store import Applied, store_outcome

NIGHTLY = "nightly"
STOPPED_BY_CHECKS = "our own checks stopped the run"


def whole_run(
    executor: Executor,
    resources: Resources,
    kind: str,
    expected: Sequence[Authority],
    today: date,
    gathering: Callable[[], Gathering],
    notify: NotifyMode,
) -> RunResult:
    """Gather, decide, store. The run's record is written whatever happens."""
    run_id = resources.database.runs.start(kind, today, [authority.urn for authority in expected], datetime.now(UTC))
    try:
        found = gathering()
        decided = _decide(executor, resources, found, notify)
        result = _store(executor, resources, found, decided, run_id, kind, notify)
        data_dir, served_at = resources.settings.data_dir, resources.settings.reports_url
        result = replace(result, report=executor.call(checks.write_report, f"{kind} {run_id}", result, data_dir, served_at))
    except BaseException as error:
        resources.database.runs.finish(run_id, "crashed", None, f"{type(error).__name__}: {error}", datetime.now(UTC))
        raise
    resources.database.runs.finish(run_id, result.ending, result.coverage, result.message, datetime.now(UTC))
    return result


def _decide(executor: Executor, resources: Resources, found: Gathering, notify: NotifyMode) -> Decided:
    """Check what was gathered, sort it into kept and set aside, and decide what it changes and who is told."""
    letters = executor.call(checks.check_letters, [(one.listing, one.letter) for one in found.letters], found.today)
    judgements = executor.call(checks.check_judgements, [one.letter for one in found.letters])
    found.verdicts.extend((letters, judgements))
    sorted_ = sort_letters(found.letters, letters, judgements, resources.database.set_asides.released_letters(), READER_VERSION)
    seen = Sighting(
        store=sorted_.store,
        gone=tuple(found.gone),
        set_aside=(*found.set_aside, *sorted_.set_aside),
        checked_urns=found.checked_urns(),
    )
    decided = decide(resources, seen, found.today, notify)
    found.verdicts.append(executor.call(checks.check_history, decided.before, decided.after))
    return decided


def _store(
    executor: Executor, resources: Resources, found: Gathering, decided: Decided, run_id: int, kind: str, notify: NotifyMode
) -> RunResult:
    """Keep the outcome, unless a rule about the whole batch failed: then nothing of it is kept, and the run says so."""
    stopped = tuple(sentence for verdict in found.verdicts for sentence in (*verdict.failed_batch, *verdict.could_not_run))
    outcome = Outcome(today=found.today) if stopped else decided.outcome
    if kind == NIGHTLY:
        unseen = {authority.urn: STOPPED_BY_CHECKS for authority in found.expected} if stopped else found.unchecked
        outcome = executor.call(housekeeping.with_unchecked_notices, resources, outcome, found.expected, unseen)
    applied = Applied()
    if notify is not NotifyMode.PREVIEW:
        applied = executor.call(store_outcome, outcome, resources, run_id)
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
