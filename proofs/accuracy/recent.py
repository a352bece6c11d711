"""How right the reader is on the reports and visit letters of 2018 to 2026 that ../shared/corpus/truth_recent.json lists.

    python -m proofs.accuracy.recent --kind focused_visit --show-wrong
    python -m proofs.accuracy.recent --field topics --file 80464 --show-wrong

A letter is compared as `read --json` gives it: a key that is not there yet is a wrong value.

How values are compared: names and headings without regard to case, kind of quotes and spaces; texts of a list word by
word, without regard to quotes, stops and footnotes' marks. A list ('improvements', 'priority actions') is right when it has
the same texts in the same order; each text counts once more ('each improvement'), and a text too many is a wrong value. A
list that goes on behind the pages that were read by eye must begin as they do. `scope` is right when it holds nine in ten
words of the theme that was read by eye, and no more than 30 others (or as many as the theme has). `topics` are the five
themes that the truth tells apart: permanence counts as children in care. A head without a date is right when no date is
read.
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
"""What a letter whose JSON has no such key yet says instead of a value: never right."""

Pairs = Iterator[tuple[str, object, object]]


def values_of(truth: Truth, letter: Letter) -> Iterator[Value]:
    """Every value that the truth of a letter or report speaks of, compared with what was read."""
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
    """The texts of the improvements of these kinds, in their order; None without the key."""
    return [item["text"] for item in read["improvements"] if is_wanted(item["kind"])] if "improvements" in read else None


def list_pairs(whole: str, each: str, read: Sequence[str] | None, true: Sequence[str], *, is_cut: bool | None = False) -> Pairs:
    """The list as a whole, then each of its texts: (field, read, true). A cut list must begin with the true texts."""
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
    """The text among these that shares the most words with the true one, to be shown beside it."""
    words = set(text.split())
    return max(spare, key=lambda other: len(words & set(other.split())), default=None)


def _themes(topics: Sequence[str]) -> list[str]:
    merged = {"children_in_care" if topic == "permanence" else topic for topic in topics}
    return [theme for theme in THEMES if theme in merged]


def _theme_as_read(scope: object, looked_at: str | None) -> str:
    """The true theme where the scope holds it, else the scope's words as read."""
    text = scope["text"] if isinstance(scope, dict) else scope
    words, true_words = letters_and_digits(str(text or "")).split(), letters_and_digits(looked_at).split()
    there = Counter(word.casefold() for word in true_words) & Counter(word.casefold() for word in words)
    if true_words and there.total() >= 0.9 * len(true_words) and len(words) - there.total() <= max(30, len(true_words)):
        return " ".join(true_words)
    return " ".join(words)


def _year_alone(year: str, was: Json) -> str | None:
    """A letter that states the year alone is right with the year or without a month."""
    return None if was.get("month_year") is None else year


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def measured(kinds: Sequence[str] = (), files: str = "") -> list[Value]:
    """All values of the letters of these kinds (none: of all) whose name holds `files`."""
    return [value for truth in truths(NAME, kinds, files) for value in values_of(truth, read_file(CORPUS / truth["file"]))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures, and with --show-wrong each value that is not right. 1 when anything is silently wrong."""
    parser = argparse.ArgumentParser(prog="python -m proofs.accuracy.recent", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kind", action="append", default=[], help="only letters of this kind, for instance focused_visit")
    parser.add_argument("--file", default="", help="only files whose name holds this text")
    parser.add_argument("--field", action="append", default=[], choices=FIELDS, help="only this field")
    parser.add_argument("--show-wrong", action="store_true", help="print each value that is not right")
    given = parser.parse_args(arguments)
    return shown(NAME, measured(given.kind, given.file) if (CORPUS / NAME).exists() else None, given, FIELDS)


def shown(name: str, values: Sequence[Value] | None, given: argparse.Namespace, fields: Sequence[str]) -> int:
    """Prints the tables of these fields; 2 where the corpus is absent or holds no such letter."""
    if not values:
        reason = "is not there: put the corpus beside the repository" if values is None else "lists no such letter"
        print(f"{CORPUS / name} {reason}.", file=sys.stderr)
        return 2
    chosen = [value for value in values if not given.field or value.field in given.field]
    print("\n".join(tables(chosen, fields)))
    if given.show_wrong:
        print("\n".join(("\nNot right:", *(list(not_right(chosen)) or ["- nothing"]))))
    return 1 if any(value.verdict == SILENTLY_WRONG for value in chosen) else 0


if __name__ == "__main__":
    sys.exit(main())
