"""A person's way through the pages on PostgreSQL, as the other tests go it on SQLite."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.postgres_server import PostgresServer
from tests.web.requests_to_pages import LEEDS, PREFERENCES, Asking, asking, link_in

pytestmark = pytest.mark.postgres
FORM = {name: value for name, value in PREFERENCES.items() if name != "email"}


@pytest.fixture
def pages(tmp_path: Path, postgres: PostgresServer) -> Iterator[Asking]:
    with asking(tmp_path, database_url=postgres.url(postgres.new_database())) as opened:
        yield opened


def test_sign_up_change_and_stop(pages: Asking) -> None:
    pages.ask()
    (asked,) = pages.mails()
    with ThreadPoolExecutor(4) as pool:  # an impatient finger
        pressed = list(pool.map(lambda _: pages.press(link_in(asked, "confirm")).status_code, range(4)))
    assert pressed == [200] * 4
    (stored,) = pages.database.subscribers.all()
    pages.press("/manage", email=stored.email)
    manage = link_in(pages.mails()[-1], "manage")
    assert pages.press(f"{manage}/change/{stored.id}", **{**FORM, "authority": [LEEDS]}).status_code == 303
    (changed,) = pages.database.subscribers.all()
    assert (changed.id, changed.urns) == (stored.id, frozenset({LEEDS}))
    assert pages.press(f"{manage}/stop", which=str(stored.id)).status_code == 303
    assert pages.database.subscribers.all() == ()
    assert pages.press(link_in(asked, "confirm")).status_code == 410
