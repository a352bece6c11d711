"""The traps of Great Expectations, each shown to be closed."""

import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import great_expectations.expectations as gxe
import pandas as pd
import pytest

from expectations import rules as running
from expectations.engine import ExpectationSuiteValidationResult
from expectations.rules import Answer, Rule, ask, batch_rule, frame, midnight, row_rule
from expectations.verdict import verdict_of
from tests.cached_results import caching

NO_RESULTS = ExpectationSuiteValidationResult(success=True, results=[], suite_name="words")
COLUMNS = {"word": "string", "count": "Int64", "day": "datetime64[us]", "right": "bool"}


def rows(*text: str | None) -> pd.DataFrame:
    return frame(
        [{"about": f"row {n}", "word": word, "count": n, "day": date(2026, 1, 1), "right": True} for n, word in enumerate(text)],
        COLUMNS,
    )


def is_yes(name: str = "is_yes") -> Rule:
    return row_rule(name, "{about} says {value}", gxe.ExpectColumnValuesToBeInSet, column="word", value_set=["yes"])


def only(answers: tuple[Answer, ...]) -> Answer:
    assert len(answers) == 1
    return answers[0]


def test_every_broken_row_is_named_beyond_the_two_hundred_that_results_show_by_default() -> None:
    answer = only(ask("words", rows(*["no"] * 450), [is_yes()]))
    assert [broken.row for broken in answer.broken_by] == list(range(450))


def test_a_missing_value_passes_a_rule_on_values_so_each_needs_a_rule_that_it_is_there() -> None:
    there = row_rule("there", "no word", gxe.ExpectColumnValuesToNotBeNull, column="word")
    alone = only(ask("words", rows("yes", None), [is_yes()]))
    assert alone.passed
    paired = ask("words", rows("yes", None), [is_yes(), there])
    assert [broken.row for answer in paired for broken in answer.broken_by] == [1]


def test_a_rule_that_crashes_could_not_run_and_is_never_taken_for_an_answer() -> None:
    crashing = row_rule("crash", "", gxe.ExpectColumnValuesToBeBetween, column="word", min_value=5)
    absent = row_rule("absent", "", gxe.ExpectColumnValuesToBeInSet, column="no such column", value_set=["yes"])
    verdict = verdict_of("words", 1, ask("words", rows("no"), [crashing, absent, is_yes()]))
    assert len(verdict.could_not_run) == 2
    assert "'crash'" in verdict.could_not_run[0]
    assert "'absent'" in verdict.could_not_run[1]
    assert [failed.rule for failed in verdict.failed_rows] == ["is_yes"]


def test_two_rules_that_ask_the_same_are_both_answered() -> None:
    # A suite drops the second of two expectations that differ in their meta alone.
    answers = ask("words", rows("no"), [is_yes("first"), is_yes("second")])
    assert [(answer.rule.name, answer.passed, answer.crash) for answer in answers] == [
        ("first", False, None),
        ("second", False, None),
    ]


def test_a_rule_that_the_suite_dropped_could_not_run() -> None:
    first = is_yes("first")
    twin = Rule("twin", first.text, first.expectation.copy(update={"meta": {"rule": "twin"}}), first.scope)
    answers = ask("words", rows("yes"), [first, twin])
    assert [answer.crash for answer in answers] == [None, "it was dropped from the suite"]


def test_two_rules_of_one_name_are_a_defect() -> None:
    with pytest.raises(ValueError, match="same name"):
        ask("words", rows("yes"), [is_yes(), is_yes()])


def test_no_rows_keep_their_columns_and_every_rule_holds() -> None:
    rules = [
        is_yes(),
        row_rule("there", "", gxe.ExpectColumnValuesToNotBeNull, column="word"),
        row_rule("digits", "", gxe.ExpectColumnValuesToMatchRegex, column="word", regex="^[0-9]+$"),
        row_rule("few", "", gxe.ExpectColumnValuesToBeBetween, column="count", max_value=5),
        row_rule("past", "", gxe.ExpectColumnValuesToBeBetween, column="day", max_value=midnight(date(2026, 1, 1))),
        row_rule("once", "", gxe.ExpectCompoundColumnsToBeUnique, column_list=["word", "count"]),
        batch_rule("right", "", gxe.ExpectColumnValuesToBeInSet, column="right", value_set=[True], mostly=0.9),
        batch_rule("sum", "", gxe.ExpectColumnSumToBeBetween, column="count", min_value=0),
    ]
    nothing = frame([], COLUMNS)
    assert {name: str(dtype) for name, dtype in nothing.dtypes.items()} == {"row": "int64", "about": "string", **COLUMNS}
    assert [(answer.rule.name, answer.passed, answer.crash) for answer in ask("words", nothing, rules)] == [
        (rule.name, True, None) for rule in rules
    ]


def test_great_expectations_is_not_asked_of_rows_where_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(running, "_run", lambda suite, rows, rules: asked.append([rule.name for rule in rules]) or NO_RESULTS)
    few = batch_rule("few", "", gxe.ExpectTableRowCountToBeBetween, max_value=5)
    nothing = frame([], COLUMNS)
    answers = ask("words", nothing, [is_yes(), few])
    assert [(answer.rule.name, answer.passed) for answer in answers] == [("is_yes", True), ("few", False)]
    assert only(ask("words", nothing, [is_yes()])) == Answer(answers[0].rule, passed=True)
    assert asked == [["few"]]


def test_what_tests_cache_is_the_answer_to_the_same_rows_and_rules(tmp_path: Path) -> None:
    runs = []
    run = caching(lambda suite, rows, rules: runs.append(suite) or running._run(suite, rows, rules), tmp_path)
    first, other_row = rows("no"), rows("yes")
    other_rule = row_rule("is_yes", "", gxe.ExpectColumnValuesToNotBeNull, column="word")
    results = [run("words", first, [is_yes()]), run("words", other_row, [is_yes()]), run("words", first, [other_rule])]
    assert [result.success for result in results] == [False, True, True]
    assert run("words", rows("no"), [is_yes()]) is results[0]
    elsewhere = caching(lambda *asked: pytest.fail("it is asked again"), tmp_path)
    assert elsewhere("words", rows("no"), [is_yes()]).to_json_dict() == results[0].to_json_dict()
    assert len(runs) == 3


def test_a_row_without_one_of_the_columns_is_a_defect() -> None:
    with pytest.raises(KeyError, match="count"):
        frame([{"about": "row 0", "word": "yes"}], COLUMNS)


def test_dates_are_compared_with_days_and_a_missing_one_passes() -> None:
    days = frame([{"about": "", "day": day} for day in (date(2026, 1, 1), date(2026, 1, 2), None)], {"day": "datetime64[us]"})
    past = row_rule("past", "on {value}", gxe.ExpectColumnValuesToBeBetween, column="day", max_value=midnight(date(2026, 1, 1)))
    verdict = verdict_of("days", 3, ask("days", days, [past]))
    assert [(failed.row, failed.message) for failed in verdict.failed_rows] == [(1, "on 2026-01-02")]


def test_both_copies_break_a_rule_that_rows_are_unique() -> None:
    once = row_rule("once", "", gxe.ExpectCompoundColumnsToBeUnique, column_list=["word", "day"])
    answer = only(ask("words", rows("a", "b", "a"), [once]))
    assert [broken.row for broken in answer.broken_by] == [0, 2]


def test_eight_threads_at_once_each_get_their_own_answer() -> None:
    def ask_about(thread: int) -> list[int]:
        text = ["no" if n == thread else "yes" for n in range(8)]
        return [broken.row for broken in only(ask(f"words {thread}", rows(*text), [is_yes()])).broken_by]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask_about, [*range(8)] * 3)) == [[n] for n in [*range(8)] * 3]


def test_a_suite_is_silent(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        ask("words", rows("no"), [is_yes()])
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")
    assert [record for record in caplog.records if record.name.startswith("great_expectations")] == []


def test_the_core_does_not_bring_great_expectations_along() -> None:
    modules = "ofsted_watch.domain.model, ofsted_watch.extraction.letter_kinds"
    code = f"import sys, {modules}; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
