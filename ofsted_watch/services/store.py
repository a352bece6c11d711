"""Stores what a run decided, in one transaction."""

from datetime import UTC, datetime

from ofsted_watch.adapters.database import Applied
from ofsted_watch.domain.model import Outcome
from ofsted_watch.services.resources import Resources


def store_outcome(outcome: Outcome, resources: Resources, run_id: int) -> Applied:
    """Apply the outcome: either all of it is stored, or nothing. Raises DatabaseUnavailable."""
    return resources.database.outcomes.apply(outcome, run_id=run_id, at=datetime.now(UTC))


__all__ = ["Applied", "store_outcome"]
