"""Twenty-five random stories of twelve nights: the product and the model of a careful reader know and tell the same."""

import random
from pathlib import Path

import pytest

from proofs.history import random_stories
from proofs.history.pipeline_watch import PipelineWatch
from proofs.history.reader_model import Report
from proofs.history.stories import Story
from proofs.history.value_watch import ValueWatch, migrated_template


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated_template(tmp_path_factory.mktemp("stories"))


CORRECTED_THEN_WITHDRAWN = (20261729, 20261957)
"""A report is told with its changes, its first day is corrected, and it goes: who heard of its changes hears that too."""

CORRECTED_MOVED_THEN_WITHDRAWN = (267053531,)
"""The same, but it goes from another number than the one under which it was told."""

ANOTHER_REPORT_WAITS = (698696932,)
"""With a night left out, a report that was compared at once waits for ops, who say no to another one that night."""


@pytest.mark.parametrize("seed", [*range(25), *CORRECTED_THEN_WITHDRAWN, *CORRECTED_MOVED_THEN_WITHDRAWN, *ANOTHER_REPORT_WAITS])
def test_a_random_story_is_known_and_announced_as_the_model_says(seed: int, template: Path, tmp_path: Path) -> None:
    assert random_stories.difference(seed, template, tmp_path) is None


def test_a_story_that_is_announced_otherwise_is_named_with_its_nights(
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


def test_a_story_through_the_whole_pipeline_is_announced_as_the_model_says_in_one_mail_each(tmp_path: Path) -> None:
    with PipelineWatch(tmp_path) as watch:
        result, _ = random_stories.compared(2, Story(random.Random(2), is_printed=True), watch, count=5)
        assert result.text is None
        assert result.told > 0
        assert watch.wrong_mails() == (0, 0)


def test_a_product_that_notifies_nobody_loses_every_message(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ValueWatch, "decided_since", lambda watch, known: ())
    result = random_stories.result_of(1, template, tmp_path)
    assert (result.lost > 0, result.doubled, result.false) == (True, 0, 0)


def test_a_product_that_announces_everything_twice_doubles_it(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = ValueWatch.decided_since
    monkeypatch.setattr(ValueWatch, "decided_since", lambda watch, known: 2 * once(watch, known))
    result = random_stories.result_of(1, template, tmp_path)
    assert (result.lost, result.doubled > 0, result.false) == (0, True, 0)
