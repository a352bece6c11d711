"""`up`: a Prefect server, the deployments and a worker on this machine, one command."""

import os
import socket
from pathlib import Path

import click

DEFAULT_PORT = 4200


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=DEFAULT_PORT, show_default=True, help="Where the UI answers.")
def up(port: int) -> int:
    """Start the Prefect server, hand it the deployments, run a worker; stay until Ctrl-C. The UI is for this machine only."""
    from dotenv import dotenv_values

    from deployments.up import DidNotStart, environment_for, stay_up
    from ofsted_watch.settings import read_settings

    settings = read_settings()
    _must_be_free(port)
    dotenv = Path(".env")
    from_file = {name: value or "" for name, value in dotenv_values(dotenv).items()} if dotenv.is_file() else {}
    environment = environment_for(settings, os.environ, from_file, port)
    try:
        return stay_up(environment, port, settings.data_dir.resolve() / "logs", click.echo)
    except DidNotStart as error:
        raise click.ClickException(str(error)) from error


def _must_be_free(port: int) -> None:
    from ofsted_watch.errors import WrongUse

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise WrongUse(f"Port {port} of this machine is taken ({error.strerror}): name another with --port") from error
