"""From a run's verdicts to a page for people: what was demanded, what held, what did not. Pure: nothing is written."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from jinja2 import Environment, PackageLoader, StrictUndefined

from expectations.rule_texts import DEMANDS
from ofsted_watch.domain.model import FailedRow, RuleResult, Verdict
from ofsted_watch.presentation.emails.safe_text import one_line

MOST_ROWS = 1000
"""Failed rows shown of one suite. The count says how many there are; the set-aside desk has them all."""

_LONGEST = 600
"""Characters shown of words that came from outside."""

_BROKEN = {"row": "sets the row aside", "batch": "stops the run", "warning": "is only said"}


class Ruling(StrEnum):
    """What the expectations said of a whole run, from best to worst. The text is what people read."""

    HELD = "Every rule held"
    WARNED = "Passed, with warnings"
    SET_ASIDE = "Rows set aside"
    STOPPED = "Stopped: a rule on the whole batch was broken"
    NOT_CHECKED = "Not checked: a rule could not run"
    NOTHING = "Nothing was checked"


@dataclass(frozen=True, slots=True)
class Summary:
    """A run's report in one line of the index. The counts are of rules asked, rows set aside, and sentences said."""

    night: str
    day: str
    text: str
    ruling: str
    rules: int
    set_aside: int
    stopped: int
    could_not_run: int
    warnings: int


def ruling_of(verdicts: Sequence[Verdict]) -> Ruling:
    """The worst that any suite said. A run that asked no rule at all was not checked, whatever else it says."""
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
    """The report of one run as an HTML page that needs nothing from outside and runs no script.

    Raises KeyError for a rule that DEMANDS has no sentence for.
    """
    suites = [_suite(verdict) for verdict in verdicts]
    return _pages().get_template("report.html").render(one=summary, about=asdict(summary), suites=suites, ruling=Ruling)


def index_page(reports: Sequence[tuple[str, Summary | None]]) -> str:
    """The list of all reports, in the order given: (file name, summary, or None where the file could not be understood)."""
    return _pages().get_template("index.html").render(reports=reports, ruling=Ruling)


def _suite(verdict: Verdict) -> dict[str, object]:
    names = {row: about for rule in verdict.rules if rule.scope == "row" for row, about in rule.broken_by}
    failed = [
        {"row": _shown(names.get(one.row, f"row {one.row + 1}")), "rule": _rule_name(one), "text": _shown(one.message)}
        for one in verdict.failed_rows[:MOST_ROWS]
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
    """A rule's name, or the code of the problem that a letter has, in words."""
    return _shown(failed.rule.replace("_", " "))


def _shown(text: str) -> str:
    """Words that may come from outside, on one line and without characters that turn it round. Jinja escapes the rest."""
    return one_line(text, _LONGEST)


def _pages() -> Environment:
    return Environment(
        loader=PackageLoader("expectations", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
