"""The id domain is stored once: neither the sender's address nor a setting changes it later."""

from sqlalchemy import text

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.migrations import upgrade
from tests.adapters.database.made import NOW, night, notified, subscribed
from tests.adapters.database.schema_steps import revisions


def domains(database: Database) -> list[str]:
    return [alert.message_id.strip("<>").rpartition("@")[2] for alert in database.alerts.find()]


def test_the_first_run_stores_the_id_domain_and_a_new_sender_does_not_change_it(url: str) -> None:
    with Database(url, id_domain="first.example") as database:
        assert database.installation.id_domain() == "first.example"
        notified(database, subscribed(database), ("letter:1",))
    with Database(url, id_domain="second.example") as database:
        assert database.installation.id_domain() == "first.example"
        notified(database, database.subscribers.all()[0], ("letter:2",))
        assert domains(database) == ["first.example", "first.example"]


def test_a_database_that_was_only_read_has_no_id_domain_yet(url: str) -> None:
    with Database(url, id_domain="first.example") as database:
        assert database.installation.id_domain() == "first.example"
    with Database(url, id_domain="second.example") as database:
        database.outcomes.apply(night(), run_id=None, at=NOW)
    with Database(url, id_domain="third.example") as database:
        assert database.installation.id_domain() == "second.example"


def test_a_database_of_an_earlier_version_goes_on_with_the_domain_of_its_newest_mail(empty_url: str) -> None:
    before = revisions()[revisions().index("0017") - 1]
    with Database(empty_url, id_domain="new.example") as database:
        with database.write_transaction() as connection:
            upgrade(connection, before)
            for statement in (
                "INSERT INTO subscriptions (id, email, preferences, urns, topics, frequency, declines_only, created_at)"
                " VALUES (1, 'ann@council.example', '{}', '[]', '[]', 'at-once', false, '2026-01-01 00:00:00')",
                *(
                    f"INSERT INTO events (key, urn, kind, happened, event, decided_at)"
                    f" VALUES ('letter:{n}', '80990', 'letter', '2026-01-01', '{{}}', '2026-01-01 00:00:00')"
                    for n in (1, 2)
                ),
                *(
                    f"INSERT INTO alerts (id, subscription_id, event_key, state, created_at, attempts, not_before, message_id)"
                    f" VALUES ({n}, 1, 'letter:{n}', 'sent', '2026-01-01 00:00:00', 1, '2026-01-01 00:00:00', '<a{n}@{domain}>')"
                    for n, domain in ((1, "oldest.example"), (2, "newest.example"))
                ),
            ):
                connection.execute(text(statement))
        database.migrate()
        assert database.installation.id_domain() == "newest.example"
        with database.read_transaction() as connection:
            ids = connection.execute(text("SELECT message_id FROM alerts ORDER BY id")).scalars().all()
        assert ids == ["<a1@oldest.example>", "<a2@newest.example>"]
