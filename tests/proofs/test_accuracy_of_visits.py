"""The real visit letters and the seeds: nothing that expected.json says may come out otherwise."""

import pytest

from proofs.accuracy.visits import VISITS, Expected, expectations, mistakes, read_file

pytestmark = [pytest.mark.corpus, pytest.mark.skipif(not VISITS.exists(), reason=f"{VISITS} is not there")]

EXPECTED = [one for one in expectations() if one["kind"] != "sif_reinspection"] if VISITS.exists() else []
"""The re-inspection among the seeds is a graded report: `measure.py` measures its kind."""


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: str(expected["file"]))
def test_every_field_of_a_visit_letter_is_right(expected: Expected) -> None:
    assert list(mistakes(expected, read_file(expected["file"]))) == []
