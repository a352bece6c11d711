"""People: `subscribe`, `unsubscribe`, `subscriptions`. Done by the operator, so no confirmation mail is sent."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from ofsted_watch.cli.data_commands import known_authorities, open_known, stored_authority
from ofsted_watch.cli.output import json_option, options, print_json, print_table, say
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.letter_kind import LetterKind

if TYPE_CHECKING:
    from ofsted_watch.domain.authorities import AuthorityRegister
    from ofsted_watch.domain.filters import Filters

_OUTCOMES = (Grade.POSITIVE, Grade.INCONSISTENT, Grade.SYSTEMIC_FAILINGS)
_GRADES = (Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE)


def _several(option: str, name: str, choices: tuple[str, ...], text: str) -> Any:
    return click.option(option, name, multiple=True, type=click.Choice(choices), help=f"{text} May be repeated.")


filtering = options(
    _several("--kind", "kinds", tuple(map(str, LetterKind)), "Only these kinds of letter."),
    _several("--topic", "letter_topics", tuple(map(str, LetterTopic)), "Only letters about this topic."),
    _several("--outcome", "outcomes", tuple(map(str, _OUTCOMES)), "Only this outcome of an area SEND inspection."),
    click.option("--priority-action", is_flag=True, help="Only letters that name areas for priority action."),
    _several("--from-grade", "from_grades", tuple(map(str, _GRADES)), "Only changes from this grade."),
    _several("--to-grade", "to_grades", tuple(map(str, _GRADES)), "Only changes to this grade."),
    click.option("--direction", type=click.Choice(["improved", "declined"]), help="Only changes in this direction."),
)


@click.command()
@click.argument("email")
@click.option("--authority", "authorities", multiple=True, metavar="URN|NAME", help="This authority; may be repeated.")
@click.option("--region", help="Every authority of this region, e.g. 'North West'.")
@click.option("--neighbours-of", metavar="URN|NAME", help="The ten statistical neighbours of this authority.")
@click.option("--all", "everything", is_flag=True, help="Every authority.")
@click.option(
    "--on",
    "topics",
    multiple=True,
    type=click.Choice(["change", "letter", "priority"]),
    help="What to be notified of; may be repeated. [default: change]",
)
@click.option("--declines-only", is_flag=True, help="Of changed judgements, only those that went down.")
@filtering
@click.option("--frequency", type=click.Choice(["at-once", "daily", "weekly"]), default="at-once", show_default=True)
def subscribe(
    email: str,
    authorities: tuple[str, ...],
    region: str | None,
    neighbours_of: str | None,
    everything: bool,
    topics: tuple[str, ...],
    declines_only: bool,
    frequency: str,
    **filters: Any,
) -> None:
    """Subscribe EMAIL to authorities, a region, an authority's statistical neighbours or all.

    Only some letters or changes: --kind, --topic, --outcome and --priority-action narrow new letters (--on letter), or changed
    judgements if only those are asked for. --from-grade, --to-grade and --direction narrow changed judgements: 'down to
    inadequate only' is --to-grade inadequate --direction declined.
    """
    from ofsted_watch.domain.model import Frequency, Topic
    from ofsted_watch.errors import WrongUse
    from ofsted_watch.subscriptions.email_address import check_address
    from ofsted_watch.subscriptions.preferences import Preferences, narrowed

    if sum((bool(authorities), bool(region), bool(neighbours_of), everything)) != 1:
        raise WrongUse(
            "Say which authorities: --authority NAME (may be repeated), or --region NAME, or --neighbours-of NAME, or --all"
        )
    if declines_only and topics and "change" not in topics:
        raise WrongUse("--declines-only narrows changed judgements: add --on change, or leave it out")
    address, register = check_address(email), known_authorities()
    urns = frozenset(register.named(name).urn for name in authorities)
    preferences = Preferences(
        urns=_neighbours(neighbours_of, register) if neighbours_of else urns,
        region=register.region(region) if region else None,
        topics=frozenset(Topic(topic) for topic in topics or ("change",)),
        frequency=Frequency(frequency),
        declines_only=declines_only,
    )
    preferences = narrowed(preferences, _filters(filters))
    with open_known() as database:
        often = _often(database, register, preferences)
        subscription = database.subscribers.subscribe(address, **preferences.as_fields(), at=datetime.now(UTC))
    say(f"{subscription.email} is subscribed: {_preferences(subscription, register)}.")
    say(f"{often}.")


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


def _often(database: Any, register: "AuthorityRegister", preferences: Any) -> str:
    from ofsted_watch.services.nightly import today_in_london
    from ofsted_watch.web.expected_mails import expected_mails
    from ofsted_watch.web.published import gather
    from ofsted_watch.web.selectable import selectable_of

    return expected_mails(preferences, selectable_of(gather(database, register)), register, today_in_london()).often


def _neighbours(name: str, register: "AuthorityRegister") -> frozenset[Urn]:
    from ofsted_watch.errors import WrongUse

    authority = register.named(name)
    if not (neighbours := register.neighbours(authority.urn)):
        raise WrongUse(f"The statistical neighbours of {authority.name} are not known")
    return frozenset(neighbour.urn for neighbour in neighbours)


def _filters(given: Mapping[str, Any]) -> "Filters":
    from ofsted_watch.domain.filters import Filters
    from ofsted_watch.domain.findings import LetterTopic
    from ofsted_watch.domain.grades import Grade
    from ofsted_watch.domain.letter_kind import LetterKind
    from ofsted_watch.domain.model import Direction

    return Filters(
        kinds=frozenset(map(LetterKind, given["kinds"])),
        topics=frozenset(map(LetterTopic, given["letter_topics"])),
        priority_action=True if given["priority_action"] else None,
        given=frozenset(map(Grade, given["outcomes"])),
        from_grades=frozenset(map(Grade, given["from_grades"])),
        to_grades=frozenset(map(Grade, given["to_grades"])),
        direction=Direction(given["direction"]) if given["direction"] else None,
    )


def _preferences(subscription: Any, register: "AuthorityRegister") -> str:
    from ofsted_watch.subscriptions.filters_json import filters_to_json
    from ofsted_watch.subscriptions.preferences import preferences_of

    names = sorted(stored_authority(register, urn).name for urn in subscription.urns)
    where = ", ".join(names) or subscription.region or "all authorities"
    narrowed_to = " (declines only)" if subscription.declines_only else ""
    filters = filters_to_json(preferences_of(subscription)) or {}
    only = "".join(f"; {what} only {_only(fields)}" for what, fields in filters.items())
    return f"{where}; on {', '.join(sorted(subscription.topics))}{narrowed_to}{only}; {subscription.frequency}"


def _only(fields: Mapping[str, Any]) -> str:
    """'kinds jtai, topics neglect' of the filters of changes or of letters."""
    return ", ".join(
        f"{name.replace('_', ' ')} {' or '.join(value) if isinstance(value, list) else value}" for name, value in fields.items()
    )


def _as_json(subscription: Any) -> dict[str, Any]:
    from ofsted_watch.subscriptions.filters_json import filters_to_json
    from ofsted_watch.subscriptions.preferences import preferences_of

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
        "filters": filters_to_json(preferences_of(subscription)),
    }
