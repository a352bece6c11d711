"""A letter's page: its judgements with their evidence, what changed, its own words, its editions by hash."""

from dataclasses import replace
from pathlib import Path

import pytest

from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.history import histories
from ofsted_watch.domain.model import Outcome, PreviousJudgement, Problem, Section
from ofsted_watch.web.letter_view import letter_shown
from tests.domain.history.letters import MARSHFORD, RI, G, I, ilacs
from tests.web.test_front import text_of
from tests.web.watched_pages import FALL, LETTERS, RISE, TODAY, VISIT, browsing, outcome_of, with_text

HISTORY = histories(LETTERS)[MARSHFORD.urn]


def address(letter) -> str:
    return f"/authorities/{MARSHFORD.urn}/letters/{letter.listing.file_number}"


def test_each_judgement_stands_there_with_the_page_and_the_words_it_rests_on() -> None:
    shown = letter_shown([FALL], None, HISTORY)
    assert shown is not None
    overall = shown.judgements[0]
    assert overall.area == "Overall effectiveness"
    assert [(quote.text, quote.where) for quote in overall.quotes][:1] == [
        ("Overall effectiveness: Inadequate", "page 1, judgement table")
    ]
    assert overall.quotes[0].link == f"{FALL.listing.url}#page=1"


def test_what_changed_is_said_against_the_inspection_before_it() -> None:
    shown = letter_shown([FALL], None, HISTORY)
    assert shown is not None
    assert shown.before is not None
    assert shown.before.file_number == RISE.listing.file_number
    assert "Overall effectiveness: inadequate (was good in June 2021)." in shown.compared


def test_the_first_inspection_and_a_visit_are_compared_with_nothing() -> None:
    for letter in (LETTERS[0], VISIT):
        shown = letter_shown([letter], None, HISTORY)
        assert shown is not None
        assert shown.before is None
        assert shown.compared == ()


def test_a_reissue_shows_its_newest_edition_and_the_older_one_is_not_compared() -> None:
    newer = replace(FALL, letter=replace(FALL.letter, sha256="9" * 64), first_seen=TODAY)
    history = histories([*LETTERS, newer])[MARSHFORD.urn]
    shown = letter_shown([newer, FALL], None, history)
    assert shown is not None
    assert [(one.sha256, one.is_shown) for one in shown.editions] == [("9" * 64, True), (FALL.letter.sha256, False)]
    older = letter_shown([newer, FALL], FALL.letter.sha256, history)
    assert older is not None
    assert older.before is None
    assert {quote.link for judged in older.judgements for quote in judged.quotes} == {None}
    assert older.counts == FALL.listing.file_number


def test_an_edition_that_we_do_not_hold_is_no_page() -> None:
    assert letter_shown([FALL], "0" * 64, HISTORY) is None
    assert letter_shown([], None, HISTORY) is None


def test_the_page_shows_the_letter_s_own_words_escaped(tmp_path: Path) -> None:
    hostile = with_text(FALL, Section("What <b>leaders</b> do", "They say </p><script>alert(1)</script>.\n\nAnd go on."))
    hostile = replace(hostile, letter=replace(hostile.letter, title='"><img src=x onerror=alert(1)>'))
    with browsing(tmp_path, outcome_of((*LETTERS[:-1], hostile))) as browser:
        page = browser.get(address(FALL)).text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert '<p class="paragraph">And go on.</p>' in page


def test_the_page_names_the_file_by_its_hash_and_leads_to_ofsted(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        page = browser.get(address(FALL)).text
    assert FALL.letter.sha256 in page
    assert f'href="{FALL.listing.url}#page=1"' in page
    assert "Lead inspector" in page


def test_an_address_that_is_no_web_link_is_never_made_one(tmp_path: Path) -> None:
    sly = replace(FALL, listing=replace(FALL.listing, url="javascript:alert(1)"))
    with browsing(tmp_path, outcome_of((*LETTERS[:-1], sly))) as browser:
        assert "javascript:" not in browser.get(address(FALL)).text


def test_a_visit_says_that_it_gives_no_grades(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        said = text_of(browser.get(address(VISIT)).text)
    assert "This kind of letter gives no grades, and changes none." in said
    assert "Areas for priority action named" in said


@pytest.mark.parametrize(("when", "shown"), [("2019-06", "good (June 2019)"), ("2019", "good (2019)"), (None, "good")])
def test_an_earlier_grade_is_shown_with_the_time_that_the_letter_gives(when: str | None, shown: str) -> None:
    recalling = replace(VISIT, letter=replace(VISIT.letter, previous_judgement=PreviousJudgement(Grade.GOOD, when)))
    page = letter_shown([recalling], None, HISTORY)
    assert page is not None
    assert ("Judged before this visit", shown) in page.facts


def test_a_letter_with_a_problem_shows_its_reason_and_no_grade(tmp_path: Path) -> None:
    unread = replace(VISIT, letter=replace(VISIT.letter, problem=Problem("no_text", "the pages are pictures")))
    with browsing(tmp_path, Outcome(TODAY, stored=(unread,))) as browser:
        page = browser.get(address(VISIT)).text
    assert "Not yet read:" in page
    assert "the pages are pictures" in page
    assert 'class="grade' not in page


def test_a_number_we_hold_nothing_under_is_named_in_a_sentence(tmp_path: Path) -> None:
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        answers = [browser.get(f"/authorities/{urn}/letters/1") for urn in (MARSHFORD.urn, "12345")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "There is no letter with this number" in answers[0].text


def test_an_edition_has_an_address_of_its_own(tmp_path: Path) -> None:
    newer = ilacs("2026-03-02", RI, I, RI, G, G, sha="9" * 64, seen="2026-03-04")
    with browsing(tmp_path, outcome_of((*LETTERS, newer))) as browser:
        newest = text_of(browser.get(address(FALL)).text)
        older = text_of(browser.get(f"{address(FALL)}?edition={FALL.letter.sha256}").text)
    assert "Overall effectiveness requires improvement" in newest
    assert "Overall effectiveness inadequate" in older
    assert "This is not the current edition" in older
