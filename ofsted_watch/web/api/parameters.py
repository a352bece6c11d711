"""The parameters of the API, and the answers to invalid requests."""

from collections.abc import Callable, Collection, Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import AfterValidator, BeforeValidator

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.errors import UnknownAuthority, WrongUse
from ofsted_watch.presentation.serialization import Json

MOST_AT_ONCE = 200
PAGE = 50
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link, X-Total-Count"}
_LONGEST_NAME = 100


class ApiRoute(APIRoute):
    """Answers invalid requests with a problem document (RFC 9457); readable by scripts of every site."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with its errors as problems. An unknown parameter is an error: a misspelt one would return all."""
        answer = super().get_route_handler()
        known = frozenset(_parameters(self.dependant))

        async def notified(request: Request) -> Response:
            unknown = sorted(set(request.query_params) - known)
            try:
                response = problem(400, _not_known(unknown, known)) if unknown else await answer(request)
            except RequestValidationError as error:
                response = problem(400, _formatted(error.errors()))
            except UnknownAuthority as error:
                response = problem(404, str(error))
            except WrongUse as error:
                response = problem(400, f"{error}.")
            response.headers.update(OPEN_TO_ALL)
            return response

        return notified


def _parameters(dependant: Dependant) -> Iterator[str]:
    """The names of the query parameters of a handler and of its dependencies."""
    yield from (parameter.alias for parameter in dependant.query_params)
    for below in dependant.dependencies:
        yield from _parameters(below)


def problem(status: int, text: str) -> JSONResponse:
    """A problem (application/problem+json) with a sentence on what is wrong."""
    title = {400: "Invalid request", 404: "Not found"}[status]
    content = {"type": "about:blank", "title": title, "status": status, "detail": text}
    return JSONResponse(content, status, media_type="application/problem+json")


def part(request: Request, objects: Sequence[Any], limit: int, offset: int, show: Callable[[Any], Json]) -> JSONResponse:
    """One page of a list, with the total in X-Total-Count and its neighbours in Link (RFC 8288)."""
    headers = {"X-Total-Count": str(len(objects))}
    if neighbours := _neighbours(request, len(objects), limit, offset):
        headers["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in neighbours)
    return JSONResponse([show(shown) for shown in objects[offset : offset + limit]], headers=headers)


def urns_of(authorities: Collection[str], region: str | None, register: AuthorityRegister) -> frozenset[str] | None:
    """The URNs of these authorities (by URN or name) that are in this region; None if neither is given.

    Raises UnknownAuthority if no authority or region has that name or number.
    """
    if not authorities and region is None:
        return None
    chosen = {register.named(name) for name in authorities} if authorities else set(register.current())
    named = None if region is None else register.region(region)
    return frozenset(authority.urn for authority in chosen if named is None or authority.region == named)


def _neighbours(request: Request, total: int, limit: int, offset: int) -> Iterable[tuple[str, str]]:
    places = {"first": 0, "prev": max(0, offset - limit), "next": offset + limit}
    if offset == 0:
        del places["prev"]
    if offset + limit >= total:
        del places["next"]
    asked = [(name, value) for name, value in request.query_params.multi_items() if name not in ("limit", "offset")]
    for name, place in places.items():
        # Relative: behind a proxy we do not know our own address.
        yield name, f"{request.url.path}?{urlencode([*asked, ('limit', limit), ('offset', place)])}"


def _not_known(unknown: Sequence[str], known: Collection[str]) -> str:
    return f"'{unknown[0][:_LONGEST_NAME]}' is not a parameter. Parameters: {', '.join(sorted(known)) or 'none'}."


def _formatted(errors: Sequence[Any]) -> str:
    first = errors[0]
    return f"The parameter '{first['loc'][-1]}' is invalid: {first['msg'].removeprefix('Value error, ')}."


def _kind(name: str | None) -> str | None:
    if name is not None and name not in set(LetterKind):
        raise ValueError(f"it must be one of {', '.join(LetterKind)}")
    return name


def _day(text: object) -> object:
    # Pydantic would read '0' as a day in 1970.
    if isinstance(text, str) and len(text) != len("2026-01-31"):
        raise ValueError("it must be a day such as 2026-01-31")
    return text


Authorities = Annotated[
    tuple[Annotated[str, Query(max_length=_LONGEST_NAME)], ...],
    Query(alias="authority", max_length=160, description="URN or name of an authority; may be repeated."),
]
Region = Annotated[str | None, Query(max_length=_LONGEST_NAME, description="Name of a region, such as North West.")]
KindOfLetter = Annotated[
    str | None,
    AfterValidator(_kind),
    Query(description="Kind of letter.", json_schema_extra={"enum": [kind.value for kind in LetterKind]}),
]
Day = Annotated[date, BeforeValidator(_day)]
Since = Annotated[Day | None, Query(description="Only what was published on or after this day.")]
Until = Annotated[Day | None, Query(description="Only what was published on or before this day.")]
Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE, description="How many at once.")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="How many to skip.")]


@dataclass(frozen=True, slots=True)
class Choice:
    """The common parameters of lists: authorities, days, and the page."""

    request: Request
    authority: Authorities = ()
    region: Region = None
    since: Since = None
    until: Until = None
    limit: Limit = PAGE
    offset: Offset = 0

    def fits(self, register: AuthorityRegister) -> Callable[[Urn, date], bool]:
        """A test whether a URN and a day of publication match. Raises UnknownAuthority, see `urns_of`."""
        urns = urns_of(self.authority, self.region, register)

        def is_wanted(urn: Urn, day: date) -> bool:
            late_enough = self.since is None or day >= self.since
            return (urns is None or urn in urns) and late_enough and (self.until is None or day <= self.until)

        return is_wanted

    def part(self, objects: Sequence[Any], show: Callable[[Any], Json]) -> JSONResponse:
        """The matching items."""
        return part(self.request, objects, self.limit, self.offset, show)


Chosen = Annotated[Choice, Depends()]
