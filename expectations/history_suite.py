"""What good history is: nothing vanishes, no old judgement changes by itself, and few judgements leap."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

import great_expectations.expectations as gxe

from expectations.rules import Rule, ask, batch_rule, frame, row_rule, warning_rule
from expectations.verdict import verdict_of
from ofsted_watch.domain.grades import LINE_OF_AREA, Area, Grade, Line, is_comparable, steps
from ofsted_watch.domain.history import served_order
from ofsted_watch.domain.model import KeptLetter, Verdict

MOST_STEPS = 2
"""Steps on the scale inadequate, requires improvement, good, outstanding that a judgement may take unremarked."""

_KEPT_COLUMNS = {"still_there": "bool", "same_judgements": "bool", "same_publication": "bool"}
_AFTER_COLUMNS = {"urn": "string", "file_number": "string", "sha256": "string"}
_STEP_COLUMNS = {"steps": "Int64"}

Key = tuple[str, str, str]


def check(before: Sequence[KeptLetter], after: Sequence[KeptLetter]) -> Verdict:
    """The verdict on what a run would make of the history. A failed row's number is its place in `after`.

    A letter is known by its authority, file number and sha256: a re-issue is another letter beside the first, and a
    withdrawn one stays with its day of withdrawal. Batch rules: every letter of `before` is in `after`; none of them
    has other judgements, unless another version of the reader read it (a correction). Row rule: no letter is there
    twice. Warnings: a letter's day of publication changes (the site may mend a link's date); a line moves more than two
    steps from one graded letter to the next, where one of the two is new.
    """
    by_key = {_key(kept): kept for kept in after}
    kept_rows = [_kept_row(kept, by_key.get(_key(kept))) for kept in before]
    after_rows = [{"about": _name(kept), **dict(zip(_AFTER_COLUMNS, _key(kept), strict=True))} for kept in after]
    known = frozenset(_key(kept) for kept in before)
    step_rows = [{"about": about, "steps": moved} for about, moved in _steps_of_new(after, known)]
    answers = (
        *ask("kept", frame(kept_rows, _KEPT_COLUMNS), _kept_rules()),
        *ask("history", frame(after_rows, _AFTER_COLUMNS), [_kept_once()]),
        *ask("steps", frame(step_rows, _STEP_COLUMNS), [_few_steps()]),
    )
    return verdict_of("history", len(after), answers)


def _key(kept: KeptLetter) -> Key:
    return (kept.listing.urn, kept.listing.file_number, kept.letter.sha256)


def _name(kept: KeptLetter) -> str:
    return f"file {kept.listing.file_number} of authority {kept.listing.urn}, published {kept.published}"


def _kept_row(before: KeptLetter, after: KeptLetter | None) -> dict[str, object]:
    read_anew = after is not None and after.reader_version != before.reader_version
    return {
        "about": _name(before),
        "still_there": after is not None,
        "same_judgements": after is None or read_anew or _grades(after) == _grades(before),
        "same_publication": after is None or read_anew or after.published == before.published,
    }


def _grades(kept: KeptLetter) -> Mapping[Area, Grade]:
    return {judgement.area: judgement.grade for judgement in kept.letter.judgements}


def _kept_rules() -> list[Rule]:
    in_set = gxe.ExpectColumnValuesToBeInSet
    return [
        batch_rule(
            "nothing_vanishes",
            "{failed} of {checked} letters that were kept would be lost: {examples}.",
            in_set,
            column="still_there",
            value_set=[True],
        ),
        batch_rule(
            "old_judgements_stand",
            "{failed} of {checked} kept letters would have other judgements, though the same reader read them: {examples}.",
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


def _kept_once() -> Rule:
    return row_rule(
        "kept_once",
        "{about} would be kept twice",
        gxe.ExpectCompoundColumnsToBeUnique,
        column_list=list(_AFTER_COLUMNS),
    )


def _few_steps() -> Rule:
    return warning_rule(
        "few_steps",
        "{about}: {value} steps at once. It can be true; read the letter before you believe it.",
        gxe.ExpectColumnValuesToBeBetween,
        column="steps",
        min_value=-MOST_STEPS,
        max_value=MOST_STEPS,
    )


def _steps_of_new(after: Sequence[KeptLetter], known: frozenset[Key]) -> Iterator[tuple[str, int]]:
    """For each line of two neighbouring graded letters, one of them new: the move in words and in steps (above 0: better)."""
    graded = sorted((kept for kept in after if kept.withdrawn is None and _lines(kept)), key=_publication_order)
    for urn, letters in groupby(graded, key=lambda kept: kept.listing.urn):
        for earlier, later in pairwise(letters):
            if _key(earlier) in known and _key(later) in known:
                continue
            was, now = _lines(earlier), _lines(later)
            for line in sorted(was.keys() & now.keys()):
                words = f"Authority {urn}, {line}, from {was[line]} ({earlier.published}) to {now[line]} ({later.published})"
                yield words, steps(was[line], now[line])


def _publication_order(kept: KeptLetter) -> tuple[object, ...]:
    return kept.listing.urn, kept.published, kept.listing.file_number, served_order(kept)


def _lines(kept: KeptLetter) -> dict[Line, Grade]:
    """The letter's comparable grades by line; empty for a letter that grades nothing."""
    return {
        LINE_OF_AREA[judgement.area]: judgement.grade
        for judgement in kept.letter.judgements
        if judgement.area in LINE_OF_AREA and is_comparable(judgement.grade)
    }
