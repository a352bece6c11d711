"""The last nights are gathered from the runs and the alerts of a database, on both engines."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, insert, update

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.schema import alerts, listings
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import AlertState, Coverage
from ofsted_watch.domain.run_state import RunKind, RunState
from ofsted_watch.runs.freshness import Freshness
from ofsted_watch.services.recent_nights import recent_nights
from ofsted_watch.settings import Settings
from tests.adapters.database import made

LEEDS = Urn("80481")
SETTINGS = Settings(authorities=("Leeds",))
TODAY = date(2026, 6, 30)


def night(database: Database, day: date, state: RunState = RunState.DONE, kind: RunKind = RunKind.NIGHTLY, read: int = 0) -> int:
    at = datetime(2026, 6, 30, 2, tzinfo=UTC)
    run = database.runs.start(kind, day, [LEEDS], at)
    database.runs.finish(run, state, Coverage((LEEDS,), (LEEDS,), read=read), f"ended {state}", at)
    return run


def test_an_empty_database_has_thirty_days_before_the_first_night(database: Database):
    nights = recent_nights(SETTINGS, database, ENGLAND, TODAY)
    assert [nights[0].day, nights[-1].day, len(nights)] == [date(2026, 6, 1), TODAY, 30]
    assert {night.state for night in nights} == {"before_first"}


def test_nights_and_polls_of_thirty_days_are_gathered_and_no_other_run(database: Database):
    night(database, date(2026, 5, 1))  # long before the first day shown: nothing after it is 'before the first night'
    night(database, date(2026, 6, 1), read=1)
    night(database, date(2026, 6, 1), kind=RunKind.POLL, read=2)
    night(database, date(2026, 6, 1), kind=RunKind.REREAD, read=50)
    night(database, date(2026, 6, 29), RunState.STOPPED)
    night(database, TODAY + timedelta(days=1))
    nights = recent_nights(SETTINGS, database, ENGLAND, TODAY)
    assert [
        (night.state, night.expected, night.checked, night.read) for night in (nights[0], nights[1], nights[28], nights[29])
    ] == [
        ("whole", 1, 1, 3),
        ("missing", 0, 0, 0),
        ("stopped", 1, 0, 0),
        ("not_yet", 0, 0, 0),
    ]


def test_mails_and_freshness_count_on_the_day_in_london_on_which_they_were_accepted(database: Database):
    letter = f"letter:{made.AMBLEFORD}:{'a' * 16}"
    night(database, date(2026, 6, 28))
    database.outcomes.apply(made.night(events=()), run_id=None, at=made.NOW)
    made.notified(database, made.subscribed(database), (letter, "letter:another"))
    made.notified(database, made.subscribed(database, "not.sent@example.org"), (letter,))
    just_past_midnight = datetime(2026, 6, 28, 23, 10, tzinfo=UTC)  # 00:10 on the 29th, in summer
    first_two = update(alerts).where(alerts.c.subscription_id == 1)
    listed = {"urn": made.AMBLEFORD, "file_number": "50001", "first_listed": TODAY}
    with database.write_transaction() as connection:
        connection.execute(first_two.values(state=AlertState.SENT, resolved_at=just_past_midnight))
        connection.execute(delete(listings))
        connection.execute(insert(listings).values(listed | {"listed_at": just_past_midnight - timedelta(minutes=12)}))
    nights = recent_nights(SETTINGS, database, ENGLAND, TODAY)
    assert [night.mails.count for night in nights[27:]] == [0, 2, 0]
    assert nights[28].mails.freshness == Freshness(12, 12, 1)
    assert nights[27].mails.freshness == Freshness()
