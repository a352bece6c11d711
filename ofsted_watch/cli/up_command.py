"""`up`: a Prefect server, the deployments, a worker, the pages and the reports on this machine, one command."""

import os
from pathlib import Path

import click

from ofsted_watch.cli.ports import PORT, REPORTS_PORT, WEB_PORT, must_be_free


@click.command()
@click.option("--port", type=PORT, default=4200, show_default=True, help="The port of the Prefect UI.")
@click.option("--web-port", type=PORT, default=WEB_PORT, show_default=True, help="The port of the pages for recipients.")
@click.option("--reports-port", type=PORT, default=REPORTS_PORT, show_default=True, help="The port of the validation reports.")
@click.option(
    "--postgres",
    is_flag=True,
    help="Keep Prefect's own data in a PostgreSQL in the data folder, started and stopped here (needs initdb).",
)
def up(port: int, web_port: int, reports_port: int, postgres: bool) -> int:
    """Start the Prefect server, create the deployments, run a worker, serve the pages and the validation reports.

    Runs until Ctrl-C. Everything is reachable from this machine only.
    """
    from deployments.own_postgres import DidNotStart, OwnPostgres
    from deployments.supervisor import Ports, environment_for, stay_up
    from ofsted_watch.services.data_folder import make_data_folder
    from ofsted_watch.settings import read_settings, settings_in_file

    settings = read_settings()
    for option, number in {"--port": port, "--web-port": web_port, "--reports-port": reports_port}.items():
        must_be_free(number, option)
    own = OwnPostgres(settings.data_dir.resolve() / "prefect-postgres") if postgres else None
    if own:
        own.check()
    make_data_folder(settings)
    ports = Ports(port, web_port, reports_port)
    environment = environment_for(settings, os.environ, settings_in_file(Path(".env")), ports)
    try:
        return stay_up(environment, ports, settings.data_dir.resolve(), click.echo, own)
    except DidNotStart as error:
        raise click.ClickException(str(error)) from error
