"""People meet Ofsted's terms and never our codes, on every page there is; short forms come with their long form."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import urldefrag

import pytest
from lxml import etree
from starlette.testclient import TestClient

from ofsted_watch.domain.findings import Improvement, ImprovementKind, InspectionType, LetterTopic
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import StoredLetter
from ofsted_watch.presentation.glossary import GLOSSARY
from ofsted_watch.presentation.labels import LONG_FORMS, code_label, letter_label
from tests.domain.history.letters import stored
from tests.web.watched_pages import FALL, FIRST, browsing, outcome_of

FOR_PROGRAMS = ("/api", "/data")
"""Pages that document codes: there each stands with its label where that is another."""
CODE = re.compile(r"\b[a-z]+[a-z0-9]*(?:_[a-z0-9]+)+\b")


def of_each_kind() -> Iterator[StoredLetter]:
    for month, kind in enumerate(LetterKind, 1):
        grades = {Area.SEND_OUTCOME: Grade.INCONSISTENT} if kind is LetterKind.AREA_SEND else {}
        letter = stored(kind, f"20{10 + month:02}-06-08", grades)
        items = (Improvement("The quality of plans for care leavers.", 2, ImprovementKind.IMPROVEMENT),)
        topics = (LetterTopic.CARE_LEAVERS,) if kind is LetterKind.FOCUSED_VISIT else ()
        yield replace(letter, letter=replace(letter.letter, title=None, improvements=items, topics=topics))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every page that a link leads to from the front page, and every page of nothing, as HTML."""
    graded = [replace(each, letter=replace(each.letter, title="Inspection of Marshford")) for each in (FALL, FIRST)]
    fall = replace(graded[0], letter=replace(graded[0].letter, inspection_type=InspectionType.SHORT))
    letters = (fall, graded[1], *of_each_kind())
    opened: dict[str, str] = {}
    with browsing(tmp_path_factory.mktemp("terms"), outcome_of(letters)) as browser:
        waiting = ["/", "/search?q=plans", "/glossary", "/topics/nothing", "/nowhere", "/topics?x=1"]
        while waiting:
            address = waiting.pop()
            if address in opened:
                continue
            answer = browser.get(address)
            assert answer.status_code < 500 or address.startswith(("/sign-up", "/manage")), address  # no public address here
            if "text/html" in answer.headers["content-type"]:
                opened[address] = answer.text
                links = etree.HTML(answer.text).xpath("//a/@href")
                waiting += [urldefrag(link)[0] for link in links if link.startswith("/") and is_of_the_crawl(link)]
    return opened


def is_of_the_crawl(link: str) -> bool:
    """Of the many links to a single paragraph one is enough."""
    return not re.search(r"/paragraphs/(?!1$)|\.csv|/api/", link)


def visible(html: str) -> str:
    page = etree.HTML(html)
    for gone in page.xpath("//style | //script | //head"):
        gone.getparent().remove(gone)
    return " ".join(" ".join(page.itertext()).split())


def test_the_crawl_meets_every_page(pages: dict[str, str]) -> None:
    letters = [address for address in pages if re.fullmatch(r"/authorities/\d+/letters/\d+", address)]
    assert len(letters) == len(LetterKind) + 2
    for page in (
        "/authorities",
        "/topics",
        "/topics/care_leavers",
        "/authorities/90001/improvements",
        "/how-this-is-made",
        "/sign-up",
        "/feeds",
    ):
        assert page in pages


def test_no_code_of_ours_stands_on_any_page(pages: dict[str, str]) -> None:
    for_people = {address: html for address, html in pages.items() if not address.startswith(FOR_PROGRAMS)}
    assert len(for_people) > 40
    shown = {address: sorted(codes) for address, html in for_people.items() if (codes := set(CODE.findall(visible(html))))}
    assert shown == {}


def test_where_codes_are_documented_each_stands_with_its_label(pages: dict[str, str]) -> None:
    said = visible(pages["/api"])
    assert "lac_inspection_2012_13 (looked-after children inspection report)" in said
    assert "requires_improvement (requires improvement)" in said
    assert (code_label("good"), code_label("no_code_of_ours")) == ("", "")


def test_a_short_form_comes_with_its_long_form_below_the_heading(pages: dict[str, str]) -> None:
    met = set()
    for address, html in pages.items():
        main = html.partition("<main")[2].partition("</main>")[0]
        text = unescape(" ".join(re.sub(r"<[^>]*>", " ", f"<main{main}").split()))
        for short, long in LONG_FORMS.items():
            if re.search(rf"\b{short}\b", text):
                met.add(short)
                assert long in text, f"{address}: {short}"
    assert met == set(LONG_FORMS)


def test_a_page_without_short_forms_has_no_note_of_them(pages: dict[str, str]) -> None:
    assert "long-forms" not in pages["/nowhere"]
    assert "long-forms" in pages["/authorities/90001"]


def test_letters_of_three_kinds_have_three_names(pages: dict[str, str]) -> None:
    said = visible(pages["/authorities/90001"])
    assert "2 March 2026: short ILACS inspection report" in said
    assert "focused visit letter (care leavers)" in said
    assert "SIF re-inspection report" in said
    assert not re.search(r": inspection report", said)
    assert letter_label(LetterKind.JTAI) == "joint targeted area inspection letter"


def test_the_glossary_explains_every_short_form_and_each_entry_has_its_place(pages: dict[str, str]) -> None:
    page = etree.HTML(pages["/glossary"])
    anchors = page.xpath("//dt/@id")
    assert anchors == [entry.anchor for entry in sorted(GLOSSARY, key=lambda entry: entry.is_ours)]
    assert len(set(anchors)) == len(anchors)
    assert {short.lower() for short in LONG_FORMS} <= set(anchors)


def test_the_glossary_is_a_click_away_from_every_page(pages: dict[str, str]) -> None:
    assert [address for address, html in pages.items() if 'href="/glossary"' not in html] == []


def test_a_client_that_has_the_glossary_is_not_sent_it_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    with browsing(tmp_path_factory.mktemp("again"), outcome_of(())) as browser:
        first: TestClient = browser
        tag = first.get("/glossary").headers["etag"]
        assert first.get("/glossary", headers={"If-None-Match": tag}).status_code == 304
