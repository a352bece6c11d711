"""Whatever the mail server does on the night of a change, every alert ends where it should and no mail comes twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ofsted_watch.settings import Settings
from proofs.reliability.mail_server import TROUBLES, Trouble, evening, survive


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with evening(tmp_path_factory.mktemp("evening")) as settings:
        yield settings


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.text)
def test_every_alert_ends_where_it_should_when_the_mail_server(trouble: Trouble, before: Settings, tmp_path: Path) -> None:
    metric = survive(trouble, before, tmp_path / "night")
    assert metric.holds, metric
