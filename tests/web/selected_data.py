"""A database for selections: two invented authorities, changes and visits of several years. What comes out is counted by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.model import StoredLetter
from tests.domain.history.letters import UNDERBY, judged, stored
from tests.presentation.emails.examples import item, saying
from tests.web.watched_pages import FALL, FIRST, RISE, VISIT, browsing, outcome_of


def of_underby(kind: str, published: str, *topics: LetterTopic, **more: object) -> StoredLetter:
    """A letter about Underby with these topics."""
    return saying(stored(kind, published, urn=UNDERBY.urn, **more), topics=topics)  # type: ignore[arg-type]


CARE_LEAVERS = saying(
    of_underby("focused_visit", "2026-02-03", LetterTopic.CARE_LEAVERS, number="60002"),
    scope="the local authority’s arrangements for care leavers",
    improvements=(item("The quality of plans for young people who leave care.", 2),),
    improvements_heading="What needs to improve?",
)
FRONT_DOOR = of_underby("focused_visit", "2026-01-15", LetterTopic.FRONT_DOOR, LetterTopic.NEGLECT, number="60001", priority=True)
JOINT = of_underby("jtai", "2025-06-01", number="60003")
SEND = saying(
    of_underby("area_send", "2025-11-01", number="60004"), judgements=(judged(Area.SEND_OUTCOME, Grade.SYSTEMIC_FAILINGS),)
)
LAST = saying(FALL, summary="Children in Marshford wait too long.", summary_page=3)
LETTERS = (FIRST, RISE, VISIT, LAST, CARE_LEAVERS, FRONT_DOOR, JOINT, SEND)


@contextmanager
def selecting(folder: Path) -> Iterator[TestClient]:
    """A browser on 5 March 2026 at the pages of these letters."""
    with browsing(folder, outcome_of(LETTERS)) as browser:
        yield browser
