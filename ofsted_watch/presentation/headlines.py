"""A letter's news in one line: the subject of its mail, the title in a feed."""

from collections.abc import Sequence

from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.model import Cause, Change, Direction
from ofsted_watch.presentation.labels import GRADES, STRANDS

_IN_A_HEADLINE = STRANDS | {Strand.OVERALL: "children's services"}


def headline(authority: str, letter: str, changes: Sequence[Change], *, compared: bool, priority: bool) -> str:
    """'Knowsley: children's services judged inadequate (was requires improvement)'.

    `letter` is the label of its kind, `compared` says whether it was compared with an earlier inspection, `priority` whether it
    names areas for priority action. Only changes with a direction are news; the overall grade comes first, without it
    the worst change is named and the others are counted.
    """
    moved = sorted((change for change in changes if change.direction), key=_weight)
    tail = "; areas for priority action" if priority else ""
    if moved:
        return f"{authority}: {_leading(moved)}{tail}"
    if priority:
        return f"{authority}: areas for priority action in {_article(letter)}"
    if compared:
        return f"{authority}: {letter} published, no judgement changed"
    return f"{authority}: {letter} published"


def _leading(moved: Sequence[Change]) -> str:
    first = moved[0]
    if first.from_grade is None or first.to_grade is None:
        raise ValueError(f"a change with a direction needs two grades: {first.key}")
    name, now, was = _IN_A_HEADLINE[first.strand], GRADES[first.to_grade], GRADES[first.from_grade]
    if first.cause is Cause.REISSUED:
        judged = f"{name} now {now} in a re-issued report (was {was})"
    else:
        judged = f"{name} judged {now} (was {was})"
    more = len(moved) - 1
    if not more or first.strand is Strand.OVERALL:
        return judged
    return f"{judged} and {more} more change{'' if more == 1 else 's'}"


def _weight(change: Change) -> tuple[bool, bool, int]:
    return change.strand is not Strand.OVERALL, change.direction is not Direction.DECLINED, list(Strand).index(change.strand)


def _article(letter: str) -> str:
    return f"{'an' if letter[0] in 'aeiou' else 'a'} {letter}"
