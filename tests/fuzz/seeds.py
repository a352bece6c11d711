"""Where a search begins: inputs made by our own code, and those that earlier searches found worth keeping (`corpus/`)."""

from datetime import date
from functools import cache, partial
from pathlib import Path

from ofsted_watch.demo_site.letters import Style, print_letter
from ofsted_watch.demo_site.letters.unreadable import scanned
from ofsted_watch.demo_site.site_html import challenge_page, not_found_page
from ofsted_watch.demo_site.story_writing import ilacs
from tests.extraction.pdf.made import page_of, pdf_of
from tests.extraction.site_pages.made import authority, day, link, result, search

CORPUS = Path(__file__).parent / "corpus"
LARGEST_STORED = 10_000
"""Bytes. What is larger is no example a person can look at."""


@cache
def seeds(target: str) -> tuple[bytes, ...]:
    """The inputs of a target: the made ones, then the kept ones by name. Raises KeyError for a target that has none."""
    stored = sorted(path for path in (CORPUS / target).glob("*") if path.is_file())
    return (*_MADE[target](), *(path.read_bytes() for path in stored))


def _authority_pages() -> list[bytes]:
    stamped = link("2", label=None, pubdate="<time pubdate>1 May 2024</time>")
    pages = (authority(day(link("1")), day(stamped)), authority(), challenge_page(), not_found_page())
    return [page.encode() for page in pages]


def _search_pages() -> list[bytes]:
    two = result("80901", "Thornmere"), result("80902", "Aldershaw", latest=None)
    more = '<a class="pagination__next" href="/search?start=2&amp;rows=2">Next</a>'
    pages = (
        search(*two, total="2 results"),
        search(*two, total="Showing 1 to 2 of 153 results", following=more),
        search(total="0"),
    )
    return [page.encode() for page in pages]


def _files() -> list[bytes]:
    said = ilacs("Oxmarsh", date(2026, 1, 30), "ggrgg", date(2026, 3, 4))
    letters = (print_letter(said, Style(press="fpdf2")), print_letter(said, Style()))
    return [*letters, scanned(said), pdf_of([page_of(["A page of two lines.", "This is the second."])])]


def _edits() -> list[bytes]:
    return [bytes([letter, *edit]) for letter in range(7) for edit in ((8, 0, 0, 1), (11, 3, 0, 4), (40, 1, 2, 6), (7, 2, 0, 0))]


def _text(*some: str) -> list[bytes]:
    return [text.encode() for text in some]


_MADE = {
    "page_of_an_authority": _authority_pages,
    "page_of_the_search": _search_pages,
    "file_of_a_letter": _files,
    "words_of_a_letter": _edits,
    "words_in_a_mail": partial(
        _text,
        "Oxmarsh",
        "<script>a</script>",
        "a\r\nBcc: b@example.org",
        "\u202egood",
        "javascript:alert(1)",
        "https://a.example/ b",
        "\u05ff\U000e0080",
    ),
    "words_in_a_cell": partial(
        _text, "Oxmarsh", "=1+1", " \t-1", "\u3000=1", "\uff1d1", "'=1", '",="', "@a\n=b", "a\r=b", "\ufeff=1"
    ),
}
