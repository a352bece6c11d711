"""Texts compared by their letters and digits alone: whether a quotation stands on a page, however its lines end."""

import re
import unicodedata


def squeezed(text: str) -> str:
    """Only the letters and digits of a text, in lower case: independent of line ends, hyphens and table cells."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def stands_on(page: str, quotation: str) -> bool:
    """True if the quotation stands in the page's text, whatever its spaces, line ends, hyphens and punctuation.

    A quotation without a letter or digit stands nowhere.
    """
    words = squeezed(quotation)
    return bool(words) and words in squeezed(page)
