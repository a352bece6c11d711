"""What letters ask for as the pages show it: by letter, by topic, counted; every item quoted whole. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.findings import ImprovementKind, LetterTopic
from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.history.grade_that_followed import STRAND_OF_TOPIC, FollowedGrade, NoGrade
from ofsted_watch.domain.identifiers import FileNumber
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority
from ofsted_watch.presentation.emails.excerpts import page_label, page_link
from ofsted_watch.presentation.emails.safe_text import one_line
from ofsted_watch.presentation.improvement_rows import ASKED_TOPICS, OTHER, ImprovementRow
from ofsted_watch.presentation.labels import AREAS, STRANDS
from ofsted_watch.web.findings_view import addressee_label

NO_GRADES = {
    NoGrade.NO_INSPECTION_SINCE: "no graded inspection since",
    NoGrade.REPORT_NOT_READ: "not known: an inspection report since then is not read yet",
    NoGrade.NOT_GIVEN: "not given by the next inspection",
    NoGrade.JUDGED_TOGETHER: "judged with children in care",
}


@dataclass(frozen=True, slots=True)
class AskedItem:
    """An item, whole. `topics` are the labels of the topics that its words name besides the one it stands under."""

    text: str
    number: str
    addressee: str
    is_priority: bool
    where: str
    link: str | None
    topics: tuple[str, ...]

    @property
    def topics_text(self) -> str:
        """'about care leavers, neglect', or that its words name no topic."""
        named = ", ".join(self.topics)
        return f"about {named}" if named != ASKED_TOPICS[OTHER] else "its words name no topic"


@dataclass(frozen=True, slots=True)
class ShownGrade:
    """A grade that followed: of what, the grade or why there is none, and the inspection."""

    about: str
    grade: Grade | None
    why: str
    published: date | None
    file_number: FileNumber | None


@dataclass(frozen=True, slots=True)
class LetterAsks:
    """What one letter asks for: on one topic, or all of it. `returns` says that an earlier letter asked for it too."""

    authority: Authority
    published: date
    kind: LetterKind
    file_number: FileNumber
    items: tuple[AskedItem, ...]
    followed: tuple[ShownGrade, ...]
    returns: bool


@dataclass(frozen=True, slots=True)
class TopicAsked:
    """What the letters about one authority ask for on one topic, the newest letter first."""

    topic: str
    label: str
    items: int
    letters: tuple[LetterAsks, ...]

    @property
    def returns(self) -> bool:
        """True if more than one letter asked for it."""
        return self.topic != OTHER and len(self.letters) > 1

    @property
    def first(self) -> date:
        """The day of the oldest letter that asked for it."""
        return self.letters[-1].published


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic in the list of all topics, with what the whole country's letters ask for on it."""

    topic: str
    label: str
    items: int
    letters: int
    authorities: int
    newest: date


def letters_asking(rows: Sequence[ImprovementRow], topic: str, register: AuthorityRegister) -> tuple[LetterAsks, ...]:
    """The rows by letter, in their order; `topic` is the one they stand under, '' for all of them."""
    return tuple(letter_asks(own, topic, register) for own in by_letter(rows))


def by_letter(rows: Sequence[ImprovementRow]) -> list[tuple[ImprovementRow, ...]]:
    """The rows of each letter, in their order."""
    together = groupby(rows, key=lambda row: id(row.stored))
    return [tuple(own) for _, own in together]


def topics_asked(rows: Sequence[ImprovementRow], register: AuthorityRegister) -> tuple[TopicAsked, ...]:
    """One authority's rows by topic: the topics of most letters first, 'other' last. An item of two topics stands under both."""
    asked: list[TopicAsked] = []
    for topic, label in ASKED_TOPICS.items():
        own = [row for row in rows if topic in row.topics]
        if own:
            asked.append(TopicAsked(topic, label, len(own), letters_asking(own, topic, register)))
    return tuple(sorted(asked, key=lambda each: (each.topic == OTHER, -len(each.letters), -each.items)))


def topic_counts(of_topic: Mapping[str, Sequence[ImprovementRow]]) -> tuple[TopicCount, ...]:
    """Every topic that any letter asks for, from the rows of each, in their order."""
    return tuple(
        TopicCount(
            topic,
            ASKED_TOPICS[topic],
            len(own),
            len({id(row.stored) for row in own}),
            len({row.urn for row in own}),
            max(row.published for row in own),
        )
        for topic, own in of_topic.items()
        if own
    )


def letter_asks(rows: Sequence[ImprovementRow], topic: str, register: AuthorityRegister) -> LetterAsks:
    """One letter's rows, at least one, as shown under a topic ('': all of them)."""
    first = rows[0]
    followed = dict.fromkeys(shown for row in rows for shown in row.followed if not topic or _covers(shown, topic))
    return LetterAsks(
        authority=register.display(first.urn),
        published=first.published,
        kind=first.stored.letter.kind,
        file_number=first.stored.listing.file_number,
        items=tuple(_item(row, topic) for row in rows),
        followed=tuple(_grade(shown) for shown in followed),
        returns=any(topic in row.returns if topic else row.returns for row in rows),
    )


def _covers(followed: FollowedGrade, topic: str) -> bool:
    if followed.area is Area.SEND_OUTCOME:
        return True
    strand = Strand.OVERALL if topic == OTHER else STRAND_OF_TOPIC.get(LetterTopic(topic), Strand.OVERALL)
    return followed.area is strand


def _item(row: ImprovementRow, topic: str) -> AskedItem:
    item, url = row.item, row.stored.listing.url
    return AskedItem(
        text=item.text,
        number=one_line(item.number or "", 12),
        addressee=addressee_label(item.addressee),
        is_priority=item.kind is ImprovementKind.PRIORITY_ACTION,
        where=page_label(item.page),
        link=page_link(url, item.page),
        topics=tuple(ASKED_TOPICS[other] for other in row.topics if other != topic),
    )


def _grade(followed: FollowedGrade) -> ShownGrade:
    about = AREAS[followed.area] if isinstance(followed.area, Area) else STRANDS[followed.area]
    why = NO_GRADES[followed.why] if followed.why else ""
    return ShownGrade(about, followed.grade, why, followed.published, followed.file_number)
