"""A night is left to another one only if that finds all that it would have found."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Cancelled, Completed, Pending, Running, Scheduled

from flows.covering_runs import is_covered, is_covering

FLOW = UUID(int=7)
STATES = {
    StateType.PENDING: Pending(),
    StateType.RUNNING: Running(),
    StateType.COMPLETED: Completed(),
    StateType.CANCELLED: Cancelled(),
    StateType.SCHEDULED: Scheduled(),
}


def night(number: int, state: StateType = StateType.CANCELLED, run_count: int = 0, **parameters: Any) -> FlowRun:
    return FlowRun(
        id=UUID(int=number), flow_id=FLOW, state=STATES[state], state_type=state, run_count=run_count, parameters=parameters
    )


@pytest.mark.parametrize(
    ("run", "other"),
    [
        (night(1), night(2, StateType.RUNNING, 1)),
        (night(1), night(2, StateType.COMPLETED, 1)),
        (night(1), night(2, StateType.PENDING)),
        (night(1, authorities=["Penhallow"]), night(2, StateType.RUNNING, 1)),
        (night(1, authorities=["Penhallow"]), night(2, StateType.RUNNING, 1, authorities=["Oxmarsh", "Penhallow"])),
        (night(1, today="2026-03-03"), night(2, StateType.PENDING, today="2026-03-03")),
    ],
)
def test_a_night_is_left_to_one_that_begins_after_it_and_checks_the_same_or_more(run: FlowRun, other: FlowRun):
    assert is_covering([other], run)


@pytest.mark.parametrize(
    ("run", "other"),
    [
        (night(1), night(1, StateType.PENDING)),
        (night(1), night(2, StateType.CANCELLED)),
        (night(1), night(2, StateType.SCHEDULED)),
        (night(1), night(2, StateType.RUNNING, 1, authorities=["Penhallow"])),
        (night(1, authorities=["Oxmarsh"]), night(2, StateType.RUNNING, 1, authorities=["Penhallow"])),
        (night(1), night(2, StateType.RUNNING, 1, today="2026-03-03")),
    ],
)
def test_a_night_is_not_left_to_itself_or_to_one_that_checks_less_another_day_or_nothing(run: FlowRun, other: FlowRun):
    assert not is_covering([other], run)


DUE = datetime(2026, 12, 1, 2, tzinfo=UTC)


class Server:
    """A Prefect server that knows one other night of the deployment: since when it runs."""

    def __init__(self, began: datetime) -> None:
        self.other = night(2, StateType.RUNNING, 1).model_copy(update={"start_time": began})

    def read_flow_runs(self, *, flow_run_filter: FlowRunFilter, **_: object) -> list[FlowRun]:
        start = flow_run_filter.start_time
        return [self.other] if start and start.after_ and self.other.start_time >= start.after_ else []  # type: ignore[operator]


@pytest.mark.parametrize(
    ("began", "covers"),
    [
        (DUE + timedelta(minutes=5), True),
        (DUE, True),
        (DUE - timedelta(seconds=4), True),
        (DUE - timedelta(minutes=1), False),
        (DUE - timedelta(hours=1), False),
    ],
)
def test_of_two_nights_due_at_one_moment_the_first_covers_though_it_begins_seconds_early(began: datetime, covers: bool):
    late = night(1).model_copy(update={"deployment_id": UUID(int=3), "expected_start_time": DUE})
    assert is_covered(Server(began), late) is covers  # type: ignore[arg-type]
