"""The picture of the last nights: its title says the finding, each state has its shape, an empty day is seen to be empty."""

from datetime import date, timedelta

import pytest
from lxml import etree

from ofsted_watch.presentation.nights_chart import _MARKS, nights_chart, short
from ofsted_watch.presentation.nights_page import nights_page, nights_picture
from ofsted_watch.presentation.nights_text import STATE_TEXTS, night_row, nights_title, reasons
from ofsted_watch.runs.freshness import Freshness
from ofsted_watch.runs.nights import MailsOfDay, NightOfDay, NightState

SVG = "{http://www.w3.org/2000/svg}"
FIRST = date(2026, 10, 31)


def month(bad: dict[date, NightState] | None = None) -> list[NightOfDay]:
    """Thirty days to 29 November 2026, whole but for some."""
    days = [FIRST + timedelta(days=place) for place in range(30)]
    return [_night(day, (bad or {}).get(day, NightState.WHOLE)) for day in days]


def _night(day: date, state: NightState) -> NightOfDay:
    night = NightOfDay(day, state, 153, 153, 2, 0, MailsOfDay(1200, Freshness(6, 31, 2)), "checked 153 of 153 authorities")
    return night if night.has_run else NightOfDay(day, state)


def november(day: int) -> date:
    return date(2026, 11, day)


@pytest.mark.parametrize(
    ("bad", "title"),
    [
        ({}, "All 30 nights whole"),
        ({14: "missing"}, "29 of 30 nights whole; 14 November is missing"),
        ({4: "held", 14: "set_aside"}, "All 30 nights whole"),
        ({14: "missing", 15: "missing"}, "28 of 30 nights whole; 14 and 15 November are missing"),
        ({3: "crashed", 14: "incomplete"}, "28 of 30 nights whole; 14 November is incomplete; 3 November did not end"),
        ({3: "stopped", 5: "part", 14: "missing"}, "27 of 30 nights whole; 14 November is missing; "
         "3 November was stopped by our checks; 1 more went wrong"),
        (dict.fromkeys(range(2, 7), "missing"), "25 of 30 nights whole; 5 nights are missing"),
        ({29: "not_yet"}, "All 29 nights whole; none yet today"),
        ({14: "missing", 29: "running"}, "28 of 29 nights whole; 14 November is missing; today's is running"),
    ],
)  # fmt: skip
def test_the_title_says_the_finding(bad: dict[int, str], title: str):
    assert nights_title(month({november(day): NightState(state) for day, state in bad.items()})) == title


def test_days_of_two_months_have_both_names():
    nights = month({FIRST: NightState.MISSING, november(1): NightState.MISSING})
    assert nights_title(nights) == "28 of 30 nights whole; 31 October and 1 November are missing"


def test_an_installation_without_nights_and_one_that_begins_say_so():
    begins = [NightOfDay(FIRST, NightState.BEFORE_FIRST), NightOfDay(november(1), NightState.BEFORE_FIRST)]
    assert nights_title(begins) == "No nightly run has begun yet"
    assert nights_title([*begins, _night(november(2), NightState.WHOLE)]) == "1 of 1 night whole"
    assert nights_title([*begins, _night(november(2), NightState.RUNNING)]) == "Today's is running"
    assert "No nightly run has begun yet" in nights_page(begins)


def test_a_day_is_a_row_of_text_and_a_day_without_a_night_has_no_counts():
    assert night_row(_night(FIRST, NightState.WHOLE)) == (
        "31 October 2026", "whole", "153", "153", "2", "0", "1200", "6 minutes, 31 at worst"
    )  # fmt: skip
    assert night_row(NightOfDay(FIRST, NightState.MISSING)) == ("31 October 2026", "no night", "-", "-", "0", "0", "0", "-")


def test_why_is_given_for_the_nights_that_went_wrong_newest_first():
    failed = {november(3): NightState.CRASHED, november(9): NightState.HELD, november(5): NightState.SET_ASIDE}
    assert [day for day, _ in reasons(month(failed))] == ["9 November 2026", "3 November 2026"]


def test_every_state_has_a_shape_and_a_text_of_its_own():
    assert set(_MARKS) == set(STATE_TEXTS) == set(NightState)
    outlines = {_without_colours(mark) for mark in _MARKS.values()}
    assert len(outlines) == len(set(STATE_TEXTS.values())) == 11


def _without_colours(mark: str) -> str:
    root = etree.fromstring(f"<g>{mark}</g>")
    return " ".join(str(value) for value in root.xpath("//@d | //@r | //@width | //@stroke-dasharray"))


def test_the_picture_has_a_column_a_day_and_an_empty_one_for_the_day_without_a_night():
    picture = etree.fromstring(nights_picture(month({november(14): NightState.MISSING})).encode())
    tips = [tip.text for tip in picture.iterfind(f".//{SVG}g/{SVG}title")]
    assert len(tips) == 30
    assert tips[0] == (
        "31 October 2026: whole; 153 of 153 checked; 2 read; 0 set aside; 1200 mailed; "
        "first listed to mailed 6 minutes, 31 at worst"
    )
    assert tips[14] == "14 November 2026: no night"
    texts = [text.text for text in picture.iter(f"{SVG}text")]
    assert texts[0] == "29 of 30 nights whole; 14 November is missing"
    assert [texts.count(text) for text in ("153", "2", "1.2k", "6")] == [29, 29 + 1, 29, 29 + 1], (
        "and the 2nd and 6th of the month"
    )
    assert "November 2026" in texts
    assert "October 2026" not in texts, "one day of it has no room for its name"
    assert texts.count("no night") == 1
    assert texts.count("incomplete") == 0, "the key has only what the picture has"


def test_what_was_not_checked_is_drawn_in_an_outline_of_what_was_expected():
    incomplete = NightOfDay(FIRST, NightState.INCOMPLETE, expected=100, checked=50)
    chart = "".join(nights_chart([incomplete]).parts)
    assert 'height="33.5"' in chart, "the outline of 100, 34 high less half its edge"
    assert 'height="17.0"' in chart, "50 of 100"
    assert ">of 100 expected<" in chart


def test_the_page_is_whole_without_a_script_and_what_a_run_said_is_text():
    nights = month({november(14): NightState.MISSING})
    nights[5] = NightOfDay(nights[5].day, NightState.CRASHED, 153, 0, message="OSError: <script>alert(1)</script>")
    page = nights_page(nights)
    assert "<script" not in page
    assert "<td>OSError: &lt;script&gt;alert(1)&lt;/script&gt;</td>" in page
    assert page.count("<tr>") == 2 + 1 + 30
    assert page.index("<td>29 November 2026</td>") < page.index("<td>31 October 2026</td>")
    assert "<h1>28 of 30 nights whole; 14 November is missing; 5 November did not end</h1>" in page


def test_numbers_fit_a_column():
    assert [short(number) for number in (0, 999, 1000, 1250, 9999, 10_000, 153_000)] == [
        "0",
        "999",
        "1.0k",
        "1.2k",
        "9.9k",
        "10k",
        "153k",
    ]


def test_no_day_has_no_picture():
    with pytest.raises(ValueError, match="no picture"):
        nights_chart([])
