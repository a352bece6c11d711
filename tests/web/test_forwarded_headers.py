"""Whose request it is behind a proxy: the right-most address that is no trusted proxy."""

from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from ofsted_watch.web.forwarded_headers import ForwardedHeaders, forwarded_scheme, reader_address

PROXY = "192.0.2.1"
TRUSTED = tuple(map(ip_network, (PROXY, "10.1.2.0/24", "2001:db8:f::/48")))


@pytest.mark.parametrize(
    ("connected", "forwarded_for", "reader"),
    [
        (PROXY, "", PROXY),
        (PROXY, "198.51.100.7", "198.51.100.7"),
        (PROXY, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (PROXY, "203.0.113.9, 198.51.100.7, 10.1.2.3", "198.51.100.7"),
        (PROXY, "203.0.113.9,198.51.100.7,10.1.2.3,10.1.2.4", "198.51.100.7"),
        (PROXY, "10.1.2.9, 198.51.100.7", "198.51.100.7"),  # a forged entry that names a trusted proxy
        (PROXY, "10.1.2.8, 10.1.2.9", "10.1.2.8"),
        (PROXY, "10.1.3.3", "10.1.3.3"),
        (PROXY, "198.51.100.7:50123", "198.51.100.7"),
        # IPv6
        (PROXY, "2001:db8::7", "2001:db8::7"),
        (PROXY, "[2001:db8::7]", "2001:db8::7"),
        (PROXY, "[2001:db8::7]:443", "2001:db8::7"),
        ("2001:db8:f::1", "2001:0DB8:0:0::7, 2001:db8:f:1::2", "2001:db8::7"),
        (PROXY, "::ffff:198.51.100.7", "198.51.100.7"),
        (PROXY, "203.0.113.9, ::ffff:10.1.2.3", "203.0.113.9"),
        # nobody trusts these, whatever they say
        ("198.51.100.1", "203.0.113.9", "198.51.100.1"),
        ("2001:db8::1", "203.0.113.9", "2001:db8::1"),
        # malformed: the last trusted hop counts
        (PROXY, "203.0.113.9, unknown", PROXY),
        (PROXY, "203.0.113.9, unknown, 10.1.2.3", "10.1.2.3"),
        (PROXY, "203.0.113.9,", PROXY),
        (PROXY, "203.0.113.9, , 10.1.2.3", "10.1.2.3"),
        (PROXY, "198.51.100.300", PROXY),
        (PROXY, "198.51.100.7:", PROXY),
        (PROXY, "198.51.100.7:x", PROXY),
        (PROXY, "198.51.100.7 203.0.113.9", PROXY),
        (PROXY, "[2001:db8::7", PROXY),
        (PROXY, "[2001:db8::7]443", PROXY),
        (PROXY, "[198.51.100.7]", PROXY),
        (PROXY, "fe80::1%eth0", PROXY),
        (PROXY, '"198.51.100.7"', PROXY),
        (PROXY, "for=198.51.100.7", PROXY),
        (PROXY, "١٩٨.51.100.7", PROXY),
    ],
)
def test_the_reader_is_the_right_most_address_that_is_no_trusted_proxy(connected: str, forwarded_for: str, reader: str) -> None:
    assert reader_address(ip_address(connected), forwarded_for, TRUSTED) == ip_address(reader)


def test_without_a_trusted_proxy_the_header_says_nothing() -> None:
    assert reader_address(ip_address("127.0.0.1"), "203.0.113.9", ()) == ip_address("127.0.0.1")


@pytest.mark.parametrize(
    ("header", "scheme"),
    [
        ("https", "https"),
        ("HTTPS ", "https"),
        ("http", "http"),
        ("https, http", "http"),
        ("javascript, https", "https"),
        ("https, javascript", None),
        ("https,", None),
        ("", None),
        ("wss", None),
    ],
)
def test_the_scheme_is_what_the_proxy_itself_wrote(header: str, scheme: str | None) -> None:
    assert forwarded_scheme(header) == scheme


async def seen(client: tuple[str, int] | None, *headers: tuple[bytes, bytes]) -> tuple[Any, str]:
    """Client and scheme as the pages see them."""
    scopes: list[Scope] = []

    async def pages(scope: Scope, receive: Receive, send: Send) -> None:
        scopes.append(scope)

    scope = {"type": "http", "client": client, "scheme": "http", "headers": list(headers)}
    await ForwardedHeaders(pages, TRUSTED)(scope, None, None)  # type: ignore[arg-type]
    return scopes[0]["client"], scopes[0]["scheme"]


FORWARDED = (
    (b"x-forwarded-for", b"203.0.113.9"),
    (b"x-forwarded-for", b"198.51.100.7, 10.1.2.3"),
    (b"x-forwarded-proto", b"https"),
)


@pytest.mark.parametrize("proxy", [PROXY, f"::ffff:{PROXY}", "2001:db8:f::1"])
def test_several_headers_are_one_list_and_a_proxy_over_ipv6_is_recognised(proxy: str) -> None:
    assert run(seen((proxy, 4711), *FORWARDED)) == (("198.51.100.7", 0), "https")


@pytest.mark.parametrize("client", [("198.51.100.1", 4711), ("testclient", 50000), ("", 0), None])
def test_from_anybody_else_client_and_scheme_stay(client: tuple[str, int] | None) -> None:
    assert run(seen(client, *FORWARDED)) == (client, "http")


def test_a_trusted_proxy_that_forwards_nothing_is_the_reader_itself() -> None:
    assert run(seen((PROXY, 4711))) == ((PROXY, 4711), "http")


def run(coroutine: Any) -> Any:
    import asyncio

    return asyncio.run(coroutine)
