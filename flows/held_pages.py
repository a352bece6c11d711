"""What the form of held alerts shows: who, what, from what to what, the letter and its day, who would get it, why it is held."""

from collections.abc import Sequence

from flows.artifacts import table
from flows.page_links import Link
from ofsted_watch.domain.model import Alert, Change, EventKind
from ofsted_watch.presentation.labels import GRADES, STRANDS, format_day
from ofsted_watch.subscriptions.email_address import masked

HOW_TO_DECIDE = (
    "Open two or three of the letters and compare. Then run *review-held-alerts* again with *release* or *drop*, the ids below "
    "(or *All that are held*), why, and your name. Nobody gets these mails until then."
)
_ABOUT = {
    EventKind.LETTER: "a letter",
    EventKind.CORRECTION: "a correction of an earlier mail",
    EventKind.UNCHECKED: "an authority that is not checked",
    EventKind.UNREAD: "a report that is not read",
}
_HEADINGS = ("id", "held since", "authority", "what it says", "from → to", "about", "letter", "of", "to whom", "why it is held")


def held_page(held: Sequence[Alert]) -> str:
    """One row per held alert. Its recipient's address is masked: who decides needs to know how many people, not who they are."""
    rows = [
        (
            alert.id,
            alert.created.date(),
            alert.event.authority,
            alert.event.title,
            "; ".join(map(_moved, alert.event.changes)) or "-",
            _ABOUT[alert.event.kind],
            Link("open", alert.event.url),
            format_day(alert.event.happened),
            masked(alert.subscription.email),
            alert.hold or "",
        )
        for alert in held
    ]
    page = "# Held\n\n" + table(_HEADINGS, rows, "Nothing is held.")
    return f"{page}\n\n{HOW_TO_DECIDE}" if rows else page


def _moved(change: Change) -> str:
    before, after = (GRADES[grade] if grade else "not given" for grade in (change.from_grade, change.to_grade))
    return f"{STRANDS[change.strand]}: {before} → {after}"
