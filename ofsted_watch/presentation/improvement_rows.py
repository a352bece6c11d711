"""Every item of what letters ask for, with its topics, whether a topic returns, and the grade that followed. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.findings import Improvement, LetterTopic
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.history import History, Inspection, histories
from ofsted_watch.domain.history.grade_that_followed import FollowedGrade, grades_that_followed
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import StoredLetter
from ofsted_watch.extraction.fields.item_topics import topics_of_item
from ofsted_watch.presentation.labels import TOPICS
from ofsted_watch.presentation.search_query import searchable_roots

OTHER = "other"
"""The topic of an item whose words name none."""

ASKED_TOPICS: dict[str, str] = {**{topic.value: label for topic, label in TOPICS.items()}, OTHER: "other"}
"""Every topic of an item with its label; 'other' comes last."""


@dataclass(frozen=True, slots=True)
class ImprovementRow:
    """One item. `number` counts in the letter from 1, `topics` are codes of ASKED_TOPICS, at least one.

    `returns` are the topics that an earlier letter about this authority asked for. `roots` is the item for a search.
    """

    stored: StoredLetter
    published: date
    number: int
    item: Improvement
    topics: tuple[str, ...]
    returns: tuple[str, ...]
    followed: tuple[FollowedGrade, ...]
    roots: str

    @property
    def urn(self) -> Urn:
        """The authority's URN."""
        return self.stored.listing.urn


def improvement_rows(stored: Iterable[StoredLetter], gaps: Iterable[Gap] = ()) -> tuple[ImprovementRow, ...]:
    """The items of every letter that counts, the newest letter first, each letter's in printed order.

    A re-issued letter counts with its newest edition, the same letter under two numbers once; withdrawn and unread ones do not.
    """
    read_before: dict[str, tuple[tuple[LetterTopic, ...], str]] = {}
    rows = [row for history in histories(stored, gaps).values() for row in _rows_of(history, read_before)]
    return tuple(sorted(rows, key=_in_order))


def by_authority(rows: Iterable[ImprovementRow]) -> Mapping[Urn, tuple[ImprovementRow, ...]]:
    """The rows of each authority, in their order."""
    grouped: dict[Urn, list[ImprovementRow]] = {}
    for row in rows:
        grouped.setdefault(row.urn, []).append(row)
    return {urn: tuple(own) for urn, own in grouped.items()}


def _rows_of(history: History, read_before: dict[str, tuple[tuple[LetterTopic, ...], str]]) -> Iterator[ImprovementRow]:
    asked_before: set[str] = set()
    both = (*history.inspections, *history.others)
    for inspection in sorted(both, key=lambda each: (each.published, each.stored.listing.file_number)):
        own = tuple(_rows(history, inspection, frozenset(asked_before), read_before))
        yield from own
        asked_before.update(topic for row in own for topic in row.topics if topic != OTHER)


def _rows(
    history: History,
    inspection: Inspection,
    asked_before: frozenset[str],
    read_before: dict[str, tuple[tuple[LetterTopic, ...], str]],
) -> Iterator[ImprovementRow]:
    followed: dict[tuple[LetterTopic, ...], tuple[FollowedGrade, ...]] = {}
    for number, item in enumerate(inspection.stored.letter.improvements, 1):
        if item.text not in read_before:
            read_before[item.text] = (topics_of_item(item.text), searchable_roots(item.text))
        topics, roots = read_before[item.text]
        if topics not in followed:
            followed[topics] = grades_that_followed(history, inspection, topics)
        named = tuple(topic.value for topic in topics) or (OTHER,)
        yield ImprovementRow(
            stored=inspection.stored,
            published=inspection.published,
            number=number,
            item=item,
            topics=named,
            returns=tuple(topic for topic in named if topic in asked_before),
            followed=followed[topics],
            roots=roots,
        )


def _in_order(row: ImprovementRow) -> tuple[object, ...]:
    return -row.published.toordinal(), row.urn, row.stored.listing.file_number, row.number
