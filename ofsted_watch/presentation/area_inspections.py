"""Inspections of a whole area, by several inspectorates: area SEND and joint targeted area inspections (JTAI). Pure.

They give no grade that a strand compares, so they are not graded inspections; each is shown with what it says: an outcome, a
theme, what must be acted on first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.findings import Improvement, ImprovementKind
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.history import History, Inspection
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority

SEND_KINDS = (LetterKind.AREA_SEND, LetterKind.SEND_MONITORING_VISIT)
SEND_OUTCOMES = (Grade.POSITIVE, Grade.INCONSISTENT, Grade.SYSTEMIC_FAILINGS)
"""The three outcomes of area SEND inspections since 2023, best first."""


@dataclass(frozen=True, slots=True)
class AreaInspection:
    """One area SEND inspection, its monitoring visit, or a joint targeted area inspection.

    `outcome` is given by area SEND inspections since 2023, `theme` by a joint inspection. `names_priority_action` is None where
    this kind of letter does not mention areas for priority action.
    """

    authority: Authority
    kind: LetterKind
    published: date
    first_day: date | None
    last_day: date | None
    outcome: Grade | None
    theme: str | None
    names_priority_action: bool | None
    improvements: tuple[Improvement, ...]
    file_number: FileNumber
    url: str

    @property
    def priority_actions(self) -> tuple[Improvement, ...]:
        """The items that must be acted on first."""
        return tuple(item for item in self.improvements if item.kind is ImprovementKind.PRIORITY_ACTION)


def send_inspections(histories: Mapping[Urn, History], register: AuthorityRegister) -> tuple[AreaInspection, ...]:
    """Every area SEND inspection and monitoring visit, the newest first."""
    return _of_kinds(histories, register, SEND_KINDS)


def jtai_inspections(histories: Mapping[Urn, History], register: AuthorityRegister) -> tuple[AreaInspection, ...]:
    """Every joint targeted area inspection, the newest first."""
    return _of_kinds(histories, register, (LetterKind.JTAI,))


def inspections_of(history: History, authority: Authority) -> tuple[AreaInspection, ...]:
    """The area SEND inspections, monitoring visits and joint inspections of one authority, the newest first."""
    return _sorted(_chosen(history, authority, frozenset((*SEND_KINDS, LetterKind.JTAI))))


def newest_of(history: History, kind: LetterKind) -> Inspection | None:
    """The newest inspection or visit of a kind that no strand compares; None if there is none."""
    return next((other for other in reversed(history.others) if other.stored.letter.kind == kind), None)


def outcome_of(inspection: Inspection) -> Grade | None:
    """The outcome of an area SEND inspection; None before 2023."""
    judged = inspection.stored.letter.judgements
    return next((judgement.grade for judgement in judged if judgement.area is Area.SEND_OUTCOME), None)


def _of_kinds(
    histories: Mapping[Urn, History], register: AuthorityRegister, kinds: Iterable[LetterKind]
) -> tuple[AreaInspection, ...]:
    wanted = frozenset(kinds)
    return _sorted(each for history in histories.values() for each in _chosen(history, register.display(history.urn), wanted))


def _chosen(history: History, authority: Authority, kinds: frozenset[LetterKind]) -> Iterator[AreaInspection]:
    return (_area_inspection(other, authority) for other in history.others if other.stored.letter.kind in kinds)


def _sorted(inspections: Iterable[AreaInspection]) -> tuple[AreaInspection, ...]:
    return tuple(sorted(inspections, key=lambda each: (-each.published.toordinal(), each.authority.name, each.file_number)))


def _area_inspection(inspection: Inspection, authority: Authority) -> AreaInspection:
    letter, listing = inspection.stored.letter, inspection.stored.listing
    return AreaInspection(
        authority=authority,
        kind=letter.kind,
        published=inspection.published,
        first_day=letter.inspection_start,
        last_day=letter.inspection_end,
        outcome=outcome_of(inspection),
        theme=letter.theme,
        names_priority_action=letter.areas_for_priority_action,
        improvements=letter.improvements,
        file_number=listing.file_number,
        url=listing.url,
    )
