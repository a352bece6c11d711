"""Letter and listing meet where a listed file is read: dates that contradict each other are resolved there, and only there."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from ofsted_watch.adapters.archive import Archive
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.pdf_reader import Reader
from ofsted_watch.demo_site.letters import Description, Style, print_letter
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from ofsted_watch.services.read_letters import ListedFile, read_letter
from ofsted_watch.services.resources import Resources
from ofsted_watch.settings import Settings
from tests.factories import listing

NOT_NEEDED = cast(Any, None)
WRITTEN = date(2025, 1, 21)
LISTED = date(2026, 1, 21)
VISITED = (date(2025, 12, 18), date(2025, 12, 19))


def misdated_letter() -> bytes:
    """A letter of a visit in December that its head dates eleven months before it."""
    leeds = ENGLAND.named("Leeds")
    start, end = VISITED
    visit = Description(
        "focused_visit", leeds, start, end, published=WRITTEN, inspectors=("Ann Lee", "Jo Roe"), theme="care leavers"
    )
    return print_letter(visit, Style())


def test_the_listing_resolves_the_dates_and_the_reading_stays_what_the_bytes_say(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    archive = Archive(settings.archive)
    sha256 = archive.put(misdated_letter())
    listed = ListedFile(listing(urn=ENGLAND.named("Leeds").urn, published=LISTED), sha256)
    undated = ListedFile(replace(listed.listing, published=None), sha256)
    with Database(settings.database, id_domain="watch.example") as database, Reader(ENGLAND, workers=1) as reader:
        database.migrate()
        resources = Resources(settings, NOT_NEEDED, archive, database, reader, NOT_NEEDED, ENGLAND)
        for _ in ("read now", "read before"):
            letter = read_letter(listed, resources)
            assert letter.problem is None
            assert letter.published == LISTED
            assert (letter.inspection_start, letter.inspection_end) == VISITED
            assert letter.dates_note is not None
            assert "21 January 2025" in letter.dates_note
        recorded = database.readings.get(sha256, READER_VERSION)
        alone = read_letter(undated, resources)
    assert recorded == alone
    assert alone.problem is not None
    assert alone.problem.code == "dates_contradict"
