"""A newer version of the reader alters the grades of known letters: in public all stands as before, until a person's word."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ofsted_watch.demo_site.stories import DemoSite, StoryNight, small_story
from ofsted_watch.demo_site.story_writing import ilacs, post
from ofsted_watch.domain.grades import Area
from ofsted_watch.presentation.labels import format_day
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services import read_letters, site_steps
from ofsted_watch.services import reread as reread_service
from ofsted_watch.services import run as run_service
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.review import resolve_held_alerts
from ofsted_watch.web.app import make_app
from proofs.reliability.disasters import Misreading
from proofs.reliability.steps import ReadHere
from tests.journeys.watching import Watching, watching
from tests.postgres_server import PostgresServer

FALL = "60000101"
THIRD, FOURTH, FIFTH = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)
RIGHT, OTHERWISE = "inadequate", "requires_improvement"
WAITS = "We are checking this"


def read_anew(watch: Watching, monkeypatch: pytest.MonkeyPatch, version: str, today: date, *, shifted: bool) -> None:
    """Read everything again with another version of the reader, which takes other rows' grades where it is `shifted`."""
    for module in (run_service, reread_service, read_letters, site_steps):
        monkeypatch.setattr(module, "READER_VERSION", version)
    takes = {Area.OVERALL: Area.IN_CARE} if shifted else {}
    watch.resources.reader = Misreading(takes, frozenset({FALL}), watch.resources.register)  # type: ignore[assignment]
    reread_service.reread(LocalExecutor(), watch.resources, expected_authorities(["all"], watch.resources.register), today)


def notified(browser: TestClient) -> set[str]:
    """The overall grade of Thornmere's newest inspection, wherever it is told: one where all agree."""
    urn = browser.get("/api/v1/authorities", params={"authority": "Thornmere"}).json()[0]["urn"]
    row = browser.get(f"/api/v1/authorities/{urn}").json()
    letter = browser.get(f"/api/v1/authorities/{urn}/letters/{FALL}").json()
    listed = browser.get("/api/v1/letters", params={"authority": urn}).json()
    judged = browser.get("/api/v1/judgements", params={"authority": urn, "area": "overall"}).json()
    found = {row["overall"]}
    for one in (letter, *(one for one in listed if one["file_number"] == FALL)):
        found |= {judgement["grade"] for judgement in one["judgements"] if judgement["area"] == "overall"}
    found |= {one["grade"] for one in judged if one["link"].endswith(FALL)}
    downloaded = browser.get("/data/authorities.csv").text.splitlines()
    columns = downloaded[0].split(",")
    (mine,) = (dict(zip(columns, line.split(","), strict=False)) for line in downloaded[1:] if urn in line)
    return found | {mine["overall"]}


def text_of(browser: TestClient) -> dict[str, str]:
    """What the pages and feeds about that letter say."""
    urn = browser.get("/api/v1/authorities", params={"authority": "Thornmere"}).json()[0]["urn"]
    paths = (
        f"/authorities/{urn}",
        f"/authorities/{urn}/letters/{FALL}",
        f"/feeds/authorities/{urn}/changes.atom",
        "/search?q=thornmere",
    )
    return {path: browser.get(path).text for path in paths}


def answer(watch: Watching, decision: str) -> None:
    resolve_held_alerts(
        watch.resources.database, decision, (), True, why="compared with the letter", by="Ada", at=datetime.now(UTC)
    )


def whole_story(folder: Path, monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    story = small_story()
    site = DemoSite(nights=story.nights, authorities=story.authorities)
    with site, watching(site, folder, **settings) as watch, TestClient(make_app(watch.resources.settings)) as browser:
        watch.resources.reader = ReadHere(watch.resources.register)  # type: ignore[assignment]
        watch.night(story.days[0])
        watch.night(story.days[1])
        assert notified(browser) == {RIGHT}
        before = text_of(browser)

        read_anew(watch, monkeypatch, "2", THIRD, shifted=True)
        assert notified(browser) == {RIGHT}, "held: the earlier reading stands"
        assert feeds(text_of(browser)) == feeds(before)
        assert [WAITS in said for said in text_of(browser).values()] == [True, True, False, False]
        assert browser.get("/api/v1/changes", params={"cause": "correction"}).json() == []
        assert "We have not had to correct anything" in browser.get("/corrections").text

        answer(watch, "release")
        assert notified(browser) == {OTHERWISE}, "released: the newer reading stands"
        corrected = browser.get("/api/v1/changes", params={"cause": "correction"}).json()
        assert {(change["from"], change["to"]) for change in corrected} == {(RIGHT, OTHERWISE), ("good", OTHERWISE)}
        corrections = browser.get("/corrections").text
        assert "have corrected: 1 correction." in corrections
        assert f"/letters/{FALL}" in corrections
        published = format_day(datetime.now(UTC))
        assert f"Found on {published}, published on {published}." in corrections
        assert not any(WAITS in said for said in text_of(browser).values())

        read_anew(watch, monkeypatch, "3", FOURTH, shifted=False)
        assert notified(browser) == {OTHERWISE}
        answer(watch, "drop")
        assert notified(browser) == {OTHERWISE}, "dropped: what was told before stands for good"
        assert browser.get("/corrections").text == corrections
        assert not any(WAITS in said for said in text_of(browser).values())

        read_anew(watch, monkeypatch, "4", FOURTH, shifted=False)
        assert notified(browser) == {OTHERWISE}, "the dropped reading, read once more, is told no more than before"


def feeds(text: dict[str, str]) -> dict[str, str]:
    return {path: said for path, said in text.items() if path.endswith(".atom")}


def test_in_public_a_known_letter_says_what_it_said_until_a_person_releases_the_correction(tmp_path: Path, monkeypatch):
    whole_story(tmp_path, monkeypatch)


@pytest.mark.parametrize("decision", [None, "drop"], ids=["held", "dropped"])
def test_the_next_letter_is_compared_with_what_was_announced_and_not_with_a_reading_nobody_released(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, decision: str | None
):
    story = small_story()
    same_again = post(60_000_501, ilacs("Thornmere", date(2026, 2, 27), "iirii", FIFTH))
    nights = (*story.nights, StoryNight(FIFTH, "Thornmere is inspected again and graded as before.", (same_again,)))
    with DemoSite(nights=nights, authorities=story.authorities) as site, watching(site, tmp_path) as watch:
        watch.resources.reader = ReadHere(watch.resources.register)  # type: ignore[assignment]
        watch.night(story.days[0])
        watch.subscribe()
        watch.night(story.days[1])
        (fall,) = watch.subjects()
        read_anew(watch, monkeypatch, "2", THIRD, shifted=True)
        if decision:
            answer(watch, decision)
        watch.night(FIFTH)
        assert watch.subjects() == [fall], "inadequate was told, and is said again: nothing changed"


@pytest.mark.postgres
def test_the_same_on_postgresql(tmp_path: Path, monkeypatch, postgres: PostgresServer):
    whole_story(tmp_path, monkeypatch, database_url=postgres.url(postgres.new_database()))
