"""Mails use only HTML and CSS that mail programs take, or that they may drop without loss.

The lists were compared with the data of caniemail.com (October 2024) for Gmail, Outlook, Apple Mail, Yahoo, Samsung Email and
Thunderbird. Whoever adds a tag, an attribute or a property looks it up there first, and says here what happens without it.
"""

import re

import pytest
from bs4 import BeautifulSoup

from tests.presentation.emails.test_pictures import MAILS

TAGS = {
    "html": "every program",
    "head": "every program",
    "meta": "every program ignores what it does not know",
    "title": "every program",
    "body": "some replace it by a div: its styles stand on the tables within it too",
    "div": "every program",
    "table": "every program",
    "caption": "every program",
    "thead": "every program",
    "tbody": "every program",
    "tr": "every program",
    "th": "every program",
    "td": "every program",
    "h1": "every program",
    "h2": "every program",
    "h3": "every program",
    "h4": "every program",
    "p": "every program",
    "ul": "every program; Outlook for Windows sets its own indent",
    "ol": "every program; Outlook for Windows sets its own indent",
    "li": "every program",
    "a": "every program",
    "span": "every program",
    "strong": "every program",
    "hr": "every program",
    "br": "every program",
}
ATTRIBUTES = {
    "lang": "every program",
    "charset": "every program",
    "name": "of meta",
    "content": "of meta",
    "style": "every program",
    "role": "Outlook for Windows 10 drops it: a screen reader announces a layout table",
    "aria-hidden": "some drop it: a screen reader reads the mark beside the grade's text",
    "cellpadding": "every program",
    "cellspacing": "every program",
    "border": "every program",
    "align": "every program",
    "scope": "every program",
    "href": "every program; only http, https and mailto",
    "start": "where it is dropped, the second body's list counts from 1 again",
}
PROPERTIES = {
    "margin": "Outlook for Windows leaves out negative and automatic ones",
    "padding": "Outlook for Windows leaves it out of p, div and a: text stands closer",
    "padding-top": "as padding",
    "background-color": "every program",
    "color": "every program",
    "font-family": "every program",
    "font-size": "every program, in px",
    "font-weight": "every program, as bold and normal",
    "line-height": "every program",
    "text-align": "every program",
    "text-decoration": "every program",
    "text-indent": "every program",
    "vertical-align": "every program",
    "width": "every program",
    "max-width": "Outlook for Windows leaves it out: the mail is as wide as its window",
    "border": "every program",
    "border-top": "every program",
    "border-bottom": "every program",
    "border-left": "every program",
    "border-collapse": "every program",
    "border-radius": "Outlook for Windows leaves it out: corners are square",
    "display": "block, inline-block, none; where none is dropped, the preview is white text of 1 px",
    "white-space": "where it is dropped, 'page 2' may be parted at the end of a line",
    "max-height": "only of the preview",
    "overflow": "only of the preview",
}
LONGEST_HTML = 102 * 1024
"""Gmail cuts what is longer."""

every_mail = pytest.mark.parametrize("page", [mail.get_body(("html",)).get_content() for mail in MAILS.values()], ids=MAILS)


@every_mail
def test_a_mail_uses_only_allowed_tags_and_attributes(page: str) -> None:
    elements = BeautifulSoup(page, "html.parser").find_all(True)
    assert {element.name for element in elements} <= set(TAGS)
    assert {name for element in elements for name in element.attrs} <= set(ATTRIBUTES)


@every_mail
def test_a_mail_uses_only_allowed_properties_inline(page: str) -> None:
    styles = [str(element["style"]) for element in BeautifulSoup(page, "html.parser").find_all(style=True)]
    used = {declaration.partition(":")[0].strip() for style in styles for declaration in style.split(";") if declaration}
    assert used <= set(PROPERTIES)
    values = {declaration.split(":")[1] for style in styles for declaration in style.split(";") if declaration[:8] == "display:"}
    assert values <= {"block", "inline-block", "none"}
    assert not re.search(r"url\(|@media|@import|!important", page)


@every_mail
def test_a_mail_loads_nothing(page: str) -> None:
    links = {str(link["href"]).split(":")[0] for link in BeautifulSoup(page, "html.parser").find_all(href=True)}
    assert links <= {"http", "https", "mailto"}
    assert "src=" not in page
    assert len(page.encode()) < LONGEST_HTML


def test_every_allowed_property_and_tag_is_used() -> None:
    pages = "".join(mail.get_body(("html",)).get_content() for mail in MAILS.values())
    soup = BeautifulSoup(pages, "html.parser")
    assert set(TAGS) - {element.name for element in soup.find_all(True)} <= {"br"}
    assert [name for name in PROPERTIES if f"{name}:" not in pages and name != "text-indent"] == []
