"""Whatever the site does, a night ends in: done, set aside, or blind by name. Never a false change, never a silent gap."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ofsted_watch.demo_site import mishaps
from ofsted_watch.demo_site.mishaps import Mishap
from ofsted_watch.demo_site.stories import DemoSite, StoryNight, small_story
from ofsted_watch.demo_site.strange_answers import Rewritten
from ofsted_watch.domain.model import AlertState, Topic
from ofsted_watch.runs.run_result import Ending
from ofsted_watch.services.stored_forms import store_forms
from tests.journeys.watching import READER, watching

STORY = small_story()
FIRST, SECOND = STORY.days
FALL = "Thornmere: children's services judged inadequate (was good)"
UNREAD = "Thornmere: Ofsted has published an inspection report; we could not read its grades yet"


def begin(*planned: Mishap, more: tuple[StoryNight, ...] = ()) -> DemoSite:
    return DemoSite(nights=(*STORY.nights, *more), authorities=STORY.authorities, today=SECOND, mishaps=planned)


@pytest.mark.parametrize(
    ("path", "happening"),
    [
        ("/search", mishaps.Unavailable(retry_after=0)),
        ("/provider/44/80901", mishaps.TooManyRequests(retry_after=0)),
        ("/provider/44/80901", mishaps.Truncated()),
        ("/v1/file/60000101", mishaps.Dropped()),
        ("/v1/file/60000101", mishaps.CutShort()),
    ],
    ids=lambda given: given if isinstance(given, str) else type(given).__name__,
)
def test_a_passing_fault_is_survived_in_the_same_night(path: str, happening: mishaps.Happening, seen_once: Path):
    with begin(Mishap(path, happening, times=1)) as site, watching(site, seen_once) as watch:
        watch.subscribe()
        assert watch.night(SECOND).ending is Ending.DONE
        assert watch.subjects() == [FALL]


@pytest.mark.parametrize(
    "happening",
    [mishaps.Redesigned(), mishaps.Challenge(), mishaps.Challenge(status=403), mishaps.Dropped(), mishaps.ReportNotFound()],
    ids=lambda happening: type(happening).__name__,
)
def test_an_authority_page_that_cannot_be_read_is_named_and_its_news_comes_another_night(
    happening: mishaps.Happening, seen_once: Path
):
    with begin(Mishap("/provider/44/80901", happening, times=None, on=SECOND)) as site, watching(site, seen_once) as watch:
        watch.subscribe()
        night = watch.night(SECOND)
        assert night.ending is Ending.INCOMPLETE
        assert list(night.coverage.unchecked) == ["80901"]
        assert "Thornmere" in night.message
        assert watch.mails() == []
        assert watch.night(SECOND + timedelta(days=1)).ending is Ending.DONE
        assert watch.subjects() == [FALL]


def test_an_authority_missing_from_the_search_is_named_though_its_page_is_there(seen_once: Path):
    with (
        begin(Mishap("/search", mishaps.MissingAuthority("80901"), times=None, on=SECOND)) as site,
        watching(site, seen_once) as watch,
    ):
        night = watch.night(SECOND)
        assert night.ending is Ending.INCOMPLETE
        assert night.coverage.unchecked["80901"] == "the site's search no longer lists it"


def test_a_web_page_in_the_place_of_a_letter_is_set_aside_and_mends_itself(seen_once: Path):
    web_page = Mishap("/v1/file/60000101", mishaps.WebPage(), times=None, on=SECOND)
    with begin(web_page) as site, watching(site, seen_once) as watch:
        watch.subscribe()
        assert watch.night(SECOND).ending is Ending.SET_ASIDE
        (aside,) = watch.resources.database.set_asides.find()
        assert aside.code == "not_a_pdf"
        assert watch.subjects() == [UNREAD]
        assert watch.night(SECOND + timedelta(days=1)).ending is Ending.DONE
        assert watch.resources.database.set_asides.find() == ()
        assert watch.subjects() == [UNREAD, FALL]


def test_a_letter_set_aside_is_not_counted_as_new_every_night(seen_once: Path):
    web_page = Mishap("/v1/file/60000101", mishaps.WebPage(), times=None)
    with begin(web_page) as site, watching(site, seen_once) as watch:
        watch.night(SECOND)
        assert watch.night(SECOND + timedelta(days=1)).ending is Ending.DONE
        assert len(watch.resources.database.set_asides.find()) == 1


def test_a_letter_that_the_site_says_is_gone_is_set_aside_under_its_number(seen_once: Path):
    gone = Mishap("/v1/file/60000101", mishaps.ReportNotFound(), times=None, on=SECOND)
    with begin(gone) as site, watching(site, seen_once) as watch:
        watch.subscribe()
        assert watch.night(SECOND).ending is Ending.SET_ASIDE
        assert [(one.code, one.about) for one in watch.resources.database.set_asides.find()] == [("file_gone", "60000101")]
        watch.night(SECOND + timedelta(days=1))
        assert watch.subjects() == [UNREAD, FALL]


def test_a_site_that_is_away_is_asked_once_and_everybody_is_named(seen_once: Path):
    with begin(Mishap("/", mishaps.Dropped(), times=None, on=SECOND)) as site, watching(site, seen_once) as watch:
        before = len(site.requests)
        night = watch.night(SECOND)
        assert night.ending is Ending.INCOMPLETE
        assert set(night.coverage.unchecked) == {"80901", "80902"}
        assert len(site.requests) - before <= 8


def test_after_three_incomplete_nights_those_who_watch_an_authority_are_notified_once(seen_once: Path):
    redesigned = Mishap("/provider/44/80901", mishaps.Redesigned(), times=None)
    with begin() as site, watching(site, seen_once) as watch:
        watch.subscribe(READER, "Thornmere", topics=(Topic.PRIORITY,))
        watch.subscribe("other@example.org", "Aldershaw")
        site.mishap(redesigned.path, redesigned.what, times=None)
        for night in range(1, 6):
            watch.night(FIRST + timedelta(days=night))
        assert watch.subjects() == ["Thornmere: not checked since 3 March 2026"]


def test_a_letter_on_the_wrong_authoritys_page_is_set_aside_as_that(seen_once: Path):
    thornmeres = STORY.nights[1].publications[0]
    day = SECOND + timedelta(days=1)
    misplaced = replace(thornmeres, urn="80902", number="60000999", published=day)
    more = (StoryNight(day, "Thornmere's letter on Aldershaw's page.", (misplaced,)),)
    with begin(more=more) as site, watching(site, seen_once) as watch:
        watch.subscribe(READER, "Aldershaw")
        watch.night(day)
        assert [(one.urn, one.code) for one in watch.resources.database.set_asides.find()] == [("80902", "wrong_authority")]
        assert watch.mails() == []


def test_a_hold_that_nobody_resolves_is_reported_to_ops(seen_once: Path):
    ops = {"ops_email": "ops@example.org", "prefect_ui_url": "https://ops.example.org"}
    with begin() as site, watching(site, seen_once, alert_limit="0", hold_days="0", **ops) as watch:
        from ofsted_watch.services.executor import LocalExecutor
        from ofsted_watch.services.nightly import finish_night

        store_forms(watch.resources.database, {"review-held-alerts": "7c1e"}, datetime(2026, 3, 2, tzinfo=UTC))
        watch.subscribe()
        watch.night(SECOND)
        assert [alert.id for alert in watch.resources.database.alerts.find([AlertState.HELD])] == [1]
        finish_night(LocalExecutor(), watch.resources, date(2026, 3, 7))
        assert [mail["To"] for mail in watch.mails()] == ["ops@example.org"]
        assert "1 alerts have been held" in watch.subjects()[0]
        form = "https://ops.example.org/v2/deployments/deployment/7c1e/run?parameters=%7B%22alerts%22%3A%5B1%5D%7D"
        assert form in watch.mails()[0].get_content().split()


def test_a_page_under_a_new_name_is_read_and_the_name_is_noted(seen_once: Path):
    renamed = Rewritten(rb"Thornmere Metropolitan Borough Council</h1>", rb"Thornmere and Marle Combined Council</h1>")
    with begin(Mishap("/provider/44/80901", renamed, times=None, on=SECOND)) as site, watching(site, seen_once) as watch:
        watch.subscribe()
        night = watch.night(SECOND)
        assert (night.ending, watch.subjects()) == (Ending.DONE, [FALL])
        (note,) = (each for each in night.notes if "Combined" in each)
        assert note == "The page of Thornmere names it 'Thornmere and Marle Combined Council', which the register does not know"
