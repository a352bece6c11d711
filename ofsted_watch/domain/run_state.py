"""The kinds of run and the states of one, by the names they have in the database."""

from enum import StrEnum


class RunKind(StrEnum):
    """What a run is for."""

    NIGHTLY = "nightly"
    BACKFILL = "backfill"
    REREAD = "reread"
    POLL = "poll"
    REVIEW = "review"


class RunState(StrEnum):
    """Where a run stands: it is going on, it ended (`runs.run_result.Ending`, same names), or it died before its end."""

    RUNNING = "running"
    DONE = "done"
    SET_ASIDE = "set_aside"
    HELD = "held"
    INCOMPLETE = "incomplete"
    STOPPED = "stopped"
    CRASHED = "crashed"
