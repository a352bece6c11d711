"""More faults that a test orders: complete answers that are not what was requested, and pages in other markup."""

# ruff: noqa: D102  Happening documents `narrow` and `spoil`
import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from ofsted_watch.demo_site import site_html
from ofsted_watch.demo_site.mishaps import HTML, Answer, Delivery, Happening
from ofsted_watch.demo_site.site_html import ResultRow, Results
from ofsted_watch.domain.identifiers import Urn

JSON = "application/json"

_LINKED_KIND = re.compile(rb'(class="publication-link"[^>]*>)[^<]+(<span class="nonvisual">)[^<,]+')


@dataclass(frozen=True, slots=True)
class OtherTotal(Happening):
    """The search states its total as `html`, which contains {total}. Without {total} the page states none."""

    html: str

    def narrow(self, results: Results) -> Results:
        return replace(results, total_html=self.html)


@dataclass(frozen=True, slots=True)
class UnderCouncilNumber(Happening):
    """The search links to an authority by its council number. `states_urn`: the result states the URN."""

    urn: Urn
    number: str
    states_urn: bool = True

    def narrow(self, results: Results) -> Results:
        return replace(results, found=tuple(self._row(row) for row in results.found))

    def _row(self, row: ResultRow) -> ResultRow:
        if row.provider.urn != self.urn:
            return row
        return replace(row, council_number=self.number, states_urn=self.states_urn)


@dataclass(frozen=True, slots=True)
class WithoutDate(Happening):
    """The search gives no day of the latest report for one authority."""

    urn: Urn

    def narrow(self, results: Results) -> Results:
        rows = (replace(row, latest=None) if row.provider.urn == self.urn else row for row in results.found)
        return replace(results, found=tuple(rows))


@dataclass(frozen=True, slots=True)
class BareStatus(Happening):
    """A status such as 403, 404 or 500, with a page that gives no reason."""

    status: int

    def spoil(self, answer: Answer) -> Answer:
        return Answer(self.status, site_html.no_such_page().encode(), {"Content-Type": HTML})


class InJson(Happening):
    """JSON in place of a page, with status 200."""

    def spoil(self, answer: Answer) -> Answer:
        return Answer(200, b'{"status": "ok", "documents": []}', {"Content-Type": JSON})


class RedirectLoop(Happening):
    """A redirect to the address that was requested."""

    def spoil(self, answer: Answer) -> Answer:
        return Answer(302, b"", {"Location": "#once-more", "Content-Type": HTML})


@dataclass(frozen=True, slots=True)
class GzipBomb(Happening):
    """A few kilobytes that unpack to `megabytes` megabytes."""

    megabytes: int = 60

    def spoil(self, answer: Answer) -> Answer:
        kind = answer.headers.get("Content-Type", HTML)
        return Answer(200, _bomb(self.megabytes), {"Content-Type": kind, "Content-Encoding": "gzip"})


@dataclass(frozen=True, slots=True)
class WrongLength(Happening):
    """A false Content-Length: `part` of the true one (above 1: more than there is)."""

    part: float

    def spoil(self, answer: Answer) -> Answer:
        return replace(answer, delivery=Delivery(announced=int(len(answer.body) * self.part)))


@dataclass(frozen=True, slots=True)
class WrongCharset(Happening):
    """Text in the charset `sent` whose header declares another. A PDF only gets the header."""

    sent: str
    declared: str

    def spoil(self, answer: Answer) -> Answer:
        headers = answer.headers | {"Content-Type": f"text/html; charset={self.declared}"}
        if answer.body.startswith(b"%PDF"):
            return replace(answer, headers=headers)
        return replace(answer, body=answer.body.decode("utf-8").encode(self.sent), headers=headers)


@dataclass(frozen=True, slots=True)
class UnknownKind(Happening):
    """An authority's page gives all letters an unknown kind."""

    kind: str = "Children&#039;s services constellation"

    def spoil(self, answer: Answer) -> Answer:
        relabelled = _LINKED_KIND.sub(rb"\g<1>%s\g<2>%s" % (self.kind.encode(), self.kind.encode()), answer.body)
        return replace(answer, body=relabelled)


@dataclass(frozen=True, slots=True)
class Rewritten(Happening):
    """A page with the same content in other markup: every match of `pattern` is replaced."""

    pattern: bytes
    by: bytes

    def spoil(self, answer: Answer) -> Answer:
        return replace(answer, body=re.sub(self.pattern, self.by, answer.body))


_TOTAL = rb'<strong class="results-count js-results-count">(\d+)</strong> results'
_NEWEST = rb"<li>Latest report: <strong> <time>([^<]*)</time></strong></li>"

SEARCH_VARIANTS: Mapping[str, Rewritten] = {
    "the element has the range": Rewritten(_TOTAL, rb'<strong class="results-count">1 to 2 of \1 results</strong>'),
    "a facet has an element of its own": Rewritten(_TOTAL, rb'\g<0><aside><b class="results-count">3,409</b></aside>'),
    "a comment has a number": Rewritten(_TOTAL, rb"<!-- 3,409 results --> \1 results"),
    "a hint says 'no results'": Rewritten(_TOTAL, rb"<p>\1 results</p><p>No results for your postcode? Try a town.</p>"),
    "a banner has a number": Rewritten(rb'<main id="main"', rb"<p>Read our 12 new reports</p>\g<0>"),
    "the lists are ordered lists": Rewritten(rb"(</?)ul", rb"\1ol"),
    "the results are no items": Rewritten(rb'(?s)<li (class="search-result">.*?</ul>)</li>', rb"<div \1</div>"),
    "a button stands before the name": Rewritten(rb"(search-result__title[^>]*>\s*)<a", rb'\1<a href="#save">Save</a><a'),
    "the links are in capitals": Rewritten(rb'href="/provider/', rb'href="HTTP://reports.invented.example/Provider/'),
    "the newest report has no colon": Rewritten(_NEWEST, rb"<li>LATEST REPORT <strong>\1</strong></li>"),
    "the newest report is a list of terms": Rewritten(_NEWEST, rb"<li><dl><dt>Latest report</dt><dd>\1</dd></dl></li>"),
    "the newest report is a paragraph": Rewritten(_NEWEST, rb"</ul><p>Most recent report: \1</p><ul>"),
    "the day names its weekday": Rewritten(rb"<time>5 April 2023</time>", rb"<time>Wednesday 5th April 2023</time>"),
}
"""Other markup of the search, by what is different. Authorities and days are the same."""

_HIDDEN = rb'<span class="nonvisual">'
_STAMP = rb'&ndash; Published <time pubdate datetime="[^"]*">([^<]*)</time>'

PAGE_VARIANTS: Mapping[str, Rewritten] = {
    "the label names a new tab": Rewritten(rb'(nonvisual">[^<]*\d{4})<', rb"\1 (opens in a new tab)<"),
    "the label has the size": Rewritten(rb'(nonvisual">[^<,]*, +pdf)', rb"\1 (1.2MB)"),
    "the label is hidden in another way": Rewritten(_HIDDEN, b'<span class="visually-hidden">'),
    "the day is behind 'Published on'": Rewritten(_STAMP, rb"&ndash; Published on <time>\1</time>"),
    "the day has no element": Rewritten(_STAMP, rb"&ndash; Published \1"),
    "a note stands before the day": Rewritten(_STAMP, rb"&ndash; Published <!-- note --><time>\1</time>"),
    "the links have spaces": Rewritten(rb'(publication-link" href=")([^"]*)"', rb'\1\n \2 \n"'),
    "the timeline is no ordered list": Rewritten(rb"(</?)ol\b", rb"\1ul"),
    "the days are no items": Rewritten(rb"<(/?)li\b", rb"<\1div"),
    "the date of the event has no element": Rewritten(rb'(timeline__date">)<time[^>]*>([^<]*)</time>', rb"\1\2"),
    "the name has another class": Rewritten(rb'class="heading--title ', b'class="'),
    "the canonical address has the council's number": Rewritten(rb'(rel="canonical" href="[^"]*/)\d+"', rb'\g<1>303"'),
}
"""Other markup of an authority's page, by what is different. Letters and days are the same."""


@cache
def _bomb(megabytes: int) -> bytes:
    return gzip.compress(bytes(megabytes * 1_000_000), 9)
