"""Random stories of twelve nights against the model of a careful reader: what is known, and what each subscriber is told.

Each story goes through the services of a real night, with letters as values and an SQLite file in a folder of memory.
Run `python -m proofs.history.random_stories [--stories N] [--seed S]`: it prints its seed, and the first story that differs.
"""

import argparse
import os
import random
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

from ofsted_watch.domain.history import neighbour_changes
from ofsted_watch.domain.model import EventKind
from ofsted_watch.presentation.event_text import PUT_OUT_AGAIN
from proofs.history.reader_model import Reader, Report, Shown, Told
from proofs.history.value_watch import Decision, ValueWatch, migrated_template

NIGHTS = 12
FIRST = date(2026, 1, 5)
GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
STRANDS = ("overall", "help_protection")
Recalled = tuple[int, int | None, str | None] | None


@dataclass(frozen=True)
class Night:
    """A night of a story: its day, the page (None: no answer), what happened, and what ops say to all that is held after it."""

    today: date
    page: Mapping[str, Shown] | None
    happened: tuple[str, ...]
    release: bool | None


@dataclass
class Story:
    """A story in the making. `contents` is what each name of bytes says, `first_days` the start that each number tells of.

    No two inspections share a day, and no inspection is touched twice in a night, so that the order is never in doubt. What is
    withdrawn is the newest report, or one that is not read: nobody is told of others. A night without an answer changes nothing.
    """

    random: random.Random
    contents: dict[str, Report | None] = field(default_factory=dict)
    page: dict[str, Shown] = field(default_factory=dict)
    away: dict[str, Shown] = field(default_factory=dict)
    first_days: dict[str, date] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    withdrawn: set[date] = field(default_factory=set)
    numbers: int = 0

    def nights(self) -> tuple[Night, ...]:
        """Twelve nights; the first is what stands there at first sight."""
        for ago in self.random.sample(range(2, 10), self.random.randint(1, 3)):
            self._add(FIRST - timedelta(days=ago * 300), is_read=self.random.random() < 0.8)
        nights = [Night(FIRST, dict(self.page), ("first sight",), None)]
        today = FIRST
        for _ in range(NIGHTS - 1):
            today += timedelta(days=self.random.choice((1, 1, 1, 7, 40, 200)))
            self.touched = set()
            if self.random.random() < 0.1:
                nights.append(Night(today, None, ("outage",), None))
                continue
            happened = tuple(filter(None, (self._happen(today) for _ in range(self.random.choice((0, 1, 1, 1, 2))))))
            nights.append(Night(today, dict(self.page), happened, self.random.choice((None, True, True, False))))
        return tuple(nights)

    def _happen(self, today: date) -> str | None:
        ways = (self._publish, self._backdate, self._publish_unread, self._reissue, self._restart, self._reissue_unread)
        ways += (self._read_later, self._withdraw, self._return, self._renumber, self._use_again)
        return self.random.choice(ways)(today)

    def _publish(self, today: date) -> str:
        return self._add(today)

    def _backdate(self, today: date) -> str:
        return self._add(today - timedelta(days=self.random.choice((45, 100, 500))))

    def _publish_unread(self, today: date) -> str:
        return self._add(today, is_read=False)

    def _reissue(self, _today: date) -> str | None:
        number = self._choose(self._is_read)
        return self._serve(number, f"reissue {number}") if number else None

    def _restart(self, _today: date) -> str | None:
        number = self._choose(lambda one: self._is_read(one) and self.first_days[one] not in self.withdrawn)
        if not number:
            return None
        self.first_days[number] = self._free_day(self.first_days[number] + timedelta(days=self.random.randint(3, 20)))
        return self._serve(number, f"restart {number}")

    def _reissue_unread(self, _today: date) -> str | None:
        number = self._choose(self._is_read)
        return self._serve(number, f"reissue {number} unread", is_read=False) if number else None

    def _read_later(self, _today: date) -> str | None:
        number = self._choose(lambda one: not self._is_read(one))
        if not number:
            return None
        self.first_days.setdefault(number, self.page[number].published - timedelta(days=40))
        return self._serve(number, f"read {number}")

    def _withdraw(self, _today: date) -> str | None:
        newest = max((shown.published for number, shown in self.page.items() if number in self.first_days), default=date.min)
        number = self._choose(lambda one: one not in self.first_days or self.page[one].published == newest)
        if not number or len(self.page) == 1 or "withdraw" in self.touched:
            return None
        self.touched.add("withdraw")
        self.away[number] = self.page.pop(number)
        self.withdrawn |= {self.first_days[number]} if number in self.first_days else set()
        return f"withdraw {number}"

    def _return(self, _today: date) -> str | None:
        number = next((number for number in sorted(self.away) if number not in self.touched), None)
        if number is None:
            return None
        shown = self.away.pop(number)
        self.touched.add(number)
        renumbered = self._next() if self.contents[shown.content] is not None and self.random.random() < 0.3 else number
        self.page[renumbered] = shown
        self.touched.add(renumbered)
        if number in self.first_days:
            self.first_days[renumbered] = self.first_days[number]
        return f"return {number} as {renumbered}"

    def _renumber(self, _today: date) -> str | None:
        number = self._choose(self._is_read)
        if not number:
            return None
        new = self._next()
        self.page[new], self.first_days[new] = self.page.pop(number), self.first_days[number]
        self.touched.add(new)
        return f"renumber {number} as {new}"

    def _use_again(self, today: date) -> str | None:
        long_ago = today - timedelta(days=130)
        number = self._choose(lambda one: self._is_read(one) and self.page[one].published < long_ago)
        if not number:
            return None
        label = self._free_day(today)
        self.first_days[number] = label - timedelta(days=40)
        self.page[number] = Shown(label, self.page[number].content)
        return self._serve(number, f"use {number} again")

    def _add(self, day: date, *, is_read: bool = True) -> str:
        number, label = self._next(), self._free_day(day)
        if is_read:
            self.first_days[number] = label - timedelta(days=40)
        self.page[number] = Shown(label, "")
        return self._serve(number, f"publish {number} of {label}{'' if is_read else ' unread'}", is_read=is_read)

    def _serve(self, number: str, what: str, *, is_read: bool = True) -> str:
        """Serve new bytes under a number. Nobody can read them unless `is_read`."""
        content = f"bytes {len(self.contents)}"
        grades = {strand: self.random.choice(GRADES) for strand in STRANDS}
        self.contents[content] = Report(self.first_days[number], grades, self._recalled(number)) if is_read else None
        self.page[number] = Shown(self.page[number].published, content)
        self.touched.add(number)
        return what

    def _recalled(self, number: str) -> Recalled:
        """What a report says of the inspection before it: mostly nothing or the truth of today's page, else what is near it."""
        start = self.first_days[number]
        known = [report for shown in self.page.values() if (report := self.contents.get(shown.content)) is not None]
        before = max((report for report in known if report.start < start), key=lambda report: report.start, default=None)
        if before is None or self.random.random() < 0.4:
            return None
        when = before.start + timedelta(days=self.random.choice((0, 0, 0, 0, 40, 400)))
        grade = self.random.choice((None, before.grades["overall"], before.grades["overall"], self.random.choice(GRADES)))
        return when.year, self.random.choice((None, when.month, when.month)), grade

    def _is_read(self, number: str) -> bool:
        return self.contents[self.page[number].content] is not None

    def _choose(self, fits: Callable[[str], bool]) -> str | None:
        numbers = [number for number in sorted(self.page) if number not in self.touched and fits(number)]
        return self.random.choice(numbers) if numbers else None

    def _next(self) -> str:
        self.numbers += 1
        return str(100 + self.numbers)

    def _free_day(self, day: date) -> date:
        """The last day up to this one that nothing else has, as a link's day or a first day."""
        while day in self.days or day - timedelta(days=40) in self.days:
            day -= timedelta(days=1)
        self.days |= {day, day - timedelta(days=40)}
        return day


def told_by(watch: ValueWatch, decision: Decision, contents: Mapping[str, Report | None]) -> Told:
    """What a decided event tells, in the model's words."""
    event = decision.event
    if event.kind is EventKind.UNREAD:
        return Told("unread", event.file_number, held=decision.is_held, audience=decision.audience)
    starts = {sha256(name.encode()).hexdigest(): report.start for name, report in contents.items() if report is not None}
    about = starts[event.sha256]
    if event.kind is EventKind.CORRECTION:
        kind = {"withdrawn": "withdrawn", "returned": "back"}[event.key.partition(":")[0]]
        return Told(kind, about, held=decision.is_held, audience=decision.audience)
    changes = frozenset(
        (str(change.strand), str(change.from_grade), str(change.to_grade)) for change in event.changes if change.direction
    )
    is_reissue = bool(event.facts) and event.facts[0].startswith(PUT_OUT_AGAIN)
    is_first = watch.history().inspections[0].stored.letter.inspection_start == about
    across = not is_reissue and not is_first and any("not read yet" in fact for fact in event.facts)
    return Told("reissued" if is_reissue else "letter", about, changes, across, decision.is_held, decision.audience)


def known_to(watch: ValueWatch, contents: Mapping[str, Report | None]) -> tuple[object, ...]:
    """What the watch knows, as the model knows it: inspections, gaps, and the changes between neighbours."""
    starts = {sha256(name.encode()).hexdigest(): report.start for name, report in contents.items() if report is not None}
    history = watch.history()
    inspections = tuple(
        (
            inspection.stored.letter.inspection_start,
            inspection.published,
            tuple(sorted((str(strand), str(judgement.grade)) for strand, judgement in inspection.strands().items())),
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


def difference(seed: int, template: Path, folder: Path) -> str | None:
    """Where the story of a seed differs from the model, as text; None where it does not."""
    story = Story(random.Random(seed))
    nights = story.nights()
    reader, pending, answered = Reader(), dict[tuple[str, object], Told](), list[Night]()
    with ValueWatch(folder, template) as watch:
        for place, night in enumerate(nights):
            expected = reader.night(night.today, night.page, story.contents)
            decisions = watch.night(night.today, night.page, story.contents)
            # That an authority could not be checked for some nights is no matter of its history.
            about_letters = [decision for decision in decisions if decision.event.kind is not EventKind.UNCHECKED]
            told = [told_by(watch, decision, story.contents) for decision in about_letters]
            parts = (("told", set(expected), set(told)), ("known", known_to_model(reader), known_to(watch, story.contents)))
            for what, model, product in parts:
                if model != product:
                    return _described(seed, nights[: place + 1], what, model, product)
            pending |= {(message.kind, message.about): message for message in expected if message.held}
            # The model takes a report that waits for known before a person has said so.
            if any(message.held and message.kind in ("letter", "reissued") for message in expected):
                night = replace(night, release=True)
            answered.append(night)
            if night.release is not None:
                watch.answer(night.release)
                for message in pending.values():
                    if message.kind != "withdrawn" or message.about in reader.gone:
                        reader.answer(message, night.release)
                pending = {}
        last = known_to(watch, story.contents)
    return _batched(seed, story, answered, last, template, folder)


def _batched(
    seed: int, story: Story, nights: Sequence[Night], last: tuple[object, ...], template: Path, folder: Path
) -> str | None:
    """The same story without some nights of which the next one shows everything must end with the same history."""
    chance = random.Random(seed + 1)
    kept = [
        night
        for night, later in zip(nights, [*nights[1:], None], strict=True)
        if later is None or not _shows_all_of(later, night) or chance.random() < 0.5
    ]
    with ValueWatch(folder, template) as watch:
        for night in kept:
            watch.night(night.today, night.page, story.contents)
            if night.release is not None:
                watch.answer(night.release)
        again = known_to(watch, story.contents)
    return None if again == last else _described(seed, kept, "batched", last, again)


def _shows_all_of(later: Night, night: Night) -> bool:
    if night.page is None or later.page is None or night.release is not None:
        return False
    return night.page.items() <= later.page.items()


def _described(seed: int, nights: Sequence[Night], what: str, model: object, product: object) -> str:
    lines = [f"Story {seed} differs in what is {what}:"]
    lines += [f"  {night.today} {'; '.join(night.happened) or 'nothing'} (release: {night.release})" for night in nights]
    return "\n".join([*lines, f"  model:   {model}", f"  product: {product}"])


def run(stories: int, seed: int, processes: int = 1) -> int:
    """Run stories from a seed on, so many at once. Returns how many differ, and prints each that does."""
    differing = 0
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        tell = partial(_difference_in, migrated_template(Path(folder)))
        seeds = range(seed, seed + stories)
        with ProcessPoolExecutor(processes) if processes > 1 else nullcontext() as pool:
            for text in pool.map(tell, seeds, chunksize=10) if pool else map(tell, seeds):
                if text is not None:
                    differing += 1
                    print(text)
    return differing


def _difference_in(template: Path, seed: int) -> str | None:
    with tempfile.TemporaryDirectory(dir=template.parent) as folder:
        return difference(seed, template, Path(folder))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Exit code 1 where a story differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=None)
    asked = parser.parse_args(arguments)
    seed = asked.seed if asked.seed is not None else secrets.randbelow(10**9)
    print(f"Seed {seed}. To repeat: python -m proofs.history.random_stories --stories {asked.stories} --seed {seed}")
    begun = time.monotonic()
    differing = run(asked.stories, seed, processes=os.cpu_count() or 1)
    print(f"{asked.stories} stories of {NIGHTS} nights in {time.monotonic() - begun:.0f} s, {differing} differ from the model.")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
