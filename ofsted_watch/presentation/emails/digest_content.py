"""What a digest shows and in which order: by weight, what is inadequate first, and under each weight the newest first. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Alert, Direction, Event, EventKind, Topic
from ofsted_watch.presentation.emails.event_items import Item, item_of
from ofsted_watch.presentation.emails.safe_text import one_line
from ofsted_watch.presentation.preference_text import listed


class Weight(IntEnum):
    """How much a person must know of it at once; the lowest number comes first."""

    INADEQUATE = 1
    DECLINED = 2
    PRIORITY_ACTION = 3
    IMPROVED = 4
    OTHER_CHANGE = 5
    VISIT = 6
    REST = 7


HEADINGS = {
    Weight.INADEQUATE: "Inadequate, or widespread failings",
    Weight.DECLINED: "Declined",
    Weight.PRIORITY_ACTION: "Areas for priority action",
    Weight.IMPROVED: "Improved",
    Weight.OTHER_CHANGE: "Other changes, corrections, and what we could not check",
    Weight.VISIT: "Visits and joint inspections",
    Weight.REST: "Everything else",
}
_IN_A_SUBJECT = {
    Weight.INADEQUATE: "Inadequate",
    Weight.DECLINED: "Declined",
    Weight.PRIORITY_ACTION: "Area for priority action",
    Weight.IMPROVED: "Improved",
}
_VISITS = frozenset(
    {
        LetterKind.FOCUSED_VISIT,
        LetterKind.MONITORING_VISIT,
        LetterKind.ASSURANCE_VISIT,
        LetterKind.SEND_MONITORING_VISIT,
        LetterKind.JTAI,
    }
)
_WORST = frozenset({Grade.INADEQUATE, Grade.SYSTEMIC_FAILINGS})
_LONGEST_NAMES = 120
_MOST_NAMES = 4
_MOST_ITEMS = (None, 5, 3, 1, 0)
_MOST_WHOLE, _MOST_LISTED, _FEWEST_LISTED = 60, 300, 10
"""A letter takes at least 1,500 bytes, a line of the contents 300: more than these never fit into a mail."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A letter in the digest. `is_whole` is false for one that is only in the contents."""

    item: Item
    is_whole: bool


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """The entries of one weight."""

    heading: str
    entries: tuple[Entry, ...]

    @property
    def whole(self) -> tuple[Entry, ...]:
        """The entries that stand below the contents too."""
        return tuple(entry for entry in self.entries if entry.is_whole)


@dataclass(frozen=True, slots=True)
class DigestShown:
    """A digest: `only_listed` counts the letters that are only in its contents, `left_out` those that are not even there."""

    title: str
    preview: str
    groups: tuple[EntryGroup, ...]
    only_listed: int
    left_out: int

    @property
    def size(self) -> int:
        """The number of letters in the contents."""
        return sum(len(group.entries) for group in self.groups)


def weight_of_event(event: Event) -> Weight:
    """The weight of an event by what its letter says now: a grade that is inadequate again weighs as much as a new one."""
    if event.kind is not EventKind.LETTER:
        return Weight.OTHER_CHANGE
    grades = [change.to_grade for change in event.changes if change.direction] + [grade for _, grade in event.unchanged]
    if event.findings:
        grades += [grade for _, grade in event.findings.grades]
    if _WORST.intersection(grades):
        return Weight.INADEQUATE
    directions = {change.direction for change in event.changes}
    if Direction.DECLINED in directions:
        return Weight.DECLINED
    if Topic.PRIORITY in event.topics:
        return Weight.PRIORITY_ACTION
    if Direction.IMPROVED in directions:
        return Weight.IMPROVED
    if event.changes:
        return Weight.OTHER_CHANGE
    return Weight.VISIT if event.findings and event.findings.kind in _VISITS else Weight.REST


def by_weight(alerts: Sequence[Alert]) -> tuple[Alert, ...]:
    """The weightiest first, of one weight the newest first."""
    by_name = sorted(alerts, key=lambda alert: (alert.event.authority, alert.event.key))
    newest_first = sorted(by_name, key=lambda alert: alert.event.happened, reverse=True)
    return tuple(sorted(newest_first, key=lambda alert: weight_of_event(alert.event)))


def digest_title(ordered: Sequence[Alert]) -> str:
    """The weightiest headline, or the authorities that share its weight, and the number of the others.

    Every authority with something inadequate is named, or, where they do not fit, counted as inadequate.
    """
    first = ordered[0].event
    weight = weight_of_event(first)
    leading = [alert.event for alert in ordered if weight_of_event(alert.event) is weight]
    names = list(dict.fromkeys(one_line(event.authority) for event in leading))
    if len(names) == 1 or weight not in _IN_A_SUBJECT:
        leading = leading[:1]
        text = one_line(first.title, 160)
    elif weight is Weight.INADEQUATE and len(listed(names)) > _LONGEST_NAMES:
        text = f"{len(names)} authorities inadequate"
    else:
        shown = names if weight is Weight.INADEQUATE or len(names) <= _MOST_NAMES else [*names[:_MOST_NAMES]]
        rest = len(names) - len(shown)
        text = f"{_IN_A_SUBJECT[weight]}: {listed([*shown, f'{rest} more'] if rest else shown)}"
    more = len(ordered) - len(leading)
    return f"{text}; {more} more in this mail" if more else text


def digests(ordered: Sequence[Alert], public_url: str | None) -> Iterator[DigestShown]:
    """The digest in ever smaller forms: first with every item of every letter, in the end without the least of its contents.

    `ordered` is the result of `by_weight`. The last form has no more than ten letters.
    """
    whole, listed_letters = min(len(ordered), _MOST_WHOLE), min(len(ordered), _MOST_LISTED)
    for most_items in _MOST_ITEMS:
        yield _digest(ordered, public_url, most_items, whole=whole, listed_letters=listed_letters)
    while whole:
        whole //= 2
        yield _digest(ordered, public_url, 0, whole=whole, listed_letters=listed_letters)
    while listed_letters > _FEWEST_LISTED:
        listed_letters = listed_letters * 4 // 5
        yield _digest(ordered, public_url, 0, whole=0, listed_letters=listed_letters)


def _digest(
    ordered: Sequence[Alert], public_url: str | None, most_items: int | None, *, whole: int, listed_letters: int
) -> DigestShown:
    entries: dict[Weight, list[Entry]] = {}
    for place, alert in enumerate(ordered[:listed_letters]):
        item = item_of(alert.event, public_url, most_items if place < whole else 0)
        entries.setdefault(weight_of_event(alert.event), []).append(Entry(item, place < whole))
    return DigestShown(
        title=digest_title(ordered),
        preview=", ".join(f"{HEADINGS[weight]}: {len(group)}" for weight, group in entries.items()),
        groups=tuple(EntryGroup(HEADINGS[weight], tuple(group)) for weight, group in entries.items()),
        only_listed=listed_letters - whole if listed_letters > whole else 0,
        left_out=len(ordered) - listed_letters,
    )
