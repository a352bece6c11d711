"""Addresses as logs may hold them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_watch.subscriptions.email_address import mailbox_of, masked, without_address


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
def test_a_masked_address_can_be_distinguished_from_others_but_not_written_to(address: str, shown: str) -> None:
    assert masked(address) == shown


@given(st.emails(), st.text(max_size=40), st.text(max_size=40))
def test_words_that_repeat_an_address_in_any_letter_case_lose_it(address: str, before: str, after: str) -> None:
    said = without_address(f"{before}<{address.upper()}>{after} {address}", address)
    assert f"<{address.upper()}>" not in said
    assert f" {address}" not in said


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("ann@council.example", "ann@council.example"),
        (" Ann@Council.example ", "ann@council.example"),
        ("ann+watch@council.example", "ann@council.example"),
        ("ann+a+b@council.example", "ann@council.example"),
        ("a.nn@council.example", "a.nn@council.example"),
        ("a.n.n@gmail.com", "ann@gmail.com"),
        ("A.nn+watch@GoogleMail.com", "ann@gmail.com"),
        ("+@council.example", "+@council.example"),
    ],
)
def test_addresses_that_reach_one_mailbox_are_counted_as_one(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox
