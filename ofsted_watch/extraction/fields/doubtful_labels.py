"""Labels that could mean more than one area ('children in care leavers'): believed where only one meaning is left.

One meaning is left when the framework of that date gives a single one of these areas that no other row has judged, and
the heading of that area in the body repeats the grade. Anything else sets the letter aside.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ofsted_watch.domain.grades import Area
from ofsted_watch.errors import UnlistedArea, WitnessesDisagree
from ofsted_watch.extraction.fields.statement import Statement, area_name, contradiction


def resolved(statements: Iterable[Statement], demanded: tuple[Area, ...]) -> tuple[Statement, ...]:
    """The statements that leave no doubt about their area, those included whose doubt the rest of the letter removes.

    Raises UnlistedArea when a row of the table still could mean more than one area, or none that is demanded, and
    WitnessesDisagree when a heading of doubtful meaning gives a grade that none of its areas has.
    """
    rows = tuple(statements)
    plain = [stated for stated in rows if not stated.others]
    doubtful = [stated for stated in rows if stated.others]
    if not doubtful:
        return rows
    meaning: dict[str, Area] = {}
    for row in (stated for stated in doubtful if stated.is_main):
        area = _meaning(row, plain, demanded)
        if area in meaning.values():
            raise UnlistedArea(f"Page {row.page}: more than one row could mean '{area_name(area)}', one of them '{row.label}'")
        meaning[row.label.casefold()] = area
    known = tuple(_with_meaning(plain, doubtful, meaning))
    for heading in (stated for stated in doubtful if stated.source == "heading"):
        _refuse_contradiction(heading, known)
    return known


def _meaning(row: Statement, plain: list[Statement], demanded: tuple[Area, ...]) -> Area:
    judged = {stated.area for stated in plain if stated.is_main}
    possible = [area for area in (row.area, *row.others) if area in demanded]
    left = [area for area in possible if area not in judged]
    if len(left) == 1 and any(stated.area == left[0] and stated.source in ("heading", "sentence") for stated in plain):
        return left[0]
    if not possible:
        raise UnlistedArea(f"Page {row.page}: the row '{row.label}' names no area that an inspection of that date judges")
    names = " or ".join(f"'{area_name(area)}'" for area in possible)
    raise UnlistedArea(f"Page {row.page}: '{row.label}' could mean {names}, and the rest of the letter does not settle which")


def _with_meaning(plain: list[Statement], doubtful: list[Statement], meaning: Mapping[str, Area]) -> Iterable[Statement]:
    yield from plain
    for stated in doubtful:
        if stated.source != "heading" and stated.label.casefold() in meaning:
            yield replace(stated, area=meaning[stated.label.casefold()], others=())


def _refuse_contradiction(heading: Statement, known: tuple[Statement, ...]) -> None:
    rows = [stated for stated in known if stated.is_main and stated.area in (heading.area, *heading.others)]
    if rows and all(row.grade != heading.grade for row in rows):
        raise WitnessesDisagree(f"The letter contradicts itself about '{heading.label}': {contradiction([*rows, heading])}")
