"""Nights with letters as values: what stories of them share."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from ofsted_watch.domain.history import neighbour_changes
from proofs.history.reader_model import Report, Shown
from proofs.history.value_watch import Decision, ValueWatch

Page = Mapping[str, Shown]
Contents = Mapping[str, Report | None]
Notices = list[tuple[str, str]]
Night = Callable[[Page | None, int], Notices]


def nights_of(watch: ValueWatch, contents: Contents, first: date) -> Night:
    """Nights, each so many days after the first: who is told what. A message that waits for a person begins with 'held: '."""

    def run(page: Page | None, days: int) -> Notices:
        return notices_of(watch.night(first + timedelta(days=days), page, contents))

    return run


def notices_of(decisions: tuple[Decision, ...]) -> Notices:
    return sorted(
        (person, f"{'held: ' if decision.is_held else ''}{decision.event.title}")
        for decision in decisions
        for person in decision.audience
    )


def both(title: str) -> Notices:
    return [("changes", title), ("letters", title)]


def facts_of(watch: ValueWatch, title: str) -> tuple[str, ...]:
    return next(alert.event.facts for alert in watch.database.alerts.find() if alert.event.title == title)


def holds_of(watch: ValueWatch) -> set[str]:
    """Why alerts are held now."""
    return {alert.hold for alert in watch.database.alerts.find() if alert.state == "held" and alert.hold}


def overall(watch: ValueWatch) -> list[str]:
    """The overall grades of the history, oldest first."""
    return [str(inspection.stored.letter.judgements[0].grade) for inspection in watch.history().inspections]


def changes_of(watch: ValueWatch) -> list[tuple[str, str]]:
    return [(str(change.from_grade), str(change.to_grade)) for change in neighbour_changes(watch.history())]
