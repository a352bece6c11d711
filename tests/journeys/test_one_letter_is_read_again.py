"""Ops read one letter again: by its number, its link or its id; both readings are seen, corrections wait, the rest is left."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flows.page_links import PageLinks
from flows.reread_page import reread_page, reread_sentence
from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.domain.grades import Area
from ofsted_watch.domain.model import AlertState
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation.reading_differences import readings_compared
from ofsted_watch.services import read_letters, site_steps
from ofsted_watch.services import reread as reread_service
from ofsted_watch.services import reread_letter as reread_letter_service
from ofsted_watch.services import run as run_service
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.reread_letter import chosen_letter, reread_letter
from proofs.reliability.disasters import Misreading
from proofs.reliability.steps import ReadHere
from tests.journeys.contradicting import NUMBER, site_with
from tests.journeys.watching import Watching, watching

FALL = "60000101"
"""Thornmere's report of the second night: inadequate overall, requires improvement for children in care."""
THIRD = date(2026, 3, 6)
LINKS = PageLinks("https://watch.example.org", "https://ops.example.org")


def version(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    for module in (run_service, reread_service, reread_letter_service, read_letters, site_steps):
        monkeypatch.setattr(module, "READER_VERSION", number)


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watching]:
    """A watch after both nights of the small story; a newer reader takes another row's grade in every letter."""
    story = small_story()
    with DemoSite(nights=story.nights, authorities=story.authorities) as site, watching(site, tmp_path) as watch:
        version(monkeypatch, "1")
        watch.resources.reader = ReadHere(watch.resources.register)  # type: ignore[assignment]
        watch.subscribe()
        watch.night(story.days[0])
        watch.night(story.days[1])
        version(monkeypatch, "2")
        numbers = frozenset(letter.listing.file_number for letter in watch.resources.database.letters.stored())
        watch.resources.reader = Misreading({Area.OVERALL: Area.IN_CARE}, numbers, watch.resources.register)  # type: ignore[assignment]
        yield watch


def test_one_letter_is_read_again_and_its_correction_waits_while_the_others_stay(newer: Watching) -> None:
    database, register = newer.resources.database, newer.resources.register
    mails = newer.subjects()
    (link,) = {letter.listing.url for letter in database.letters.stored() if letter.listing.file_number == FALL}
    chosen = chosen_letter(database, register, f" {link} ")
    result, (file,) = reread_letter(LocalExecutor(), newer.resources, chosen, THIRD)

    differing = {field.name: field[1:] for field in readings_compared(file.before, file.now) if field.before != field.now}
    assert differing == {"grade of overall effectiveness": ("inadequate", "requires improvement")}
    versions = {letter.listing.file_number: letter.reader_version for letter in database.letters.stored()}
    assert {number for number, version in versions.items() if version == "2"} == {FALL}
    assert result.new_alerts
    assert len(database.alerts.find([AlertState.HELD])) == result.new_alerts
    assert newer.subjects() == mails

    page = reread_page(chosen, [file], result, LINKS)
    assert page.startswith(f"# Thornmere: file {FALL} read again\n\n**1 field read otherwise.** [open]({link}) · ")
    assert f"[our page](https://watch.example.org/authorities/80901/letters/{FALL})" in page
    assert "Before: version 1 of the reader. Now: version 2 of the reader." in page
    assert "| differs | grade of overall effectiveness | inadequate | requires improvement |" in page
    assert "|  | grade of children in care | requires improvement | requires improvement |" in page
    assert "[*review-held-alerts*](https://ops.example.org/v2/deployments)" in page
    assert "_" not in page
    assert reread_sentence(chosen, [file]) == f"Thornmere, file {FALL}: 1 field read otherwise"


def test_the_same_version_reads_the_same(newer: Watching, monkeypatch: pytest.MonkeyPatch) -> None:
    version(monkeypatch, "1")
    chosen = chosen_letter(newer.resources.database, newer.resources.register, FALL)
    result, files = reread_letter(LocalExecutor(), newer.resources, chosen, THIRD)
    assert (result.new_alerts, result.new_changes) == (0, 0)
    assert reread_sentence(chosen, files) == f"Thornmere, file {FALL}: read as before"
    assert "It is stored as read now; no alert comes of it." in reread_page(chosen, files, result, LINKS)


def test_a_set_aside_letter_is_chosen_by_its_id_and_stays_set_aside_if_it_still_cannot_be_read(set_aside: Path) -> None:
    with site_with() as site, watching(site, set_aside) as watch:
        database, register = watch.resources.database, watch.resources.register
        assert chosen_letter(database, register, "1") == chosen_letter(database, register, NUMBER)
        chosen = chosen_letter(database, register, "1")
        result, files = reread_letter(LocalExecutor(), watch.resources, chosen, THIRD)
        assert reread_sentence(chosen, files) == f"Thornmere, file {NUMBER}: it still cannot be read"
        page = reread_page(chosen, files, result, LINKS)
        assert "answer with [*review-set-aside-letters*](https://ops.example.org/v2/deployments)" in page
        row = "grade of the impact of leaders on social work practice | inadequate or good | inadequate or good"
        assert row in page
        assert len(database.set_asides.find()) == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "No letter is given"),
        ("Thornmere", "'Thornmere' names no letter. Give its file number"),
        ("987654", "There is no letter 987654"),
        ("https://files.example.org/v1/file/987654", "There is no letter 987654"),
    ],
)
def test_a_letter_that_is_none_is_refused_with_what_to_give(newer: Watching, given: str, sentence: str) -> None:
    with pytest.raises(WrongUse, match=sentence):
        chosen_letter(newer.resources.database, newer.resources.register, given)
