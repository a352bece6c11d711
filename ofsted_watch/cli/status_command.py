"""`status`: is the service healthy? For people, and for an external dead-man's switch."""

from datetime import UTC, datetime

import click

from ofsted_watch.cli.data_commands import known_authorities, open_known
from ofsted_watch.cli.output import json_option, print_json, say


@click.command()
@json_option
@click.option("--prometheus", is_flag=True, help="Print metrics in Prometheus' text format.")
@click.option("--ping", is_flag=True, help="If healthy, ask the address in OFSTED_WATCH_PING_URL: the dead-man's switch.")
def status(as_json: bool, prometheus: bool, ping: bool) -> int:
    """Last run, coverage, what is set aside, pending and held. Exit code 0 when healthy, 1 when not."""
    from ofsted_watch.errors import WrongUse
    from ofsted_watch.runs.metrics import metrics
    from ofsted_watch.services.current_health import current_health
    from ofsted_watch.settings import read_settings

    settings = read_settings()
    if as_json and prometheus:
        raise WrongUse("--json and --prometheus exclude each other: choose one")
    with open_known() as database:
        current = current_health(settings, database, known_authorities(), datetime.now(UTC))
    if as_json:
        print_json(current.as_json())
    elif prometheus:
        click.echo(metrics(current), nl=False)
    else:
        click.secho("healthy" if current.healthy else "NOT HEALTHY", bold=True)
        for line in current.lines:
            say(f"  {line}")
    if ping:
        from ofsted_watch.services.notify_ops import ping_if_healthy

        click.echo(ping_if_healthy(settings, healthy=current.healthy), err=True)
    return 0 if current.healthy else 1
