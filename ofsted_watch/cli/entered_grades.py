"""The grades of `set-aside enter`, as they are written on the command line."""

from typing import TYPE_CHECKING

from ofsted_watch.errors import WrongUse

if TYPE_CHECKING:
    from ofsted_watch.runs.entered_reading import EnteredGrade

_EXAMPLE = "write it as overall=good:2:'Overall effectiveness: good', with the page and the text there"


def entered_grades(written: tuple[str, ...], on_images: tuple[str, ...]) -> "tuple[EnteredGrade, ...]":
    """'overall=good:2:Overall effectiveness: good' for each grade; `on_images` are the areas whose text is part of an image.

    Raises WrongUse for a grade that is not written so, for an unknown area or grade, and for an image without its grade.
    """
    from ofsted_watch.domain.grades import Area, Grade
    from ofsted_watch.runs.entered_reading import EnteredGrade

    grades = []
    for given in written:
        area, is_grade, rest = given.partition("=")
        grade, is_page, rest = rest.partition(":")
        page, _, text = rest.partition(":")
        if not (is_grade and is_page and page.strip().isdecimal()):
            raise WrongUse(f"'{given}' is not a grade: {_EXAMPLE}")
        named = (_named(area, list(Area), "area"), _named(grade, list(Grade), "grade"))
        grades.append(EnteredGrade(Area(named[0]), Grade(named[1]), int(page), text, named[0] in on_images))
    without = sorted(set(on_images) - {given.area for given in grades})
    if without:
        raise WrongUse(f"--image {without[0]}: enter its grade with --grade too")
    return tuple(grades)


def _named(written: str, known: list[str], what: str) -> str:
    name = written.strip().lower().replace(" ", "_").replace("-", "_")
    if name not in known:
        raise WrongUse(f"'{written}' is not a known {what}: choose {', '.join(known)}")
    return name
