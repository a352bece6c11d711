"""Settings that are changed while everything runs: `settings list|set`."""

from collections.abc import Sequence
from datetime import UTC, datetime

import click

from ofsted_watch.cli.data_commands import known_authorities, open_known
from ofsted_watch.cli.output import json_option, print_json, print_table, say, this_user
from ofsted_watch.errors import WrongUse

_LIMITS = ("alert_limit", "late_days", "recheck_days", "hold_days", "unchecked_nights", "forget_days")


@click.group()
def settings() -> None:
    """Watched authorities and limits: stored values win over the environment."""


@settings.command("list")
@json_option
def list_settings(as_json: bool) -> None:
    """Each setting as it is in force and as the environment has it."""
    from dataclasses import asdict

    from ofsted_watch.services.stored_settings import shown_settings
    from ofsted_watch.settings import read_settings

    with open_known() as database:
        shown = shown_settings(read_settings(), database)
    if as_json:
        print_json([asdict(each) for each in shown])
        return
    rows = [(each.name, each.value, each.environment, each.stored_by, each.why) for each in shown]
    print_table(rows, ("setting", "in force", "environment", "stored by", "why"), "There is no setting.")


@settings.command("set")
@click.option("--authority", "authorities", multiple=True, metavar="URN|NAME", help="Watch this one; may be repeated. Or 'all'.")
@click.option(
    "--limit", "limits", multiple=True, type=(click.Choice(_LIMITS), int), metavar="NAME NUMBER", help="May be repeated."
)
@click.option(
    "--environment", "removed", multiple=True, type=click.Choice(("authorities", *_LIMITS)), help="As the environment again."
)
@click.option("--why", required=True, help="The reason, in a sentence; it is stored.")
@click.option("--by", default=None, help="Who changes it. [default: the user of this machine]")
def set_settings(
    authorities: tuple[str, ...], limits: tuple[tuple[str, int], ...], removed: tuple[str, ...], why: str, by: str | None
) -> None:
    """Store which authorities are watched, or limits. The next run has them."""
    from ofsted_watch.services.stored_settings import store_settings

    _refuse_contradictions(authorities, [name for name, _ in limits], removed)
    chosen = list(authorities) if authorities else [] if "authorities" in removed else None
    numbers: dict[str, int | None] = {name: None for name in removed if name != "authorities"}
    with open_known() as database:
        store_settings(
            database,
            known_authorities(),
            authorities=chosen,
            limits=numbers | dict(limits),
            by=by or this_user(),
            why=why,
            at=datetime.now(UTC),
        )
    say("Stored. The next run has it; `ofsted-watch settings list` shows all.")


def _refuse_contradictions(authorities: Sequence[str], limits: Sequence[str], removed: Sequence[str]) -> None:
    """Raise WrongUse if one setting would get two values, or a value and that of the environment."""
    for name in limits:
        if limits.count(name) > 1:
            raise WrongUse(f"--limit {name} is given twice: a limit has one number")
        if name in removed:
            raise WrongUse(f"--limit {name} and --environment {name} exclude each other: choose one")
    if authorities and "authorities" in removed:
        raise WrongUse("--authority and --environment authorities exclude each other: choose one")
