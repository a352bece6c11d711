"""A delivery is ordered once for a minute, but never lost: one that has begun does not stand for what is stored after."""

import subprocess
import sys
from typing import Any

import pytest

from tests.standing_watch import HOUSE, StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

ORDER = "from datetime import datetime; from flows.deliveries import order_delivery; order_delivery(datetime.fromisoformat('{}'))"

TO_COME, GONE = "2199-01-05T09:00:00+00:00", "2026-01-05T09:00:00+00:00"


def order(standing: StandingWatch, moment: str) -> None:
    subprocess.run([sys.executable, "-c", ORDER.format(moment)], cwd=HOUSE, env=standing.as_a_worker(), check=True)


def runs(standing: StandingWatch, moment: str) -> list[dict[str, Any]]:
    """The runs of *deliver* that are due at a moment."""
    return standing.runs(expected_start_time={"after_": moment, "before_": moment})


def test_two_orders_for_a_minute_to_come_are_one_run(standing: StandingWatch):
    order(standing, TO_COME)
    order(standing, TO_COME)
    assert len(runs(standing, TO_COME)) == 1


def test_an_order_after_the_delivery_of_its_minute_is_another_run(standing: StandingWatch):
    order(standing, GONE)
    (first,) = runs(standing, GONE)
    standing.ended(first["id"])
    order(standing, GONE)
    (_, second) = runs(standing, GONE)
    assert standing.ended(second["id"])["state_type"] == "COMPLETED"
