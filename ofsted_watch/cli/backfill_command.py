"""`backfill`: fetch older letters without a Prefect server."""

from datetime import date, datetime

import click

from ofsted_watch.cli.output import set_up_logging
from ofsted_watch.cli.run_commands import Progress, print_run
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.errors import WrongUse

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--authority", "authorities", multiple=True, metavar="URN|NAME", help="This authority; may be repeated.")
@click.option("--region", metavar="REGION", help="Every authority of this region.")
@click.option("--all", "everything", is_flag=True, help="All authorities.")
@click.option("--from", "start", type=_DAY, metavar="DATE", help="Only letters published on this day or later.")
@click.option("--to", "end", type=_DAY, metavar="DATE", help="Only letters published on this day or earlier.")
@click.option("--kind", "kinds", multiple=True, help="Only this kind of letter; may be repeated.")
@click.option("--reread", is_flag=True, help="Also read again what an earlier version of the reader read.")
@click.option(
    "--alerts",
    type=click.Choice(["none", "preview", "send"]),
    default="none",
    show_default=True,
    help="none: leave news to the nightly run; preview: store nothing, say what would be stored; send: mail the news.",
)
@click.option("--today", type=_DAY, metavar="DATE", help="Run for this day instead of today.")
def backfill(
    authorities: tuple[str, ...],
    region: str | None,
    everything: bool,
    start: datetime | None,
    end: datetime | None,
    kinds: tuple[str, ...],
    reread: bool,
    alerts: str,
    today: datetime | None,
) -> int:
    """Fetch and store older letters of chosen authorities now."""
    from ofsted_watch.runs.backfill_plan import order, preview_text
    from ofsted_watch.runs.planning import Window
    from ofsted_watch.services.backfill import backfill_now
    from ofsted_watch.services.backfill_alerts import count_people
    from ofsted_watch.services.decide import NotifyMode
    from ofsted_watch.services.deliver import deliver
    from ofsted_watch.services.executor import LocalExecutor
    from ofsted_watch.services.nightly import day_of_run, refuse_earlier_day
    from ofsted_watch.services.quiet_hours import wait_for_quiet_hours
    from ofsted_watch.services.resources import open_resources, stored_register
    from ofsted_watch.settings import read_settings

    set_up_logging()
    settings = read_settings()
    window = Window(_day(start), _day(end), _known_kinds(kinds))
    asked = _day(today)
    day = day_of_run(asked)
    ordered = order(authorities, region, everything, window, day, stored_register(settings))
    if wait_for_quiet_hours(settings):
        day = day_of_run(asked)  # the wait may have gone over midnight
    executor, notify = LocalExecutor(Progress()), NotifyMode(alerts)
    with open_resources(settings) as resources:
        refuse_earlier_day(resources, ordered.expected, asked)
        nights = backfill_now(executor, resources, ordered.expected, day, window, notify, read_again=reread)
        sent = executor.call(deliver, resources) if notify is NotifyMode.SEND else None
        for night in nights:
            print_run(night, sent if night is nights[-1] else None)
        if notify is NotifyMode.PREVIEW:
            notified = [alert.subscription_id for night in nights for alert in night.outcome.alerts]
            fetched, stored = nights[0].coverage.fetched, sum(night.coverage.stored for night in nights)
            text = preview_text(fetched, stored, mails=len(notified), people=count_people(resources, notified))
            click.echo(f"This was {text}.")
    return 0 if all(night.ending == "done" for night in nights) and (sent is None or sent.all_well) else 1


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _known_kinds(kinds: tuple[str, ...]) -> frozenset[LetterKind]:
    known = sorted(LetterKind)
    for kind in kinds:
        if kind not in known:
            raise WrongUse(f"No kind of letter is called '{kind}': the kinds are {', '.join(known)}")
    return frozenset(LetterKind(kind) for kind in kinds)
