"""The fields of a submitted form, with every value of each. Small forms only."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, HTTPException, Request
from starlette.requests import ClientDisconnect

_MOST_BYTES = 32_768
"""A form with every authority ticked sends about 3,000 bytes."""
_MOST_FIELDS = 1_000

Fields = Mapping[str, Sequence[str]]


async def sent_form(request: Request) -> Fields:
    """The fields of a form as browsers send it by default; none for any other kind of body.

    Raises HTTPException 413 for a body that is too long, without reading on, and 400 for too many fields. A browser that
    leaves before it has sent all gets a 400, which nobody reads: it is no error of ours.
    """
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > _MOST_BYTES:
                raise HTTPException(413)
    except ClientDisconnect:
        raise HTTPException(400) from None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return {}
    try:
        return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None


SentForm = Annotated[Fields, Depends(sent_form)]
"""Use in a handler."""


def one_of(fields: Fields, name: str) -> str:
    """The field's only value, without spaces around it; '' if it was not sent. Of several, the first counts."""
    return fields.get(name, ("",))[0].strip()
