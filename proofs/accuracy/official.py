"""Compare the reader's results on the corpus with Ofsted's own table of inspection outcomes.

    python -m proofs.accuracy.official

The table is an independent witness: grades, days, types and themes of the same inspections. The letters are those of
truth.json, truth_recent.json and the seeds in visits/, listed as on the site; the other letters in visits/ are invented.
Authorities without a letter in the corpus are not compared. Which of the table's visits are at hand follows from authority and
day in the truths alone, without the reader.
"""

import json
import sys
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from ofsted_watch.adapters.official_table import read_official_table
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.model import Letter, Listing, StoredLetter
from ofsted_watch.domain.official_rows import OfficialRow, OfficialTable
from ofsted_watch.domain.reconciliation import Reconciliation, Subject, authority_of_row, known_differences, reconcile
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from ofsted_watch.presentation.labels import format_day
from ofsted_watch.presentation.reconciliation_text import reconciliation_lines
from proofs.accuracy.values import Truth, read_file, truths
from tests.paths import CORPUS, SHARED

_CHECKED = "the letters that we checked by eye"
"""What the pages call the documents of the corpus."""


def table_path() -> Path | None:
    """The newest table in ../shared/official, or None."""
    return max((SHARED / "official").glob("*.ods"), default=None)


def documents() -> list[Truth]:
    """Every real document at hand about an authority, once: those of the corpus, and the seeds that it does not have."""
    listed = [*truths("truth.json"), *truths("truth_recent.json")]
    days = {(truth["urn"], truth["inspection_start"]) for truth in listed}
    path = CORPUS / "visits" / "expected.json"
    expected = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    seeds = [_as_listed(seed) for seed in expected if seed["file"].startswith("seed_") and seed["visit_start"]]
    return [*listed, *(seed for seed in seeds if (seed["urn"], seed["inspection_start"]) not in days)]


def _as_listed(seed: Truth) -> Truth:
    """A seed of expected.json with the keys of truth.json."""
    return {
        "file": f"visits/{seed['file']}",
        "urn": ENGLAND.named(seed["authority_canonical"]).urn,
        "kind": seed["kind"],
        "listed_as": seed["link"]["title"],
        "label_date": seed["link"]["date"],
        "inspection_start": seed["visit_start"],
        "inspection_end": seed["visit_end"],
    }


def visits_at_hand(table: OfficialTable) -> Iterator[tuple[OfficialRow, str | None]]:
    """Each visit that the table gives a theme, by day, and the document about it; None where it is not at hand."""
    files = {
        (truth["urn"], truth["inspection_start"]): truth["file"] for truth in documents() if truth["kind"].endswith("_visit")
    }
    for row in sorted((row for row in table.rows if row.themes), key=lambda row: (row.first_day, row.name)):
        yield row, files.get((authority_of_row(row, ENGLAND).urn, row.first_day.isoformat()))


def visit_lines(table: OfficialTable) -> Iterator[str]:
    """How many of the table's visits with a theme are at hand, and which."""
    visits = list(visits_at_hand(table))
    held = [f"{row.name} {row.first_day}" for row, file in visits if file is not None]
    days = [row.first_day for row, _ in visits]
    yield (
        f"The table gives {len(visits)} visits a theme, from {min(days)} to {max(days)}; the documents of {len(held)} of them "
        f"are at hand: {', '.join(held)}."
    )


def stored_letters(urns: Collection[str] = (), files: Collection[str] = ()) -> Iterator[StoredLetter]:
    """The documents about these authorities and in these files (empty: all), read and stored as a watch does.

    Documents with a problem are left out.
    """
    chosen = (truth for truth in documents() if not urns or truth["urn"] in urns)
    listed = {truth["file"]: truth for truth in chosen if not files or truth["file"] in files}
    for file, truth in listed.items():
        letter = read_file(CORPUS / file)
        if letter.problem is None:
            yield _stored(truth, letter)


def _stored(truth: Truth, letter: Letter) -> StoredLetter:
    day = date.fromisoformat(truth["label_date"])
    event = date.fromisoformat(truth["inspection_end"]) if truth["inspection_end"] else None
    name = Path(truth["file"]).name
    listing = Listing(Urn(truth["urn"]), FileNumber(name), "", truth["listed_as"], day, event)
    return StoredLetter(listing, letter, letter.published or day, day, READER_VERSION)


def compared(path: Path, urns: Collection[str] = (), files: Collection[str] = ()) -> Reconciliation:
    """Compare the documents of `stored_letters` with the table in this file."""
    table = read_official_table(path)
    return reconcile(table, stored_letters(urns, files), ENGLAND, known_differences())


def table_lines(comparison: Reconciliation) -> Iterator[str]:
    """A table with the metrics of each subject, then a line for each value that differs."""
    yield "| | compared | agree | differ | known differences | Ofsted only | Ofsted Watch only |"
    yield "|---|---|---|---|---|---|---|"
    for subject in Subject:
        counts = comparison.counts(subject)
        figures = (counts.compared, counts.agree, counts.differ, counts.known, counts.ofsted_only, counts.ours_only)
        yield f"| {subject.replace('_', ' ')} | {' | '.join(map(str, figures))} |"
    yield ""
    single = [pair for pair in comparison.one_sided if not pair.table_rows or not pair.file_number]
    for pair in (*comparison.differences, *comparison.known):
        if pair not in single:
            reason = f" (known: {pair.known_reason})" if pair.known_reason else ""
            where = f"{pair.authority}, {format_day(pair.day)}, {pair.field}"
            yield f"- {where}: Ofsted {pair.theirs}, Ofsted Watch {pair.ours}{reason}"
    for authority, day, kind, of_ofsted in dict.fromkeys(
        (pair.authority, pair.day, pair.kind.replace("_", " "), bool(pair.table_rows)) for pair in single
    ):
        side = f"in Ofsted's table, not among {_CHECKED}" if of_ofsted else f"among {_CHECKED}, not in Ofsted's table"
        yield f"- {authority}, {format_day(day)}, {kind}: {side}"
    yield from (f"- {where}: not compared, {why}" for where, why in comparison.unplaced)


def main() -> int:
    """Print the comparison. Exit code 1 if a difference has no known reason, 2 without table or corpus."""
    path = table_path()
    if path is None or not (CORPUS / "truth_recent.json").exists():
        print(f"There is no table or no corpus under {SHARED}: nothing can be compared.", file=sys.stderr)
        return 2
    comparison = compared(path)
    print("\n".join((*reconciliation_lines(comparison), "", *visit_lines(read_official_table(path)))))
    return 0 if comparison.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
