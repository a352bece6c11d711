"""The main job: a new letter changes a judgement, and the people who asked get one mail that says so."""

from datetime import timedelta
from pathlib import Path

import pytest

from ofsted_watch.demo_site.stories import DemoSite, Story, long_story, small_story
from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.model import AlertState, Cause, Topic
from ofsted_watch.errors import WrongUse
from ofsted_watch.runs.run_result import Ending
from ofsted_watch.services.reread_letter import chosen_letter
from tests.journeys.watching import READER, watching


@pytest.fixture
def story() -> Story:
    return small_story()


def begin(story: Story) -> DemoSite:
    return DemoSite(nights=story.nights, authorities=story.authorities)


def test_first_sight_of_an_authority_is_never_news(story: Story, tmp_path: Path):
    with begin(story) as site, watching(site, tmp_path) as watch:
        watch.subscribe(READER, topics=(Topic.CHANGE, Topic.LETTER, Topic.PRIORITY))
        night = watch.night(story.days[0])
        assert night.ending is Ending.DONE
        assert len(night.outcome.stored) == 7
        assert {change.cause for change in watch.changes()} == {Cause.HISTORY}
        assert watch.mails() == []


def test_a_fall_is_one_mail_that_says_what_changed_from_what_with_its_evidence(story: Story, tmp_path: Path):
    with begin(story) as site, watching(site, tmp_path) as watch:
        watch.subscribe()
        watch.night(story.days[0])
        watch.night(story.days[1])
        (mail,) = watch.mails()
        text = mail.get_body(("plain",)).get_content()
        assert mail["Subject"] == "Thornmere: children's services judged inadequate (was good)"
        assert mail["To"] == READER
        assert "Before: good (5 April 2023)" in text
        assert "Now: inadequate (4 March 2026)" in text
        assert "page 1, judgement table" in text
        assert f"{site.url}/v1/file/60000101" in text
        assert "inadequate" in mail.get_body(("html",)).get_content()


def test_a_night_run_twice_sends_nothing_twice(story: Story, tmp_path: Path):
    with begin(story) as site, watching(site, tmp_path) as watch:
        watch.subscribe()
        for day in (story.days[0], story.days[0], story.days[1], story.days[1]):
            watch.night(day)
        assert len(watch.mails()) == 1
        assert len(watch.resources.database.alerts.find()) == 1


def test_who_asked_for_another_authority_or_another_topic_hears_nothing(story: Story, tmp_path: Path):
    with begin(story) as site, watching(site, tmp_path) as watch:
        watch.subscribe("other@example.org", "Aldershaw")
        watch.subscribe("urgent@example.org", topics=(Topic.PRIORITY,))
        for day in story.days:
            watch.night(day)
        assert watch.mails() == []


def test_any_new_letter_is_sent_to_those_who_want_any(story: Story, tmp_path: Path):
    with begin(story) as site, watching(site, tmp_path) as watch:
        watch.subscribe(READER, topics=(Topic.LETTER,))
        for day in story.days:
            watch.night(day)
        assert len(watch.mails()) == 2
        assert any("focused visit" in subject for subject in watch.subjects())


def test_after_an_outage_of_two_months_what_came_meanwhile_is_still_news(story: Story, tmp_path: Path):
    with begin(story) as site, watching(site, tmp_path) as watch:
        watch.subscribe()
        watch.night(story.days[0])
        watch.night(story.days[1] + timedelta(days=60))
        assert watch.subjects() == ["Thornmere: children's services judged inadequate (was good)"]


def test_a_run_that_dies_before_it_keeps_loses_nothing_and_doubles_nothing(story: Story, tmp_path: Path, monkeypatch):
    with begin(story) as site, watching(site, tmp_path) as watch:
        watch.subscribe()
        watch.night(story.days[0])
        with monkeypatch.context() as dying:
            dying.setattr(type(watch.resources.database.outcomes), "apply", _die)
            with pytest.raises(KeyboardInterrupt):
                watch.night(story.days[1])
        fetched = len(site.requests)
        assert watch.mails() == []
        watch.night(story.days[1])
        assert watch.subjects() == ["Thornmere: children's services judged inadequate (was good)"]
        assert not [request for request in site.requests[fetched:] if request.path.startswith("/v1/file/60000101")]


def test_too_many_changes_in_one_night_are_held_for_a_person_and_sent_when_released(story: Story, tmp_path: Path):
    with begin(story) as site, watching(site, tmp_path, alert_limit="0") as watch:
        watch.subscribe()
        watch.night(story.days[0])
        night = watch.night(story.days[1])
        assert "more than the limit of 0" in (night.hold or "")
        (held,) = watch.resources.database.alerts.find([AlertState.HELD])
        assert watch.mails() == []
        watch.resources.database.alerts.release([held.id], by="ops", why="checked against the letter", at=held.created)
        watch.night(story.days[1])
        assert len(watch.mails()) == 1


def test_the_rare_things_end_as_they_should(tmp_path: Path):
    """A re-issue, a second number, a late letter, a letter withdrawn, an inspection without overall effectiveness."""
    story = long_story()
    with begin(story) as site, watching(site, tmp_path) as watch:
        watch.subscribe()
        for night in story.nights:
            watch.night(night.day)
        late = {change.cause for change in watch.changes() if change.from_number == "60000203"}
        assert late == {Cause.HISTORY}
        reissued = [change for change in watch.changes() if change.cause is Cause.REISSUED]
        assert [(change.urn, change.from_number, change.strand) for change in reissued] == [
            ("80905", "60000201", Strand.HELP_PROTECTION)
        ]
        framework = [change for change in watch.changes() if change.cause is Cause.FRAMEWORK]
        assert [(change.to_number, change.strand) for change in framework] == [("60000205", Strand.OVERALL)]
        assert [one.listing.file_number for one in watch.resources.database.letters.stored() if one.withdrawn] == ["60000206"]
        with pytest.raises(WrongUse, match="file 60000206 is not read again: Ofsted has withdrawn it"):
            chosen_letter(watch.resources.database, watch.resources.register, "60000206")
        assert not [subject for subject in watch.subjects() if "Oxmarsh" in subject]
        assert len(watch.subjects()) == len(set(watch.subjects()))


def _die(*_given: object, **_named: object) -> None:
    raise KeyboardInterrupt
