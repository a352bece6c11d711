"""A mail gives the reason and everything that the letter lists, with its page, in text and in HTML alike."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ofsted_watch.domain.findings import Improvement, ImprovementKind, LetterFindings, Passage
from ofsted_watch.domain.history.letter_findings import findings_of
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Event
from ofsted_watch.presentation.emails import LARGEST_MAIL
from ofsted_watch.presentation.emails.excerpts import first_sentences
from ofsted_watch.presentation.serialization import event_from_json, event_to_json, letter_from_json
from tests.presentation.emails.examples import changed, corrected, joint, monitored, send, unchecked, urgent
from tests.presentation.emails.test_mails import mail, page_of, text_of

GOLDEN = Path(__file__).parents[2] / "extraction" / "letter_kinds" / "golden"
LETTERS = {
    f"{file.parent.name}/{file.stem}": letter_from_json(json.loads(file.read_text(encoding="utf-8")) | {"sha256": "0" * 64})
    for file in sorted(GOLDEN.rglob("*.json"))
}
WITH_ITEMS = {name: letter for name, letter in LETTERS.items() if letter.improvements}
LINKS = {"public_url": "https://watch.example", "unsubscribe_url": "https://watch.example/unsubscribe/abc"}
OUR_PAGE = "https://watch.example/authorities/90001/letters/"


def about(findings: LetterFindings) -> Event:
    return replace(urgent(), findings=findings)


def test_letters_of_many_kinds_list_what_must_improve() -> None:
    assert len({letter.kind for letter in WITH_ITEMS.values()}) >= 7


@pytest.mark.parametrize("name", list(WITH_ITEMS))
def test_every_item_of_a_generated_letter_stands_in_both_parts_with_its_page(name: str) -> None:
    letter = WITH_ITEMS[name]
    event = about(findings_of(letter))
    message = mail(event, **LINKS)
    text, page = text_of(message), page_of(message)
    lines = [" ".join(line.get_text(" ").split()) for line in page.find_all(["li", "p"])]
    for item in letter.improvements:
        told = " ".join(item.text.split())
        assert f"{told} (page {item.page})" in text
        assert any(told in line and line.endswith(f"page {item.page}") for line in lines)
    links = [str(link["href"]) for link in page.find_all("a", href=True) if str(link["href"]).startswith(event.url)]
    assert len(links) > len(letter.improvements)
    assert all("#page=" in link for link in links)


def test_the_letters_own_heading_and_numbers_stand_over_its_items() -> None:
    sif = next(letter for letter in WITH_ITEMS.values() if letter.kind == "sif_inspection" and letter.improvements[0].number)
    message = mail(about(findings_of(sif)))
    assert sif.improvements_heading is not None
    assert sif.improvements_heading.upper() in text_of(message)
    headings = [heading.get_text() for heading in page_of(message).find_all("h2")]
    assert sif.improvements_heading in headings
    assert f"\n{sif.improvements[0].number} {sif.improvements[0].text}" in text_of(message)


def test_priority_actions_come_first_and_who_must_act_is_named() -> None:
    for text in (text_of(mail(send())), page_of(mail(send())).get_text("\n")):
        assert text.index("reas for priority action".upper() if "AREAS" in text else "reas for priority action") > 0
        assert text.index("For Marshford Council:") < text.index("review them each year")
        assert text.index("review them each year") < text.index("work with parents")


def test_an_inspection_gives_the_summarys_first_sentences_with_their_page() -> None:
    message = mail(changed())
    quoted = (
        "Too many children in Marshford wait too long for help. Leaders did not know this until inspectors told them. Since the "
        "last inspection, the number of children who are referred has grown, and plans to meet it came late. Children in care "
        "live in homes that suit them."
    )
    assert f'"{quoted}" (page 2)' in text_of(message)
    page = page_of(message)
    assert quoted in page.get_text()
    assert page.find("a", href="https://files.example/v1/file/520250120#page=2", string="page 2")
    table, heading = page.find("caption"), page.find("h2")
    assert table is not None
    assert heading is not None
    assert str(page).index(str(table)) < str(page).index(quoted) < str(page).index(str(heading))


def test_a_monitoring_visit_gives_its_scope_and_progress() -> None:
    for text in (text_of(mail(monitored())), page_of(mail(monitored())).get_text(" ", strip=True)):
        assert "Inspectors looked at the progress made in help and protection." in text
        assert "Progress is steady, but too slow for children who wait." in text
    assert mail(monitored())["Subject"].startswith("Marshford: third monitoring visit on help and protection")


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ("the front door.", "the front door"),
        (
            f"plans, with {'how they are made and read; ' * 20}visits",
            f"plans, with{' how they are made and read;' * 13} and more",
        ),
        ("plans for children " * 30, f"{'plans for children ' * 21}and more"),
    ],
)
def test_a_long_scope_ends_after_a_part_of_it(scope: str, told: str) -> None:
    text = text_of(mail(about(LetterFindings(LetterKind.FOCUSED_VISIT, scope=scope))))
    assert f"Inspectors looked at {told}.\n" in text


@pytest.mark.parametrize(
    ("event", "meta"),
    [
        (changed, "Inspection of local authority children's services (ILACS) · published 20 January 2025"),
        (urgent, "Focused visit (front door) · published 6 March 2025"),
        (send, "Area inspection of special educational needs and disabilities (SEND) · published 10 April 2025"),
        (joint, "Joint targeted area inspection (JTAI) · published 12 May 2025"),
    ],
)
def test_a_mail_names_the_inspection_in_full_at_its_top(event, meta: str) -> None:
    message = mail(event())
    assert text_of(message).split("\n")[1] == meta
    assert page_of(message).find("p", string=f"Ofsted Watch · {meta}")


@pytest.mark.parametrize(
    ("event", "preview"),
    [
        (changed, "Too many children in Marshford wait too long for help."),
        (urgent, "The response to children who are at immediate risk of harm at night."),
        (send, "Leaders should shorten the wait for an assessment of speech and language."),
        (joint, "The quality of plan 1, and how it is used when a decision about a child is made."),
        (monitored, "Progress is steady, but too slow for children who wait."),
        (corrected, "We read a letter about Marshford wrongly"),
        (unchecked, "We could not check Marshford on Ofsted's site."),
    ],
)
def test_beside_the_subject_stands_the_weightiest_text(event, preview: str) -> None:
    page = page_of(mail(event()))
    assert page.body is not None
    first = page.body.find("div")
    assert first is not None
    assert first.get_text().startswith(preview)
    assert "display:none" in str(first["style"])


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Short. " + "Next sentence of this summary. " * 20, "Short." + " Next sentence of this summary." * 12),
        ("Dr. No works at St. Mary. Then more.", "Dr. No works at St. Mary. Then more."),
        ("It is better.\n\nMore is done.\n\n• a list", "It is better. More is done."),
        ("word " * 200, "word " * 78 + "word…"),
    ],
)
def test_only_whole_sentences_are_quoted(text: str, quoted: str) -> None:
    excerpt = first_sentences(Passage(text.strip(), 3), "https://files.example/1")
    assert excerpt.text == quoted
    assert len(excerpt.text) <= 400
    assert excerpt.link == "https://files.example/1#page=3"


def test_an_event_stored_without_findings_is_still_a_whole_mail() -> None:
    for event in (changed(), urgent()):
        stored = event_to_json(event)
        del stored["findings"]
        text = text_of(mail(event_from_json(stored), **LINKS))
        assert "It is listed as" in text
        assert event.url in text


def test_a_council_page_is_linked_without_a_page() -> None:
    page = page_of(mail(about(LetterFindings(LetterKind.COUNCIL_NEWS))))
    assert page.find("a", href=urgent().url)
    assert "#page=" not in str(page)


LONG = tuple(Improvement(f"Item {place}: {'a long text that says what must be done. ' * 12}", 3, ImprovementKind.IMPROVEMENT)
             for place in range(1, 301))  # fmt: skip


@pytest.mark.parametrize("links", [LINKS, {"unsubscribe_url": LINKS["unsubscribe_url"]}])
def test_a_list_that_is_too_long_leads_on_to_the_letters_page(links: dict[str, str]) -> None:
    message = mail(about(LetterFindings(LetterKind.SIF_INSPECTION, improvements=LONG)), **links)
    assert len(message.as_bytes()) < LARGEST_MAIL
    target = OUR_PAGE + urgent().file_number if "public_url" in links else f"{urgent().url}#page=1"
    page = page_of(message)
    assert page.find("a", href=target, string="read all of them")
    shown = len([line for line in text_of(message).split("\n") if ". Item " in line])
    assert shown == len(page.find_all("li")) == 25
    assert "And 275 more" in text_of(message)
    assert f"And {300 - shown} more" in page.get_text()
    for part in (text_of(message), str(page)):
        assert LINKS["unsubscribe_url"] in part


def test_the_longest_list_of_a_generated_letter_is_sent_whole() -> None:
    letter = max(WITH_ITEMS.values(), key=lambda letter: len(letter.improvements))
    message = mail(about(findings_of(letter)), **LINKS)
    assert len(message.as_bytes()) < 40_000
    assert "read all of them" not in text_of(message)
