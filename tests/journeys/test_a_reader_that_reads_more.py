"""A newer reader reads letters that an older one set aside: stored, and their news waits in one batch for a person's word.

Night 1 is first sight; Aldershaw's report of 2022 cannot be read then. On night 2 neither Thornmere's fall nor Aldershaw's
focused visit can be read. What the subscribers get in the end is what night 2 would have sent them, and no more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from ofsted_watch.adapters.database.schema import events
from ofsted_watch.demo_site.past_letters import HISTORY
from ofsted_watch.demo_site.stories import DemoSite, StoryNight, small_story
from ofsted_watch.demo_site.story_writing import focused, post
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.grades import Area
from ofsted_watch.domain.model import AlertState, Cause, Letter, Problem, Topic
from ofsted_watch.domain.visibility import public_letters
from ofsted_watch.errors import UnlistedArea
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.runs.run_result import Ending
from ofsted_watch.runs.run_result import RunResult as Run
from ofsted_watch.services import read_letters, site_steps
from ofsted_watch.services import reread as reread_service
from ofsted_watch.services import run as run_service
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.embargo import embargo
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.review import resolve_held_alerts
from ofsted_watch.subscriptions.matching import CORRECTION_HOLD, NEWER_READER_HOLD
from proofs.reliability.disasters import Misreading
from proofs.reliability.steps import ReadHere
from tests.journeys.watching import Watching, watching
from tests.postgres_server import PostgresServer

FALL, VISIT, LATER = "60000101", "60000102", "60000802"
BASELINE, SECOND, REREAD, NEXT, THIRD = (date(2026, 3, day) for day in (3, 4, 5, 6, 9))
OF_2018, OF_2022 = (
    next(one.number for one in HISTORY if one.description and one.description.place == "Aldershaw" and one.published == day)
    for day in (date(2018, 12, 6), date(2022, 8, 3))
)
ANN, BEN, CAT, DAN = (f"{name}@example.org" for name in ("ann", "ben", "cat", "dan"))
FELL = "Thornmere: children's services judged inadequate (was good)"
VISITED = "Aldershaw: focused visit on care leavers, four things to improve"
VISITED_LATER = "Thornmere: focused visit on help and protection, four things to improve"
NOT_READ = "Thornmere: Ofsted has published an inspection report; we could not read its grades yet"
UNREAD = [(ANN, NOT_READ), (BEN, NOT_READ)]
"""Sent on night 2: the fall is an inspection report, so everybody who follows Thornmere hears that it is not read yet."""
EXPECTED = [(ANN, FELL), (BEN, FELL), (DAN, VISITED)]


@dataclass(frozen=True)
class OlderReader:
    """A reader that does not know the labels of these letters' tables."""

    register: AuthorityRegister
    cannot_read: frozenset[str] = frozenset({FALL, VISIT, OF_2022})

    def read(self, content: bytes, name: str) -> Letter:
        letter = ReadHere(self.register).read(content, name)
        if name.partition("-")[2] not in self.cannot_read:
            return letter
        return replace(letter, judgements=(), problem=Problem(UnlistedArea.code, "The table judges an area that is not known."))


def version(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    for module in (run_service, reread_service, read_letters, site_steps):
        monkeypatch.setattr(module, "READER_VERSION", number)


@contextmanager
def after_two_nights(folder: Path, monkeypatch: pytest.MonkeyPatch, **settings: str) -> Iterator[Watching]:
    """A watch with four subscribers after both nights; the newer reader stands ready."""
    story = small_story()
    visit = focused("Thornmere", date(2026, 2, 10), THIRD, theme="early help")
    third = StoryNight(THIRD, "A focused visit to Thornmere.", (post(int(LATER), visit),))
    site = DemoSite(nights=(*story.nights, third), authorities=story.authorities)
    with site, watching(site, folder, **settings) as watch:
        version(monkeypatch, "1")
        watch.resources.reader = OlderReader(watch.resources.register)  # type: ignore[assignment]
        watch.subscribe(ANN)
        watch.subscribe(BEN, "Thornmere", topics=(Topic.LETTER,))
        watch.subscribe(CAT, "Aldershaw")
        watch.subscribe(DAN, "Aldershaw", topics=(Topic.LETTER,))
        watch.night(BASELINE)
        watch.night(SECOND)
        assert {one.code for one in watch.resources.database.set_asides.find()} == {"unlisted_area"}
        assert len(watch.resources.database.set_asides.find()) == 3
        assert received(watch) == UNREAD
        version(monkeypatch, "2")
        # The newer reader also reads otherwise what the older one had read: that is a correction.
        takes = {Area.OVERALL: Area.CARE_AND_LEAVERS}
        watch.resources.reader = Misreading(takes, frozenset({OF_2018}), watch.resources.register)  # type: ignore[assignment]
        yield watch


def reread(watch: Watching, today: date) -> Run:
    night = reread_service.reread(
        LocalExecutor(), watch.resources, expected_authorities(["all"], watch.resources.register), today
    )
    deliver(watch.resources)
    return night


def received(watch: Watching) -> list[tuple[str, str]]:
    return sorted((str(mail["To"]), str(mail["Subject"])) for mail in watch.mails())


def held(watch: Watching) -> list[tuple[str, str]]:
    """Who waits for what, where all of it waits for the same reason."""
    waiting = watch.resources.database.alerts.find([AlertState.HELD])
    assert {one.hold for one in waiting} <= {NEWER_READER_HOLD}
    return sorted((one.subscription.email, one.event.title) for one in waiting)


def answer(watch: Watching, decision: str) -> None:
    resolve_held_alerts(
        watch.resources.database, decision, (), True, why="compared with the letters", by="Ada", at=datetime.now(UTC)
    )
    deliver(watch.resources)


def told_in_public(watch: Watching) -> set[str]:
    database = watch.resources.database
    return {one.listing.file_number for one in public_letters(database.letters.stored(), embargo(database))}


def whole_story(folder: Path, monkeypatch: pytest.MonkeyPatch, decision: str, **settings: str) -> None:
    with after_two_nights(folder, monkeypatch, **settings) as watch:
        night = reread(watch, REREAD)
        assert night.ending is Ending.HELD
        assert (received(watch), held(watch)) == (UNREAD, EXPECTED)
        answered = watch.resources.database.set_asides.find(open_only=False)
        assert {(one.answer, one.answered_why) for one in answered} == {
            ("auto_resolved", "reader version 2 reads the letter, and it is stored now")
        }
        assert watch.resources.database.set_asides.find() == ()
        # The report of first sight is history: stored, shown, and news to nobody.
        assert told_in_public(watch) >= {OF_2018, OF_2022}
        assert not told_in_public(watch) & {FALL, VISIT}
        assert {one.cause for one in watch.changes() if one.to_number == OF_2022} == {Cause.HISTORY}
        with watch.resources.database.read_transaction() as connection:
            asked = select(events.c.key, events.c.hold).where(events.c.hold != NEWER_READER_HOLD)
            ((key, hold),) = connection.execute(asked).tuples().all()
        assert (key.partition(":")[0], hold) == ("correction", CORRECTION_HOLD)

        stored = watch.resources.database.alerts.find()
        again = reread(watch, REREAD)
        assert (again.outcome.stored, again.outcome.events, again.new_alerts) == ((), (), 0)
        watch.night(NEXT)
        assert (received(watch), watch.resources.database.alerts.find()) == (UNREAD, stored)

        answer(watch, decision)
        expected = sorted([*UNREAD, *EXPECTED]) if decision == "release" else UNREAD
        assert received(watch) == expected
        assert (told_in_public(watch) >= {FALL, VISIT}) == (decision == "release")
        reread(watch, NEXT)
        watch.night(date(2026, 3, 7))
        assert received(watch) == expected


@pytest.mark.parametrize("decision", ["release", "drop"])
def test_what_was_set_aside_and_is_read_by_a_reread_waits_in_one_batch(tmp_path: Path, monkeypatch, decision: str):
    whole_story(tmp_path, monkeypatch, decision)


@pytest.mark.postgres
def test_the_same_on_postgresql(tmp_path: Path, monkeypatch, postgres: PostgresServer):
    whole_story(tmp_path, monkeypatch, "release", database_url=postgres.url(postgres.new_database()))


def test_the_mail_that_is_released_says_what_changed(tmp_path: Path, monkeypatch):
    with after_two_nights(tmp_path, monkeypatch) as watch:
        reread(watch, REREAD)
        answer(watch, "release")
        (mail,) = (mail for mail in watch.mails() if mail["To"] == ANN and mail["Subject"] == FELL)
        (first,) = (mail for mail in watch.mails() if mail["To"] == ANN and mail["Subject"] == NOT_READ)
        assert mail["In-Reply-To"] == first["Message-ID"]
        text = mail.get_body(("plain",)).get_content()
        assert "Before: good (5 April 2023)" in text
        assert "Now: inadequate (4 March 2026)" in text


def test_a_night_that_comes_before_any_reread_holds_the_same_and_sends_its_own_news(tmp_path: Path, monkeypatch):
    with after_two_nights(tmp_path, monkeypatch) as watch:
        watch.night(THIRD)
        assert held(watch) == EXPECTED
        assert received(watch) == sorted([*UNREAD, (BEN, VISITED_LATER)])
        assert reread(watch, THIRD).new_alerts == 0
        answer(watch, "release")
        assert received(watch) == sorted([*UNREAD, *EXPECTED, (BEN, VISITED_LATER)])


def test_many_letters_that_can_be_read_now_do_not_stop_the_news_of_the_night(tmp_path: Path, monkeypatch):
    with after_two_nights(tmp_path, monkeypatch, alert_limit="0") as watch:
        watch.night(THIRD)
        assert held(watch) == EXPECTED
        assert received(watch) == sorted([*UNREAD, (BEN, VISITED_LATER)])


def test_what_is_still_unreadable_or_was_rejected_stays_as_it_is(tmp_path: Path, monkeypatch):
    with after_two_nights(tmp_path, monkeypatch) as watch:
        database = watch.resources.database
        rejected = next(one for one in database.set_asides.find() if FALL in one.message)
        database.set_asides.resolve(rejected.id or 0, "rejected", by="Ada", why="a draft", at=datetime.now(UTC))
        watch.resources.reader = OlderReader(watch.resources.register, frozenset({VISIT}))  # type: ignore[assignment]
        night = reread(watch, REREAD)
        assert "1 letter set aside before still cannot be read" in night.notes
        watch.night(NEXT)
        assert (received(watch), held(watch)) == (UNREAD, [])
        assert [stored.gap.file_number for stored in database.gaps.open()] == [FALL]
        assert [VISIT in one.message for one in database.set_asides.find()] == [True]
        assert {one.listing.file_number for one in database.letters.stored()} >= {OF_2022}
        assert not {one.listing.file_number for one in database.letters.stored()} & {FALL, VISIT}
