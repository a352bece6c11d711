"""HTML → a tree, in one place: every page and every HTML letter is parsed here, and every refusal becomes a named error."""

from collections.abc import Callable

from bs4 import BeautifulSoup

from ofsted_watch.errors import OfstedWatchError

MOST_TAGS = 100_000
"""Tags that a page may open or close; true pages have some thousand. More would keep the parser busy for minutes."""


def parse_html(html: str | bytes, refusal: Callable[[str], OfstedWatchError], *, deepest: int) -> BeautifulSoup:
    """The tree of an HTML page. Bytes are decoded by the charset that they declare, or else by the one that fits.

    `refusal` makes the error that is raised from the reason, which follows the page's name: 'has more than 100,000 tags'.
    Reasons are markup that the parser rejects (`<![DOCTYPE`, a character reference of thousands of digits), more than
    MOST_TAGS tags, and tags nested more than `deepest` levels deep.
    """
    if html.count("<" if isinstance(html, str) else b"<") > MOST_TAGS:  # type: ignore[arg-type]
        raise refusal(f"has more than {MOST_TAGS:,} tags")
    try:
        page = BeautifulSoup(html, "html.parser")
    except MemoryError:
        raise  # says something of this machine, not of the page
    except Exception as error:
        # The parser has no error of its own: what html.parser asserts becomes ParserRejectedMarkup, and the ValueError of a
        # number that int() does not take comes as it is. Whichever it is, the page has no tree.
        raise refusal(f"has markup that cannot be parsed ({type(error).__name__})") from error
    _check_depth(page, refusal, deepest)
    return page


def _check_depth(page: BeautifulSoup, refusal: Callable[[str], OfstedWatchError], deepest: int) -> None:
    """Deeper trees would cost time squared: what is asked of a tag is asked of all tags around it or in it."""
    depth = {id(page): 0}
    for tag in page.find_all(True):
        depth[id(tag)] = depth[id(tag.parent)] + 1
        if depth[id(tag)] > deepest:
            raise refusal(f"nests its tags more than {deepest:,} levels deep")
