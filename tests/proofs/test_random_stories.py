"""Twenty-five random stories of twelve nights: the product and the model of a careful reader know and tell the same."""

from pathlib import Path

import pytest

from proofs.history import random_stories
from proofs.history.reader_model import Report
from proofs.history.value_watch import migrated_template


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated_template(tmp_path_factory.mktemp("stories"))


@pytest.mark.parametrize("seed", range(25))
def test_a_random_story_is_known_and_told_as_the_model_says(seed: int, template: Path, tmp_path: Path) -> None:
    assert random_stories.difference(seed, template, tmp_path) is None


def test_a_story_that_is_told_otherwise_is_named_with_its_nights(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof can fail: a product that reads every grade as good differs from the model."""
    told = random_stories.known_to

    def known_as_good(*arguments: object) -> tuple[object, ...]:
        inspections, gaps, changes = told(*arguments)  # type: ignore[arg-type]
        return tuple((start, day, (("overall", "good"),)) for start, day, _ in inspections), gaps, changes  # type: ignore[attr-defined]

    monkeypatch.setattr(random_stories, "known_to", known_as_good)
    text = random_stories.difference(1, template, tmp_path)
    assert text is not None
    assert text.startswith("Story 1 differs in what is known:")
    assert "first sight" in text
    assert Report.__name__ not in text
