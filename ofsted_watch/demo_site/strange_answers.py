"""More mishaps on order: answers that are whole as far as they go, and are not what was asked for."""

# ruff: noqa: D102  what `spoil` does is said once, in Happening
import gzip
import re
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
    """The search states its total in another way; `html` holds {total}. Without it, the page states none."""

    html: str

    def narrow(self, results: Results) -> Results:
        return replace(results, total_html=self.html)


@dataclass(frozen=True, slots=True)
class UnderCouncilNumber(Happening):
    """The search links to an authority by its council's number, and states its URN beside it or not."""

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
    """The search gives one authority no day of its latest report."""

    urn: Urn

    def narrow(self, results: Results) -> Results:
        rows = (replace(row, latest=None) if row.provider.urn == self.urn else row for row in results.found)
        return replace(results, found=tuple(rows))


@dataclass(frozen=True, slots=True)
class BareStatus(Happening):
    """A bare status and a page that says nothing more: 403, 404, 500."""

    status: int

    def spoil(self, answer: Answer) -> Answer:
        return Answer(self.status, site_html.no_such_page().encode(), {"Content-Type": HTML})


class InJson(Happening):
    """What a program would be told, with status 200."""

    def spoil(self, answer: Answer) -> Answer:
        return Answer(200, b'{"status": "ok", "documents": []}', {"Content-Type": JSON})


class RedirectLoop(Happening):
    """A redirect to the very address that was asked."""

    def spoil(self, answer: Answer) -> Answer:
        return Answer(302, b"", {"Location": "#once-more", "Content-Type": HTML})


@dataclass(frozen=True, slots=True)
class GzipBomb(Happening):
    """A few kilobytes that unpack to so many megabytes."""

    megabytes: int = 60

    def spoil(self, answer: Answer) -> Answer:
        kind = answer.headers.get("Content-Type", HTML)
        return Answer(200, _bomb(self.megabytes), {"Content-Type": kind, "Content-Encoding": "gzip"})


@dataclass(frozen=True, slots=True)
class WrongLength(Happening):
    """Content-Length announces another length than the body has: `part` of it (above 1: more than there is)."""

    part: float

    def spoil(self, answer: Answer) -> Answer:
        return replace(answer, delivery=Delivery(announced=int(len(answer.body) * self.part)))


@dataclass(frozen=True, slots=True)
class WrongCharset(Happening):
    """Text in one charset whose header declares another. A file is bytes: it only gets the header."""

    sent: str
    declared: str

    def spoil(self, answer: Answer) -> Answer:
        headers = answer.headers | {"Content-Type": f"text/html; charset={self.declared}"}
        if answer.body.startswith(b"%PDF"):
            return replace(answer, headers=headers)
        return replace(answer, body=answer.body.decode("utf-8").encode(self.sent), headers=headers)


@dataclass(frozen=True, slots=True)
class UnknownKind(Happening):
    """An authority's page gives all its letters a kind that nobody has heard of."""

    kind: str = "Children&#039;s services constellation"

    def spoil(self, answer: Answer) -> Answer:
        relabelled = _LINKED_KIND.sub(rb"\g<1>%s\g<2>%s" % (self.kind.encode(), self.kind.encode()), answer.body)
        return replace(answer, body=relabelled)


@cache
def _bomb(megabytes: int) -> bytes:
    return gzip.compress(bytes(megabytes * 1_000_000), 9)
