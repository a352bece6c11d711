"""Which addresses may be requested: https on the allowed hosts; plain http on this machine only."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

from ofsted_watch.errors import BadSetting, HostNotAllowed

_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
_USUAL_PORT = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Addresses:
    """The site's own address and the hosts (or host:port) that may serve its files."""

    base_url: str
    file_hosts: tuple[str, ...]

    def __post_init__(self) -> None:
        base = urlsplit(self.base_url)
        if base.scheme not in _USUAL_PORT or not base.hostname or base.username or base.password:
            raise BadSetting("The site's address must look like https://reports.ofsted.gov.uk")
        if base.scheme == "http" and base.hostname not in _THIS_MACHINE:
            raise BadSetting(
                f"The site's address must start with https:// (plain http is for this machine only, not {base.hostname})"
            )

    @property
    def on_this_machine(self) -> bool:
        """True for a site on loopback: a demonstration or a test."""
        return urlsplit(self.base_url).hostname in _THIS_MACHINE

    def check(self, url: str) -> str:
        """The 'host:port' of an allowed address; HostNotAllowed with the reason for any other."""
        try:
            parts, port = _split(url)
        except ValueError:
            raise HostNotAllowed(f"{url[:200]!r} is not a web address; no request was sent") from None
        host = (parts.hostname or "").rstrip(".")
        shown = f"{parts.scheme}://{host}"
        if parts.scheme not in _USUAL_PORT or not host or parts.username is not None or parts.password is not None:
            raise HostNotAllowed(f"{shown} is not an address of the site; no request was sent")
        base, base_port = _split(self.base_url)
        if parts.scheme == "http" and not (base.scheme == "http" and host in _THIS_MACHINE):
            raise HostNotAllowed(f"{shown} is not https; no request was sent")
        named = f"{host}:{port}"
        at_base = host == base.hostname and port == base_port
        at_usual_port = host in self.file_hosts and port == _USUAL_PORT[parts.scheme]
        if not (at_base or at_usual_port or named in self.file_hosts):
            raise HostNotAllowed(
                f"{named} is not among the allowed hosts ({', '.join(sorted({base.hostname or '', *self.file_hosts}))})"
            )
        return named


def check_connected_peer(host: str, peer: str) -> None:
    """Returns if the connection to `host` reached the public internet; `peer` is the IP address it reached.

    An allowed name may resolve to our own network (a forged or rebound DNS answer). An address that the settings
    give as an IP address, or as localhost, is allowed. Raises HostNotAllowed.
    """
    name = host.strip("[]").rstrip(".")
    if name in _THIS_MACHINE or _is_address(name):
        return
    reached = ip_address(peer)
    if isinstance(reached, IPv6Address) and reached.ipv4_mapped is not None:
        reached = reached.ipv4_mapped
    if not reached.is_global or reached.is_multicast:
        raise HostNotAllowed(f"{host} leads to {reached}, which is not on the public internet; no request was sent")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _split(url: str) -> tuple[SplitResult, int]:
    parts = urlsplit(url)
    return parts, parts.port or _USUAL_PORT.get(parts.scheme, 0)
