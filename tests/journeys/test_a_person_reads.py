"""A person reads a report that the reader refused: it is kept and told like any other, shown as a person's reading, and stays."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ofsted_watch.demo_site.letters import print_letter
from ofsted_watch.demo_site.letters.unreadable import scanned
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import AlertState, Cause, StoredLetter
from ofsted_watch.errors import WrongUse
from ofsted_watch.runs.entered_reading import EnteredGrade, Entry
from ofsted_watch.runs.run_result import Ending, RunResult
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.enter_reading import enter_reading
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.reread import reread
from ofsted_watch.services.reread_letter import chosen_letter
from ofsted_watch.services.review import HoldDecision, SetAsideDecision, resolve_held_alerts, resolve_set_asides
from ofsted_watch.web.app import make_app
from tests.journeys.contradicting import FALL, FELL, NOTICE, NUMBER, REASON, SAID, SECOND, THIRD, posted, site_with
from tests.journeys.watching import Watching, watching
from tests.postgres_server import PostgresServer

LEADERS = EnteredGrade(
    Area.LEADERS, Grade.INADEQUATE, 1, "The impact of leaders on social work practice with child-\nren and families  Inadequate"
)
AS_PRINTED = Entry((LEADERS,), confirms=True)


@pytest.fixture
def watch(set_aside: Path) -> Iterator[Watching]:
    with site_with(posted()) as site, watching(site, set_aside) as opened:
        yield opened


def item(watch: Watching) -> int:
    (waiting,) = watch.resources.database.set_asides.find()
    assert waiting.id is not None
    return waiting.id


def enter(watch: Watching, entry: Entry = AS_PRINTED, number: int | None = None, today: date = THIRD) -> RunResult:
    """What ops do: enter the grades; the mails that follow are sent."""
    at, asked = datetime.now(UTC), item(watch) if number is None else number
    result = enter_reading(LocalExecutor(), watch.resources, asked, entry, by="Ann of ops", reason=REASON, today=today, at=at)
    deliver(watch.resources)
    return result


def stored(watch: Watching) -> list[StoredLetter]:
    """The editions of Thornmere's report, the newest last."""
    letters = watch.resources.database.letters.stored()
    return sorted((one for one in letters if one.listing.file_number == NUMBER), key=lambda one: one.edition)


def overall(letter: StoredLetter) -> str:
    return next(judgement.grade for judgement in letter.letter.judgements if judgement.area is Area.OVERALL)


def held(watch: Watching) -> list[str]:
    return [alert.event.title for alert in watch.resources.database.alerts.find([AlertState.HELD])]


def browser(watch: Watching) -> TestClient:
    return TestClient(make_app(watch.resources.settings, today=lambda: THIRD))


@pytest.fixture(scope="module")
def entered(_set_aside: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watching]:
    """The same after a person entered the grades: only looked at."""
    folder = Path(shutil.copytree(_set_aside, tmp_path_factory.mktemp("entered") / "data"))
    with site_with(posted()) as site, watching(site, folder) as watch:
        result = enter(watch)
        assert (result.ending, result.hold, result.new_alerts) == (Ending.DONE, None, 1)
        yield watch


def test_its_grades_follow_as_a_reply_and_say_that_a_person_read_them(entered: Watching) -> None:
    watch = entered
    assert watch.subjects() == [NOTICE, FALL]
    notice, mail = watch.mails()
    assert mail["In-Reply-To"] == notice["Message-ID"]
    body = mail.get_body(("plain",))
    assert body is not None
    assert SAID in " ".join(body.get_content().split())
    assert "Ann" not in body.get_content()
    assert watch.resources.database.gaps.open() == ()
    fall = [change for change in watch.changes() if change.to_published == SECOND]
    assert {(change.strand, change.from_grade, change.to_grade, change.cause) for change in fall} >= {
        ("overall", Grade.GOOD, Grade.INADEQUATE, Cause.NEW_LETTER)
    }


def test_who_read_what_where_and_why_is_stored(entered: Watching) -> None:
    watch = entered
    (letter,) = stored(watch)
    assert letter.reader_version == "person-1"
    (leaders,) = [judgement for judgement in letter.letter.judgements if judgement.area is Area.LEADERS]
    (witness,) = leaders.witnesses
    assert (leaders.grade, leaders.printed, leaders.page, witness.source) == (Grade.INADEQUATE, "inadequate", 1, "person")
    assert witness.text == "The impact of leaders on social work practice with child- ren and families Inadequate"
    (answered,) = watch.resources.database.set_asides.find(open_only=False)
    assert (answered.answer, answered.answered_by, answered.answered_why) == ("entered", "Ann of ops", REASON)
    (entered,) = watch.resources.database.person_readings.of(letter.letter.sha256)
    assert (entered.read_by, entered.reason, entered.urn) == ("Ann of ops", REASON, "80901")


def test_pages_api_and_files_say_it_in_a_sentence(entered: Watching) -> None:
    watch = entered
    with browser(watch) as reader:
        for path in ("/authorities/80901", f"/authorities/80901/letters/{NUMBER}"):
            assert SAID in " ".join(reader.get(path).text.split()), path
        letters = reader.get("/api/v1/letters", params={"authority": "80901"}).json()
        by_number = {letter["file_number"]: letter["read_by_person"] for letter in letters}
        assert by_number.pop(NUMBER) == {"number": 1, "on": "2026-03-05", "reason": REASON}
        assert set(by_number.values()) == {None}
        assert SAID in reader.get("/data/judgements.csv").text
        assert f"file {NUMBER}: read by a person on 5 March 2026: {REASON}" in reader.get("/data/authorities.csv").text
        assert "Ann of ops" not in "".join(reader.get(path).text for path in ("/authorities/80901", "/data/judgements.csv"))


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (Entry(), "judges overall, leaders, help_protection, in_care, care_leavers: enter the grade of overall, leaders,"),
        (Entry(confirms=True), "enter the grade of leaders too"),
        (Entry((replace(LEADERS, page=4),), confirms=True), "'leaders': the file has no page 4, it has 3"),
        (Entry((replace(LEADERS, page=2),), confirms=True), "does not stand on page 2"),
        (Entry((replace(LEADERS, text="Leaders: inadequate"),), confirms=True), "does not stand on page 1"),
        (Entry((replace(LEADERS, text=" - "),), confirms=True), "does not stand on page 1"),
        (Entry((replace(LEADERS, grade=Grade.GOOD),), confirms=True), "does not say 'good'"),
        (Entry((replace(LEADERS, grade=Grade.ADEQUATE),), confirms=True), "'adequate' is not a grade that an ILACS inspection"),
        (Entry((LEADERS, replace(LEADERS, area=Area.ADOPTION)), confirms=True), "does not judge 'adoption'"),
        (Entry((LEADERS, LEADERS), confirms=True), "the grade of 'leaders' is entered 2 times"),
        (
            replace(AS_PRINTED, inspection_end=date(2026, 4, 1)),
            "cannot end on 1 April 2026, after the letter's day, 4 March 2026",
        ),
        (replace(AS_PRINTED, inspection_start=date(2026, 5, 1)), "cannot begin on 1 May 2026 and end on 30 January 2026"),
        (replace(AS_PRINTED, published=date(2026, 4, 1)), "cannot be of 1 April 2026: that is in the future"),
        (replace(AS_PRINTED, kind=LetterKind.SIF_INSPECTION), "a SIF inspection of 19 January 2026 judges"),
        (replace(AS_PRINTED, kind=LetterKind.FOCUSED_VISIT), "a focused visit of 19 January 2026 does not judge 'leaders'"),
    ],
)
def test_an_entry_that_does_not_fit_is_refused_and_nothing_is_lost(watch: Watching, entry: Entry, says: str) -> None:
    number = item(watch)
    with pytest.raises(WrongUse) as refusal:
        enter(watch, entry)
    assert says in str(refusal.value)
    assert item(watch) == number
    assert (stored(watch), watch.subjects()) == ([], [NOTICE])
    assert len(watch.resources.database.gaps.open()) == 1


@pytest.mark.parametrize(("by", "reason"), [(" ", REASON), ("Ann", " "), ("Ann", "x" * 301)])
def test_a_reading_needs_a_name_and_a_short_reason(watch: Watching, by: str, reason: str) -> None:
    at = datetime.now(UTC)
    with pytest.raises(WrongUse, match=r"^(Say who read it|Say why a person|Give the reason in at most 300)"):
        enter_reading(LocalExecutor(), watch.resources, item(watch), AS_PRINTED, by=by, reason=reason, today=THIRD, at=at)
    assert stored(watch) == []


def test_a_release_without_its_grades_is_refused_with_what_to_do(watch: Watching) -> None:
    decision = SetAsideDecision.RELEASE
    with pytest.raises(WrongUse, match=r"read its pages and enter the grades.* or close its gap"):
        resolve_set_asides(watch.resources.database, decision, [item(watch)], why="it is fine", by="Ann", at=datetime.now(UTC))
    assert watch.resources.database.set_asides.get(item(watch)).answer is None


def test_our_own_checks_still_run_and_their_answer_waits(watch: Watching) -> None:
    result = enter(watch, replace(AS_PRINTED, inspection_start=date(2024, 1, 15), inspection_end=date(2024, 1, 19)))
    assert (result.ending, result.new_alerts, stored(watch)) == (Ending.SET_ASIDE, 0, [])
    (again,) = watch.resources.database.set_asides.find()
    assert again.code == "published_after_inspection"
    assert watch.night(THIRD).new_set_aside == 0
    assert enter(watch, number=again.id).ending is Ending.DONE
    assert watch.subjects() == [NOTICE, FALL]


def test_no_reader_replaces_it_and_no_night_that_serves_the_same_bytes(watch: Watching, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(watch)
    before = stored(watch)
    for module in ("reread", "read_letters", "run", "site_steps"):
        monkeypatch.setattr(f"ofsted_watch.services.{module}.READER_VERSION", "2099.1.0")
    reread(LocalExecutor(), watch.resources, watch.resources.register.current(), THIRD)
    watch.night(THIRD + timedelta(days=8))
    assert stored(watch) == before
    assert (held(watch), watch.subjects()) == ([], [NOTICE, FALL])
    assert {letter.reader_version for letter in watch.resources.database.letters.stored()} == {"person-1", "2099.1.0"}
    with pytest.raises(WrongUse, match="was read by a person, and only a person replaces that: enter it again"):
        chosen_letter(watch.resources.database, watch.resources.register, NUMBER)


def test_other_bytes_that_differ_are_a_correction_that_waits_for_a_person(set_aside: Path) -> None:
    reissue = partial(print_letter, replace(FELL, grades=FELL.grades | {Area.OVERALL: Grade.REQUIRES_IMPROVEMENT}))
    with site_with(posted(reissued=((THIRD + timedelta(days=9), reissue),))) as site, watching(site, set_aside) as watch:
        enter(watch)
        watch.night(THIRD + timedelta(days=9))
        correction = "Thornmere: correction: overall effectiveness is requires improvement, not inadequate"
        assert (held(watch), watch.subjects()) == ([correction], [NOTICE, FALL])
        with browser(watch) as reader:
            page = reader.get("/authorities/80901").text
            assert SAID in " ".join(page.split())
        watch.night(THIRD + timedelta(days=10))
        assert (held(watch), watch.subjects()) == ([correction], [NOTICE, FALL])
        resolve_held_alerts(
            watch.resources.database, HoldDecision.RELEASE, (), True, why="read it", by="Ann", at=datetime.now(UTC)
        )
        deliver(watch.resources)
        assert watch.subjects() == [NOTICE, FALL, correction]
        with browser(watch) as reader:
            assert SAID not in " ".join(reader.get(f"/authorities/80901/letters/{NUMBER}").text.split())
        assert [overall(letter) for letter in stored(watch)] == ["inadequate", "requires_improvement"]


def test_other_bytes_that_say_the_same_are_no_news(set_aside: Path) -> None:
    day = THIRD + timedelta(days=9)
    with site_with(posted(reissued=((day, partial(print_letter, FELL)),))) as site, watching(site, set_aside) as watch:
        enter(watch)
        watch.night(day)
        assert (held(watch), watch.subjects()) == ([], [NOTICE, FALL])
        assert [letter.reader_version.startswith("person") for letter in stored(watch)] == [True, False]


def test_a_person_may_correct_a_person_and_that_waits_too(watch: Watching) -> None:
    number = item(watch)
    enter(watch)
    sentence = "The impact of leaders on social work practice with children and families: good"
    enter(watch, Entry((EnteredGrade(Area.LEADERS, Grade.GOOD, 3, sentence),), confirms=True), number)
    assert held(watch) == ["Thornmere: correction: leadership is good, not inadequate"]
    assert [letter.reader_version for letter in stored(watch)] == ["person-2"]
    assert watch.subjects() == [NOTICE, FALL]


def test_a_scanned_report_is_entered_from_its_image_with_its_kind_and_dates(seen_once: Path) -> None:
    scan = replace(posted(FELL), file=partial(scanned, FELL))
    grades = tuple(
        EnteredGrade(area, grade, 1, "the table on the front page", is_image=True) for area, grade in FELL.grades.items()
    )
    with site_with(scan) as site, watching(site, seen_once) as watch:
        watch.subscribe()
        watch.night(SECOND)
        assert watch.subjects() == [NOTICE]
        with pytest.raises(WrongUse, match=r"does not know what kind of letter this is: say it, one of area_send, .*ilacs"):
            enter(watch, Entry(grades))
        with pytest.raises(WrongUse, match="say the first and the last day of the inspection"):
            enter(watch, Entry(grades, kind=LetterKind.ILACS_INSPECTION))
        plain = tuple(replace(given, is_image=False) for given in grades)
        whole = Entry(
            plain, kind=LetterKind.ILACS_INSPECTION, inspection_start=date(2026, 1, 19), inspection_end=date(2026, 1, 30)
        )
        with pytest.raises(WrongUse, match="or say that it is part of an image"):
            enter(watch, whole)
        assert enter(watch, replace(whole, grades=grades)).ending is Ending.DONE
        assert watch.subjects() == [NOTICE, FALL]
        (letter,) = stored(watch)
        assert {witness.source for judgement in letter.letter.judgements for witness in judgement.witnesses} == {"person_image"}


@pytest.mark.postgres
def test_on_postgresql_it_is_stored_and_announced_too(tmp_path: Path, postgres: PostgresServer) -> None:
    with site_with(posted()) as site:
        place = {"database_url": postgres.url(postgres.new_database())}
        with watching(site, tmp_path / "data", watched=("Thornmere",), **place) as watch:
            watch.night(SECOND - timedelta(days=1))
            watch.subscribe()
            watch.night(SECOND)
            assert enter(watch).ending is Ending.DONE
            assert watch.subjects() == [NOTICE, FALL]
            assert [letter.reader_version for letter in stored(watch)] == ["person-1"]
            assert watch.resources.database.gaps.open() == ()
