"""A reconciliation with Ofsted's table: lines for people, JSON for programs. Pure."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from ofsted_watch.domain.plurals import format_count
from ofsted_watch.domain.reconciliation import Pair, Reconciliation, Result, Subject
from ofsted_watch.presentation.labels import STRANDS, format_day

_SUBJECTS = {
    Subject.GRADES: "grades",
    Subject.PUBLICATION_DAYS: "publication days",
    Subject.INSPECTION_DAYS: "inspection days",
    Subject.INSPECTION_TYPES: "inspection types",
    Subject.VISIT_THEMES: "visit themes",
}
_WHAT = {
    Subject.PUBLICATION_DAYS: "day of publication",
    Subject.INSPECTION_DAYS: "first day on site",
    Subject.INSPECTION_TYPES: "type of inspection",
    Subject.VISIT_THEMES: "theme of the visit",
}
_COLUMNS = ("compared", "agree", "differ", "known", "Ofsted only", "Ofsted Watch only")


def reconciliation_lines(compared: Reconciliation) -> Iterator[str]:
    """One line for each subject with its figures, then two lines for each difference, the known ones last."""
    both = format_count(compared.inspections, "inspection"), format_count(compared.visits, "visit")
    yield f"{both[0]} and {both[1]} are in Ofsted's table and in Ofsted Watch."
    if compared.not_stored:
        names = "authority without a stored letter is", "authorities without a stored letter are"
        yield f"{format_count(len(compared.not_stored), *names)} not compared."
    yield ""
    width = max(map(len, _SUBJECTS.values()))
    yield "  ".join((" " * width, *_COLUMNS))
    for subject, label in _SUBJECTS.items():
        counts = compared.counts(subject)
        figures = (counts.compared, counts.agree, counts.differ, counts.known, counts.ofsted_only, counts.ours_only)
        cells = (str(figure).rjust(len(column)) for figure, column in zip(figures, _COLUMNS, strict=True))
        yield "  ".join((label.ljust(width), *cells))
    both_sides, single_side = _by_side((*compared.differences, *compared.one_sided))
    yield from _section("Differences", (line for pair in both_sides for line in _difference(pair)))
    yield from _section("Known to one side only", (line for of_event in _events(single_side) for line in _missing(of_event)))
    yield from _section("Not compared", (line for where, why in compared.unplaced for line in (f"Ofsted's table, {where}", why)))
    yield from _section("Known differences", (line for pair in compared.known for line in _known(pair)))
    if not compared.inspections and not compared.visits:
        yield ""
        yield "Nothing was compared: no inspection of the table is stored. `ofsted-watch backfill` stores older letters."


def reconciliation_to_json(compared: Reconciliation) -> dict[str, Any]:
    """`subjects` maps each subject to its figures; `differences` and `known` are pairs of values with both sources."""
    subjects = {}
    for subject in Subject:
        counts = compared.counts(subject)
        subjects[str(subject)] = {
            "compared": counts.compared,
            "agree": counts.agree,
            "differ": counts.differ,
            "known": counts.known,
            "ofsted_only": counts.ofsted_only,
            "ours_only": counts.ours_only,
        }
    return {
        "clean": compared.is_clean,
        "inspections": compared.inspections,
        "visits": compared.visits,
        "subjects": subjects,
        "differences": [_pair_to_json(pair) for pair in compared.differences],
        "known": [_pair_to_json(pair) for pair in compared.known],
        "one_side_only": [_pair_to_json(pair) for pair in compared.one_sided],
        "not_compared": [{"source": where, "reason": why} for where, why in compared.unplaced],
        "not_stored": list(compared.not_stored),
    }


def _pair_to_json(pair: Pair) -> dict[str, Any]:
    return {
        "urn": pair.urn,
        "authority": pair.authority,
        "kind": pair.kind,
        "date": pair.day.isoformat(),
        "field": pair.field,
        "result": str(pair.result),
        "theirs": pair.theirs,
        "ours": pair.ours,
        "table_rows": [{"sheet": sheet, "row": row} for sheet, row in pair.table_rows],
        "file_number": pair.file_number,
        "sha256": pair.sha256,
        "set_aside": pair.set_aside,
        "reason": pair.known_reason,
    }


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    for place, line in enumerate(lines):
        if place == 0:
            yield from ("", title)
        yield f"    {line}" if place % 2 else f"  {line}"


def _by_side(pairs: Iterable[Pair]) -> tuple[list[Pair], list[Pair]]:
    """The pairs of inspections that both sides know, and those of inspections that one side does not know at all."""
    both: list[Pair] = []
    single: list[Pair] = []
    for pair in pairs:
        (both if pair.table_rows and pair.file_number else single).append(pair)
    return both, single


def _events(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    for _, of_event in groupby(pairs, key=lambda pair: (pair.urn, pair.day, pair.table_rows, pair.file_number)):
        yield list(of_event)


def _difference(pair: Pair) -> tuple[str, str]:
    what = STRANDS[pair.strand] if pair.strand else _WHAT[pair.subject]
    theirs, ours = _value(pair.theirs), _value(pair.ours)
    head = f"{pair.authority}, {format_day(pair.day)}, {what}"
    return head, f"Ofsted's table: {theirs} ({_rows(pair)}); Ofsted Watch: {ours} (file {pair.file_number})"


def _missing(of_event: list[Pair]) -> tuple[str, str]:
    first = of_event[0]
    types = [pair.theirs or pair.ours for pair in of_event if pair.subject == Subject.INSPECTION_TYPES]
    event = _value(f"{types[0]}_inspection" if types else first.kind)
    head = f"{first.authority}, {format_day(first.day)}, {event}"
    if first.result == Result.OFSTED_ONLY:
        ours = f"set aside ({first.set_aside})" if first.set_aside else "not stored"
        return head, f"Ofsted's table: {_rows(first)}; Ofsted Watch: {ours}"
    return head, f"Ofsted's table: not listed; Ofsted Watch: file {first.file_number}"


def _known(pair: Pair) -> tuple[str, str]:
    head, values = _difference(pair)
    return head, f"{values}. Known: {pair.known_reason}"


def _rows(pair: Pair) -> str:
    return "; ".join(f"{sheet}, row {row}" for sheet, row in pair.table_rows)


def _value(code: str | None) -> str:
    return "not given" if code is None else code.replace("_", " ")
