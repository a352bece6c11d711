"""From the rules' answers to our Verdict: which rows are set aside and why, which rule stops the batch."""

from collections.abc import Iterable
from datetime import datetime

from expectations.rules import Answer, BrokenBy, Scope
from ofsted_watch.domain.model import FailedRow, RuleResult, Verdict

_LONGEST_VALUE = 120
"""Characters of a value that are quoted; text from the site has no limit."""

_EXAMPLES = 5
"""The number of rows named in the message of a batch rule."""


def verdict_of(suite: str, rows_checked: int, answers: Iterable[Answer]) -> Verdict:
    """The results of one suite, sorted by their effect: rows by number, then the order of the rules."""
    failed_rows: list[FailedRow] = []
    failed_batch: list[str] = []
    could_not_run: list[str] = []
    warnings: list[str] = []
    rules: list[RuleResult] = []
    for answer in answers:
        rules.append(_result(answer))
        if answer.crash is not None:
            could_not_run.append(f"The rule '{answer.rule.name}' on {suite} could not run: {answer.crash}.")
        elif answer.passed:
            continue
        elif answer.rule.scope is Scope.ROW:
            failed_rows.extend(
                FailedRow(broken.row, answer.rule.name, row_message(answer, broken)) for broken in answer.broken_by
            )
        elif answer.rule.scope is Scope.BATCH:
            failed_batch.append(_batch_message(answer))
        elif answer.rule.scope is Scope.WARNING:
            warnings.extend(row_message(answer, broken) for broken in answer.broken_by)
    return Verdict(
        suite=suite,
        rows_checked=rows_checked,
        failed_rows=tuple(sorted(failed_rows, key=lambda failed: failed.row)),
        failed_batch=tuple(failed_batch),
        could_not_run=tuple(could_not_run),
        warnings=tuple(warnings),
        rules=tuple(rules),
    )


def _result(answer: Answer) -> RuleResult:
    broken_by = tuple((broken.row, broken.about) for broken in answer.broken_by)
    return RuleResult(answer.rule.name, answer.rule.scope, answer.passed, answer.checked, broken_by, answer.crash)


def row_message(answer: Answer, broken: BrokenBy) -> str:
    """The rule's message about one row."""
    return answer.rule.text.format(value=shown(broken.value), about=broken.about)


def _batch_message(answer: Answer) -> str:
    names = [broken.about for broken in answer.broken_by]
    more = f" and {len(names) - _EXAMPLES} more" if len(names) > _EXAMPLES else ""
    return answer.rule.text.format(
        failed=len(names), checked=answer.checked, observed=answer.observed, examples=", ".join(names[:_EXAMPLES]) + more
    )


def shown(value: object) -> str:
    """A cell as text: dates as dates, None as 'nothing', long text cut."""
    if value is None:
        return "nothing"
    if isinstance(value, datetime):
        return value.date().isoformat()
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"
