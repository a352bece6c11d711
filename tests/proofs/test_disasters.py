"""A misread column mails nobody, however many authorities it is about: one held batch, and the run says so."""

from collections.abc import Callable
from pathlib import Path

import pytest

from proofs.reliability.disasters import reader_change, shifted_column
from proofs.reliability.metrics import Metric

MORE_THAN_THE_LIMIT = 13


@pytest.mark.parametrize("disaster", [reader_change, shifted_column])
def test_a_disaster_is_one_held_batch_and_no_mail(disaster: Callable[[Path, int], Metric], tmp_path: Path) -> None:
    metric = disaster(tmp_path / "night", MORE_THAN_THE_LIMIT)
    assert metric.holds, metric
    assert metric.remark.startswith("0 mails, 26 alerts held for 1 reason")
