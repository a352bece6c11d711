"""What we know about Ofsted's letters. Imports neither Prefect nor Great Expectations."""
