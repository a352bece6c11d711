"""How right the reader is on ../shared/corpus/visits: every field of expected.json, and the bad files by name.

As a program it prints what is not right and exits with 1 if anything is not; `measure.py` imports `mistakes`. Values are
compared as printed; titles and names regardless of the kind of apostrophe and spaces. The authority is right in any of the
accepted spellings. A letter that does not mention areas for priority action counts as naming none.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from ofsted_watch.domain.model import Letter
from proofs.accuracy import values
from tests.paths import CORPUS

VISITS = CORPUS / "visits"

BAD = {"truncated_pdf": "truncated", "image_only_scan": "no_text", "zero_byte": "empty"}
"""expected.json's word for a bad file → the problem code of the contract."""

Expected = dict[str, Any]


def expectations() -> list[Expected]:
    """The expected values of each file in the folder."""
    expected: list[Expected] = json.loads((VISITS / "expected.json").read_text(encoding="utf-8"))
    return expected


def read_file(name: str) -> Letter:
    """A file of the folder as the command `read` prints it, read in this process."""
    return values.read_file(VISITS / name)


def mistakes(expected: Expected, letter: Letter) -> Iterator[str]:
    """A sentence for every field that differs from expected.json."""
    if expected["bad"]:
        code = letter.problem.code if letter.problem else None
        if code != BAD[expected["bad"]] or letter.judgements:
            yield f"{letter.file}: should have the problem {BAD[expected['bad']]}, is {code}"
        return
    for field, read_value, true_value in _pairs(expected, letter):
        if read_value != true_value:
            yield f"{letter.file}: {field} is {read_value!r}, should be {true_value!r}"
    if letter.authority not in expected["authority_accept"]:
        yield f"{letter.file}: authority is {letter.authority!r}, should be one of {expected['authority_accept']}"
    for sentence in expected["sentences_that_must_survive"]:
        if sentence not in letter.text:
            yield f"{letter.file}: this sentence is not read whole: {sentence}"


def _pairs(expected: Expected, letter: Letter) -> Iterator[tuple[str, object, object]]:
    yield "problem", letter.problem, None
    yield "kind", letter.kind, expected["kind"]
    yield "title", _plain(letter.title), _plain(expected["title"])
    yield "published", letter.published and letter.published.isoformat(), expected["published"]
    yield "inspection_start", letter.inspection_start and letter.inspection_start.isoformat(), expected["visit_start"]
    yield "inspection_end", letter.inspection_end and letter.inspection_end.isoformat(), expected["visit_end"]
    yield "inspectors", [_plain(name) for name in letter.inspectors], [_plain(name) for name in expected["inspectors"]]
    accepted = expected.get("ordinal_accept", [expected["ordinal_visit"]])
    yield "ordinal_visit", letter.ordinal_visit in accepted, True
    previous = letter.previous_judgement
    stated = {"grade": previous.grade.value, "month_year": previous.month_year} if previous else None
    yield "previous_judgement", stated, expected["previous_judgement"]
    yield "areas_for_priority_action", bool(letter.areas_for_priority_action), expected["areas_for_priority_action"]
    yield "headings", list(letter.headings), expected["headings"]
    yield "judgements", {given.area.value: given.grade.value for given in letter.judgements}, expected["graded_judgements"]


def _plain(text: str | None) -> str:
    return " ".join((text or "").replace("’", "'").split())


def main() -> int:
    """Print every mistake and a count. Exit code 1 if there is any, 2 without the folder."""
    if not VISITS.exists():
        print(f"{VISITS} is missing: nothing can be measured", file=sys.stderr)
        return 2
    expected = expectations()
    wrong = [mistake for values in expected for mistake in mistakes(values, read_file(values["file"]))]
    print("\n".join((*wrong, f"{len(expected)} files, {len(wrong)} mistakes")))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
