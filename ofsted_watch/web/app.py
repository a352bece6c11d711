"""The application: its pages, their context, and the headers of every answer."""

from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from ofsted_watch import __version__
from ofsted_watch.presentation.national.national_picture import NationalPicture
from ofsted_watch.services.resources import authority_register, open_database, register_of
from ofsted_watch.services.stored_settings import with_stored
from ofsted_watch.settings import Settings
from ofsted_watch.web import (
    api,
    area_pages,
    authorities_page,
    authority_page,
    citation_page,
    compare_page,
    corrections_page,
    country_page,
    downloads,
    feeds,
    find_page,
    front_page,
    glossary_page,
    how_made_page,
    improvements_page,
    letter_page,
    manage_page,
    package_downloads,
    privacy_page,
    search_page,
    selection_pages,
    sign_up_page,
    site_files,
    unsubscribe_page,
)
from ofsted_watch.web.app_context import AppContext
from ofsted_watch.web.cache import Cache, LruCache
from ofsted_watch.web.contact import Contact
from ofsted_watch.web.error_pages import install_error_pages
from ofsted_watch.web.forwarded_headers import ForwardedHeaders
from ofsted_watch.web.headers import EntityTags, HeadAnswers, PageHeaders, SecurityHeaders
from ofsted_watch.web.host_check import PublicHost
from ofsted_watch.web.improvement_index import improvement_index_of
from ofsted_watch.web.national import MOST_PICTURES
from ofsted_watch.web.overview import overview_of
from ofsted_watch.web.published import gather
from ofsted_watch.web.selectable import selectable_of
from ofsted_watch.web.signup_context import install_bad_link_page, open_signup_context
from ofsted_watch.web.static_files import STATIC, VersionedFiles
from ofsted_watch.web.trailing_slash import redirect_trailing_slashes

ROUTERS: tuple[APIRouter, ...] = (
    front_page.router,
    site_files.router,
    find_page.router,
    authorities_page.router,
    country_page.router,
    compare_page.router,
    area_pages.router,
    authority_page.router,
    letter_page.router,
    citation_page.router,
    improvements_page.router,
    how_made_page.router,
    glossary_page.router,
    corrections_page.router,
    search_page.router,
    selection_pages.router,
    sign_up_page.router,
    manage_page.router,
    privacy_page.router,
    unsubscribe_page.router,
    *api.ROUTERS,
    feeds.router,
    package_downloads.router,
    downloads.router,
)
"""Every page: each module of this room has one router and is listed here."""

_LONDON = ZoneInfo("Europe/London")


def today_in_england() -> date:
    """Today's date in London."""
    return datetime.now(_LONDON).date()


def make_app(settings: Settings, *, today: Callable[[], date] = today_in_england) -> FastAPI:
    """The application with the database in the settings, opened here and migrated to its newest schema.

    It is closed when the server stops. `today` returns today's date and is called at each request.
    Raises BadSetting, DatabaseUnavailable or DatabaseNewer, before anything is served.
    """
    authority_register(settings)  # first: a wrong file makes no database
    stack = ExitStack()
    database = stack.enter_context(open_database(settings))
    registers = Cache(database, lambda opened: register_of(settings, opened))
    register = registers.now()

    @asynccontextmanager
    async def until_it_stops(_app: FastAPI) -> AsyncIterator[None]:
        with stack:
            yield

    app = FastAPI(
        title="Ofsted Watch",
        version=__version__,
        lifespan=until_it_stops,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    published = Cache(database, lambda opened: gather(opened, registers.now()))
    overview = Cache(database, lambda _: overview_of(published.now()))
    improvements = Cache(database, lambda _: improvement_index_of(published.now()))
    selectable = Cache(database, lambda _: selectable_of(published.now()))
    corrections = Cache(database, lambda opened: opened.corrections.all())
    in_force = Cache(database, lambda opened: with_stored(settings, opened))
    app.state.here = AppContext(
        settings, in_force, database, register, registers, today, published, overview, improvements, selectable, corrections
    )
    app.state.signup_context = stack.enter_context(open_signup_context(settings, database, registers.now))
    app.state.downloads = LruCache[bytes](downloads.FILES)
    app.state.data_tables = LruCache[package_downloads.Tables](1)
    app.state.package_files = LruCache[bytes](package_downloads.MOST_FILES)
    app.state.pictures = LruCache[NationalPicture](MOST_PICTURES)
    app.state.feeds = LruCache[feeds.Written](feeds.MOST_CACHED)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", VersionedFiles(directory=STATIC), name="static")
    redirect_trailing_slashes(app)
    install_error_pages(app)
    install_bad_link_page(app)
    # The last one added is the outermost.
    app.add_middleware(EntityTags)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)
    app.add_middleware(ForwardedHeaders, trusted=settings.trusted_proxies)
    app.add_middleware(PublicHost, public_url=settings.public_url)
    app.add_middleware(HeadAnswers)
    app.add_middleware(PageHeaders, public_url=settings.public_url)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Contact, address=settings.public_contact)
    return app
