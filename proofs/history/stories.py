"""Random stories of twelve nights: what a page lists each night, what the bytes say, and what ops answer. From seeds."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from proofs.history.reader_model import Report, Shown

NIGHTS = 12
FIRST = date(2021, 1, 4)
GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
STRANDS = ("overall", "help_protection")
Recalled = tuple[int, int | None, str | None] | None
SOONEST = timedelta(days=15)
"""A report comes out at least so long after the first day on site."""


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
    Where letters are printed (`is_printed`), a report recalls a year and a grade: our letters print no more.
    """

    random: random.Random
    is_printed: bool = False
    contents: dict[str, Report | None] = field(default_factory=dict)
    page: dict[str, Shown] = field(default_factory=dict)
    away: dict[str, Shown] = field(default_factory=dict)
    first_days: dict[str, date] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    withdrawn: set[date] = field(default_factory=set)
    numbers: int = 0

    def nights(self, count: int = NIGHTS) -> tuple[Night, ...]:
        """So many nights; the first is what stands there at first sight."""
        for ago in self.random.sample(range(2, 6) if self.is_printed else range(2, 10), self.random.randint(1, 3)):
            self._add(FIRST - timedelta(days=ago * (160 if self.is_printed else 300)), is_read=self.random.random() < 0.8)
        nights = [Night(FIRST, dict(self.page), ("first sight",), None)]
        today = FIRST
        for _ in range(count - 1):
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
        moved = self.first_days[number] + timedelta(days=self.random.randint(3, 20))
        if moved > self.page[number].published - SOONEST:
            return None
        self.first_days[number] = self._free_day(moved)
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
        if self.is_printed:
            return (when.year, None, grade or before.grades["overall"]) if when < start else None
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
