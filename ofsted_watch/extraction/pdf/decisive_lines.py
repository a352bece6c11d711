"""Which printed lines a grade, an outcome or a priority action rests on: they are proved to be seen (proof.py).

Asked of every page of every letter, so plain searches come before expressions.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

_GRADES = ("outstanding", "good", "adequate", "requires improvement", "require improvement", "not judged", "improvement")
_BEHIND_A_GRADE = " \t0123456789.,*†‡¹²³()"
_LABEL = re.compile(
    r"experiences?\s+and\s+progress|effectiveness|impact\s+of\s+leader|leadership|protection|care\s*leavers|leaving\s+care|in\s+care|"
    r"looked\s+after|adoption|capacity\s+(?:to|for)|quality\s+of\s+provision|families|permanence",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\blead(?:s|ing)?\s*to\s*positive|inconsistent\s*(?:experiences|outcomes)|systemic\s*failings|"
    r"\boverall\s+(?:judge?ment|effectiveness)\b.*\b(?:is|are)\b",
    re.IGNORECASE,
)
_PRIORITY_ACTION = re.compile(r"priority\s*action", re.IGNORECASE)
_HINTS_OF_OUTCOME = ("typically", "inconsistent", "systemic")
_LINES_OF_A_LIST = 8
"""Under 'Area for priority action': its words are the answer."""
_LINES_OF_A_LABEL = 4
_LONGEST_LABEL = 90
_LINES_OF_A_ROW = 8
_MANY_GRADES = 4
"""On one page: the column of grades may be drawn before that of the labels."""


def ends_in_grade(text: str) -> bool:
    """Whether a line ends in words of a grade, with or without its number and a footnote's sign."""
    bare = text.lower().rstrip(_BEHIND_A_GRADE)
    if bare.endswith("grade"):
        bare = bare[:-5].rstrip(_BEHIND_A_GRADE)
    return bare.endswith(_GRADES)


def decisive_places(texts: Sequence[str], whole: str) -> list[int]:
    """The places of the decisive lines of a page, in order. `whole` is all of its text in lower case."""
    graded = [at for at, text in enumerate(texts) if ends_in_grade(text)]
    chosen: set[int] = set()
    if len(graded) > 1 and _are_rows(graded, texts):
        above = {place for at in graded for place in range(max(0, at - _LINES_OF_A_LABEL), at)}
        below = {at + 1 for at in graded if at + 1 < len(texts) and _LABEL.search(texts[at + 1])}
        chosen = {at for at in above | below if len(texts[at]) <= _LONGEST_LABEL}.union(graded)
    if chosen or any(hint in whole for hint in _HINTS_OF_OUTCOME):
        chosen |= _places(_OUTCOME, texts, 2)
    if "priority" in whole:
        chosen |= _places(_PRIORITY_ACTION, texts, _LINES_OF_A_LIST)
    return sorted(chosen)


def _are_rows(graded: Sequence[int], texts: Sequence[str]) -> bool:
    """Whether grades follow each other as the rows of a table do: close together with a label between, or many of them."""
    if len(graded) >= _MANY_GRADES:
        return True
    return any(
        below - above <= _LINES_OF_A_ROW and _LABEL.search(" ".join(texts[above + 1 : below + 1]))
        for above, below in pairwise(graded)
    )


def _places(pattern: re.Pattern[str], texts: Sequence[str], count: int) -> set[int]:
    """The lines that a match stands on, alone or run on from the line above, and the next ones up to `count`."""
    places: set[int] = set()
    for at, text in enumerate(texts):
        if pattern.search(f"{texts[at - 1]} {text}" if at else text):
            places.update(range(max(0, at - 1), min(len(texts), at + count)))
    return places
