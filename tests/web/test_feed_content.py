"""A feed's entry has the items of its letter and its topics, safe as HTML, and keeps its id."""

from dataclasses import replace

from bs4 import BeautifulSoup
from lxml import etree

from ofsted_watch.domain.findings import Improvement, ImprovementKind, LetterTopic, Passage
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Problem, StoredLetter
from ofsted_watch.domain.visibility import Embargo
from ofsted_watch.presentation.atom import Entry, Feed, atom
from ofsted_watch.web.feed_content import entry_content
from ofsted_watch.web.feed_entries import change_entries, letter_entries
from ofsted_watch.web.published import Published
from tests.web.published_data import AMBLEFORD_2026, COLD_HARBOUR_VISIT, DECLINED, FIRST_NIGHT, REGISTER
from tests.web.test_feeds import ATOM, GRAMMAR


def saying(stored: StoredLetter, **fields: object) -> StoredLetter:
    return replace(stored, letter=replace(stored.letter, **fields))


VISIT = saying(
    COLD_HARBOUR_VISIT,
    kind=LetterKind.FOCUSED_VISIT,
    topics=(LetterTopic.CARE_LEAVERS, LetterTopic.EDUCATION),
    scope="arrangements for care leavers",
    progress=Passage("Progress is slow.", 1),
    improvements_heading="What needs to improve?",
    improvements=(
        Improvement("See every child.", 1, ImprovementKind.PRIORITY_ACTION),
        Improvement("Plans <b>for</b> & with children.", 2, ImprovementKind.IMPROVEMENT),
        Improvement("Ask the board.", 3, ImprovementKind.RECOMMENDATION, "4", "lscb"),
    ),
)
REPORT = saying(AMBLEFORD_2026, summary="Children wait.", summary_page=2, improvements=(VISIT.letter.improvements[1],), topics=())


def entries(*letters: StoredLetter) -> tuple[Entry, ...]:
    published = Published(letters, (DECLINED,), (), (), {}, {}, None, Embargo(), REGISTER)
    where = {"domain": "watch.example", "public_url": "https://watch.example"}
    return (*letter_entries(published, None, **where), *change_entries(published, None, **where))


def test_a_letters_entry_has_every_item_with_its_page_and_its_topics() -> None:
    (entry,) = (entry for entry in entries(VISIT) if "letters" in entry.id)
    assert entry.content is not None
    page = BeautifulSoup(entry.content, "html.parser")
    items = [item.get_text() for item in page.find_all("li")]
    assert items == ["See every child. (page 1)", "• Plans <b>for</b> & with children. (page 2)", "4 Ask the board. (page 3)"]
    assert [heading.get_text() for heading in page.find_all("h3")] == ["Area for priority action", "What needs to improve?"]
    assert {str(link["href"]) for link in page.find_all("a")} == {
        f"https://files.example/v1/file/50030#page={number}" for number in (1, 2, 3)
    }
    assert "For the Local Safeguarding Children Board:" in page.get_text()
    assert entry.topics == (("care_leavers", "care leavers"), ("education", "education"))
    assert entry.id == "tag:watch.example,2026:letters/90003/50030"


def test_the_entry_of_a_change_has_the_reason_and_the_items_too() -> None:
    (entry,) = (entry for entry in entries(REPORT) if "changes" in entry.id)
    assert entry.content is not None
    assert "“Children wait.”" in entry.content
    assert "Plans &lt;b&gt;for&lt;/b&gt; &amp; with children." in entry.content
    assert entry.id == "tag:watch.example,2026:changes/90001/50011"


def test_an_entry_with_content_and_topics_is_valid_atom() -> None:
    feed = Feed("tag:x,2026:0", "t", "s", "/feeds", "/", "r", FIRST_NIGHT, entries(VISIT, REPORT))
    read = etree.fromstring(atom(feed))
    GRAMMAR.assertValid(read)
    assert read.xpath("a:entry/a:content/@type", namespaces=ATOM) == ["html", "html", "html"]
    terms = read.xpath("a:entry[contains(a:id, '50030')]/a:category/@term", namespaces=ATOM)
    assert terms == ["focused_visit", "care_leavers", "education"]


def test_a_letter_that_says_nothing_more_or_is_not_read_has_no_content() -> None:
    assert entry_content(COLD_HARBOUR_VISIT) is None
    assert entry_content(saying(VISIT, problem=Problem("no_text", "no text"))) is None
    assert entry_content(None) is None
