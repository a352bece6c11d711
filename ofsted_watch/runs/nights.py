"""The nights of some weeks, a day each: what was expected, checked, read, set aside and mailed. Pure: `today` is passed in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Coverage
from ofsted_watch.domain.run_state import RunKind, RunState
from ofsted_watch.runs.freshness import UNKNOWN_FRESHNESS, Freshness

NIGHTS_SHOWN = 30


class NightState(StrEnum):
    """How the night of a day stands. Of `whole`, `set_aside` and `held` everything expected was checked."""

    WHOLE = "whole"
    SET_ASIDE = "set_aside"
    HELD = "held"
    PART = "part"
    INCOMPLETE = "incomplete"
    STOPPED = "stopped"
    CRASHED = "crashed"
    MISSING = "missing"
    RUNNING = "running"
    NOT_YET = "not_yet"
    BEFORE_FIRST = "before_first"


EVERYTHING_CHECKED = frozenset({NightState.WHOLE, NightState.SET_ASIDE, NightState.HELD})
WENT_WRONG = (NightState.MISSING, NightState.INCOMPLETE, NightState.STOPPED, NightState.CRASHED, NightState.PART)
"""A person should know of these, in the order in which they are named."""

_BY_RUN = {RunState.DONE: NightState.WHOLE, RunState.SET_ASIDE: NightState.SET_ASIDE, RunState.HELD: NightState.HELD}
_STORES = frozenset({*_BY_RUN, RunState.INCOMPLETE})
"""A stopped or crashed run stored nothing, so what it checked does not count."""


@dataclass(frozen=True, slots=True)
class RunOfDay:
    """A nightly run or a poll, with the URNs that it expected. `coverage` is None while it runs and if it died."""

    kind: RunKind
    today: date
    state: RunState
    expected: frozenset[Urn]
    coverage: Coverage | None
    message: str = ""


@dataclass(frozen=True, slots=True)
class MailsOfDay:
    """How many alerts a mail server accepted on a day (a digest carries several), and how fresh its letters were."""

    count: int = 0
    freshness: Freshness = UNKNOWN_FRESHNESS


@dataclass(frozen=True, slots=True)
class NightOfDay:
    """One day. `expected` and `checked` count the authorities of its nightly runs; `read` and `set_aside` its polls too.

    `message` is what the nightly run said that decided the state, '' if none did.
    """

    day: date
    state: NightState
    expected: int = 0
    checked: int = 0
    read: int = 0
    set_aside: int = 0
    mails: MailsOfDay = MailsOfDay()
    message: str = ""

    @property
    def has_run(self) -> bool:
        """False for a day without a nightly run."""
        return self.state not in (NightState.MISSING, NightState.NOT_YET, NightState.BEFORE_FIRST)


def nights_of(
    runs: Iterable[RunOfDay],
    mails: Mapping[date, MailsOfDay],
    *,
    today: date,
    first_night: date | None,
    watched: Iterable[Urn],
    days: int = NIGHTS_SHOWN,
) -> tuple[NightOfDay, ...]:
    """The days up to `today`, oldest first. `runs` are in the order in which they began.

    `first_night` is the day of the first nightly run ever (None: there was none): nothing is missing before it. `watched` are
    the authorities watched now. Runs of one day count together, so a night that was made up is whole. A night that expected
    only some of the authorities of the last full night, and not all that are watched now, is a part: somebody ran it by hand.
    """
    of_day: dict[date, list[RunOfDay]] = defaultdict(list)
    for run in runs:
        of_day[run.today].append(run)
    watched_now, last_full = frozenset(watched), frozenset[Urn]()
    nights = []
    for back in reversed(range(days)):
        day = today - timedelta(days=back)
        nightly = [run for run in of_day[day] if run.kind is RunKind.NIGHTLY]
        expected = frozenset[Urn]().union(*(run.expected for run in nightly))
        checked = frozenset(urn for run in nightly if run.coverage and run.state in _STORES for urn in run.coverage.checked)
        decisive = max(enumerate(nightly), key=lambda each: (len(each[1].expected), each[0]))[1] if nightly else None
        if decisive is None:
            state = _without_night(day, today, first_night)
        else:
            state = _state(nightly, decisive, whole=bool(expected) and expected <= checked, is_today=day == today)
            if not expected < last_full or watched_now <= expected:
                last_full = expected
            elif state in EVERYTHING_CHECKED:
                state = NightState.PART
        coverages = [run.coverage for run in of_day[day] if run.coverage]
        nights.append(
            NightOfDay(
                day,
                state,
                expected=len(expected),
                checked=len(checked & expected),
                read=sum(coverage.read for coverage in coverages),
                set_aside=sum(coverage.set_aside for coverage in coverages),
                mails=mails.get(day, MailsOfDay()),
                message=decisive.message if decisive else "",
            )
        )
    return tuple(nights)


def _without_night(day: date, today: date, first_night: date | None) -> NightState:
    if first_night is None or day < first_night:
        return NightState.BEFORE_FIRST
    return NightState.NOT_YET if day == today else NightState.MISSING


def _state(nightly: Sequence[RunOfDay], decisive: RunOfDay, *, whole: bool, is_today: bool) -> NightState:
    if whole:
        states = [_BY_RUN[run.state] for run in nightly if run.state in _BY_RUN]
        return max(states, key=list(NightState).index, default=NightState.WHOLE)
    if decisive.state is RunState.RUNNING:
        return NightState.RUNNING if is_today else NightState.CRASHED
    if decisive.state in _STORES:
        return NightState.INCOMPLETE
    return NightState(decisive.state)
