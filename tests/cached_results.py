"""Great Expectations is asked once for the same rules over the same rows: it takes longer than all else of a small night.

A rule's result depends on its rows and on nothing else. Journeys repeat the same nights with other endings, so nine in ten
of their questions have been asked before. The result is Great Expectations' own; programs that tests start cache none.
"""

import pickle
from collections.abc import Callable, Sequence

import pandas as pd

from expectations import rules
from expectations.engine import ExpectationSuiteValidationResult
from expectations.rules import Rule

Run = Callable[[str, pd.DataFrame, Sequence[Rule]], ExpectationSuiteValidationResult]


def cache_results() -> None:
    """Make this process cache every result until it ends."""
    rules._run = caching(rules._run)


def caching(run: Run) -> Run:
    """`run` that is called once for each suite, frame and list of rules."""
    known: dict[tuple[object, ...], ExpectationSuiteValidationResult] = {}

    def cached(suite: str, rows: pd.DataFrame, asked: Sequence[Rule]) -> ExpectationSuiteValidationResult:
        key = (suite, pickle.dumps((list(rows.dtypes.items()), rows.to_dict("list"))), *map(_question, asked))
        if key not in known:
            known[key] = run(suite, rows, asked)
        return known[key]

    return cached


def _question(rule: Rule) -> tuple[str, str, str]:
    return rule.name, type(rule.expectation).__qualname__, rule.expectation.json()
