"""Golden pairs: every kind of letter with what must come out of it, reviewed by eye (golden/<kind>/<name>.json).

A pair whose JSON is missing is written by the first run, which fails and asks for a review.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from ofsted_watch.demo_site.invented_authorities import INVENTED_REGISTER
from ofsted_watch.demo_site.letters import COMPOSERS
from ofsted_watch.demo_site.printing.sheet import Bullets, Heading, Numbered, Para, Table
from ofsted_watch.extraction import letter_kinds
from ofsted_watch.extraction.pdf import read_text
from ofsted_watch.presentation.serialization import letter_to_json
from tests.extraction.letter_kinds.golden_letters import EXAMPLES, Example

GOLDEN = Path(__file__).parent / "golden"

HTML_KINDS = {"council_news"}

VISITS = {"focused_visit", "monitoring_visit", "assurance_visit"}

SPEAK_OF_PREVIOUS = VISITS | {"sif_reinspection"}

SPEAK_OF_PRIORITY_ACTION = VISITS | {"jtai", "area_send", "send_monitoring_visit"}

each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.kind}:{example.name}")


_READ: dict[str, dict[str, Any]] = {}


def as_read(example: Example) -> dict[str, Any]:
    """The JSON that comes out of an example; read once however many tests ask."""
    key = f"{example.kind}/{example.name}"
    if key not in _READ:
        content = example.print()
        letter = letter_kinds.read(
            read_text(content), file=example.file, sha256=sha256(content).hexdigest(), register=INVENTED_REGISTER
        )
        _READ[key] = json.loads(json.dumps(letter_to_json(letter)))
    return _READ[key]


@pytest.mark.parametrize("kind", [kind.name for kind in letter_kinds.KINDS])
def test_every_kind_has_two_golden_pairs_by_different_producers(kind: str) -> None:
    examples = [example for example in EXAMPLES if example.kind == kind]
    presses = {example.style.press for example in examples}
    assert len(examples) >= 2, f"add two letters of kind {kind} to golden_letters.py"
    assert len(presses) >= 2 or kind in HTML_KINDS


@each_example
def test_a_letter_comes_out_as_was_reviewed(example: Example) -> None:
    file = GOLDEN / example.kind / f"{example.name}.json"
    found = as_read(example)
    # The bytes of a PDF depend on the producer's version; what is read from them must not.
    found = {name: value for name, value in found.items() if name != "sha256"}
    if not file.exists():
        assert found["problem"] is None, "a letter that is not read right makes no golden pair"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        pytest.fail(f"{file} was missing and is now written as read: review every field, then run again")
    assert found == json.loads(file.read_text(encoding="utf-8"))


def test_no_golden_file_is_left_without_its_letter() -> None:
    expected = {f"{example.kind}/{example.name}.json" for example in EXAMPLES}
    assert {str(file.relative_to(GOLDEN)) for file in GOLDEN.rglob("*.json")} == expected


@each_example
def test_a_letter_says_what_its_description_says(example: Example) -> None:
    said, found = example.said, as_read(example)
    assert found["problem"] is None
    assert found["kind"] == said.kind
    assert found["urn"] == said.authority.urn
    if said.kind in HTML_KINDS:
        assert found["judgements"] == []
        return
    assert {given["area"]: given["grade"] for given in found["judgements"]} == dict(said.grades)
    assert (found["inspection_start"], found["inspection_end"]) == (said.start.isoformat(), said.end.isoformat())
    assert found["lscb"] == said.lscb
    assert found["ordinal_visit"] == said.ordinal
    if said.kind in SPEAK_OF_PRIORITY_ACTION:
        assert found["areas_for_priority_action"] is bool(said.priority_action)
    else:
        assert found["areas_for_priority_action"] is None


@each_example
def test_people_are_those_of_the_description(example: Example) -> None:
    said, found = example.said, as_read(example)
    if said.kind in VISITS | {"send_monitoring_visit"}:
        assert tuple(found["inspectors"]) == said.inspectors
    elif said.kind == "jtai" and said.published.year < 2020:
        assert found["lead_inspector"] is None
    elif said.kind not in HTML_KINDS:
        assert found["lead_inspector"] == said.lead


@pytest.mark.parametrize(
    "example", [found for found in EXAMPLES if found.kind in SPEAK_OF_PREVIOUS], ids=lambda found: found.name
)
def test_the_judgement_that_a_letter_mentions_is_the_previous_one(example: Example) -> None:
    previous = example.said.previous
    assert previous is not None
    assert as_read(example)["previous_judgement"] == {"grade": previous.overall, "month_year": f"{previous.when:%Y-%m}"}


@each_example
def test_every_grade_stands_where_its_witnesses_say(example: Example) -> None:
    for given in as_read(example)["judgements"]:
        assert given["witnesses"], given["area"]
        for witness in given["witnesses"]:
            assert 1 <= witness["page"] <= as_read(example)["pages"]
            assert witness["text"]


def _paragraphs(example: Example) -> Iterator[str]:
    """Every paragraph, list item and heading as it was handed to the press."""
    straight = {0x2018: "'", 0x2019: "'"}
    for block in COMPOSERS[example.kind](example.said, example.style).blocks:
        match block:
            case Para() | Heading():
                printed = (block.text,)
            case Bullets() | Numbered():
                printed = block.items
            case _:
                printed = ()
        yield from (text if example.style.curly else text.translate(straight) for text in printed)


@pytest.mark.parametrize("example", [found for found in EXAMPLES if found.kind not in HTML_KINDS], ids=lambda found: found.name)
def test_every_paragraph_comes_out_whole(example: Example) -> None:
    paragraphs = as_read(example)["text"].split("\n\n")
    missing = [text for text in _paragraphs(example) if not any(text in paragraph for paragraph in paragraphs)]
    assert missing == []


def _section_headings(example: Example) -> list[str]:
    """The headings of sections as handed to the press: not what stands on the cover, nor a grade on a line of its own."""
    blocks = COMPOSERS[example.kind](example.said, example.style).blocks
    headings = [block.text for block in blocks if isinstance(block, Heading) and block.level == 2]
    return [text if example.style.curly else text.replace("’", "'") for text in headings]


@pytest.mark.parametrize("example", [found for found in EXAMPLES if found.kind not in HTML_KINDS], ids=lambda found: found.name)
def test_every_heading_is_found_in_its_order(example: Example) -> None:
    # A council's name above or below the title is part of it, and a grade printed bold under a heading is no heading.
    title = as_read(example)["title"]
    expected = [heading for heading in _section_headings(example) if heading not in title and not heading.startswith("Grade ")]
    found = iter(as_read(example)["headings"])
    assert [heading for heading in expected if heading not in found] == []


@pytest.mark.parametrize(
    "example", [found for found in EXAMPLES if found.kind == "ilacs_inspection"], ids=lambda found: found.name
)
def test_the_summary_is_what_was_printed_between_the_grades_and_the_first_heading(example: Example) -> None:
    blocks = COMPOSERS[example.kind](example.said, example.style).blocks
    table = next(place for place, block in enumerate(blocks) if isinstance(block, Table))
    below = takewhile(lambda block: not isinstance(block, Heading), blocks[table + 1 :])
    printed = "\n\n".join(block.text for block in below if isinstance(block, Para))
    assert as_read(example)["summary"] == (printed if example.style.curly else printed.replace("’", "'"))
