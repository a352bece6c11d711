"""The words of the tag tree: each piece's text as it stands on its page, joined in the order that the tree gives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ofsted_watch.extraction.pdf.characters import clean
from ofsted_watch.extraction.pdf.glyphs import RawPage
from ofsted_watch.extraction.pdf.line_joining import Vocabulary, join

Piece = tuple[object, int]
"""A piece of tagged text: the page's object id and the MCID on it."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Every tagged piece's text, by the printed line it stands on; and each page's number."""

    by_line: dict[Piece, list[tuple[int, str]]]
    page_numbers: dict[object, int]
    vocabulary: Vocabulary

    def text(self, pieces: Iterable[Piece]) -> str:
        """The pieces as running text: those of one line side by side, lines joined as a paragraph's are."""
        lines: dict[int, str] = {}
        for piece in pieces:
            for line, text in self.by_line.get(piece, ()):
                lines[line] = lines.get(line, "") + text
        return join([clean(text) for text in lines.values() if text.strip()], self.vocabulary)

    def page(self, pieces: Iterable[Piece]) -> int:
        """The page on which the first of these pieces stands, 0 where none is known."""
        return next((self.page_numbers[page] for page, _ in pieces if page in self.page_numbers), 0)


def pieces_of(pages: Sequence[RawPage], vocabulary: Vocabulary) -> Pieces:
    """All tagged text of these pages."""
    by_line: dict[Piece, list[tuple[int, str]]] = {}
    line_number = 0
    for page in pages:
        for line in page.lines:
            line_number += 1
            for mark, text in line.runs:
                if mark >= 0:
                    by_line.setdefault((page.object_id, mark), []).append((line_number, text))
    return Pieces(by_line, {page.object_id: page.number for page in pages}, vocabulary)
