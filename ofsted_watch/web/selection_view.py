"""A page of selected changes or letters: its cards, counts, ways to narrow it, neighbours. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.history.letter_findings import findings_of
from ofsted_watch.domain.identifiers import FileNumber, ListingKey
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, Cause, Change, StoredLetter
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.domain.selection import Selection, SelectionSubject, changed_letter
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.emails.findings_items import FindingsShown, shown_findings
from ofsted_watch.presentation.labels import TOPICS
from ofsted_watch.presentation.selection_text import format_selection, kind_plural
from ofsted_watch.subscriptions.selection_parameters import parameters_of

ON_A_PAGE = 20
_MOST_PAGES = 9999
_ITEMS = 3
"""The items of a list that a card shows; the letter's page has all."""


class SelectionOrder(StrEnum):
    """The orders of a selection."""

    NEWEST = "newest"
    OLDEST = "oldest"
    AUTHORITY = "authority"


ORDERS = {
    SelectionOrder.NEWEST: "newest first",
    SelectionOrder.OLDEST: "oldest first",
    SelectionOrder.AUTHORITY: "by authority",
}

CAUSE_NOTES = {
    Cause.NEW_LETTER: "",
    Cause.HISTORY: "",
    Cause.REISSUED: "re-issued with other grades",
    Cause.FRAMEWORK: "the framework no longer gives this judgement",
    Cause.CORRECTION: "our correction of what we read before",
    Cause.WITHDRAWN: "Ofsted no longer lists this report",
}


@dataclass(frozen=True, slots=True)
class SelectedChanges:
    """The selected changes of one letter for one cause; `published` is the day from which they count."""

    authority: Authority
    file_number: FileNumber
    published: date
    kind: LetterKind
    note: str
    changes: tuple[Change, ...]
    findings: FindingsShown | None


@dataclass(frozen=True, slots=True)
class SelectedLetter:
    """A selected letter. `topics` are labels; `to_improve` counts its items without the areas for priority action."""

    authority: Authority
    file_number: FileNumber
    published: date
    kind: LetterKind
    topics: tuple[str, ...]
    grades: int
    to_improve: int
    priority_action: bool
    withdrawn: date | None
    problem: str | None
    findings: FindingsShown | None


@dataclass(frozen=True, slots=True)
class Narrower:
    """A link that narrows the selection, with the number of what is left."""

    text: str
    count: int
    address: str


_Card = TypeVar("_Card", SelectedChanges, SelectedLetter)


@dataclass(frozen=True, slots=True)
class SelectionShown(Generic[_Card]):
    """The page. `counted` says how many there are, `before` and `after` lead to its neighbours."""

    subject: SelectionSubject
    selection: Selection
    order: SelectionOrder
    number: int
    text: str
    counted: str
    total: int
    cards: tuple[_Card, ...]
    narrower: tuple[tuple[str, tuple[Narrower, ...]], ...]
    before: str | None
    after: str | None

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The selection as parameters of an address."""
        return parameters_of(self.selection)


def read_order(text: str) -> SelectionOrder:
    """The order in an address. Raises WrongUse naming the orders."""
    if text and text not in set(SelectionOrder):
        raise WrongUse(f"'{text[:60]}' is not a choice for order. Choose one of: {', '.join(SelectionOrder)}")
    return SelectionOrder(text or SelectionOrder.NEWEST)


def read_page(text: str) -> int:
    """The number of a page in an address. Raises WrongUse."""
    if text and not (text.isascii() and text.isdigit() and 1 <= int(text[:8]) <= _MOST_PAGES):
        raise WrongUse(f"'{text[:60]}' is not a page: the pages are numbered from 1")
    return int(text or 1)


def shown_changes(
    changes: Sequence[Change],
    letters: dict[ListingKey, StoredLetter],
    selection: Selection,
    register: AuthorityRegister,
    *,
    order: SelectionOrder,
    number: int,
    today: date,
) -> SelectionShown[SelectedChanges]:
    """The page of these selected changes (the newest first): a card for each letter and cause."""
    together: dict[tuple[ListingKey, Cause], list[Change]] = {}
    for change in changes:
        together.setdefault((changed_letter(change), change.cause), []).append(change)
    places = _ordered(
        list(together),
        order,
        day=lambda place: together[place][0].to_published,
        name=lambda place: register.display(place[0].urn).name,
    )
    in_letters = format_count(len({key for key, _ in places}), "letter or report", "letters and reports")
    counted = f"{format_count(len(changes), 'change')} of judgement in {in_letters}"
    of_letters = [letters[changed_letter(change)] for change in changes if changed_letter(change) in letters]
    days = [change.to_published for change in changes]
    cards = tuple(
        _changes_card(key, cause, together[key, cause], letters.get(key), register) for key, cause in _part(places, number)
    )
    narrower = _narrower(SelectionSubject.CHANGES, selection, order, days, of_letters, today)
    return _shown(SelectionSubject.CHANGES, selection, register, order, number, counted, len(places), cards, narrower)


def shown_letters(
    letters: Sequence[StoredLetter],
    selection: Selection,
    register: AuthorityRegister,
    *,
    order: SelectionOrder,
    number: int,
    today: date,
) -> SelectionShown[SelectedLetter]:
    """The page of these selected letters (the newest first)."""
    ordered = _ordered(
        letters, order, day=lambda letter: letter.published, name=lambda letter: register.display(letter.listing.urn).name
    )
    counted = format_count(len(letters), "letter or report", "letters and reports")
    cards = tuple(_letter_card(letter, register) for letter in _part(ordered, number))
    narrower = _narrower(SelectionSubject.LETTERS, selection, order, [letter.published for letter in letters], letters, today)
    return _shown(SelectionSubject.LETTERS, selection, register, order, number, counted, len(letters), cards, narrower)


def selection_address(
    subject: SelectionSubject, selection: Selection, order: SelectionOrder = SelectionOrder.NEWEST, number: int = 1
) -> str:
    """The page of a selection, with an order and a number that are not the usual ones."""
    extra = [("order", str(order))] if order is not SelectionOrder.NEWEST else []
    extra += [("page", str(number))] if number > 1 else []
    return urls.selection_page(subject, [*parameters_of(selection), *extra])


_Item = TypeVar("_Item")


def _ordered(
    items: Sequence[_Item], order: SelectionOrder, *, day: Callable[[_Item], date], name: Callable[[_Item], str]
) -> list[_Item]:
    if order is SelectionOrder.OLDEST:
        return sorted(items, key=day)
    return sorted(items, key=name) if order is SelectionOrder.AUTHORITY else list(items)


def _part(items: Sequence[_Item], number: int) -> Sequence[_Item]:
    return items[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]


def _shown(
    subject: SelectionSubject,
    selection: Selection,
    register: AuthorityRegister,
    order: SelectionOrder,
    number: int,
    counted: str,
    total: int,
    cards: tuple[_Card, ...],
    narrower: Iterable[tuple[str, tuple[Narrower, ...]]],
) -> SelectionShown[_Card]:
    def at(page: int) -> str:
        return selection_address(subject, selection, order, page)

    return SelectionShown(
        subject=subject,
        selection=selection,
        order=order,
        number=number,
        text=format_selection(selection, subject, register),
        counted=counted,
        total=total,
        cards=cards,
        narrower=tuple((title, links) for title, links in narrower if links),
        before=at(number - 1) if number > 1 and cards else None,
        after=at(number + 1) if cards and number * ON_A_PAGE < total else None,
    )


def _narrower(
    subject: SelectionSubject,
    selection: Selection,
    order: SelectionOrder,
    days: Sequence[date],
    letters: Sequence[StoredLetter],
    today: date,
) -> Iterable[tuple[str, tuple[Narrower, ...]]]:
    """Links for what is not chosen yet; a choice that leaves everything narrows nothing.

    Counted in letters, or in changes: `days` and `letters` have one for each.
    """
    filters = selection.filters

    def links(choices: Iterable[tuple[str, int, Selection]]) -> tuple[Narrower, ...]:
        return tuple(
            Narrower(text, count, selection_address(subject, chosen, order))
            for text, count, chosen in choices
            if 0 < count < len(days)
        )

    if not selection.since and not selection.until:
        year, ago = date(today.year, 1, 1), a_year_before(today)
        yield (
            "Published",
            links(
                (text, sum(day >= since for day in days), replace(selection, since=since))
                for text, since in ((f"in {today.year}", year), ("in the last 12 months", ago))
            ),
        )
    if not filters.kinds:
        kinds = Counter(letter.letter.kind for letter in letters)
        yield (
            "Kind",
            links(
                (kind_plural(kind), count, replace(selection, filters=replace(filters, kinds=frozenset({kind}))))
                for kind, count in kinds.most_common()
            ),
        )
    if not filters.topics:
        topics = Counter(topic for letter in letters for topic in letter.letter.topics)
        yield (
            "Topic",
            links(
                (TOPICS[topic], count, replace(selection, filters=replace(filters, topics=frozenset({topic}))))
                for topic, count in topics.most_common()
            ),
        )


def a_year_before(today: date) -> date:
    """The first day of the 12 months that end today: 5 March 2026 → 6 March 2025."""
    try:
        return date(today.year - 1, today.month, today.day) + timedelta(days=1)
    except ValueError:  # 29 February
        return date(today.year - 1, 3, 1)


def _changes_card(
    key: ListingKey, cause: Cause, changes: Sequence[Change], stored: StoredLetter | None, register: AuthorityRegister
) -> SelectedChanges:
    return SelectedChanges(
        authority=register.display(key.urn),
        file_number=key.file_number,
        published=changes[0].to_published,
        kind=stored.letter.kind if stored else LetterKind.OTHER,
        note=CAUSE_NOTES[cause],
        changes=tuple(sorted(changes, key=lambda change: list(Strand).index(change.strand))),
        findings=_findings(stored),
    )


def _letter_card(stored: StoredLetter, register: AuthorityRegister) -> SelectedLetter:
    letter = stored.letter
    findings = findings_of(letter)
    return SelectedLetter(
        authority=register.display(stored.listing.urn),
        file_number=stored.listing.file_number,
        published=stored.published,
        kind=letter.kind,
        topics=tuple(TOPICS[topic] for topic in letter.topics),
        grades=len(letter.judgements),
        to_improve=len(findings.other_improvements),
        priority_action=letter.areas_for_priority_action is True,
        withdrawn=stored.withdrawn,
        problem=letter.problem.message if letter.problem else None,
        findings=_findings(stored),
    )


def _findings(stored: StoredLetter | None) -> FindingsShown | None:
    if stored is None or stored.letter.problem:
        return None
    return shown_findings(findings_of(stored.letter), stored.listing.url, _ITEMS)
