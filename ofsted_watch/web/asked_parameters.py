"""The parameters that a page is asked with: one that it does not have is told, as is a day that is none."""

from collections.abc import Collection
from datetime import date

from fastapi import HTTPException, Request

from ofsted_watch.errors import WrongUse

_LONGEST_SHOWN = 60


def check_parameters(request: Request, known: Collection[str]) -> None:
    """Raises HTTPException 400 naming the first parameter that the page does not have: a misspelt one would show everything."""
    for name in request.query_params:
        if name not in known:
            raise HTTPException(
                400, f"'{name[:_LONGEST_SHOWN]}' is not a parameter of this page. It has: {', '.join(sorted(known))}."
            )


def day_in(name: str, text: str) -> date | None:
    """The day in a field; None for an empty one. Raises WrongUse for text that is no day."""
    if not text:
        return None
    try:
        if len(text) != len("2026-01-31"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"'{text[:_LONGEST_SHOWN]}' is not a day for {name}. Write a day as 2026-01-31") from None
