"""Inspection reports that are published and not read: `gaps list|close`."""

from datetime import UTC, datetime
from typing import Any

import click

from ofsted_watch.cli.argument_types import STORED_ID
from ofsted_watch.cli.data_commands import known_authorities, open_known
from ofsted_watch.cli.output import json_option, print_json, print_table, this_user


@click.group("gaps")
def gaps() -> None:
    """Inspection reports that are published and not read. Nothing is compared across one."""


@gaps.command("list")
@json_option
def list_gaps(as_json: bool) -> None:
    """Every open gap, by authority and day."""
    with open_known() as database:
        stored = database.gaps.open()
    if as_json:
        print_json([_as_json(gap) for gap in stored])
        return
    register = known_authorities()
    rows = [
        (str(item.id), str(item.since), register.display(gap.urn).name, str(gap.published), gap.reason, gap.url)
        for item in stored
        for gap in (item.gap,)
    ]
    print_table(rows, ("id", "since", "authority", "published", "reason", "link"), "Every inspection report is read.")


@gaps.command("close")
@click.argument("number", type=STORED_ID, metavar="ID")
@click.option("--why", required=True, help="The reason, stored with the gap.")
@click.option("--by", default=None, help="Who decides. [default: the user of this machine]")
@json_option
def close(number: int, why: str, by: str | None, as_json: bool) -> None:
    """Say that the report is no inspection with grades of children's services. What it kept apart is compared again."""
    from ofsted_watch.services.review import close_gap

    with open_known() as database:
        gap = close_gap(database, number, why=why, by=by or this_user(), at=datetime.now(UTC))
    if as_json:
        print_json({"id": number, "urn": gap.urn, "file_number": gap.file_number, "closed": True})
        return
    click.echo(f"Gap {number} is closed.")


def _as_json(stored: Any) -> dict[str, Any]:
    gap = stored.gap
    return {
        "id": stored.id,
        "urn": gap.urn,
        "authority": known_authorities().display(gap.urn).name,
        "file_number": gap.file_number,
        "published": gap.published.isoformat(),
        "listed_as": gap.listed_as,
        "url": gap.url,
        "reason": gap.reason,
        "after": gap.after,
        "sha256": gap.sha256,
        "since": stored.since.isoformat(),
        "notified": stored.notified_as is not None,
    }
