"""What was kept back, why, and a person's answer: `set-aside list|show|release|reject`."""

from datetime import UTC, datetime
from typing import Any

import click

from ofsted_watch.cli.data_commands import known_authorities, open_known
from ofsted_watch.cli.output import json_option, print_json, print_table, say, this_user


@click.group("set-aside")
def set_aside() -> None:
    """What was kept back, why, and a person's answer."""


@set_aside.command("list")
@click.option("--all", "everything", is_flag=True, help="Those already answered, too.")
@json_option
def list_set_aside(everything: bool, as_json: bool) -> None:
    """Everything set aside that waits for an answer."""
    with open_known() as database:
        found = database.set_asides.find(open_only=not everything)
    if as_json:
        print_json([_as_json(one) for one in found])
        return
    register = known_authorities()
    rows = [(str(one.id), _day(one), register.by_urn(one.urn).name, one.code, one.message) for one in found]
    print_table(rows, ("id", "since", "authority", "reason", "what"), "Nothing is set aside.")


@set_aside.command()
@click.argument("number", type=int, metavar="ID")
@json_option
def show(number: int, as_json: bool) -> None:
    """One item, whole, with what was read of the letter."""
    from ofsted_watch.domain.set_aside_state import SetAsideSubject
    from ofsted_watch.presentation.serialization import letter_to_json

    with open_known() as database:
        found = database.set_asides.get(number)
        reading = database.readings.newest(found.about) if found.what == SetAsideSubject.LETTER else None
    if as_json:
        print_json(_as_json(found) | {"letter": letter_to_json(reading[0]) if reading else None})
        return
    facts = [
        ("authority", f"{known_authorities().by_urn(found.urn).name} ({found.urn})"),
        ("since", _day(found)),
        ("reason", found.code),
        ("what", found.message),
    ]
    if reading:
        letter = reading[0]
        facts += [("read as", letter.kind.replace("_", " ")), ("title", letter.title or "-"), ("file sha256", found.about)]
    if found.answer:
        facts += [("answer", f"{found.answer} by {found.answered_by}: {found.answered_why}")]
    for name, value in facts:
        say(f"{name:<12}{value}")


@set_aside.command()
@click.argument("number", type=int, metavar="ID")
@click.option("--why", required=True, help="The reason, kept with the item.")
@click.option("--by", default=None, help="Who decides. [default: the user of this machine]")
def release(number: int, why: str, by: str | None) -> None:
    """Use it after all: the next night keeps the letter as it was read. It never brings a grade that could not be read."""
    _resolve(number, "release", why, by)


@set_aside.command()
@click.argument("number", type=int, metavar="ID")
@click.option("--why", required=True, help="The reason, kept with the item.")
@click.option("--by", default=None, help="Who decides. [default: the user of this machine]")
def reject(number: int, why: str, by: str | None) -> None:
    """Never use it; it stays on record and is not reported again."""
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
