"""Councils are made and end: a new authority is named until it is known, and has no letter for a year or two."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from ofsted_watch.demo_site import mishaps
from ofsted_watch.demo_site.mishaps import Mishap
from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority
from ofsted_watch.runs.planning import Window, expected_authorities
from ofsted_watch.runs.run_result import Ending
from ofsted_watch.services.backfill import backfill_now
from ofsted_watch.services.decide import NotifyMode
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.poll import poll
from tests.journeys.watching import watching

STORY = small_story()
SECOND = STORY.days[1]
NEW = Authority(Urn("81999"), "Nethermoor", "E99000999", "North West")


def site_with_a_new_authority(*wrong: Mishap) -> DemoSite:
    return DemoSite(nights=STORY.nights, authorities=(*STORY.authorities, NEW), today=SECOND, mishaps=wrong)


def test_an_authority_that_only_the_search_knows_is_named_every_night_until_it_is_added(seen_once: Path):
    with site_with_a_new_authority() as site:
        site.authorities = STORY.authorities
        with watching(site, seen_once) as watch:
            night = watch.night(SECOND)
            assert night.ending is Ending.INCOMPLETE
            assert list(night.coverage.unchecked) == [NEW.urn]
            assert "1 authority not checked: Nethermoor Council (the site's search lists it under URN 81999" in night.message
            assert "add it to the register with change-authorities" in night.message
            assert {"80901", "80902"} <= set(night.coverage.checked)
            assert watch.night(SECOND + timedelta(days=1)).ending is Ending.INCOMPLETE
            last = watch.resources.database.runs.last("nightly")
            assert last is not None
            assert last.coverage is not None
            assert list(last.coverage.unchecked) == [NEW.urn]
        site.authorities = (*STORY.authorities, NEW)
        with watching(site, seen_once) as watch:
            assert watch.night(SECOND + timedelta(days=2)).ending is Ending.DONE


def test_a_poll_and_a_backfill_of_all_name_it_too(seen_once: Path):
    with site_with_a_new_authority() as site:
        site.authorities = STORY.authorities
        with watching(site, seen_once) as watch:
            expected = expected_authorities(watch.watched, watch.resources.register)
            polled = poll(LocalExecutor(), watch.resources, expected, SECOND)
            assert polled.ending is Ending.INCOMPLETE
            assert list(polled.coverage.unchecked) == [NEW.urn]
            assert "1 authority not checked: Nethermoor Council (the site's search lists it under URN 81999" in polled.message
            (backfilled,) = backfill_now(
                LocalExecutor(), watch.resources, expected, SECOND, Window(kinds=frozenset({LetterKind.JTAI})), NotifyMode.NONE
            )
            assert backfilled.ending is Ending.INCOMPLETE
            assert list(backfilled.coverage.unchecked) == [NEW.urn]


def test_a_poll_of_some_authorities_only_notes_it(seen_once: Path):
    with site_with_a_new_authority() as site:
        site.authorities = STORY.authorities
        with watching(site, seen_once, watched=["Aldershaw"]) as watch:
            polled = poll(LocalExecutor(), watch.resources, expected_authorities(watch.watched, watch.resources.register), SECOND)
            assert polled.ending is Ending.DONE
            assert [note for note in polled.notes if note.startswith("Nethermoor Council: the site's search lists it")]


def test_a_run_over_some_authorities_only_notes_it(seen_once: Path):
    with site_with_a_new_authority() as site:
        site.authorities = STORY.authorities
        with watching(site, seen_once, watched=["Thornmere"]) as watch:
            night = watch.night(SECOND)
            assert night.ending is Ending.DONE
            assert [note for note in night.notes if note.startswith("Nethermoor Council: the site's search lists it")]


def test_a_new_authority_without_a_letter_is_checked(seen_once: Path):
    with site_with_a_new_authority() as site, watching(site, seen_once) as watch:
        for n in range(3):
            night = watch.night(SECOND + timedelta(days=n))
            assert night.ending is Ending.DONE
            assert NEW.urn in night.coverage.checked


def test_an_empty_page_of_an_authority_that_had_letters_stays_an_alarm(seen_once: Path):
    empty = Mishap("/provider/44/80901", mishaps.WithoutLetters(), times=None)
    with site_with_a_new_authority(empty) as site, watching(site, seen_once) as watch:
        night = watch.night(SECOND)
        assert night.ending is Ending.INCOMPLETE
        assert "lists no letter at all" in night.coverage.unchecked["80901"]
        assert list(night.coverage.unchecked) == ["80901"]


def test_an_empty_page_under_another_name_is_an_alarm(seen_once: Path):
    with site_with_a_new_authority() as site:
        site.authorities = (*STORY.authorities, replace(NEW, name="Overmoor"))
        with watching(site, seen_once) as watch:
            night = watch.night(SECOND)
            assert list(night.coverage.unchecked) == [NEW.urn]
            assert "lists no letter" in night.coverage.unchecked[NEW.urn]


def test_an_empty_page_that_the_search_contradicts_is_an_alarm(tmp_path: Path):
    empty = [Mishap(f"/provider/44/{authority.urn}", mishaps.WithoutLetters(), times=None) for authority in STORY.authorities]
    site = DemoSite(nights=STORY.nights, authorities=STORY.authorities, today=SECOND, mishaps=tuple(empty))
    with site, watching(site, tmp_path) as watch:
        night = watch.night(SECOND)
        assert night.ending is Ending.INCOMPLETE
        assert sorted(night.coverage.unchecked) == ["80901", "80902"]
        assert "the site's search gives a report: 20" in night.message


def test_a_first_night_on_which_neither_pages_nor_search_know_a_letter_stops(tmp_path: Path):
    site = DemoSite(nights=(replace(STORY.nights[0], publications=()),), authorities=STORY.authorities, today=SECOND)
    with site, watching(site, tmp_path) as watch:
        night = watch.night(SECOND)
        assert night.ending is Ending.STOPPED
        assert "No authority's page lists a letter" in night.message
