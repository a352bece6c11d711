"""Ports for servers that a test starts in another process."""

import os
import random
import socket
from contextlib import ExitStack

_BELOW_THE_CALLERS = range(15_000, 32_000)
"""Linux gives a caller, and a server that asks for any port, one from 32,768 on: these are not taken between the choice and the
start of the server."""


def free_ports(count: int) -> list[int]:
    """So many different ports of 127.0.0.1 at which nothing listens. Each process begins at another place of the range."""
    # Shifted by the process, two workers of one run do not try the same ports in the same order.
    order = random.Random(os.getpid()).sample(_BELOW_THE_CALLERS, len(_BELOW_THE_CALLERS))
    found: list[int] = []
    with ExitStack() as held:
        for port in order:
            probe = held.enter_context(socket.socket())
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found.append(port)
            if len(found) == count:
                return found
    raise AssertionError(f"there are no {count} free ports from {_BELOW_THE_CALLERS.start} to {_BELOW_THE_CALLERS.stop}")
