"""The client behind a proxy: forwarded headers count from trusted proxies only (OFSTED_WATCH_TRUSTED_PROXIES).

Uvicorn's own ProxyHeadersMiddleware is not enough: it takes a malformed entry of X-Forwarded-For as the client, so each
forged entry would count as another client, and it does not recognise an IPv4 proxy that connects over IPv6 (::ffff:192.0.2.1).
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_SCHEMES = ("http", "https")


class ForwardedHeaders:
    """Sets `client` and `scheme` of each request from X-Forwarded-For and X-Forwarded-Proto, if a trusted proxy sent them."""

    def __init__(self, app: ASGIApp, trusted: Sequence[Network] = ()) -> None:
        self.app = app
        self.trusted = tuple(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the client's address and scheme."""
        connected = _address(scope["client"][0]) if scope["type"] == "http" and scope.get("client") else None
        if connected is not None and _is_trusted(connected, self.trusted):
            headers = Headers(scope=scope)
            reader = reader_address(connected, ",".join(headers.getlist("x-forwarded-for")), self.trusted)
            scheme = forwarded_scheme(",".join(headers.getlist("x-forwarded-proto"))) or scope["scheme"]
            # The port belongs to the connection; for a client behind a proxy it is not known.
            client = tuple(scope["client"]) if reader == connected else (str(reader), 0)
            scope = {**scope, "client": client, "scheme": scheme}
        await self.app(scope, receive, send)


def reader_address(connected: Address, forwarded_for: str, trusted: Sequence[Network]) -> Address:
    """The client's address: the right-most one that is not a trusted proxy, of the connection and `forwarded_for` before it.

    `forwarded_for` is X-Forwarded-For as each hop appended to it, '' if there is none. A hop's entry counts only if the hop
    is trusted, so everything left of the answer may be forged. A malformed entry ends the walk: the last trusted hop counts.
    """
    reader = connected
    for entry in reversed(forwarded_for.split(",")):
        if not _is_trusted(reader, trusted):
            break
        before = _forwarded_address(entry.strip())
        if before is None:
            break
        reader = before
    return reader


def forwarded_scheme(forwarded_proto: str) -> str | None:
    """The right-most entry of X-Forwarded-Proto, which the trusted proxy itself wrote; None if it is neither http nor https."""
    scheme = forwarded_proto.rpartition(",")[2].strip().lower()
    return scheme if scheme in _SCHEMES else None


def _is_trusted(address: Address, trusted: Sequence[Network]) -> bool:
    return any(address in network for network in trusted)


def _forwarded_address(entry: str) -> Address | None:
    """`192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:4711`; None for anything else."""
    host, port = entry, ""
    if entry.startswith("["):
        host, closed, port = entry[1:].partition("]")
        if not closed or ":" not in host or (port and not port.startswith(":")):
            return None
    elif entry.count(":") == 1:
        host, _, port = entry.partition(":")
        port = f":{port}"
    if port and not (port[1:].isascii() and port[1:].isdecimal()):
        return None
    return _address(host)


def _address(text: str) -> Address | None:
    """The address, an IPv4 address also if written as IPv6; None for anything else, including one with a zone."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return None if address.scope_id else address.ipv4_mapped or address
    return address
