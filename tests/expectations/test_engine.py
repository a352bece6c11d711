"""What Great Expectations brings that no rule of ours uses is imported only if somebody uses it."""

import json
import re
import subprocess
import sys

from tests.paths import REPOSITORY

PROGRAM = """
import json, sys
import expectations.letter_suite
before = sum(name.startswith("scipy.") for name in sys.modules)
from scipy import stats
used = stats.norm.cdf(0.0)
print(json.dumps([before, used, sum(name.startswith("scipy.") for name in sys.modules)]))
"""


def test_a_run_does_not_load_scipys_statistics_and_who_uses_them_has_them() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    before, used, after = json.loads(done.stdout)
    assert before < 50
    assert used == 0.5
    assert after > 200


def test_nothing_else_imports_great_expectations() -> None:
    files = (REPOSITORY / "expectations").glob("*.py")
    importers = {path.name for path in files if re.search(r"^(?:import|from) great_expectations", path.read_text(), re.MULTILINE)}
    assert importers == {"engine.py"}


def test_what_is_loaded_or_not_installed_is_left_alone() -> None:
    program = (
        "import sys, scipy.stats; loaded = scipy.stats\n"
        "from expectations.engine import defer\n"
        "print(defer(), sys.modules['scipy.stats'] is loaded, defer('no_such_module_of_anybody'))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "False"]
