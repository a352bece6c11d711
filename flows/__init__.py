"""Prefect flows: parameters, forms, states and artifacts. The order of a run is in ofsted_watch/services."""
