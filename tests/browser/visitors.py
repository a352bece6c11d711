"""Somebody who does a task by clicks alone, which are counted; and what axe-core has against a page."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

_AXE = Path("test-output/npm/node_modules/axe-core/axe.min.js")
needs_axe = pytest.mark.skipif(not _AXE.exists(), reason="no axe-core here: make axe")


@dataclass
class Visitor:
    """Somebody at the front page without script. Every click is counted, also the choice in a list."""

    page: Page
    clicks: int = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def choose(self, what: Locator, text: str) -> None:
        what.select_option(label=text)
        self.clicks += 1


def violations(page: Page, part: str = "html") -> list[str]:
    """What axe-core has against the page, or against the parts that a CSS selector names, in a line each."""
    page.add_script_tag(content=_AXE.read_text(encoding="utf-8"))
    # What it has nothing against is not listed: that is most of a page.
    found: list[dict[str, Any]] = page.evaluate(
        "async part => (await axe.run(part, {resultTypes: ['violations']})).violations", part
    )
    return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:120]}" for one in found]
