"""Rules for every address under the API, known or unknown."""

from fastapi import APIRouter, Response

from ofsted_watch.presentation.urls import API, API_PAGE
from ofsted_watch.web.api.parameters import OPEN_TO_ALL, problem

router = APIRouter(prefix=API)
_MAY_ASK = {
    "Access-Control-Allow-Methods": "GET",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
}


@router.options("/{anything:path}", include_in_schema=False)
def may_ask(anything: str) -> Response:
    """The answer to a browser's preflight request for a script of another site that sends its own ETag."""
    return Response(status_code=204, headers=OPEN_TO_ALL | _MAY_ASK)


@router.get("/{anything:path}", include_in_schema=False)
def elsewhere(anything: str) -> Response:
    """404 for every unknown address. Without this, the OPTIONS route for all addresses would make it a 405."""
    answer = problem(404, f"{API}/{anything[:100]} does not exist; all lists are described at {API_PAGE}.")
    answer.headers.update(OPEN_TO_ALL)
    return answer
