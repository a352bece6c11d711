"""What every list of the API answers with, for its description."""

from typing import Any


def answers(model: Any) -> dict[int | str, dict[str, Any]]:
    """The answers of a handler: 200 with this model, and the problems."""
    wrong = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemObject"}}}}
    return {
        200: {"model": model},
        400: wrong | {"description": "A parameter is invalid, or this list does not have it."},
        404: wrong | {"description": "There is no such authority, region or letter."},
        503: wrong | {"description": "The database is unavailable; try again in a minute."},
    }
