"""The addresses of our own pages, relative to OFSTED_WATCH_PUBLIC_URL. Pure.

Mails carry these links for years: every address ever sent must keep working, by itself or by a redirect. A letter
is named by its authority's URN and the site's file number, never by a row's id in our database.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote, urlencode

from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.selection import SelectionSubject

FRONT = "/"
AUTHORITIES = "/authorities"
CHANGES = "/changes"
LETTERS = "/letters"
CORRECTIONS = "/corrections"
SEARCH = "/search"
FIND = "/authorities/find"
NAMES = "/authorities/names.json"
HOW_THIS_IS_MADE = "/how-this-is-made"
PRIVACY = "/privacy"
SIGN_UP = "/sign-up"
MANAGE = "/manage"
API = "/api/v1"
API_PAGE = "/api"
OPENAPI = "/api/openapi.json"
DOWNLOADS = "/data"
COUNTRY = "/country"
COMPARE = "/compare"
SEND = "/send"
JTAI = "/jtai"
FEEDS = "/feeds"
TOPICS = "/topics"
GLOSSARY = "/glossary"


def authority_page(urn: Urn) -> str:
    """An authority's page."""
    return f"{AUTHORITIES}/{quote(urn, safe='')}"


def authorities_with(choice: Mapping[str, str], *, data: bool = False) -> str:
    """The table of authorities with these choices, as a page or as CSV; a choice that is empty is left out."""
    chosen = {name: value for name, value in choice.items() if value}
    address = f"{AUTHORITIES}.csv" if data else AUTHORITIES
    return f"{address}?{urlencode(chosen)}" if chosen else address


def letter_page(urn: Urn, file_number: FileNumber) -> str:
    """A letter's page, in its newest edition."""
    return f"{authority_page(urn)}/letters/{quote(file_number, safe='')}"


def paragraph_of_letter(urn: Urn, file_number: FileNumber, number: int, asked: Mapping[str, str] | None = None) -> str:
    """A paragraph of a letter's text, by its number from 1; `asked` are parameters of the page, empty ones are left out."""
    given = {name: value for name, value in (asked or {}).items() if value}
    return f"{letter_page(urn, file_number)}{'?' if given else ''}{urlencode(given)}#{paragraph_anchor(number)}"


def paragraph_anchor(number: int) -> str:
    """The name of a paragraph's place in a letter's page: 'p12'."""
    return f"p{number}"


def citation_page(urn: Urn, file_number: FileNumber, number: int) -> str:
    """A paragraph of a letter's text as a quotation with its reference."""
    return f"{letter_page(urn, file_number)}/paragraphs/{number}"


def improvements_page(urn: Urn) -> str:
    """What the letters about an authority ask for, by topic and date."""
    return f"{authority_page(urn)}/improvements"


def topic_page(topic: str) -> str:
    """What all letters ask for on one topic: a LetterTopic, or 'other'."""
    return f"{TOPICS}/{quote(topic, safe='')}"


def confirm_page(token: str) -> str:
    """The link of a confirmation mail; `token` is signed."""
    return f"{SIGN_UP}/confirm/{token}"


def manage_page(token: str) -> str:
    """The page where a person sees and changes what they asked for; `token` is signed."""
    return f"{MANAGE}/{token}"


def unsubscribe_page(token: str) -> str:
    """The 'stop' link of a mail, for a click (GET shows a form) and for a mail program (POST, RFC 8058); `token` is signed."""
    return f"/unsubscribe/{token}"


def changes_feed(*, urn: Urn | None = None, region: str | None = None) -> str:
    """The Atom feed of changed judgements: of one authority, of one region (by its name), or of all."""
    return f"{_feeds_of(urn, region)}/changes.atom"


def letters_feed(*, urn: Urn | None = None, region: str | None = None) -> str:
    """The Atom feed of letters: of one authority, of one region (by its name), or of all."""
    return f"{_feeds_of(urn, region)}/letters.atom"


def region_in_address(region: str) -> str:
    """'North East, Yorkshire and the Humber' → 'north-east-yorkshire-and-the-humber'."""
    return re.sub(r"[^a-z0-9]+", "-", region.lower()).strip("-")


Parameters = Sequence[tuple[str, str]]


def selection_page(subject: SelectionSubject, parameters: Parameters = ()) -> str:
    """The page of a selection of changes or letters; `parameters` as in subscriptions/selection_parameters.py."""
    return _asking(f"/{subject}", parameters)


def selection_csv(subject: SelectionSubject, parameters: Parameters = ()) -> str:
    """The same as a table."""
    return _asking(f"/{subject}.csv", parameters)


def selection_feed(subject: SelectionSubject, parameters: Parameters = ()) -> str:
    """The same as an Atom feed."""
    return _asking(f"{FEEDS}/{subject}.atom", parameters)


def selection_api(subject: SelectionSubject, parameters: Parameters = ()) -> str:
    """The same as JSON."""
    return _asking(f"{API}/{subject}", parameters)


def sign_up_for(subject: SelectionSubject, parameters: Parameters = ()) -> str:
    """The form to get mails about a selection, filled in."""
    return _asking(SIGN_UP, [("about", str(subject)), *parameters])


def _asking(path: str, parameters: Parameters) -> str:
    return f"{path}?{urlencode(list(parameters))}" if parameters else path


def download(name: str) -> str:
    """A file to download, such as `authorities.csv`: the address always serves the newest."""
    return f"{DOWNLOADS}/{quote(name, safe='')}"


def package_file(name: str) -> str:
    """A file of the data package, such as `letters.csv`; `{name}` for the route of all of them."""
    return f"{DOWNLOADS}/package/{quote(name, safe='{}')}"


def compare_page(urns: Iterable[Urn], *, data: bool = False) -> str:
    """Authorities side by side, as a page or as CSV."""
    return f"{COMPARE}{'.csv' if data else ''}?{urlencode([('authority', urn) for urn in urns])}"


def sign_up_for_authorities(urns: Iterable[Urn]) -> str:
    """The sign-up form with these authorities chosen."""
    return f"{SIGN_UP}?{urlencode([('authority', urn) for urn in urns])}"


def country_page(strand: str, day: str = "") -> str:
    """The country for one strand, on a day (`YYYY-MM-DD`) or now."""
    return f"{COUNTRY}?{urlencode({name: value for name, value in (('strand', strand), ('on', day)) if value})}"


def country_chart(name: str, ending: str, strand: str, day: str) -> str:
    """A chart of the country as a picture (`svg`) or its data (`csv`), on a day."""
    return f"{COUNTRY}/{quote(name, safe='')}.{ending}?{urlencode({'strand': strand, 'on': day})}"


def _feeds_of(urn: Urn | None, region: str | None) -> str:
    if urn is not None:
        return f"{FEEDS}/authorities/{quote(urn, safe='')}"
    return f"{FEEDS}/regions/{region_in_address(region)}" if region is not None else FEEDS


def whole(public_url: str, path: str) -> str:
    """The absolute address of one of our pages; `public_url` with or without a slash at its end."""
    return public_url.rstrip("/") + path


def pdf_page(url: str, page: int) -> str:
    """The address of a page, from 1, of a PDF; an address that names a place already is returned as it is."""
    return url if "#" in url else f"{url}#page={page}"
