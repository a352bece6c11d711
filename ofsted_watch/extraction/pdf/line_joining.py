"""Joining the lines of a paragraph: words split at a line's end are mended, true hyphens kept.

There is no dictionary. What decides is the letter itself: which words it uses elsewhere, and whether it splits words at all.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ofsted_watch.extraction.pdf.characters import SOFT_HYPHEN

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HYPHENED = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)+")
_AT_END = re.compile(r"(?P<left>[^\W\d_]+)(?P<hyphen>[-‐‑])$")
_CHAIN = re.compile(r"([^\W\d_]+(?:[-‐‑][^\W\d_]+)+)[-‐‑]$")
_AT_START = re.compile(r"[^\W_]+")
_HYPHENS = frozenset("-‐‑")
_NO_SPACE_AFTER = _HYPHENS | frozenset("–—/")
_LONGEST_WORD = 60
_FIRST_PARTS = frozenset(
    """
    anti best better client cross decision early eight evidence face family fifty five forty four full half high least long low
    mid much multi nine non outcome pan post quasi relationship self semi seven short single six sixty solution ten thirty three
    twenty two web well whole wide
    """.split()  # noqa: SIM905
)
"""First parts that letters print with a true hyphen, and that no word is split after."""
_PREFIXES = frozenset(
    """
    all care child co counter day de drop ex extra follow hard health home in inter kind life near off on one open out over part
    peer pre pro risk step sub time under up vice year
    """.split()  # noqa: SIM905
)
"""First parts that a true hyphen may follow, but that are syllables of other words too ('pre-pare', 'care-ful')."""
_SYLLABLES = frozenset({"de", "dis", "mis", "re", "un"})
"""First parts that are prefixes in a letter that does not split words, and mere syllables in one that does."""
_SECOND_PARTS = frozenset(
    """
    aged agency based being born called centred depth developed down driven earned established experienced focused focussed free
    friendly funded harm held house in informed keeping led located making managed minded needed off old olds on out owned paced
    planned proceedings production qualified quality ranging related resourced round seeking sharing skilled standing supported
    targeted term trained up week wide year
    """.split()  # noqa: SIM905
)
"""Second parts of words with a true hyphen."""
_ADVERB = re.compile(r"[^\W\d_]{3,}ly")
"""'newly-qualified': what ends like this is a whole word."""
_ENDINGS = frozenset(
    """
    ably ally ance ances ation ational ations cial cially cies cious ciously ence ences encies ency geous ibly ical ically
    ing ingly ings isation ised ising ities ity ively ment ments ness nesses ous ously sion sional sions tial tially tion
    tional tions tious tive tively tures
    """.split()  # noqa: SIM905
)
"""Endings that are no words and that no true hyphen stands before: the next line goes on with the word cut at 'improve-'."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one letter: those inside its lines, those with a hyphen, and whether it splits words at line ends."""

    text: Counter[str]
    hyphened: Counter[str]
    splits: bool


def vocabulary_of(lines: Iterable[str]) -> Vocabulary:
    """The letter's own words, from the insides of its lines (never from the parts that a line's end may have cut)."""
    listed = list(lines)
    text: Counter[str] = Counter()
    hyphened: Counter[str] = Counter()
    cut = False
    for line in listed:
        inside = _AT_START.sub("", line, count=1) if cut else line
        cut = line[-1:] in _HYPHENS
        inside = _AT_END.sub("", inside) if cut else inside
        text.update(word.lower() for word in _WORD.findall(inside))
        hyphened.update(re.sub("[‐‑]", "-", word.lower()) for word in _HYPHENED.findall(inside))
    return Vocabulary(text, hyphened, _splits_text(listed, text))


def _splits_text(lines: Sequence[str], text: Counter[str]) -> bool:
    """True when some line's end cuts a word that the letter writes whole elsewhere and no part of which is a word."""
    for line, after in pairwise(lines):
        left = _AT_END.search(line) if line[-1:] in _HYPHENS else None
        right = _AT_START.match(after) if left else None
        if left and right and text[(left["left"] + right[0]).lower()] and not text[left["left"].lower()]:
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
    if text[-1] in _HYPHENS and re.match(r"(?:and|or)\b", line):
        return f"{text} {line}"  # a hanging hyphen: '16- and 17-year-olds'
    left = _AT_END.search(text, len(text) - _LONGEST_WORD) if text[-1] in _HYPHENS else None
    right = _AT_START.match(line) if left else None
    if left and right:
        if _is_one_word(text, left["left"], right[0], vocabulary):
            return text[: left.start("hyphen")] + line
        return text + line
    if text[-1] in _NO_SPACE_AFTER and text[-2:-1].strip():
        return text + line
    return f"{text} {line}"


def _is_one_word(text: str, left: str, right: str, vocabulary: Vocabulary) -> bool:
    """Whether 'left-' at a line's end and 'right' at the next line's start are one word without a hyphen.

    The letter's own use elsewhere decides. Where it is silent, an ending that is no word decides next; a letter that splits
    words at line ends is taken to have split this one unless both parts are words; any other letter printed a true hyphen if
    either part is a word.
    """
    before, after = left.lower(), right.lower()
    if not right[0].islower():
        return False
    whole, hyphened = vocabulary.text[before + after], vocabulary.hyphened[f"{before}-{after}"]
    if chain := _CHAIN.search(text, len(text) - _LONGEST_WORD):  # 'face-to-' and 'care-exp-' both go on
        return bool(whole or vocabulary.hyphened[re.sub("[‐‑]", "-", chain[1].lower()) + after])
    if whole or hyphened:
        return whole > hyphened
    if before in _FIRST_PARTS or (after in _SECOND_PARTS and before not in _SYLLABLES):
        return False
    if before == "re" and after.startswith("e"):
        return False  # 're-established': no word has its letters without the hyphen
    if after in _ENDINGS:
        return True
    if _ADVERB.fullmatch(before):
        return False
    begins, ends = bool(vocabulary.text[before]) or before in _PREFIXES, bool(vocabulary.text[after])
    if vocabulary.splits:
        return not (begins and ends)
    return not (begins or ends or before in _SYLLABLES)
