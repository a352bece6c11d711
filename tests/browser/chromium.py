"""Debian's chromium, as the browser tests use it, and where their pictures go."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PICTURES = os.environ.get("TESTS_PICTURES")
"""With TESTS_PICTURES=docs/pictures the pictures of the docs are taken anew; without it none is taken."""

_ATTEMPTS = 3

_open: list[Browser] = []
"""The browser that is kept, if one is."""

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install -y chromium")


@contextmanager
def browsing(*, seconds: float = 30, **context: Any) -> Iterator[Page]:
    """One page of a browser that knows nothing yet; `context` as Playwright takes it (viewport, java_script_enabled, …)."""
    with ExitStack() as stack:
        chromium = _open[0] if _open else stack.enter_context(_started())
        fresh = stack.enter_context(chromium.new_context(**({"viewport": {"width": 1200, "height": 900}} | context)))
        page = fresh.new_page()
        page.set_default_timeout(seconds * 1000)
        yield page


@contextmanager
def kept_open() -> Iterator[None]:
    """Whoever browses meanwhile gets a page of one browser, which starts once: a start takes longer than many a test."""
    with _started() as chromium:
        _open.append(chromium)
        try:
            yield
        finally:
            _open.clear()


@contextmanager
def _started() -> Iterator[Browser]:
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET)) as chromium:
        yield chromium


def picture(page: Page, name: str, *, whole: bool = True) -> None:
    """The whole page, or what its window shows, as PICTURES/name.png, if pictures are asked for."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        photograph(page, Path(PICTURES) / f"{name}.png", whole=whole)


def photograph(page: Page, path: Path, *, whole: bool = True) -> None:
    """The same as this file. Raises Error where chromium refuses three times: on a busy machine it does so now and then."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            page.screenshot(path=path, full_page=whole)
        except Error as refused:
            if attempt == _ATTEMPTS or "Unable to capture screenshot" not in refused.message:
                raise
        else:
            return
