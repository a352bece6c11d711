"""A letter's news in one line: the subject of its mail, the title in a feed."""

from collections.abc import Sequence

from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.model import Cause, Change, Direction
from ofsted_watch.presentation.labels import GRADES, STRANDS
from ofsted_watch.presentation.preference_text import listed

_IN_A_HEADLINE = STRANDS | {Strand.OVERALL: "children's services"}


def headline(
    authority: str, letter: str, changes: Sequence[Change], *, compared: bool, priority: bool, weight: str | None = None
) -> str:
    """'Knowsley: children's services judged inadequate (was requires improvement)'.

    `letter` is the label of its kind, `compared` says whether it was compared with an earlier inspection, `priority` whether it
    names areas for priority action, `weight` is how much it lists ('three things to improve'), said where no judgement
    changed. Only changes with a direction are news. The overall grade comes first, without it the worst change; every strand
    that is now inadequate is named, the other changes are counted.
    """
    moved = sorted((change for change in changes if change.direction), key=_weight)
    tail = "; areas for priority action" if priority else ""
    if moved:
        return f"{authority}: {_leading(moved)}{tail}"
    if priority:
        return f"{authority}: areas for priority action in {_article(letter)}"
    tail = f", {weight}" if weight else ""
    if compared:
        return f"{authority}: {letter} published, no judgement changed{tail}"
    return f"{authority}: {letter} published{tail}"


def _leading(moved: Sequence[Change]) -> str:
    first = moved[0]
    together = [change for change in moved if _is_inadequate(change)] if _is_inadequate(first) else [first]
    if first.strand is Strand.OVERALL:
        judged = _judged([first])
        hidden = [] if _is_inadequate(first) else [change for change in moved if _is_inadequate(change)]
        return f"{judged}; {listed([STRANDS[change.strand] for change in hidden])} inadequate" if hidden else judged
    judged, more = _judged(together), len(moved) - len(together)
    return f"{judged} and {more} more change{'' if more == 1 else 's'}" if more else judged


def _judged(changes: Sequence[Change]) -> str:
    """'help and protection and leadership judged inadequate (was good)': 'was' where it is one grade too."""
    first = changes[0]
    if first.to_grade is None or any(change.from_grade is None for change in changes):
        raise ValueError(f"a change with a direction needs two grades: {first.key}")
    names, now = listed([_IN_A_HEADLINE[change.strand] for change in changes]), GRADES[first.to_grade]
    earlier = {change.from_grade for change in changes if change.from_grade is not None}
    was = f" (was {GRADES[earlier.pop()]})" if len(earlier) == 1 else ""
    if first.cause is Cause.REISSUED:
        return f"{names} now {now} in a re-issued report{was}"
    return f"{names} judged {now}{was}"


def _is_inadequate(change: Change) -> bool:
    return change.to_grade is Grade.INADEQUATE


def _weight(change: Change) -> tuple[bool, bool, bool, int]:
    return (
        change.strand is not Strand.OVERALL,
        not _is_inadequate(change),
        change.direction is not Direction.DECLINED,
        list(Strand).index(change.strand),
    )


def _article(letter: str) -> str:
    return f"{'an' if letter[0] in 'aeiouAEIOU' else 'a'} {letter}"
