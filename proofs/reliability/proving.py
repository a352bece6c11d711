"""One proof, in a process of its own. Not in __main__: a process that is started anew cannot import that."""

import logging
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from proofs.reliability.metrics import Metric, Section


def prove(name: str) -> Section:
    """One proof, in a process of its own: what it imports, starts and disables is gone with it."""
    logging.disable(logging.ERROR)  # each refusal of a mail is a warning, and refusals are what is asked for here
    began, folder = time.monotonic(), Path(tempfile.mkdtemp(prefix="reliability-"))
    print(f"{name} …", flush=True)

    def tell(metric: Metric) -> None:
        said = f"{metric.survived} of {metric.tried} survived, {metric.lost} lost, {metric.doubled} doubled"
        print(f"  {'ok ' if metric.holds else 'NOT'} {name}: {metric.what}: {said} ({metric.seconds:.0f} s)", flush=True)

    proof: Callable[[Path, Callable[[Metric], None]], Section] = import_module(f"proofs.reliability.{name}").prove
    try:
        return replace(proof(folder, tell), taken=_when_and_where())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)


def _when_and_where() -> str:
    return f"on {datetime.now(UTC):%-d %B %Y} with Python {platform.python_version()} on {os.cpu_count()} cores"
