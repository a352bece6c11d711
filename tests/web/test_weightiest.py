"""The week's news: a fall to inadequate first, then a rise out of it, then what moved furthest; with the report's own reason."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, Cause
from ofsted_watch.presentation.first_sentence import first_sentence
from ofsted_watch.web.overview import ChangedLetter
from ofsted_watch.web.weightiest import of_the_week
from tests.domain.history.letters import MARSHFORD
from tests.web.published_data import DECLINED
from tests.web.test_front import text_of
from tests.web.watched_pages import FALL, FIRST, LETTERS, RISE, VISIT, browsing, outcome_of

TODAY = date(2026, 3, 9)


def changed(name: str, was: Grade, now: Grade, day: int = 6) -> ChangedLetter:
    moved = replace(DECLINED, from_grade=was, to_grade=now)
    authority = Authority(Urn(name), name, "E1", "London")
    published = date(2026, 3, day)
    return ChangedLetter(authority, published, FileNumber("1"), LetterKind.ILACS_INSPECTION, Cause.NEW_LETTER, (moved,))


def test_the_weightiest_of_the_last_seven_days_come_first():
    letters = [
        changed("one step", Grade.GOOD, Grade.OUTSTANDING, 8),
        changed("two steps", Grade.REQUIRES_IMPROVEMENT, Grade.OUTSTANDING, 4),
        changed("out of inadequate", Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, 5),
        changed("to inadequate", Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE, 3),
        changed("a week ago", Grade.GOOD, Grade.INADEQUATE, 2),
    ]
    names = [letter.authority.name for letter in of_the_week(letters, TODAY)]
    assert names == ["to inadequate", "out of inadequate", "two steps", "one step"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Services have got worse.\nChildren wait too long. More.", "Services have got worse."),
        ("In 2.5 years much has\nchanged for children. Now", "In 2.5 years much has changed for children."),
        ("No end", "No end"),
        ("Children in St. Orrin wait. More.", "Children in St. Orrin wait."),
        ("Leaders say: ‘We are late.’ More.", "Leaders say: ‘We are late.’"),
        (None, None),
        ("", None),
        ("x" * 400, None),
    ],
)
def test_the_reason_is_the_first_sentence_of_the_summary(text: str | None, sentence: str | None):
    assert first_sentence(text) == sentence


def test_the_front_page_begins_with_the_week_and_its_reason_the_country_and_a_box(tmp_path: Path):
    reason = "Leaders have lost sight of children."
    fall = replace(FALL, letter=replace(FALL.letter, summary=f"{reason} More follows."))
    with browsing(tmp_path, outcome_of((*LETTERS[:-1], fall))) as browser:
        page = browser.get("/").text
    said = text_of(page)
    parts = ["This week", "Marshford", reason, "The country now", "0 of 2 authorities are good or better", "Find your council"]
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    assert said.index("Other letters and reports") < said.index("All 2 authorities were checked on 5 March 2026.")
    assert said.count("2 March 2026, ILACS inspection report") == 1, "not again among the latest changes"


def test_each_letter_stands_once_on_the_front_page(tmp_path: Path):
    with browsing(tmp_path, outcome_of(LETTERS)) as browser:
        links = etree.HTML(browser.get("/").text).xpath("//ul[@class='cards']//h3/a/@href")
    # The fall is of this week, the rise the last change before it; the first report and the visit changed nothing.
    numbers = [letter.listing.file_number for letter in (FALL, RISE, VISIT, FIRST)]
    assert links == [f"/authorities/{MARSHFORD.urn}/letters/{number}" for number in numbers]


def test_a_week_without_a_change_says_so(tmp_path: Path):
    with browsing(tmp_path, outcome_of(LETTERS), today=date(2026, 4, 1)) as browser:
        said = text_of(browser.get("/").text)
    assert "No judgement has changed in the last seven days." in said
    assert "That is 27 days ago" in said.split("This week")[0], "a warning comes before the news"
