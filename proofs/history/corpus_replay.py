"""Real letters night by night: what was told of 35 authorities from 2012 to August 2026, against what people read in them.

The letters of ../shared/corpus, with those in recent/, are served as the site showed them. What must be told comes from the
hand-made answers (truth.json, truth_recent.json), read by the model of a careful reader, whose changes must be those of
changes.json.
Run `python -m proofs.history.corpus_replay [URN…]`: it prints the result. What waits for a person is released the same night.
"""

import json
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ofsted_watch.demo_site.corpus_site import CorpusSite
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import AlertState, Event, EventKind, Topic
from ofsted_watch.services.review import HoldDecision, resolve_held_alerts
from proofs.history.reader_model import Changes, Reader, Report, Shown
from proofs.reliability.soak_truth import STRANDS
from proofs.reliability.steps import ReadHere
from tests.journeys.watching import Watching, watching
from tests.paths import CORPUS

LAST = date(2026, 8, 31)
Notification = tuple[str, str, Changes]
"""An authority's URN, the first day of an inspection (a file for what gives no compared grade), and what changed."""

_GRADED = ("ilacs_inspection", "sif_inspection", "sif_reinspection")


@dataclass(frozen=True, slots=True)
class Replay:
    """How a replay ended: what had to be told of inspections, what was, and the sentences of what was held or set aside."""

    nights: int
    letters: int
    expected: Counter[Notification]
    told: Counter[Notification]
    held: tuple[str, ...]
    set_aside: tuple[str, ...]
    wrong_mails: int

    @property
    def lost(self) -> int:
        """Messages that were not told."""
        return (self.expected - self.told).total()

    @property
    def doubled(self) -> int:
        """Messages that were told again, and mails that went out again or not at all."""
        return sum(count - 1 for count in self.told.values()) + self.wrong_mails

    @property
    def false(self) -> int:
        """Messages that had not to be told: among them every comparison across a gap."""
        return len(self.told.keys() - self.expected.keys())

    @property
    def holds(self) -> bool:
        """True if everything was told once and nothing else."""
        return self.expected.total() > 0 and not (self.lost or self.doubled or self.false)


def entries(urns: Collection[str] = ()) -> list[dict[str, Any]]:
    """What people read in the letters of the corpus, of these authorities (none: of all), by day."""
    found = [json.loads((CORPUS / name).read_text(encoding="utf-8")) for name in ("truth.json", "truth_recent.json")]
    letters = [entry | {"inspection_end": entry.get("inspection_end")} for part in found for entry in part]
    return sorted((entry for entry in letters if not urns or entry["urn"] in urns), key=lambda entry: str(entry["label_date"]))


def expected_of(letters: Sequence[Mapping[str, Any]]) -> tuple[Counter[Notification], set[tuple[str, ...]]]:
    """What must be told of inspections, each once; and every change of history as (URN, strand, from, to, the two files)."""
    told: Counter[Notification] = Counter()
    changes: set[tuple[str, ...]] = set()
    for urn in sorted({letter["urn"] for letter in letters}):
        graded = [letter for letter in letters if letter["urn"] == urn and _may_carry_grades(letter)]
        contents = {letter["file"]: _report(letter) for letter in graded}
        reader = Reader()
        reader.night(date(2000, 1, 1), {}, contents)
        for day in sorted({date.fromisoformat(letter["label_date"]) for letter in graded}):
            listed = {letter["file"]: _shown(letter) for letter in graded if date.fromisoformat(letter["label_date"]) <= day}
            for message in reader.night(day, listed, contents):
                about = Path(str(message.about)).name if message.kind == "unread" else str(message.about)
                told[(urn, about, message.changes)] += 1
        files = {report.start: file for file, report in contents.items() if report is not None}
        changes |= {(urn, strand, old, new, files[a], files[b]) for a, b, strand, old, new in reader.known.changes}
    return told, changes


def by_hand() -> set[tuple[str, ...]]:
    """The changes of changes.json in the same form."""
    rows = json.loads((CORPUS / "changes.json").read_text(encoding="utf-8"))
    return {(row["urn"], row["area"], row["from"], row["to"], row["from_file"], row["to_file"]) for row in rows}


def replay(letters: Sequence[Mapping[str, Any]], folder: Path) -> Replay:
    """Serve these letters from the first to August 2026, one night for each day on which something was listed, and the last."""
    site_folder, data = folder / "site", folder / "data"
    site_folder.mkdir(parents=True)
    (site_folder / "truth.json").write_text(json.dumps(list(letters)), encoding="utf-8")
    for part in ("pdf", "recent"):
        (site_folder / part).symlink_to(CORPUS / part)
    urns = sorted({letter["urn"] for letter in letters})
    site = CorpusSite(site_folder, today=date.fromisoformat(letters[0]["label_date"]))
    file_of = {number: letter for letter, number in zip(letters, site.numbers.values(), strict=True)}
    days = [*(day for day in site.days if day <= LAST), LAST]
    with site, watching(site, data, watched=urns) as watch:
        watch.resources.reader = ReadHere(watch.resources.register)  # type: ignore[assignment]  # killed readers are another proof's matter
        _never_empty(watch, urns)
        watch.subscribe("everything@example.org", topics=(Topic.LETTER,))
        held: list[str] = []
        for day in days:
            watch.night(day)
            held += _released(watch)
        told = Counter(_notification(event, file_of) for event in _events(watch) if _is_of_an_inspection(event, file_of))
        due = watch.resources.database.alerts.find([AlertState.SENT])
        mails = Counter(str(mail["Message-ID"]) for mail in watch.mails())
        wrong = sum(((mails - Counter(a.message_id for a in due)) + (Counter(a.message_id for a in due) - mails)).values())
        aside = tuple(f"{item.code}: {item.message}" for item in watch.resources.database.set_asides.find())
        return Replay(len(days), len(letters), expected_of(letters)[0], told, tuple(held), aside, wrong)


def _never_empty(watch: Watching, urns: Sequence[str]) -> None:
    """Every authority was checked once before its first letter, when its page listed none: then each letter is news."""
    from ofsted_watch.domain.model import Outcome

    outcome = Outcome(today=date(2012, 1, 1), checked_urns=tuple(Urn(urn) for urn in urns))
    watch.resources.database.outcomes.apply(outcome, run_id=None, at=datetime(2012, 1, 1, tzinfo=UTC))


def _released(watch: Watching) -> Iterator[str]:
    """Release what is held, as a person would who has opened the letters. Yields why each was held."""
    held = watch.resources.database.alerts.find([AlertState.HELD])
    if held:
        now = datetime.now(UTC)
        resolve_held_alerts(watch.resources.database, HoldDecision.RELEASE, (), True, why="read the letter", by="Ada", at=now)
    return iter([f"{alert.event.title}: {alert.hold}" for alert in held])


def _events(watch: Watching) -> list[Event]:
    return [alert.event for alert in watch.resources.database.alerts.find()]


def _is_of_an_inspection(event: Event, file_of: Mapping[str, Mapping[str, Any]]) -> bool:
    return event.kind is not EventKind.UNCHECKED and _may_carry_grades(file_of[event.file_number])


def _notification(event: Event, file_of: Mapping[str, Mapping[str, Any]]) -> Notification:
    letter = file_of[event.file_number]
    changes = frozenset(
        (str(change.strand), str(change.from_grade), str(change.to_grade)) for change in event.changes if change.direction
    )
    about = Path(letter["file"]).name if event.kind is EventKind.UNREAD else letter["inspection_start"]
    return event.urn, about, changes


def _may_carry_grades(letter: Mapping[str, Any]) -> bool:
    return letter["kind"] in (*_GRADED, "not_a_pdf")


def _report(letter: Mapping[str, Any]) -> Report | None:
    if letter["kind"] == "not_a_pdf":
        return None
    grades = {STRANDS[area]: grade for area, grade in letter["judgements"].items() if area in STRANDS and grade != "not_judged"}
    return Report(date.fromisoformat(letter["inspection_start"]), grades)


def _shown(letter: Mapping[str, Any]) -> Shown:
    return Shown(date.fromisoformat(letter["label_date"]), letter["file"])


def main(urns: Sequence[str]) -> int:
    """The command. Exit code 1 where something was lost, doubled or made up."""
    logging.disable(logging.ERROR)
    letters, begun = entries(urns), time.monotonic()
    if not urns:
        old = [letter for letter in letters if letter["file"].startswith("pdf/")]
        assert expected_of(old)[1] == by_hand(), "the model does not know the changes that people found"
    with tempfile.TemporaryDirectory() as folder:
        result = replay(letters, Path(folder))
    for sentence in result.held:
        print(f"held, then released: {sentence}")
    for sentence in result.set_aside:
        print(f"set aside: {sentence}")
    for name, some in (("lost", result.expected - result.told), ("false", result.told - result.expected)):
        for telling in some:
            print(f"{name}: {telling}")
    changes = sum(len(changes) * count for (_, _, changes), count in result.told.items())
    print(
        f"{result.letters} letters in {result.nights} nights to {LAST}, {time.monotonic() - begun:.0f} s: {result.told.total()} "
        f"messages about inspections with {changes} changes; {result.lost} lost, {result.doubled} doubled, {result.false} false."
    )
    return 0 if result.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
