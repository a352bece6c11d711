"""Run one proof in a separate process. Not in __main__, which a spawned process cannot import."""

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
    """Run one proof in a separate process: whatever it imports, starts and disables ends with it."""
    logging.disable(logging.ERROR)  # each rejected mail is a warning, and here rejections are intended
    began, folder = time.monotonic(), Path(tempfile.mkdtemp(prefix="reliability-"))
    print(f"{name} …", flush=True)

    def tell(metric: Metric) -> None:
        counts = f"{metric.survived} of {metric.tried} survived, {metric.lost} lost, {metric.doubled} doubled"
        print(f"  {'ok ' if metric.holds else 'NOT'} {name}: {metric.what}: {counts} ({metric.seconds:.0f} s)", flush=True)

    proof: Callable[[Path, Callable[[Metric], None]], Section] = import_module(f"proofs.reliability.{name}").prove
    try:
        return replace(proof(folder, tell), taken=_when_and_where())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)


def _when_and_where() -> str:
    return f"on {datetime.now(UTC):%-d %B %Y} with Python {platform.python_version()} on {os.cpu_count()} cores"
