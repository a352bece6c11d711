"""What ops change while everything runs: stored values win, a pause sends nothing and loses nothing, and both are shown."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import AlertState, Frequency
from ofsted_watch.errors import BadSetting, WrongUse
from ofsted_watch.services.current_health import current_health
from ofsted_watch.services.deliver import deliver, deliver_digests
from ofsted_watch.services.housekeeping import forget, press_for_holds
from ofsted_watch.services.resources import open_database
from ofsted_watch.services.stored_settings import (
    LIMITS,
    pause_mails,
    resume_mails,
    settings_in_force,
    shown_settings,
    store_settings,
)
from ofsted_watch.settings import MOST, Settings
from tests.adapters.database.made import notified, subscribed
from tests.adapters.mail_servers import Mailbox
from tests.journeys.watching import watching
from tests.services.test_deliver import resources

AT = datetime(2026, 3, 5, 9, 12, tzinfo=UTC)
ANN = {"by": "Ann of ops", "why": "a flood of changes", "at": AT}


def test_a_stored_value_wins_over_the_environment_and_is_removed_again(tmp_path: Path) -> None:
    environment = Settings(data_dir=tmp_path, authorities=("Leeds",), alert_limit=12)
    assert settings_in_force(environment) == environment
    with open_database(environment) as database:
        store_settings(database, ENGLAND, authorities=["Bournemouth, Christchurch and Poole"], limits={"alert_limit": 3}, **ANN)
    stored = settings_in_force(environment)
    assert (stored.authorities, stored.alert_limit, stored.late_days) == (("Bournemouth, Christchurch and Poole",), 3, 30)
    with open_database(environment) as database:
        shown = {each.name: each for each in shown_settings(environment, database)}
        store_settings(database, ENGLAND, authorities=[], limits={"alert_limit": None}, **ANN)
    assert shown["alert_limit"].text == "alert limit 3, stored by Ann of ops: a flood of changes (the environment says 12)"
    assert (shown["late_days"].text, shown["late_days"].stored_by) == ("late days 30", "")
    assert settings_in_force(environment) == environment


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"limits": {"alert_limit": -1}, "by": "Ann", "why": "x"}, "The alert limit must be 0 to 1000, not -1"),
        ({"limits": {"hold_days": 3651}, "by": "Ann", "why": "x"}, "The hold days must be 0 to 3650, not 3651"),
        ({"limits": {"unchecked_nights": 10**12}, "by": "Ann", "why": "x"}, "must be 0 to 365, not 1000000000000"),
        ({"limits": {"alert_limit": 1}, "by": "Ann", "why": "\udcff"}, "The reason is not valid UTF-8"),
        ({"authorities": ["all", "Leeds"], "by": "Ann", "why": "x"}, "by name, or all of them, and not both"),
        ({"limits": {"read_seconds": 5}, "by": "Ann", "why": "x"}, "not a limit that can be stored"),
        ({"authorities": ["Nowhere upon Sea"], "by": "Ann", "why": "x"}, "Nowhere upon Sea"),
        ({"by": "Ann", "why": "x"}, "what to change"),
        ({"limits": {"alert_limit": 1}, "by": " ", "why": "x"}, "who"),
        ({"limits": {"alert_limit": 1}, "by": "Ann", "why": ""}, "why"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_stored(tmp_path: Path, given: dict[str, object], sentence: str) -> None:
    with open_database(Settings(data_dir=tmp_path)) as database:
        with pytest.raises(WrongUse, match=sentence):
            store_settings(database, ENGLAND, at=AT, **given)  # type: ignore[arg-type]
        assert database.stored_settings.all() == {}


@pytest.mark.parametrize("numbers", [dict.fromkeys(LIMITS, 0), {name: MOST[name] for name in LIMITS}], ids=["least", "greatest"])
def test_nights_end_well_with_the_least_and_the_greatest_number_that_a_limit_takes(
    tmp_path: Path, numbers: dict[str, int]
) -> None:
    story = small_story()
    with DemoSite(nights=story.nights, authorities=story.authorities) as site:
        with watching(site, tmp_path) as watch:
            store_settings(watch.resources.database, watch.resources.register, limits=numbers, **ANN)
        with watching(site, tmp_path, ops_email="ops@example.org") as watch:
            assert watch.resources.settings.hold_days == numbers["hold_days"]
            for day in story.days:
                night = watch.night(day)
                assert night.coverage.unchecked == {}
                press_for_holds(watch.resources, day)
                forget(watch.resources)


def test_a_stored_limit_that_makes_no_sense_is_refused_with_the_way_to_replace_it(tmp_path: Path) -> None:
    environment = Settings(data_dir=tmp_path)
    with open_database(environment) as database:
        database.stored_settings.store({"hold_days": "800000"}, **ANN)
        with pytest.raises(
            BadSetting, match=r"HOLD_DAYS must be at most 3650, not 800000\. It is stored .* `ofsted-watch settings set`"
        ):
            shown_settings(environment, database)
        store_settings(database, ENGLAND, limits={"hold_days": 5}, **ANN)
    assert settings_in_force(environment).hold_days == 5


def pending(database: Database) -> int:
    return database.alerts.counts()[AlertState.PENDING]


def test_a_paused_delivery_sends_nothing_says_who_paused_it_and_loses_nothing(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with resources(tmp_path, mailbox) as opened:
        for name, frequency in (("ann", Frequency.AT_ONCE), ("bob", Frequency.DAILY)):
            notified(opened.database, subscribed(opened.database, f"{name}@council.example", frequency), ("letter:1",))
        pause_mails(opened.database, **ANN)
        for sent in (deliver(opened), deliver_digests(opened, Frequency.DAILY)):
            assert sent.sent == 0
            assert sent.message == (
                "0 mails sent. All mails are paused since 5 March 2026 at 09:12 UTC by Ann of ops: a flood of changes. "
                "Nothing is lost: what is due waits."
            )
        assert (mailbox.stored, pending(opened.database)) == ([], 2)
        current = current_health(opened.settings, opened.database, ENGLAND, datetime.now(UTC))
        assert any("paused since 5 March 2026 at 09:12 UTC by Ann of ops" in line for line in current.lines)
        assert str(current.as_json()["paused"]).startswith("all mails are paused since 5 March 2026")
        resume_mails(opened.database, by="Ann of ops", why="checked", at=AT)
        assert (deliver(opened).sent, deliver_digests(opened, Frequency.DAILY).sent) == (1, 1)
        assert pending(opened.database) == 0
        with pytest.raises(WrongUse, match="not paused"):
            resume_mails(opened.database, by="Ann of ops", why="checked", at=AT)
