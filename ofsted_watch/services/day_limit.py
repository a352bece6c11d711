"""The alert limit counts all runs of a day in London together; ops are told what went before it was reached."""

from datetime import UTC, date, datetime

from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.presentation.ops_advice import form_line
from ofsted_watch.runs.planning import SERVED_WRONG, many_served_wrong
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.services.notify_ops import is_anybody_to_notify, notify
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.stored_forms import stored_forms


def many_served_wrong_today(resources: Resources, problems: list[str | None], today: date) -> bool:
    """True when the files of this run and of the day's earlier ones together make the site seem to be at fault.

    `problems` as in `many_served_wrong`. A run without a file served wrong is not held for the others.
    """
    if not any(problem in SERVED_WRONG for problem in problems):
        return False
    earlier = resources.database.day_totals.letters(today, SERVED_WRONG)
    sound = max(0, earlier.read - earlier.set_aside)
    return many_served_wrong([*problems, *sorted(SERVED_WRONG)[:1] * earlier.set_aside, *[None] * sound])


def report_held_poll(resources: Resources, result: RunResult) -> None:
    """Notify ops that a poll's alerts are held, and what the day's earlier runs have sent. Once for each reason and day."""
    settings = resources.settings
    if result.kind is not RunKind.POLL or not (result.hold and result.new_alerts) or not is_anybody_to_notify(settings):
        return
    sent, forms = resources.database.day_totals.sent(result.today), stored_forms(resources.database)
    notify(
        settings,
        f"alerts of the poll of {result.today:%-d %B %Y} are held",
        [
            f"Why: {result.hold}.",
            "",
            f"Already sent today ({len(sent)}):" if sent else "Nothing was sent today before.",
            *(f"- {title}" for title in sent),
            "",
            "Compare some of them with the letters on Ofsted's site, then release or drop what is held:",
            form_line(settings.prefect_ui_url, forms, "review-held-alerts", "alerts list --state held"),
        ],
        key=f"held-poll:{result.today.isoformat()}:{len(sent)}",
        at=datetime.now(UTC),
        domain=resources.database.installation.id_domain(),
        mailer=resources.mailer,
    )
