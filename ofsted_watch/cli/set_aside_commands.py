"""What was set aside, why, and the decision: `set-aside list|show|release|reject`."""

from datetime import UTC, datetime
from typing import Any

import click

from ofsted_watch.cli.data_commands import known_authorities, open_known
from ofsted_watch.cli.output import json_option, print_json, print_table, say, this_user


@click.group("set-aside")
def set_aside() -> None:
    """What was set aside, why, and the decision."""


@set_aside.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those already decided.")
@json_option
def list_set_aside(everything: bool, as_json: bool) -> None:
    """Everything set aside that waits for a decision."""
    with open_known() as database:
        items = database.set_asides.find(open_only=not everything)
    if as_json:
        print_json([_as_json(item) for item in items])
        return
    register = known_authorities()
    rows = [(str(item.id), _day(item), register.by_urn(item.urn).name, item.code, item.message) for item in items]
    print_table(rows, ("id", "since", "authority", "reason", "what"), "Nothing is set aside.")


@set_aside.command()
@click.argument("number", type=int, metavar="ID")
@json_option
def show(number: int, as_json: bool) -> None:
    """One item in full, with what was read of the letter."""
    from ofsted_watch.domain.set_aside_state import SetAsideSubject
    from ofsted_watch.presentation.serialization import letter_to_json

    with open_known() as database:
        item = database.set_asides.get(number)
        reading = database.readings.newest(item.about) if item.what == SetAsideSubject.LETTER else None
    if as_json:
        print_json(_as_json(item) | {"letter": letter_to_json(reading[0]) if reading else None})
        return
    facts = [
        ("authority", f"{known_authorities().by_urn(item.urn).name} ({item.urn})"),
        ("since", _day(item)),
        ("reason", item.code),
        ("what", item.message),
    ]
    if reading:
        letter = reading[0]
        facts += [("read as", letter.kind.replace("_", " ")), ("title", letter.title or "-"), ("file sha256", item.about)]
    if item.answer:
        facts += [("answer", f"{item.answer} by {item.answered_by}: {item.answered_why}")]
    for name, value in facts:
        say(f"{name:<12}{value}")


@set_aside.command()
@click.argument("number", type=int, metavar="ID")
@click.option("--why", required=True, help="The reason, stored with the item.")
@click.option("--by", default=None, help="Who decides. [default: the user of this machine]")
def release(number: int, why: str, by: str | None) -> None:
    """Use it: the next run stores the letter as it was read. This never adds a grade that could not be read."""
    _resolve(number, "release", why, by)


@set_aside.command()
@click.argument("number", type=int, metavar="ID")
@click.option("--why", required=True, help="The reason, stored with the item.")
@click.option("--by", default=None, help="Who decides. [default: the user of this machine]")
def reject(number: int, why: str, by: str | None) -> None:
    """Never use it; the record stays and is not reported again."""
    _resolve(number, "reject", why, by)


def _resolve(number: int, decision: str, why: str, by: str | None) -> None:
    from ofsted_watch.services.review import SetAsideDecision, resolve_set_asides

    with open_known() as database:
        resolve_set_asides(database, SetAsideDecision(decision), [number], why=why, by=by or this_user(), at=datetime.now(UTC))
        answer = database.set_asides.get(number).answer
    click.echo(f"Set-aside {number} is {answer}.")


def _day(item: Any) -> str:
    return str(item.since.date())


def _as_json(item: Any) -> dict[str, Any]:
    return {
        "id": item.id,
        "what": item.what,
        "urn": item.urn,
        "about": item.about,
        "code": item.code,
        "message": item.message,
        "since": item.since.isoformat(),
        "answer": item.answer,
        "answered_by": item.answered_by,
        "answered_why": item.answered_why,
    }
