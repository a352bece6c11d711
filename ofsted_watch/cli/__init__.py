"""The command `ofsted-watch`. A command's module is imported when it is called, its dependencies when it runs."""

import sys

import click

from ofsted_watch import __version__
from ofsted_watch.cli.lazy_commands import LazyCommands
from ofsted_watch.cli.standard_output import flush_output, write_utf8
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
    write_utf8()
    code = _run()
    if (error := flush_output()) and code == DONE:
        _show(_unusable(error))
        code = SOMETHING_LEFT
    sys.exit(code)


def _run() -> int:
    """Run the command that the arguments name, and print its error in one line. Returns the exit code."""
    try:
        code = commands.main(prog_name="ofsted-watch", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        return SOMETHING_LEFT
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except WrongUse as error:
        _show(str(error))
        return WRONG_USE
    except OfstedWatchError as error:
        _show(str(error))
        return SOMETHING_LEFT
    except OSError as error:
        # A full disk, a folder without permission, a name that is too long. Without a number it is a library's own error.
        if error.errno is None:
            raise
        _show(_unusable(error))
        return SOMETHING_LEFT
    return code if isinstance(code, int) else DONE


def _unusable(error: OSError) -> str:
    return f"{error.filename or 'A file or a connection'} cannot be used: {error.strerror}"


def _show(fault: str) -> None:
    from ofsted_watch.cli.output import say

    say(f"Error: {fault}", err=True)
