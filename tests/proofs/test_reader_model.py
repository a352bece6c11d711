"""The model of a careful reader, against answers worked out by hand: nights in, what each subscriber hears out."""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest

from proofs.history import reader_model
from proofs.history.reader_model import Notice, Reader, Report, Shown

GOOD = {"overall": "good"}
POOR = {"overall": "inadequate"}
MIDDLE = {"overall": "requires_improvement"}

CONTENTS: dict[str, Report | None] = {
    "2018": Report(date(2018, 5, 1), MIDDLE),
    "2022": Report(date(2022, 5, 1), GOOD),
    "2026": Report(date(2026, 5, 1), POOR),
    "2022 corrected": Report(date(2022, 5, 1), MIDDLE),
    "unread": None,
}
OLD = Shown(date(2018, 6, 10), "2018")
KNOWN = Shown(date(2022, 6, 10), "2022")
FALL = Shown(date(2026, 6, 10), "2026")
DAY = date(2026, 6, 10)

LETTERS = frozenset({"letters"})
BOTH = frozenset({"letters", "changes"})
FELL = frozenset({("overall", "good", "inadequate")})


def after(
    *pages: dict[str, Shown] | None, contents: dict[str, Report | None] = CONTENTS
) -> tuple[Reader, list[tuple[Notice, ...]]]:
    """A reader after nights with these pages, the last of them on DAY, and what was told each night."""
    reader = Reader()
    first = DAY - timedelta(days=len(pages) - 1)
    return reader, [reader.night(first + timedelta(days=place), page, CONTENTS) for place, page in enumerate(pages)]


def test_the_model_is_short_and_imports_nothing_of_ours() -> None:
    source = Path(reader_model.__file__).read_text(encoding="utf-8")
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else name.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }

    assert len(source.splitlines()) <= 200
    assert imported == {"collections.abc", "dataclasses", "datetime", "typing"}


def test_what_stands_on_the_page_at_first_sight_is_sent_to_nobody() -> None:
    _, told = after({"1": KNOWN, "2": FALL})

    assert told == [()]


def test_a_new_report_is_announced_once_with_what_changed() -> None:
    _, told = after({"1": KNOWN}, {"1": KNOWN, "2": FALL}, {"1": KNOWN, "2": FALL})

    assert told[1:] == [(Notice("letter", date(2026, 5, 1), FELL, audience=BOTH),), ()]


def test_a_report_missed_in_an_outage_is_announced_the_night_after() -> None:
    _, told = after({"1": KNOWN}, None, {"1": KNOWN, "2": FALL})

    assert told[1:] == [(), (Notice("letter", date(2026, 5, 1), FELL, audience=BOTH),)]


def test_an_unread_report_is_announced_as_unread_and_the_next_is_not_compared_across_it() -> None:
    unread = Shown(date(2024, 6, 10), "unread")
    reader, told = after({"1": KNOWN}, {"1": KNOWN, "2": unread}, {"1": KNOWN, "2": unread, "3": FALL})

    assert told[1] == (Notice("unread", "2", audience=BOTH),)
    assert told[2] == (Notice("letter", date(2026, 5, 1), across_gap=True, audience=LETTERS),)
    assert reader.known.changes == frozenset()


def test_when_an_unread_report_is_read_everybody_who_heard_of_it_hears_its_grades() -> None:
    unread = Shown(DAY, "unread")
    reader, _ = after({"1": KNOWN}, {"1": KNOWN, "2": unread})
    told = reader.night(DAY + timedelta(days=1), {"1": KNOWN, "2": unread}, CONTENTS | {"unread": Report(date(2026, 5, 1), GOOD)})

    assert told == (Notice("letter", date(2026, 5, 1), audience=BOTH),)
    assert not reader.known.gaps


def test_a_report_that_goes_and_comes_back_is_sent_to_those_who_heard_that_it_went() -> None:
    reader, told = after({"1": KNOWN}, {"1": KNOWN, "2": FALL}, {"1": KNOWN})
    gone = Notice("withdrawn", date(2026, 5, 1), held=True, audience=BOTH)
    assert told[2] == (gone,)

    reader.answer(gone, release=True)
    back = reader.night(DAY + timedelta(days=1), {"1": KNOWN, "9": FALL}, CONTENTS)

    assert back == (Notice("back", date(2026, 5, 1), held=True, audience=BOTH),)
    assert reader.known.changes == {(date(2022, 5, 1), date(2026, 5, 1), "overall", "good", "inadequate")}


@pytest.mark.parametrize("nights_gone", [1, 5])
def test_a_dropped_withdrawal_restores_the_report_so_that_the_next_fall_is_announced(nights_gone: int) -> None:
    reader, told = after({"1": OLD, "2": KNOWN}, {"1": OLD})
    reader.answer(told[1][0], release=False)
    for night in range(1, nights_gone + 1):
        assert reader.night(DAY + timedelta(days=night), {"1": OLD}, CONTENTS) == ()
    later = DAY + timedelta(days=nights_gone + 1)

    assert reader.night(later, {"1": OLD, "2": KNOWN, "3": FALL}, CONTENTS) == (
        Notice("letter", date(2026, 5, 1), FELL, audience=BOTH),
    )


def test_a_number_used_again_is_another_inspection_and_the_earlier_one_stays() -> None:
    reader, told = after({"1": KNOWN}, {"1": FALL})

    assert told[1] == (Notice("letter", date(2026, 5, 1), FELL, audience=BOTH),)
    assert [own.start.year for own in reader.known.inspections] == [2022, 2026]


def test_another_first_day_under_the_same_label_is_a_correction_that_waits() -> None:
    _, told = after({"1": KNOWN}, {"1": Shown(KNOWN.published, "2026")})

    assert told[1] == (Notice("reissued", date(2026, 5, 1), FELL, held=True, audience=BOTH),)


def test_a_reissue_says_what_one_report_said_and_says_now() -> None:
    _, told = after({"1": KNOWN}, {"1": Shown(KNOWN.published, "2022 corrected")})

    changes = frozenset({("overall", "good", "requires_improvement")})
    assert told[1] == (Notice("reissued", date(2022, 5, 1), changes, audience=BOTH),)


def test_a_late_report_that_changes_the_grade_of_today_is_news_and_one_that_changes_the_past_is_not() -> None:
    late = Shown(DAY - timedelta(days=45), "2026")
    _, told = after({"1": KNOWN}, {"1": KNOWN, "2": late})
    assert [message.kind for message in told[1]] == ["letter"]

    _, told = after({"1": KNOWN}, {"0": OLD, "1": KNOWN})
    assert told[1] == ()


def test_a_copy_under_another_number_counts_once() -> None:
    reader, told = after({"1": KNOWN}, {"1": KNOWN, "2": KNOWN}, {"2": KNOWN})

    assert told[1:] == [(), ()]
    assert len(reader.known.inspections) == 1


def test_an_unread_reissue_leaves_what_was_read_and_parts_it_from_the_next_report() -> None:
    reissued = Shown(KNOWN.published, "unread")
    reader, told = after({"1": OLD, "2": KNOWN}, {"1": OLD, "2": reissued}, {"1": OLD, "2": reissued, "3": FALL})

    assert told[1] == ()
    assert told[2] == (Notice("letter", date(2026, 5, 1), across_gap=True, audience=LETTERS),)
    assert reader.known.changes == {(date(2018, 5, 1), date(2022, 5, 1), "overall", "requires_improvement", "good")}


def test_a_dropped_withdrawal_restores_that_report_alone_and_at_once() -> None:
    first, second = Shown(date(2026, 6, 1), "2026"), Shown(date(2026, 6, 5), "2026 b")
    contents = CONTENTS | {"2026 b": Report(date(2026, 5, 4), GOOD), "2022 again": Report(date(2022, 5, 1), POOR)}
    reader = Reader()
    reader.night(DAY, {"1": KNOWN, "2": first, "3": second}, contents)
    (gone,) = reader.night(DAY + timedelta(days=1), {"1": KNOWN, "2": first}, contents)
    reader.answer(gone, release=True)
    (gone,) = reader.night(DAY + timedelta(days=2), {"1": KNOWN}, contents)
    reader.answer(gone, release=False)

    assert [own.start for own in reader.known.inspections] == [date(2022, 5, 1), date(2026, 5, 1)]
    again = {"1": Shown(KNOWN.published, "2022 again")}
    assert reader.night(DAY + timedelta(days=3), again, contents) == ()


@pytest.mark.parametrize(
    ("recalls", "held"),
    [
        (None, False),
        ((2022, 5, "good"), False),
        ((2022, 6, None), False),
        ((2022, None, None), False),
        ((2022, 7, None), True),
        ((2024, None, None), True),
        ((2022, 5, "inadequate"), True),
    ],
)
def test_a_report_that_recalls_another_inspection_than_the_one_before_waits(
    recalls: tuple[int, int | None, str | None] | None, held: bool
) -> None:
    reader = Reader()
    contents = CONTENTS | {"2026": Report(date(2026, 5, 1), POOR, recalls)}
    reader.night(DAY - timedelta(days=1), {"1": KNOWN}, contents)

    assert reader.night(DAY, {"1": KNOWN, "2": FALL}, contents) == (
        Notice("letter", date(2026, 5, 1), FELL, held=held, audience=BOTH),
    )


def test_what_is_compared_with_a_report_that_waits_waits_as_well() -> None:
    reader = Reader()
    recalls = Report(date(2026, 5, 1), POOR, (2024, 1, None))
    contents = CONTENTS | {"2026": recalls, "2026 next": Report(date(2026, 5, 2), GOOD)}
    reader.night(DAY - timedelta(days=1), {"1": KNOWN}, contents)
    told = reader.night(DAY, {"1": KNOWN, "2": FALL, "3": Shown(date(2026, 6, 11), "2026 next")}, contents)

    assert [(message.about, message.held) for message in told] == [(date(2026, 5, 1), True), (date(2026, 5, 2), True)]
