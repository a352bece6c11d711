"""A backfill, in order: the site first, then stored letters if they are to be read again."""

from collections.abc import Sequence
from datetime import date

from ofsted_watch.domain.model import Authority
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.runs.planning import Window
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.services.decide import NotifyMode
from ofsted_watch.services.executor import Executor
from ofsted_watch.services.nightly import run_over_site
from ofsted_watch.services.reread import reread
from ofsted_watch.services.resources import Resources


def backfill_now(
    executor: Executor,
    resources: Resources,
    expected: Sequence[Authority],
    today: date,
    window: Window,
    notify: NotifyMode,
    *,
    read_again: bool = False,
    search: bool = True,
) -> tuple[RunResult, ...]:
    """One run over the site for the letters of the window, and with `read_again` one over letters read by an earlier reader.

    The second finds corrections: they are held, whatever `notify` is.
    """
    results = [
        run_over_site(executor, resources, expected, today, kind=RunKind.BACKFILL, window=window, notify=notify, search=search)
    ]
    if read_again:
        results.append(
            reread(executor, resources, expected, today, NotifyMode.PREVIEW if notify is NotifyMode.PREVIEW else NotifyMode.SEND)
        )
    return tuple(results)
