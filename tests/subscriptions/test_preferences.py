"""A wish in words, and addresses as logs may hold them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_watch.domain.authorities import authority_named, current_authorities
from ofsted_watch.domain.model import Frequency, Topic
from ofsted_watch.subscriptions.email_address import masked, without_address
from ofsted_watch.subscriptions.preferences import Preferences, format_preferences

HULL, KENT, LEEDS = (authority_named(name).urn for name in ("Hull", "Kent", "Leeds"))


@pytest.mark.parametrize(
    ("preferences", "text"),
    [
        (
            Preferences(frozenset(), None, frozenset({Topic.CHANGE}), Frequency.AT_ONCE),
            "changed judgements about all authorities, as soon as we know",
        ),
        (
            Preferences(frozenset({KENT, LEEDS}), None, frozenset(Topic), Frequency.DAILY, declines_only=True),
            "judgements that declined, any new letter and areas for priority action about Kent and Leeds, once a day",
        ),
        (
            Preferences(frozenset(), "North West", frozenset({Topic.PRIORITY}), Frequency.WEEKLY),
            "areas for priority action about every authority in the region North West, once a week",
        ),
        (
            Preferences(frozenset({KENT}), None, frozenset({Topic.LETTER}), Frequency.DAILY, declines_only=True),
            "any new letter about Kent, once a day",
        ),
        (
            Preferences(frozenset({"99999"}), None, frozenset({Topic.CHANGE}), Frequency.DAILY),
            "changed judgements about authority 99999, once a day",
        ),
        (
            Preferences(
                frozenset(one.urn for one in current_authorities()[:6]), None, frozenset({Topic.CHANGE}), Frequency.DAILY
            ),
            "changed judgements about 6 authorities, once a day",
        ),
    ],
)
def test_a_wish_is_said_as_a_person_would(preferences: Preferences, text: str) -> None:
    assert format_preferences(preferences) == text


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ann@example.org", "a…@e….org"),
        ("ann.other@council.gov.uk", "a…@c….uk"),
        ("root@localhost", "r…"),
        ("x", "x…"),
        ("", "…"),
    ],
)
def test_a_masked_address_can_be_told_from_others_but_not_written_to(address: str, shown: str) -> None:
    assert masked(address) == shown


@given(st.emails(), st.text(max_size=40), st.text(max_size=40))
def test_words_that_repeat_an_address_in_any_letter_case_lose_it(address: str, before: str, after: str) -> None:
    said = without_address(f"{before}<{address.upper()}>{after} {address}", address)
    assert f"<{address.upper()}>" not in said
    assert f" {address}" not in said
