"""Area SEND and joint targeted area inspections for programs."""

from datetime import date
from types import GenericAlias
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.presentation.area_inspections import AreaInspection, jtai_inspections, send_inspections
from ofsted_watch.presentation.findings_json import improvement_to_json
from ofsted_watch.presentation.serialization import Json
from ofsted_watch.presentation.urls import API
from ofsted_watch.web.api.answers import answers
from ofsted_watch.web.api.parameters import ApiRoute, Chosen
from ofsted_watch.web.api.schemas import Exactly, ImprovementObject
from ofsted_watch.web.app_context import AppContextNow

router = APIRouter(prefix=API, route_class=ApiRoute, default_response_class=JSONResponse, tags=["v1"])

_Outcome = Annotated[Grade | None, Query(description="The outcome of an area SEND inspection since 2023.")]


class AreaInspectionObject(Exactly):
    """An area SEND inspection, a monitoring visit after one, or a joint targeted area inspection."""

    urn: str
    authority: str
    kind: LetterKind
    published: date
    inspection_start: date | None
    inspection_end: date | None
    outcome: Grade | None
    theme: str | None
    areas_for_priority_action: bool | None
    improvements: list[ImprovementObject]
    file_number: str
    link: str


@router.get("/send", responses=answers(GenericAlias(list, AreaInspectionObject)))
def send(here: AppContextNow, asked: Chosen, outcome: _Outcome = None) -> Response:
    """Area SEND inspections and the monitoring visits after them, the newest first."""
    published = here.published.now()
    fits = asked.fits(here.register)
    every = send_inspections(published.histories, published.register)
    matching = [
        each for each in every if fits(each.authority.urn, each.published) and (outcome is None or each.outcome == outcome)
    ]
    return asked.part(matching, _to_json)


@router.get("/jtai", responses=answers(GenericAlias(list, AreaInspectionObject)))
def jtai(here: AppContextNow, asked: Chosen) -> Response:
    """Joint targeted area inspections, the newest first."""
    published = here.published.now()
    fits = asked.fits(here.register)
    every = jtai_inspections(published.histories, published.register)
    return asked.part([each for each in every if fits(each.authority.urn, each.published)], _to_json)


def _to_json(each: AreaInspection) -> Json:
    return {
        "urn": each.authority.urn,
        "authority": each.authority.name,
        "kind": each.kind,
        "published": each.published.isoformat(),
        "inspection_start": each.first_day.isoformat() if each.first_day else None,
        "inspection_end": each.last_day.isoformat() if each.last_day else None,
        "outcome": each.outcome,
        "theme": each.theme,
        "areas_for_priority_action": each.names_priority_action,
        "improvements": [improvement_to_json(item) for item in each.improvements],
        "file_number": each.file_number,
        "link": each.url,
    }
