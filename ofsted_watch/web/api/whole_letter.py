"""What the API gives of one letter beyond what its lists give: its text, by sections and by numbered paragraphs."""

from ofsted_watch.domain.model import Letter
from ofsted_watch.domain.text_places import NumberedParagraph
from ofsted_watch.presentation.serialization import Json, letter_to_json
from ofsted_watch.web.letter_text_view import letter_paragraphs


def letter_text_to_json(letter: Letter) -> Json:
    """The keys of a WholeLetterObject that a LetterObject does not have."""
    whole = letter_to_json(letter)
    return {
        "text": whole["text"],
        "sections": whole["sections"],
        "paragraphs": [_paragraph_to_json(paragraph) for paragraph in letter_paragraphs(letter)],
        "page_edges": [{"text": edge.text, "page": edge.page} for edge in letter.edges],
    }


def _paragraph_to_json(paragraph: NumberedParagraph) -> Json:
    first, last = (paragraph.pages[0], paragraph.pages[-1]) if paragraph.pages else (None, None)
    return {
        "number": paragraph.number,
        "page": first,
        "last_page": last,
        "is_heading": paragraph.is_heading,
        "text": paragraph.text,
    }
