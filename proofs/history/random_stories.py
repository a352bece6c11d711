"""Random stories of twelve nights against the model of a careful reader: what is known, and what each subscriber is told.

Each story goes through the services of a real night, with letters as values and an SQLite file in a folder of memory.
Run `python -m proofs.history.random_stories [--stories N] [--seed S]`: it prints its seed, and each story that differs.
"""

import argparse
import os
import random
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ofsted_watch.domain.history import neighbour_changes
from ofsted_watch.domain.model import EventKind
from ofsted_watch.presentation.event_text import PUT_OUT_AGAIN
from proofs.history.reader_model import Notice, Reader, Report
from proofs.history.stories import NIGHTS, STRANDS, Night, Story
from proofs.history.story_watches import StoryWatch
from proofs.history.value_watch import Decision, ValueWatch, migrated_template

Contents = Mapping[str, Report | None]


@dataclass(frozen=True, slots=True)
class Result:
    """How a story ended. `told` counts the messages that must go out; `lost`, `doubled` and `false` are among those that did not
    go as they must. `text` names the difference, None where there is none.
    """

    text: str | None = None
    told: int = 0
    lost: int = 0
    doubled: int = 0
    false: int = 0


def told_by(watch: StoryWatch, decision: Decision, contents: Contents) -> Notice:
    """What a decided event tells, in the model's words."""
    event = decision.event
    if event.kind is EventKind.UNREAD:
        return Notice("unread", event.file_number, held=decision.is_held, audience=decision.audience)
    about = watch.starts(contents)[event.sha256]
    if event.kind is EventKind.CORRECTION:
        kind = {"withdrawn": "withdrawn", "returned": "back"}[event.key.partition(":")[0]]
        return Notice(kind, about, held=decision.is_held, audience=decision.audience)
    changes = frozenset(
        (str(change.strand), str(change.from_grade), str(change.to_grade)) for change in event.changes if change.direction
    )
    is_reissue = bool(event.facts) and event.facts[0].startswith(PUT_OUT_AGAIN)
    is_first = watch.history().inspections[0].stored.letter.inspection_start == about
    across = not is_reissue and not is_first and any("not read yet" in fact for fact in event.facts)
    return Notice("reissued" if is_reissue else "letter", about, changes, across, decision.is_held, decision.audience)


def known_to(watch: StoryWatch, contents: Contents) -> tuple[object, ...]:
    """What the watch knows, as the model knows it: inspections, gaps, and the changes between neighbours."""
    starts = watch.starts(contents)
    history = watch.history()
    inspections = tuple(
        (
            inspection.stored.letter.inspection_start,
            inspection.published,
            tuple(sorted((str(strand), str(one.grade)) for strand, one in inspection.strands().items() if strand in STRANDS)),
        )
        for inspection in history.inspections
    )
    gaps = {(gap.file_number, gap.published, starts[gap.after] if gap.after else None) for gap in history.gaps}
    changes = {
        (starts[change.from_file], starts[change.to_file], str(change.strand), str(change.from_grade), str(change.to_grade))
        for change in neighbour_changes(history)
    }
    return inspections, gaps, changes


def known_to_model(reader: Reader) -> tuple[object, ...]:
    """What the model knows, in the same form."""
    inspections = tuple(
        (own.start, own.published, tuple(sorted((strand, grade) for strand, grade in own.grades.items())))
        for own in reader.known.inspections
    )
    gaps = {(gap.number, gap.published, gap.after) for gap in reader.known.gaps}
    return inspections, gaps, set(reader.known.changes)


def compared(seed: int, story: Story, watch: StoryWatch, count: int = NIGHTS) -> tuple[Result, tuple[Night, ...]]:
    """The story told to a watch and to the model, to the first night on which they differ; and its nights with ops' answers."""
    nights, reader, pending = story.nights(count), Reader(), dict[tuple[str, object], Notice]()
    answered: list[Night] = []
    told_in_all = 0
    for night in nights:
        expected = Counter(reader.night(night.today, night.page, story.contents))
        decisions = watch.night(night.today, night.page, story.contents)
        # That an authority could not be checked for some nights is no matter of its history.
        about_letters = [decision for decision in decisions if decision.event.kind is not EventKind.UNCHECKED]
        told = Counter(told_by(watch, decision, story.contents) for decision in about_letters)
        told_in_all += expected.total()
        # The model takes a report that waits for known before a person has said so.
        if any(message.held and message.kind in ("letter", "reissued") for message in expected):
            night = replace(night, release=True)
        answered.append(night)
        if expected != told:
            missing, extra = expected - told, told - expected
            doubled = sum(count for message, count in extra.items() if message in expected)
            text = _described(seed, answered, "told", expected, told)
            return Result(text, told_in_all, missing.total(), doubled, extra.total() - doubled), tuple(answered)
        model, product = known_to_model(reader), known_to(watch, story.contents)
        if model != product:
            return Result(_described(seed, answered, "known", model, product), told_in_all, false=1), tuple(answered)
        pending |= {(message.kind, message.about): message for message in expected if message.held}
        if night.release is not None:
            watch.answer(night.release)
            for message in pending.values():
                if message.kind != "withdrawn" or message.about in reader.gone:
                    reader.answer(message, night.release)
            pending = {}
    return Result(None, told_in_all), tuple(answered)


def result_of(seed: int, template: Path, folder: Path) -> Result:
    """The story of a seed with letters as values, then again without some nights: the history must end the same."""
    story = Story(random.Random(seed))
    with ValueWatch(folder, template) as watch:
        result, nights = compared(seed, story, watch)
        last = known_to(watch, story.contents)
    if result.text is not None:
        return result
    batched = tuple(_batched(nights, random.Random(seed + 1)))
    with ValueWatch(folder, template) as watch:
        for night in batched:
            decisions = watch.night(night.today, night.page, story.contents)
            # What waits may be another report than in the story: ops' no to that one would be another history.
            waits = any(decision.is_held and decision.event.kind is EventKind.LETTER for decision in decisions)
            if waits or night.release is not None:
                watch.answer(waits or bool(night.release))
        again = known_to(watch, story.contents)
    if again == last:
        return result
    return replace(result, text=_described(seed, batched, "known when nights are batched", last, again), false=1)


def difference(seed: int, template: Path, folder: Path) -> str | None:
    """Where the story of a seed differs from the model, as text; None where it does not."""
    return result_of(seed, template, folder).text


def _batched(nights: Sequence[Night], chance: random.Random) -> Iterator[Night]:
    """The nights without some of those of which the next one shows everything."""
    for night, later in zip(nights, [*nights[1:], None], strict=True):
        if later is None or not _shows_all_of(later, night) or chance.random() < 0.5:
            yield night


def _shows_all_of(later: Night, night: Night) -> bool:
    if night.page is None or later.page is None or night.release is not None:
        return False
    return night.page.items() <= later.page.items()


def _described(seed: int, nights: Sequence[Night], what: str, model: object, product: object) -> str:
    lines = [f"Story {seed} differs in what is {what}:"]
    lines += [f"  {night.today} {'; '.join(night.happened) or 'nothing'} (release: {night.release})" for night in nights]
    return "\n".join([*lines, f"  model:   {model}", f"  product: {product}"])


def run(stories: int, seed: int, processes: int = 1) -> tuple[Result, ...]:
    """Run stories from a seed on, so many at once, and print each that differs."""
    results = []
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        tell = partial(_result_in, migrated_template(Path(folder)))
        seeds = range(seed, seed + stories)
        with ProcessPoolExecutor(processes) if processes > 1 else nullcontext() as pool:
            for result in pool.map(tell, seeds, chunksize=10) if pool else map(tell, seeds):
                results.append(result)
                if result.text is not None:
                    print(result.text)
    return tuple(results)


def _result_in(template: Path, seed: int) -> Result:
    with tempfile.TemporaryDirectory(dir=template.parent) as folder:
        return result_of(seed, template, Path(folder))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Exit code 1 where a story differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args(arguments)
    seed = asked.seed if asked.seed is not None else secrets.randbelow(10**9)
    print(f"Seed {seed}. To repeat: python -m proofs.history.random_stories --stories {asked.stories} --seed {seed}", flush=True)
    begun = time.monotonic()
    results = run(asked.stories, seed, asked.processes)
    differing = sum(result.text is not None for result in results)
    lost, doubled, false = (sum(getattr(result, name) for result in results) for name in ("lost", "doubled", "false"))
    print(
        f"{asked.stories} stories of {NIGHTS} nights in {time.monotonic() - begun:.0f} s: {differing} differ from the model; of "
        f"{sum(result.told for result in results)} messages {lost} lost, {doubled} doubled, {false} false."
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
