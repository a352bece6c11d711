"""The mails in a real browser: nothing hangs over the edge, on a desk or a phone. With TESTS_PICTURES=<folder>, the
pictures are kept there (they are the ones in the docs)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import Frequency
from ofsted_watch.presentation.emails import digest_mail, mail_for
from ofsted_watch.presentation.emails.signup_mails import From, confirmation_mail
from ofsted_watch.subscriptions.preferences import Preferences
from tests.browser.chromium import PICTURES, browsing, kept_open, needs_chromium, photograph
from tests.presentation.emails.examples import (
    ANN,
    SENDER,
    alert,
    changed,
    corrected,
    elsewhere,
    joint,
    monitored,
    send,
    unchecked,
    urgent,
)

pytestmark = [pytest.mark.browser, needs_chromium]

LINKS = {
    "public_url": "https://watch.example",
    "unsubscribe_url": "https://watch.example/unsubscribe/abc",
    "manage_url": "https://watch.example/manage/abc",
}
BY = From(SENDER, "https://watch.example", datetime(2026, 3, 4, 7, tzinfo=UTC))
ABOUT = Preferences(frozenset(), "South East", ANN.topics, ANN.frequency)
SINGLE = {
    name: mail_for(alert(event()), sender=SENDER, **LINKS)
    for name, event in {
        "changed": changed,
        "priority": urgent,
        "send": send,
        "jtai": joint,
        "monitoring": monitored,
        "correction": corrected,
        "unchecked": unchecked,
    }.items()
}
DAILY = replace(ANN, frequency=Frequency.DAILY)
IN_THE_DIGEST = [monitored(), joint(), elsewhere(urgent()), elsewhere(changed()), changed()]
MAILS = SINGLE | {
    "digest": digest_mail([alert(event, DAILY) for event in IN_THE_DIGEST], sender=SENDER, **LINKS),
    "confirm": confirmation_mail(
        ANN.email,
        ABOUT,
        [],
        register=ENGLAND,
        confirm_url="https://watch.example/sign-up/confirm/abc",
        manage_url=LINKS["manage_url"],
        by=BY,
    ),
}


@pytest.fixture(scope="module", autouse=True)
def browser() -> Iterator[None]:
    with kept_open():
        yield


@pytest.mark.parametrize("width", [360, 760])
@pytest.mark.parametrize("name", list(MAILS))
def test_a_mail_fits_its_window(name: str, width: int, tmp_path: Path) -> None:
    part = MAILS[name].get_body(("html",))
    assert part is not None
    file = Path(PICTURES or tmp_path) / f"mail-{name}-{width}.png"
    with browsing(viewport={"width": width, "height": 800}) as page:
        page.set_content(part.get_content())
        overhang = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        photograph(page, file)
    assert overhang == 0
    assert file.stat().st_size > 5_000
