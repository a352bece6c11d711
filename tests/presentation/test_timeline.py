"""An authority's history as steps, and the picture that is drawn of them."""

from datetime import date

import pytest
from lxml import etree

from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.history import histories
from ofsted_watch.presentation.timeline import Timeline, timeline_of
from ofsted_watch.presentation.timeline_chart import NARROW, WIDE, Size, timeline_chart
from tests.domain.history.letters import MARSHFORD, NJ, RI, G, ilacs_2026, sif, stored
from tests.presentation.tables_of_everything import asking
from tests.web.watched_pages import FALL, FIRST, LETTERS, RISE, TODAY

SVG = "{http://www.w3.org/2000/svg}"


def timeline(*letters) -> Timeline:
    return timeline_of(histories(letters)[MARSHFORD.urn], TODAY)


def drawn(notified: Timeline, size: Size = WIDE, authority: str = "Marshford"):
    return etree.fromstring(str(timeline_chart(notified, authority, size)))


def test_each_grade_holds_until_the_next_inspection_and_the_last_one_until_today() -> None:
    overall = timeline(*LETTERS).rows[0]
    assert [(step.grade, step.start, step.end) for step in overall.steps] == [
        (Grade.REQUIRES_IMPROVEMENT, FIRST.published, RISE.published),
        (Grade.GOOD, RISE.published, FALL.published),
        (Grade.INADEQUATE, FALL.published, TODAY),
    ]


def test_a_line_that_was_judged_together_has_no_grade_of_its_own_and_says_why() -> None:
    leavers = timeline(*LETTERS).rows[4]
    assert [step.text for step in leavers.steps] == ["good", "judged with children in care", "good"]
    assert leavers.steps[1].grade is None


def test_a_framework_without_overall_effectiveness_leaves_it_not_given() -> None:
    notified = timeline(FIRST, ilacs_2026("2026-06-09", G, G, G, G))
    assert notified.rows[0].steps[-1].text == "not given"


def test_the_table_beside_the_picture_says_the_same_newest_first() -> None:
    notified = timeline(*LETTERS).notified
    assert [one.published for one in notified] == [FALL.published, RISE.published, FIRST.published]
    assert notified[0].cells[0] == ("Overall effectiveness", Grade.INADEQUATE, "inadequate")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=lambda size: size.name)
def test_the_picture_says_itself_in_words(size: Size) -> None:
    picture = drawn(timeline(*LETTERS), size)
    named = picture.get("aria-labelledby").split()
    said = {part.get("id"): part.text for part in picture.iter(f"{SVG}title", f"{SVG}desc")}
    assert set(named) == set(said)
    assert (
        "Overall effectiveness: requires improvement from 20 September 2016, good from 8 June 2021, inadequate from"
        in said[named[1]]
    )


def test_up_is_better_and_no_two_grades_share_a_shape() -> None:
    marks = list(drawn(timeline(*LETTERS)).iter(f"{SVG}path"))[:3]
    heights = [float(mark.get("transform").split()[1].rstrip(")")) for mark in marks]
    ri, good, inadequate = heights
    assert good < ri < inadequate, "y grows downwards"
    assert len({mark.get("d") for mark in marks}) == 3


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=lambda size: size.name)
def test_nothing_is_drawn_outside_the_picture(size: Size) -> None:
    picture = drawn(timeline(sif("2026-03-01", G, G, G, G, NJ), *LETTERS), size)
    right = float(picture.get("viewBox").split()[2])
    places = [float(part.get(name)) for part in picture.iter() for name in ("x", "x1", "x2", "cx") if part.get(name)]
    assert all(0 <= place <= right for place in places)


def test_not_judged_stands_apart_from_the_scale() -> None:
    notified = timeline(FIRST, sif("2020-01-01", G, G, G, G, NJ))
    leavers = notified.rows[4]
    assert leavers.steps[1].grade is Grade.NOT_JUDGED
    drawn(notified)


def test_a_name_with_markup_in_it_stays_words() -> None:
    picture = drawn(timeline(*LETTERS), authority='<script>alert("1")</script> & Sons')
    assert next(picture.iter(f"{SVG}title")).text.endswith('<script>alert("1")</script> & Sons changed over time')


def test_without_an_inspection_there_is_no_picture() -> None:
    with pytest.raises(ValueError, match="no picture"):
        timeline_chart(Timeline((), (), (), date(2026, 1, 1)), "Marshford", WIDE)


def test_a_row_in_which_nothing_moved_has_a_third_of_the_height() -> None:
    def height(*letters) -> float:
        return float(drawn(timeline(*letters)).get("viewBox").split()[3])

    flat = (sif("2016-09-20", G, G, G, G, G), sif("2019-09-20", G, G, G, G, G))
    moved = (sif("2016-09-20", G, G, G, G, G), sif("2019-09-20", RI, RI, RI, RI, RI))
    rows_flat, rows_moved = height(*flat) - 30, height(*moved) - 30
    assert 0.33 <= rows_flat / rows_moved <= 0.37


def test_a_row_that_moved_has_the_scale_at_its_left() -> None:
    marks = [use.get("href") for use in drawn(timeline(FIRST, RISE)).iter(f"{SVG}use")]
    assert marks[:4] == ["#shape-outstanding", "#shape-good", "#shape-requires_improvement", "#shape-inadequate"]


def test_a_report_that_is_not_read_is_a_gap_and_no_line() -> None:
    unread = Gap(MARSHFORD.urn, "59999", date(2019, 5, 1), "Inspection", "https://files.example/59999", "why")
    shown = timeline_of(histories((FIRST, RISE), [unread])[MARSHFORD.urn], TODAY)
    gap = next(step for step in shown.rows[0].steps if step.text == "report not read")
    assert (gap.start, gap.end) == (date(2019, 5, 1), RISE.published)
    texts = [text.text for text in drawn(shown).iter(f"{SVG}text")]
    assert "report not read" in texts
    dotted = [line for line in drawn(shown).iter(f"{SVG}line") if line.get("stroke-dasharray") == "1 5"]
    assert len(dotted) == 1, "care leavers, judged with children in care since RISE"


def test_other_letters_are_named_by_what_they_are_about_and_none_covers_another() -> None:
    visits = [asking(stored("focused_visit", f"2024-0{month}-14"), topics=(LetterTopic.FRONT_DOOR,)) for month in (1, 2, 3, 4)]
    joint = asking(stored("jtai", "2022-05-03"), theme="neglect")
    send = stored("area_send", "2023-05-03", {Area.SEND_OUTCOME: Grade.INCONSISTENT})
    shown = timeline(FIRST, RISE, *visits, joint, send, stored("monitoring_visit", "2020-02-04"))
    assert [visit.text for visit in shown.visits] == [
        "monitoring visit",
        "JTAI: neglect",
        "SEND: inconsistent",
        *["front door"] * 4,
    ]
    dots = {(circle.get("cx"), circle.get("cy")) for circle in drawn(shown).iter(f"{SVG}circle")}
    assert len(dots) == 7
    close = [dot for dot in sorted(dots) if dot in sorted(dots)[-4:]]
    assert len({y for _, y in close}) == 4, "four visits in four months stand in four rows"


def test_a_text_that_fits_on_neither_side_of_its_dot_has_a_row_of_its_own() -> None:
    joint = asking(stored("jtai", "2021-05-03"), theme="multi-agency response to domestic abuse")
    picture = drawn(timeline(FIRST, RISE, joint), NARROW)
    (dot,) = picture.iter(f"{SVG}circle")
    (label,) = [text for text in picture.iter(f"{SVG}text") if str(text.text).startswith("JTAI")]
    assert float(label.get("y")) > float(dot.get("cy")) + 10
