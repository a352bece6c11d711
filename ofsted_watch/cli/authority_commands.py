"""The register of authorities: `authorities list|add|end`."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from ofsted_watch.cli.data_commands import known_authorities
from ofsted_watch.cli.output import json_option, print_json, print_table, say, this_user
from ofsted_watch.domain.identifiers import Urn

if TYPE_CHECKING:
    from ofsted_watch.domain.authorities import AuthorityRegister
    from ofsted_watch.domain.model import Authority


@click.group()
def authorities() -> None:
    """The authorities that are expected: list them, add a new one, end one."""


@authorities.command("list")
@json_option
def list_authorities(as_json: bool) -> None:
    """Every authority, also those that have ended, with their successors."""
    register = known_authorities()
    rows = [_as_json(authority, register) for authority in sorted(register, key=lambda authority: authority.name)]
    if as_json:
        print_json(rows)
        return
    columns = ("urn", "name", "ons_code", "council_number", "region", "ended")
    shown = [(*(str(row[column] or "") for column in columns), ", ".join(row["successors"])) for row in rows]
    print_table(shown, (*columns, "successors"), "The register has no authority.")


@authorities.command("add")
@click.argument("urn")
@click.argument("name")
@click.option("--ons-code", required=True, help="Such as E06000063.")
@click.option("--region", required=True, help="One of the regions of the register.")
@click.option("--council-number", default="", help="The three digits of the council.")
@click.option("--by", default=None, help="Who adds it. [default: the user of this machine]")
def add(urn: Urn, name: str, ons_code: str, region: str, council_number: str, by: str | None) -> None:
    """Add a new authority with its Ofsted URN and its name: the next run checks it."""
    from ofsted_watch.services.change_authorities import add_authority, new_authority
    from ofsted_watch.services.resources import open_database, register_of
    from ofsted_watch.settings import read_settings

    settings = read_settings()
    with open_database(settings) as database:
        new = new_authority(urn, name, ons_code, region, council_number)
        added = add_authority(database, register_of(settings, database), new, by=by or this_user(), at=datetime.now(UTC))
    say(f"{added.name} (URN {added.urn}) is in the register. The next run checks it.")


@authorities.command("end")
@click.argument("authority", metavar="URN|NAME")
@click.option("--on", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Its first day without it.")
@click.option("--successor", "successors", multiple=True, required=True, metavar="URN|NAME", help="May be repeated.")
@click.option("--by", default=None, help="Who ends it. [default: the user of this machine]")
def end(authority: str, day: datetime, successors: tuple[str, ...], by: str | None) -> int:
    """End an authority, and move its subscribers to its successors: each gets a mail with a way to say no."""
    from ofsted_watch.domain.plurals import format_count
    from ofsted_watch.services.change_authorities import end_authority, move_subscribers
    from ofsted_watch.services.delivery_resources import open_delivery_resources
    from ofsted_watch.services.nightly import today_in_london
    from ofsted_watch.services.resources import register_of
    from ofsted_watch.settings import read_settings

    settings, now = read_settings(), datetime.now(UTC)
    with open_delivery_resources(settings) as resources:
        register = register_of(settings, resources.database)
        ended, others = register.named(authority), [register.named(name) for name in successors]
        register = end_authority(
            resources.database, register, ended, others, day.date(), today=today_in_london(), by=by or this_user(), at=now
        )
        moved = move_subscribers(resources, register, now)
    names = ", ".join(other.name for other in others)
    say(f"{ended.name} ended on {day.date()}; {format_count(moved.moved, 'subscription')} moved to {names}.")
    if moved.waiting:
        say(f"{format_count(moved.waiting, 'subscription')} could not be moved yet: the next nightly run tries again.")
    return 1 if moved.waiting else 0


def _as_json(authority: "Authority", register: "AuthorityRegister") -> dict[str, Any]:
    ending = register.endings.get(authority.urn)
    return {
        "urn": authority.urn,
        "name": authority.name,
        "ons_code": authority.ons_code or None,
        "council_number": authority.council_number or None,
        "region": authority.region,
        "ended": ending.day.isoformat() if ending else None,
        "successors": [register.by_urn(urn).name for urn in ending.successors] if ending else [],
    }
