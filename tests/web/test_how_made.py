"""The page of figures says what the docs say."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from ofsted_watch.adapters.database.timestamps import Timestamps
from ofsted_watch.runs.freshness import Freshness
from ofsted_watch.web.how_made_page import PROOF_TEXTS, metrics
from proofs import page_figures as docs
from tests.web.test_front import text_of
from tests.web.watched_pages import browsing


def test_the_figures_that_are_shipped_are_those_of_the_docs() -> None:
    assert metrics() == docs.current(), "write them anew with: python -m proofs.page_figures"


def test_each_proof_has_words_for_a_reader() -> None:
    assert {proof["proof"] for proof in metrics()["reliability"]["proofs"]} == set(PROOF_TEXTS)


def test_the_page_says_the_docs_own_sums(tmp_path: Path) -> None:
    with browsing(tmp_path) as browser:
        said = text_of(browser.get("/how-this-is-made").text)
    right, *_of_other_truths = re.findall(r"(\d+) values right", docs.ACCURACY.read_text(encoding="utf-8"))
    assert f"{int(right):,} values right" in said
    assert f"{metrics()['reliability']['tried']:,} cases tried" in said


def test_the_figures_can_be_had_as_data(tmp_path: Path) -> None:
    with browsing(tmp_path) as browser:
        assert json.loads(browser.get("/static/figures.json").text) == metrics()


def test_the_page_says_that_there_is_no_measure_before_a_mail_was_sent_at_once(tmp_path: Path) -> None:
    with browsing(tmp_path) as browser:
        text = text_of(browser.get("/how-this-is-made").text)
    assert "How soon an email is sent" in text
    assert ("so there is no measure of how soon it is sent" in text) != ("was accepted by a mail server" in text)


@pytest.mark.parametrize(
    ("freshness", "sentence"),
    [
        (Freshness(6, 31, 12), "6 minutes {after} (the median of 12 letters; at worst 31)"),
        (Freshness(1, 1, 1), "1 minute {after} (the median of 1 letter; at worst 1)"),
    ],
)
def test_the_page_says_the_median_and_the_worst_of_ninety_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, freshness: Freshness, sentence: str
) -> None:
    since: list[datetime] = []
    monkeypatch.setattr(Timestamps, "freshness", lambda self, day: since.append(day) or freshness)
    with browsing(tmp_path) as browser:
        text = text_of(browser.get("/how-this-is-made").text)
    said = sentence.format(after="after the program first saw the letter on Ofsted’s site")
    assert f"In the last 90 days the first email about a letter was accepted by a mail server {said}" in text
    assert abs(datetime.now(UTC) - timedelta(days=90) - since[-1]) < timedelta(minutes=5)


def test_the_page_says_how_the_letters_stand_against_ofsteds_own_table_and_names_every_difference(tmp_path: Path) -> None:
    with browsing(tmp_path) as browser:
        text = text_of(browser.get("/how-this-is-made").text)
    docs_part = docs.ACCURACY.read_text(encoding="utf-8").split("## Ofsted's own table of inspection outcomes")[1]
    compared, agree = re.findall(r"\| grades \| (\d+) \| (\d+) \|", docs_part)[0]
    assert f"Grades {compared} {agree}" in text
    assert "its table of 31 March 2025" in text
    named = re.findall(r"^- (.+)$", docs_part, re.MULTILINE)
    assert "not among the letters that we checked by eye" in text
    assert named
    for line in named:
        assert line in unescape(text)


def test_no_page_for_readers_uses_words_of_our_kitchen(tmp_path: Path) -> None:
    with browsing(tmp_path) as browser:
        paths = ("/how-this-is-made", "/privacy", "/glossary", "/", "/corrections")
        pages = {path: text_of(browser.get(path).text) for path in paths}
    kitchen = re.compile(r"\b(corpus|set aside|held|batch|backlog|outbox|with reader|Prefect|killed)\b", re.IGNORECASE)
    assert {path: kitchen.findall(text) for path, text in pages.items()} == {path: [] for path in pages}
