"""A value of a file, as read and as true, and their comparison: the unit of every accuracy measure."""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import Letter, Problem
from ofsted_watch.errors import LetterProblem
from ofsted_watch.extraction import letter_kinds
from ofsted_watch.extraction.pdf import read_text
from tests.paths import CORPUS

RIGHT, SET_ASIDE, SILENTLY_WRONG = "right", "set aside", "silently wrong"

Truth = dict[str, Any]


@dataclass(frozen=True)
class Value:
    """A value of a file as read, as true, and the verdict."""

    kind: str
    field: str
    file: str
    read: str
    true: str
    verdict: str


def compared(truth: Truth, letter: Letter, pairs: Iterable[tuple[str, object, object]]) -> Iterator[Value]:
    """A value for each triple (field, read, true): right, set aside with its letter, or silently wrong."""
    for field, read, true in pairs:
        if read == true:
            verdict = RIGHT
        elif letter.problem is not None:
            verdict = SET_ASIDE
        else:
            verdict = SILENTLY_WRONG
        yield Value(truth["kind"], field, Path(truth["file"]).name, str(read), str(true), verdict)


def tables(values: Iterable[Value], fields: Iterable[str], marks: str = "##") -> Iterator[str]:
    """A table for each kind under a heading with these marks: a row for each field that has values."""
    by_kind: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for value in values:
        by_kind[value.kind][value.field].append(value)
    fields = tuple(fields)
    for kind in sorted(by_kind):
        files = len({value.file for of_field in by_kind[kind].values() for value in of_field})
        yield from (
            f"\n{marks} {kind} ({files} {'file' if files == 1 else 'files'})\n",
            "| field | values | right | set aside | silently wrong |",
        )
        yield "|---|---|---|---|---|"
        for field in fields:
            if of_field := by_kind[kind][field]:
                count = Counter(value.verdict for value in of_field)
                yield f"| {field} | {len(of_field)} | {count[RIGHT]} | {count[SET_ASIDE]} | {count[SILENTLY_WRONG]} |"


def not_right(values: Iterable[Value]) -> Iterator[str]:
    """A line for each value that is not right."""
    for value in values:
        if value.verdict != RIGHT:
            yield f"- {value.file}, {value.field}: read {value.read}, true is {value.true} ({value.verdict})"


def not_right_by_file(values: Iterable[Value]) -> Iterator[str]:
    """A line for each file with values that are not right, and their fields. The docs contain no text of a letter."""
    of_file: dict[str, Counter[str]] = defaultdict(Counter)
    for value in values:
        if value.verdict != RIGHT:
            of_file[value.file][f"{value.field} ({value.verdict})" if value.verdict == SET_ASIDE else value.field] += 1
    for file, fields in of_file.items():
        counted = (field if count == 1 else f"{field} × {count}" for field, count in fields.items())
        yield f"- {file}: {', '.join(counted)}"


def summary(values: Sequence[Value]) -> str:
    """'512 values right, 3 set aside, 0 silently wrong'."""
    count = Counter(value.verdict for value in values)
    return f"{count[RIGHT]} values right, {count[SET_ASIDE]} set aside, {count[SILENTLY_WRONG]} silently wrong"


def truths(name: str, kinds: Iterable[str] = (), files: str = "") -> list[Truth]:
    """The truth of each letter in the corpus file `name`, for these kinds (empty: all) and names that contain `files`."""
    every: list[Truth] = json.loads((CORPUS / name).read_text(encoding="utf-8"))
    kinds = frozenset(kinds)
    return [truth for truth in every if (not kinds or truth["kind"] in kinds) and files in truth["file"]]


@cache
def read_file(path: Path) -> Letter:
    """A file as the command `read` prints it, read in this process and once. An unreadable file has a problem."""
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    try:
        return letter_kinds.read(read_text(content), file=path.name, sha256=digest, register=ENGLAND)
    except LetterProblem as problem:
        return Letter(file=path.name, sha256=digest, pages=0, kind="other", problem=Problem(problem.code, str(problem)))


def plain(text: str | None) -> str:
    """Text in one case, with one kind of quotes and dashes, and single spaces."""
    return " ".join((text or "").replace("’", "'").replace("‘", "'").replace("–", "-").casefold().split())


_FOOTNOTE = re.compile(r"(?<=[^\W\d_]{3})\d{1,2}\b")
"""A footnote mark as text, at the end of a word."""


def letters_and_digits(text: str | None) -> str:
    """The words of a text with single spaces, without quotes, full stops, bullets and footnote marks."""
    return " ".join(re.findall(r"\w+", _FOOTNOTE.sub("", (text or "").replace("\u00ad", ""))))
