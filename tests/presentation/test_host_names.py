"""Which Host a request may name."""

import pytest

from ofsted_watch.presentation.host_names import public_name, refusal


@pytest.mark.parametrize(
    ("host", "status"),
    [
        *((host, None) for host in ("watch.example", "watch.example:443", "watch.example:80", "watch.example:", "WATCH.Example")),
        *((host, None) for host in ("watch.example.", " watch.example ", "localhost", "LOCALHOST:8600", "127.0.0.1:8600")),
        *((host, None) for host in ("[::1]", "[::1]:8600", "[0:0:0:0:0:0:0:1]:8600")),
        *((host, 421) for host in ("evil.example", "evil.example:443", "watch.example.evil.example", "evilwatch.example")),
        *((host, 421) for host in ("watch.example:8443", "sub.watch.example", "127.0.0.2", "[2001:db8::1]", "[::2]:443", "0")),
        *((host, 400) for host in ("", " ", "watch.example:x", "watch.example:443:443", "[::1", "::1", "user@watch.example")),
        *(
            (host, 400)
            for host in ("watch.example, evil.example", "watch.example/evil", "watch.example\\@evil", "*", "wätch.example")
        ),
    ],
)
def test_the_public_name_and_this_machine_are_taken_and_nothing_else(host: str, status: int | None) -> None:
    assert refusal([host], public_name("https://watch.example")) == status


def test_a_public_url_has_its_port_and_may_be_an_address() -> None:
    assert refusal(["watch.example:8443"], public_name("https://watch.example:8443/pages")) is None
    assert refusal(["watch.example:8444"], public_name("https://watch.example:8443/pages")) == 421
    assert refusal(["[2001:DB8:0::1]:8443"], public_name("https://[2001:db8::1]:8443")) is None
    assert refusal(["192.0.2.7"], public_name("https://192.0.2.7")) is None
    assert refusal(["xn--wtch-loa.example"], public_name("https://wätch.example")) is None


@pytest.mark.parametrize("hosts", [[], ["watch.example", "watch.example"], ["watch.example", "evil.example"]])
def test_a_request_names_one_host_once(hosts: list[str]) -> None:
    assert refusal(hosts, public_name("https://watch.example")) == 400
