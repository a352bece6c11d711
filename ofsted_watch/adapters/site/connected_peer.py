"""Who is at the other end: looked at when a connection stands and before anything is said over it.

Looking the name up beforehand would not do: a second answer of the DNS can be another one.
"""

import socket

from urllib3.connection import HTTPConnection

from ofsted_watch.adapters.site.allowed_urls import check_connected_peer
from ofsted_watch.errors import HostNotAllowed


class PublicAddress(HTTPConnection):
    """A connection that is closed at once when the host's name led into our own network. Raises HostNotAllowed then.

    Through a proxy the peer is the proxy, which the machine's own environment names.
    """

    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        if self.proxy is not None:
            return line
        try:
            check_connected_peer(self.host, line.getpeername()[0])
        except HostNotAllowed:
            line.close()
            raise
        return line
