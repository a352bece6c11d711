"""A value that is dear to make, made again only when the database has something new."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from ofsted_watch.adapters.database import Database

_Value = TypeVar("_Value")


class Remembered(Generic[_Value]):
    """Safe to share between threads: while one makes the new value, the others are answered with the one before."""

    def __init__(self, database: Database, make: Callable[[Database], _Value]) -> None:
        self._database = database
        self._make = make
        self._making = threading.Lock()
        self._held: tuple[object, _Value] | None = None

    def now(self) -> _Value:
        """The value. The first one ever is waited for. Raises as the database does, and as `make` does."""
        stamp = self._database.stamp()
        held = self._held
        if held is not None and held[0] == stamp:
            return held[1]
        if not self._making.acquire(blocking=held is None) and held is not None:
            return held[1]
        try:
            if self._held is None or self._held[0] != stamp:
                self._held = (stamp, self._make(self._database))
            return self._held[1]
        finally:
            self._making.release()
