"""Places of a letter that state a grade, and the judgement that they bear out together (docs/decisions/0005)."""

from collections.abc import Iterable

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.model import Judgement, Witness
from ofsted_watch.errors import IncompleteJudgements, LetterProblem, UnlistedArea, WitnessesDisagree
from ofsted_watch.extraction.fields.doubtful_labels import resolved
from ofsted_watch.extraction.fields.statement import Statement, area_name, contradiction


def judgements_from(statements: Iterable[Statement], demanded: Iterable[Area]) -> tuple[Judgement, ...]:
    """The judgements that all statements together bear out, in the order of `demanded`.

    An area stands on its main place, or on two others that agree. Raises WitnessesDisagree when two places give one
    area different grades, IncompleteJudgements when a demanded area does not stand, UnlistedArea when a main place
    judges an area that is not demanded, or one that its label and the headings leave open; each with what was stated.
    """
    wanted, places = tuple(demanded), tuple(statements)
    try:
        return _borne_out(places, wanted)
    except LetterProblem as problem:
        problem.stated = _stated(places)
        raise


def _borne_out(places: tuple[Statement, ...], wanted: tuple[Area, ...]) -> tuple[Judgement, ...]:
    believed = resolved(places, wanted)
    for stated in believed:
        if stated.is_main and stated.area not in wanted:
            raise UnlistedArea(f"Page {stated.page} says '{stated.text}', which an inspection of that date does not judge")
    return tuple(_judgement(area, [stated for stated in believed if stated.area == area]) for area in wanted)


def _judgement(area: Area, statements: list[Statement]) -> Judgement:
    if len({stated.grade for stated in statements}) > 1:
        raise WitnessesDisagree(f"The letter contradicts itself about '{area_name(area)}': {contradiction(statements)}")
    main = [stated for stated in statements if stated.is_main]
    if not main and len({(stated.source, stated.page) for stated in statements}) < 2:
        raise IncompleteJudgements(f"No grade can be pointed to for '{area_name(area)}', which this framework always judges")
    first = (main or statements)[0]
    witnesses = tuple(Witness(stated.page, stated.text, stated.source) for stated in statements)
    return Judgement(area, first.grade, first.printed, first.page, witnesses)


def _stated(places: tuple[Statement, ...]) -> tuple[Judgement, ...]:
    """What the places state, one judgement for each grade of each area: the alternatives where they disagree."""
    groups: dict[tuple[Area, Grade], list[Statement]] = {}
    for stated in places:
        groups.setdefault((stated.area, stated.grade), []).append(stated)
    return tuple(
        Judgement(area, grade, group[0].printed, group[0].page, tuple(Witness(at.page, at.text, at.source) for at in group))
        for (area, grade), group in groups.items()
    )
