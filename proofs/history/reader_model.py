"""What a careful reader knows who opens one authority's page every night and never forgets: the oracle of the history proofs.

It is written from the rules alone and imports nothing of Ofsted Watch, so that it cannot share a fault with the code that it
tests. All reports here are of one framework. Days are dates; an inspection is known by its first day on site.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

MOVED = timedelta(days=60)
RECENT = timedelta(days=30)
Grades = Mapping[str, str]
Changes = frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class Shown:  # a link on the page tonight: the day of its label, and which bytes the site serves under it
    published: date
    content: str


@dataclass(frozen=True)
class Report:  # what a person reads in some bytes: the first day on site, and strand → grade
    start: date
    grades: Grades


@dataclass(frozen=True)
class Told:
    """A message of one night. `kind`: letter, unread, reissued, withdrawn or back. `about` is the start, or the number if unread.

    `across_gap`: an unread report stands between it and the inspection before. `held`: it waits for a person.
    """

    kind: str
    about: date | str
    changes: Changes = frozenset()
    across_gap: bool = False
    held: bool = False
    audience: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Inspection:  # one inspection as known now
    start: date
    published: date
    grades: Grades
    numbers: frozenset[str]


@dataclass(frozen=True)
class Gap:  # a listed report that is not read; `after` is the inspection of which it is a later edition, else None
    number: str
    published: date
    after: date | None


@dataclass(frozen=True)
class Knowledge:
    """Everything known after a night: inspections oldest first, gaps, and the changes between neighbours without a gap."""

    inspections: tuple[Inspection, ...]
    gaps: frozenset[Gap]

    @property
    def changes(self) -> frozenset[tuple[date, date, str, str, str]]:
        """(start, next start, strand, from, to) for every change of history."""
        pairs = zip(self.inspections, self.inspections[1:], strict=False)
        return frozenset(
            (a.start, b.start, *change)
            for a, b in pairs
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
    closed: set[str] = field(default_factory=set)
    last_check: date | None = None
    known: Knowledge = Knowledge((), frozenset())
    heard: dict[date | str, set[str]] = field(default_factory=dict)
    gone: dict[date, bool] = field(default_factory=dict)
    left: dict[date, frozenset[str]] = field(default_factory=dict)
    contents: Mapping[str, Report | None] = field(default_factory=dict)

    def night(self, today: date, page: Mapping[str, Shown] | None, contents: Mapping[str, Report | None]) -> tuple[Told, ...]:
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
        told = () if self.last_check is None else tuple(self._news(before, after, new))
        for message in told:
            if not message.held:
                self.heard.setdefault(message.about, set()).update(message.audience)
        self.last_check = today
        return told

    def answer(self, message: Told, release: bool) -> None:
        """What ops decide about a held message. A dropped withdrawal restores the report; a dropped message is told to nobody."""
        if message.kind == "withdrawn" and isinstance(message.about, date):
            self.gone[message.about] = release
            if not release:
                self.kept_by_person |= self.left[message.about] - self.listed
                self.known = self._know()
        elif release:
            self.heard.setdefault(message.about, set()).update(message.audience)

    def _know(self) -> Knowledge:
        contents = self.contents
        parts: dict[date, list[tuple[date, date, str, Report]]] = {}
        gaps = set()
        for number, seen in self.editions.items():
            lives = _lives(seen, contents)
            stands = number in self.listed or number in self.kept_by_person
            for place, life in enumerate(lives):
                if place == len(lives) - 1 and not stands:
                    continue
                read = [(day, label, report) for day, label, content in life if (report := contents[content]) is not None]
                if contents[life[-1][2]] is None and number not in self.closed:
                    gaps.add(Gap(number, life[-1][1], read[-1][2].start if read else None))
                for day, _, report in read[-1:]:
                    parts.setdefault(report.start, []).append((day, min(label for _, label, _ in life), number, report))
        inspections = [
            Inspection(start, min(p[1] for p in group), max(group, key=lambda p: p[0])[3].grades, frozenset(p[2] for p in group))
            for start, group in parts.items()
        ]
        return Knowledge(tuple(sorted(inspections, key=lambda own: (own.published, own.start))), frozenset(gaps))

    def _news(self, before: Knowledge, after: Knowledge, new: set[str]) -> Iterable[Told]:
        newest = max((own.published for own in before.inspections), default=date.min)
        since = self.last_check - RECENT if self.last_check else date.min
        unread_before = {hole.number for hole in before.gaps if hole.after is None}
        for earlier, own in zip((None, *after.inspections), after.inspections, strict=False):
            across = earlier is not None and after.gap_between(earlier, own)
            changes = difference(earlier.grades, own.grades) if earlier is not None and not across else frozenset()
            old = next((past for past in before.inspections if past.start == own.start or _restarted(past, own, after)), None)
            replied = {person for number in own.numbers & unread_before for person in self.heard.get(number, ())}
            if old is not None:
                restated = difference(old.grades, own.grades)
                if (restated or old.start != own.start) and old.published >= newest:
                    yield Told("reissued", own.start, restated, held=old.start != own.start, audience=_wanted(restated))
            elif own.start in self.gone:
                if self.gone.pop(own.start):
                    yield Told("back", own.start, held=True, audience=frozenset(self.heard.get(own.start, ())))
            elif replied:
                yield Told("letter", own.start, changes, across, audience=_wanted(changes) | replied)
            elif not own.numbers & unread_before and own.published > newest and (changes or own.published > since):
                yield Told("letter", own.start, changes, across, audience=_wanted(changes))
        for hole in after.gaps:
            if hole.number in new and hole.after is None and hole.published > newest:
                yield Told("unread", hole.number, audience=frozenset({"letters", "changes"}))
        for own in before.inspections[-1:]:
            if all(own.start != left.start for left in after.inspections) and not own.numbers & self.listed:
                self.gone[own.start], self.left[own.start] = False, own.numbers
                yield Told("withdrawn", own.start, held=True, audience=frozenset(self.heard.get(own.start, ())))


def difference(before: Grades, now: Grades) -> Changes:
    """Each strand that both name and grade differently: (strand, from, to)."""
    return frozenset(
        (strand, before[strand], now[strand]) for strand in before if strand in now and before[strand] != now[strand]
    )


def _restarted(old: Inspection, own: Inspection, after: Knowledge) -> bool:
    """True where a number names another first day than before and is no other inspection: its old one is no longer known."""
    return bool(old.numbers & own.numbers) and all(old.start != other.start for other in after.inspections)


def _wanted(changes: Changes) -> frozenset[str]:
    return frozenset({"letters", "changes"} if changes else {"letters"})


def _lives(seen: list[tuple[date, date, str]], contents: Mapping[str, Report | None]) -> list[list[tuple[date, date, str]]]:
    """The editions of a number, parted where it was used again: label and first day both more than 60 days from the last."""
    lives: list[list[tuple[date, date, str]]] = []
    for edition in seen:
        last = lives[-1][-1] if lives else None
        read = next((contents[content] for *_, content in reversed(lives[-1]) if contents[content]), None) if lives else None
        now = contents[edition[2]]
        moved = last is not None and abs(edition[1] - last[1]) > MOVED
        if last is None or (moved and (read is None or now is None or abs(now.start - read.start) > MOVED)):
            lives.append([])
        lives[-1].append(edition)
    return lives
