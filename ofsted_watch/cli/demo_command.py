"""`demo`: an invented Ofsted on loopback, three nightly runs, a changed judgement, and its mail."""

import email
import email.policy
import shutil
import time
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofsted_watch.cli.argument_types import PATH
from ofsted_watch.cli.output import set_up_logging
from ofsted_watch.cli.ports import PORT, WEB_PORT, must_be_free

if TYPE_CHECKING:
    from ofsted_watch.adapters.database import Database
    from ofsted_watch.demo_site.stories import Story
    from ofsted_watch.settings import Settings

MARK = ".made-by-ofsted-watch-demo"
READER_EMAIL = "newsroom@example.org"


@click.command()
@click.option("--folder", type=PATH, default=Path("demo-data"), show_default=True, help="Where everything is written.")
@click.option("--serve", is_flag=True, help="Afterwards serve the demo's pages until Ctrl-C.")
@click.option("--port", type=PORT, default=WEB_PORT, show_default=True, help="The port of its pages.")
def demo(folder: Path, serve: bool, port: int) -> int:
    """Run an invented Ofsted for three nights, with a changed judgement and its mail. Needs no account and no server."""
    from ofsted_watch.demo_site.invented_authorities import write_csv
    from ofsted_watch.demo_site.stories import demo_story

    set_up_logging()
    if serve:
        must_be_free(port)
    begun = time.monotonic()
    _fresh(folder)
    story = demo_story()
    write_csv(folder / "authorities.csv", story.authorities)
    settings = _nights(story, folder, f"http://127.0.0.1:{port}")
    mails = sorted((folder / "outbox").glob("*.eml"))
    if not mails:
        click.echo("\nNo mail was written. This is an internal error: please report it.", err=True)
        return 1
    for mail in mails:
        _show(mail, folder)
    click.echo(
        f"\nThree nights in {time.monotonic() - begun:.0f} seconds. "
        f"Everything is in {folder}/ : the database, the archive, the mails."
    )
    click.echo(f"Look around with  OFSTED_WATCH_DATA_DIR={folder} OFSTED_WATCH_AUTHORITIES_FILE={folder}/authorities.csv \\")
    click.echo(
        "                  .venv/bin/ofsted-watch judgements      (or letters, changes, set-aside list, alerts list, status)"
    )
    if not serve:
        click.echo(f"Its pages, where the mail's links lead: {settings.public_url} with  .venv/bin/ofsted-watch demo --serve")
        return 0
    click.echo(f"Its pages, where the mail's links lead: {settings.public_url}   (Ctrl-C ends this)")
    from ofsted_watch.web.serving import serve as serve_pages

    serve_pages(settings, port=port, today=lambda: story.days[-1])
    return 0


def _nights(story: "Story", folder: Path, public_url: str) -> "Settings":
    """Subscribe a reader and run the nights one after the other. Returns the settings they ran with."""
    from ofsted_watch.cli.run_commands import Progress, print_run
    from ofsted_watch.demo_site.stories import DemoSite
    from ofsted_watch.runs.planning import expected_authorities
    from ofsted_watch.services.deliver import deliver
    from ofsted_watch.services.executor import LocalExecutor
    from ofsted_watch.services.nightly import run_over_site
    from ofsted_watch.services.resources import open_resources

    with DemoSite(nights=story.nights, authorities=story.authorities) as ofsted:
        click.echo(f"An invented Ofsted answers at {ofsted.url} with {len(story.authorities)} authorities.")
        settings = _settings(folder, ofsted.url, public_url)
        with open_resources(settings) as resources:
            _subscribe(resources.database, story.days[0])
            for night in story.nights:
                ofsted.today = night.day
                click.echo(f"\nThe night of {night.day:%-d %B %Y}: {night.says}")
                executor = LocalExecutor(Progress())
                result = run_over_site(executor, resources, expected_authorities(["all"], resources.register), night.day)
                print_run(result, executor.call(deliver, resources))
    return settings


def _settings(folder: Path, site_url: str, public_url: str) -> "Settings":
    from ofsted_watch.settings import read_settings

    return read_settings(
        {
            "OFSTED_WATCH_SITE_URL": site_url,
            "OFSTED_WATCH_DATA_DIR": str(folder),
            "OFSTED_WATCH_AUTHORITIES_FILE": str(folder / "authorities.csv"),
            "OFSTED_WATCH_REQUESTS_PER_SECOND": "200",
            "OFSTED_WATCH_CONTACT": "demo@example.org",
            "OFSTED_WATCH_MAIL_FROM": "Ofsted Watch demo <ofsted-watch@example.org>",
            "OFSTED_WATCH_PUBLIC_URL": public_url,
        },
        dotenv=None,
    )


def _subscribe(database: "Database", day: date) -> None:
    from ofsted_watch.domain.model import Frequency, Topic

    database.subscribers.subscribe(
        READER_EMAIL,
        urns=frozenset(),
        region=None,
        topics=frozenset({Topic.CHANGE}),
        frequency=Frequency.AT_ONCE,
        declines_only=False,
        at=datetime.combine(day, datetime.min.time(), UTC),
    )
    click.echo(f"{READER_EMAIL} subscribes to changed judgements of all of them.")


def _fresh(folder: Path) -> None:
    """An empty folder: what an earlier demo left is removed; anything else is refused."""
    from ofsted_watch.errors import WrongUse

    try:
        if folder.exists() and any(folder.iterdir()):
            if not (folder / MARK).exists():
                raise WrongUse(f"{folder} contains files that are not from a demo: choose another folder with --folder")
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).touch()
    except OSError as error:
        raise WrongUse(f"{folder} cannot be used: {error.strerror}. Choose another folder with --folder") from error


def _show(path: Path, folder: Path) -> None:
    """The mail as its reader sees it, and its HTML part in a file for a browser."""
    message: EmailMessage = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    click.secho(f"\nThe mail in {path}", bold=True)
    for header in ("From", "To", "Subject"):
        click.echo(f"{header + ':':<9}{message[header]}")
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    if plain:
        click.echo("\n" + "\n".join(f"  {line}".rstrip() for line in plain.get_content().splitlines()))
    if page:
        html = folder / f"{path.stem}.html"
        html.write_text(page.get_content(), encoding="utf-8")
        click.echo(f"\nThe same mail for a browser: {html}")
