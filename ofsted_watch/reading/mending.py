"""Joining the lines of a paragraph: words split at a line's end are mended, true hyphens kept.

There is no dictionary. What decides is the letter itself: which words it uses elsewhere, and whether it splits words at all.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ofsted_watch.reading.characters import SOFT_HYPHEN

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HYPHENED = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)+")
_AT_END = re.compile(r"(?P<left>[^\W\d_]+)(?P<hyphen>[-‐‑])$")
_AT_START = re.compile(r"[^\W_]+")
_HYPHENS = frozenset("-‐‑")
_LONGEST_WORD = 60
_PREFIXES = frozenset(
    """
    all anti co counter cross decision ex extra face follow full half hard high in inter kind long low mid mini multi near
    non off on one open out over part peer post pre pro quasi re self semi short single step sub two three four five six
    under up well whole wide year care child client family day drop early evidence health home life risk time
    """.split()  # noqa: SIM905
)
"""First parts of words that letters print with a true hyphen."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one letter: those inside its lines, those with a hyphen, and whether it splits words at line ends."""

    words: Counter[str]
    hyphened: Counter[str]
    splits: bool


def vocabulary_of(lines: Iterable[str]) -> Vocabulary:
    """The letter's own words, from the insides of its lines (never from the parts that a line's end may have cut)."""
    listed = list(lines)
    words: Counter[str] = Counter()
    hyphened: Counter[str] = Counter()
    for line in listed:
        inside = _AT_END.sub("", line) if line[-1:] in _HYPHENS else line
        words.update(word.lower() for word in _WORD.findall(inside))
        hyphened.update(re.sub("[‐‑]", "-", word.lower()) for word in _HYPHENED.findall(inside))
    return Vocabulary(words, hyphened, _splits_words(listed, words))


def _splits_words(lines: Sequence[str], words: Counter[str]) -> bool:
    """True when some line's end cuts a word that the letter writes whole elsewhere and no part of which is a word."""
    for line, after in pairwise(lines):
        left = _AT_END.search(line) if line[-1:] in _HYPHENS else None
        right = _AT_START.match(after)
        if left and right and words[(left["left"] + right[0]).lower()] and not words[left["left"].lower()]:
            return True
    return any(line.endswith(SOFT_HYPHEN) for line in lines)


def join(lines: Sequence[str], vocabulary: Vocabulary) -> str:
    """The lines of one paragraph as running text."""
    text = ""
    for line in lines:
        text = _joined(text, line, vocabulary) if text else line
    return text.removesuffix(SOFT_HYPHEN)


def _joined(text: str, line: str, vocabulary: Vocabulary) -> str:
    if text.endswith(SOFT_HYPHEN):
        return text[:-1] + line
    left = _AT_END.search(text, len(text) - _LONGEST_WORD) if text[-1] in _HYPHENS else None
    right = _AT_START.match(line) if left else None
    if left and right:
        if _is_one_word(text, left["left"], right[0], vocabulary):
            return text[: left.start("hyphen")] + line
        return text + line
    if text.endswith("/") or (text.endswith(("–", "—")) and not text.endswith((" –", " —"))):
        return text + line
    return f"{text} {line}"


def _is_one_word(text: str, left: str, right: str, vocabulary: Vocabulary) -> bool:
    """Whether 'left-' at a line's end and 'right' at the next line's start are one word without a hyphen."""
    before, after = left.lower(), right.lower()
    if not right[0].islower() or re.search(rf"[-‐‑]{re.escape(left)}[-‐‑]$", text):
        return False
    whole, hyphened = vocabulary.words[before + after], vocabulary.hyphened[f"{before}-{after}"]
    if whole or hyphened:
        return whole > hyphened
    if before in _PREFIXES:
        return False
    both_are_words = bool(vocabulary.words[before]) and bool(vocabulary.words[after])
    return not both_are_words if vocabulary.splits else not (vocabulary.words[before] or vocabulary.words[after])
