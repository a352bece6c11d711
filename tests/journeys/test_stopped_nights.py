"""One bad letter never stops the good ones, and what many bad ones stop goes the night after."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from ofsted_watch.demo_site import mishaps
from ofsted_watch.demo_site.letters.unreadable import locked, scanned
from ofsted_watch.demo_site.mishaps import Mishap
from ofsted_watch.demo_site.stories import DemoSite, StoryNight, small_story
from ofsted_watch.demo_site.story_writing import focused, post
from ofsted_watch.domain.model import AlertState
from ofsted_watch.runs.run_result import Ending
from tests.journeys.watching import Watching, watching

STORY = small_story()
SECOND = STORY.days[1]
NIGHTS = [SECOND + timedelta(days=n) for n in range(4)]
FALL = "Thornmere: children's services judged inadequate (was good)"
NUMBERS = (60000701, 60000702, 60000703)
VISITS = [focused("Aldershaw", SECOND - timedelta(days=40 + n), SECOND, theme=f"team {n}") for n in range(3)]
MORE = StoryNight(SECOND, "Three more letters of Aldershaw.", tuple(map(post, NUMBERS, VISITS)))


def site_with(night: StoryNight, *wrong: Mishap) -> DemoSite:
    return DemoSite(nights=(*STORY.nights, night), authorities=STORY.authorities, today=SECOND, mishaps=wrong)


def web_pages(**when: object) -> tuple[Mishap, ...]:
    return tuple(Mishap(f"/v1/file/{number}", mishaps.WebPage(), times=None, **when) for number in NUMBERS)  # type: ignore[arg-type]


def stored_numbers(watch: Watching) -> set[str]:
    return {letter.listing.file_number for letter in watch.resources.database.letters.stored()}


def test_sound_letters_that_cannot_be_read_stop_no_night(seen_once: Path):
    spoilt = [replace(post(number, visit), file=partial(scanned, visit)) for number, visit in zip(NUMBERS, VISITS, strict=True)]
    spoilt.append(replace(post(60000704, VISITS[0]), file=partial(locked, VISITS[0])))
    with site_with(replace(MORE, publications=tuple(spoilt))) as site, watching(site, seen_once) as watch:
        watch.subscribe()
        assert watch.night(SECOND).ending is Ending.SET_ASIDE
        assert watch.subjects() == [FALL]
        # The scanned pages are the same bytes, so they are one item.
        assert {aside.code for aside in watch.resources.database.set_asides.find()} == {"encrypted", "no_text"}


def test_files_that_the_site_serves_wrong_every_night_stop_only_the_first(seen_once: Path):
    with site_with(MORE, *web_pages()) as site, watching(site, seen_once) as watch:
        watch.subscribe()
        first = watch.night(NIGHTS[0])
        assert first.ending is Ending.STOPPED
        assert "3 of 5 files are no whole PDF" in first.message
        assert watch.mails() == []
        second = watch.night(NIGHTS[1])
        assert second.ending is Ending.HELD
        assert {"60000101", "60000102"} <= stored_numbers(watch)
        assert not stored_numbers(watch) & set(map(str, NUMBERS))
        (alert,) = watch.resources.database.alerts.find([AlertState.HELD])
        assert (alert.event.title, "as the night before" in str(alert.hold)) == (FALL, True)
        assert {aside.code for aside in watch.resources.database.set_asides.find()} == {"not_a_pdf"}
        assert watch.night(NIGHTS[2]).ending is Ending.DONE
        assert watch.mails() == []


def test_a_site_that_is_well_again_the_night_after_holds_nothing(seen_once: Path):
    with site_with(MORE, *web_pages(on=SECOND)) as site, watching(site, seen_once) as watch:
        watch.subscribe()
        assert watch.night(NIGHTS[0]).ending is Ending.STOPPED
        assert watch.night(NIGHTS[1]).ending is Ending.DONE
        assert watch.subjects() == [FALL]
        assert set(map(str, NUMBERS)) <= stored_numbers(watch)


def test_a_run_repeated_on_the_day_it_was_stopped_is_no_second_night(seen_once: Path):
    with site_with(MORE, *web_pages()) as site, watching(site, seen_once) as watch:
        assert watch.night(SECOND).ending is Ending.STOPPED
        assert watch.night(SECOND).ending is Ending.STOPPED
