"""What letters ask for, as lists of the API: every item, and every topic."""

from dataclasses import asdict
from types import GenericAlias
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from ofsted_watch.presentation.improvement_json import improvement_row_to_json
from ofsted_watch.presentation.improvement_rows import ASKED_TOPICS, ImprovementRow
from ofsted_watch.presentation.search_query import LONGEST_QUESTION
from ofsted_watch.presentation.serialization import Json
from ofsted_watch.presentation.urls import API
from ofsted_watch.web.api.answers import answers
from ofsted_watch.web.api.improvement_schemas import AskedItemObject, TopicObject
from ofsted_watch.web.api.parameters import PAGE, ApiRoute, Chosen, KindOfLetter, Limit, Offset, part, urns_of
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.improvement_choice import row_test
from ofsted_watch.web.improvements_view import TopicCount

router = APIRouter(prefix=API, route_class=ApiRoute, default_response_class=JSONResponse, tags=["v1"])

_Topic = Annotated[
    str | None,
    Query(
        pattern=f"^({'|'.join(ASKED_TOPICS)})$",
        description="A topic that the item's own words name; other: they name none.",
        json_schema_extra={"enum": list(ASKED_TOPICS)},
    ),
]
_Words = Annotated[
    str | None,
    Query(max_length=LONGEST_QUESTION, description="Words that the item must have.", examples=["pathway plans"]),
]


@router.get("/improvements", responses=answers(GenericAlias(list, AskedItemObject)))
def improvements(
    here: AppContextNow, asked: Chosen, topic: _Topic = None, kind: KindOfLetter = None, q: _Words = None
) -> Response:
    """Every item of what letters ask for, whole, the newest letter first, with the grade that followed."""
    is_wanted = row_test(
        topic=topic or "",
        authorities=urns_of(asked.authority, asked.region, here.register),
        kind=kind,
        since=asked.since,
        until=asked.until,
        q=q or "",
    )

    def show(row: ImprovementRow) -> Json:
        return improvement_row_to_json(row, here.register.display(row.urn))

    return asked.part([row for row in here.improvements.now().rows if is_wanted(row)], show)


@router.get("/topics", responses=answers(GenericAlias(list, TopicObject)))
def topics(request: Request, here: AppContextNow, limit: Limit = PAGE, offset: Offset = 0) -> Response:
    """Every topic of the items, with how many items, letters and authorities there are of it."""

    def show(count: TopicCount) -> Json:
        return asdict(count) | {"newest": count.newest.isoformat()}

    return part(request, here.improvements.now().topics, limit, offset, show)
