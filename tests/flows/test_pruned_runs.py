"""Runs in which an address may stand go seven days after they ended, with what they show; a night asks once for them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient

from flows.pruned_runs import ADDRESS_DAYS, delete_ended_runs
from tests.flows.calling import Caller
from tests.standing_watch import StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]


def test_they_are_deleted_after_seven_days_and_no_other_run_is(
    seen_once: StandingWatch, run_flow: Caller, held: dict[str, Any]
) -> None:
    person = run_flow("flows.subscriber_flows.subscriber", email="newsroom@example.org")
    review = run_flow("flows.review_flows.review_held_alerts")
    waiting = seen_once.order("subscriber", at=datetime.now(UTC) + timedelta(days=3), email="ann.lee@council.example")
    cancelled = seen_once.order("subscriber", at=datetime.now(UTC) + timedelta(days=3), email="ben@council.example")
    seen_once.change(cancelled, "CANCELLED")
    asked: list[str] = []
    now = datetime.now(UTC)
    with SyncPrefectClient(api=f"{seen_once.url}/api") as client:
        client._client.event_hooks["request"].append(lambda request: asked.append(request.url.path))
        assert delete_ended_runs(client, now - timedelta(days=ADDRESS_DAYS)) == 0
        assert asked[-1] == "/api/flow_runs/filter"
        assert len(asked) <= 2, "the other one is the client's own, for its token"
        in_eight_days = now + timedelta(days=8)
        assert delete_ended_runs(client, in_eight_days - timedelta(days=ADDRESS_DAYS)) >= 3

    def exists(run: str) -> bool:
        return bool(seen_once.runs(id={"any_": [run]}))

    assert [exists(run) for run in (person["id"], review["id"], cancelled)] == [False, False, False]
    assert [exists(run) for run in (held["id"], waiting)] == [True, True]
    assert seen_once.artifacts(person["id"]) == {}
    assert seen_once.ask("artifacts/latest/filter", {"artifacts": {"key": {"any_": ["subscriber"]}}}) == []
    assert "coverage" in seen_once.artifacts(held["id"])
    seen_once.change(waiting, "CANCELLED")
