"""What the processes of one run of the tests make once and share: a value in a file of a folder that all of them have."""

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

Made = TypeVar("Made")


def once_a_run(stored: Path, make: Callable[[], Made], is_kept: Callable[[Made], bool] = lambda made: True) -> Made:
    """The value in this file; where there is none, what `make` gives, which is stored if `is_kept` says so.

    Two processes may make it at the same moment; none ever reads half a file.
    """
    if stored.exists():
        return cast(Made, pickle.loads(stored.read_bytes()))
    made = make()
    if is_kept(made):
        written = stored.with_name(f"{stored.name}.{os.getpid()}")
        written.write_bytes(pickle.dumps(made))
        written.replace(stored)
    return made
