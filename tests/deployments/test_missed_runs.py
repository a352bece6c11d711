"""What was due while nothing ran is run once, whatever Prefect did with the runs that were missed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, State, StateType

from deployments.missed_runs import make_up, missed_runs

DUE = datetime(2026, 3, 5, 2, tzinfo=UTC)


class Server:
    """A Prefect server with deployments by name, that knows when each scheduled run of theirs is due."""

    def __init__(self, **due: list[datetime]) -> None:
        names = {name.replace("_", "-") for name in due} | {"notify-ops"}
        self.ids = {name: uuid4() for name in names}
        self.runs = {
            run.id: run
            for name, moments in due.items()
            for run in (scheduled(self.ids[name.replace("_", "-")], moment) for moment in moments)
        }
        self.ordered: list[tuple[str, str]] = []

    def read_flow_runs(self, *, flow_run_filter: FlowRunFilter, limit: int = 200, offset: int = 0) -> list[FlowRun]:
        asked = flow_run_filter.id.any_ if flow_run_filter.id else None
        return [run for run in self.runs.values() if asked is None or run.id in asked][offset : offset + limit]

    def delete_flow_run(self, run: UUID) -> None:
        del self.runs[run]

    def read_deployment(self, deployment: UUID) -> object:
        (name,) = [name for name, known in self.ids.items() if known == deployment]
        return named(deployment, name)

    def read_deployment_by_name(self, name: str) -> object:
        return named(self.ids[name.partition("/")[2]], name)

    def create_flow_run_from_deployment(self, deployment: UUID, *, name: str = "", **more: object) -> FlowRun:
        run = scheduled(deployment, DUE)
        self.ordered.append((str(self.read_deployment(deployment).name), name))  # type: ignore[attr-defined]
        return run


def scheduled(deployment: UUID, due: datetime) -> FlowRun:
    state = State(type=StateType.SCHEDULED)
    return FlowRun(
        flow_id=uuid4(),
        deployment_id=deployment,
        expected_start_time=due,
        auto_scheduled=True,
        state=state,
        state_type=state.type,
    )


def named(deployment: UUID, name: str) -> object:
    return type("Deployment", (), {"id": deployment, "name": name})()


NIGHT = ("nightly", "nightly due on 5 March 2026 at 02:00")
NOTICE = ("notify-ops", "")


@pytest.mark.parametrize("prefect_keeps_them", [True, False])
def test_three_missed_nights_are_one_run_and_one_notice_and_nothing_is_left_to_run_beside_it(prefect_keeps_them: bool) -> None:
    server = Server(nightly=[DUE - timedelta(days=2), DUE, DUE - timedelta(days=1)])
    missed = missed_runs(server)  # type: ignore[arg-type]
    if not prefect_keeps_them:
        server.runs.clear()
    assert make_up(server, missed) == (NIGHT[1],)  # type: ignore[arg-type]
    assert server.ordered == [NIGHT, NOTICE]
    assert server.runs == {}


def test_a_night_that_a_worker_takes_meanwhile_is_not_run_again() -> None:
    server = Server(nightly=[DUE - timedelta(days=1), DUE])
    missed = missed_runs(server)  # type: ignore[arg-type]
    _, newest = server.runs
    server.runs[newest] = server.runs[newest].model_copy(update={"state_type": StateType.RUNNING})
    assert make_up(server, missed) == ()  # type: ignore[arg-type]
    assert server.ordered == []
    assert list(server.runs) == [newest]


def test_a_missed_digest_is_made_up_without_a_notice_and_a_missed_poll_is_not() -> None:
    server = Server(digest_daily=[DUE], poll=[DUE, DUE + timedelta(minutes=30)])
    assert make_up(server, missed_runs(server)) == ("digest-daily due on 5 March 2026 at 02:00",)  # type: ignore[arg-type]
    assert [name for name, _ in server.ordered] == ["digest-daily"]
    assert len(server.runs) == 2
