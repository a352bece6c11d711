"""What good history is: nothing disappears, no old judgement changes by itself, and few judgements change by many steps."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from expectations.engine import gxe
from expectations.rules import Rule, ask, batch_rule, frame, row_rule, warning_rule
from expectations.verdict import verdict_of
from ofsted_watch.domain.grades import STRAND_OF_AREA, Area, Grade, Strand, is_comparable, steps
from ofsted_watch.domain.history import served_order
from ofsted_watch.domain.identifiers import LetterKey
from ofsted_watch.domain.model import StoredLetter, Verdict

MOST_STEPS = 2
"""Steps on the scale inadequate, requires improvement, good, outstanding that a judgement may move without a warning."""

_STORED_COLUMNS = {"still_there": "bool", "same_judgements": "bool", "same_publication": "bool"}
_AFTER_COLUMNS = {"urn": "string", "file_number": "string", "sha256": "string"}
_STEP_COLUMNS = {"steps": "Int64"}


def check(before: Sequence[StoredLetter], after: Sequence[StoredLetter]) -> Verdict:
    """The verdict on the history after a run. A failed row's number is its place in `after`.

    A letter is identified by its authority, file number and sha256: a re-issue is another letter beside the first, and a
    withdrawn one stays with its day of withdrawal. Batch rules: every letter of `before` is in `after`; none of them
    has other judgements, unless another version of the reader read it (a correction). Row rule: no letter occurs
    twice. Warnings: a letter's day of publication changes (the site may correct a link's date); a strand moves more than two
    steps from one graded letter to the next, if one of the two is new.
    """
    by_key = {stored.key: stored for stored in after}
    stored_rows = [_stored_row(stored, by_key.get(stored.key)) for stored in before]
    after_rows = [{"about": _name(stored), **dict(zip(_AFTER_COLUMNS, stored.key, strict=True))} for stored in after]
    known = frozenset(stored.key for stored in before)
    step_rows = [{"about": about, "steps": moved} for about, moved in _steps_of_new(after, known)]
    answers = (
        *ask("kept", frame(stored_rows, _STORED_COLUMNS), _stored_rules()),
        *ask("history", frame(after_rows, _AFTER_COLUMNS), [_stored_once()]),
        *ask("steps", frame(step_rows, _STEP_COLUMNS), [_few_steps()]),
    )
    return verdict_of("history", len(after), answers)


def _name(stored: StoredLetter) -> str:
    return f"file {stored.listing.file_number} of authority {stored.listing.urn}, published {stored.published}"


def _stored_row(before: StoredLetter, after: StoredLetter | None) -> dict[str, object]:
    read_anew = after is not None and after.reader_version != before.reader_version
    return {
        "about": _name(before),
        "still_there": after is not None,
        "same_judgements": after is None or read_anew or _grades(after) == _grades(before),
        "same_publication": after is None or read_anew or after.published == before.published,
    }


def _grades(stored: StoredLetter) -> Mapping[Area, Grade]:
    return {judgement.area: judgement.grade for judgement in stored.letter.judgements}


def _stored_rules() -> list[Rule]:
    in_set = gxe.ExpectColumnValuesToBeInSet
    return [
        batch_rule(
            "nothing_vanishes",
            "{failed} of {checked} stored letters would be lost: {examples}.",
            in_set,
            column="still_there",
            value_set=[True],
        ),
        batch_rule(
            "old_judgements_stand",
            "{failed} of {checked} stored letters would have other judgements, though the same reader read them: {examples}.",
            in_set,
            column="same_judgements",
            value_set=[True],
        ),
        warning_rule(
            "old_publication_stands",
            "The {about}, would now count as published on another day: its link's date was changed.",
            in_set,
            column="same_publication",
            value_set=[True],
        ),
    ]


def _stored_once() -> Rule:
    return row_rule(
        "kept_once",
        "{about} would be stored twice",
        gxe.ExpectCompoundColumnsToBeUnique,
        column_list=list(_AFTER_COLUMNS),
    )


def _few_steps() -> Rule:
    return warning_rule(
        "few_steps",
        "{about}: {value} steps at once. This may be real: check the letter.",
        gxe.ExpectColumnValuesToBeBetween,
        column="steps",
        min_value=-MOST_STEPS,
        max_value=MOST_STEPS,
    )


def _steps_of_new(after: Sequence[StoredLetter], known: frozenset[LetterKey]) -> Iterator[tuple[str, int]]:
    """For each strand of two neighbouring graded letters, one of them new: the move as text and in steps (above 0: better)."""
    graded = sorted((stored for stored in after if stored.withdrawn is None and _strands(stored)), key=_publication_order)
    for urn, letters in groupby(graded, key=lambda stored: stored.listing.urn):
        for earlier, later in pairwise(letters):
            if earlier.key in known and later.key in known:
                continue
            was, now = _strands(earlier), _strands(later)
            for strand in sorted(was.keys() & now.keys()):
                text = f"Authority {urn}, {strand}, from {was[strand]} ({earlier.published}) to {now[strand]} ({later.published})"
                yield text, steps(was[strand], now[strand])


def _publication_order(stored: StoredLetter) -> tuple[object, ...]:
    return stored.listing.urn, stored.published, stored.listing.file_number, served_order(stored)


def _strands(stored: StoredLetter) -> dict[Strand, Grade]:
    """The letter's comparable grades by strand; empty for a letter without grades."""
    return {
        STRAND_OF_AREA[judgement.area]: judgement.grade
        for judgement in stored.letter.judgements
        if judgement.area in STRAND_OF_AREA and is_comparable(judgement.grade)
    }
