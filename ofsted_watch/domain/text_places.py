"""Where the paragraphs of a letter's text stand in its file: their pages, and which of them are headings."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

PARTED_BY = "\n\n"
"""What parts the paragraphs of a letter's text."""
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class ParagraphPlace:
    """Where one paragraph stands: `page`, from 1, is where it begins.

    `turns` has, for each later page that it runs on to, the place in the paragraph's text at which that page begins.
    """

    page: int
    is_heading: bool = False
    turns: tuple[tuple[int, int], ...] = ()

    def page_at(self, place: int) -> int:
        """The page of the character at this place of the paragraph's text."""
        later = bisect_right([turn for turn, _ in self.turns], place)
        return self.turns[later - 1][1] if later else self.page


@dataclass(frozen=True, slots=True)
class NumberedParagraph:
    """A paragraph of a letter's text. `number` counts from 1 in the whole text; `place` is None where its page is not known."""

    number: int
    text: str
    place: ParagraphPlace | None
    is_heading: bool = False

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages that it stands on; empty where they are not known."""
        return (self.place.page, *(page for _, page in self.place.turns)) if self.place else ()

    @property
    def parts(self) -> tuple[tuple[int | None, str], ...]:
        """Its text, parted where a page begins: the page that begins there (None for the first part), and the text."""
        turns = self.place.turns if self.place else ()
        starts = [0, *(place for place, _ in turns)]
        ends = [*starts[1:], len(self.text)]
        pages = [None, *(page for _, page in turns)]
        return tuple((page, self.text[start:end]) for page, start, end in zip(pages, starts, ends, strict=True))


def numbered_paragraphs(
    text: str, places: Sequence[ParagraphPlace], headings: Sequence[str] = ()
) -> tuple[NumberedParagraph, ...]:
    """Every paragraph of the text, in order: nothing of it is left out.

    Without exactly one place for each paragraph (a letter that was read before places were recorded), none has a page,
    and the headings are those of `headings`, which come in their order.
    """
    paragraphs = text.split(PARTED_BY) if text else []
    if len(places) == len(paragraphs):
        return tuple(
            NumberedParagraph(number, paragraph, place, place.is_heading)
            for number, (paragraph, place) in enumerate(zip(paragraphs, places, strict=True), 1)
        )
    waiting = list(reversed(headings))
    numbered = []
    for number, paragraph in enumerate(paragraphs, 1):
        is_heading = bool(waiting) and on_one_line(paragraph) == on_one_line(waiting[-1])
        if is_heading:
            waiting.pop()
        numbered.append(NumberedParagraph(number, paragraph, None, is_heading))
    return tuple(numbered)


def paragraph_with(paragraphs: Sequence[NumberedParagraph], quoted: str, page: int | None = None) -> NumberedParagraph | None:
    """The first paragraph that contains this text of the letter, on `page` if it is given; None if none does.

    A text over several paragraphs is looked for by its first one.
    """
    wanted = on_one_line(quoted.split(PARTED_BY)[0]).removeprefix("• ")
    if not wanted:
        return None
    holding = [paragraph for paragraph in paragraphs if wanted in on_one_line(paragraph.text)]
    on_page = [paragraph for paragraph in holding if page is None or page in paragraph.pages or not paragraph.pages]
    return next(iter(on_page), None)


def on_one_line(text: str) -> str:
    """The text with every stretch of white space as one space."""
    return _SPACE.sub(" ", text).strip()
