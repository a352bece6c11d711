"""A backfill's order, however its stages are run: the site first, then what we hold where it is to be read again."""

from collections.abc import Sequence
from datetime import date

from flows.nightly_flow import watch
from flows.reread_flow import reread
from ofsted_watch.domain.model import Authority
from ofsted_watch.runs.planning import Window
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.services.decide import NotifyMode
from ofsted_watch.services.resources import Resources
from tasks.running import Running


def backfill_now(
    run: Running,
    resources: Resources,
    expected: Sequence[Authority],
    today: date,
    window: Window,
    notify: NotifyMode,
    *,
    read_again: bool = False,
    search: bool = True,
) -> tuple[RunResult, ...]:
    """One run over the site for the letters of the window, and with `read_again` one over what an earlier reader read.

    What the second finds are corrections: whatever `telling` says, they wait for a person.
    """
    nights = [watch(run, resources, expected, today, kind="backfill", window=window, notify=notify, search=search)]
    if read_again:
        nights.append(
            reread(run, resources, expected, today, NotifyMode.PREVIEW if notify is NotifyMode.PREVIEW else NotifyMode.SEND)
        )
    return tuple(nights)
