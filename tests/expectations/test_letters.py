import json
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from expectations.letter_suite import check
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter, Listing, Problem, Verdict
from tests.factories import TODAY, letter, listing
from tests.paths import CORPUS

KINDS = ("ilacs_inspection", "focused_visit", "other")


def verdict(letters: Sequence[tuple[Listing, Letter]]) -> Verdict:
    return check(letters, kinds=KINDS, today=TODAY)


def numbered(letters: Sequence[Letter]) -> list[tuple[Listing, Letter]]:
    return [(listing(file_number=str(n)), one) for n, one in enumerate(letters)]


def unreadable(code: str = "truncated") -> Letter:
    return letter(judgements=(), urn=None, kind=LetterKind.OTHER, problem=Problem(code, "The file ends before its end"))


def test_good_letters_pass() -> None:
    good = verdict(numbered([letter(), letter(kind=LetterKind.FOCUSED_VISIT, inspection_start=None, inspection_end=None)]))
    assert good.rows_checked == 2
    assert (good.failed_rows, good.failed_batch, good.could_not_run, good.warnings) == ((), (), (), ())


def test_a_night_without_new_letters_passes() -> None:
    quiet = verdict([])
    assert (quiet.rows_checked, quiet.failed_rows, quiet.failed_batch, quiet.could_not_run) == (0, (), (), ())


def test_a_letter_with_a_problem_fails_with_the_problems_own_code_and_words_and_no_other() -> None:
    failed = verdict(numbered([letter(), unreadable()])).failed_rows
    assert [(row.row, row.rule, row.message) for row in failed] == [(1, "truncated", "The file ends before its end")]


@pytest.mark.parametrize(
    ("wrong", "rule", "text"),
    [
        ({"kind": None}, "kind_missing", "has no kind"),
        ({"kind": "annual_letter"}, "kind_known", "'annual_letter' is not a known kind"),
        ({"urn": None}, "authority_not_named", "names no known authority"),
        ({"urn": "80998"}, "wrong_authority", "not about the authority that lists it"),
        ({"inspection_start": date(2026, 9, 12)}, "dates_in_order", "-1 days after its first"),
        ({"inspection_start": date(2025, 9, 12)}, "dates_in_order", "364 days after its first"),
        ({"published": date(2026, 9, 17)}, "published_after_inspection", "published 6 days after"),
        (
            {"inspection_start": None, "inspection_end": date(2025, 9, 11)},
            "published_after_inspection",
            "404 days after",
        ),
        ({"published": date(2026, 11, 24)}, "published_in_the_past", "published on 2026-11-24"),
        ({"inspection_start": date(2027, 9, 1), "inspection_end": None}, "starts_in_the_past", "starts on 2027-09-01"),
    ],
)
def test_a_bad_letter_fails_alone_with_its_rule_in_words(wrong: dict[str, object], rule: str, text: str) -> None:
    failed = verdict(numbered([letter(), letter(**wrong)])).failed_rows
    assert [(row.row, row.rule) for row in failed] == [(1, rule)]
    assert text in failed[0].message


def test_an_inspection_that_ends_after_today_fails() -> None:
    late = letter(inspection_start=TODAY, inspection_end=TODAY + timedelta(days=4))
    assert "ends_in_the_past" in {row.rule for row in verdict(numbered([late])).failed_rows}


def test_the_longest_delay_and_the_longest_inspection_measured_pass() -> None:
    slow = letter(inspection_start=date(2026, 4, 5), inspection_end=date(2026, 6, 16), published=date(2026, 10, 20))
    assert verdict(numbered([slow])).failed_rows == ()


@pytest.mark.corpus
def test_no_real_letter_breaks_a_rule_on_dates() -> None:
    truth = CORPUS / "truth.json"
    if not truth.exists():
        pytest.skip(f"the checked letters are not here ({truth})")

    def day(written: str | None) -> date | None:
        return date.fromisoformat(written) if written else None

    real = [
        (
            listing(file_number=str(number), published=day(one["label_date"])),
            letter(
                sha256=one["sha256"],
                published=day(one["published"]),
                inspection_start=day(one["inspection_start"]),
                inspection_end=day(one["inspection_end"]),
            ),
        )
        for number, one in enumerate(json.loads(truth.read_text()))
    ]
    assert len(real) > 100
    assert verdict(real).failed_rows == ()
    assert verdict(real).warnings == ()


def test_a_letter_gathered_twice_fails_in_both_places() -> None:
    failed = verdict([(listing(), letter()), (listing(), letter())]).failed_rows
    assert [(row.row, row.rule) for row in failed] == [(0, "listed_once"), (1, "listed_once")]


def test_the_same_bytes_under_two_numbers_are_two_letters() -> None:
    assert verdict(numbered([letter(), letter()])).failed_rows == ()


def test_a_printed_date_far_from_the_links_is_a_warning_for_a_reissue_keeps_its_date() -> None:
    reissued = verdict([(listing(published=date(2026, 11, 20)), letter(published=date(2026, 10, 20)))])
    assert reissued.failed_rows == ()
    assert reissued.warnings == (
        "The date that file 50001001 of authority 80999 (Children's services inspection) prints "
        "is 31 days before the date of its link.",
    )


def test_two_files_of_four_that_are_no_pdf_are_two_bad_files() -> None:
    assert verdict(numbered([letter(), letter(), unreadable(), unreadable()])).failed_batch == ()


def test_three_files_of_fifteen_that_are_cut_short_are_a_fifth_and_pass() -> None:
    assert verdict(numbered([letter()] * 12 + [unreadable()] * 3)).failed_batch == ()


@pytest.mark.parametrize("code", ["truncated", "not_a_pdf", "empty"])
def test_three_files_of_fourteen_that_were_served_wrong_stop_the_batch(code: str) -> None:
    stopped = verdict(numbered([letter()] * 11 + [unreadable(code)] * 3)).failed_batch
    assert len(stopped) == 1
    assert stopped[0].startswith("3 of 14 files are no whole PDF: file 11 of authority 80999")


SOUND = """unknown_kind two_kinds no_text encrypted incomplete_judgements unlisted_grade unlisted_area witnesses_disagree
dates_not_read dates_contradict reader_died too_slow too_big marked tables_disagree authority_not_named"""


@pytest.mark.parametrize("code", SOUND.split())
def test_sound_files_that_cannot_be_read_are_set_aside_and_stop_no_batch(code: str) -> None:
    strange = verdict(numbered([unreadable(code)] * 4))
    assert strange.failed_batch == ()
    assert [row.rule for row in strange.failed_rows] == [code] * 4


def test_the_night_after_a_stopped_one_the_rule_only_warns() -> None:
    letters = numbered([letter()] * 3 + [unreadable()] * 3)
    again = check(letters, kinds=KINDS, today=TODAY, stopped_before=True)
    assert again.failed_batch == ()
    assert len(again.warnings) == 1
    assert again.warnings[0].startswith("3 of 6 files are no whole PDF")
    assert [row.row for row in again.failed_rows] == [3, 4, 5]
