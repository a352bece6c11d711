"""How right the reader is on the reports and visit letters of 2018 to 2026 that ../shared/corpus/truth_recent.json lists.

    python -m proofs.accuracy.recent --kind focused_visit --show-wrong
    python -m proofs.accuracy.recent --field topics --file 80464 --show-wrong

A letter is compared as `read --json` prints it: a missing key is a wrong value.

How values are compared: names and headings regardless of case, kind of quotes and spaces; texts of a list word by word,
regardless of quotes, full stops and footnote marks. A list ('improvements', 'priority actions') is right if it has the same
texts in the same order; each text counts once more ('each improvement'), and an extra text is a wrong value. Where a list
continues beyond the pages that a person read, its beginning is compared. `scope` is right if it contains nine in ten words
of the theme that a person read, and at most 30 others (or as many as the theme has). `topics` are the five themes that the
truth distinguishes: permanence counts as children in care. A heading without a date is right if no date is read.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from ofsted_watch.domain.model import Letter
from ofsted_watch.presentation.serialization import Json, letter_to_json
from proofs.accuracy.values import (
    SILENTLY_WRONG,
    Truth,
    Value,
    compared,
    letters_and_digits,
    not_right,
    plain,
    read_file,
    tables,
    truths,
)
from tests.paths import CORPUS

NAME = "truth_recent.json"
THEMES = ("front_door", "help_protection", "children_in_care", "care_leavers", "vulnerable_adolescents")
FIELDS = (
    "kind", "all grades", "each grade", "authority", "published", "inspection_start", "inspection_end", "inspectors",
    "lead_inspector", "ordinal_visit", "previous grade", "previous month", "areas_for_priority_action", "priority actions",
    "each priority action", "improvements", "each improvement", "improvements_heading", "scope", "topics",
    *(f"topic {theme}" for theme in THEMES), "progress", "dates_note", "summary", "previous inspection year",
    "previous inspection grade",
)  # fmt: skip

MISSING = "no such key"
"""Stands for the value of a key that the JSON does not have. It is never right."""

Pairs = Iterator[tuple[str, object, object]]


def values_of(truth: Truth, letter: Letter) -> Iterator[Value]:
    """Compare every value in the truth of a letter or report with the value read."""
    return compared(truth, letter, _pairs(truth, letter_to_json(letter)))


def _pairs(truth: Truth, read: Json) -> Pairs:
    yield "kind", read["kind"], truth["kind"]
    yield "authority", read["urn"], truth["urn"]
    for field in ("inspection_start", "inspection_end"):
        yield field, read[field], truth[field]
    yield "lead_inspector", plain(read["lead_inspector"]), plain(truth["lead_inspector"])
    texts = items_of(read, lambda kind: kind != "priority_action")
    yield from list_pairs("improvements", "each improvement", texts, truth["improvements"], is_cut=truth.get("improvements_cut"))
    if truth["improvements_heading"] or not truth.get("improvements_cut"):
        heading = read.get("improvements_heading", MISSING)
        yield "improvements_heading", plain(heading), plain(truth["improvements_heading"])
    yield from _of_a_visit(truth, read) if truth["kind"] == "focused_visit" else _of_a_report(truth, read)


def _of_a_visit(truth: Truth, read: Json) -> Pairs:
    yield "published", read["published"], truth["published"]
    yield "inspectors", [plain(name) for name in read["inspectors"]], [plain(name) for name in truth["inspectors"]]
    yield "ordinal_visit", read["ordinal_visit"], truth["ordinal_visit"]
    was, recalled = read["previous_judgement"] or {}, truth["previous_judgement"] or {}
    yield "previous grade", was.get("grade"), recalled.get("grade")
    month = recalled.get("month_year") or None
    yield "previous month", was.get("month_year"), month if month is None or "-" in month else _year_alone(month, was)
    yield "areas_for_priority_action", bool(read["areas_for_priority_action"]), bool(truth["priority_action"])
    actions = items_of(read, lambda kind: kind == "priority_action")
    yield from list_pairs("priority actions", "each priority action", actions, truth["priority_action"])
    yield "scope", _theme_as_read(read.get("scope", MISSING), truth["looked_at"]), letters_and_digits(truth["looked_at"])
    themes, true_themes = _themes(read.get("topics", ())), _themes(truth["topics"])
    yield "topics", themes if "topics" in read else MISSING, true_themes
    for theme in THEMES:
        if theme in true_themes or theme in themes:
            yield f"topic {theme}", theme in themes, theme in true_themes
    yield "progress", read.get("progress", MISSING), truth["progress"]
    yield "dates_note", bool(read["dates_note"]) if "dates_note" in read else MISSING, bool(truth.get("dates_note"))


def _of_a_report(truth: Truth, read: Json) -> Pairs:
    grades = {judgement["area"]: judgement["grade"] for judgement in read["judgements"]}
    yield "all grades", grades, truth["judgements"]
    for area in sorted(grades.keys() | truth["judgements"].keys()):
        yield "each grade", f"{area}: {grades.get(area)}", f"{area}: {truth['judgements'].get(area)}"
    summary, first = letters_and_digits(read.get("summary", MISSING)), letters_and_digits(truth["summary"])
    yield "summary", summary[: len(first)], first
    recalled = truth["last_inspection"] or {}
    was = read.get("previous_inspection", {"year": MISSING, "grade": MISSING}) or {}
    yield "previous inspection year", _text(was.get("year")), recalled.get("year")
    yield "previous inspection grade", was.get("grade"), recalled.get("grade")


def items_of(read: Json, is_wanted: Callable[[str], bool]) -> list[str] | None:
    """The texts of the improvements of these kinds in order, or None without the key."""
    return [item["text"] for item in read["improvements"] if is_wanted(item["kind"])] if "improvements" in read else None


def list_pairs(whole: str, each: str, read: Sequence[str] | None, true: Sequence[str], *, is_cut: bool | None = False) -> Pairs:
    """Triples (field, read, true) for the whole list and each of its texts. A cut list must begin with the true texts."""
    read_texts, true_texts = [letters_and_digits(text) for text in read or ()], [letters_and_digits(text) for text in true]
    if is_cut:
        read_texts = read_texts[: len(true_texts)]
    shared = Counter(read_texts) & Counter(true_texts)
    as_true = f"these {len(true_texts)}, in this order"
    as_read = f"{shared.total()} of these {len(true_texts)} and {len(read_texts) - shared.total()} others, in an order of its own"
    yield whole, MISSING if read is None else as_true if read_texts == true_texts else as_read, as_true
    spare = list((Counter(read_texts) - shared).elements())
    missed = list((Counter(true_texts) - shared).elements())
    yield from ((each, text, text) for text in shared.elements())
    for text in missed:
        nearest = _nearest(text, spare)
        if nearest is not None:
            spare.remove(nearest)
        yield each, nearest, text
    yield from ((each, text, None) for text in spare)


def _nearest(text: str, spare: Sequence[str]) -> str | None:
    """The text that shares the most words with the true one, to show beside it."""
    words = set(text.split())
    return max(spare, key=lambda other: len(words & set(other.split())), default=None)


def _themes(topics: Sequence[str]) -> list[str]:
    merged = {"children_in_care" if topic == "permanence" else topic for topic in topics}
    return [theme for theme in THEMES if theme in merged]


def _theme_as_read(scope: object, looked_at: str | None) -> str:
    """The true theme if the scope contains it, else the scope as read."""
    text = scope["text"] if isinstance(scope, dict) else scope
    words, true_words = letters_and_digits(str(text or "")).split(), letters_and_digits(looked_at).split()
    there = Counter(word.casefold() for word in true_words) & Counter(word.casefold() for word in words)
    if true_words and there.total() >= 0.9 * len(true_words) and len(words) - there.total() <= max(30, len(true_words)):
        return " ".join(true_words)
    return " ".join(words)


def _year_alone(year: str, was: Json) -> str | None:
    """If the letter states only the year, the value is right with that year, or without a month."""
    return None if was.get("month_year") is None else year


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def measured(kinds: Sequence[str] = (), files: str = "") -> list[Value]:
    """All values of the letters of these kinds (empty: all) whose name contains `files`."""
    return [value for truth in truths(NAME, kinds, files) for value in values_of(truth, read_file(CORPUS / truth["file"]))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the metrics, and with --show-wrong each value that is not right. Exit code 1 if any is silently wrong."""
    parser = argparse.ArgumentParser(prog="python -m proofs.accuracy.recent", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kind", action="append", default=[], help="only letters of this kind, for instance focused_visit")
    parser.add_argument("--file", default="", help="only files whose name contains this text")
    parser.add_argument("--field", action="append", default=[], choices=FIELDS, help="only this field")
    parser.add_argument("--show-wrong", action="store_true", help="print each value that is not right")
    given = parser.parse_args(arguments)
    return shown(NAME, measured(given.kind, given.file) if (CORPUS / NAME).exists() else None, given, FIELDS)


def shown(name: str, values: Sequence[Value] | None, given: argparse.Namespace, fields: Sequence[str]) -> int:
    """Print the tables of these fields. Exit code 2 if the corpus is missing or has no such letter."""
    if not values:
        reason = "is missing: put the corpus beside the repository" if values is None else "lists no such letter"
        print(f"{CORPUS / name} {reason}.", file=sys.stderr)
        return 2
    chosen = [value for value in values if not given.field or value.field in given.field]
    print("\n".join(tables(chosen, fields)))
    if given.show_wrong:
        print("\n".join(("\nNot right:", *(list(not_right(chosen)) or ["- nothing"]))))
    return 1 if any(value.verdict == SILENTLY_WRONG for value in chosen) else 0


if __name__ == "__main__":
    sys.exit(main())
