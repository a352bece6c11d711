"""Runs rules over a frame of values with Great Expectations, each time in a temporary context without output."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from threading import Lock
from typing import Any

import pandas as pd

from expectations.engine import (
    DataContextConfig,
    Expectation,
    ExpectationSuiteValidationResult,
    ExpectationValidationResult,
    FailureSeverity,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
    gx,
)


class Scope(StrEnum):
    """What a broken rule does: sets a row aside, stops the batch, or is only a warning."""

    ROW = "row"
    BATCH = "batch"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a suite. `name` is unique in its suite.

    `text` says what is wrong. For a rule on rows `{value}` and `{about}` are the value that broke it
    and the row's name; for a rule on a batch `{failed}`, `{checked}`, `{observed}` and `{examples}` for the number
    of rows that broke it, of rows checked, the observed value and the first few of those rows.
    """

    name: str
    text: str
    expectation: Expectation
    scope: Scope


@dataclass(frozen=True, slots=True)
class BrokenBy:
    """A row that broke a rule: its number in the frame, its name, and the value (None if there is none)."""

    row: int
    about: str
    value: object


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of one rule. `crash` is why it could not run, or None. `broken_by` are all rows that broke it."""

    rule: Rule
    passed: bool
    crash: str | None = None
    broken_by: tuple[BrokenBy, ...] = ()
    checked: int = 0
    observed: object = None


ROW = "row"
ABOUT = "about"
"""Columns that every frame has: the row's number in the sequence that was given, and its name for people."""

# Great Expectations keeps the last context made in a global, where a second thread's would replace the first's.
_ONE_AT_A_TIME = Lock()


def row_rule(name: str, text: str, kind: type[Expectation], **arguments: Any) -> Rule:
    """A rule whose broken rows are set aside. `kind` is the expectation's class, `arguments` are its arguments."""
    return _rule(name, text, kind, Scope.ROW, arguments)


def batch_rule(name: str, text: str, kind: type[Expectation], **arguments: Any) -> Rule:
    """A rule about the whole batch: if broken, the run fails."""
    return _rule(name, text, kind, Scope.BATCH, arguments)


def warning_rule(name: str, text: str, kind: type[Expectation], **arguments: Any) -> Rule:
    """A rule that only warns if it is broken, once for each row."""
    return _rule(name, text, kind, Scope.WARNING, arguments)


def _rule(name: str, text: str, kind: type[Expectation], scope: Scope, arguments: dict[str, Any]) -> Rule:
    # meta and severity are dropped as class defaults, so they are given on the instance. The description distinguishes
    # rules with the same arguments: a suite silently drops the second of two that differ only in meta.
    severity = FailureSeverity.WARNING if scope is Scope.WARNING else FailureSeverity.CRITICAL
    expectation = kind(**arguments, meta={"rule": name}, description=f"{name}: {text}", severity=severity)
    return Rule(name, text, expectation, scope)


def frame(rows: Sequence[Mapping[str, object]], columns: Mapping[str, str]) -> pd.DataFrame:
    """The rows as a frame with exactly these columns (name → dtype) besides `row` and `about`, even for no rows.

    A row's number is its place in `rows`; every row has `about`. Dates become `datetime64[us]`. Raises KeyError
    for a row without one of the columns.
    """
    made: dict[str, pd.Series] = {
        ROW: pd.Series(range(len(rows)), dtype="int64"),
        ABOUT: pd.Series([_cell(row[ABOUT]) for row in rows], dtype="string"),
    }
    for name, dtype in columns.items():
        made[name] = pd.Series([_cell(row[name]) for row in rows], dtype=dtype)
    return pd.DataFrame(made)


def _cell(value: object) -> object:
    if isinstance(value, str):
        # A damaged file can have lone surrogates, which a frame refuses.
        return str(value).encode("utf-8", "replace").decode("utf-8")
    return midnight(value) if isinstance(value, date) else value


def midnight(day: date) -> datetime:
    """The start of a day, without a time zone: bounds and cells must both be datetimes to be compared."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001  a day, not a moment


def ask(suite: str, rows: pd.DataFrame, rules: Sequence[Rule]) -> tuple[Answer, ...]:
    """Every rule's result for the frame, in the rules' order. A crash is a result too.

    A rule on rows holds where there are none: Great Expectations is asked only of rules on the batch then. A quiet night
    has nothing in most of its frames.
    Raises ValueError if two rules of a suite share a name.
    """
    if len({rule.name for rule in rules}) != len(rules):
        raise ValueError(f"two rules of the suite '{suite}' have the same name")
    held = () if len(rows) else tuple(rule.name for rule in rules if rule.scope is not Scope.BATCH)
    to_run = [rule for rule in rules if rule.name not in held]
    by_name = _results(suite, rows, to_run) if to_run else {}
    return tuple(Answer(rule, passed=True) if rule.name in held else _answer(rule, by_name.get(rule.name)) for rule in rules)


def _results(suite: str, rows: pd.DataFrame, rules: Sequence[Rule]) -> dict[str, ExpectationValidationResult]:
    """Rule's name → its result. A rule that the suite dropped has none."""
    with _ONE_AT_A_TIME:
        results = _run(suite, rows, rules)
    return {result.expectation_config.meta["rule"]: result for result in results.results if result.expectation_config}


def _run(suite: str, rows: pd.DataFrame, rules: Sequence[Rule]) -> ExpectationSuiteValidationResult:
    # Its defaults create a folder for reports in the temporary folder and log it, which cannot be turned off.
    quiet = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(),
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )
    context = gx.get_context(mode="ephemeral", project_config=quiet)
    asset = context.data_sources.add_pandas("values").add_dataframe_asset(suite)
    tonight = context.suites.add(gx.ExpectationSuite(name=suite))
    for rule in rules:
        tonight.add_expectation(rule.expectation)
    definition = gx.ValidationDefinition(name=suite, data=asset.add_batch_definition_whole_dataframe("all"), suite=tonight)
    return context.validation_definitions.add(definition).run(
        batch_parameters={"dataframe": rows},
        # Without COMPLETE and the index columns only the first twenty broken rows would be returned.
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": [ROW, ABOUT]},
    )


def _answer(rule: Rule, result: Any) -> Answer:
    """Read one rule's result: `success` says nothing about rows, and a crash is only in `exception_info`."""
    if result is None:
        return Answer(rule, passed=False, crash="it was dropped from the suite")
    crash = _crash(result.exception_info)
    details = result.result
    notified = [_broken_by(entry) for entry in details.get("unexpected_index_list") or ()]
    if crash is None and "unexpected_count" in details and len(notified) != details["unexpected_count"]:
        crash = f"it counts {details['unexpected_count']} broken rows but names {len(notified)}"
    if crash is None and not result.success and rule.scope is Scope.ROW and not notified:
        crash = "it failed without naming a row"
    return Answer(
        rule,
        passed=bool(result.success) and crash is None,
        crash=crash,
        broken_by=tuple(notified),
        checked=details.get("element_count", 0),
        observed=details.get("observed_value"),
    )


def _crash(info: Mapping[str, Any] | None) -> str | None:
    """The first message of a crash. The shape is {raised_exception, …} or, for a failed metric, {metric: {…}}."""
    if not info:
        return None
    entries = [info] if "raised_exception" in info else list(info.values())
    for entry in entries:
        if entry.get("raised_exception"):
            return str(entry.get("exception_message") or "no reason given").strip().splitlines()[0]
    return None


def _broken_by(entry: Mapping[str, object]) -> BrokenBy:
    values = [value for column, value in entry.items() if column not in (ROW, ABOUT)]
    value = values[0] if len(values) == 1 else tuple(values)
    return BrokenBy(int(str(entry[ROW])), str(entry[ABOUT]), None if _is_missing(value) else value)


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT
