"""A mail says what changed from what, on what evidence, why it came and how to stop it, in text and in HTML alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from ofsted_watch.domain.findings import Improvement, ImprovementKind, LetterFindings, Passage
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Event, Frequency, Topic
from ofsted_watch.errors import MailRejected, MailServerUnavailable
from ofsted_watch.presentation.emails import digest_mail, mail_for
from ofsted_watch.presentation.emails.styles import (
    ALARM,
    ALARM_GROUND,
    DESK,
    GRADE_COLOURS,
    GRADE_MARKS,
    INK,
    LINK,
    PAPER,
    QUIET,
)
from ofsted_watch.subscriptions.matching import digest_message_id, message_id
from tests.domain.history.letters import MARSHFORD, RI, G, I, day, ilacs, ilacs3
from tests.presentation.emails.examples import (
    ANN,
    DOMAIN,
    SENDER,
    alert,
    changed,
    corrected,
    notified,
    unchecked,
    urgent,
)

STOP = "https://watch.example/stop/abc"
EVENTS = [changed, urgent, corrected, unchecked]


def mail(event: Event, **more: str) -> EmailMessage:
    return mail_for(alert(event), sender=SENDER, **more)  # type: ignore[arg-type]


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def page_of(message: EmailMessage) -> BeautifulSoup:
    part = message.get_body(("html",))
    assert part is not None
    return BeautifulSoup(part.get_content().replace("&nbsp;", " "), "html.parser")


def test_a_changed_judgement_is_announced_from_what_to_what_with_evidence_and_page() -> None:
    message = mail(changed(), unsubscribe_url=STOP)
    assert message["Subject"] == "Marshford: children's services judged inadequate (was requires improvement)"
    for notified_text in (text_of(message), page_of(message).get_text(" ", strip=True)):
        for text in (
            "Overall effectiveness",
            "3 December 2021",
            "20 January 2025",
            "declined",
            "no change",
            "Overall effectiveness: Inadequate",
            "page 1, judgement table",
            "page 4, heading",
            "judged on its own for the first time: inadequate",
            "asked to hear of changed judgements and areas for priority action about Marshford",
            "Open Government Licence v3.0",
        ):
            assert text in notified_text
    assert "https://files.example/v1/file/520250120" in text_of(message)


def test_both_parts_survive_the_wire() -> None:
    message = mail(changed(), unsubscribe_url=STOP)
    back = message_from_bytes(message.as_bytes(), policy=default)
    assert isinstance(back, EmailMessage)
    assert back.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in back.iter_parts()] == ["text/plain", "text/html"]
    assert text_of(back).replace("\r\n", "\n") == text_of(message).replace("\r\n", "\n")
    assert max(len(line) for line in message.as_bytes().splitlines()) <= 998


def test_the_table_is_one_that_a_screen_reader_reads() -> None:
    page = page_of(mail(changed()))
    table = page.find("table", role=None)
    assert table is not None
    assert table.caption is not None
    assert [head.get_text() for head in table.find_all("th", scope="col")] == [
        "Judgement",
        "Before 3 December 2021",
        "Now 20 January 2025",
    ]
    rows = [row.get_text(" ", strip=True) for row in table.tbody.find_all("tr")]  # type: ignore[union-attr]
    assert rows[0] == "Overall effectiveness ▲ requires improvement ■ inadequate ↓ declined"
    assert rows[2] == "Care leavers no comparison ■ inadequate"
    assert rows[-1] == "Children in care ▲ requires improvement no change"
    assert all(mark["aria-hidden"] == "true" for mark in table.find_all("span", string=["▲", "■", "●", "↓", "↑"]))


@pytest.mark.parametrize("event", EVENTS)
def test_every_mail_is_in_english_with_one_main_heading_and_no_pictures(event: Callable[[], Event]) -> None:
    page = page_of(mail(event(), unsubscribe_url=STOP))
    assert page.html is not None
    assert page.html["lang"] == "en-GB"
    assert len(page.find_all("h1")) == 1
    levels = [int(str(heading.name)[1]) for heading in page.find_all(["h1", "h2", "h3"])]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert page.find(["img", "script", "style", "link", "iframe", "form"]) is None
    assert all(table.get("role") == "presentation" or table.caption for table in page.find_all("table"))
    assert {"Why you get this mail:", "How to stop:"} <= {strong.get_text() for strong in page.find_all("strong")}


def test_a_priority_action_is_quoted() -> None:
    visit = urgent()
    assert visit.findings is not None
    message = mail(replace(visit, findings=replace(visit.findings, improvements=())))
    quoted = "Children in Marshford wait too long for a decision when somebody reports that they are at risk of harm."
    assert quoted in text_of(message)
    assert quoted in page_of(message).get_text()


def test_a_correction_answers_the_mail_it_corrects() -> None:
    first, correction = mail(changed()), corrected()
    message = mail(correction)
    assert message["In-Reply-To"] == message["References"] == message_id(ANN.id, correction.corrects or "", DOMAIN)
    assert mail(changed())["Message-ID"] == first["Message-ID"]
    assert message["Subject"] == "Marshford: correction: leadership is good, not inadequate"
    assert "We said: inadequate\n" in text_of(message)
    assert "Correct: good\n" in text_of(message)
    assert "You got our first mail about this letter" in text_of(message)


def test_the_reply_finds_the_first_mail_when_the_letter_is_the_same() -> None:
    before, wrong = ilacs3("2021-12-03", RI, RI, G, RI), ilacs("2025-01-20", I, I, I, RI, I)
    (first,) = notified([before], [before, wrong], "2025-01-19", "2025-01-20")
    right = replace(ilacs("2025-01-20", I, I, G, RI, I), reader_version="2")
    (second,) = notified([before, wrong], [before, right], "2025-02-01", "2025-02-02")
    assert mail(second)["In-Reply-To"] == mail(first)["Message-ID"]


def test_a_reissue_says_so_first_and_distinguishes_the_two_issues() -> None:
    before, first = ilacs3("2021-12-03", RI, RI, G, RI), ilacs("2025-01-20", I, RI, G, RI, I)
    again = replace(ilacs("2025-01-20", RI, RI, G, RI, I, sha="b" * 64), first_seen=day("2025-02-02"))
    (event,) = notified([before, first], [before, first, again], "2025-02-01", "2025-02-02")
    text = text_of(mail(event))
    assert text.split("\n")[3].startswith("Ofsted has put out this letter again")
    assert text.count("Ofsted has put out this letter again") == 1
    assert "Before: inadequate (first issue)" in text
    assert "Now: requires improvement (re-issue)" in text


def test_a_withdrawn_report_has_a_text_of_its_own() -> None:
    before, gone = ilacs3("2021-12-03", RI, RI, G, RI), ilacs("2025-01-20", I, RI, G, RI, I)
    (event,) = notified([before, gone], [before, replace(gone, withdrawn=day("2025-02-02"))], "2025-02-01", "2025-02-02")
    text = text_of(mail(event))
    assert "Ofsted no longer lists" in text
    assert text.split("\n")[1] == "ILACS: inspection of local authority children's services"
    assert "The letter before it says: requires improvement (3 December 2021)" in text
    assert "We made a mistake" not in text


def test_an_unchecked_notice_says_that_silence_is_no_good_news() -> None:
    message = mail(unchecked())
    assert message["Subject"] == "Marshford: not checked since 10 February 2025"
    assert "does not mean that nothing was published" in text_of(message)
    assert "the site answered with an error on four nights" in text_of(message)


def test_an_https_address_stops_the_mails_by_one_click() -> None:
    message = mail(changed(), unsubscribe_url=STOP)
    assert message["List-Unsubscribe"] == f"<{STOP}>, <mailto:watch@ofsted-watch.example?subject=unsubscribe>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert STOP in text_of(message)


@pytest.mark.parametrize(
    "url", [{}, {"unsubscribe_url": "http://watch.example/stop"}, {"unsubscribe_url": "javascript:alert(1)"}]
)
def test_without_https_a_mail_to_the_sender_stops_them(url: dict[str, str]) -> None:
    message = mail(changed(), **url)
    assert message["List-Unsubscribe"] == "<mailto:watch@ofsted-watch.example?subject=unsubscribe>"
    assert message["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize("host", ["127.0.0.1:8600", "localhost:8600", "[::1]:8600"])
def test_on_this_machine_one_click_works_without_https_too(host: str) -> None:
    message = mail(changed(), unsubscribe_url=f"http://{host}/unsubscribe/abc")
    assert message["List-Unsubscribe"].startswith(f"<http://{host}/unsubscribe/abc>, <mailto:")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("event", EVENTS)
def test_our_own_page_stands_beside_ofsteds_link_and_never_for_it(event: Callable[[], Event]) -> None:
    about = event()
    with_pages, without = mail(about, public_url="https://watch.example/"), mail(about)
    path = f"/authorities/{about.urn}" + ("" if event is unchecked else f"/letters/{about.file_number}")
    assert f"https://watch.example{path}\n" in text_of(with_pages)
    assert page_of(with_pages).find("a", href=f"https://watch.example{path}")
    for message in (with_pages, without):
        assert about.url in text_of(message)
        at_its_first_page = about.url if event is unchecked else f"{about.url}#page=1"
        assert page_of(message).find("a", href=at_its_first_page)
    assert "/authorities/" not in text_of(without)


def test_the_link_to_change_what_one_gets_stands_in_both_bodies_where_there_is_one() -> None:
    message = mail(changed(), manage_url="https://watch.example/manage/abc")
    assert "https://watch.example/manage/abc" in text_of(message)
    assert page_of(message).find("a", href="https://watch.example/manage/abc", string="Change what you get, or how often")
    assert "Change what you get" not in text_of(mail(changed()))


def test_the_date_is_there_when_it_is_given() -> None:
    at = datetime(2025, 1, 20, 6, 30, tzinfo=UTC)
    assert mail_for(alert(changed()), sender=SENDER, sent_at=at)["Date"] == "Mon, 20 Jan 2025 06:30:00 +0000"
    assert mail(changed())["Date"] is None


DAILY = replace(ANN, frequency=Frequency.DAILY)


def test_a_digest_is_one_mail_the_weightiest_first() -> None:
    heavier, newer = alert(changed(), DAILY), alert(urgent(), DAILY)
    message = digest_mail([newer, heavier], sender=SENDER)
    assert message["Subject"] == (
        "Marshford: children's services judged inadequate (was requires improvement); 1 more in this mail (daily)"
    )
    headings = [heading.get_text() for heading in page_of(message).find_all(["h2", "h3"])]
    assert headings == [
        "Inadequate, or widespread failings",
        heavier.event.title,
        "Areas for priority action",
        newer.event.title,
    ]
    assert text_of(message).index(heavier.event.title + "\n=") < text_of(message).index(newer.event.title + "\n=")
    assert message["Message-ID"] == digest_message_id([newer.message_id, heavier.message_id], DOMAIN)
    assert message["Message-ID"] == digest_mail([heavier, newer], sender=SENDER)["Message-ID"]


def test_a_digest_names_the_authorities_whose_judgement_changed() -> None:
    there = replace(changed(), authority="Underby", key="letter:90002:b", urn="90002")
    message = digest_mail([alert(changed(), DAILY), alert(there, DAILY)], sender=SENDER)
    assert message["Subject"] == "Inadequate: Marshford and Underby (daily)"


def test_a_digest_of_one_letter_has_that_letters_subject() -> None:
    assert digest_mail([alert(urgent(), DAILY)], sender=SENDER)["Subject"] == f"{urgent().title} (daily)"


def test_a_digest_of_nobody_of_two_people_or_at_once_is_refused() -> None:
    other = replace(DAILY, id=8, email="ben@council.example")
    for alerts in ([], [alert(changed(), DAILY), alert(urgent(), other)], [alert(changed(), ANN)]):
        with pytest.raises(ValueError, match="digest"):
            digest_mail(alerts, sender=SENDER)


HOSTILE = "Marsh\r\nBcc: all@council.example\r\n\r\n<script>alert(1)</script><img src=x onerror=alert(2)>\u202e\x00{{ 7*7 }}"


def test_no_word_from_outside_becomes_a_header_or_a_tag() -> None:
    event = changed()
    event = replace(
        event,
        title=HOSTILE,
        authority=HOSTILE,
        listed_as=HOSTILE,
        facts=(HOSTILE,),
        url="javascript:alert(3)",
        changes=tuple(
            replace(change, evidence=tuple(replace(witness, text=HOSTILE) for witness in change.evidence))
            for change in event.changes
        ),
        priority_action=tuple(replace(witness, text=HOSTILE) for witness in event.changes[0].evidence),
        topics=frozenset(Topic),
        findings=LetterFindings(
            LetterKind.FOCUSED_VISIT,
            summary=Passage(HOSTILE, 1),
            scope=HOSTILE,
            progress=Passage(f"{HOSTILE} again", 1),
            improvements_heading=HOSTILE,
            improvements=tuple(Improvement(HOSTILE, 2, kind, f"\u202e3{HOSTILE}", HOSTILE) for kind in ImprovementKind),
            lead_inspector=HOSTILE,
        ),
    )
    preferences = replace(DAILY, urns=frozenset({MARSHFORD.urn}), region=HOSTILE)
    for message in (mail(event), digest_mail([alert(event, preferences), alert(urgent(), preferences)], sender=SENDER)):
        back = message_from_bytes(message.as_bytes(), policy=default)
        assert isinstance(back, EmailMessage)
        assert back["Bcc"] is None
        page = page_of(back)
        assert page.find(["script", "img"]) is None
        assert not [link for link in page.find_all("a") if not str(link["href"]).startswith(("https://", "mailto:"))]
        assert "<script>alert(1)</script>" in page.get_text()
        assert "{{ 7*7 }}" in page.get_text()
        assert not {"\u202e", "\x00"} & set(str(page) + text_of(back) + str(back["Subject"]))
        assert "\nBcc:" not in text_of(back).replace("\r", "\n")


def test_an_address_that_would_add_a_header_is_refused() -> None:
    for address in ("ann@council.example\r\nBcc: all@council.example", "ann@council.example, ben@council.example"):
        with pytest.raises(MailRejected) as refused:
            mail_for(alert(changed(), replace(ANN, email=address)), sender=SENDER)
        assert refused.value.address_is_gone


def test_an_invalid_sender_keeps_the_mail_waiting_and_names_the_setting() -> None:
    with pytest.raises(MailServerUnavailable, match="OFSTED_WATCH_MAIL_FROM"):
        mail_for(alert(changed()), sender="Ofsted Watch")


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


ON_THE_SHEET = [(INK, PAPER), (QUIET, PAPER), (LINK, PAPER), (PAPER, LINK), (INK, DESK)]
ON_THE_ALARM = [(colour, ALARM_GROUND) for colour in (ALARM, INK, QUIET, LINK)]
GRADES_ON_THE_SHEET = [(colour, PAPER) for colour, _ in GRADE_COLOURS.values()]


@pytest.mark.parametrize(("text", "ground"), [*GRADE_COLOURS.values(), *GRADES_ON_THE_SHEET, *ON_THE_SHEET, *ON_THE_ALARM])
def test_every_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    light, dark = sorted((_luminance(text), _luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 7


def test_every_grade_has_its_colours() -> None:
    assert set(GRADE_COLOURS) == set(GRADE_MARKS) == set(Grade)


def test_the_reason_names_a_region_all_and_others() -> None:
    region = replace(ANN, urns=frozenset(), region="North West", frequency=Frequency.AT_ONCE)
    assert "about every authority in the region North West" in text_of(mail_for(alert(changed(), region), sender=SENDER))
    everything = replace(ANN, urns=frozenset(), declines_only=True)
    assert "judgements that declined and areas for priority action about all authorities" in text_of(
        mail_for(alert(changed(), everything), sender=SENDER)
    )
    several = replace(ANN, urns=frozenset({MARSHFORD.urn, "90002", "90003"}))
    assert "about Marshford and 2 other authorities" in text_of(mail_for(alert(changed(), several), sender=SENDER))


def test_leadership_alone_leads_the_subject_and_the_rest_is_counted() -> None:
    before, after = ilacs3("2021-12-03", RI, G, G, G), ilacs("2025-01-20", RI, RI, RI, I, G)
    (event,) = notified([before], [before, after], "2025-01-19", "2025-01-20")
    assert mail(event)["Subject"] == "Marshford: children in care judged inadequate (was good) and 2 more changes"
