"""How right the reader is on the lists of what reports ask for: ../shared/corpus/truth_lists.json.

    python -m proofs.accuracy.lists --kind jtai --show-wrong

A letter is compared as `read --json` prints it: a missing key is a wrong value.

'list' is right if it has the same items in the same order: texts word by word, regardless of quotes, full stops and the
marks of sub-bullets and footnotes. 'each item' counts every text once, and an extra item is a wrong value. Where the text of
an item is right, its kind, number, page and `for` are compared too. 'outcome' is right if a witness of the judgement
contains the sentence.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence

from ofsted_watch.domain.model import Letter
from ofsted_watch.presentation.serialization import Json, letter_to_json
from proofs.accuracy.recent import MISSING, Pairs, items_of, list_pairs, shown
from proofs.accuracy.values import Truth, Value, compared, letters_and_digits, plain, read_file, truths
from tests.paths import CORPUS

NAME = "truth_lists.json"
FIELDS = ("list", "each item", "kind of an item", "number", "page", "for", "theme", "outcome")


def values_of(truth: Truth, letter: Letter) -> Iterator[Value]:
    """Compare every value in the truth of a file with the value read."""
    return compared(truth, letter, _pairs(truth, letter_to_json(letter)))


def _pairs(truth: Truth, read: Json) -> Pairs:
    items, true_items = list(read.get("improvements") or ()), truth["improvements"]
    yield from list_pairs("list", "each item", items_of(read, lambda _: True), [item["text"] for item in true_items])
    for true in true_items:
        text = letters_and_digits(true["text"])
        item = next((other for other in items if letters_and_digits(other["text"]) == text), None)
        if item is None:
            continue
        items.remove(item)
        yield "kind of an item", item["kind"], true["kind"]
        yield "number", _text(item["number"]), _text(true["number"])
        yield "page", item["page"], true["page"]
        yield "for", plain(item["for"]), plain(true.get("for"))
    if truth.get("theme"):
        yield "theme", plain(_words(read.get("theme", MISSING))), plain(truth["theme"])
    if truth.get("outcome"):
        outcome = letters_and_digits(truth["outcome"])
        stated = [letters_and_digits(place["text"]) for given in read["judgements"] for place in given["witnesses"]]
        yield "outcome", next((text for text in stated if outcome in text), None) and outcome, outcome


def _words(value: object) -> str | None:
    """The words of a value that is a text, or a text with its page."""
    return value["text"] if isinstance(value, dict) else None if value is None else str(value)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def measured(kinds: Sequence[str] = (), files: str = "") -> list[Value]:
    """All values of the files of these kinds (empty: all) whose name contains `files`."""
    return [value for truth in truths(NAME, kinds, files) for value in values_of(truth, read_file(CORPUS / truth["file"]))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the metrics, and with --show-wrong each value that is not right. Exit code 1 if any is silently wrong."""
    parser = argparse.ArgumentParser(prog="python -m proofs.accuracy.lists", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kind", action="append", default=[], help="only files of this kind, for instance jtai")
    parser.add_argument("--file", default="", help="only files whose name contains this text")
    parser.add_argument("--field", action="append", default=[], choices=FIELDS, help="only this field")
    parser.add_argument("--show-wrong", action="store_true", help="print each value that is not right")
    given = parser.parse_args(arguments)
    return shown(NAME, measured(given.kind, given.file) if (CORPUS / NAME).exists() else None, given, FIELDS)


if __name__ == "__main__":
    sys.exit(main())
