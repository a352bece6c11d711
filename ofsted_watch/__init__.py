"""Ofsted Watch, without Prefect and Great Expectations. `__version__` is the only place with the version."""

__version__ = "0.2.0"
