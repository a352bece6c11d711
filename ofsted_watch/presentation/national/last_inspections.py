"""How long each authority has waited for a graded inspection: days since the last one. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.model import Authority
from ofsted_watch.presentation.national.grades_on_day import OnDay


@dataclass(frozen=True, slots=True)
class LastInspection:
    """An authority and its newest graded inspection's last day, or its day of publication if the report gives no days."""

    authority: Authority
    last_day: date
    days: int


def last_inspections(authorities: Sequence[OnDay], day: date) -> tuple[LastInspection, ...]:
    """Days from the last inspection to a day, longest first; authorities without an inspection that we know are left out."""
    waited = [
        LastInspection(each.authority, each.last_day, (day - each.last_day).days)
        for each in authorities
        if each.last_day is not None
    ]
    return tuple(sorted(waited, key=lambda waiting: (-waiting.days, waiting.authority.name)))
