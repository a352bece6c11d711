"""A place of a letter that states a grade."""

from collections.abc import Iterable
from dataclasses import dataclass

from ofsted_watch.domain.grades import Area, Grade


@dataclass(frozen=True, slots=True)
class Statement:
    """One place that gives one area a grade. `printed` is the grade as printed, `words` what stands there.

    `source` is one of: table, tag_tree, heading, sentence. `is_main` marks the place where the framework gives its
    grades: the table as drawn, or the sentence above it. `label` is the area's label as printed, on one line; `others` are
    the areas that it may mean as well as `area`, empty where it leaves no doubt (see doubtful_labels.py).
    """

    area: Area
    grade: Grade
    printed: str
    page: int
    text: str
    source: str
    is_main: bool = False
    label: str = ""
    others: tuple[Area, ...] = ()


def contradiction(statements: Iterable[Statement]) -> str:
    """The first place for each grade that is stated, quoted with its page."""
    first_of_grade: dict[Grade, Statement] = {}
    for stated in statements:
        first_of_grade.setdefault(stated.grade, stated)
    return " but ".join(f"'{stated.text}' (page {stated.page})" for stated in first_of_grade.values())


def area_name(area: Area) -> str:
    """An area's name for a sentence: 'help protection'."""
    return area.value.replace("_", " ")
