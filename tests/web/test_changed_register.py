"""An authority that is added or ended, and a setting that ops store, while the pages are served is on them at once."""

from datetime import UTC, date, datetime
from pathlib import Path

from starlette.testclient import TestClient

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.services.change_authorities import add_authority, end_authority, new_authority
from ofsted_watch.services.resources import open_database, register_of
from ofsted_watch.services.stored_settings import store_settings
from ofsted_watch.settings import Settings
from ofsted_watch.web.app import make_app

NEW = new_authority(Urn("81999"), "Nethermoor", "E06000999", "North West", "999")
ADDED, ENDED = datetime(2026, 11, 28, 12, tzinfo=UTC), datetime(2026, 11, 28, 13, tzinfo=UTC)


def test_an_authority_is_added_and_ended_without_a_restart(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, public_url="http://testserver")
    with TestClient(make_app(settings)) as browser, open_database(settings) as database:
        assert browser.get("/authorities/81999").status_code == 404
        assert "Nethermoor" not in browser.get("/sign-up").text
        add_authority(database, register_of(settings, database), NEW, by="Ann", at=ADDED)
        assert "<h1>Nethermoor</h1>" in browser.get("/authorities/81999").text
        for page in ("/sign-up", "/authorities", "/feeds", "/api/v1/authorities/81999", "/data/authorities.csv"):
            assert "Nethermoor" in browser.get(page).text, page
        register = register_of(settings, database)
        end_authority(
            database, register, NEW, [ENGLAND.named("Wigan")], date(2026, 11, 28), today=date(2026, 11, 28), by="Ann", at=ENDED
        )
        for page in ("/sign-up", "/authorities", "/data/authorities.csv"):
            assert "Nethermoor" not in browser.get(page).text, page


def test_what_ops_store_wins_over_the_environment_without_a_restart(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, public_url="http://testserver", authorities=("Leeds",), forget_days=30)
    by_ann = {"by": "Ann of ops", "why": "one more council"}
    with TestClient(make_app(settings)) as browser, open_database(settings) as database:
        register = register_of(settings, database)
        assert (offered(browser), "30 days" in browser.get("/privacy").text) == ({"Leeds"}, True)
        store_settings(database, register, authorities=["Leeds", "York"], limits={"forget_days": 14}, at=ADDED, **by_ann)
        assert (offered(browser), "14 days" in browser.get("/privacy").text) == ({"Leeds", "York"}, True)
        store_settings(database, register, authorities=[], limits={"forget_days": None}, at=ENDED, **by_ann)
        assert (offered(browser), "30 days" in browser.get("/privacy").text) == ({"Leeds"}, True)


def offered(browser: TestClient) -> set[str]:
    """Which of three authorities the sign-up form offers by name."""
    page = browser.get("/sign-up").text
    return {name for name in ("Leeds", "York", "Wigan") if f'value="{ENGLAND.named(name).urn}"' in page}
