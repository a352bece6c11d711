"""What a letter says besides its grades, as its mail shows it: the reason, the scope, and every item to improve. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ofsted_watch.domain.findings import Improvement, LetterFindings
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.presentation.emails.excerpts import LONGEST_EXCERPT, Excerpt, first_sentences, whole_item
from ofsted_watch.presentation.emails.safe_text import one_line
from ofsted_watch.presentation.labels import BODIES, inspection_label, sentence
from ofsted_watch.presentation.subjects import main_topics

_IMPROVEMENTS = "What needs to improve"
_PRIORITY_OF_REPORTS = "Priority and immediate action"
"""How SIF reports head the items that must be acted on first."""
_LONGEST_BODY = 300


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item with its number in the list: as printed, or counted; '•' for one that has none among others that have."""

    number: str
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """Items in a row that the same body must act on; `addressee` is empty where the letter names none."""

    addressee: str
    items: tuple[ListedItem, ...]


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list of the letter under its heading. `more` counts the items that the mail leaves to the letter's page.

    `is_counted` is true if the letter prints no numbers.
    """

    heading: str
    groups: tuple[ItemGroup, ...]
    more: int
    is_counted: bool

    @property
    def is_single(self) -> bool:
        """True for one item that has no number of its own: a list of one needs none."""
        return self.is_counted and not self.more and sum(len(group.items) for group in self.groups) == 1


@dataclass(frozen=True, slots=True)
class FindingsShown:
    """What the mail gives of a letter besides its grades; what the letter does not say is None or empty.

    `inspection` names what took place, in Ofsted's terms and with the long form.
    """

    inspection: str
    reason: Excerpt | None
    scope: str
    progress: Excerpt | None
    priority: ItemList | None
    improvements: ItemList | None

    @property
    def preview(self) -> str:
        """What a mail program shows beside the subject: the weightiest text of the letter, or nothing."""
        quoted = (_first(self.priority), self.reason, self.progress, _first(self.improvements))
        return next((excerpt.text for excerpt in quoted if excerpt), "")


def shown_findings(findings: LetterFindings, url: str, most_items: int | None = None) -> FindingsShown:
    """Every text is sanitized here. `url` is the address of the file; `most_items` limits the items of each list."""
    of_report = findings.kind in (LetterKind.SIF_INSPECTION, LetterKind.SIF_REINSPECTION)
    heading = one_line(findings.improvements_heading or _IMPROVEMENTS, 200)
    progress = first_sentences(findings.progress, url) if findings.progress else None
    reason = first_sentences(findings.summary, url) if findings.summary else None
    topics = main_topics(findings) if findings.kind == LetterKind.FOCUSED_VISIT else ()
    return FindingsShown(
        inspection=sentence(inspection_label(findings.kind, findings.inspection_type, topics)),
        # A letter on progress may say it at its very beginning: the same text is not quoted twice.
        reason=None if reason == progress else reason,
        scope=_scope(findings.scope or ""),
        progress=progress,
        priority=_list(_PRIORITY_OF_REPORTS if of_report else _priority(findings), findings.priority_actions, url, most_items),
        improvements=_list(heading, findings.other_improvements, url, most_items),
    )


def _priority(findings: LetterFindings) -> str:
    return "Area for priority action" if len(findings.priority_actions) == 1 else "Areas for priority action"


def _first(items: ItemList | None) -> Excerpt | None:
    return items.groups[0].items[0].excerpt if items and items.groups else None


def _scope(scope: str) -> str:
    """What inspectors looked at, without a stop at its end; a long enumeration ends after one of its parts."""
    line = one_line(scope, 3000).rstrip(".")
    if len(line) <= LONGEST_EXCERPT:
        return line
    shortened, semicolon, _ = line[:LONGEST_EXCERPT].rpartition(";")
    return f"{shortened}; and more" if semicolon else one_line(line, LONGEST_EXCERPT).rstrip("….,; ") + " and more"


def _list(heading: str, items: Sequence[Improvement], url: str, most_items: int | None) -> ItemList | None:
    if not items:
        return None
    is_counted = all(item.number is None for item in items)
    numbered = [
        (
            item.addressee or "",
            ListedItem(str(place) if is_counted else one_line(item.number or "•", 12), whole_item(item.text, item.page, url)),
        )
        for place, item in enumerate(items, 1)
    ][:most_items]
    groups = tuple(
        ItemGroup(one_line(BODIES.get(body, body), _LONGEST_BODY), tuple(item for _, item in group))
        for body, group in groupby(numbered, key=lambda pair: pair[0])
    )
    return ItemList(heading, groups, len(items) - len(numbered), is_counted)
