"""What a person searches for in the letters, and its place in a text. Pure: the same rules for every database.

Letters and questions are reduced to the same plain text (`plain_text`) before a database sees either, so that SQLite and
PostgreSQL search the same terms and no question can be an error in their own query languages.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain, takewhile

from ofsted_watch.domain.text_places import PARTED_BY

LONGEST_QUESTION = 200
"""The number of characters of a question that are read."""
MOST_TERMS = 12
"""The number of words and phrases of a question that are searched for; others are ignored."""

_SMALL = (
    "a about above after again against all am an and any are as at be because been before being below between both but by can "
    "did do does doing don down during each few for from further had has have having he her here hers herself him himself his "
    "how i if in into is it its itself just me more most my myself no nor not now of off on once only or other our ours "
    "ourselves out over own s same she should so some such t than that the their theirs them themselves then there these they "
    "this those through to too under until up very was we were what when where which while who whom why will with you your "
    "yours yourself yourselves"
)
SMALL_TERMS = frozenset(_SMALL.split())
"""Words that every letter contains. They are ignored, also inside a phrase: PostgreSQL's English does not index them."""

_TERM = re.compile(r'(?P<without>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
_POSSESSIVE = re.compile(r"'s?\b")
_WORD = re.compile(r"[a-z0-9]+")
_ENDING = re.compile(r"(?:ational|ations?|ingly|edly|ings?|ed|ments?|ness|ies|es|s|ly|ions?|e|y)$")
_SHORTEST_ROOT = 3
_NEAR = 20
"""The number of hits compared to choose the best place: a word that occurs everywhere must not take long."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a person searches for, as plain text: all of `terms`, none of `without`. A term of several words is a phrase."""

    terms: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """The question as it was understood: 'care "leaving care" without adoption'."""
        wanted = " ".join(_formatted(term) for term in self.terms)
        return wanted + "".join(f" without {_formatted(term)}" for term in self.without)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a letter's text; `is_hit` where it is one of the terms."""

    text: str
    is_hit: bool = field(default=False)


def question(typed: str) -> Question:
    """All words must occur, "words in quotes" side by side, -words must not occur. Other characters are ignored.

    Small words (the, of, not …) are ignored. At most LONGEST_QUESTION characters and MOST_TERMS terms are read.
    """
    terms: list[tuple[str, ...]] = []
    without: list[tuple[str, ...]] = []
    for match in _TERM.finditer(typed[:LONGEST_QUESTION].translate(_QUOTES)):
        phrase = plain_text(match["phrase"] if match["phrase"] is not None else match["word"])
        term = tuple(phrase.split())
        if term:
            (without if match["without"] else terms).append(term)
    return Question(tuple(dict.fromkeys(terms))[:MOST_TERMS], tuple(dict.fromkeys(without))[:MOST_TERMS])


def plain_text(text: str) -> str:
    """The searchable terms of a text: 'The Council’s care-leavers' → 'council care leavers'.

    Lower case, without accents, possessives, punctuation and small words.
    """
    straight = unicodedata.normalize("NFKD", text.translate(_QUOTES)).casefold()
    return " ".join(word for word in _WORD.findall(_POSSESSIVE.sub(" ", _without_accents(straight))) if word not in SMALL_TERMS)


def snippet(text: str, asked: Question, *, around: int = 110) -> tuple[Piece, ...]:
    """The place of a text with most of the terms, about 2 × `around` characters, its hits marked.

    Marking compares the roots of words, slightly more broadly than the databases do. If nothing can be marked (a
    phrase that runs over a heading, a title that matched), it is the beginning of the text.
    """
    hits = _hits(text, _roots(asked))
    if not hits:
        end = _end_of_word(text, 2 * around)
        return (Piece(_one_line(text[:end]) + ("…" if end < len(text) else "")),)
    first = hits[max(range(len(hits)), key=lambda place: (_distinct(text, hits, place, 2 * around), -place))][0]
    start, end = _start_of_word(text, max(0, first - around)), _end_of_word(text, first + around)
    return tuple(_pieces(text, start, end, [hit for hit in hits if start <= hit[0] and hit[1] <= end]))


def marked(text: str, asked: Question) -> tuple[Piece, ...]:
    """The whole text with its hits marked, unchanged otherwise: the pieces together are the text."""
    pieces: list[Piece] = []
    start = 0
    for hit_start, hit_end in _hits(text, _roots(asked)):
        pieces += [Piece(text[start:hit_start]), Piece(text[hit_start:hit_end], is_hit=True)]
        start = hit_end
    return tuple(piece for piece in (*pieces, Piece(text[start:])) if piece.text)


def best_paragraph(text: str, asked: Question) -> int | None:
    """The number, from 1, of the paragraph with most of the terms, the first of several; None if none has any.

    Paragraphs are parted by a blank line, as in a letter's text.
    """
    terms: dict[int, set[str]] = {}
    number, counted = 1, 0
    for start, end in _hits(text, _roots(asked)):
        number += text.count(PARTED_BY, counted, start)
        counted = start
        terms.setdefault(number, set()).add(_root(text[start:end].lower()))
    return max(terms, key=lambda place: (len(terms[place]), -place), default=None)


def searchable_roots(text: str) -> str:
    """The roots of a text's words, with a blank before and after each: what `holder` compares."""
    return f" {' '.join(map(_root, plain_text(text).split()))} "


def holder(asked: Question) -> Callable[[str], bool]:
    """A test whether a text (by its `searchable_roots`) has all terms that are asked for, and none of those that must not be."""
    wanted, unwanted = ([f" {' '.join(map(_root, term))} " for term in terms] for terms in (asked.terms, asked.without))
    return lambda roots: all(term in roots for term in wanted) and not any(term in roots for term in unwanted)


def _roots(asked: Question) -> frozenset[str]:
    return frozenset(map(_root, chain.from_iterable(asked.terms)))


def _hits(text: str, roots: frozenset[str]) -> list[tuple[int, int]]:
    """The spans of words with one of these roots. A root is how its word begins, so most of the text is skipped fast."""
    if not roots:
        return []
    beginnings = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, roots)))})[^\W_]*", re.IGNORECASE)
    return [match.span() for match in beginnings.finditer(text) if _root(match[0].lower()) in roots]


def _pieces(text: str, start: int, end: int, hits: list[tuple[int, int]]) -> list[Piece]:
    pieces = [Piece("…")] if start else []
    for hit_start, hit_end in hits:
        pieces += [Piece(_one_line(text[start:hit_start])), Piece(_one_line(text[hit_start:hit_end]), is_hit=True)]
        start = hit_end
    pieces.append(Piece(_one_line(text[start:end]) + ("…" if end < len(text) else "")))
    return [piece for piece in pieces if piece.text]


def _distinct(text: str, hits: list[tuple[int, int]], place: int, width: int) -> int:
    """The number of different terms within `width` characters from the hit at `place`."""
    near = takewhile(lambda hit: hit[0] < hits[place][0] + width, hits[place : place + _NEAR])
    return len({_root(text[start:end].lower()) for start, end in near})


def _root(word: str) -> str:
    stripped = _ENDING.sub("", word)
    return stripped if len(stripped) >= _SHORTEST_ROOT else word


def _without_accents(text: str) -> str:
    return "".join(character for character in text if not unicodedata.combining(character))


def _start_of_word(text: str, place: int) -> int:
    space = text.rfind(" ", 0, place)
    return space + 1 if place and space >= place - 30 else place


def _end_of_word(text: str, place: int) -> int:
    space = text.find(" ", place)
    return space if 0 <= space <= place + 30 else min(place, len(text))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _formatted(term: tuple[str, ...]) -> str:
    return term[0] if len(term) == 1 else f'"{" ".join(term)}"'
