"""The name of every task in the UI is made from what its step is given: a name that is not a parameter ends the run."""

import inspect
import string

import pytest

from tasks.retries import STEPS


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_the_name_of_a_task_uses_parameters_of_its_step(step) -> None:
    fields = {field.partition(".")[0].partition("[")[0] for _, field, _, _ in string.Formatter().parse(STEPS[step].name) if field}
    assert fields <= set(inspect.signature(step).parameters)
