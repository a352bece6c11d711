"""Preferences as text."""

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import Frequency, Topic
from ofsted_watch.presentation.preference_text import format_preferences
from ofsted_watch.subscriptions.preferences import Preferences

KENT, LEEDS = (ENGLAND.named(name).urn for name in ("Kent", "Leeds"))


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
            Preferences(frozenset(one.urn for one in ENGLAND.current()[:6]), None, frozenset({Topic.CHANGE}), Frequency.DAILY),
            "changed judgements about 6 authorities, once a day",
        ),
    ],
)
def test_preferences_are_worded_as_a_person_would(preferences: Preferences, text: str) -> None:
    assert format_preferences(preferences, ENGLAND) == text
