"""`status`: is the service healthy? For people, and for an external dead-man's switch."""

from datetime import UTC, datetime

import click

from ofsted_watch.cli.data_commands import known_authorities, open_known
from ofsted_watch.cli.output import json_option, print_json, say

POLLS = 60
"""How many past polls are read to count those that failed in a row."""


@click.command()
@json_option
@click.option("--prometheus", is_flag=True, help="Print metrics in Prometheus' text format.")
def status(as_json: bool, prometheus: bool) -> int:
    """Last run, coverage, what is set aside, pending and held. Exit code 0 when healthy, 1 when not."""
    from zoneinfo import ZoneInfo

    from ofsted_watch import __version__
    from ofsted_watch.adapters.site.changed_pages import ChangedPages
    from ofsted_watch.adapters.site.request_counts import RequestCounts
    from ofsted_watch.adapters.site.user_agent import user_agent
    from ofsted_watch.domain.model import AlertState
    from ofsted_watch.domain.run_state import RunKind
    from ofsted_watch.errors import WrongUse
    from ofsted_watch.runs.freshness import FRESHNESS_PERIOD
    from ofsted_watch.runs.health import health
    from ofsted_watch.runs.metrics import metrics
    from ofsted_watch.runs.planning import expected_authorities
    from ofsted_watch.runs.polling import failed_in_a_row
    from ofsted_watch.runs.site_hours import SiteUse
    from ofsted_watch.runs.unread_pages import FOLDER, StoredPages
    from ofsted_watch.settings import read_settings

    settings = read_settings()
    with open_known() as database:
        watched = [authority.urn for authority in expected_authorities(settings.authorities, known_authorities())]
        counts = database.alerts.counts()
        now = datetime.now(UTC)
        current = health(
            # A run for one authority, started by hand, must not hide how the nightly run over all of them ended.
            database.runs.last(RunKind.NIGHTLY, expected=watched) or database.runs.last(RunKind.NIGHTLY),
            set_aside=len(database.set_asides.find(open_only=True)),
            pending=counts.get(AlertState.PENDING, 0) + counts.get(AlertState.SENDING, 0),
            held=counts.get(AlertState.HELD, 0),
            oldest_unsent=database.outbox.oldest_unsent(),
            unknown=counts.get(AlertState.UNKNOWN, 0),
            gaps=database.gaps.open(),
            now=now,
            site=SiteUse(
                agent=user_agent(__version__, settings.contact),
                contact=settings.contact,
                requests_today=RequestCounts(settings.request_counts).of(now.astimezone(ZoneInfo("Europe/London")).date()),
                pace=settings.pace,
                quiet=settings.quiet_hours,
            ),
            pages=StoredPages(
                ChangedPages(settings.data_dir / FOLDER).newest_first(now), settings.reports_url, str(settings.data_dir)
            ),
            freshness=database.timestamps.freshness(now - FRESHNESS_PERIOD),
            polls_failed=len(failed_in_a_row(run for run in database.runs.newest(POLLS, kind=RunKind.POLL) if run.finished)),
        )
    if as_json and prometheus:
        raise WrongUse("--json and --prometheus exclude each other: choose one")
    if as_json:
        print_json(current.as_json())
    elif prometheus:
        click.echo(metrics(current), nl=False)
    else:
        click.secho("healthy" if current.healthy else "NOT HEALTHY", bold=True)
        for line in current.lines:
            say(f"  {line}")
    return 0 if current.healthy else 1
