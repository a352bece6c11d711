"""Where the forms of the UI are is stored once, for all links; ops' own settings are not touched and do not show it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.page_links import UNLINKED, page_links
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.services.resources import open_database
from ofsted_watch.services.stored_forms import store_forms, stored_forms
from ofsted_watch.services.stored_settings import pause_mails, pause_notice, shown_settings, store_settings
from ofsted_watch.settings import Settings

AT = datetime(2026, 3, 5, 9, 12, tzinfo=UTC)
ANN = {"by": "Ann of ops", "why": "a flood of changes", "at": AT}


def test_forms_are_stored_beside_what_ops_have_stored(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, prefect_ui_url="https://ops.example.org")
    with open_database(settings) as database:
        assert stored_forms(database) == {}
        store_settings(database, ENGLAND, limits={"alert_limit": 3}, **ANN)  # type: ignore[arg-type]
        pause_mails(database, **ANN)  # type: ignore[arg-type]
        before = shown_settings(settings, database)
        store_forms(database, {"nightly": "7c1e", "review-held-alerts": "0f3a"}, AT)
        assert stored_forms(database) == {"nightly": "7c1e", "review-held-alerts": "0f3a"}
        assert shown_settings(settings, database) == before
        store_forms(database, {"review-held-alerts": "99bb"}, AT)
        assert stored_forms(database) == {"review-held-alerts": "99bb"}
        assert {each.name: each.value for each in shown_settings(settings, database)}["alert_limit"] == "3"
        assert pause_notice(database) is not None
        links = page_links(settings, database)
    review = "https://ops.example.org/v2/deployments/deployment/99bb/run"
    assert links.form("review-held-alerts") == f"[*review-held-alerts*]({review})"
    assert links.form("nightly") == "[*nightly*](https://ops.example.org/v2/deployments)"
    assert UNLINKED.form("nightly") == "*nightly*"


def test_a_deploy_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    """The pages take a changed setting for a reason to ask for everything again."""
    with open_database(Settings(data_dir=tmp_path)) as database:
        store_forms(database, {"nightly": "7c1e"}, AT)
        before = database.pages.stamp()
        store_forms(database, {"nightly": "7c1e"}, AT + timedelta(days=1))
        assert database.pages.stamp() == before
        store_forms(database, {"nightly": "0f3a"}, AT + timedelta(days=1))
        assert database.pages.stamp() != before
