"""What was seen is said honestly: who was not, since when, and that nothing newer is here."""

from datetime import date

from ofsted_watch.domain.model import Authority
from ofsted_watch.web.coverage_notice import coverage_of, format_last_check
from tests.domain.history.letters import MARSHFORD, UNDERBY

EXPECTED = (MARSHFORD, UNDERBY)
TODAY, YESTERDAY = date(2026, 3, 5), date(2026, 3, 4)


def checks(marshford: date | None, underby: date | None) -> dict[str, date | None]:
    return {MARSHFORD.urn: marshford, UNDERBY.urn: underby}


def test_when_all_were_seen_last_night_that_is_all_there_is_to_say() -> None:
    seen = coverage_of(EXPECTED, checks(YESTERDAY, YESTERDAY), TODAY)
    assert seen.sentence == "All 2 authorities were checked on 4 March 2026."
    assert not seen.is_warning
    assert seen.behind == ()


def test_who_was_not_seen_is_named_with_the_day_it_was_seen_last() -> None:
    seen = coverage_of(EXPECTED, checks(YESTERDAY, date(2026, 3, 1)), TODAY)
    assert seen.sentence == "1 of 2 authorities were checked on 4 March 2026; 1 was not."
    assert seen.is_warning
    assert [(one.authority.name, one.since) for one in seen.behind] == [("Underby", date(2026, 3, 1))]


def test_an_authority_never_seen_is_behind_without_a_day() -> None:
    (behind,) = coverage_of(EXPECTED, checks(YESTERDAY, None), TODAY).behind
    assert behind.since is None


def test_a_watch_that_stopped_days_ago_says_that_nothing_newer_is_here() -> None:
    seen = coverage_of(EXPECTED, checks(date(2026, 3, 1), date(2026, 3, 1)), TODAY)
    assert seen.is_warning
    assert "That is 4 days ago" in seen.sentence


def test_before_the_first_night_nothing_is_known() -> None:
    seen = coverage_of(EXPECTED, checks(None, None), TODAY)
    assert seen.is_warning
    assert "No authority has been checked" in seen.sentence


def test_a_single_authority_is_spoken_of_as_one() -> None:
    lone = Authority("90003", "Overhill", "E99", "London")
    assert coverage_of((lone,), {"90003": YESTERDAY}, TODAY).sentence.startswith("The 1 authority we check was")


def test_an_authority_s_own_last_look_warns_only_when_nights_are_missing() -> None:
    assert format_last_check(YESTERDAY, TODAY)[1] is False
    assert format_last_check(date(2026, 3, 2), TODAY)[1] is True
    assert format_last_check(None, TODAY)[1] is True
