"""Debian's chromium, as the browser tests use it, and where their pictures go."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

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
PICTURES = Path(os.environ.get("OFSTED_WATCH_PICTURES", "test-output"))
"""With OFSTED_WATCH_PICTURES=docs/pictures the pictures of the docs are taken anew."""

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install -y chromium")


@contextmanager
def browsing(*, seconds: float = 30, **context: Any) -> Iterator[Page]:
    """One page of a fresh browser; `context` as Playwright takes it (viewport, java_script_enabled, …)."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = chromium.new_context(**({"viewport": {"width": 1200, "height": 900}} | context)).new_page()
        page.set_default_timeout(seconds * 1000)
        yield page
        chromium.close()


def picture(page: Page, name: str, *, whole: bool = True) -> None:
    """The whole page, or what its window shows, as PICTURES/name.png."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)
