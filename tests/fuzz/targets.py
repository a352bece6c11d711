"""What is fuzzed: functions of bytes that raise where a promise is broken. The same ones for hypothesis, atheris and replay."""

import csv
import io
import re
import signal
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from html.parser import HTMLParser

from ofsted_watch.adapters.exports import csv_cell
from ofsted_watch.domain.findings import Passage
from ofsted_watch.errors import LetterProblem, SiteError
from ofsted_watch.extraction.authority_pages import authority_page
from ofsted_watch.extraction.pdf import read_text
from ofsted_watch.extraction.search_results import search_page
from ofsted_watch.presentation.emails import mail_for
from ofsted_watch.presentation.emails.safe_text import one_line, web_link
from tests.extraction.site_pages.made import SITE, WHERE
from tests.fuzz.letter_edits import edited_letter
from tests.presentation.emails.examples import SENDER, alert, changed

SECONDS_A_FILE = 20.0
"""A file that takes longer is what the reading process's time limit is for, and no finding."""

_FORMULA = re.compile(r"^[\s]*[=+\-@＝＋－＠]|^[\t\r\n]")


def page_of_an_authority(data: bytes) -> None:
    """Listings whose numbers stand in the page, or an error of the site's."""
    html = data.decode("utf-8", "replace")
    try:
        read = authority_page(html, urn="80901", where=WHERE, base_url=SITE)
    except SiteError:
        return
    for listing in read.listings:
        assert f"file/{listing.file_number}" in html.replace("&#x2F;", "/"), listing.file_number


def page_of_the_search(data: bytes) -> None:
    """No more authorities than are stated, each by digits, or an error of the site's."""
    try:
        read = search_page(data.decode("utf-8", "replace"), where=WHERE)
    except SiteError:
        return
    assert read.total is None or len(read.found) + len(read.unread) <= read.total
    assert all(found.urn.isdecimal() for found in read.found)


def file_of_a_letter(data: bytes) -> None:
    """A text, or a problem with a name; nothing else leaves the reading of a file but want of time and memory."""
    with _at_most(SECONDS_A_FILE):
        try:
            text = read_text(data)
        except LetterProblem:
            return
        assert text.pages


def text_of_a_letter(data: bytes) -> None:
    """A letter with damaged words gives its own grades, fewer, or a problem; see `letter_edits`."""
    letter = edited_letter(data)
    assert not letter.false_grades, letter.false_grades


def text_in_a_mail(data: bytes) -> None:
    """Headers on one line each, no tag of theirs in the page, no link but to the web."""
    text = data.decode("utf-8", "replace")
    line = one_line(text)
    assert line.isprintable()
    assert web_link(text) in (None, text)
    findings = changed().findings
    assert findings is not None
    items = tuple(replace(item, text=text, addressee=text) for item in findings.improvements)
    passage = Passage(text, 1)
    findings = replace(findings, summary=passage, scope=text, progress=passage, improvements_heading=text, improvements=items)
    event = replace(changed(), title=text, listed_as=text, authority=text, url=text, findings=findings)
    mail = mail_for(alert(event), sender=SENDER)
    parsed = mail.as_bytes()
    assert b"\r" not in parsed.partition(b"\n\n")[0].replace(b"\r\n", b"")
    assert set(mail.keys()) == set(mail_for(alert(changed()), sender=SENDER).keys())
    plain = mail_for(alert(changed()), sender=SENDER)
    assert _Tags.of(_html(mail)) <= _Tags.of(_html(plain)) | {"p", "div", "span", "a", "strong", "em"}


def text_in_a_cell(data: bytes) -> None:
    """Never a formula, one cell of one row, and back again as they were but for the apostrophe and the sort of line break."""
    text = re.sub(r"\r\n?", "\n", data.decode("utf-8", "replace").replace("\x00", ""))
    cell = csv_cell(data.decode("utf-8", "replace").replace("\x00", ""))
    assert not _FORMULA.match(cell), cell
    assert cell in (text, f"'{text}")
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([cell, "next"])
    assert next(csv.reader(io.StringIO(out.getvalue(), newline=""))) == [cell, "next"]


TARGETS: dict[str, Callable[[bytes], None]] = {
    "page_of_an_authority": page_of_an_authority,
    "page_of_the_search": page_of_the_search,
    "file_of_a_letter": file_of_a_letter,
    "words_of_a_letter": text_of_a_letter,
    "words_in_a_mail": text_in_a_mail,
    "words_in_a_cell": text_in_a_cell,
}


class _Tags(HTMLParser):
    """The tags of a page that run or load something, and all the others by name."""

    def __init__(self) -> None:
        super().__init__()
        self.met: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.met.add(tag)
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name != "href" or (value or "").startswith(("http://", "https://", "mailto:")), value

    @classmethod
    def of(cls, page: str) -> set[str]:
        reader = cls()
        reader.feed(page)
        return reader.met


def _html(mail: object) -> str:
    parts = [part for part in mail.walk() if part.get_content_type() == "text/html"]  # type: ignore[attr-defined]
    return "".join(part.get_content() for part in parts)


class _TimeIsUp(BaseException):
    """Not an Exception: nothing in between may take it for a fault of the file."""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Leave the block, quietly, when it takes longer or more memory than there is."""

    def stop(number: int, frame: types.FrameType | None) -> None:
        raise _TimeIsUp

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except (_TimeIsUp, MemoryError):
        return
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
