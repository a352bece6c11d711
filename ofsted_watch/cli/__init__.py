"""The command `ofsted-watch`. Each command imports what it needs when it runs, so that --help and `read` start fast."""

import sys

import click

from ofsted_watch import __version__
from ofsted_watch.cli.alert_commands import alerts
from ofsted_watch.cli.backfill_command import backfill
from ofsted_watch.cli.data_commands import changes, export, judgements, letters
from ofsted_watch.cli.demo_command import demo
from ofsted_watch.cli.output import say
from ofsted_watch.cli.read_command import read
from ofsted_watch.cli.run_commands import nightly, reread
from ofsted_watch.cli.set_aside_commands import set_aside
from ofsted_watch.cli.status_command import status
from ofsted_watch.cli.subscription_commands import subscribe, subscriptions, unsubscribe
from ofsted_watch.cli.up_command import up
from ofsted_watch.cli.web_command import web
from ofsted_watch.errors import OfstedWatchError, WrongUse

DONE, SOMETHING_LEFT, WRONG_USE = 0, 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ofsted-watch")
def commands() -> None:
    """Tells that a judgement on an authority's children's services has changed."""


for _command in (
    demo,
    nightly,
    backfill,
    reread,
    read,
    letters,
    judgements,
    changes,
    set_aside,
    alerts,
    subscribe,
    unsubscribe,
    subscriptions,
    export,
    status,
    up,
    web,
):
    commands.add_command(_command)


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 done with something set aside or held, or blind, 2 wrong use."""
    try:
        code = commands.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        code = SOMETHING_LEFT
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except WrongUse as error:
        say(f"Error: {error}", err=True)
        code = WRONG_USE
    except OfstedWatchError as error:
        say(f"Error: {error}", err=True)
        code = SOMETHING_LEFT
    sys.exit(code if isinstance(code, int) else DONE)
