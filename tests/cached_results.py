"""Great Expectations is asked once for the same rules over the same rows: it takes longer than all else of a small night.

A rule's result depends on its rows and on nothing else. Journeys repeat the same nights with other endings, so nine in ten
of their questions have been asked before. The result is Great Expectations' own, of this run of the tests, whose processes share
it; programs that tests start cache none.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from expectations import rules
from expectations.engine import ExpectationSuiteValidationResult
from expectations.rules import Rule
from tests.once_a_run import once_a_run

Run = Callable[[str, pd.DataFrame, Sequence[Rule]], ExpectationSuiteValidationResult]


def cache_results(folder: Path) -> None:
    """Make this process cache every result until it ends, in a folder that other processes of this run have too."""
    rules._run = caching(rules._run, folder)


def caching(run: Run, folder: Path) -> Run:
    """`run` that is called once for each suite, frame and list of rules."""
    known: dict[str, ExpectationSuiteValidationResult] = {}

    def cached(suite: str, rows: pd.DataFrame, asked: Sequence[Rule]) -> ExpectationSuiteValidationResult:
        question = (suite, list(rows.dtypes.items()), rows.to_dict("list"), *map(_question, asked))
        key = hashlib.sha256(repr(question).encode()).hexdigest()
        if key not in known:
            known[key] = once_a_run(folder / key, lambda: run(suite, rows, asked))
        return known[key]

    return cached


def _question(rule: Rule) -> tuple[str, str, str]:
    return rule.name, type(rule.expectation).__qualname__, rule.expectation.json()
