"""Is the watch healthy? Decided from the last nightly run and the desks. Pure: `now` is handed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ofsted_watch.domain.model import RunRecord
from ofsted_watch.domain.run_state import RunState

STALE_AFTER = timedelta(hours=26)
"""A nightly run older than this is missing: a day, and two hours for a slow or late one."""


_CLOCKS_DIFFER = timedelta(hours=1)
"""Two machines' clocks may differ a little; a run that ended later than this from now was written under a wrong one."""

_FAILED = frozenset({RunState.INCOMPLETE, RunState.STOPPED, RunState.CRASHED})


@dataclass(frozen=True, slots=True)
class Health:
    """What `status` says. `blind` holds the names or URNs we could not see; `lines` are for people."""

    healthy: bool
    last_run: datetime | None
    expected: int
    checked: int
    unchecked: tuple[str, ...]
    set_aside: int
    pending: int
    held: int
    lines: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The object of `status --json`."""
        return {
            "healthy": self.healthy,
            "last_run": self.last_run.isoformat() if self.last_run else None,
            "expected": self.expected,
            "checked": self.checked,
            "unchecked": list(self.unchecked),
            "set_aside": self.set_aside,
            "pending": self.pending,
            "held": self.held,
        }


def health(
    last: RunRecord | None,
    *,
    set_aside: int,
    pending: int,
    held: int,
    unknown: int,
    oldest_unsent: datetime | None,
    now: datetime,
) -> Health:
    """Healthy means: a nightly run ended in the last 26 hours, saw everything it owed, nothing waits held, and mails go out.

    `oldest_unsent` is when the oldest at-once alert was decided that is not out yet (None: all are).
    What is set aside waits for a person but does not make status unhealthy: it is named, and it is known.
    """
    coverage = last.coverage if last else None
    unchecked = tuple(sorted(coverage.unchecked)) if coverage else ()
    wrong = []
    if last is None:
        wrong.append("no nightly run is on record")
    elif last.finished is None:
        wrong.append(f"the run of {_when(last.started)} has not ended")
    elif last.finished - now > _CLOCKS_DIFFER:
        wrong.append(f"the last nightly run ended {_when(last.finished)}, which is yet to come: this machine's clock was wrong")
    elif now - last.finished > STALE_AFTER:
        wrong.append(f"the last nightly run ended {_when(last.finished)}, more than 26 hours ago")
    if last and last.state in _FAILED:
        wrong.append(f"the last nightly run ended {last.state}: {last.message}")
    if held:
        wrong.append(f"{held} alerts are held; `ofsted-watch alerts list --state held` says why")
    if oldest_unsent and now - oldest_unsent > STALE_AFTER:
        wrong.append(f"a mail has been waiting since {_when(oldest_unsent)}; `ofsted-watch alerts list --state pending` says why")
    if unknown:
        wrong.append(f"{unknown} mails may or may not have been taken by the mail server; release them to send them again")
    ended = (
        f"last nightly run ended {_when(last.finished)}, {last.state}" if last and last.finished else "no nightly run has ended"
    )
    seen = f"saw {len(coverage.checked)} of {len(coverage.expected)} authorities" if coverage else "saw nothing yet"
    return Health(
        healthy=not wrong,
        last_run=last.finished if last else None,
        expected=len(coverage.expected) if coverage else 0,
        checked=len(coverage.checked) if coverage else 0,
        unchecked=unchecked,
        set_aside=set_aside,
        pending=pending,
        held=held,
        lines=(*wrong, ended, seen, f"set aside {set_aside}, pending {pending}, held {held}"),
    )


def _when(moment: datetime) -> str:
    return moment.strftime("%-d %B %Y at %H:%M UTC")
