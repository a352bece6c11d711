"""Real letters, and letters of many producers, where their folder is present."""

import json

import pytest

from ofsted_watch.errors import LetterProblem
from ofsted_watch.extraction.pdf import read_text
from tests.paths import CORPUS

VISITS = CORPUS / "visits"
EXPECTED = json.loads((VISITS / "expected.json").read_text(encoding="utf-8")) if VISITS.is_dir() else []
BAD = {"truncated_pdf": "truncated", "image_only_scan": "no_text", "zero_byte": "empty"}

pytestmark = [pytest.mark.corpus, pytest.mark.skipif(not EXPECTED, reason=f"needs the real letters in {CORPUS}")]


@pytest.mark.parametrize("letter", [one for one in EXPECTED if not one["bad"]], ids=lambda one: str(one["file"]))
def test_the_sentences_that_must_survive_come_out_whole(letter: dict[str, list[str]]) -> None:
    text = read_text((VISITS / str(letter["file"])).read_bytes())
    assert [sentence for sentence in letter["sentences_that_must_survive"] if sentence not in text.plain] == []
    assert letter["pages"] in (None, len(text.pages))


@pytest.mark.parametrize("letter", [one for one in EXPECTED if one["bad"]], ids=lambda one: str(one["file"]))
def test_a_bad_file_is_named_for_what_it_is(letter: dict[str, str]) -> None:
    with pytest.raises(LetterProblem) as raised:
        read_text((VISITS / letter["file"]).read_bytes())
    assert raised.value.code == BAD[letter["bad"]]


@pytest.mark.parametrize("kind", ["sif_inspection", "sif_reinspection", "ilacs_inspection", "jtai", "area_send"])
def test_no_running_line_and_no_cut_sentence_stays_in_a_report(kind: str) -> None:
    content = min(CORPUS.glob(f"pdf/*-{kind}.pdf"), key=lambda path: path.stat().st_size).read_bytes()
    text = read_text(content)
    bodies = [paragraph.text for paragraph in text.paragraphs if paragraph.kind == "body" and len(paragraph.text) > 120]
    cut = [phrase for phrase in bodies if phrase[0].islower() and not phrase.startswith(("www.", "http"))]
    assert len(bodies) > 10
    assert cut == []
    assert not any(line.text.isdigit() and line.top > page.height * 0.9 for page in text.pages for line in page.lines)
