"""All that letters ask for, made once after each run from what is published."""

from collections.abc import Mapping
from dataclasses import dataclass

from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.presentation.improvement_rows import ASKED_TOPICS, ImprovementRow, by_authority, improvement_rows
from ofsted_watch.web.improvements_view import TopicCount, topic_counts
from ofsted_watch.web.published import Published


@dataclass(frozen=True, slots=True)
class ImprovementIndex:
    """Every item, the newest letter first; those of each authority and of each topic ('': of all); the topics counted."""

    rows: tuple[ImprovementRow, ...]
    by_urn: Mapping[Urn, tuple[ImprovementRow, ...]]
    by_topic: Mapping[str, tuple[ImprovementRow, ...]]
    topics: tuple[TopicCount, ...]


def improvement_index_of(published: Published) -> ImprovementIndex:
    """The items of every published letter that counts."""
    rows = improvement_rows(published.letters, published.gaps)
    of_topic = {topic: tuple(row for row in rows if topic in row.topics) for topic in ASKED_TOPICS}
    return ImprovementIndex(rows, by_authority(rows), {"": rows, **of_topic}, topic_counts(of_topic))
