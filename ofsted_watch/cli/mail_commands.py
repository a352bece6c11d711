"""Mails as a whole: `mails pause|resume|test`."""

from collections.abc import Callable
from datetime import UTC, datetime

import click

from ofsted_watch.cli.output import say, this_user


@click.group()
def mails() -> None:
    """Pause and resume all mails, or send a test to ops."""


_why = click.option("--why", required=True, help="The reason, in a sentence; it is stored.")
_by = click.option("--by", default=None, help="Who decides. [default: the user of this machine]")


@mails.command("pause")
@_why
@_by
def pause(why: str, by: str | None) -> None:
    """Send no alert and no digest until `mails resume`: they wait, and none is lost."""
    from ofsted_watch.services.stored_settings import pause_mails

    _change(pause_mails, why, by)
    say("All mails are paused. Runs go on, and what they decide waits. `ofsted-watch mails resume` ends it.")


@mails.command("resume")
@_why
@_by
def resume(why: str, by: str | None) -> None:
    """Send again: what waited goes with the next delivery."""
    from ofsted_watch.services.stored_settings import resume_mails

    _change(resume_mails, why, by)
    say("Mails go out again, with the next delivery.")


@mails.command("test")
@_by
def test(by: str | None) -> int:
    """Send a test to ops: by mail, in their channel, or both."""
    from ofsted_watch.services.notify_ops import send_test_notice
    from ofsted_watch.settings import read_settings

    notice = send_test_notice(read_settings(), by=by or this_user(), at=datetime.now(UTC))
    for line in (*notice.answers, *notice.errors):
        say(line)
    return 1 if notice.errors else 0


def _change(change: Callable[..., None], why: str, by: str | None) -> None:
    from ofsted_watch.services.resources import open_database
    from ofsted_watch.settings import read_settings

    with open_database(read_settings()) as database:
        change(database, by=by or this_user(), why=why, at=datetime.now(UTC))
