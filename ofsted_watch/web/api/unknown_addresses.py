"""What holds for every address under the API, whether there is something or not."""

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
    """What a browser asks before a script of another site may ask with a tag of its own, with the question's parameters."""
    return Response(status_code=204, headers=OPEN_TO_ALL | _MAY_ASK)


@router.get("/{anything:path}", include_in_schema=False)
def elsewhere(anything: str) -> Response:
    """There is nothing here, whatever was asked. Without this, the answer to OPTIONS for all addresses makes of it a 405."""
    answer = problem(404, f"There is nothing at {API}/{anything[:100]}; all lists are described at {API_PAGE}.")
    answer.headers.update(OPEN_TO_ALL)
    return answer
