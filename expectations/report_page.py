"""From a run's verdicts to a page for people: the rules, which held and which did not. Pure: nothing is written."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from expectations.rule_texts import DEMANDS
from ofsted_watch.domain.model import FailedRow, RuleResult, Verdict
from ofsted_watch.presentation.emails.safe_text import one_line

MOST_ROWS = 1000
"""The number of failed rows shown for a suite. `ofsted-watch set-aside list` shows all."""

_LONGEST = 600
"""The number of characters shown of text from outside."""

_BROKEN = {"row": "sets the row aside", "batch": "stops the run", "warning": "is a warning"}


class Ruling(StrEnum):
    """The verdict on a whole run, from best to worst. The values are shown to people."""

    HELD = "Every rule held"
    WARNED = "Passed, with warnings"
    SET_ASIDE = "Rows set aside"
    STOPPED = "Stopped: a rule on the whole batch was broken"
    NOT_CHECKED = "Not checked: a rule could not run"
    NOTHING = "Nothing was checked"


@dataclass(frozen=True, slots=True)
class Summary:
    """A run's report in one line of the index. The counts are of rules checked, rows set aside, and messages."""

    night: str
    day: str
    text: str
    ruling: str
    rules: int
    set_aside: int
    stopped: int
    could_not_run: int
    warnings: int

    @property
    def is_preview(self) -> bool:
        """True for a run that only shows what it would do: its name says so."""
        return self.night.split()[1:2] == ["preview"]

    @property
    def shown_ruling(self) -> str:
        """The ruling as people read it: of a preview, what it would be."""
        return _OF_A_PREVIEW.get(self.ruling, self.ruling) if self.is_preview else self.ruling


_OF_A_PREVIEW: dict[str, str] = {
    Ruling.SET_ASIDE: "Rows would be set aside",
    Ruling.STOPPED: "The run would stop: a rule on the whole batch is broken",
}


def ruling_of(verdicts: Sequence[Verdict]) -> Ruling:
    """The worst verdict of any suite. A run without any rule was not checked."""
    if any(verdict.could_not_run for verdict in verdicts):
        return Ruling.NOT_CHECKED
    if any(verdict.failed_batch for verdict in verdicts):
        return Ruling.STOPPED
    if any(verdict.failed_rows for verdict in verdicts):
        return Ruling.SET_ASIDE
    if not any(verdict.rules for verdict in verdicts):
        return Ruling.NOTHING
    return Ruling.WARNED if any(verdict.warnings for verdict in verdicts) else Ruling.HELD


def summary_of(night: str, today: date, text: str, verdicts: Sequence[Verdict]) -> Summary:
    """The run in one line. A row that breaks two rules is set aside once."""
    return Summary(
        night=_shown(night),
        day=today.isoformat(),
        text=_shown(text),
        ruling=str(ruling_of(verdicts)),
        rules=sum(len(verdict.rules) for verdict in verdicts),
        set_aside=sum(len({failed.row for failed in verdict.failed_rows}) for verdict in verdicts),
        stopped=sum(len(verdict.failed_batch) for verdict in verdicts),
        could_not_run=sum(len(verdict.could_not_run) for verdict in verdicts),
        warnings=sum(len(verdict.warnings) for verdict in verdicts),
    )


def report_page(summary: Summary, verdicts: Sequence[Verdict]) -> str:
    """The report of one run as an HTML page without external resources or scripts.

    Raises KeyError for a rule without a sentence in DEMANDS.
    """
    suites = [_suite(verdict) for verdict in verdicts]
    return _pages().get_template("report.html").render(one=summary, about=asdict(summary), suites=suites, ruling=Ruling)


def index_page(reports: Sequence[tuple[str, Summary | None]]) -> str:
    """The list of all reports, in the order given: (file name, summary, or None if the file could not be read)."""
    return _pages().get_template("index.html").render(reports=reports, ruling=Ruling)


def _suite(verdict: Verdict) -> dict[str, object]:
    names = {row: about for rule in verdict.rules if rule.scope == "row" for row, about in rule.broken_by}
    failed = [
        {"row": _shown(names.get(row.row, f"row {row.row + 1}")), "rule": _rule_name(row), "text": _shown(row.message)}
        for row in verdict.failed_rows[:MOST_ROWS]
    ]
    return {
        "name": verdict.suite,
        "rows": verdict.rows_checked,
        "failed": failed,
        "not_shown": len(verdict.failed_rows) - len(failed),
        "stopped": [_shown(text) for text in verdict.failed_batch],
        "could_not_run": [_shown(text) for text in verdict.could_not_run],
        "warnings": [_shown(text) for text in verdict.warnings[:MOST_ROWS]],
        "rules": [_rule(verdict.suite, rule) for rule in verdict.rules],
    }


def _rule(suite: str, rule: RuleResult) -> dict[str, object]:
    return {
        "demand": DEMANDS[suite][rule.rule],
        "broken": _BROKEN[rule.scope],
        "checked": rule.checked,
        "broken_by": len(rule.broken_by),
        "answer": "could not run" if rule.crash is not None else "held" if rule.passed else "broken",
    }


def _rule_name(failed: FailedRow) -> str:
    """A rule's name, or the code of the problem of a letter, as text."""
    return _shown(failed.rule.replace("_", " "))


def _shown(text: str) -> str:
    """Text from outside, on one line and without direction characters. Jinja escapes the rest."""
    return one_line(text, _LONGEST)


@cache
def _pages() -> Environment:
    return Environment(
        loader=PackageLoader("expectations", "pages"),
        auto_reload=False,  # templates do not change while we run
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
