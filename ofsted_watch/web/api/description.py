"""The description of the API: for programs as OpenAPI, for people as a page."""

from functools import cache
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse

from ofsted_watch import __version__
from ofsted_watch.presentation.emails import LICENCE, LICENCE_URL
from ofsted_watch.presentation.urls import API_PAGE, OPENAPI
from ofsted_watch.web.api.area_endpoints import router as areas
from ofsted_watch.web.api.endpoints import router as lists
from ofsted_watch.web.api.examples import ANSWER_EXAMPLES
from ofsted_watch.web.api.improvement_endpoints import router as improvements
from ofsted_watch.web.api.improvement_schemas import OBJECT_EXAMPLES
from ofsted_watch.web.api.national_endpoint import router as national
from ofsted_watch.web.api.parameters import ApiRoute
from ofsted_watch.web.api.schemas import ProblemObject
from ofsted_watch.web.rendering import page

router = APIRouter()
_described = APIRouter(route_class=ApiRoute)


@_described.get(OPENAPI, include_in_schema=False)
def openapi() -> JSONResponse:
    """The API as an OpenAPI 3.1 document."""
    return JSONResponse(description())


router.include_router(_described)


@router.get(API_PAGE, include_in_schema=False)
def about() -> HTMLResponse:
    """The API for people: every list with its parameters and the fields of its objects."""
    described = description()
    return page("api.html", paths=described["paths"], objects=described["components"]["schemas"])


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document, from the handlers themselves."""
    document = get_openapi(
        title="Ofsted Watch",
        version=__version__,
        summary="Ofsted's letters and judgements on children's services in England, and what changed.",
        description="Read only, without a key. News that a run holds is not included until it is released.",
        routes=[*lists.routes, *national.routes, *improvements.routes, *areas.routes],
        license_info={"name": LICENCE, "url": LICENCE_URL},
    )
    for address, path in document["paths"].items():
        for method in path.values():
            method["responses"].pop("422", None)
            if address in ANSWER_EXAMPLES:
                # Not in the handlers: FastAPI would leave out what is null.
                method["responses"]["200"]["content"]["application/json"]["example"] = ANSWER_EXAMPLES[address]
    for unused in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(unused, None)
    document["components"]["schemas"]["ProblemObject"] = ProblemObject.model_json_schema()
    for name, example in OBJECT_EXAMPLES.items():
        # Not in the models: what FastAPI writes leaves out every null, also those of an example.
        document["components"]["schemas"][name]["examples"] = [example]
    return document
