"""Thornmere falls to inadequate and a visit to Aldershaw is about care leavers: each subscription gets what it asked for."""

from pathlib import Path

import pytest

from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.domain.filters import NO_FILTERS, Filters
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Direction, Frequency, Topic
from tests.journeys.watching import LONG_AGO, watching
from tests.postgres_server import PostgresServer

FALL = "Thornmere: children's services judged inadequate (was good)"
VISIT = "Aldershaw: focused visit on care leavers, four things to improve"
CARE_LEAVERS = frozenset({LetterTopic.CARE_LEAVERS})
VISITS = frozenset({LetterKind.FOCUSED_VISIT})

PEOPLE: dict[str, tuple[set[Topic], Filters, Filters, list[str]]] = {
    "falls": (
        {Topic.CHANGE},
        Filters(to_grades=frozenset({Grade.INADEQUATE}), direction=Direction.DECLINED),
        NO_FILTERS,
        [FALL],
    ),
    "rises": ({Topic.CHANGE}, Filters(direction=Direction.IMPROVED), NO_FILTERS, []),
    # Children in care fell from outstanding, help and protection stayed 'requires improvement'.
    "from-outstanding": ({Topic.CHANGE}, Filters(from_grades=frozenset({Grade.OUTSTANDING})), NO_FILTERS, [FALL]),
    "from-ri": ({Topic.CHANGE}, Filters(from_grades=frozenset({Grade.REQUIRES_IMPROVEMENT})), NO_FILTERS, []),
    "care-leavers": ({Topic.LETTER}, NO_FILTERS, Filters(kinds=VISITS, topics=CARE_LEAVERS), [VISIT]),
    "neglect": ({Topic.LETTER}, NO_FILTERS, Filters(topics=frozenset({LetterTopic.NEGLECT})), []),
    "joint": ({Topic.LETTER}, NO_FILTERS, Filters(kinds=frozenset({LetterKind.JTAI})), []),
    "send-failings": ({Topic.LETTER}, NO_FILTERS, Filters(given=frozenset({Grade.SYSTEMIC_FAILINGS})), []),
    "gives-inadequate": ({Topic.LETTER}, NO_FILTERS, Filters(given=frozenset({Grade.INADEQUATE})), [FALL]),
    "urgent": ({Topic.LETTER}, NO_FILTERS, Filters(priority_action=True), []),
    "both": ({Topic.CHANGE, Topic.LETTER}, NO_FILTERS, Filters(topics=CARE_LEAVERS), [VISIT, FALL]),
    "everything": (set(Topic), NO_FILTERS, NO_FILTERS, [VISIT, FALL]),
}
"""Name → topics, filters of changes and of letters, and the subjects of the mails, by hand."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> dict[str, str]:
    if request.param == "sqlite":
        return {}
    server: PostgresServer = request.getfixturevalue("postgres")
    return {"database_url": server.url(server.new_database())}


def test_everybody_gets_what_they_asked_for_and_nothing_else(tmp_path: Path, database: dict[str, str]):
    story = small_story()
    with DemoSite(nights=story.nights, authorities=story.authorities) as site, watching(site, tmp_path, **database) as watch:
        for name, (topics, changes, letters, _) in PEOPLE.items():
            watch.resources.database.subscribers.subscribe(
                f"{name}@example.org",
                urns=frozenset(),
                region=None,
                topics=topics,
                frequency=Frequency.AT_ONCE,
                declines_only=False,
                at=LONG_AGO,
                change_filters=changes,
                letter_filters=letters,
            )
        for day in story.days:
            watch.night(day)
        sent = {name: [str(mail["Subject"]) for mail in watch.mails() if mail["To"] == f"{name}@example.org"] for name in PEOPLE}
        (visit,) = [mail for mail in watch.mails() if mail["To"] == "care-leavers@example.org"]
    assert sent == {name: subjects for name, (_, _, _, subjects) in PEOPLE.items()}
    asked = "asked to hear of new focused visit letters about care leavers of all authorities, as soon as we know."
    assert asked in " ".join(visit.get_body(("plain",)).get_content().split())
