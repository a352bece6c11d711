"""The four lists and the two single objects. Each handler selects from what is published; the objects are in the contract."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from types import GenericAlias
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from ofsted_watch.domain import identifiers
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.model import Cause, Change, StoredLetter
from ofsted_watch.domain.selection import SelectionSubject
from ofsted_watch.domain.visibility import newest_letters, public_letters
from ofsted_watch.presentation.serialization import Json, change_to_json, gap_to_json, stored_letter_to_json
from ofsted_watch.presentation.tables import Row
from ofsted_watch.presentation.urls import API
from ofsted_watch.services.embargo import embargo
from ofsted_watch.web.api.answers import answers
from ofsted_watch.web.api.parameters import (
    PAGE,
    ApiRoute,
    Authorities,
    Chosen,
    KindOfLetter,
    Limit,
    Offset,
    Region,
    part,
    problem,
    urns_of,
)
from ofsted_watch.web.api.schemas import (
    AuthorityObject,
    ChangeObject,
    JudgementObject,
    LetterObject,
    WholeLetterObject,
)
from ofsted_watch.web.api.selection_choice import ChosenChanges, ChosenLetters
from ofsted_watch.web.api.whole_letter import letter_text_to_json
from ofsted_watch.web.app_context import AppContextNow

router = APIRouter(prefix=API, route_class=ApiRoute, default_response_class=JSONResponse, tags=["v1"])

Urn = Annotated[str, Path(max_length=20, description="An authority's URN.")]
FileNumber = Annotated[str, Path(max_length=60, description="The number under which Ofsted serves the letter.")]


@router.get("/authorities", responses=answers(GenericAlias(list, AuthorityObject)))
def authorities(
    request: Request,
    here: AppContextNow,
    authority: Authorities = (),
    region: Region = None,
    limit: Limit = PAGE,
    offset: Offset = 0,
) -> Response:
    """Every authority with its current grades, by name."""
    urns = urns_of(authority, region, here.register)
    rows = [row for row in here.published.now().rows if urns is None or row["urn"] in urns]
    return part(request, rows, limit, offset, partial(_row_to_json, here.published.now().gaps))


@router.get("/authorities/{urn}", responses=answers(AuthorityObject))
def one_authority(here: AppContextNow, urn: Urn) -> Response:
    """One authority with its current grades."""
    wanted = here.register.by_urn(urn)
    current = next((row for row in here.published.now().rows if row["urn"] == wanted.urn), None)
    if current is None:
        return problem(404, f"{wanted.name} no longer exists; its letters are under {API}/letters?authority={wanted.urn}")
    return JSONResponse(_row_to_json(here.published.now().gaps, current))


@router.get("/letters", responses=answers(GenericAlias(list, LetterObject)))
def letters(here: AppContextNow, asked: ChosenLetters) -> Response:
    """The letters without their text, the newest publication first; of a re-issued letter, every edition."""
    fits = asked.fits(here.register)
    selection = asked.selection(SelectionSubject.LETTERS, here.register)
    matching = [letter for letter in here.selectable.now().editions(selection) if fits(letter.listing.urn, letter.published)]
    return asked.part(matching, partial(_letter_to_json, here.register))


@router.get("/authorities/{urn}/letters/{file_number}", responses=answers(WholeLetterObject))
def one_letter(here: AppContextNow, urn: Urn, file_number: FileNumber) -> Response:
    """One letter with its text, in its newest edition."""
    asked = identifiers.ListingKey(identifiers.Urn(urn), identifiers.FileNumber(file_number))
    stored = here.database.pages.editions(*asked)
    editions = public_letters(stored, embargo(here.database, [asked.urn], with_text=True))
    if not editions:
        return problem(404, f"No letter {file_number} of an authority with the URN {urn} is stored.")
    newest = newest_letters(editions)[0]
    return JSONResponse(_letter_to_json(here.register, newest) | letter_text_to_json(newest.letter))


@router.get("/judgements", responses=answers(GenericAlias(list, JudgementObject)))
def judgements(
    here: AppContextNow,
    asked: Chosen,
    kind: KindOfLetter = None,
    area: Annotated[Area | None, Query(description="The area judged, in its framework's terms.")] = None,
    grade: Annotated[Grade | None, Query(description="The grade given.")] = None,
) -> Response:
    """The judgements of all letters, the newest letter first."""
    fits = asked.fits(here.register)
    matching = [
        row
        for row in here.published.now().judgements
        if fits(row["urn"], date.fromisoformat(row["published"]))
        and (kind is None or row["kind"] == kind)
        and (area is None or row["area"] == area)
        and (grade is None or row["grade"] == grade)
    ]
    return asked.part(matching, dict)


@router.get("/changes", responses=answers(GenericAlias(list, ChangeObject)))
def changes(
    here: AppContextNow,
    asked: ChosenChanges,
    area: Annotated[Strand | None, Query(description="The strand that changed.")] = None,
    grade: Annotated[Grade | None, Query(description="The new grade.")] = None,
    cause: Annotated[Cause | None, Query(description="Why it is reported.")] = None,
) -> Response:
    """Every change from one graded inspection to the next, the newest first, with its cause."""
    fits = asked.fits(here.register)
    selection = asked.selection(SelectionSubject.CHANGES, here.register)
    matching = [
        change
        for change in here.selectable.now().changes(selection)
        if fits(change.urn, change.to_published)
        and (area is None or change.strand is area)
        and (grade is None or change.to_grade is grade)
        and (cause is None or change.cause is cause)
    ]
    return asked.part(matching, partial(_change_to_json, here.register))


def _row_to_json(gaps: Sequence[Gap], row: Row) -> Json:
    cells = {column: value if value is None or isinstance(value, str) else value.isoformat() for column, value in row.items()}
    return cells | {"gaps": [gap_to_json(gap) for gap in gaps if gap.urn == row["urn"]]}


def _letter_to_json(register: AuthorityRegister, stored: StoredLetter) -> Json:
    return stored_letter_to_json(stored) | {"listed_under": register.display(stored.listing.urn).name}


def _change_to_json(register: AuthorityRegister, change: Change) -> Json:
    return change_to_json(change, register.display(change.urn).name)
