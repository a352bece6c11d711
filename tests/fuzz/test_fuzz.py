"""What a search once found stays found, and a few hundred damaged inputs of each sort keep every promise."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.fuzz.seeds import CORPUS, LARGEST_STORED, seeds
from tests.fuzz.targets import TARGETS

EXAMPLES = {"file_of_a_letter": 60, "words_of_a_letter": 200, "words_in_a_mail": 40}
USUALLY = 200
TOKENS = tuple(
    b"<|>|&#|/a[|>>|<<|endobj|stream|\x00|\xff\xff|\r\n|=|Good|inadequate|1 0 R|/Kids|</|<ol>|9999999999|<![|<!DOCTYPE [|http://[".split(
        b"|"
    )
)


@pytest.mark.parametrize("name", TARGETS)
def test_every_stored_input_keeps_its_promise(name: str) -> None:
    for data in seeds(name):
        TARGETS[name](data)


@pytest.mark.hypothesis
@pytest.mark.parametrize("name", TARGETS)
def test_damaged_inputs_keep_their_promise(name: str) -> None:
    @settings(
        max_examples=examples(EXAMPLES.get(name, USUALLY)),
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )
    @given(_damaged(name))
    def promised(data: bytes) -> None:
        TARGETS[name](data)

    promised()


@pytest.mark.parametrize(
    ("name", "data"),
    [("words_of_a_letter", bytes([0, 18, 0, 0, 3])), ("words_of_a_letter", bytes([5, 9, 1, 0, 4]))],
    ids=["a table's only witness", "an outcome"],
)
def test_a_damage_reaches_the_letter(name: str, data: bytes) -> None:
    from tests.fuzz.letter_edits import edited_letter

    assert edited_letter(data).letter != edited_letter(data[:1]).letter


def test_the_stored_inputs_are_small_and_of_targets_that_are_there() -> None:
    stored = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert {path.parent.name for path in stored} <= set(TARGETS)
    assert [path.name for path in stored if path.stat().st_size > LARGEST_STORED] == []


def _damaged(name: str) -> st.SearchStrategy[bytes]:
    """An input of the target with up to three pieces cut out, put in or overwritten."""
    piece = st.sampled_from(TOKENS) | st.binary(max_size=6)
    cuts = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), piece), min_size=1, max_size=3)

    def damage(data: bytes, damages: list[tuple[float, int, bytes]]) -> bytes:
        for where, length, put in damages:
            at = int(where * len(data))
            data = data[:at] + put + data[at + length :]
        return data

    cut: Callable[[bytes, list[tuple[float, int, bytes]]], bytes] = damage
    if name == "words_of_a_letter":
        return st.binary(min_size=5, max_size=13)
    return st.builds(cut, st.sampled_from(seeds(name)), cuts)
