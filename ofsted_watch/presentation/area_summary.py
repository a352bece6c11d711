"""Area SEND and joint inspections counted: outcomes by the newest inspection of each area, themes by letter. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.presentation.area_inspections import SEND_OUTCOMES, AreaInspection

NO_THEME = "no theme named"


@dataclass(frozen=True, slots=True)
class SendSummary:
    """The outcomes of the areas, by the newest inspection of each that gives one; `without` has only inspections before 2023."""

    outcomes: tuple[tuple[Grade, int], ...]
    without: int

    @property
    def with_outcome(self) -> int:
        """The areas with an outcome."""
        return sum(count for _, count in self.outcomes)

    @property
    def headline(self) -> str:
        """'31 of 80 areas with an outcome have widespread and/or systemic failings'."""
        if not self.with_outcome:
            return "We know no outcome of an area SEND inspection yet"
        failing = dict(self.outcomes)[Grade.SYSTEMIC_FAILINGS]
        areas = format_count(self.with_outcome, "area")
        verb = "has" if failing == 1 else "have"
        return f"{failing or 'None'} of {areas} with a SEND outcome {verb} widespread and/or systemic failings"


def send_summary(inspections: Sequence[AreaInspection]) -> SendSummary:
    """The summary of area SEND inspections, which come with the newest first."""
    newest: dict[str, AreaInspection] = {}
    for each in inspections:
        if each.kind == LetterKind.AREA_SEND:
            newest.setdefault(each.authority.urn, each)
    counted = Counter(each.outcome for each in newest.values())
    return SendSummary(tuple((outcome, counted[outcome]) for outcome in SEND_OUTCOMES), counted[None])


def themes(inspections: Sequence[AreaInspection]) -> tuple[tuple[str, int], ...]:
    """How many joint inspections had each theme, the most frequent first."""
    counted = Counter(each.theme or NO_THEME for each in inspections)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
