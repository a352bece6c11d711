"""Ofsted Watch, without Prefect and Great Expectations. `__version__` is the one place that says the version."""

__version__ = "0.2.0"
