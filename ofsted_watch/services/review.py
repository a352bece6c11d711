"""Review of held alerts and set-aside items: every decision with a name and a reason, all or nothing."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.set_aside_state import SetAsideAnswer
from ofsted_watch.errors import WrongUse
from ofsted_watch.services.decided_by import check_ids, check_name_and_reason
from ofsted_watch.services.enter_reading import refuse_to_lose_grades


class HoldDecision(StrEnum):
    """What a person says of held alerts."""

    RELEASE = "release"
    DROP = "drop"


class SetAsideDecision(StrEnum):
    """What a person says of something set aside."""

    RELEASE = "release"
    REJECT = "reject"


_ANSWERS = {SetAsideDecision.RELEASE: SetAsideAnswer.RELEASED, SetAsideDecision.REJECT: SetAsideAnswer.REJECTED}


def resolve_held_alerts(
    database: Database, decision: HoldDecision, ids: Sequence[int], everything: bool, *, why: str, by: str, at: datetime
) -> int:
    """Release or drop alerts: those named, or with `everything` all that are held. Returns how many.

    Raises WrongUse for no choice, two, nothing held, a missing reason or name, and an alert that cannot be released or dropped.
    """
    check_name_and_reason(by, why)
    check_ids(ids)
    if bool(ids) == everything:
        raise WrongUse(f"Say which alerts to {decision}: their ids, or all that are held, and not both")
    chosen = None if everything else ids
    match decision:
        case HoldDecision.RELEASE:
            resolved = database.alerts.release(chosen, by=by, why=why, at=at)
        case HoldDecision.DROP:
            resolved = database.alerts.drop(chosen, by=by, why=why, at=at)
        case _:
            assert_never(decision)
    if not resolved:
        raise WrongUse(f"Nothing is held, so there is nothing to {decision}")
    return resolved


def resolve_set_asides(
    database: Database, decision: SetAsideDecision, ids: Sequence[int], *, why: str, by: str, at: datetime
) -> int:
    """Release or reject what was set aside under these ids. Returns how many.

    Raises WrongUse for no id, a missing reason or name, an item that is unknown or answered already, and the release of a letter
    of a graded kind whose grades are not read; then nothing is changed.
    """
    check_name_and_reason(by, why)
    check_ids(ids)
    if not ids:
        raise WrongUse(f"Say which items to {decision}: their ids")
    items = [database.set_asides.get(number) for number in ids]
    for item in items:
        if item.answer:
            raise WrongUse(f"{item.id} was {item.answer} already, by {item.answered_by}: {item.answered_why}")
    if decision is SetAsideDecision.RELEASE:
        refuse_to_lose_grades(database, items)
    for number in dict.fromkeys(ids):
        database.set_asides.resolve(number, _ANSWERS[decision], by=by, why=why, at=at)
    return len(set(ids))


def close_gap(database: Database, number: int, *, why: str, by: str, at: datetime) -> Gap:
    """Close a gap because its report carries no grades that count. The next run compares across it again.

    Raises WrongUse for a missing reason or name, and for a gap that is unknown or closed.
    """
    check_name_and_reason(by, why)
    check_ids([number])
    return database.gaps.close(number, by=by, why=why, at=at)
