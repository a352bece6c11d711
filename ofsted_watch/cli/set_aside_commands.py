"""What was set aside, why, and the decision: `set-aside list|show|enter|release|reject`."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ofsted_watch.cli.argument_types import NEW_FILE, STORED_ID
from ofsted_watch.cli.data_commands import known_authorities, open_known, stored_authority
from ofsted_watch.cli.output import json_option, print_json, print_table, say, set_up_logging, this_user

if TYPE_CHECKING:
    from ofsted_watch.services.enter_reading import SetAsideLetter

_DAY = click.DateTime(["%Y-%m-%d"])


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
    rows = [
        (
            str(item.id),
            _day(item),
            stored_authority(register, item.urn).name,
            *([_answer(item)] if everything else []),
            item.code,
            item.message,
        )
        for item in items
    ]
    headings = ("id", "since", "authority", *(("answer",) if everything else ()), "reason", "what")
    print_table(rows, headings, "Nothing is set aside.")


@set_aside.command()
@click.argument("number", type=STORED_ID, metavar="ID")
@click.option("--page", type=click.IntRange(1), default=None, help="Save this page of the letter as a picture, with --save.")
@click.option("--save", type=NEW_FILE, default=None, metavar="FILE.png", help="Where to.")
@json_option
def show(number: int, page: int | None, save: Path | None, as_json: bool) -> None:
    """One item in full: why it was refused, and what was read of the letter with its pages."""
    from ofsted_watch.domain.set_aside_state import SetAsideSubject
    from ofsted_watch.errors import WrongUse
    from ofsted_watch.services.enter_reading import set_aside_letter

    if (page is None) != (save is None):
        raise WrongUse("Give both --page and --save: which page, and the file for its picture")
    with open_known() as database:
        item = database.set_asides.get(number)
        is_letter = item.what == SetAsideSubject.LETTER
        review = set_aside_letter(database, number) if is_letter or page else None
    drawn = _save_page(review, page, save) if review and page and save else {}
    if as_json:
        print_json(_as_json(item) | (_letter_as_json(review) if review else {"letter": None, "entered": []}) | drawn)
        return
    facts = [
        ("authority", f"{stored_authority(known_authorities(), item.urn).name} ({item.urn})"),
        ("since", _day(item)),
        ("reason", item.code),
        ("what", item.message),
    ]
    if review:
        facts += _letter_facts(review)
    if item.answer:
        facts += [("answer", _answer(item))]
    if drawn:
        facts += [("saved", f"page {page} of {drawn['pages']} in {save}")]
    for name, value in facts:
        say(f"{name:<16}{value}")
    if review:
        _print_grades(review)


def _letter_facts(review: "SetAsideLetter") -> list[tuple[str, str]]:
    from ofsted_watch.presentation.set_aside_text import alternatives, fields_read

    facts = [(name, text) for name, text in fields_read(review.letter) if name != "authority"]
    facts += [("names", review.letter.authority or "-"), ("file sha256", review.sha256)]
    facts += [("may mean", dates) for dates in alternatives(review.letter)]
    read = (f"on {reading.read_at.date()} by {reading.read_by}: {reading.reason}" for reading in review.entered)
    return facts + [("read by a person", text) for text in read]


def _print_grades(review: "SetAsideLetter") -> None:
    from ofsted_watch.presentation.set_aside_text import grades_read

    rows = [(place.area, place.grade, f"page {place.page}", place.text) for place in grades_read(review.letter)]
    if rows:
        click.echo()
        print_table(rows, ("area", "grade read", "where", "text"), "")


def _letter_as_json(review: "SetAsideLetter") -> dict[str, Any]:
    from ofsted_watch.presentation.serialization import letter_to_json

    entered = [
        {
            "number": reading.number,
            "read_by": reading.read_by,
            "reason": reading.reason,
            "read_at": reading.read_at.isoformat(),
        }
        for reading in review.entered
    ]
    return {"letter": letter_to_json(review.letter) if review.reader_version else None, "entered": entered}


def _save_page(review: "SetAsideLetter", page: int, save: Path) -> dict[str, Any]:
    """Draw a page in the limited process and write its picture. Raises PageNotShown, and WrongUse for a file that exists."""
    from ofsted_watch.adapters.archive import Archive
    from ofsted_watch.adapters.pdf_reader import Reader
    from ofsted_watch.errors import WrongUse
    from ofsted_watch.services.enter_reading import draw_page
    from ofsted_watch.settings import read_settings

    settings = read_settings()
    with Reader(known_authorities(), seconds=settings.read_seconds, megabytes=settings.read_megabytes, workers=1) as reader:
        drawn = draw_page(Archive(settings.archive), reader, review.sha256, page)
    try:
        with save.open("xb") as file:
            file.write(drawn.png)
    except OSError as error:
        raise WrongUse(f"{save} cannot be written: {error.strerror}. Nothing is overwritten: choose another name") from error
    return {"page": page, "pages": drawn.pages, "saved": str(save)}


@set_aside.command()
@click.argument("number", type=STORED_ID, metavar="ID")
@click.option("--grade", "grades", multiple=True, metavar="AREA=GRADE:PAGE:TEXT", help="A grade with the text that states it.")
@click.option("--image", "images", multiple=True, metavar="AREA", help="The text of this area's grade is part of an image.")
@click.option("--confirm", is_flag=True, help="Take over the grades that were read without a contradiction.")
@click.option("--kind", default=None, help="The kind of letter, if it was not read.")
@click.option("--published", type=_DAY, default=None, metavar="DATE", help="Its day, if it was not read.")
@click.option("--start", type=_DAY, default=None, metavar="DATE", help="The first day of the inspection, if it was not read.")
@click.option("--end", type=_DAY, default=None, metavar="DATE", help="The last day of the inspection, if it was not read.")
@click.option(
    "--reason", "--why", "reason", required=True, help="Why a person had to read it. Readers of mails and pages see it."
)
@click.option("--by", default=None, help="Who read it. [default: the user of this machine]")
@json_option
def enter(
    number: int,
    grades: tuple[str, ...],
    images: tuple[str, ...],
    confirm: bool,
    kind: str | None,
    published: datetime | None,
    start: datetime | None,
    end: datetime | None,
    reason: str,
    by: str | None,
    as_json: bool,
) -> int:
    """Enter what the letter says, as you read it on its pages. It is kept and told like any other, as a person's reading."""
    from ofsted_watch.cli.entered_grades import entered_grades
    from ofsted_watch.cli.run_commands import print_run
    from ofsted_watch.domain.letter_kind import LetterKind
    from ofsted_watch.errors import WrongUse
    from ofsted_watch.runs.entered_reading import Entry
    from ofsted_watch.services.deliver import deliver
    from ofsted_watch.services.enter_reading import enter_reading
    from ofsted_watch.services.executor import LocalExecutor
    from ofsted_watch.services.nightly import today_in_london
    from ofsted_watch.services.resources import open_resources
    from ofsted_watch.settings import read_settings

    if kind is not None and kind not in list(LetterKind):
        raise WrongUse(f"'{kind}' is not a kind of letter: choose {', '.join(LetterKind)}")
    letter_kind, dates = LetterKind(kind) if kind else None, (_date(published), _date(start), _date(end))
    entry = Entry(entered_grades(grades, images), confirm, letter_kind, *dates)
    set_up_logging()
    executor = LocalExecutor()
    with open_resources(read_settings()) as resources:
        result = enter_reading(
            executor,
            resources,
            number,
            entry,
            by=by or this_user(),
            reason=reason,
            today=today_in_london(),
            at=datetime.now(UTC),
        )
        sent = executor.call(deliver, resources)
        answer = resources.database.set_asides.get(number).answer
    if as_json:
        aside = [{"code": item.code, "message": item.message} for item in result.outcome.set_aside]
        stored = [letter.listing.file_number for letter in result.outcome.stored]
        print_json({"id": number, "answer": answer, "stored": stored, "set_aside": aside, "alerts": result.new_alerts})
    else:
        print_run(result, sent, "Review")
    return 0 if result.ending == "done" and sent.all_well else 1


@set_aside.command()
@click.argument("number", type=STORED_ID, metavar="ID")
@click.option("--why", required=True, help="The reason, stored with the item.")
@click.option("--by", default=None, help="Who decides. [default: the user of this machine]")
def release(number: int, why: str, by: str | None) -> None:
    """Use it: the next run stores the letter as it was read. A letter whose grades could not be read is refused: enter them."""
    _resolve(number, "release", why, by)


@set_aside.command()
@click.argument("number", type=STORED_ID, metavar="ID")
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


def _date(given: datetime | None) -> date | None:
    return given.date() if given else None


def _answer(item: Any) -> str:
    """What a person answered, who and why; '-' while nobody has."""
    return f"{item.answer} by {item.answered_by}: {item.answered_why}" if item.answer else "-"


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
