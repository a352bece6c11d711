"""What we know about Ofsted's letters. Imports neither Prefect nor Great Expectations."""

__version__ = "0.1.0"
