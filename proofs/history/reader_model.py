"""What a careful reader knows who opens one authority's page every night and never forgets: the oracle of the history proofs.

It is written from the rules alone and imports nothing of Ofsted Watch, so that it cannot share a fault with the code that it
tests. All reports here are of one framework. Days are dates; an inspection is known by its first day on site.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

MOVED, RECENT = timedelta(days=60), timedelta(days=30)
Grades = Mapping[str, str]
Changes = frozenset[tuple[str, str, str]]


class Shown(NamedTuple):  # a link on the page tonight: the day of its label, and which bytes the site serves under it
    published: date
    content: str


class Report(
    NamedTuple
):  # what some bytes say: first day on site, strand → grade, and (year, month, overall) of the inspection recalled
    start: date
    grades: Grades
    recalls: tuple[int, int | None, str | None] | None = None


class Notice(NamedTuple):
    """A message. `kind`: letter, unread, reissued, withdrawn or back. `about`: the start, or the number of an unread report."""

    kind: str
    about: date | str
    changes: Changes = frozenset()
    across_gap: bool = False  # an unread report stands between it and the inspection before
    held: bool = False  # it waits for a person
    audience: frozenset[str] = frozenset()


class Inspection(NamedTuple):  # one inspection as known now
    start: date
    published: date
    grades: Grades
    recalls: tuple[int, int | None, str | None] | None
    numbers: frozenset[str]


class Gap(NamedTuple):  # a listed report that is not read; `after` is the inspection of which it is a later edition, else None
    number: str
    published: date
    after: date | None


class Knowledge(NamedTuple):
    """Everything known after a night: inspections oldest first, gaps, and the changes between neighbours without a gap."""

    inspections: tuple[Inspection, ...] = ()
    gaps: frozenset[Gap] = frozenset()

    @property
    def changes(self) -> frozenset[tuple[date, date, str, str, str]]:
        """(start, next start, strand, from, to) for every change of history."""
        return frozenset(
            (a.start, b.start, *change)
            for a, b in zip(self.inspections, self.inspections[1:], strict=False)
            if not self.gap_between(a, b)
            for change in difference(a.grades, b.grades)
        )

    def gap_between(self, a: Inspection, b: Inspection) -> bool:
        """True where an unread report may stand between two neighbours, or may have changed what the earlier one says."""
        return any(gap.after == a.start if gap.after else a.published <= gap.published <= b.published for gap in self.gaps)


@dataclass
class Reader:
    """One reader of one authority's page. `editions` maps a number to the (day first seen, label's day, bytes) it has shown."""

    editions: dict[str, list[tuple[date, date, str]]] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()
    kept_by_person: set[str] = field(default_factory=set)
    last_check: date | None = None
    known: Knowledge = field(default_factory=Knowledge)
    heard: dict[date | str, set[str]] = field(default_factory=dict)
    gone: dict[date, bool] = field(default_factory=dict)
    left: dict[date, frozenset[str]] = field(default_factory=dict)
    contents: Mapping[str, Report | None] = field(default_factory=dict)

    def night(self, today: date, page: Mapping[str, Shown] | None, contents: Mapping[str, Report | None]) -> tuple[Notice, ...]:
        """Read tonight's page (None: no answer). `contents` is what can be read in the bytes, None where nothing can."""
        if page is None:
            return ()
        self.contents = contents
        before, new = self.known, {number for number in page if number not in self.editions}
        for number, shown in page.items():
            seen = self.editions.setdefault(number, [])
            if not seen or seen[-1][1:] != (shown.published, shown.content):
                seen.append((today, shown.published, shown.content))
        self.listed = frozenset(page)
        self.kept_by_person -= self.listed
        self.known = after = self._know()
        told = tuple(self._news(before, after, new, self.last_check)) if self.last_check else ()
        for message in (message for message in told if not message.held):
            self.heard.setdefault(message.about, set()).update(message.audience)
        self.last_check = today
        return told

    def answer(self, message: Notice, release: bool) -> None:
        """What ops decide about a held message. A dropped withdrawal restores the report; a dropped message is told to nobody."""
        if message.kind == "withdrawn" and isinstance(message.about, date):
            self.gone[message.about] = release
            if not release:
                self.kept_by_person |= self.left[message.about] - self.listed
                self.known = self._know()
        elif release:
            self.heard.setdefault(message.about, set()).update(message.audience)

    def _know(self) -> Knowledge:
        parts: dict[date, list[tuple[date, date, str, Report]]] = {}
        gaps = set()
        for number, seen in self.editions.items():
            lives = _lives(seen, self.contents)
            for life in lives if number in self.listed | self.kept_by_person else lives[:-1]:
                read = [(day, report) for day, _, content in life if (report := self.contents[content]) is not None]
                if self.contents[life[-1][2]] is None:
                    gaps.add(Gap(number, life[-1][1], read[-1][1].start if read else None))
                for day, report in read[-1:]:
                    parts.setdefault(report.start, []).append((day, min(label for _, label, _ in life), number, report))
        inspections = []
        for start, group in parts.items():
            last = max(group, key=lambda part: part[0])[3]
            day, numbers = min(part[1] for part in group), frozenset(part[2] for part in group)
            inspections.append(Inspection(start, day, last.grades, last.recalls, numbers))
        return Knowledge(tuple(sorted(inspections, key=lambda own: (own.published, own.start))), frozenset(gaps))

    def _news(self, before: Knowledge, after: Knowledge, new: set[str], check: date) -> Iterable[Notice]:
        newest = max((own.published for own in before.inspections), default=date.min)
        unread_before = {hole.number for hole in before.gaps if hole.after is None}
        waits = False  # what is compared with a report whose own message is held is held as well
        for earlier, own in zip((None, *after.inspections), after.inspections, strict=False):
            across = earlier is not None and after.gap_between(earlier, own)
            changes = difference(earlier.grades, own.grades) if earlier is not None and not across else frozenset()
            is_doubtful, waits = earlier is not None and not across and (waits or _recalls_another(own, earlier)), False
            old = next((past for past in before.inspections if past.start == own.start or _restarted(past, own, after)), None)
            replied = {person for number in own.numbers & unread_before for person in self.heard.get(number, ())}
            is_news = own.published > newest and (changes or across or own.published > check - RECENT)
            if old is not None:
                restated, waits = difference(old.grades, own.grades), old.start != own.start and old.published >= newest
                self.heard.setdefault(own.start, set()).update(self.heard.get(old.start, ()))  # it is the same report
                if waits or (restated and old.published >= newest):
                    yield Notice("reissued", own.start, restated, held=waits, audience=_wanted(restated))
            elif own.start in self.gone:
                if self.gone.pop(own.start):
                    yield Notice("back", own.start, held=True, audience=frozenset(self.heard.get(own.start, ())))
            elif replied or (is_news and not own.numbers & unread_before):
                waits = is_doubtful
                yield Notice("letter", own.start, changes, across, waits, _wanted(changes) | replied)
        for hole in after.gaps:
            if hole.number in new and hole.after is None and hole.published > newest:
                yield Notice("unread", hole.number, audience=frozenset({"letters", "changes"}))
        for own in before.inspections[-1:]:
            if all(own.start != left.start for left in after.inspections) and not own.numbers & self.listed:
                self.gone[own.start], self.left[own.start] = False, own.numbers
                yield Notice("withdrawn", own.start, held=True, audience=frozenset(self.heard.get(own.start, ())))


def difference(before: Grades, now: Grades) -> Changes:
    """Each strand that both name and grade differently: (strand, from, to)."""
    return frozenset((strand, was, now[strand]) for strand, was in before.items() if now.get(strand, was) != was)


def _restarted(old: Inspection, own: Inspection, after: Knowledge) -> bool:
    """True where a number names another first day than before and is no other inspection: its old one is no longer known."""
    return bool(old.numbers & own.numbers) and all(old.start != other.start for other in after.inspections)


def _recalls_another(own: Inspection, earlier: Inspection) -> bool:
    """True where a report recalls another month, year or overall grade than those of the inspection known before it."""
    year, month, grade = own.recalls or (0, None, None)
    first, last = (earlier.start.year, earlier.start.month), (earlier.published.year, earlier.published.month)
    is_then = first <= (year, month) <= last if month else first[0] <= year <= last[0]
    return own.recalls is not None and not (is_then and grade in (None, earlier.grades.get("overall", grade)))


def _wanted(changes: Changes) -> frozenset[str]:
    return frozenset({"letters", "changes"} if changes else {"letters"})


def _lives(seen: list[tuple[date, date, str]], contents: Mapping[str, Report | None]) -> list[list[tuple[date, date, str]]]:
    """The editions of a number, parted where it was used again: label and first day both more than 60 days from the last."""
    lives: list[list[tuple[date, date, str]]] = []
    for edition in seen:
        was = next((contents[content] for *_, content in reversed(lives[-1]) if contents[content]), None) if lives else None
        now = contents[edition[2]]
        is_far = lives and abs(edition[1] - lives[-1][-1][1]) > MOVED
        if not lives or (is_far and (was is None or now is None or abs(now.start - was.start) > MOVED)):
            lives.append([])
        lives[-1].append(edition)
    return lives
