"""Corpus mode shows a folder of files as the site would have shown them, day by day."""

import json
from datetime import date
from pathlib import Path

import pytest
import requests

from ofsted_watch.demo_site.corpus_site import CorpusSite
from ofsted_watch.errors import WrongUse
from tests.paths import CORPUS

ENTRIES = [
    {"file": "pdf/a.pdf", "urn": "80479", "authority": "knowsley", "listed_as": "children's services inspection,  pdf",
     "label_date": "2014-06-30", "inspection_end": "2014-05-07"},
    {"file": "pdf/b.pdf", "urn": "80479", "authority": "knowsley", "listed_as": "area send full inspection",
     "label_date": "2017-06-13", "inspection_end": None},
    {"file": "pdf/c.pdf", "urn": "99999", "authority": "nowhere at all", "listed_as": "area send full inspection",
     "label_date": "2016-01-01", "inspection_end": None},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pdf").mkdir()
    for entry in ENTRIES:
        (tmp_path / str(entry["file"])).write_bytes(b"%PDF-1.7 " + str(entry["file"]).encode())
    (tmp_path / "truth.json").write_text(json.dumps(ENTRIES), encoding="utf-8")
    return tmp_path


def test_only_what_was_published_by_then_is_shown(folder: Path) -> None:
    with CorpusSite(folder, today=date(2015, 1, 1)) as ofsted:
        early = requests.get(f"{ofsted.url}/provider/44/80479", timeout=5).text
        hidden = requests.get(f"{ofsted.url}/v1/file/50000001", timeout=5).text
        ofsted.today = date(2017, 6, 13)
        late = requests.get(f"{ofsted.url}/provider/44/80479", timeout=5).text
        shown = requests.get(f"{ofsted.url}/v1/file/50000001", timeout=5).content
    assert "Children&#x27;s services inspection, PDF - 30 June 2014" in early
    assert "50000001" not in early
    assert "Report not found" in hidden
    assert "50000001" in late
    assert shown == b"%PDF-1.7 pdf/b.pdf"


def test_numbers_and_days_are_known_and_names_are_those_of_the_authorities(folder: Path) -> None:
    with CorpusSite(folder, today=date(2020, 1, 1)) as ofsted:
        results = requests.get(f"{ofsted.url}/search?start=0&rows=100", timeout=5).text
    assert ofsted.numbers == {"pdf/a.pdf": "50000000", "pdf/b.pdf": "50000001", "pdf/c.pdf": "50000002"}
    assert ofsted.days == (date(2014, 6, 30), date(2016, 1, 1), date(2017, 6, 13))
    assert ">Knowsley</a>" in results
    assert ">Nowhere At All</a>" in results


def test_a_folder_without_its_description_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"truth\.json cannot be read"):
        CorpusSite(tmp_path, today=date(2020, 1, 1))


@pytest.mark.corpus
def test_the_real_letters_are_all_served() -> None:
    folder = CORPUS
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent: the real letters are kept beside the repository, not in it")
    with CorpusSite(folder, today=date(2026, 1, 1)) as ofsted, requests.Session() as client:
        kinds = [client.get(f"{ofsted.url}/v1/file/{number}").content[:4] for number in ofsted.numbers.values()]
    assert len(kinds) == 127
    assert kinds.count(b"%PDF") == 126
