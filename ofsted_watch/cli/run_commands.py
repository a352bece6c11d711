"""`nightly`, `poll` and `reread`: the flows of these names without a Prefect server."""

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from ofsted_watch.cli.output import print_table, say, set_up_logging

if TYPE_CHECKING:
    from ofsted_watch.services.reread_letter import ReadAgain

MANY = 15
"""More new letters than this are counted by kind rather than listed."""


class Progress:
    """One line on standard error that counts up; if the output is not a terminal, one line when a step is finished."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()

    def __call__(self, step: str, done: int, of: int) -> None:
        """Print the progress of the step."""
        if self._watched:
            click.echo(f"\r  {step:<16} {done:>4} of {of}", err=True, nl=done == of)
        elif done == of:
            click.echo(f"  {step:<16} {done:>4} of {of}", err=True)


@click.command()
@click.option("--authority", "authorities", multiple=True, metavar="URN|NAME", help="Only this authority; may be repeated.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Run for this day instead of today.")
def nightly(authorities: tuple[str, ...], today: datetime | None) -> int:
    """Check for new letters now, store them, and send what is due."""
    from ofsted_watch.runs.planning import expected_authorities
    from ofsted_watch.services.deliver import deliver
    from ofsted_watch.services.executor import LocalExecutor
    from ofsted_watch.services.nightly import day_of_run, finish_night, refuse_earlier_day, run_over_site
    from ofsted_watch.services.quiet_hours import wait_for_quiet_hours
    from ofsted_watch.services.resources import open_resources, stored_register
    from ofsted_watch.services.stored_settings import settings_in_force
    from ofsted_watch.settings import read_settings

    set_up_logging()
    settings = settings_in_force(read_settings())
    expected = expected_authorities(authorities or settings.authorities, stored_register(settings))
    asked = today.date() if today else None
    day = day_of_run(asked)
    if wait_for_quiet_hours(settings):
        day = day_of_run(asked)  # the wait may have gone over midnight
    executor = LocalExecutor(Progress())
    with open_resources(settings) as resources:
        refuse_earlier_day(resources, expected, asked)
        result = run_over_site(executor, resources, expected, day)
        finish_night(executor, resources, result.today)
        sent = executor.call(deliver, resources)
    print_run(result, sent)
    return 0 if result.ending == "done" and sent.all_well else 1


@click.command()
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Run for this day instead of today.")
def poll(today: datetime | None) -> int:
    """Ask the site's search whose newest report moved, check only those authorities, and send what is due."""
    from ofsted_watch.runs.planning import expected_authorities
    from ofsted_watch.services.deliver import deliver
    from ofsted_watch.services.executor import LocalExecutor
    from ofsted_watch.services.nightly import day_of_run, refuse_earlier_day
    from ofsted_watch.services.poll import poll as poll_site
    from ofsted_watch.services.quiet_hours import quiet_notice
    from ofsted_watch.services.resources import open_resources, stored_register
    from ofsted_watch.services.stored_settings import settings_in_force
    from ofsted_watch.settings import read_settings

    set_up_logging()
    settings = settings_in_force(read_settings())
    expected = expected_authorities(settings.authorities, stored_register(settings))
    asked = today.date() if today else None
    day = day_of_run(asked)
    if notice := quiet_notice(settings):
        say(f"{notice[:1].upper()}{notice[1:]}.")
        return 0
    executor = LocalExecutor(Progress())
    with open_resources(settings) as resources:
        refuse_earlier_day(resources, expected, asked)
        result = poll_site(executor, resources, expected, day)
        sent = executor.call(deliver, resources)
    print_run(result, sent, "Poll")
    return 0 if result.ending == "done" and sent.all_well else 1


@click.command()
@click.option("--authority", "authorities", multiple=True, metavar="URN|NAME", help="Only this authority; may be repeated.")
@click.option("--letter", metavar="NUMBER|LINK|ID", help="One letter alone: file number, link, or id of a set-aside letter.")
def reread(authorities: tuple[str, ...], letter: str | None) -> int:
    """Read again what an earlier version of the reader read or set aside. Any news is held until you release it."""
    from ofsted_watch.errors import WrongUse
    from ofsted_watch.runs.planning import expected_authorities
    from ofsted_watch.services.executor import LocalExecutor
    from ofsted_watch.services.nightly import today_in_london
    from ofsted_watch.services.reread import reread as read_again
    from ofsted_watch.services.reread_letter import ONE_OR_ALL, chosen_letter, reread_letter
    from ofsted_watch.services.resources import open_resources, stored_register
    from ofsted_watch.services.stored_settings import settings_in_force
    from ofsted_watch.settings import read_settings

    if authorities and letter is not None:
        raise WrongUse(ONE_OR_ALL)
    set_up_logging()
    settings = settings_in_force(read_settings())
    expected = expected_authorities(authorities or settings.authorities, stored_register(settings))
    executor = LocalExecutor(Progress())
    with open_resources(settings) as resources:
        if letter is not None:
            chosen = chosen_letter(resources.database, resources.register, letter)
            result, files = reread_letter(executor, resources, chosen, today_in_london())
            print_readings(files)
        else:
            result = read_again(executor, resources, expected, today_in_london())
    print_run(result, None)
    return 0 if result.ending == "done" else 1


def print_readings(files: Sequence["ReadAgain"]) -> None:
    """Print what was read of a letter before and now: the fields that differ, or that none does."""
    from ofsted_watch.presentation.labels import sentence
    from ofsted_watch.presentation.reading_differences import also_differs, difference_sentence, readings_compared

    for file in files:
        say(f"{sentence(difference_sentence(file.before, file.now))}: {file.listing.url}")
        fields = [field for field in readings_compared(file.before, file.now) if field.before != field.now]
        if fields:
            print_table(fields, ("field", f"before ({file.version_before or '-'})", f"now ({file.version_now})"), "")
        if others := also_differs(file.before, file.now):
            say(f"Also read otherwise: {', '.join(others)}")


def print_run(result: Any, sent: Any, title: str = "Run") -> None:
    """Print a run's result: letters, changes, set-aside items, authorities not checked, mails."""
    click.secho(f"\n{'Preview' if result.preview else title} of {result.today:%-d %B %Y}", bold=True)
    if len(result.outcome.stored) > MANY:
        kinds = Counter(letter.letter.kind.replace("_", " ") for letter in result.outcome.stored)
        print_table([(str(count), kind) for kind, count in sorted(kinds.items())], ("letters", "kind"), "")
    elif result.outcome.stored:
        rows = [
            (
                letter.published.isoformat(),
                result.names[letter.listing.urn],
                letter.letter.kind.replace("_", " "),
                letter.listing.file_number,
            )
            for letter in result.outcome.stored
        ]
        print_table(sorted(rows), ("published", "authority", "kind", "file"), "")
    news = [change for change in result.outcome.changes if change.cause in ("new_letter", "reissued")]
    for change in news:
        say(f"  {result.names[change.urn]}: {change.strand} {change.from_grade} -> {change.to_grade}".replace("_", " "))
    for aside in result.outcome.set_aside:
        say(f"  {'would be ' if result.preview else ''}set aside  {result.names.get(aside.urn, aside.urn)}: {aside.message}")
    for page in result.unread_pages:
        say(f"  cannot be read  {page.url}: {page.reason}; as served: {page.place}")
    for note in result.notes:
        say(f"  note  {note}")
    say(f"{result.message[:1].upper()}{result.message[1:]}.")
    if sent is not None and sent.total:
        say(sent.message)
