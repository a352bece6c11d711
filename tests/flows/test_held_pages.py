"""What a person sees of held alerts: what would be said, of which letter, to whom, and why it waits; no whole address."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from flows.artifacts import table
from flows.held_pages import held_page
from flows.page_links import Link
from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.model import AlertState, EventKind, NewAlert
from tests.adapters.database.made import NOW, event, night, subscribed


def test_a_held_alert_is_shown_with_its_letter_its_recipient_masked_and_its_reason(tmp_path: Path):
    with Database(f"sqlite:///{tmp_path / 'w.db'}") as database:
        database.migrate()
        person = subscribed(database, "ann.lee@council.example")
        run = database.runs.start("nightly", NOW.date(), ["80990"], NOW)  # type: ignore[arg-type, list-item]
        about = replace(event(), url="https://files.example.org/v1/file/50000001", happened=date(2026, 3, 4))
        outcome = replace(night(alerts=(NewAlert(person.id, about.key, hold="13 authorities changed"),)), events=(about,))
        database.outcomes.apply(outcome, run_id=run, at=NOW)
        held = database.alerts.find([AlertState.HELD])
    page = held_page(held)
    (row,) = [line for line in page.splitlines() if line.startswith(f"| {held[0].id} |")]
    assert f" {about.authority} " in row
    assert "[open](https://files.example.org/v1/file/50000001)" in row
    assert row.endswith("| 4 March 2026 | a…@c….example |")
    assert f" {about.title} |" in row
    assert f"\n- {held[0].id}: 13 authorities changed\n" in page
    assert "ann.lee" not in page
    assert "*release* or *drop*" in page
    assert "ofsted-watch " not in page


def test_a_mail_that_may_have_been_sent_is_shown_with_its_id_and_what_each_decision_does(tmp_path: Path):
    with Database(f"sqlite:///{tmp_path / 'w.db'}") as database:
        database.migrate()
        person = subscribed(database, "ann.lee@council.example")
        run = database.runs.start("nightly", NOW.date(), ["80990"], NOW)  # type: ignore[arg-type, list-item]
        about = event()
        database.outcomes.apply(replace(night(alerts=(NewAlert(person.id, about.key),)), events=(about,)), run_id=run, at=NOW)
        (alert,) = database.alerts.find([AlertState.PENDING])
    page = held_page((), unknown=(replace(alert, state=AlertState.UNKNOWN),))
    assert page.startswith("# Held\n\nNothing is held.\n\n## May have been sent: 1 mail\n")
    assert f"\n| {alert.id} |" in page
    assert f"with its id in *Alerts* ({alert.id}): *release* sends it again with the same Message-ID, *drop* does not." in page
    assert "ann.lee" not in page


def test_what_is_not_about_a_letter_says_so(tmp_path: Path):
    with Database(f"sqlite:///{tmp_path / 'w.db'}") as database:
        database.migrate()
        person = subscribed(database, "ann.lee@council.example")
        run = database.runs.start("nightly", NOW.date(), ["80990"], NOW)  # type: ignore[arg-type, list-item]
        about = replace(event(), kind=EventKind.CORRECTION)
        outcome = replace(night(alerts=(NewAlert(person.id, about.key, hold="read otherwise"),)), events=(about,))
        database.outcomes.apply(outcome, run_id=run, at=NOW)
        page = held_page(database.alerts.find([AlertState.HELD]))
    assert f"| {about.title} (a correction of an earlier mail) |" in page


def test_nothing_held_is_a_sentence():
    assert held_page(()) == "# Held\n\nNothing is held."


def test_a_link_in_a_table_leads_to_the_web_and_never_out_of_its_cell():
    assert "| [open](https://a.example/x%28y%29%7C) |" in table(("letter",), [(Link("open", "https://a.example/x(y)|"),)])
    assert "](" not in table(("letter",), [(Link("open", "javascript:alert(1)"),)])
    assert "](" not in table(("letter",), [(Link("open", "https://a.example/ x"),)])
