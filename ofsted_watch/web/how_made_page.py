"""How this is made and how right it is: the text, and measured values (static/figures.json, as in docs/)."""

import json
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.reconciliation import known_differences
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.labels import kind_label
from ofsted_watch.runs.freshness import FRESHNESS_PERIOD
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.rendering import page

router = APIRouter()

_NO_LETTER = "not_a_pdf"
"""One of the real files is not a letter: the site's page 'Report not found'."""

PROOF_TEXTS = {
    "The country's history, night by night": "Every letter since 2013, in the order in which Ofsted published them",
    "The site misbehaves": "Ofsted’s site is slow, broken or shows something else",
    "Hostile files": "Files that are damaged or made to do harm",
    "The mail server in trouble": "The mail server refuses, is slow or does not answer",
    "Killed at any moment": "The program is stopped at any moment",
    "Dying machines": "The computer stops",
    "Prefect's server gone": "The program that starts the work each night is gone",
    "The two disasters": "The two worst mistakes: an email that is wrong, and one that never comes",
    "Stories of nights": "Nights in which letters are published, changed, withdrawn and brought back, in any order",
    "Ten thousand people to tell": "Ten thousand people to notify",
    "Growth": "More letters and people each year",
    "Two months of mishaps": "Two months in which something goes wrong each day",
}
"""What a person calls each proof of docs/reliability-tables.md."""


@router.get(urls.HOW_THIS_IS_MADE, include_in_schema=False)
def how_this_is_made(here: AppContextNow) -> HTMLResponse:
    """The page; apart from the freshness of letters, what it shows changes only with the program."""
    freshness = here.database.timestamps.freshness(datetime.now(UTC) - FRESHNESS_PERIOD)
    return page(
        "how_made.html",
        metrics=metrics(),
        kind_text=_kind_text,
        proof_texts=PROOF_TEXTS,
        freshness=freshness,
        known=known_differences(),
    )


@cache
def metrics() -> dict[str, Any]:
    """The measured values of this version, as in docs/: `accuracy`, `official` (Ofsted's own table) and `reliability`."""
    measured: dict[str, Any] = json.loads(
        resources.files("ofsted_watch.web").joinpath("static/figures.json").read_text(encoding="utf-8")
    )
    return measured


def _kind_text(kind: str) -> str:
    return "a page that is not a letter" if kind == _NO_LETTER else kind_label(LetterKind(kind))
