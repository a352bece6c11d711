"""Serves a folder of real files, which its truth.json describes, as the site would have shown them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from ofsted_watch.demo_site.mishaps import Mishap
from ofsted_watch.demo_site.published_files import Catalogue, Provider, Publication
from ofsted_watch.demo_site.site_server import LoopbackSite
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.errors import WrongUse

FIRST_NUMBER = 50_000_000
"""A file's number is this plus its position in truth.json, so it is the same in every run."""


class CorpusSite(LoopbackSite):
    """Serves the folder's authorities and files. Each day shows only what was published by then (`label_date`).

    `numbers` maps each entry's `file` to its number, `days` are all days on which something was published.
    Raises WrongUse if the folder's truth.json cannot be read.
    """

    def __init__(self, folder: Path, *, today: date, mishaps: tuple[Mishap, ...] = (), port: int = 0) -> None:
        entries = _entries(folder)
        self.numbers = {entry["file"]: str(FIRST_NUMBER + place) for place, entry in enumerate(entries)}
        publications = tuple(_publication(folder, entry, self.numbers[entry["file"]]) for entry in entries)
        self.days = tuple(sorted({publication.published for publication in publications}))
        super().__init__(Catalogue(_providers(entries), publications), today, mishaps, port)


def _entries(folder: Path) -> list[dict[str, Any]]:
    try:
        entries: list[dict[str, Any]] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise WrongUse(f"{folder} is not a folder of letters: its truth.json cannot be read ({problem})") from None
    return entries


def _providers(entries: list[dict[str, Any]]) -> tuple[Provider, ...]:
    known = {authority.urn: authority for authority in ENGLAND}
    providers = []
    for urn, named in {entry["urn"]: entry["authority"] for entry in entries}.items():
        authority = known.get(urn)
        name, region = (authority.name, authority.region) if authority else (named.title(), "")
        providers.append(Provider(urn, name, region))
    return tuple(providers)


def _publication(folder: Path, entry: dict[str, Any], number: str) -> Publication:
    published = date.fromisoformat(entry["label_date"])
    event = entry["inspection_end"]
    return Publication(
        number=number,
        urn=entry["urn"],
        listed_as=entry["listed_as"].split(",")[0].capitalize(),  # some labels go on: ',  pdf'
        published=published,
        event_date=date.fromisoformat(event) if event else published,
        file=(folder / entry["file"]).read_bytes,
    )
