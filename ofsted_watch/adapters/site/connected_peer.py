"""Checks the peer of a connection after connecting and before sending anything.

Resolving the name beforehand is not enough: a second DNS answer can differ.
"""

import socket

from urllib3.connection import HTTPConnection

from ofsted_watch.adapters.site.allowed_urls import check_connected_peer
from ofsted_watch.errors import HostNotAllowed


class PublicAddress(HTTPConnection):
    """A connection that is closed at once if the host's name resolves to our own network. Raises HostNotAllowed then.

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
