"""Cache for expensive values: rebuilt only when the database has something new."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from ofsted_watch.adapters.database import Database

_Value = TypeVar("_Value")


class Cache(Generic[_Value]):
    """Safe to share between threads: while one builds the new value, the others get the previous one."""

    def __init__(self, database: Database, make: Callable[[Database], _Value]) -> None:
        self._database = database
        self._make = make
        self._making = threading.Lock()
        self._held: tuple[object, _Value] | None = None

    def now(self) -> _Value:
        """The value. Waits for the first one. Raises the errors of the database and of `make`."""
        stamp = self._database.pages.stamp()
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


class LruCache(Generic[_Value]):
    """Values built from one state of the database, by name: at most `most`, the last used ones. Safe to share between threads.

    Only values of the newest state are stored, so that no earlier state stays in memory.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._making = threading.Lock()
        self._made_from: object = None
        self._values: OrderedDict[str, _Value] = OrderedDict()

    def value(self, name: str, made_from: object, make: Callable[[], _Value]) -> _Value:
        """The value of this name, built if it does not exist for this state. Raises the errors of `make`."""
        with self._making:
            if self._made_from is not made_from:
                self._values.clear()
                self._made_from = made_from
            if name not in self._values:
                self._values[name] = make()
            self._values.move_to_end(name)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
            return self._values[name]
