"""Parts of a letter's text as a mail quotes them: whole sentences, on one line, with the place in the file. Pure."""

from dataclasses import dataclass

from ofsted_watch.domain.findings import Passage
from ofsted_watch.extraction.sentence_ends import sentences_of
from ofsted_watch.presentation.emails.safe_text import one_line, web_link
from ofsted_watch.presentation.urls import pdf_page

LONGEST_EXCERPT = 400
"""Characters. A longer first sentence is cut between words."""
_LONGEST_ITEM = 3000


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text of the letter; `where` names the place ('page 2'), `link` leads to it, None where the address is not a web link."""

    text: str
    where: str
    link: str | None


def first_sentences(passage: Passage, url: str, longest: int = LONGEST_EXCERPT) -> Excerpt:
    """The passage's first sentences, as many as fit into `longest` characters, at least one; a list is not quoted."""
    excerpt = ""
    for sentence in _sentences(passage.text):
        if excerpt and len(excerpt) + 1 + len(sentence) > longest:
            break
        excerpt = f"{excerpt} {sentence}".strip()
    return Excerpt(one_line(excerpt, longest), page_label(passage.page), page_link(url, passage.page))


def whole_item(text: str, page: int, url: str) -> Excerpt:
    """An item of a list, complete, on one line."""
    return Excerpt(one_line(text, _LONGEST_ITEM), page_label(page), page_link(url, page))


def page_label(page: int) -> str:
    """'page 2'."""
    return f"page {page}"


def page_link(url: str, page: int) -> str | None:
    """The address of a page of the file, or None if the file's address is not a web link."""
    return pdf_page(url, page) if web_link(url) else None


def _sentences(text: str) -> list[str]:
    paragraphs = text.split("\n\n")
    first_bullet = next((place for place, paragraph in enumerate(paragraphs) if paragraph.startswith("•")), len(paragraphs))
    flowing = paragraphs[:first_bullet] or paragraphs[:1]
    return [one_line(sentence, _LONGEST_ITEM) for paragraph in flowing for sentence in sentences_of(paragraph)]
