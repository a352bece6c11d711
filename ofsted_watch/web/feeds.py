"""Atom feeds of changes and of letters: of all authorities, of a region, of one authority."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import StrEnum
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import ListingKey, Urn
from ofsted_watch.domain.selection import Selection, SelectionSubject
from ofsted_watch.errors import UnknownAuthority
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.atom import MEDIA_TYPE, Entry, Feed, atom
from ofsted_watch.presentation.emails import LICENCE
from ofsted_watch.presentation.labels import sentence
from ofsted_watch.presentation.selection_text import DOWN_TO_INADEQUATE, format_selection
from ofsted_watch.subscriptions.selection_parameters import parameters_of
from ofsted_watch.web.app_context import AppContext, AppContextNow
from ofsted_watch.web.cache import LruCache
from ofsted_watch.web.feed_entries import change_entries, letter_entries
from ofsted_watch.web.rendering import page
from ofsted_watch.web.selectable import Selectable
from ofsted_watch.web.selection_pages import selection_in

router = APIRouter(include_in_schema=False)

_THE_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""The date of a feed without an entry and without a run."""


MOST_CACHED = 64
"""The number of cached feeds; each has at most about 40 kB."""


@dataclass(frozen=True, slots=True)
class Written:
    """A feed as sent, and the moment of its newest entry."""

    content: bytes
    updated: datetime


class About(StrEnum):
    """The subject of a feed."""

    CHANGES = "changes"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class _Of:
    """The scope of a feed: the authorities (None: all), their name for people, the last part of its id, their page.

    A feed of a selection has its description as the name.
    """

    urns: Collection[Urn] | None
    name: str
    mark: str
    page: str
    selection: Selection | None = None


_ENTRIES: dict[About, Callable[..., tuple[Entry, ...]]] = {About.CHANGES: change_entries, About.LETTERS: letter_entries}
_TITLES = {About.CHANGES: "changes of judgement", About.LETTERS: "letters and reports"}
_SUBTITLES = {
    About.CHANGES: "Each entry is a letter that changed a judgement, with both grades. Earlier history has its old date.",
    About.LETTERS: "Each entry is a letter or report that Ofsted published on children’s services.",
}


@router.get(f"{urls.FEEDS}/{{about}}.atom")
def of_all(request: Request, here: AppContextNow, about: About) -> Response:
    """The feed of all authorities, or of what the parameters select."""
    subject = SelectionSubject(about)
    selection = selection_in(request, here, subject)
    if not (parameters := parameters_of(selection)):
        return _answer(request, here, about, _Of(None, "All authorities", "all", urls.FRONT))
    name = sentence(format_selection(selection, subject, here.register))
    own_page = urls.selection_page(subject, parameters)
    return _answer(request, here, about, _Of(None, name, f"selected?{urlencode(parameters)}", own_page, selection))


@router.get(f"{urls.FEEDS}/regions/{{region}}/{{about}}.atom")
def of_a_region(request: Request, here: AppContextNow, about: About, region: str) -> Response:
    """The feed of a region, named as in `urls.region_in_address`."""
    name, urns = _region(region, here.register)
    return _answer(request, here, about, _Of(urns, name, f"regions/{region}", urls.AUTHORITIES))


@router.get(f"{urls.FEEDS}/authorities/{{urn}}/{{about}}.atom")
def of_an_authority(request: Request, here: AppContextNow, about: About, urn: str) -> Response:
    """The feed of one authority."""
    authority = here.register.by_urn(urn)
    own_page = urls.authority_page(authority.urn)
    return _answer(request, here, about, _Of({authority.urn}, authority.name, f"authorities/{urn}", own_page))


@router.get(urls.FEEDS)
def all_feeds(here: AppContextNow) -> HTMLResponse:
    """The list of feeds."""
    authorities = sorted(here.register.current(), key=lambda authority: authority.name)
    fallen = urls.selection_feed(SelectionSubject.CHANGES, parameters_of(Selection(filters=DOWN_TO_INADEQUATE)))
    return page(
        "feeds.html", fallen=fallen, authorities=authorities, regions=sorted({authority.region for authority in authorities})
    )


def _region(mark: str, register: AuthorityRegister) -> tuple[str, frozenset[Urn]]:
    urns = {
        authority.urn: authority.region for authority in register.current() if urls.region_in_address(authority.region) == mark
    }
    if not urns:
        raise UnknownAuthority(f"No region is called '{mark}'")
    return next(iter(urns.values())), frozenset(urns)


def _answer(request: Request, here: AppContext, about: About, of: _Of) -> Response:
    selectable = here.selectable.now()
    catalogue: LruCache[Written] = request.app.state.feeds
    feed = catalogue.value(f"{about}/{of.mark}", selectable, lambda: _written(request.url.path, here, selectable, about, of))
    if _has_it_already(request, feed.updated):
        return Response(status_code=304, headers=_validator(feed.updated))
    return Response(feed.content, media_type=MEDIA_TYPE, headers=_validator(feed.updated))


def _written(path: str, here: AppContext, selectable: Selectable, about: About, of: _Of) -> Written:
    settings, domain, published = here.settings, here.database.installation.id_domain(), selectable.published
    selected = None
    if of.selection is not None:
        selected = _selected(selectable, about, of.selection)
        path = f"{path}?{of.mark.partition('?')[2]}"
    entries = _ENTRIES[about](published, of.urns, domain=domain, public_url=settings.public_url, selected=selected)
    updated = max((entry.updated for entry in entries), default=published.last_run or _THE_BEGINNING)
    feed = Feed(
        id=f"tag:{domain},2026:feeds/{about}/{of.mark}",
        title=f"{of.name if of.selection else f'{of.name}: {_TITLES[about]}'} – Ofsted Watch",
        subtitle=_SUBTITLES[about],
        address=urls.whole(settings.public_url, path),
        page=urls.whole(settings.public_url, of.page),
        rights=LICENCE,
        updated=updated,
        entries=entries,
    )
    return Written(atom(feed), updated)


def _selected(selectable: Selectable, about: About, selection: Selection) -> frozenset[ListingKey]:
    if about is About.CHANGES:
        return selectable.changed_letters(selection)
    return frozenset(letter.listing.key for letter in selectable.selected_letters(selection))


def _validator(updated: datetime) -> dict[str, str]:
    return {"Last-Modified": format_datetime(updated.replace(microsecond=0), usegmt=True), "Access-Control-Allow-Origin": "*"}


def _has_it_already(request: Request, updated: datetime) -> bool:
    """True for a reader who asks only by date; an ETag is more exact and is compared with the feed's bytes."""
    since = request.headers.get("if-modified-since")
    if since is None or "if-none-match" in request.headers:
        return False
    try:
        return updated.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False  # no date, or one without a time zone: ignored
