"""The description of the tables for programs: a data package (Frictionless Data, version 1 of the specification). Pure."""

from collections.abc import Sequence
from datetime import date

from ofsted_watch.presentation.data_package.data_tables import DataTable
from ofsted_watch.presentation.serialization import Json

_TYPES = {str: "string", int: "integer", date: "date"}
LICENCE_NAME = "OGL-UK-3.0"
LICENCE_PATH = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
TITLE = "Ofsted’s judgements on children’s services in England, as read by Ofsted Watch"
KEYS = {"now": ["urn"], "improvements": ["urn", "file_number", "place"]}
"""The columns that name a row, in the tables where there are such."""


def data_package(tables: Sequence[DataTable], day: date, *, has_parquet: bool) -> Json:
    """The content of `datapackage.json`: each file with each of its columns."""
    resources = [_resource(table, "csv") for table in tables]
    resources += [_resource(table, "parquet") for table in tables] if has_parquet else []
    return {
        "profile": "data-package",
        "name": "ofsted-watch",
        "title": TITLE,
        "description": coverage(tables, day),
        "version": day.isoformat(),
        "licenses": [{"name": LICENCE_NAME, "path": LICENCE_PATH, "title": "Open Government Licence v3.0"}],
        "sources": [{"title": "Ofsted’s reports site", "path": "https://reports.ofsted.gov.uk"}],
        "resources": resources,
    }


def coverage(tables: Sequence[DataTable], day: date) -> str:
    """How much the tables have and of which day they are, in two sentences."""
    counted = {table.name: len(table.rows) for table in tables}
    return (
        f"As of {day.isoformat()}: {counted['now']:,} authorities, {counted['letters']:,} letters, {counted['judgements']:,} "
        f"judgements. Letters and changes that wait for review are not included."
    )


def _resource(table: DataTable, ending: str) -> Json:
    fields = [{"name": name, "type": _TYPES[column.kind], "description": column.text} for name, column in table.columns.items()]
    described: Json = {
        "name": table.name if ending == "csv" else f"{table.name}-{ending}",
        "path": f"{table.name}.{ending}",
        "title": table.title,
        "description": table.text,
        "format": ending,
        "schema": {"fields": fields, "missingValues": [""]} | ({"primaryKey": KEYS[table.name]} if table.name in KEYS else {}),
    }
    if ending == "csv":
        return described | {"profile": "tabular-data-resource", "mediatype": "text/csv", "encoding": "utf-8"}
    return described | {"mediatype": "application/vnd.apache.parquet"}
