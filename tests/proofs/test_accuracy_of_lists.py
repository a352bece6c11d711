"""How the texts of a list, a theme and a key that is not there yet are counted."""

from dataclasses import replace
from typing import Any

from ofsted_watch.domain.model import Letter, Problem
from proofs.accuracy import lists, recent
from proofs.accuracy.recent import MISSING, list_pairs
from proofs.accuracy.values import RIGHT, SET_ASIDE, SILENTLY_WRONG, letters_and_digits, not_right_by_file, summary

LETTER = Letter(file="a.pdf", sha256="0" * 64, pages=1, kind="jtai", urn="80901")
LISTS = {
    "file": "pdf/a.pdf",
    "kind": "jtai",
    "improvements": [{"kind": "improvement", "text": "Help arrives late.", "number": None, "page": 2}],
}
VISIT: dict[str, Any] = {
    "file": "recent/a.pdf", "kind": "focused_visit", "urn": "80901", "inspection_start": None, "inspection_end": None,
    "lead_inspector": None, "improvements": [], "improvements_heading": None, "published": None, "inspectors": [],
    "ordinal_visit": None, "previous_judgement": None, "priority_action": [], "looked_at": None, "topics": [], "progress": None,
}  # fmt: skip


def counted(read: list[str] | None, true: list[str], *, is_cut: bool = False) -> tuple[bool, int, int]:
    """Whether the whole list is right, how many texts are, and how many are not."""
    whole, *each = [is_read == is_true for _, is_read, is_true in list_pairs("list", "each", read, true, is_cut=is_cut)]
    return whole, sum(each), len(each) - sum(each)


def test_a_list_is_right_word_by_word_whatever_its_quotes_and_stops() -> None:
    assert counted(["The child’s plan: ◼ early; ◼ pre-proceedings."], ["the child's plan: early; pre-proceedings"]) == (
        False,
        0,
        1,
    )
    assert counted(["The child’s plan: ◼ early; ◼ pre-proceedings."], ["The child's plan: early; pre-proceedings"]) == (
        True,
        1,
        0,
    )
    assert letters_and_digits("multi\u00adagency") == "multiagency"
    assert letters_and_digits("the programme5. In 2016, 12 of 14") == "the programme In 2016 12 of 14"


def test_a_missing_text_a_text_too_many_and_another_order_are_wrong() -> None:
    assert counted(["a b"], ["a b", "c d"]) == (False, 1, 1)
    assert counted(["a b", "c d"], ["a b"]) == (False, 1, 1)
    assert counted(["a b", "c e"], ["a b", "c d"]) == (False, 1, 1)
    assert counted(["c d", "a b"], ["a b", "c d"]) == (False, 2, 0)
    assert counted(["a b", "a b"], ["a b"]) == (False, 1, 1)


def test_a_list_that_was_read_in_part_must_begin_as_read() -> None:
    assert counted(["a b", "c d"], ["a b"], is_cut=True) == (True, 1, 0)
    assert counted(["c d"], ["a b"], is_cut=True) == (False, 0, 1)


def test_a_key_that_is_not_there_is_never_right() -> None:
    assert counted(None, []) == (False, 0, 0)
    read = {"kind": "jtai", "judgements": []}
    assert [pair[1] for pair in lists._pairs({**LISTS, "improvements": [], "theme": "neglect"}, read)] == [MISSING, MISSING]


def test_the_items_of_a_letter_with_a_problem_are_set_aside() -> None:
    aside = replace(LETTER, problem=Problem("no_text", "The file holds no text."))
    verdicts = {value.field: value.verdict for value in lists.values_of(LISTS, aside)}
    assert verdicts["list"] == verdicts["each item"] == SET_ASIDE
    assert {value.field: value.verdict for value in lists.values_of(LISTS, LETTER)}["each item"] == SILENTLY_WRONG


def test_permanence_counts_as_children_in_care_and_other_topics_do_not_count() -> None:
    read = {
        "kind": "focused_visit", "urn": "80901", "inspection_start": None, "inspection_end": None, "lead_inspector": None,
        "published": None, "inspectors": [], "ordinal_visit": None, "previous_judgement": None,
        "areas_for_priority_action": None, "topics": ["permanence", "neglect"],
    }  # fmt: skip
    pairs = {field: (was, true) for field, was, true in recent._pairs({**VISIT, "topics": ["children_in_care", "uasc"]}, read)}
    assert pairs["topics"] == (["children_in_care"], ["children_in_care"])
    assert pairs["topic children_in_care"] == (True, True)
    pairs = {field: (was, true) for field, was, true in recent._pairs({**VISIT, "topics": ["care_leavers"]}, read)}
    assert pairs["topic children_in_care"] == (True, False)
    assert pairs["topic care_leavers"] == (False, True)


def test_a_scope_is_right_when_it_holds_the_theme_and_little_more() -> None:
    theme = "the front door, including contacts, referrals and thresholds"
    sentence = f"Inspectors looked at the local authority’s arrangements for {theme}."
    assert recent._theme_as_read({"page": 1, "text": sentence}, theme) == letters_and_digits(theme)
    assert recent._theme_as_read(f"{sentence} {'More was looked at. ' * 10}", theme) != letters_and_digits(theme)
    assert recent._theme_as_read("Inspectors looked at care leavers.", theme) != letters_and_digits(theme)
    assert recent._theme_as_read(None, None) == letters_and_digits(None)


def test_a_letter_that_gives_the_year_alone_is_right_without_a_month() -> None:
    previous = {"previous_judgement": {"grade": "good", "month_year": "2018"}}
    values = {
        value.field: value.verdict for value in recent.values_of({**VISIT, **previous}, replace(LETTER, kind="focused_visit"))
    }
    assert values["previous grade"] == SILENTLY_WRONG
    assert values["previous month"] == RIGHT


def test_the_docs_name_the_fields_of_a_file_that_are_not_right_and_no_text_of_it() -> None:
    values = list(lists.values_of({**LISTS, "theme": "neglect"}, LETTER))
    assert list(not_right_by_file([*values, values[1]])) == ["- a.pdf: list, each item × 2, theme"]
    assert summary(values) == "0 values right, 0 set aside, 3 silently wrong"


def test_an_inspection_that_is_recalled_without_a_grade_has_its_year() -> None:
    truth = {
        **VISIT,
        "kind": "ilacs_inspection",
        "judgements": {},
        "summary": "",
        "last_inspection": {"grade": None, "year": "2022"},
    }
    values = {value.field: value for value in recent.values_of(truth, replace(LETTER, kind="ilacs_inspection"))}
    assert (values["previous inspection year"].true, values["previous inspection year"].verdict) == ("2022", SILENTLY_WRONG)
    assert values["previous inspection grade"].verdict == RIGHT
