"""'Word for word' is true: every word that a letter's pages show stands on our page about it, in order, with its page."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree
from pdfminer.high_level import extract_text
from starlette.testclient import TestClient

from ofsted_watch.demo_site.invented_authorities import INVENTED_REGISTER
from ofsted_watch.domain.model import Outcome, StoredLetter
from ofsted_watch.extraction import letter_kinds
from ofsted_watch.extraction.pdf import read_text
from ofsted_watch.services.resources import open_database
from tests import factories
from tests.extraction.letter_kinds.golden_letters import EXAMPLES, Example
from tests.web.own_script import without_own_script
from tests.web.published_data import AMBLEFORD, browsing, settings_in
from tests.web.watched_pages import NOW

PRINTED = [
    example
    for example in EXAMPLES
    if (example.kind, example.name)
    in {
        ("ilacs_inspection", "three_areas_and_overall"),
        ("sif_inspection", "with_a_board_and_a_table_over_two_pages"),
        ("focused_visit", "with_areas_for_priority_action"),
        ("area_send", "positive"),
    }
]
DAY = date(2026, 3, 4)


def number_of(example: Example) -> str:
    return str(70_000 + PRINTED.index(example))


_MADE: dict[str, tuple[tuple[str, ...], StoredLetter]] = {}


def pages_of(example: Example) -> tuple[str, ...]:
    """The text of each page as pdfminer itself tells it: our reader has no part in it."""
    return _made(example)[0]


def letter_in(example: Example) -> StoredLetter:
    return _made(example)[1]


def _made(example: Example) -> tuple[tuple[str, ...], StoredLetter]:
    """The example printed and read; once however many tests ask."""
    number = number_of(example)
    if number not in _MADE:
        content = example.print()
        digest = sha256(content).hexdigest()
        letter = letter_kinds.read(read_text(content), file=example.file, sha256=digest, register=INVENTED_REGISTER)
        listing = factories.listing(urn=AMBLEFORD, file_number=number, url=f"https://files.example/v1/file/{number}")
        stored = StoredLetter(listing, replace(letter, urn=AMBLEFORD), letter.published or DAY, DAY, "1")
        _MADE[number] = (tuple(extract_text(io.BytesIO(content)).split("\f")[:-1]), stored)
    return _MADE[number]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("letters")
    with open_database(settings_in(folder)) as database:
        database.outcomes.apply(Outcome(DAY, stored=tuple(map(letter_in, PRINTED))), run_id=None, at=NOW)
    with browsing(folder, nights=False) as client:
        yield client


def page_of(browser: TestClient, example: Example) -> etree._Element:
    answer = browser.get(f"/authorities/{AMBLEFORD}/letters/{number_of(example)}")
    assert answer.status_code == 200
    return etree.HTML(answer.text)


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:[’'.,:/-][^\W_]+)*", text)


each_printed = pytest.mark.parametrize("example", PRINTED, ids=lambda example: f"{example.kind}:{example.name}")


@each_printed
def test_every_word_that_the_pages_show_stands_on_our_page(browser: TestClient, example: Example) -> None:
    page = page_of(browser, example)
    ours = words_of(" ".join(page.xpath("//section[@aria-labelledby='words']//text()")))
    shown = words_of(" ".join(pages_of(example)))
    assert sorted(set(shown) - set(ours)) == []


@each_printed
def test_its_words_stand_there_in_their_order_and_nothing_stands_between(browser: TestClient, example: Example) -> None:
    page = page_of(browser, example)
    paragraphs = page.xpath("//div[@class='letter-text']//*[contains(@class, 'paragraph')]")
    for inserted in page.xpath("//span[@class='page-start']"):
        text = inserted.tail or ""
        before = inserted.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + text
        else:
            inserted.getparent().text = (inserted.getparent().text or "") + text
        inserted.getparent().remove(inserted)
    ours = words_of(" ".join("".join(paragraph.itertext()) for paragraph in paragraphs))
    assert ours == words_of(letter_in(example).letter.text)


@each_printed
def test_each_paragraph_stands_under_its_own_page(browser: TestClient, example: Example) -> None:
    page = page_of(browser, example)
    on_page = 0
    pages: dict[int, str] = {}
    for node in page.xpath("//div[@class='letter-text']//text()"):
        if node.getparent().tag == "a" and (mark := re.fullmatch(r"Page (\d+)", node)):
            on_page = int(mark[1])
        elif node.getparent().xpath("ancestor-or-self::*[contains(@class, 'paragraph')]"):
            pages[on_page] = f"{pages.get(on_page, '')} {node}"
    assert list(pages) == list(range(1, max(pages) + 1))
    for number, text in pages.items():
        shown = set(words_of(pages_of(example)[number - 1]))
        assert sorted(set(words_of(text)) - shown) == [], f"page {number}"


@each_printed
def test_every_link_to_the_file_names_its_page(browser: TestClient, example: Example) -> None:
    links = page_of(browser, example).xpath("//a[starts-with(@href, 'https://files.example')]/@href")
    assert len(links) > 2
    assert [link for link in links if not re.search(r"#page=[1-9]\d*$", link)] == []


@each_printed
def test_the_page_shows_what_the_api_gives(browser: TestClient, example: Example) -> None:
    page = page_of(browser, example)
    given = browser.get(f"/api/v1/authorities/{AMBLEFORD}/letters/{number_of(example)}").json()
    words = {str(box.get("id")): words_of(" ".join(box.itertext())) for box in page.xpath("//div[@class='numbered']")}
    assert list(words) == [f"p{one['number']}" for one in given["paragraphs"]]
    for one in given["paragraphs"]:
        assert set(words_of(one["text"])) <= set(words[f"p{one['number']}"])
    asked = [words_of(item["text"]) for item in given["improvements"]]
    assert sorted(words_of(text) for text in texts(page, "//ul[@class='asks']//span[@class='said']")) == sorted(asked)
    summary = " ".join(texts(page, "//section[@aria-labelledby='summary']//p[@class='paragraph']"))
    assert words_of(summary) == words_of(given["summary"] or "")
    progress = " ".join(texts(page, "//section[@aria-labelledby='progress']//p[@class='paragraph']"))
    assert words_of(progress) == words_of((given["progress"] or {"text": ""})["text"])


def texts(page: etree._Element, path: str) -> list[str]:
    return ["".join(node.itertext()) for node in page.xpath(path)]


def test_the_page_begins_with_the_reason_and_ends_with_the_words(browser: TestClient) -> None:
    report = texts(page_of(browser, PRINTED[0]), "//main//h2")
    assert report[:2] == ["Summary", "What it judges"]
    assert report[-3:] == ["What needs to improve?", "About this letter", "The letter, word for word"]
    visit = texts(page_of(browser, next(example for example in PRINTED if example.kind == "focused_visit")), "//main//h2")
    priority = visit.index("Areas for priority action")
    assert "improve" in visit[priority + 1]


def test_an_item_leads_to_its_page_of_the_file_and_to_its_place_in_the_words(browser: TestClient) -> None:
    page = page_of(browser, PRINTED[0])
    items = page.xpath("//ul[@class='asks']/li")
    assert items
    for item in items:
        file, here = item.xpath(".//a/@href")
        (place,) = page.xpath(f"//div[@id='{here.removeprefix('#')}']")
        (text,) = item.xpath(".//span[@class='said']")
        assert words_of(" ".join(text.itertext())) == words_of("".join(place.xpath("./p[1]")[0].itertext()))
        assert re.search(r"#page=\d+$", file)


def test_a_paragraph_is_cited_with_its_page_and_reference(browser: TestClient) -> None:
    letter = letter_in(PRINTED[0])
    page = page_of(browser, PRINTED[0])
    box = page.xpath("//div[@class='numbered'][p[contains(text(), 'quality of')]]")[0]
    (cite,) = box.xpath(".//p[contains(@class, 'cite')]/a/@href")
    answer = browser.get(cite)
    assert answer.status_code == 200
    assert "<script" not in without_own_script(answer.text)
    cited = etree.HTML(answer.text)
    copied = cited.xpath("string(//textarea)")
    quoted = "".join(box.xpath("./p[1]")[0].itertext()).removeprefix("• ").strip()
    assert copied.startswith(f"“{quoted}”")
    assert re.search(r"published \d+ \w+ \d{4}, page \d+\. https://files\.example/v1/file/70000#page=\d+ ", copied)
    assert (
        f"https://watch.example/authorities/{AMBLEFORD}/letters/70000?edition={letter.letter.sha256[:12]}#{box.get('id')}"
        in copied
    )
    (back,) = cited.xpath("//a[text()='The paragraph in the letter']/@href")
    assert browser.get(back).status_code == 200


@pytest.mark.parametrize("number", ["0", "99999", "x", "1.5", "-1"])
def test_a_paragraph_that_there_is_not_is_named_in_a_sentence(browser: TestClient, number: str) -> None:
    answer = browser.get(f"/authorities/{AMBLEFORD}/letters/70000/paragraphs/{number}")
    assert answer.status_code == 404
    assert "no paragraph with this number" in answer.text


def test_the_letters_before_and_after_are_a_click_away(browser: TestClient) -> None:
    in_order = sorted(PRINTED, key=lambda example: letter_in(example).published)
    for earlier, later in pairwise(in_order):
        ahead, back = (f"/authorities/{AMBLEFORD}/letters/{number_of(example)}" for example in (later, earlier))
        assert set(page_of(browser, earlier).xpath("//a[@rel='next']/@href")) == {ahead}
        assert set(page_of(browser, later).xpath("//a[@rel='prev']/@href")) == {back}


def test_a_hit_of_the_search_leads_to_its_paragraph_and_is_marked_there(browser: TestClient) -> None:
    result = etree.HTML(browser.get("/search", params={"q": "caseloads"}).text)
    (hit, *_) = result.xpath("//ul[@class='cards']//h3/a/@href")
    page = etree.HTML(browser.get(hit).text)
    (box,) = page.xpath(f"//div[@id='{hit.partition('#')[2]}']")
    assert "caseloads" in [mark.lower() for mark in box.xpath(".//mark/text()")]
    assert page.xpath("//p[contains(@class, 'calm')][contains(., 'caseloads')]")
