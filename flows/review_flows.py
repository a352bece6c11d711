"""The two review flows for ops: held alerts and set-aside items. Each can also only list them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, Literal, TypeVar

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.artifacts import table
from flows.deliveries import order_delivery
from flows.form_fields import field
from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.model import Alert, AlertState, SetAside
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.errors import WrongUse
from ofsted_watch.services.resources import open_database, stored_register
from ofsted_watch.services.review import HoldDecision, SetAsideDecision, resolve_held_alerts, resolve_set_asides
from ofsted_watch.settings import read_settings

Item = TypeVar("Item")

_HOLD_DECISION = field(
    "look",
    "Decision",
    "look: list what is held. release: mail it with the next delivery. drop: never mail it; the record stays.",
)
_SET_ASIDE_DECISION = field(
    "look",
    "Decision",
    "look: list what was set aside. release: the next run stores the letter as it was read. reject: never use it.",
)
_ALERTS = field([], "Alerts", "Their ids, as 'look' lists them. Leave empty with 'All that are held'.")
_ALL_HELD = field(False, "All that are held", "Decide on everything held. Not together with ids.")
_ITEMS = field([], "Items", "Their ids, as 'look' lists them.")
_WHY = field("", "Why", "The reason, in a sentence; it is stored permanently. Not needed for 'look'.")
_BY = field("", "By", "Your name. Not needed for 'look'.")


@flow(name="review-held-alerts", flow_run_name="held alerts: {decision}", persist_result=False)
def review_held_alerts(
    decision: Literal["look", "release", "drop"] = _HOLD_DECISION,
    alerts: list[int] = _ALERTS,
    all_held: bool = _ALL_HELD,
    why: str = _WHY,
    by: str = _BY,
) -> State:
    """Release or drop held alerts."""

    def resolve(database: Database) -> int:
        return resolve_held_alerts(database, HoldDecision(decision), alerts, all_held, why=why, by=by, at=datetime.now(UTC))

    return _review(_HELD, decision, resolve)


@flow(name="review-set-aside-letters", flow_run_name="set-aside items: {decision}", persist_result=False)
def review_set_aside_letters(
    decision: Literal["look", "release", "reject"] = _SET_ASIDE_DECISION,
    items: list[int] = _ITEMS,
    why: str = _WHY,
    by: str = _BY,
) -> State:
    """Release or reject what was set aside. A release never adds a grade that could not be read."""

    def resolve(database: Database) -> int:
        return resolve_set_asides(database, SetAsideDecision(decision), items, why=why, by=by, at=datetime.now(UTC))

    return _review(_SET_ASIDE, decision, resolve)


def _review(waiting: "_Waiting[Item]", decision: str, resolve: Callable[[Database], int]) -> State:
    """Resolve what the decision is about, show what waits after it, and say both. 'look' resolves nothing."""
    settings = read_settings()
    register = stored_register(settings)
    resolved = 0
    with open_database(settings) as database:
        if decision != "look":
            try:
                resolved = resolve(database)
            except WrongUse as wrong:
                return Failed(name="Refused", message=str(wrong))
        items = waiting.find(database)
    create_markdown_artifact(waiting.page(items, register), key=waiting.key, description=waiting.description)
    if decision == "look":
        return Completed(message=f"{format_count(len(items), waiting.noun)} {waiting.state}")
    if waiting is _HELD and decision == "release" and resolved:
        order_delivery()
    name, done = waiting.done[decision]
    return Completed(name=name, message=f"{format_count(resolved, waiting.noun)} {done}; {len(items)} {waiting.still}")


def held_page(held: Sequence[Alert]) -> str:
    """One row per held alert. The recipient's address is not shown here: it stays in our database."""
    rows = [
        (
            alert.id,
            alert.created.date(),
            alert.event.authority,
            _moved(alert) or alert.event.title,
            alert.event.kind,
            alert.hold or "",
        )
        for alert in held
    ]
    return "# Held\n\n" + table(("id", "since", "authority", "what it says", "about", "why it is held"), rows, "Nothing is held.")


def set_aside_page(waiting: Sequence[SetAside], register: AuthorityRegister) -> str:
    """One row per item that waits for an answer."""
    rows = [
        (item.id, item.since.date() if item.since else "", register.by_urn(item.urn).name, item.code, item.message)
        for item in waiting
    ]
    return "# Set aside\n\n" + table(("id", "since", "authority", "reason", "what"), rows, "Nothing is set aside.")


def _moved(alert: Alert) -> str:
    return "; ".join(f"{change.strand} {change.from_grade or '-'} → {change.to_grade or '-'}" for change in alert.event.changes)


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[Item]):
    """What waits for a person, and how a review speaks of it: `done` maps a decision to the state's name and its message."""

    find: Callable[[Database], Sequence[Item]]
    page: Callable[[Sequence[Item], AuthorityRegister], str]
    key: str
    description: str
    noun: str
    state: str
    still: str
    done: Mapping[str, tuple[str, str]]


_HELD: _Waiting[Alert] = _Waiting(
    find=lambda database: database.alerts.find([AlertState.HELD]),
    page=lambda items, _register: held_page(items),
    key="held",
    description="The held alerts",
    noun="alert",
    state="held",
    still="still held",
    done={"release": ("Released", "released for the next delivery"), "drop": ("Dropped", "dropped")},
)
_SET_ASIDE: _Waiting[SetAside] = _Waiting(
    find=lambda database: database.set_asides.find(open_only=True),
    page=set_aside_page,
    key="waiting",
    description="What is set aside and waits for review",
    noun="item",
    state="set aside",
    still="still wait",
    done={"release": ("Released", "released"), "reject": ("Rejected", "rejected")},
)
