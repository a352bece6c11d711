"""Places of a letter that state a grade, and the judgement that they bear out together (docs/decisions/0005)."""

from collections.abc import Iterable
from dataclasses import dataclass

from ofsted_watch.errors import IncompleteJudgements, UnlistedArea, WitnessesDisagree
from ofsted_watch.grades import Area, Grade
from ofsted_watch.model import Judgement, Witness


@dataclass(frozen=True, slots=True)
class Statement:
    """One place that gives one area a grade. `printed` is the grade as printed, `words` what stands there.

    `source` is one of: table, tag_tree, heading, sentence. `is_main` marks the place where the framework gives its
    grades: the table as drawn, or the sentence above it.
    """

    area: Area
    grade: Grade
    printed: str
    page: int
    words: str
    source: str
    is_main: bool = False


def judgements_from(statements: Iterable[Statement], demanded: Iterable[Area]) -> tuple[Judgement, ...]:
    """The judgements that all statements together bear out, in the order of `demanded`.

    An area stands on its main place, or on two others that agree. Raises WitnessesDisagree when two places give one
    area different grades, IncompleteJudgements when a demanded area does not stand, UnlistedArea when a main place
    judges an area that is not demanded.
    """
    found = list(statements)
    wanted = tuple(demanded)
    for stated in found:
        if stated.is_main and stated.area not in wanted:
            raise UnlistedArea(f"Page {stated.page} says '{stated.words}', which an inspection of that date does not judge")
    return tuple(_judgement(area, [stated for stated in found if stated.area == area]) for area in wanted)


def _judgement(area: Area, statements: list[Statement]) -> Judgement:
    if len({stated.grade for stated in statements}) > 1:
        raise WitnessesDisagree(f"The letter contradicts itself about '{in_words(area)}': {contradiction(statements)}")
    main = [stated for stated in statements if stated.is_main]
    if not main and len({(stated.source, stated.page) for stated in statements}) < 2:
        raise IncompleteJudgements(f"No grade can be pointed to for '{in_words(area)}', which this framework always judges")
    first = (main or statements)[0]
    witnesses = tuple(Witness(stated.page, stated.words, stated.source) for stated in statements)
    return Judgement(area, first.grade, first.printed, first.page, witnesses)


def contradiction(statements: Iterable[Statement]) -> str:
    """The first place for each grade that is stated, quoted with its page."""
    first_of_grade: dict[Grade, Statement] = {}
    for stated in statements:
        first_of_grade.setdefault(stated.grade, stated)
    return " but ".join(f"'{stated.words}' (page {stated.page})" for stated in first_of_grade.values())


def in_words(area: Area) -> str:
    """An area's name for a sentence: 'help protection'."""
    return area.value.replace("_", " ")
