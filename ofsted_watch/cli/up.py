"""`up`: a Prefect server, the deployments, a worker, the pages and the reports on this machine, one command."""

import os
import socket
from pathlib import Path

import click

_PORT = click.IntRange(1, 65535)


@click.command()
@click.option("--port", type=_PORT, default=4200, show_default=True, help="Where the Prefect UI answers.")
@click.option("--web-port", type=_PORT, default=8600, show_default=True, help="Where the pages for recipients answer.")
@click.option("--reports-port", type=_PORT, default=8601, show_default=True, help="Where the validation reports answer.")
def up(port: int, web_port: int, reports_port: int) -> int:
    """Start the Prefect server, hand it the deployments, run a worker, serve the pages and the validation reports.

    Stays until Ctrl-C. Everything answers on this machine only.
    """
    from dotenv import dotenv_values

    from deployments.up import DidNotStart, Ports, environment_for, stay_up
    from ofsted_watch.settings import read_settings

    settings = read_settings()
    for option, number in {"--port": port, "--web-port": web_port, "--reports-port": reports_port}.items():
        _must_be_free(number, option)
    ports = Ports(port, web_port, reports_port)
    dotenv = Path(".env")
    from_file = {name: value or "" for name, value in dotenv_values(dotenv).items()} if dotenv.is_file() else {}
    try:
        return stay_up(environment_for(settings, os.environ, from_file, ports), ports, settings.data_dir.resolve(), click.echo)
    except DidNotStart as error:
        raise click.ClickException(str(error)) from error


def _must_be_free(port: int, option: str) -> None:
    from ofsted_watch.errors import WrongUse

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise WrongUse(f"Port {port} of this machine is taken ({error.strerror}): name another with {option}") from error
