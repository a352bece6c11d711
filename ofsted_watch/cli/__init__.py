"""The command `ofsted-watch`. A command's module is imported when it is called, its dependencies when it runs."""

import errno
import os
import sys
from contextlib import suppress

import click

from ofsted_watch import __version__
from ofsted_watch.cli.lazy_commands import LazyCommands
from ofsted_watch.errors import OfstedWatchError, WrongUse

DONE, SOMETHING_LEFT, WRONG_USE = 0, 1, 2

_MODULES = {
    "demo": "demo_command",
    "nightly": "run_commands",
    "poll": "run_commands",
    "backfill": "backfill_command",
    "reread": "run_commands",
    "read": "read_command",
    "letters": "data_commands",
    "judgements": "data_commands",
    "changes": "data_commands",
    "set-aside": "set_aside_commands",
    "gaps": "gap_commands",
    "alerts": "alert_commands",
    "subscribe": "subscription_commands",
    "unsubscribe": "subscription_commands",
    "subscriptions": "subscription_commands",
    "bounce": "bounce_command",
    "mails": "mail_commands",
    "settings": "settings_commands",
    "authorities": "authority_commands",
    "export": "data_commands",
    "reconcile": "reconcile_command",
    "check-site": "check_site_command",
    "status": "status_command",
    "up": "up_command",
    "web": "web_command",
    "reports": "reports_command",
    "deploy": "deployment_commands",
    "migrate": "deployment_commands",
    "backup": "deployment_commands",
    "restore": "deployment_commands",
    "verify": "deployment_commands",
    "move": "deployment_commands",
}
"""Each command and its module in this package."""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    commands=LazyCommands({name: f"{__name__}.{module}" for name, module in _MODULES.items()}),
)
@click.version_option(__version__, prog_name="ofsted-watch")
def commands() -> None:
    """Notifies subscribers when a judgement on an authority's children's services changes."""


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 done with something set aside or held, or incomplete, 2 wrong use."""
    try:
        code = commands.main(prog_name="ofsted-watch", standalone_mode=False)
        if sys.stdout is not None:  # it is None where it was closed
            sys.stdout.flush()
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        code = SOMETHING_LEFT
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except WrongUse as error:
        _show(error)
        code = WRONG_USE
    except OfstedWatchError as error:
        _show(error)
        code = SOMETHING_LEFT
    except OSError as error:
        if error.errno != errno.EPIPE:  # whoever reads our output, such as `head`, has had enough
            _show_fault(error)
        _discard_output()
        code = SOMETHING_LEFT
    sys.exit(code if isinstance(code, int) else DONE)


def _show_fault(error: OSError) -> None:
    """A disk, a file or a process that the machine refuses, and that nobody nearer to it has named."""
    from ofsted_watch.cli.output import say

    where = error.filename or "The output or a file"
    with suppress(OSError):
        say(f"Error: {where}: {error.strerror or error}. Check the space on the disk and who may read and write there", err=True)


def _discard_output() -> None:
    """Python writes what is left when it ends, and says so with a traceback if that fails."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show(error: OfstedWatchError) -> None:
    from ofsted_watch.cli.output import say

    say(f"Error: {error}", err=True)
