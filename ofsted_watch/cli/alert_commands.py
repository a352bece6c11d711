"""The outbox and held alerts: `alerts list|deliver|release|drop`."""

from datetime import UTC, datetime
from typing import Any

import click

from ofsted_watch.cli.argument_types import STORED_ID
from ofsted_watch.cli.data_commands import open_known
from ofsted_watch.cli.output import json_option, print_json, print_table, say, set_up_logging, this_user


@click.group()
def alerts() -> None:
    """What waits to be sent, was sent, or is held for review."""


@alerts.command("list")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(["held", "pending", "sending", "sent", "failed", "unknown", "dropped"]),
    help="Only alerts in this state; may be repeated.",
)
@json_option
def list_alerts(states: tuple[str, ...], as_json: bool) -> None:
    """The alerts, newest first: recipient, subject, state and reason."""
    from ofsted_watch.domain.model import AlertState

    with open_known() as database:
        listed = database.alerts.find([AlertState(state) for state in states] or None)
    if as_json:
        print_json([_as_json(alert) for alert in listed])
        return
    rows = [
        (str(alert.id), alert.state, alert.subscription.email, _about(alert), alert.hold or alert.answer or "")
        for alert in listed
    ]
    print_table(rows, ("id", "state", "to", "about", "why"), "The outbox is empty.")


@alerts.command("deliver")
@click.option("--now", is_flag=True, help="Do not wait for the backoff of alerts that were temporarily refused.")
@click.option("--digest", type=click.Choice(["daily", "weekly"]), help="Send the digests of this frequency instead.")
def deliver_alerts(now: bool, digest: str | None) -> int:
    """Send what is due."""
    from ofsted_watch.domain.model import Frequency
    from ofsted_watch.errors import WrongUse
    from ofsted_watch.services.deliver import deliver, deliver_digests
    from ofsted_watch.services.delivery_resources import open_delivery_resources
    from ofsted_watch.settings import read_settings

    if now and digest:
        raise WrongUse("--now and --digest exclude each other: a digest includes all waiting alerts")
    set_up_logging()
    with open_delivery_resources(read_settings()) as resources:
        sent = deliver_digests(resources, Frequency(digest)) if digest else deliver(resources, include_waiting=now)
    say(sent.message)
    return 0 if sent.all_well else 1


@alerts.command()
@click.argument("ids", nargs=-1, type=STORED_ID)
@click.option("--all", "everything", is_flag=True, help="Every held alert.")
@click.option("--why", required=True, help="The reason, stored with the alert.")
@click.option("--by", default=None, help="Who decides. [default: the user of this machine]")
def release(ids: tuple[int, ...], everything: bool, why: str, by: str | None) -> int:
    """Release held alerts for the next delivery."""
    return _resolve("release", ids, everything, why, by)


@alerts.command()
@click.argument("ids", nargs=-1, type=STORED_ID)
@click.option("--all", "everything", is_flag=True, help="Every held alert.")
@click.option("--why", required=True, help="The reason, stored with the alert.")
@click.option("--by", default=None, help="Who decides. [default: the user of this machine]")
def drop(ids: tuple[int, ...], everything: bool, why: str, by: str | None) -> int:
    """Never send held alerts; the record stays."""
    return _resolve("drop", ids, everything, why, by)


def _resolve(what: str, ids: tuple[int, ...], everything: bool, why: str, by: str | None) -> int:
    from ofsted_watch.domain.model import AlertState
    from ofsted_watch.errors import WrongUse
    from ofsted_watch.services.review import HoldDecision, resolve_held_alerts

    if bool(ids) == everything:
        raise WrongUse(f"Say which held alerts to {what}: their ids (`ofsted-watch alerts list --state held`) or --all")
    with open_known() as database:
        if everything and not database.alerts.find([AlertState.HELD]):
            click.echo("Nothing is held.")
            return 0
        resolved = resolve_held_alerts(
            database, HoldDecision(what), ids, everything, why=why, by=by or this_user(), at=datetime.now(UTC)
        )
    click.echo(f"{resolved} alert{'' if resolved == 1 else 's'} {'released' if what == 'release' else 'dropped'}.")
    return 0


def _about(alert: Any) -> str:
    event = alert.event
    moved = [f"{change.strand} {change.from_grade} -> {change.to_grade}" for change in event.changes]
    return f"{event.authority}: {'; '.join(moved).replace('_', ' ') or event.listed_as}"


def _as_json(alert: Any) -> dict[str, Any]:
    from ofsted_watch.presentation.serialization import event_to_json

    return {
        "id": alert.id,
        "state": alert.state,
        "to": alert.subscription.email,
        "hold": alert.hold,
        "created": alert.created.isoformat(),
        "attempts": alert.attempts,
        "answer": alert.answer,
        "not_before": alert.not_before.isoformat(),
        "message_id": alert.message_id,
        "resolved_by": alert.resolved_by,
        "resolved_why": alert.resolved_why,
        "event": event_to_json(alert.event),
    }
