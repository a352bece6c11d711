"""What crawlers and browsers ask for by fixed addresses: robots.txt, sitemap.xml, favicon.ico."""

from xml.sax.saxutils import escape

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, Response

from ofsted_watch.domain.visibility import newest_letters
from ofsted_watch.presentation import urls
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.static_files import STATIC

router = APIRouter(include_in_schema=False)

_PRIVATE = (f"{urls.MANAGE}/", "/unsubscribe/", f"{urls.SIGN_UP}/confirm/")
_PAGES = (
    *(urls.FRONT, urls.CHANGES, urls.LETTERS, urls.COUNTRY, urls.AUTHORITIES, urls.COMPARE, urls.SEND, urls.JTAI, urls.TOPICS),
    *(urls.SEARCH, urls.SIGN_UP, urls.HOW_THIS_IS_MADE, urls.CORRECTIONS, urls.GLOSSARY, urls.PRIVACY),
    *(urls.DOWNLOADS, urls.FEEDS, urls.API_PAGE),
)
_MOST_ADDRESSES = 50_000
"""A sitemap takes no more."""


@router.get("/robots.txt")
def robots(here: AppContextNow) -> Response:
    """Every page may be read by crawlers, but those behind links in mails."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _PRIVATE)]
    if here.settings.public_url:
        lines.append(f"Sitemap: {urls.whole(here.settings.public_url, '/sitemap.xml')}")
    return Response("\n".join(lines) + "\n", media_type="text/plain")


@router.get("/sitemap.xml")
def sitemap(here: AppContextNow) -> Response:
    """The address of every page and letter, with the day of its newest content. 404 without a public address."""
    public_url = here.settings.public_url
    if not public_url:
        raise HTTPException(404, "There is no map of the pages: this service has no public address.")
    letters = newest_letters(here.published.now().letters)
    newest: dict[str, str] = {}
    for letter in letters:
        path = urls.authority_page(letter.listing.urn)
        newest[path] = max(newest.get(path, ""), letter.published.isoformat())
    paths: list[tuple[str, str]] = [(path, "") for path in _PAGES]
    paths += [(path, newest.get(path, "")) for path in map(urls.authority_page, (each.urn for each in here.register.current()))]
    paths += [(urls.letter_page(*letter.listing.key), letter.published.isoformat()) for letter in letters]
    entries = "".join(
        f"<url><loc>{escape(urls.whole(public_url, path))}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"
        for path, day in paths[:_MOST_ADDRESSES]
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return Response(f"{head}{entries}</urlset>\n", media_type="application/xml")


@router.get("/favicon.ico")
def favicon() -> Response:
    """The icon for programs that do not read the page's own link to it."""
    return FileResponse(STATIC / "favicon.ico", media_type="image/x-icon", headers={"Cache-Control": "public, max-age=86400"})
