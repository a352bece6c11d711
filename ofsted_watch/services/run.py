"""One run, in order: gather, check what was gathered, decide, store it in one transaction, and report the result."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from ofsted_watch.domain.model import Authority, Outcome
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.domain.run_state import RunKind, RunState
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from ofsted_watch.runs.planning import many_served_wrong
from ofsted_watch.runs.polling import missed_by_polls
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.runs.sorting import sort_letters
from ofsted_watch.runs.unread_pages import PagePlace, page_places
from ofsted_watch.services import checks, housekeeping
from ofsted_watch.services.day_limit import many_served_wrong_today
from ofsted_watch.services.decide import Decided, NotifyMode, Sighting, decide, held
from ofsted_watch.services.decide_gaps import Links
from ofsted_watch.services.executor import Executor
from ofsted_watch.services.gather import Gathering
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.store import Applied, store_outcome
from ofsted_watch.subscriptions.matching import why_all_wait

log = logging.getLogger("ofsted_watch.night")

STOPPED_BY_CHECKS = "our own checks stopped the run"

SERVED_WRONG_AGAIN = "many files of this night are no whole PDF, as the night before: compare the alerts with the site first"

SERVED_WRONG_TODAY = "many files of this day's runs are no whole PDF: compare the alerts with the site first"


def whole_run(
    executor: Executor,
    resources: Resources,
    kind: RunKind,
    expected: Sequence[Authority],
    today: date,
    gather_all: Callable[[], Gathering],
    notify: NotifyMode,
) -> RunResult:
    """Gather, decide, store. The run's record is always written."""
    stored_before = len(resources.site.unread_pages)
    run_id = resources.database.runs.start(kind, today, [authority.urn for authority in expected], datetime.now(UTC))
    try:
        gathering = gather_all()
        stopped_before = kind is RunKind.NIGHTLY and resources.database.runs.stopped_before(kind, today)
        if kind is RunKind.POLL and not gathering.pages:
            result = _nothing_to_check(resources, gathering)
        else:
            decided = _decide(executor, resources, gathering, notify, stopped_before)
            result = _store(executor, resources, gathering, decided, run_id, kind, notify)
            data_dir, served_at = resources.settings.data_dir, resources.settings.reports_url
            name = f"{kind} preview {run_id}" if result.preview else f"{kind} {run_id}"
            report = executor.call(checks.write_report, name, result, data_dir, served_at)
            result = replace(result, report=report)
        result = replace(result, unread_pages=_unread_pages(resources, stored_before))
    except BaseException as error:
        resources.database.runs.finish(run_id, RunState.CRASHED, None, f"{type(error).__name__}: {error}", datetime.now(UTC))
        raise
    resources.database.runs.finish(run_id, RunState(result.ending), result.coverage, result.message, datetime.now(UTC))
    return result


def _unread_pages(resources: Resources, stored_before: int) -> tuple[PagePlace, ...]:
    """The pages of this run that could not be read, each with the place where ops open it."""
    settings = resources.settings
    return page_places(resources.site.unread_pages[stored_before:], settings.reports_url, str(settings.data_dir))


def _nothing_to_check(resources: Resources, gathering: Gathering) -> RunResult:
    """The result of a poll without a page that lists something new: nothing is decided, and Great Expectations is not loaded."""
    resources.database.letters.record_latest_reports(gathering.checked_reports())
    outcome = Outcome(today=gathering.today)
    return RunResult(
        kind=RunKind.POLL,
        today=gathering.today,
        coverage=gathering.coverage(outcome),
        outcome=outcome,
        names={authority.urn: authority.name for authority in gathering.expected},
        notes=tuple(gathering.notes),
    )


def _decide(executor: Executor, resources: Resources, gathering: Gathering, notify: NotifyMode, stopped_before: bool) -> Decided:
    """Check what was gathered, sort it into stored and set aside, and decide what it changes and who is notified.

    What a stopped night held back goes the night after (`stopped_before`): the sound letters are stored, and while many files are
    still served wrong, their alerts are held.
    """
    letters = executor.call(
        checks.check_letters,
        [(item.listing, item.letter) for item in gathering.letters],
        gathering.today,
        stopped_before,
    )
    contents = [item.letter for item in gathering.letters]
    judgements = executor.call(checks.check_judgements, contents)
    framework = executor.call(checks.check_framework, contents)
    improvements = executor.call(checks.check_improvements, contents)
    gathering.verdicts.extend((letters, judgements, framework, improvements))
    sorted_ = sort_letters(
        gathering.letters,
        (letters, framework, improvements),
        judgements,
        resources.database.set_asides.released_letters(),
        READER_VERSION,
    )
    seen = Sighting(
        store=sorted_.store,
        gone=tuple(gathering.gone),
        returned=tuple(gathering.returned),
        links=Links(
            frozenset(gathering.listed), dict(gathering.unread), frozenset(gathering.gone_links), dict(gathering.unchecked)
        ),
        set_aside=(*gathering.set_aside, *sorted_.set_aside),
        checked_urns=gathering.checked_urns(),
    )
    decided = decide(resources, seen, gathering.today, notify)
    gathering.verdicts.append(executor.call(checks.check_history, decided.before, decided.after))
    problems = [item.letter.problem.code if item.letter.problem else None for item in gathering.letters]
    if stopped_before and many_served_wrong(problems):
        decided = held(decided, SERVED_WRONG_AGAIN)
        return replace(decided, hold=why_all_wait(decided.outcome.alerts))
    if many_served_wrong_today(resources, problems, gathering.today):
        decided = held(decided, SERVED_WRONG_TODAY)
        return replace(decided, hold=why_all_wait(decided.outcome.alerts))
    return decided


def _count_missed_by_polls(resources: Resources, gathering: Gathering) -> None:
    """Count the letters that polls should have seen, and warn: the search may no longer show the newest report's day."""
    before = [item.checked_before for item in gathering.letters if item.checked_before is not None]
    if not before:
        return
    polled = resources.database.runs.days_done(RunKind.POLL, min(before))
    gathering.missed_by_polls = missed_by_polls(gathering.letters, polled, gathering.today)
    if gathering.missed_by_polls:
        new = format_count(gathering.missed_by_polls, "new letter")
        gathering.notes.append(f"{new} came on a day with polls, and no poll saw it: check that the search still moves")
        log.warning("%s came on a day with polls, and no poll saw it", new)


def _store(
    executor: Executor,
    resources: Resources,
    gathering: Gathering,
    decided: Decided,
    run_id: int,
    kind: RunKind,
    notify: NotifyMode,
) -> RunResult:
    """Store the outcome, unless a rule about the whole batch failed: then nothing is stored, and the run reports it."""
    stopped = tuple(sentence for verdict in gathering.verdicts for sentence in (*verdict.failed_batch, *verdict.could_not_run))
    outcome = Outcome(today=gathering.today) if stopped else decided.outcome
    if kind == RunKind.NIGHTLY:
        _count_missed_by_polls(resources, gathering)
        stopped_for_all = {authority.urn: STOPPED_BY_CHECKS for authority in gathering.expected}
        unseen = stopped_for_all if stopped else gathering.unchecked
        outcome = executor.call(housekeeping.with_unchecked_notices, resources, outcome, gathering.expected, unseen)
    applied = Applied()
    if notify is not NotifyMode.PREVIEW:
        applied = executor.call(store_outcome, outcome, resources, run_id)
        if not stopped:
            resources.database.letters.record_listed({page.urn: len(page.listings) for page in gathering.pages})
            resources.database.letters.record_latest_reports(gathering.checked_reports())
    gathering.notes.extend(warning for verdict in gathering.verdicts for warning in verdict.warnings)
    if decided.left:
        gathering.notes.append(f"{decided.left} letters are news and are left to the nightly run, which notifies people of them")
    return RunResult(
        kind=kind,
        today=gathering.today,
        coverage=gathering.coverage(outcome),
        outcome=outcome,
        names={authority.urn: authority.name for authority in gathering.expected},
        verdicts=tuple(gathering.verdicts),
        hold=None if stopped else decided.hold,
        stopped=stopped,
        new_set_aside=applied.set_aside,
        new_changes=applied.changes,
        new_alerts=applied.alerts,
        notes=tuple(gathering.notes),
        preview=notify is NotifyMode.PREVIEW,
    )
