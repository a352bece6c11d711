"""A test that makes up a broken row names a rule that there is: one that was renamed leaves no test behind that still passes."""

import re

from expectations.rule_texts import DEMANDS
from tests.paths import REPOSITORY

TESTS = REPOSITORY / "tests"
NAMED = re.compile(r'FailedRow\(\s*\w+,\s*"([a-z]+(?:_[a-z]+)*)"')
INVENTED = {"b", "r"}
"""Names of one letter, where a test is about no rule of ours."""


def test_every_rule_that_a_test_names_is_a_rule() -> None:
    rules = {name for demands in DEMANDS.values() for name in demands}
    named = {
        (path.relative_to(TESTS).as_posix(), rule)
        for path in TESTS.rglob("*.py")
        for rule in NAMED.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 3
    assert sorted((path, rule) for path, rule in named if rule not in rules | INVENTED) == []
