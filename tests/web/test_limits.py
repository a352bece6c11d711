"""How often mail may be asked for, in windows that move."""

import pytest

from ofsted_watch.web.signup_limits import Limits, client_key, formatted


def test_an_address_is_the_same_in_capitals_and_with_spaces() -> None:
    limits = Limits(all_per_hour=100, address_per_hour=1)
    assert limits.spend("192.0.2.1", "Ann@example.org") is None
    refused = limits.spend("192.0.2.2", " ann@EXAMPLE.org ")
    assert refused is not None
    assert "Emails to this address" in refused.text
    assert 3590 < refused.seconds <= 3600


def test_a_mailbox_has_one_limit_for_all_its_addresses() -> None:
    limits = Limits(all_per_hour=100, address_per_hour=2)
    asked = ("ann.lee+1@gmail.com", "annlee@googlemail.com", "ANN.LEE+3@gmail.com", "ann.lee@council.example")
    assert [limits.spend("192.0.2.1", address) is None for address in asked] == [True, True, False, True]


def test_the_day_has_a_limit_beside_the_hour() -> None:
    limits = Limits(all_per_hour=100, address_per_hour=50, address_per_day=2)
    assert [limits.spend("192.0.2.1", "ann@example.org") is None for _ in range(3)] == [True, True, False]
    refused = limits.spend("192.0.2.1", "ann@example.org")
    assert refused is not None
    assert "in 24 hours" in refused.text


def test_a_client_is_limited_whatever_addresses_it_gives_and_others_are_not() -> None:
    limits = Limits(all_per_hour=100, client_per_hour=2)
    assert [limits.spend("192.0.2.1", f"a{n}@example.org") is None for n in range(3)] == [True, True, False]
    assert limits.spend("192.0.2.2", "a9@example.org") is None


def test_all_together_have_a_limit_and_refused_clients_do_not_use_it_up() -> None:
    limits = Limits(all_per_hour=3, client_per_hour=1)
    for _ in range(50):
        limits.spend("192.0.2.1", "flood@example.org")
    assert [limits.spend(f"198.51.100.{n}", f"a{n}@example.org") is None for n in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    ("client", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_household_with_many_addresses_is_one_client(client: str, key: str) -> None:
    assert client_key(client) == key


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1, "in a minute"), (61, "in 2 minutes"), (7140, "in 119 minutes"), (7200, "in 2 hours"), (86400, "in 24 hours")],
)
def test_how_long_to_wait_is_said_so_that_nobody_comes_too_early(seconds: int, text: str) -> None:
    assert formatted(seconds) == text
