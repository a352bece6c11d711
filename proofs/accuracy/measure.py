"""`make accuracy`: how right the reader is on the real letters of ../shared/corpus, kind by kind and field by field.

Each value is right; set aside (the letter carries a problem, so no value counts as a fact); or silently wrong (the letter
carries no problem, and the value differs from what the letter says). Writes docs/accuracy.md, prints what is not right, and
exits with 1 if anything is silently wrong.

How values are compared: titles regardless of case, kind of quotes, footnote digits and spaces; names of people regardless of
the kind of apostrophe; the authority by URN; a publication date that the letter does not print counts as right if the
letter leaves it to the label of its link.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ofsted_watch.adapters.official_table import read_official_table
from ofsted_watch.adapters.pdf_reader import Reader
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import Letter
from ofsted_watch.domain.reconciliation import Reconciliation
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from proofs import page_figures
from proofs.accuracy import lists, official, recent, visits
from proofs.accuracy.values import (
    SILENTLY_WRONG,
    Truth,
    Value,
    compared,
    not_right,
    not_right_by_file,
    plain,
    summary,
    tables,
)
from tests.paths import REPOSITORY

ROOT = REPOSITORY
CORPUS = ROOT.parent / "shared" / "corpus"
REPORT = ROOT / "docs" / "accuracy.md"

FIELDS = (
    "kind", "all grades", "each grade", "authority", "title", "published", "inspection_start", "inspection_end",
    "lead_inspector", "lscb", "areas_for_priority_action",
)  # fmt: skip


def values_of(truth: Truth, letter: Letter) -> Iterator[Value]:
    """Compare every value in the truth of a file with the value read."""
    yield from compared(truth, letter, _pairs(truth, letter))


def _pairs(truth: Truth, letter: Letter) -> Iterator[tuple[str, object, object]]:
    read_kind = letter.problem.code if truth["kind"] == "not_a_pdf" and letter.problem else letter.kind
    yield "kind", read_kind, truth["kind"]
    if truth["kind"] == "not_a_pdf":
        return
    grades = {str(judgement.area): str(judgement.grade) for judgement in letter.judgements}
    yield "all grades", grades, truth["judgements"]
    for area in sorted(grades.keys() | truth["judgements"].keys()):
        yield "each grade", f"{area}: {grades.get(area)}", f"{area}: {truth['judgements'].get(area)}"
    yield "authority", letter.urn, truth["urn"]
    yield "title", plain(letter.title), plain(truth["title"])
    is_left_to_label = letter.published is None and truth["published"] == truth["label_date"]
    yield "published", truth["label_date"] if is_left_to_label else str(letter.published), truth["published"]
    yield "inspection_start", str(letter.inspection_start), truth["inspection_start"]
    yield "inspection_end", str(letter.inspection_end), truth["inspection_end"]
    if truth["lead_inspector"] is not None:
        yield "lead_inspector", plain(letter.lead_inspector), plain(truth["lead_inspector"])
    yield "lscb", str(letter.lscb) if letter.lscb else None, truth["lscb"]
    if truth["areas_for_priority_action"] is not None:
        yield "areas_for_priority_action", letter.areas_for_priority_action, truth["areas_for_priority_action"]


def measured(corpus: Path) -> tuple[list[Value], list[Letter]]:
    """All values of all files that truth.json lists, and the letters as read."""
    truths = json.loads((corpus / "truth.json").read_text(encoding="utf-8"))
    with Reader(ENGLAND) as reader:
        letters = list(reader.read_many(corpus / truth["file"] for truth in truths))
    values = [value for truth, letter in zip(truths, letters, strict=True) for value in values_of(truth, letter)]
    return values, letters


def witnesses(letters: Iterable[Letter]) -> Iterator[str]:
    """The number of witnesses for each grade, by kind, as a table."""
    count: dict[str, Counter[int]] = defaultdict(Counter)
    for letter in letters:
        for judgement in letter.judgements:
            count[letter.kind][min(len(judgement.witnesses), 3)] += 1
    yield from ("\n## Witnesses\n", "| kind | grades on one witness | two | three or more |", "|---|---|---|---|")
    for kind in sorted(count):
        yield f"| {kind} | {count[kind][1]} | {count[kind][2]} | {count[kind][3]} |"


def visit_mistakes() -> tuple[int, list[str]]:
    """The number of files in ../shared/corpus/visits, and a line for every value that differs from expected.json.

    The graded report among them has a title without the council's line that truth.json gives for the same report, and
    headings only up to its findings: the title must end, and the headings begin, as expected.
    """
    expected = visits.expectations()
    wrong = []
    for values in expected:
        letter = visits.read_file(values["file"])
        if values["kind"] == "sif_reinspection":
            if (letter.title or "").endswith(values["title"]):
                letter = replace(letter, title=values["title"])
            letter = replace(letter, headings=letter.headings[: len(values["headings"])])
        wrong += [f"- {text}" for text in visits.mistakes(values, letter)]
    return len(expected), wrong


def report(values: list[Value], letters: list[Letter], visit_files: int, visit_wrong: list[str], further: Iterable[str]) -> str:
    """The whole page docs/accuracy.md. `further` holds the lines about the other truths."""
    wrong = [*not_right(values), *visit_wrong] or ["- nothing"]
    head = (
        "# How right the reader is",
        "",
        f"Written by `make accuracy` with reader {READER_VERSION} on {len(letters)} real files (`../shared/corpus/truth.json`): "
        f"{summary(values)}.",
        "",
        "'All grades' counts a file once: right if every grade is. 'Set aside' means that the letter carries a",
        "problem and so no grade; 'silently wrong' that it carries none and a value differs from the letter.",
    )
    on_visits = (
        f"\n## Visit letters and the seeds ({visit_files} files of ../shared/corpus/visits)\n",
        f"Every field, both sentences that must stay whole, and the bad files named: {len(visit_wrong)} mistakes.",
    )
    own = (*tables(values, FIELDS), *on_visits, *witnesses(letters), "\n## What is not right\n", *wrong)
    return "\n".join((*head, *own, *further)) + "\n"


def further_measures() -> tuple[list[Value], Reconciliation | None, list[str]]:
    """The values of the other truths, the comparison with Ofsted's table, and the lines of the page about them."""
    values: list[Value] = []
    lines: list[str] = []
    for title, measure, note in (
        ("Recent reports and visit letters", recent, "Each field, and each text of a list as well as the whole list."),
        ("Lists of what reports ask for", lists, "A whole list is right only in order; each item counts as well."),
    ):
        if not (CORPUS / measure.NAME).exists():
            lines += [f"\n## {title}\n", f"Not measured: `../shared/corpus/{measure.NAME}` is not there."]
            continue
        measured_now = measure.measured()
        values += measured_now
        files = len({value.file for value in measured_now})
        lines += [f"\n## {title} ({files} files of ../shared/corpus/{measure.NAME})\n", f"{note} {summary(measured_now)}."]
        lines += [*tables(measured_now, measure.FIELDS, "###"), "\nNot right:\n"]
        lines += list(not_right_by_file(measured_now)) or ["- nothing"]
    path = official.table_path()
    comparison = official.compared(path) if path else None
    lines.append("\n## Ofsted's own table of inspection outcomes\n")
    if comparison is None or path is None:
        lines.append("Not measured: there is no table in `../shared/official`.")
    else:
        both = f"{comparison.inspections} inspections and {comparison.visits} visits"
        lines += [
            f"The documents of truth.json and truth_recent.json and the seeds, compared with `{path.name}`: {both} are in both.\n"
        ]
        lines += [*official.visit_lines(read_official_table(path)), "", *official.table_lines(comparison)]
    return values, comparison, lines


def main() -> int:
    """Measure, write docs/accuracy.md, and print what is not right.

    Exit code 1 if anything is silently wrong or differs from Ofsted's table without a known reason, 2 without a corpus.
    """
    if not (CORPUS / "truth.json").exists():
        print(f"There are no real letters to measure on: {CORPUS} is missing. Put the corpus there and run it again.")
        return 2
    values, letters = measured(CORPUS)
    visit_files, visit_wrong = visit_mistakes()
    further, comparison, further_lines = further_measures()
    REPORT.write_text(report(values, letters, visit_files, visit_wrong, further_lines), encoding="utf-8")
    page_figures.ship()
    wrong = [*not_right(values), *visit_wrong] or ["nothing"]
    own = (*tables(values, FIELDS), f"\nVisit letters: {visit_files} files", "\nNot right:", *wrong)
    print("\n".join((*own, *further_lines, f"\nWritten to {REPORT}")))
    is_wrong = any(value.verdict == SILENTLY_WRONG for value in (*values, *further))
    differs = comparison is not None and any(pair.theirs and pair.ours for pair in comparison.differences)
    return 1 if visit_wrong or is_wrong or differs else 0


if __name__ == "__main__":
    sys.exit(main())
