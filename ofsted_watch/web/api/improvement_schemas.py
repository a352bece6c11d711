"""The schemas of what letters ask for, for the API's description. The objects are built in presentation/improvement_json.py."""

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from ofsted_watch.domain.findings import ImprovementKind, LetterTopic
from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.history.grade_that_followed import NoGrade
from ofsted_watch.web.api.schemas import Exactly

Topic = LetterTopic | Literal["other"]

FOLLOWED_EXAMPLE = {
    "area": "care_leavers",
    "grade": "good",
    "why": None,
    "published": "2025-03-04",
    "file_number": "50011112",
}
ITEM_EXAMPLE = {
    "urn": "80901",
    "authority": "Thornmere",
    "region": "North West",
    "published": "2023-05-06",
    "letter_kind": "focused_visit",
    "file_number": "50011111",
    "number": 1,
    "kind": "improvement",
    "printed_number": None,
    "text": "The timeliness of pathway plans for care leavers.",
    "page": 3,
    "for": None,
    "topics": ["care_leavers"],
    "returns": ["care_leavers"],
    "followed": [FOLLOWED_EXAMPLE],
    "link": "https://files.ofsted.gov.uk/v1/file/50011111#page=3",
}
TOPIC_EXAMPLE = {
    "topic": "care_leavers",
    "label": "care leavers",
    "items": 61,
    "letters": 48,
    "authorities": 40,
    "newest": "2026-03-02",
}


class FollowedGradeObject(Exactly):
    """The grade that the next graded inspection gave for an area; `why` says why there is none."""

    area: Strand | Area
    grade: Grade | None
    why: NoGrade | None
    published: date | None
    file_number: str | None


class AskedItemObject(Exactly):
    """An item of what a letter asks for, in its words. `number` counts in the letter; `for` is the body that must act.

    `topics` are those that its words name, `other` if none; `returns` those that an earlier letter about the authority asked for.
    """

    model_config = ConfigDict(extra="forbid", serialize_by_alias=True)

    urn: str
    authority: str
    region: str | None
    published: date
    letter_kind: str
    file_number: str
    number: int
    kind: ImprovementKind
    printed_number: str | None
    text: str
    page: int
    addressee: str | None = Field(alias="for")
    topics: list[Topic]
    returns: list[Topic]
    followed: list[FollowedGradeObject]
    link: str


class TopicObject(Exactly):
    """A topic of what letters ask for, with how much there is of it; `newest` is the day of the newest letter."""

    topic: Topic
    label: str
    items: int
    letters: int
    authorities: int
    newest: date


OBJECT_EXAMPLES = {
    "FollowedGradeObject": FOLLOWED_EXAMPLE,
    "AskedItemObject": ITEM_EXAMPLE,
    "TopicObject": TOPIC_EXAMPLE,
}
"""An example of each object, by its name in the description."""
