"""What each subscriber of a soak must have been told, from its story alone: the model of a careful reader reads every night.

Nothing here is computed by what is tested. Compared with the alerts of a run, it says what was lost and what was made up.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from ofsted_watch.demo_site.letters import Description
from ofsted_watch.demo_site.published_files import Publication
from ofsted_watch.demo_site.stories import Story
from ofsted_watch.domain.model import Alert, EventKind
from ofsted_watch.presentation.event_text import PUT_OUT_AGAIN
from proofs.history.reader_model import Changes, Notice, Reader, Report, Shown

Notification = tuple[str, str, str, str, Changes]
"""A person, what sort of message, about which authority (its URN), about what (a first day or a file's number), what changed."""

STRANDS = {
    "overall": "overall",
    "help_protection": "help_protection",
    "leaders": "leadership",
    "leadership": "leadership",
    "in_care": "children_in_care",
    "looked_after": "children_in_care",
    "care_and_leavers": "children_in_care",
    "care_leavers": "care_leavers",
}
_BEST_FIRST = ("outstanding", "good", "requires_improvement", "inadequate")
_INSPECTIONS = ("ilacs_inspection", "sif_inspection")


@dataclass(frozen=True, slots=True)
class Person:
    """A subscriber as the soak subscribes them: any letter or changes, of one authority or all, only falls, priority actions."""

    email: str
    wants_letters: bool = False
    wants_changes: bool = False
    wants_priority: bool = False
    only_falls: bool = False
    urn: str | None = None

    def wants(self, urn: str, changes: Changes, *, priority: bool = False) -> bool:
        """True if this person asked for a letter with these changes."""
        if self.urn not in (None, urn):
            return False
        moved = any(_falls(change) for change in changes) if self.only_falls else bool(changes)
        return self.wants_letters or (self.wants_changes and moved) or (self.wants_priority and priority)


def people(story: Story) -> tuple[Person, ...]:
    """The four subscribers of a soak."""
    return (
        Person("changes@example.org", wants_changes=True),
        Person("letters@example.org", wants_letters=True),
        Person("one@example.org", wants_changes=True, wants_priority=True, urn=story.authorities[0].urn),
        Person("falls@example.org", wants_changes=True, only_falls=True),
    )


def expected(story: Story) -> Counter[Notification]:
    """Everything that the subscribers must have been told by the end of the story, each once."""
    told: Counter[Notification] = Counter()
    for authority in story.authorities:
        letters = [letter for night in story.nights for letter in night.publications if letter.urn == authority.urn]
        told.update(_of_inspections(story, authority.urn, [letter for letter in letters if _is_inspection(letter)]))
        told.update(_of_visits(story, authority.urn, [letter for letter in letters if not _is_inspection(letter)]))
    return told


def happened(story: Story, alerts: Iterable[Alert]) -> Counter[Notification]:
    """What the alerts of a run tell, in the same form."""
    starts = {
        letter.number: _said(letter).start for night in story.nights for letter in night.publications if _is_inspection(letter)
    }
    told: Counter[Notification] = Counter()
    for alert in alerts:
        event = alert.event
        if event.kind not in (EventKind.LETTER, EventKind.CORRECTION):
            continue
        is_reissue = bool(event.facts) and event.facts[0].startswith(PUT_OUT_AGAIN)
        kind = "reissued" if is_reissue else "letter" if event.kind is EventKind.LETTER else event.key.partition(":")[0]
        changes = frozenset((str(c.strand), str(c.from_grade), str(c.to_grade)) for c in event.changes if c.direction)
        about = str(starts.get(event.file_number, event.file_number))
        told[(alert.subscription.email, kind, event.urn, about, frozenset() if kind == "withdrawn" else changes)] += 1
    return told


def _of_inspections(story: Story, urn: str, letters: list[Publication]) -> Iterator[Notification]:
    contents: dict[str, Report | None] = {
        f"{letter.number}:{edition}": _report(said) for letter in letters for edition, said in enumerate(_editions(letter))
    }
    reader, heard = Reader(), dict[date | str, set[str]]()
    for day in story.days:
        page = {letter.number: _shown(letter, day) for letter in letters if letter.shown_on(day)}
        for message in reader.night(day, page, contents):
            reached = _reached(story, urn, message, heard)
            heard.setdefault(message.about, set()).update(reached)
            changes = frozenset() if message.kind == "withdrawn" else message.changes
            yield from ((email, message.kind, urn, str(message.about), changes) for email in sorted(reached))


def _reached(story: Story, urn: str, message: Notice, heard: Mapping[date | str, set[str]]) -> set[str]:
    if message.kind == "withdrawn":
        return set(heard.get(message.about, ()))
    return {person.email for person in people(story) if person.wants(urn, message.changes)}


def _of_visits(story: Story, urn: str, letters: list[Publication]) -> Iterator[Notification]:
    """A visit after the first night is told once. Nobody is told that its letter went: it gave no grade."""
    for letter in letters:
        if letter.from_day > story.days[0]:
            priority = bool(_said(letter).priority_action)
            for person in people(story):
                if person.wants(urn, frozenset(), priority=priority):
                    yield person.email, "letter", urn, letter.number, frozenset()


def _is_inspection(letter: Publication) -> bool:
    return _said(letter).kind in _INSPECTIONS


def _editions(letter: Publication) -> tuple[Description, ...]:
    return (_said(letter), *(_described(file) for _, file in letter.reissued))


def _said(letter: Publication) -> Description:
    assert letter.description is not None, "a soak prints all its letters"
    return letter.description


def _described(file: Callable[[], bytes]) -> Description:
    assert isinstance(file, partial)
    described = file.args[0]
    assert isinstance(described, Description)
    return described


def _shown(letter: Publication, day: date) -> Shown:
    return Shown(letter.published, f"{letter.number}:{letter.edition_on(day)[0]}")


def _report(said: Description) -> Report:
    grades = {STRANDS[str(area)]: str(grade) for area, grade in said.grades.items() if str(area) in STRANDS}
    return Report(said.start, grades)


def _falls(change: tuple[str, str, str]) -> bool:
    return _BEST_FIRST.index(change[2]) > _BEST_FIRST.index(change[1])
