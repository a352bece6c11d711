"""Compare the reader's results on the corpus with Ofsted's own table of inspection outcomes.

    python -m proofs.accuracy.official

The table is an independent witness: grades, days, types and themes of the same inspections. The letters are those of
truth.json and truth_recent.json, listed as on the site. Authorities without a letter in the corpus are not compared.
"""

import sys
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from ofsted_watch.adapters.official_table import read_official_table
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.model import Letter, Listing, StoredLetter
from ofsted_watch.domain.reconciliation import Reconciliation, Subject, known_differences, reconcile
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from ofsted_watch.presentation.reconciliation_text import reconciliation_lines
from proofs.accuracy.values import Truth, read_file, truths
from tests.paths import CORPUS, SHARED


def table_path() -> Path | None:
    """The newest table in ../shared/official, or None."""
    return max((SHARED / "official").glob("*.ods"), default=None)


def stored_letters(urns: Collection[str] = ()) -> Iterator[StoredLetter]:
    """The documents about these authorities (empty: all), read and stored as a watch does, without those with a problem."""
    every = (*truths("truth.json"), *truths("truth_recent.json"))
    listed = {truth["file"]: truth for truth in every if not urns or truth["urn"] in urns}
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


def compared(path: Path, urns: Collection[str] = ()) -> Reconciliation:
    """Read the documents about these authorities (empty: all) and compare them with the table in this file."""
    table = read_official_table(path)
    return reconcile(table, stored_letters(urns), ENGLAND, known_differences())


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
            yield f"- {pair.authority}, {pair.day}, {pair.field}: Ofsted {pair.theirs}, Ofsted Watch {pair.ours}{reason}"
    for authority, day, kind, of_ofsted in dict.fromkeys(
        (pair.authority, pair.day, pair.kind.replace("_", " "), bool(pair.table_rows)) for pair in single
    ):
        side = "in Ofsted's table, not in the corpus" if of_ofsted else "in the corpus, not in Ofsted's table"
        yield f"- {authority}, {day}, {kind}: {side}"
    yield from (f"- {where}: not compared, {why}" for where, why in comparison.unplaced)


def main() -> int:
    """Print the comparison. Exit code 1 if a difference has no known reason, 2 without table or corpus."""
    path = table_path()
    if path is None or not (CORPUS / "truth_recent.json").exists():
        print(f"There is no table or no corpus under {SHARED}: nothing can be compared.", file=sys.stderr)
        return 2
    comparison = compared(path)
    print("\n".join(reconciliation_lines(comparison)))
    return 0 if comparison.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
