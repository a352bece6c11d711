"""The country on a day: the numbers of the page, for programs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from ofsted_watch.domain.grades import Strand
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation.national.national_data import picture_to_json
from ofsted_watch.presentation.urls import API
from ofsted_watch.web.api.answers import answers
from ofsted_watch.web.api.national_schemas import NationalObject
from ofsted_watch.web.api.parameters import ApiRoute, Day, problem
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.national import picture_on

router = APIRouter(prefix=API, route_class=ApiRoute, default_response_class=JSONResponse, tags=["v1"])


@router.get("/country", responses=answers(NationalObject))
def country(
    request: Request,
    here: AppContextNow,
    strand: Annotated[Strand, Query(description="The strand in detail.")] = Strand.HELP_PROTECTION,
    on: Annotated[Day | None, Query(description="The day, since 2013-12-31; today if it is not given.")] = None,
) -> Response:
    """How many authorities stand at each grade on a day, since 2013, and by region; who moved, and who waits longest."""
    try:
        return JSONResponse(picture_to_json(picture_on(request, here, strand, on)))
    except WrongUse as error:
        return problem(404, f"There are no counts of this day. {error}.")
