"""Which items of what letters ask for are shown, and in which order. Pure."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.improvement_rows import ASKED_TOPICS, ImprovementRow
from ofsted_watch.presentation.search_query import holder, question
from ofsted_watch.web.asked_parameters import day_in
from ofsted_watch.web.authority_filter import one_of

PARAMETERS = ("q", "region", "authority", "from", "to", "order", "page")
LETTERS_ON_A_PAGE = 10
_MOST_PAGES = 9999


class ItemOrder(StrEnum):
    """The orders of the items."""

    NEWEST = "newest"
    OLDEST = "oldest"
    AUTHORITY = "authority"


ITEM_ORDERS = {ItemOrder.NEWEST: "newest first", ItemOrder.OLDEST: "oldest first", ItemOrder.AUTHORITY: "by authority"}


@dataclass(frozen=True, slots=True)
class ImprovementChoice:
    """The choice; an empty text means any. `topic` is a code of ASKED_TOPICS, `page` counts from 1."""

    topic: str = ""
    q: str = ""
    region: str = ""
    authority: str = ""
    since: date | None = None
    until: date | None = None
    order: ItemOrder = ItemOrder.NEWEST
    page: int = 1

    def address(self, path: str | None = None) -> str:
        """The address of this choice, on its own page or at `path`."""
        given = {
            "q": self.q,
            "region": self.region,
            "authority": self.authority,
            "from": self.since.isoformat() if self.since else "",
            "to": self.until.isoformat() if self.until else "",
            "order": "" if self.order is ItemOrder.NEWEST else self.order,
            "page": str(self.page) if self.page > 1 else "",
        }
        own = path or (urls.topic_page(self.topic) if self.topic else urls.TOPICS)
        asked = urlencode({name: value for name, value in given.items() if value})
        return f"{own}?{asked}" if asked else own

    def on(self, page: int) -> "ImprovementChoice":
        """The same choice on another page."""
        return replace(self, page=page)

    @property
    def is_narrowed(self) -> bool:
        """True if something besides the topic was chosen."""
        return bool(self.q.strip() or self.region or self.authority or self.since or self.until)


def read_improvement_choice(topic: str, asked: dict[str, str], register: AuthorityRegister) -> ImprovementChoice:
    """The choice in a form or a link. Raises WrongUse naming an invalid value."""
    known = {authority.urn for authority in register.current()}
    one_of("topic", topic, list(ASKED_TOPICS))
    one_of("region", asked.get("region", ""), list(register.regions()))
    if (urn := asked.get("authority", "")) and urn not in known:
        raise WrongUse(f"'{urn[:60]}' is not a choice for authority. Choose an authority in the form")
    one_of("order", asked.get("order", ""), list(ItemOrder))
    page = asked.get("page", "") or "1"
    if not (page.isascii() and page.isdecimal() and 1 <= int(page[:6]) <= _MOST_PAGES):
        raise WrongUse(f"'{page[:60]}' is not a page number")
    return ImprovementChoice(
        topic=topic,
        q=asked.get("q", ""),
        region=asked.get("region", ""),
        authority=urn,
        since=day_in("from", asked.get("from", "")),
        until=day_in("to", asked.get("to", "")),
        order=ItemOrder(asked.get("order", "") or ItemOrder.NEWEST),
        page=int(page),
    )


def chosen_rows(
    rows: Iterable[ImprovementRow], choice: ImprovementChoice, register: AuthorityRegister
) -> tuple[ImprovementRow, ...]:
    """The matching rows in the chosen order. `rows` are those of the choice's topic, the newest letter first."""
    urns: frozenset[Urn] | None = None
    if choice.authority or choice.region:
        urns = frozenset(
            authority.urn
            for authority in register.current()
            if choice.authority in ("", authority.urn) and choice.region in ("", authority.region)
        )
    is_wanted = row_test(topic="", authorities=urns, kind=None, since=choice.since, until=choice.until, q=choice.q)
    wanted = [row for row in rows if is_wanted(row)] if choice.is_narrowed else list(rows)
    if choice.order is ItemOrder.OLDEST:
        wanted.sort(key=lambda row: (row.published, row.urn, row.stored.listing.file_number, row.number))
    elif choice.order is ItemOrder.AUTHORITY:
        names = {authority.urn: authority.name for authority in register}
        wanted.sort(key=lambda row: names.get(row.urn, row.urn))  # stable: within an authority the newest first
    return tuple(wanted)


def row_test(
    *,
    topic: str,
    authorities: Collection[object] | None,
    kind: LetterKind | str | None,
    since: date | None,
    until: date | None,
    q: str,
) -> Callable[[ImprovementRow], bool]:
    """A test whether an item matches; '' and None mean any. `q` is a question as the search reads it."""
    holds = holder(question(q))

    def is_wanted(row: ImprovementRow) -> bool:
        return (
            (not topic or topic in row.topics)
            and (authorities is None or row.urn in authorities)
            and (kind is None or row.stored.letter.kind == kind)
            and (since is None or row.published >= since)
            and (until is None or row.published <= until)
            and holds(row.roots)
        )

    return is_wanted
