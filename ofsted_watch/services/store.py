"""The stage that keeps: one transaction for everything a run decided."""

from datetime import UTC, datetime

from ofsted_watch.adapters.database import Applied
from ofsted_watch.domain.model import Outcome
from ofsted_watch.services.resources import World


def keep(world: World, outcome: Outcome, run_id: int) -> Applied:
    """Apply the outcome: afterwards all of it is there, or nothing is. Raises DatabaseUnavailable."""
    return world.database.apply(outcome, run_id=run_id, at=datetime.now(UTC))


__all__ = ["Applied", "keep"]
