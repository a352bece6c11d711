"""Real input: the nights on which letters about Knowsley and Liverpool came out, 2014 to 2025."""

import json
from datetime import date
from pathlib import Path

import pytest

from ofsted_watch.demo_site.corpus_site import CorpusSite
from tests.journeys.watching import watching
from tests.paths import CORPUS

TWO = {"80479": "Knowsley", "80485": "Liverpool"}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"{CORPUS} is not on this machine: real letters are not in this repository"),
]


def test_knowsley_and_liverpool_get_exactly_the_mails_the_truth_calls_for(tmp_path: Path):
    truth = json.loads((CORPUS / "truth.json").read_text(encoding="utf-8"))
    expected = [change for change in json.loads((CORPUS / "changes.json").read_text(encoding="utf-8")) if change["urn"] in TWO]
    days = sorted({date.fromisoformat(letter["label_date"]) for letter in truth if letter["urn"] in TWO})
    with CorpusSite(CORPUS, today=days[0]) as site, watching(site, tmp_path, watched=tuple(TWO.values())) as watch:
        watch.subscribe("me@example.org", *TWO.values())
        for day in days:
            watch.night(day)
        watch.night(days[-1])
        found = {(one.urn, one.strand, one.from_grade, one.to_grade, str(one.to_published)) for one in watch.changes()}
        assert found == {(one["urn"], one["area"], one["from"], one["to"], one["to_published"]) for one in expected}
        assert watch.subjects() == [
            "Knowsley: children's services judged inadequate (was requires improvement)",
            "Knowsley: children's services judged requires improvement (was inadequate)",
            "Knowsley: leadership judged requires improvement (was good)",
            "Liverpool: children's services judged inadequate (was requires improvement)",
        ]
