"""One graded inspection against the one before it, line by line: a change, no change, or a fact that is neither.

The rules are those of ofsted-domain, 'When has a judgement changed': only neighbours, only where both judge the same thing.
"""

from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.grades import Area, Grade, Strand, is_comparable, steps
from ofsted_watch.domain.history.inspections import History, Inspection
from ofsted_watch.domain.model import Cause, Change, Direction, Judgement, Witness
from ofsted_watch.presentation.labels import GRADES, STRANDS, format_day

NO_OVERALL_SINCE = date(2026, 4, 1)
"""From this day of inspection ILACS gives no overall effectiveness (announced on 27 November 2025)."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One line at an inspection. `before` and `now` are the judgements of the two neighbours, None where not given.

    `words` says it without its subject: 'good, as before'. `is_plain` is False where it needs saying as a fact.
    """

    strand: Strand
    before: Judgement | None
    now: Judgement | None
    text: str
    is_plain: bool = False
    dropped_by_framework: bool = False

    @property
    def sentence(self) -> str:
        """'Care leavers: not judged; was good (June 2016).' as it stands among the facts of a mail."""
        name = STRANDS[self.strand]
        return f"{name[:1].upper()}{name[1:]}: {self.text}."

    @property
    def grades(self) -> tuple[Grade | None, Grade | None]:
        """The two grades, earlier first."""
        return (self.before.grade if self.before else None, self.now.grade if self.now else None)

    @property
    def can_be_compared(self) -> bool:
        """True where both neighbours give a grade that stands on the common scale."""
        return all(grade is not None and is_comparable(grade) for grade in self.grades)

    @property
    def is_change(self) -> bool:
        """True where the judgement changed."""
        return self.can_be_compared and self.grades[0] != self.grades[1]


def compare(history: History, inspection: Inspection) -> tuple[Compared, ...]:
    """The five lines of an inspection of this history against its predecessor; lines that neither gives are left out."""
    earlier = history.predecessor(inspection)
    return tuple(compared for strand in Strand if (compared := _compare_strand(history, earlier, inspection, strand)) is not None)


def changes_of(history: History, *, cause: Cause = Cause.HISTORY) -> tuple[Change, ...]:
    """Every change of judgement between neighbouring inspections of one authority, oldest first.

    `cause` is what the changes are said to come from: seen as a whole, they are history. What no framework can compare
    (not judged, a combined grade against one of its own, an area no longer given) is no change and not here.
    """
    found = []
    for inspection in history.inspections:
        earlier = history.predecessor(inspection)
        if earlier is not None:
            found += [
                change_between(earlier, inspection, compared, cause)
                for compared in compare(history, inspection)
                if compared.is_change
            ]
    return tuple(found)


def change_between(earlier: Inspection, later: Inspection, compared: Compared, cause: Cause) -> Change:
    """The change on one line from one inspection to another; its evidence are the later one's witnesses."""
    before, now = compared.grades
    return Change(
        urn=later.stored.listing.urn,
        strand=compared.strand,
        from_grade=before,
        to_grade=now,
        direction=direction(before, now),
        cause=cause,
        from_published=earlier.published,
        to_published=later.published,
        from_file=earlier.stored.letter.sha256,
        to_file=later.stored.letter.sha256,
        from_number=earlier.stored.listing.file_number,
        to_number=later.stored.listing.file_number,
        evidence=evidence(compared.now),
    )


def direction(before: Grade | None, now: Grade | None) -> Direction | None:
    """Which way a judgement moved; None where the two cannot be compared or are the same."""
    if before is None or now is None or not is_comparable(before) or not is_comparable(now) or before == now:
        return None
    return Direction.IMPROVED if steps(before, now) > 0 else Direction.DECLINED


def evidence(judgement: Judgement | None) -> tuple[Witness, ...]:
    """What a grade rests on, for people: its table cell and where the body repeats it, one of each."""
    if judgement is None:
        return ()
    cells = [witness for source in ("table", "tag_tree") for witness in judgement.witnesses if witness.source == source]
    body = [witness for source in ("sentence", "heading") for witness in judgement.witnesses if witness.source == source]
    return (*cells[:1], *body[:1])


def _compare_strand(history: History, earlier: Inspection | None, later: Inspection, strand: Strand) -> Compared | None:
    now = later.strands().get(strand)
    before = earlier.strands().get(strand) if earlier else None
    if now is None:
        return _no_longer_given(earlier, later, strand, before)
    if now.grade is Grade.NOT_JUDGED:
        was = f"; {_was(before, earlier)}" if before and earlier and before.grade is not Grade.NOT_JUDGED else ""
        return Compared(strand, before, now, f"not judged at this inspection{was}")
    if earlier is None:
        return Compared(strand, None, now, GRADES[now.grade])
    if before is None:
        return Compared(strand, None, now, _given_anew(history, earlier, later, strand, now))
    if before.grade is Grade.NOT_JUDGED:
        return Compared(
            strand, before, now, f"{GRADES[now.grade]}; it was not judged at the inspection before ({_month(earlier)})"
        )
    return _both_given(earlier, strand, before, now)


def _both_given(earlier: Inspection, strand: Strand, before: Judgement, now: Judgement) -> Compared:
    moved = steps(before.grade, now.grade)
    text = f"{GRADES[now.grade]}, as before" if moved == 0 else f"{GRADES[now.grade]} ({_was(before, earlier)})"
    if before.area is Area.CARE_AND_LEAVERS and now.area is not Area.CARE_AND_LEAVERS:
        return Compared(strand, before, now, f"{text}; the earlier grade was for children in care and care leavers together")
    if now.area is Area.CARE_AND_LEAVERS and before.area is not Area.CARE_AND_LEAVERS:
        return Compared(strand, before, now, f"{text}; this grade is for children in care and care leavers together")
    return Compared(strand, before, now, text, is_plain=True)


def _given_anew(history: History, earlier: Inspection, later: Inspection, strand: Strand, now: Judgement) -> str:
    together = _together(earlier)
    if strand is not Strand.CARE_LEAVERS or together is None:
        return f"{GRADES[now.grade]}; the inspection before ({_month(earlier)}) gave no grade for it"
    place = history.inspections.index(later)
    alone = [past for past in history.inspections[:place] if strand in past.strands()]
    since = f" since {_month(alone[-1])}" if alone else ""
    return (
        f"judged on its own for the first time{since}: {GRADES[now.grade]}; "
        f"children in care and care leavers together were {GRADES[together.grade]} ({_month(earlier)})"
    )


def _no_longer_given(earlier: Inspection | None, later: Inspection, strand: Strand, before: Judgement | None) -> Compared | None:
    if before is None or earlier is None:
        return None
    was = _was(before, earlier)
    together = _together(later)
    if strand is Strand.CARE_LEAVERS and together is not None:
        text = (
            f"no grade of its own; children in care and care leavers together are {GRADES[together.grade]}; on its own it {was}"
        )
        return Compared(strand, before, None, text)
    if strand is Strand.OVERALL and _gives_no_overall(later):
        text = f"Ofsted no longer gives this grade (since {NO_OVERALL_SINCE:%B %Y}); it {was}"
        return Compared(strand, before, None, text, dropped_by_framework=True)
    return Compared(strand, before, None, f"this report gives no grade for it; it {was}")


def _gives_no_overall(inspection: Inspection) -> bool:
    started = inspection.stored.letter.inspection_start or inspection.published
    return inspection.stored.letter.kind == "ilacs_inspection" and started >= NO_OVERALL_SINCE


def _together(inspection: Inspection) -> Judgement | None:
    judged = inspection.strands().get(Strand.CHILDREN_IN_CARE)
    return judged if judged is not None and judged.area is Area.CARE_AND_LEAVERS else None


def _was(before: Judgement, earlier: Inspection) -> str:
    return f"was {GRADES[before.grade]} in {_month(earlier)}"


def _month(inspection: Inspection) -> str:
    return format_day(inspection.published).split(" ", 1)[1]
