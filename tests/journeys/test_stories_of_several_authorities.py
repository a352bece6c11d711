"""What a site can do to several authorities at once: who is told what each night, written by hand."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ofsted_watch.adapters.mail.mailer import Mailer
from ofsted_watch.domain.history import neighbour_changes
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import EventKind, Topic
from ofsted_watch.services.change_authorities import end_authority, move_subscribers
from proofs.history.reader_model import Report, Shown
from proofs.history.value_watch import AUTHORITY, BRACKLEY, CALDER, MANY, ValueWatch
from tests.adapters.mail_servers import Mailbox, serving
from tests.journeys.value_nights import Notices, Page, notices_of

CONTENTS = {
    "2022": Report(date(2022, 5, 1), {"overall": "good"}),
    "2026": Report(date(2026, 5, 1), {"overall": "inadequate"}),
    "2027": Report(date(2027, 5, 1), {"overall": "good"}),
}
FIRST = date(2026, 6, 9)
KNOWN, FALL, RISE = (Shown(date(year, 6, 10), str(year)) for year in (2022, 2026, 2027))
UNCHANGED = "ILACS inspection report published, no judgement changed"


def fall_of(name: str) -> str:
    return f"{name}: children's services judged inadequate (was good)"


@pytest.fixture
def three(tmp_path: Path, template: Path) -> Iterator[ValueWatch]:
    """Aldermere and Brackley Moor of one region, Calder End of another; one person follows them all, one their region."""
    with ValueWatch(tmp_path, template, (AUTHORITY, BRACKLEY, CALDER)) as watch:
        watch.subscribe("everyone", {Topic.LETTER})
        watch.subscribe("region", {Topic.LETTER}, region="North West")
        yield watch


def night(watch: ValueWatch, pages: Mapping[Urn, Page | None], days: int) -> Notices:
    """Who is told what of letters, so many days after the first night."""
    decisions = watch.night_of_all(FIRST + timedelta(days=days), pages, CONTENTS)
    return notices_of(tuple(decision for decision in decisions if decision.event.kind is not EventKind.UNCHECKED))


def test_after_an_outage_more_news_than_the_limit_waits_and_is_announced_once(tmp_path: Path, template: Path) -> None:
    with ValueWatch(tmp_path, template, MANY) as watch:
        watch.subscribe("everyone", {Topic.CHANGE})
        known: dict[Urn, Page | None] = {authority.urn: {f"1{authority.urn}": KNOWN} for authority in MANY}
        fallen: dict[Urn, Page | None] = {urn: {f"1{urn}": KNOWN, f"2{urn}": FALL} for urn in known}
        assert night(watch, known, 0) == []
        assert night(watch, dict.fromkeys(known), 1) == []
        assert night(watch, fallen, 2) == sorted(("everyone", f"held: {fall_of(authority.name)}") for authority in MANY)
        assert night(watch, fallen, 3) == []
        watch.answer(release=True)
        assert night(watch, fallen, 4) == []
        assert len(watch.database.alerts.find()) == 13


def test_one_authority_without_an_answer_keeps_no_other_waiting(three: ValueWatch) -> None:
    known: dict[Urn, Page | None] = {AUTHORITY.urn: {"1": KNOWN}, BRACKLEY.urn: {"2": KNOWN}, CALDER.urn: {"3": KNOWN}}
    night(three, known, 0)
    first: dict[Urn, Page | None] = {**known, AUTHORITY.urn: None, CALDER.urn: {"3": KNOWN, "4": FALL}}
    assert night(three, first, 1) == [("everyone", fall_of("Calder End"))]
    second: dict[Urn, Page | None] = {**first, AUTHORITY.urn: {"1": KNOWN, "5": FALL}}
    assert night(three, second, 2) == [(who, fall_of("Aldermere")) for who in ("changes", "everyone", "letters", "region")]


def test_one_letter_on_two_pages_is_sent_to_the_followers_of_each(three: ValueWatch) -> None:
    known: dict[Urn, Page | None] = {AUTHORITY.urn: {"1": KNOWN}, BRACKLEY.urn: {}, CALDER.urn: {"3": KNOWN}}
    night(three, known, 0)
    on_both: dict[Urn, Page | None] = {**known, AUTHORITY.urn: {"1": KNOWN, "9": FALL}, CALDER.urn: {"3": KNOWN, "9": FALL}}
    assert night(three, on_both, 1) == sorted(
        [(who, fall_of("Aldermere")) for who in ("changes", "everyone", "letters", "region")]
        + [("everyone", fall_of("Calder End"))]
    )
    gone = "held: Calder End: Ofsted no longer lists its ILACS inspection report of 10 June 2026"
    assert night(three, {**on_both, CALDER.urn: {"3": KNOWN}}, 2) == [("everyone", gone)]
    assert [str(change.to_grade) for change in neighbour_changes(three.history(AUTHORITY.urn))] == ["inadequate"]


def test_an_authority_first_seen_later_is_history_and_its_next_report_is_news(three: ValueWatch) -> None:
    known: dict[Urn, Page | None] = {AUTHORITY.urn: {"1": KNOWN}, BRACKLEY.urn: None, CALDER.urn: {}}
    assert night(three, known, 0) == []
    seen: dict[Urn, Page | None] = {**known, BRACKLEY.urn: {"2": KNOWN, "3": FALL}}
    assert night(three, seen, 1) == []
    risen: dict[Urn, Page | None] = {**known, BRACKLEY.urn: {"2": KNOWN, "3": FALL, "4": RISE}}
    title = "Brackley Moor: children's services judged good (was inadequate)"
    assert night(three, risen, 366) == [("everyone", title), ("region", title)]


def test_subscribers_of_an_ended_authority_hear_of_its_successors_once_and_a_region_follows(three: ValueWatch) -> None:
    old: dict[Urn, Page | None] = {AUTHORITY.urn: {"1": KNOWN}, BRACKLEY.urn: {}, CALDER.urn: {}}
    assert night(three, old, 0) == []
    now, day = datetime(2026, 6, 10, 9, 0, tzinfo=UTC), FIRST + timedelta(days=1)
    resources = three.resources
    register = end_authority(three.database, resources.register, AUTHORITY, [BRACKLEY, CALDER], day, today=day, by="Ada", at=now)
    resources.register = register
    mailbox = Mailbox()
    with serving(mailbox) as port:
        resources.mailer = Mailer.from_url(f"smtp://127.0.0.1:{port}", outbox=resources.settings.outbox, timeout=5)
        assert move_subscribers(resources, register, now).moved == 2
        assert move_subscribers(resources, register, now).moved == 0
    assert sorted(to for (to,), _ in mailbox.stored) == ["changes@example.org", "letters@example.org"]
    new: dict[Urn, Page | None] = {BRACKLEY.urn: {}, CALDER.urn: {}}
    assert night(three, new, 1) == []
    first: dict[Urn, Page | None] = {BRACKLEY.urn: {"7": FALL}, CALDER.urn: {}}
    published = "Brackley Moor: ILACS inspection report published"
    assert night(three, first, 2) == [(who, published) for who in ("everyone", "letters", "region")]
    both: dict[Urn, Page | None] = {BRACKLEY.urn: {"7": FALL, "8": RISE}, CALDER.urn: {"9": RISE}}
    risen = "Brackley Moor: children's services judged good (was inadequate)"
    assert night(three, both, 366) == sorted(
        [(who, risen) for who in ("changes", "everyone", "letters", "region")]
        + [(who, "Calder End: ILACS inspection report published") for who in ("everyone", "letters")]
    )
