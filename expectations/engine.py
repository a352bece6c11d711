"""Great Expectations, imported quietly and without what none of our rules use. Its other importers take it from here."""

import importlib.util
import logging
import sys

UNUSED = "scipy.stats"
"""Great Expectations imports it for three rules about distributions: 480 modules, 39 MB and a CPU second in each run."""


def defer(name: str = UNUSED) -> bool:
    """Put a module in place that is imported at its first use. False if it is imported already or not installed."""
    if name in sys.modules or (spec := importlib.util.find_spec(name)) is None or spec.loader is None:
        return False
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    parent, _, own = name.rpartition(".")
    if parent:
        # `from scipy import stats` takes it from there.
        setattr(sys.modules[parent], own, module)
    return True


# Great Expectations logs at INFO while it is imported, so its level is set first.
logging.getLogger("great_expectations").setLevel(logging.WARNING)
defer()

import great_expectations as gx  # noqa: E402
import great_expectations.expectations as gxe  # noqa: E402
from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult  # noqa: E402
from great_expectations.data_context.types.base import (  # noqa: E402
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.expectations.expectation import Expectation  # noqa: E402
from great_expectations.expectations.metadata_types import FailureSeverity  # noqa: E402

__all__ = [
    "DataContextConfig",
    "Expectation",
    "ExpectationSuiteValidationResult",
    "ExpectationValidationResult",
    "FailureSeverity",
    "InMemoryStoreBackendDefaults",
    "ProgressBarsConfig",
    "gx",
    "gxe",
]
