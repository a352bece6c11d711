import pytest

from expectations.verdict import raise_if_blind, shown
from ofsted_watch.domain.model import FailedRow, Verdict
from ofsted_watch.errors import BatchRuleFailed, RuleCouldNotRun


def test_failed_rows_and_warnings_do_not_stop_a_run() -> None:
    raise_if_blind(Verdict("letters", 3, failed_rows=(FailedRow(0, "problem", "…"),), warnings=("…",)))


def test_a_failed_batch_rule_stops_the_run_in_its_own_words() -> None:
    with pytest.raises(BatchRuleFailed, match=r"^Half is gone\.$"):
        raise_if_blind(Verdict("letters", 3, failed_batch=("Half is gone.",)))


def test_a_rule_that_could_not_run_stops_the_run_before_any_other_reason() -> None:
    with pytest.raises(RuleCouldNotRun, match=r"^It crashed\. Half is gone\.$"):
        raise_if_blind(Verdict("letters", 3, failed_batch=("Half is gone.",), could_not_run=("It crashed.",)))


def test_a_long_value_is_cut_where_it_is_quoted() -> None:
    assert shown("x" * 500) == "x" * 120 + "…"
    assert shown(None) == "nothing"
