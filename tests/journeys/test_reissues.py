"""A letter that Ofsted puts out again under its number: told once, and every place shows the grade that is served now.

The bytes of two editions are made so that the newer one's hash sorts below, or above, the older one's: neither may matter.
"""

import csv
import io
import json
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, update
from starlette.testclient import TestClient

import ofsted_watch.services.run
from ofsted_watch.adapters.database.full_text_search import Within
from ofsted_watch.adapters.database.schema import changes, events, stored_letters
from ofsted_watch.cli import commands
from ofsted_watch.demo_site.invented_authorities import INVENTED
from ofsted_watch.demo_site.past_letters import HISTORY
from ofsted_watch.demo_site.stories import DemoSite, StoryNight
from ofsted_watch.demo_site.story_writing import ilacs, post
from ofsted_watch.domain.model import Topic
from ofsted_watch.presentation.search_query import question
from ofsted_watch.web.app import make_app
from proofs.reliability.steps import ReadHere
from tests.journeys.watching import Watching, watching
from tests.postgres_server import PostgresServer

ALDERSHAW = next(authority for authority in INVENTED if authority.name == "Aldershaw")
NUMBER = "60000801"
BASELINE, FIRST, SECOND, THIRD, FOURTH = (date(2026, 3, day) for day in (3, 4, 12, 20, 28))
NEXT_NIGHT = date(2026, 3, 29)

PAIRS = {
    "good to inadequate": ("ggggg", "iiiii", "good", "inadequate"),
    "inadequate to good": ("iiiii", "ggggg", "inadequate", "good"),
    "good to requires improvement": ("ggggg", "rrrrr", "good", "requires improvement"),
    "requires improvement to outstanding": ("rrrrr", "ooooo", "requires improvement", "outstanding"),
}
FELL = "Aldershaw: children's services now inadequate in a re-issued report (was good)"
ROSE = "Aldershaw: children's services now good in a re-issued report (was inadequate)"


@cache
def printed(grades: str) -> bytes:
    return post(int(NUMBER), ilacs("Aldershaw", date(2026, 1, 30), grades, FIRST)).file()


@cache
def edition(grades: str, than: bytes, order: str) -> bytes:
    """The letter with these grades, with a comment behind its end that makes its hash sort below or above another file's."""
    for n in range(10_000):
        made = printed(grades) + f"\n% {n}\n".encode()
        if (sha256(made).hexdigest() < sha256(than).hexdigest()) == (order == "below"):
            return made
    raise AssertionError("no such hash was found")


def hash_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def site_with(*served: tuple[date, bytes]) -> DemoSite:
    """Aldershaw with its history since the baseline, and one letter whose number serves these bytes from these days on."""
    (appears, first), *later = served
    letter = post(int(NUMBER), ilacs("Aldershaw", date(2026, 1, 30), "ggggg", FIRST))
    sources: list[tuple[date, Callable[[], bytes]]] = [(day, lambda content=content: content) for day, content in later]
    letter = replace(letter, file=lambda: first, appears=appears, reissued=tuple(sources))
    known = tuple(one for one in HISTORY if one.urn == ALDERSHAW.urn)
    nights = (StoryNight(BASELINE, "The letters of first sight.", known), StoryNight(appears, "A letter.", (letter,)))
    return DemoSite(nights=nights, authorities=(ALDERSHAW,))


@contextmanager
def subscribed(site: DemoSite, folder: Path, **settings: str):
    with site, watching(site, folder, **settings) as watch:
        watch.resources.reader = ReadHere(watch.resources.register)  # type: ignore[assignment]
        watch.subscribe(topics=(Topic.CHANGE,))
        yield watch


def nights(watch: Watching, *days: date) -> None:
    for day in days:
        watch.night(day)


def reissues(watch: Watching) -> list[str]:
    return [subject for subject in watch.subjects() if "re-issued" in subject]


def shown(watch: Watching, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The overall grade of Aldershaw's newest letter, in every place that gives one."""
    settings = watch.resources.settings
    with TestClient(make_app(settings)) as browser:
        urn = ALDERSHAW.urn
        judged = browser.get("/api/v1/judgements", params={"authority": urn, "area": "overall"}).json()
        letter = browser.get(f"/api/v1/authorities/{urn}/letters/{NUMBER}").json()
        downloaded = next(csv.DictReader(io.StringIO(browser.get("/data/authorities.csv").text)))
        found = {
            "authority": browser.get(f"/api/v1/authorities/{urn}").json()["overall"],
            "letter": overall(letter["judgements"]),
            "letters": overall(browser.get("/api/v1/letters", params={"authority": urn}).json()[0]["judgements"]),
            "judgements": judged[0]["grade"],
            "download": downloaded["overall"],
            "search": overall_of_search(watch, letter["sha256"]),
        }
        moved = browser.get("/api/v1/changes", params={"authority": urn, "area": "overall"}).json()
        found["first change"] = next(one["to"] for one in moved if one["to_number"] == NUMBER)
        page = browser.get(f"/authorities/{urn}/letters/{NUMBER}").text
        row = page.partition("Overall effectiveness</th>")[2].partition("</span>")[0].casefold()
        found["page"] = next(grade for grade in GRADES if text(grade) in row)
        title = browser.get(f"/feeds/authorities/{urn}/changes.atom").text.partition("<entry>")[2].partition("</title>")[0]
        found["feed"] = next(grade for grade in GRADES if f"now {text(grade)} in a re-issued" in title)
    for name, value in {
        "OFSTED_WATCH_DATA_DIR": str(settings.data_dir),
        "OFSTED_WATCH_DATABASE_URL": settings.database,
        "OFSTED_WATCH_AUTHORITIES_FILE": str(settings.authorities_file),
    }.items():
        monkeypatch.setenv(name, value)
    said = CliRunner().invoke(commands, ["judgements", "--json"], catch_exceptions=False)
    listed = [one["grade"] for one in json.loads(said.stdout) if one["area"] == "overall" and one["link"].endswith(NUMBER)]
    moved = json.loads(CliRunner().invoke(commands, ["changes", "--json"], catch_exceptions=False).stdout)
    found["changes"] = next(one["to"] for one in moved if one["area"] == "overall" and one["to_number"] == NUMBER)
    file = settings.data_dir / "export.csv"
    CliRunner().invoke(commands, ["export", str(file)], catch_exceptions=False)
    return found | {"command": listed[0], "export": next(csv.DictReader(file.open()))["overall"]}


GRADES = ("outstanding", "good", "requires_improvement", "inadequate")


def text(grade: str) -> str:
    return grade.replace("_", " ")


def overall(judgements: Sequence[dict[str, str]]) -> str:
    return next(one["grade"] for one in judgements if one["area"] == "overall")


def overall_of_search(watch: Watching, hash_shown: str) -> str:
    found = watch.resources.database.search.find(question("Aldershaw"), Within(since=FIRST))
    assert [one.letter.sha256 for one in found.letters] == [hash_shown]
    return next(str(one.grade) for one in found.letters[0].letter.judgements if one.area == "overall")


@pytest.mark.parametrize("order", ["below", "above"])
@pytest.mark.parametrize("pair", PAIRS)
def test_a_reissue_is_announced_once_and_shown_everywhere(tmp_path: Path, monkeypatch, pair: str, order: str):
    before, now, was, is_ = PAIRS[pair]
    first = printed(before)
    with subscribed(site_with((FIRST, first), (SECOND, edition(now, first, order))), tmp_path) as watch:
        nights(watch, BASELINE, FIRST)
        nights(watch, SECOND, SECOND, date(2026, 3, 13))
        assert reissues(watch) == [f"Aldershaw: children's services now {is_} in a re-issued report (was {was})"]
        assert set(shown(watch, monkeypatch).values()) == {is_.replace(" ", "_")}


def back_and_forth(folder: Path, monkeypatch: pytest.MonkeyPatch, order: str, **settings: str) -> None:
    good = printed("ggggg")
    bad = edition("iiiii", good, order)
    site = site_with((FIRST, good), (SECOND, bad), (THIRD, good), (FOURTH, bad))
    with subscribed(site, folder, **settings) as watch:
        nights(watch, BASELINE, FIRST, SECOND, SECOND)
        assert reissues(watch) == [FELL]
        nights(watch, THIRD, THIRD)
        assert reissues(watch) == [ROSE, FELL]
        assert set(shown(watch, monkeypatch).values()) == {"good"}
        nights(watch, FOURTH, FOURTH, NEXT_NIGHT)
        assert reissues(watch) == [ROSE, FELL, FELL]
        assert set(shown(watch, monkeypatch).values()) == {"inadequate"}
        stored = [one for one in watch.changes() if one.cause == "reissued" and one.strand == "overall"]
        assert sorted((str(one.from_grade), str(one.to_grade)) for one in stored) == [
            ("good", "inadequate"),
            ("good", "inadequate"),
            ("inadequate", "good"),
        ]
        with watch.resources.database.read_transaction() as connection:
            keys = set(connection.execute(events.select()).scalars())
        assert keys == {
            f"letter:{ALDERSHAW.urn}:{hash_of(good)[:16]}",
            f"letter:{ALDERSHAW.urn}:{hash_of(bad)[:16]}",
            f"letter:{ALDERSHAW.urn}:{hash_of(good)[:16]}:3",
            f"letter:{ALDERSHAW.urn}:{hash_of(bad)[:16]}:4",
        }


@pytest.mark.parametrize("order", ["below", "above"])
def test_going_back_to_earlier_bytes_is_announced_as_a_reissue_of_its_own(tmp_path: Path, monkeypatch, order: str):
    back_and_forth(tmp_path, monkeypatch, order)


@pytest.mark.postgres
@pytest.mark.parametrize("order", ["below", "above"])
def test_the_same_on_postgresql(tmp_path: Path, monkeypatch, order: str, postgres: PostgresServer):
    back_and_forth(tmp_path, monkeypatch, order, database_url=postgres.url(postgres.new_database()))


@pytest.mark.parametrize("order", ["below", "above"])
def test_nights_missed_tell_only_the_difference_that_is_left(tmp_path: Path, order: str):
    good = printed("ggggg")
    bad = edition("iiiii", good, order)
    with subscribed(site_with((FIRST, good), (SECOND, bad), (THIRD, good)), tmp_path / "missed") as watch:
        nights(watch, BASELINE, FIRST, THIRD, NEXT_NIGHT)
        assert reissues(watch) == []
    with subscribed(site_with((FIRST, good), (SECOND, good + b"\n"), (THIRD, bad)), tmp_path / "late") as watch:
        nights(watch, BASELINE, FIRST, NEXT_NIGHT)
        assert reissues(watch) == [FELL]


@pytest.mark.parametrize("order", ["below", "above"])
def test_a_night_that_dies_before_it_stores_a_return_is_caught_up(tmp_path: Path, monkeypatch, order: str):
    good = printed("ggggg")
    with subscribed(site_with((FIRST, good), (SECOND, edition("iiiii", good, order)), (THIRD, good)), tmp_path) as watch:
        nights(watch, BASELINE, FIRST, SECOND)

        def dies(*_given: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(ofsted_watch.services.run, "_store", dies)
            with pytest.raises(KeyboardInterrupt):
                watch.night(THIRD)
        assert reissues(watch) == [FELL]
        nights(watch, date(2026, 3, 21), date(2026, 3, 22))
        assert reissues(watch) == [ROSE, FELL]


@pytest.mark.parametrize(
    ("order", "subjects"), [("below", [FELL]), ("above", [])], ids=["never told by the old order", "told by the old order"]
)
def test_after_the_upgrade_a_reissue_that_was_never_announced_is_announced_and_no_other(
    tmp_path: Path, order: str, subjects: list[str]
):
    good = printed("ggggg")
    bad = edition("iiiii", good, order)
    site = site_with((FIRST, good), (SECOND, bad))
    with site, watching(site, tmp_path) as watch:
        watch.resources.reader = ReadHere(watch.resources.register)  # type: ignore[assignment]
        nights(watch, BASELINE, FIRST, SECOND)
        with watch.resources.database.write_transaction() as connection:
            # As the version before leaves it: no edition, and no event where its order put the new bytes below the old ones.
            connection.execute(
                update(stored_letters).where(stored_letters.c.file_number == NUMBER).values(edition=0, served=None)
            )
            if order == "below":
                connection.execute(delete(events).where(events.c.key == f"letter:{ALDERSHAW.urn}:{hash_of(bad)[:16]}"))
                connection.execute(delete(changes).where(changes.c.cause == "reissued"))
        watch.subscribe(topics=(Topic.CHANGE,))
        nights(watch, date(2026, 3, 13), date(2026, 3, 14))
        assert watch.subjects() == subjects
