"""Every shape of link that a mail of ours ever carried. Mails lie in mailboxes for years: nothing may leave this list."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import Frequency, Topic
from ofsted_watch.presentation.emails import digest_mail, mail_for
from ofsted_watch.presentation.emails.signup_mails import From, already_mail, confirmation_mail, link_mail
from ofsted_watch.services.resources import open_database
from ofsted_watch.services.signed_links import SignedLinks, signed_links
from ofsted_watch.subscriptions.preferences import Preferences
from ofsted_watch.web.app import make_app
from tests.presentation.emails.examples import ANN as READER
from tests.presentation.emails.examples import SENDER, alert, changed, corrected, unchecked, urgent
from tests.web.requests_to_pages import ANN, PUBLIC, SECRET, links_in
from tests.web.watched_pages import FALL, LETTERS, NOW, TODAY, VISIT, outcome_of, settings_in

EVER_SENT = {
    "front": r"",
    "authority": r"/authorities/[0-9]+",
    "letter": r"/authorities/[0-9]+/letters/[0-9A-Za-z-]+",
    "confirm": r"/sign-up/confirm/[A-Za-z0-9_-]+",
    "manage": r"/manage/[A-Za-z0-9_-]+",
    "unsubscribe": r"/unsubscribe/[A-Za-z0-9_-]+",
}
"""Name → the path, as it was sent. Add to it; never change or remove."""

SEALED_IN_NOVEMBER_2026 = {
    "confirm": (
        "gAAAAABrBCrA7JsQpR14o0SUyX3dYd_ndwrvDCBDZ3AXPZ_AlBDnK8XNn8mK4rO4BH8BHCP88uSl8_lItCbv8MB8nMWKHEYUV12IqmjSHd2iFGiIGznxkuqAdBJ"
        "_-ZdJBsOG_ZBPSYIJaLFmW86qEBnvkmhCITRpYYtSm_XNxTAkqyOZSZ90YdyQ0cdkl5U5hGNDZ5YXUZ7fsj9SWqvo1RBp1kh29gQRIjwrWTf3MvU_Xg8DctoUcUc"
    ),
    "manage": (
        "gAAAAABrBCrANziLeDDgrtkxXP0zMo1Kh996Z7hSkjMxN-N5inVQjce9dHXqeSjANu6PZbwELT0Hp1uVoYmFmULuPKT_q_v0-YkoVGuchMiljxjZ9-2I9bw"
    ),
    "unsubscribe": (
        "gAAAAABrBCrAoaOdCXTzADtBYprRbVCmfZfl6ZFJcariZ0cQ3DGOy7GBXKGePUF_MM-DbpL88sbAm8_qs8Wqd4p4cB76LRQTnJkiYh-YXcTSUlAcuuxRJ9DSAiZm"
        "rwm1qTDr1GBzAZPZ"
    ),
}
"""Real tokens, sealed with the secret of the tests on 23 November 2026 for subscription 1 of Ann."""


@contextmanager
def standing(folder: Path) -> Iterator[TestClient]:
    settings = replace(settings_in(folder), public_url=PUBLIC, secret=(SECRET,))
    with open_database(settings) as database:
        database.outcomes.apply(outcome_of(LETTERS), run_id=None, at=NOW)
    with TestClient(make_app(settings, today=lambda: TODAY), base_url=PUBLIC) as browser:
        yield browser


def of_this_test(folder: Path) -> SignedLinks:
    return signed_links(replace(settings_in(folder), public_url=PUBLIC, secret=(SECRET,)))


def every_mail(links: SignedLinks) -> list[EmailMessage]:
    """One of each kind."""
    at = datetime.now(UTC)
    given = {
        "sender": SENDER,
        "public_url": PUBLIC,
        "unsubscribe_url": links.to_unsubscribe(ANN, [1], at),
        "manage_url": links.to_manage(ANN, at),
    }
    preferences = Preferences(frozenset(), None, frozenset({Topic.CHANGE}), Frequency.AT_ONCE)
    by, manage, confirm = From(SENDER, PUBLIC, at), links.to_manage(ANN, at), links.to_confirm(ANN, preferences, at)
    daily = replace(READER, frequency=Frequency.DAILY)
    return [
        *(mail_for(alert(event()), **given) for event in (changed, urgent, corrected, unchecked)),
        digest_mail([alert(changed(), daily), alert(urgent(), daily)], **given),
        confirmation_mail(ANN, preferences, [preferences], register=ENGLAND, confirm_url=confirm, manage_url=manage, by=by),
        already_mail(ANN, [preferences], register=ENGLAND, manage_url=manage, by=by),
        link_mail(ANN, [preferences], register=ENGLAND, manage_url=manage, by=by),
    ]


def test_every_link_of_every_mail_has_a_shape_of_this_list_and_every_shape_is_sent(tmp_path: Path) -> None:
    sent = set()
    for mail in every_mail(of_this_test(tmp_path)):
        for link in links_in(mail):
            path = link.removeprefix(PUBLIC)
            shapes = [name for name, shape in EVER_SENT.items() if re.fullmatch(shape, path)]
            assert len(shapes) == 1, f"{path} in '{mail['Subject']}' is not on the list"
            sent.update(shapes)
    assert sent == set(EVER_SENT)


@pytest.mark.parametrize(
    "path",
    [
        "",
        f"/authorities/{FALL.listing.urn}",
        f"/authorities/{FALL.listing.urn}/letters/{FALL.listing.file_number}",
        f"/authorities/{VISIT.listing.urn}/letters/{VISIT.listing.file_number}",
    ],
)
def test_a_page_that_was_linked_to_answers(tmp_path: Path, path: str) -> None:
    with standing(tmp_path) as browser:
        assert browser.get(path or "/").status_code == 200


def test_links_that_were_sent_before_are_answered_with_what_they_promised_or_a_way_on(tmp_path: Path) -> None:
    with standing(tmp_path) as browser:
        for path in (f"/sign-up/confirm/{SEALED_IN_NOVEMBER_2026['confirm']}", f"/manage/{SEALED_IN_NOVEMBER_2026['manage']}"):
            assert browser.get(path).status_code in (200, 410)
        stop = f"/unsubscribe/{SEALED_IN_NOVEMBER_2026['unsubscribe']}"
        assert browser.get(stop).status_code == 200
        assert browser.post(stop).status_code == 200


def test_what_was_sealed_before_is_understood_by_this_version(tmp_path: Path) -> None:
    links, then = of_this_test(tmp_path), datetime(2026, 11, 24, tzinfo=UTC)
    asked = links.asked(SEALED_IN_NOVEMBER_2026["confirm"], then)
    assert (asked.email, asked.preferences.urns, asked.preferences.topics) == (
        ANN,
        frozenset({"80476"}),
        frozenset({Topic.CHANGE}),
    )
    assert links.managed_address(SEALED_IN_NOVEMBER_2026["manage"], then) == ANN
    stopped = links.mail_for(SEALED_IN_NOVEMBER_2026["unsubscribe"], datetime(2046, 1, 1, tzinfo=UTC))
    assert (stopped.email, stopped.subscription_ids) == (ANN, frozenset({1}))
