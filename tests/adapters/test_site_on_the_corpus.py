"""The real letters, served on loopback: every one is listed, fetched and archived as it is."""

import json
from datetime import date
from pathlib import Path

import pytest

from ofsted_watch.adapters.archive import Archive
from ofsted_watch.adapters.site.ofsted_site import Fetched, Site
from ofsted_watch.demo_site.corpus_site import CorpusSite
from ofsted_watch.errors import FileGone
from tests.paths import CORPUS

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the real letters are not here: {CORPUS}"),
]


def test_every_real_letter_reaches_the_archive_and_the_lost_one_is_named(tmp_path: Path) -> None:
    truth = {entry["sha256"]: entry for entry in json.loads((CORPUS / "truth.json").read_text(encoding="utf-8"))}
    archive, gone = Archive(str(tmp_path)), []
    with CorpusSite(CORPUS, today=date.max) as ofsted:
        site = Site(ofsted.url, (), "", 1000, user_agent_version="0.1")
        pages = [site.authority_page(authority.urn) for authority in site.authorities().found]
        for listing in (listing for page in pages for listing in page.listings):
            try:
                fetched = site.fetch(listing)
            except FileGone:
                gone.append((listing.urn, str(listing.published)))
                continue
            assert isinstance(fetched, Fetched)
            entry = truth[archive.put(fetched.content)]
            assert (listing.urn, str(listing.published)) == (entry["urn"], entry["label_date"])
    lost = [entry for entry in truth.values() if entry["kind"] == "not_a_pdf"]
    assert gone == [(entry["urn"], entry["label_date"]) for entry in lost]
    assert archive.count() == len(truth) - len(lost)
