"""A feed as a value → Atom (RFC 4287). The same value gives the same bytes. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

from ofsted_watch.extraction.sanitize import sanitize

MEDIA_TYPE = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `id` is a permanent tag: URI; `link` leads to our page about it, `evidence` to Ofsted's own letter.

    `evidence` is None where that is no web link. `category` is our term; `category_text` is its label. `topics` are further
    categories, as term and label. `content` is HTML, None if there is no more to say than `summary`.
    """

    id: str
    title: str
    published: datetime
    updated: datetime
    link: str
    evidence: str | None
    summary: str
    category: str
    category_text: str
    topics: tuple[tuple[str, str], ...] = ()
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `address` is its own, `page` is that of the HTML page; `rights` names the copyright owner."""

    id: str
    title: str
    subtitle: str
    address: str
    page: str
    rights: str
    updated: datetime
    entries: tuple[Entry, ...]


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document in UTF-8. Characters that XML does not allow are left out."""
    root = Xml.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "en-GB"})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", _moment(feed.updated))
    _link(root, "self", feed.address, MEDIA_TYPE)
    _link(root, "alternate", feed.page, "text/html")
    _text(Xml.SubElement(root, "author"), "name", "Ofsted Watch")
    _text(root, "rights", feed.rights)
    for entry in feed.entries:
        _add(root, entry)
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add(root: Xml.Element, entry: Entry) -> None:
    element = Xml.SubElement(root, "entry")
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _text(element, "updated", _moment(entry.updated))
    _text(element, "published", _moment(entry.published))
    _link(element, "alternate", entry.link, "text/html")
    if entry.evidence is not None:
        _link(element, "via", entry.evidence)
    for term, label in ((entry.category, entry.category_text), *entry.topics):
        Xml.SubElement(element, "category", {"term": sanitize(term), "label": sanitize(label)})
    _text(element, "summary", entry.summary)
    if entry.content is not None:
        Xml.SubElement(element, "content", {"type": "html"}).text = sanitize(entry.content)


def _text(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, name).text = sanitize(text)


def _link(parent: Xml.Element, rel: str, href: str, media_type: str | None = None) -> None:
    Xml.SubElement(parent, "link", {"rel": rel, "href": sanitize(href)} | ({"type": media_type} if media_type else {}))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
