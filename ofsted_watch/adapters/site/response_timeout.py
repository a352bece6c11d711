"""Total response timeout: for the head, the chunk sizes and the body together, however slowly the bytes arrive.

A read timeout only bounds the silence between two packets. Here a timer shuts the socket down, so that a waiting read
ends at once.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer, local
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager, ProxyManager
from urllib3.response import HTTPResponse

from ofsted_watch.adapters.site.connected_peer import PublicAddress


class Call:
    """One request and its answer on this thread. `hung_up` is true if the time was over."""

    def __init__(self) -> None:
        self.line: socket.socket | None = None
        self.hung_up = False

    def hang_up(self) -> None:
        """Shut the socket down, even if a read waits on it."""
        self.hung_up = True
        if self.line is not None:
            with suppress(OSError):
                # The plain socket's own method: a TLS socket's would remove its state during the waiting read.
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)


_this_thread = local()


@contextmanager
def call_of_at_most(seconds: float) -> Iterator[Call]:
    """Within the block, one request through a PromptAdapter may take `seconds` in total."""
    call = Call()
    timer = Timer(seconds, call.hang_up)
    timer.daemon = True
    _this_thread.call = call
    timer.start()
    try:
        yield call
    finally:
        timer.cancel()
        _this_thread.call = None


def _note(line: socket.socket | None) -> None:
    call: Call | None = getattr(_this_thread, "call", None)
    if call is not None:
        call.line = line


class _Connection(PublicAddress, HTTPConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # urllib3 narrows http.client's answer the same way
        _note(self.sock)
        return super().getresponse()


class _SecureConnection(PublicAddress, HTTPSConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        _note(self.sock)
        return super().getresponse()


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class PromptAdapter(HTTPAdapter):
    """Requests' adapter on connections that `call_of_at_most` can shut down. It never retries by itself."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """As in requests, with our pools."""
        super().init_poolmanager(*args, **kwargs)
        _use_our_pools(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> ProxyManager:
        """As in requests, with our pools."""
        manager: ProxyManager = super().proxy_manager_for(proxy, **proxy_kwargs)
        _use_our_pools(manager)
        return manager


def _use_our_pools(pools: PoolManager) -> None:
    pools.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
