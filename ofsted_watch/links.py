"""The addresses of our own pages, relative to where the site stands (OFSTED_WATCH_PUBLIC_URL). Pure.

Mails carry these links for years: an address that was ever sent must answer for ever, by itself or by a redirect. A letter
is named by its authority's URN and the site's file number, never by a row's id in our database.
"""

from urllib.parse import quote

FRONT = "/"
AUTHORITIES = "/authorities"
SEARCH = "/search"
HOW_THIS_IS_MADE = "/how-this-is-made"
SIGN_UP = "/sign-up"
API = "/api/v1"


def authority_page(urn: str) -> str:
    """An authority's page."""
    return f"{AUTHORITIES}/{quote(urn, safe='')}"


def letter_page(urn: str, file_number: str) -> str:
    """A letter's page, in its newest edition."""
    return f"{authority_page(urn)}/letters/{quote(file_number, safe='')}"


def confirm_page(token: str) -> str:
    """Where the link of a confirmation mail leads; `token` is signed."""
    return f"{SIGN_UP}/confirm/{token}"


def manage_page(token: str) -> str:
    """Where a person sees and changes what they asked for; `token` is signed."""
    return f"/manage/{token}"


def unsubscribe_page(token: str) -> str:
    """Where a mail's 'stop' leads, for a click (GET, asks) and for a mail program (POST, RFC 8058); `token` is signed."""
    return f"/unsubscribe/{token}"


def whole(public_url: str, path: str) -> str:
    """The whole address of one of our pages; `public_url` with or without a slash at its end."""
    return public_url.rstrip("/") + path
