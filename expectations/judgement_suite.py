"""What good judgements are: an area and a grade that the framework has, and text in the letter that states it."""

from collections.abc import Collection, Mapping, Sequence

from expectations.engine import gxe
from expectations.rules import Rule, ask, frame, row_rule
from expectations.verdict import verdict_of
from ofsted_watch.domain.grades import Area, Grade, grade_of
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Judgement, Letter, Verdict, Witness
from ofsted_watch.domain.person_reading import PERSON_SOURCES
from ofsted_watch.errors import UnlistedGrade
from ofsted_watch.extraction.letter_kinds import KINDS
from ofsted_watch.extraction.squeezed_text import squeezed

_COLUMNS = {
    "letter": "Int64",
    "area": "string",
    "unlisted_area": "string",
    "unlisted_grade": "string",
    "printed_otherwise": "string",
    "page_outside": "Int64",
    "witnesses": "Int64",
    "words_not_found": "string",
}
"""Columns from `unlisted_area` on, except `witnesses`, hold the fault, or nothing if there is none."""


def check(
    letters: Sequence[Letter],
    *,
    areas_of_kind: Mapping[LetterKind, Collection[Area]] | None = None,
    grades_of_kind: Mapping[LetterKind, Collection[Grade]] | None = None,
) -> Verdict:
    """The verdict on the judgements of one run's letters.

    A failed row's number counts the judgements through all letters in the order given.
    One failed judgement sets its whole letter aside, which the caller does. The two
    mappings say what each kind of letter may judge and which grades it may give (default: what letters/ declares); a
    kind that is in neither has no judgements.
    """
    areas = {kind.name: kind.areas for kind in KINDS} if areas_of_kind is None else areas_of_kind
    grades = {kind.name: kind.grades for kind in KINDS} if grades_of_kind is None else grades_of_kind
    rows: list[dict[str, object]] = []
    for place, letter in enumerate(letters):  # letters are identified by place: two numbers may serve the same bytes
        plain = squeezed(letter.text)
        of_kind = (areas.get(letter.kind, ()), grades.get(letter.kind, ()))
        rows.extend(_row(place, letter, judgement, plain, *of_kind) for judgement in letter.judgements)
    return verdict_of("judgements", len(rows), ask("judgements", frame(rows, _COLUMNS), _rules()))


def _row(
    place: int, letter: Letter, judgement: Judgement, plain: str, areas: Collection[Area], grades: Collection[Grade]
) -> dict[str, object]:
    pages = (judgement.page, *(witness.page for witness in judgement.witnesses))
    return {
        "about": f"{judgement.area} in {letter.file}",
        "letter": place,
        "area": judgement.area,
        "unlisted_area": None if judgement.area in areas else str(judgement.area),
        "unlisted_grade": None if judgement.grade in grades else str(judgement.grade),
        "printed_otherwise": None if _prints_its_grade(judgement) else judgement.printed,
        "page_outside": next((page for page in pages if not 1 <= page <= letter.pages), None),
        "witnesses": len(judgement.witnesses),
        "words_not_found": next((w.text for w in judgement.witnesses if not _stands_in(plain, w, judgement.printed)), None),
    }


def _prints_its_grade(judgement: Judgement) -> bool:
    """True if the printed text is the grade. Area SEND prints its outcome as a sentence: its kind reads that."""
    if judgement.area == Area.SEND_OUTCOME:
        return True
    try:
        return grade_of(judgement.printed) == judgement.grade
    except UnlistedGrade:
        return False


def _stands_in(plain: str, witness: Witness, printed: str) -> bool:
    """True if the witness's text is in the letter's squeezed text.

    A table's label and grade are two cells, which may be apart in the text (quirks, 'Judgement tables'): then each by itself.
    A person's witness was compared with the page of the file when it was entered, or is part of an image there.
    """
    if witness.source in PERSON_SOURCES:
        return True
    text, grade = squeezed(witness.text), squeezed(printed)
    if not text:
        return False
    if text in plain:
        return True
    if witness.source not in ("table", "tag_tree") or not grade or grade not in plain:
        return False
    label = text.removesuffix(grade) if text.endswith(grade) else text.removeprefix(grade)
    return label != text and label in plain


def _rules() -> list[Rule]:
    null, between = gxe.ExpectColumnValuesToBeNull, gxe.ExpectColumnValuesToBeBetween
    return [
        row_rule("unlisted_area", "'{value}' is not an area that this kind of letter judges", null, column="unlisted_area"),
        row_rule("unlisted_grade", "'{value}' is not a grade that this kind of letter gives", null, column="unlisted_grade"),
        row_rule(
            "one_grade_an_area",
            "the letter has two judgements for one area: {about}",
            gxe.ExpectCompoundColumnsToBeUnique,
            column_list=["letter", "area"],
        ),
        row_rule("page_in_letter", "page {value} is not a page of the letter ({about})", null, column="page_outside"),
        row_rule("witnessed", "it has no place in the letter ({about})", between, column="witnesses", min_value=1),
        row_rule(
            "words_in_letter",
            "its evidence '{value}' is not in the letter ({about})",
            null,
            column="words_not_found",
        ),
        row_rule(
            "printed_as_read",
            "the letter prints '{value}', which is not the grade that was read ({about})",
            null,
            column="printed_otherwise",
        ),
    ]
