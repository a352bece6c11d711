"""How often a crashed run has been started, and that it is started three times in all, however early it crashes."""

import email
import email.policy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from prefect.client.schemas.objects import FlowRun, State, StateType

from flows.restarts import starts_of
from tests.flows.calling import Caller, calling
from tests.standing_watch import StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

S, P, R, C = StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING, StateType.CRASHED


@dataclass
class Server:
    """A Prefect server that knows the states of one run, in any order."""

    history: Sequence[StateType]

    def read_flow_run_states(self, flow_run_id: UUID) -> list[State[Any]]:
        began = datetime(2026, 11, 30, 2, tzinfo=UTC)
        states = [State(type=kind, timestamp=began + timedelta(seconds=at)) for at, kind in enumerate(self.history)]
        return states[::-1]


@pytest.mark.parametrize(
    ("history", "run_count", "starts"),
    [
        ((S,), 0, 0),
        ((S, P), 0, 1),
        ((S, P, S, P, R), 1, 1),
        ((S, P, C), 0, 1),
        ((S, P, C, C, S), 0, 1),
        ((S, P, R, C, S, C, S, P, R), 2, 2),
        ((S, P, C, S, P, C, S, P, C), 0, 3),
        ((S, P, R), 4, 4),
    ],
    ids=[
        "not taken yet",
        "taken",
        "taken again after it waited for a slot",
        "crashed while it loaded",
        "a crash that is reported twice",
        "a crash that is reported again after the restart",
        "crashed three times while it loaded",
        "started again by hand",
    ],
)
def test_a_start_is_counted_once_a_worker_has_taken_the_run(history: Sequence[StateType], run_count: int, starts: int) -> None:
    run = FlowRun(flow_id=uuid4(), run_count=run_count)
    assert starts_of(Server(history), run) == starts  # type: ignore[arg-type]


@pytest.fixture
def run_without_database(standing: StandingWatch) -> Iterator[Caller]:
    settings = {**standing.environment, "OFSTED_WATCH_DATABASE_URL": "postgresql+psycopg://watch@127.0.0.1:1/none"}
    with calling(replace(standing, environment=settings)) as caller:
        yield caller


def ordered(standing: StandingWatch, flow: str, name: str) -> str:
    """A run of this flow that no worker takes."""
    (known,) = standing.ask("flows/filter", {"flows": {"name": {"any_": [flow]}}})
    return str(standing.ask("flow_runs/", {"flow_id": known["id"], "name": name, "state": {"type": "SCHEDULED"}})["id"])


def crash(standing: StandingWatch, run: str) -> None:
    """As if a worker had taken it, and its process had ended before the run began."""
    for state in ("PENDING", "CRASHED"):
        standing.ask(f"flow_runs/{run}/set_state", {"state": {"type": state, "message": "exit code 1"}, "force": True})


def test_a_run_that_crashes_as_it_loads_is_started_three_times_in_all_and_each_crash_is_mailed(
    standing: StandingWatch, run_flow: Caller
):
    run = ordered(standing, "backfill", "backfill: Cromer Vale")
    mails = []
    for _ in range(3):
        crash(standing, run)
        before = mails_of(standing, run)
        assert standing.ask(f"flow_runs/{run}")["run_count"] == 0
        assert run_flow("flows.ops_flows.notify_ops", run=run, state="Crashed", why="exit code 1")["state_name"] == "Completed"
        mails += [text for text in mails_of(standing, run) if text not in before]
    assert [text.splitlines()[2] for text in mails] == [
        "It is being started again (start 2 of 3). Nothing is lost and no mail is sent twice.",
        "It is being started again (start 3 of 3). Nothing is lost and no mail is sent twice.",
        "It crashed 3 times and is not started again.",
    ]
    assert standing.ask(f"flow_runs/{run}")["state_type"] == "CRASHED"
    assert "Nothing now" in mails[0]
    assert "Nothing now" not in mails[2]
    assert "Find the cause in the run's log and put it right" in mails[2]


def test_ops_hear_peoples_names_of_a_run_that_crashed_as_it_loaded(standing: StandingWatch, run_flow: Caller):
    run = ordered(standing, "site-check", "illegal-alpaca")
    crash(standing, run)
    assert run_flow("flows.ops_flows.notify_ops", run=run, state="Crashed", why="exit code 1")["state_name"] == "Completed"
    (text,) = mails_of(standing, run)
    assert text.startswith("The run 'site check' is crashed.")
    assert "illegal-alpaca" not in text


def test_ops_are_notified_of_a_crashed_night_while_the_database_is_away(standing: StandingWatch, run_without_database: Caller):
    run = ordered(standing, "nightly", "nightly 4 May 2993")
    crash(standing, run)
    answer = run_without_database("flows.ops_flows.notify_ops", run=run, state="Crashed", why="the database stopped")
    assert answer["state_name"] == "Completed"
    (text,) = mails_of(standing, run)
    assert "the database stopped" in text
    assert "It is being started again (start 2 of 3)." in text
    assert "It is not recorded, so `status` does not know of it." in text


def mails_of(standing: StandingWatch, run: str) -> list[str]:
    """The text of every mail that names this run."""
    files = (standing.folder / "data" / "outbox").glob("*.eml")
    mails = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]
    bodies = [mail.get_body(("plain",)) for mail in mails]  # other mails than those of ops have a second part
    return [text for body in bodies if body and run in (text := body.get_content())]
