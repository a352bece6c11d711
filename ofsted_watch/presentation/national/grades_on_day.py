"""Which grade stands for each authority on a day: that of its newest graded inspection published until then. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.grades import JUDGED_TOGETHER, NOT_GIVEN, Grade, Strand
from ofsted_watch.domain.history import History, Inspection
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.presentation.tables import grade_or_why

SCALE = (Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE)
"""The four grades that compare, best first."""

NO_INSPECTION = "no_inspection"
"""We know no graded inspection of the authority until that day."""

ANSWERS: tuple[str, ...] = (*SCALE, Grade.NOT_JUDGED, JUDGED_TOGETHER, NOT_GIVEN, NO_INSPECTION)
"""Everything that may stand for a strand of an authority, in reading order: each authority is counted under one."""


@dataclass(frozen=True, slots=True)
class OnDay:
    """An authority on a day. `answers` has one of ANSWERS for each strand; `newest` is its newest graded inspection then.

    `is_unread` where an inspection report published since then is not read: the grades may no longer be the current ones.
    """

    authority: Authority
    newest: Inspection | None
    answers: Mapping[Strand, str]
    is_unread: bool

    @property
    def published(self) -> date | None:
        """The day on which the newest graded inspection was published."""
        return self.newest.published if self.newest else None

    @property
    def last_day(self) -> date | None:
        """The last day of the newest graded inspection, or the day it was published if the report gives no days."""
        return (self.newest.stored.letter.inspection_end or self.newest.published) if self.newest else None


def on_day(histories: Mapping[Urn, History], authorities: Iterable[Authority], day: date) -> tuple[OnDay, ...]:
    """These authorities on a day, by name. One without a graded inspection until then has the answer NO_INSPECTION."""
    return tuple(
        _on_day(authority, histories.get(authority.urn, History(authority.urn)), day)
        for authority in sorted(authorities, key=lambda authority: (authority.name, authority.urn))
    )


def existing(register: AuthorityRegister, day: date) -> tuple[Authority, ...]:
    """The authorities of the register that existed on a day.

    One that took another's place exists from the day on which that one ended.
    """
    begins = {successor: ending.day for ending in register.endings.values() for successor in ending.successors}
    return tuple(
        authority
        for authority in register
        if (day < register.endings[authority.urn].day if authority.urn in register.endings else bool(authority.ons_code))
        and day >= begins.get(authority.urn, date.min)
    )


def newest_until(inspections: Sequence[Inspection], day: date) -> Inspection | None:
    """The last of these inspections, oldest first, that was published on or before a day."""
    return next((inspection for inspection in reversed(inspections) if inspection.published <= day), None)


def _on_day(authority: Authority, history: History, day: date) -> OnDay:
    newest = newest_until(history.inspections, day)
    answers = {strand: grade_or_why(newest, strand) if newest else NO_INSPECTION for strand in Strand}
    since = newest.published if newest else date.min
    return OnDay(authority, newest, answers, any(since <= gap.published <= day for gap in history.gaps))
