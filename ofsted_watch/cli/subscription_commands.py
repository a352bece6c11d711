"""People: `subscribe`, `unsubscribe`, `subscriptions`. Done by the operator, so no confirmation mail is sent."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from ofsted_watch.cli.data_commands import known_authorities, open_known
from ofsted_watch.cli.output import json_option, print_json, print_table, say

if TYPE_CHECKING:
    from ofsted_watch.domain.authorities import AuthorityRegister


@click.command()
@click.argument("email")
@click.option("--authority", "authorities", multiple=True, metavar="URN|NAME", help="This authority; may be repeated.")
@click.option("--region", help="Every authority of this region, e.g. 'North West'.")
@click.option("--all", "everything", is_flag=True, help="Every authority.")
@click.option(
    "--on",
    "topics",
    multiple=True,
    type=click.Choice(["change", "letter", "priority"]),
    help="What to be notified of; may be repeated. [default: change]",
)
@click.option("--declines-only", is_flag=True, help="Of changed judgements, only those that went down.")
@click.option("--frequency", type=click.Choice(["at-once", "daily", "weekly"]), default="at-once", show_default=True)
def subscribe(
    email: str,
    authorities: tuple[str, ...],
    region: str | None,
    everything: bool,
    topics: tuple[str, ...],
    declines_only: bool,
    frequency: str,
) -> None:
    """Subscribe EMAIL to authorities, a region or all."""
    from ofsted_watch.domain.model import Frequency, Topic
    from ofsted_watch.errors import WrongUse
    from ofsted_watch.subscriptions.email_address import check_address

    if sum((bool(authorities), bool(region), everything)) != 1:
        raise WrongUse("Say which authorities: --authority NAME (may be repeated), or --region NAME, or --all")
    if declines_only and topics and "change" not in topics:
        raise WrongUse("--declines-only narrows changed judgements: add --on change, or leave it out")
    address, register = check_address(email), known_authorities()
    with open_known() as database:
        subscription = database.subscribers.subscribe(
            address,
            urns=frozenset(register.named(name).urn for name in authorities),
            region=register.region(region) if region else None,
            topics=frozenset(Topic(topic) for topic in topics or ("change",)),
            frequency=Frequency(frequency),
            declines_only=declines_only,
            at=datetime.now(UTC),
        )
    say(f"{subscription.email} is subscribed: {_preferences(subscription, register)}.")


@click.command()
@click.argument("email")
def unsubscribe(email: str) -> int:
    """End every subscription of EMAIL."""
    from ofsted_watch.subscriptions.email_address import check_address

    with open_known() as database:
        ended = database.subscribers.unsubscribe(check_address(email), datetime.now(UTC))
    say(f"{email}: {ended} subscription{'' if ended == 1 else 's'} ended." if ended else f"{email} was not subscribed.")
    return 0 if ended else 1


@click.command()
@json_option
def subscriptions(as_json: bool) -> None:
    """Who is subscribed to what."""
    with open_known() as database:
        subscriptions = database.subscribers.all()
    if as_json:
        print_json([_as_json(subscription) for subscription in subscriptions])
        return
    register = known_authorities()
    rows = [
        (subscription.email, _preferences(subscription, register), subscription.paused or "") for subscription in subscriptions
    ]
    print_table(rows, ("email", "wants", "paused"), "Nobody is subscribed. `ofsted-watch subscribe --help` says how.")


def _preferences(subscription: Any, register: "AuthorityRegister") -> str:
    names = sorted(register.by_urn(urn).name for urn in subscription.urns)
    where = ", ".join(names) or subscription.region or "all authorities"
    narrowed = " (declines only)" if subscription.declines_only else ""
    return f"{where}; on {', '.join(sorted(subscription.topics))}{narrowed}; {subscription.frequency}"


def _as_json(subscription: Any) -> dict[str, Any]:
    return {
        "id": subscription.id,
        "email": subscription.email,
        "urns": sorted(subscription.urns),
        "region": subscription.region,
        "topics": sorted(subscription.topics),
        "frequency": subscription.frequency,
        "declines_only": subscription.declines_only,
        "created": subscription.created.isoformat() if subscription.created else None,
        "paused": subscription.paused,
    }
