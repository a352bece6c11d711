"""Hostile files: the real reading process reads each within its limits, and some appear in real nights.

Both must end alike: a letter that cannot be used carries a problem, and nothing else is affected.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from ofsted_watch.adapters.pdf_reader import Reader
from ofsted_watch.demo_site.invented_authorities import INVENTED, INVENTED_REGISTER, invented
from ofsted_watch.demo_site.past_letters import HISTORY
from ofsted_watch.demo_site.published_files import Publication
from ofsted_watch.demo_site.stories import DemoSite
from ofsted_watch.demo_site.stories import StoryNight as SiteNight
from ofsted_watch.demo_site.story_writing import focused, ilacs, post
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import Letter, Topic
from ofsted_watch.runs.run_result import Ending
from proofs.reliability import hostile_parts, hostile_pdfs
from proofs.reliability.hostile_parts import SCRIPT
from proofs.reliability.hostile_pdfs import Hostile, notified, whole
from proofs.reliability.metrics import Metric, Section
from tests.journeys.watching import Watching, watching

SECONDS, MEGABYTES = 20.0, 512
PARENT_MAY_GROW = 64.0
"""Megabytes by which the parent process may grow during one sort of hostile files."""

SORTS: dict[str, Callable[[], Iterable[Hostile]]] = {
    "cut short, with holes, noise": hostile_pdfs.cut_short,
    "encrypted": hostile_pdfs.locked_away,
    "without text": hostile_pdfs.without_text,
    "very large": hostile_pdfs.large,
    "deeply nested": hostile_pdfs.deep,
    "bombs": hostile_parts.bombs,
    "references in circles": hostile_parts.circles,
    "broken fonts": hostile_parts.fonts,
    "actions and scripts": hostile_parts.active,
}

TEXT = f"""The proof generates files that attack a reader. The real reading process reads each with {SECONDS:.0f} s and
{MEGABYTES} MB, and a sound letter after it. A file survives if it gets a problem that fits it (or, if it is a letter, reads
as written) within the time, no problem comes with a grade, the letter after it reads as written, and the parent process has
not grown. Then nights: each has one such file and one sound letter as news. A night survives if it sets aside only that file,
by name, stores and mails the other letter, and changes no judgement. A letter that is missing counts as lost, a false change
as doubled."""

PLACE, OTHERS = "Oxmarsh", ("Thornmere", "Aldershaw")
FIRST = date(2026, 3, 3)


@dataclass(frozen=True, slots=True)
class Read:
    """The result of a hostile file: its letter, the seconds it took, and the faults as sentences."""

    letter: Letter
    seconds: float
    faults: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.letter.problem.code if self.letter.problem else "read"


def read_one(reader: Reader, hostile: Hostile) -> Read:
    """Read the file, and a sound letter after it."""
    content, began = hostile.made(), time.monotonic()
    letter = reader.read(content, f"{hostile.name}.pdf")
    seconds = time.monotonic() - began
    code = letter.problem.code if letter.problem else None
    faults = [] if code in hostile.may_be else [f"said to be {code}: {letter.problem.message if letter.problem else 'a letter'}"]
    if letter.problem and (letter.judgements or letter.lscb):
        faults.append("a problem together with a grade")
    if not letter.problem and not _as_written(letter):
        faults.append("read, but not as it was written")
    if seconds > reader.seconds + 5:
        faults.append(f"took {seconds:.0f} s")
    if not _as_written(reader.read(whole(), "honest.pdf")):
        faults.append("the sound letter after it was not read")
    return Read(letter, seconds, tuple(faults))


def _as_written(letter: Letter) -> bool:
    """True for the sound letter with its own grades."""
    return letter.problem is None and {judgement.area: judgement.grade for judgement in letter.judgements} == dict(
        notified().grades
    )


def sort_of_files(name: str, files: Iterable[Hostile], reader: Reader) -> Metric:
    """Read all files of one sort: one row."""
    began, before = time.monotonic(), _memory()
    read = [(hostile, read_one(reader, hostile)) for hostile in files]
    grown = _memory() - before
    failed = [f"{hostile.name}: {'; '.join(result.faults)}" for hostile, result in read if result.faults]
    if grown > PARENT_MAY_GROW:
        failed.append(f"the parent process has grown by {grown:.0f} MB")
    codes = Counter(result.code for _, result in read)
    remark = ", ".join(f"{count} {code}" for code, count in sorted(codes.items()))
    remark += f"; longest {max(result.seconds for _, result in read):.1f} s"
    return Metric(
        what=name,
        tried=len(read),
        survived=len(read) - len(failed),
        lost=sum("sound letter" in text for text in failed),
        doubled=sum("a grade" in text or "as it was written" in text for text in failed),
        remark=remark + (f"; **{failed[0]}**" if failed else ""),
        seconds=time.monotonic() - began,
    )


def _memory() -> float:
    """The resident memory of this process, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1_000_000


@dataclass(frozen=True, slots=True)
class HostileLetter:
    """A letter that is published on a night: its name, how it is published, and whether it can be stored."""

    name: str
    posted: Callable[[int, date], Publication]
    can_be_stored: bool = False


def for_nights() -> Iterator[HostileLetter]:
    """Two files of each sort, and letters that can be read but are wrong."""
    for sort, files in SORTS.items():
        for hostile in [file for file in files() if None not in file.may_be][:2]:
            yield HostileLetter(f"{sort}: {hostile.name}", partial(_served, hostile))
    yield HostileLetter("a letter about another authority", _about_another)
    yield HostileLetter("an inspection in the future", _in_the_future)
    yield HostileLetter("markup for a theme, a name and an action", _with_markup, can_be_stored=True)


def _served(hostile: Hostile, number: int, day: date) -> Publication:
    return replace(_honest(PLACE, number, day), file=hostile.made)


def _honest(place: str, number: int, day: date) -> Publication:
    return post(number, focused(place, day - timedelta(days=30), day, theme=f"what was found by {day:%-d %B}"))


def _about_another(number: int, day: date) -> Publication:
    return replace(post(number, ilacs("Harrowmere", day - timedelta(days=40), "iiiii", day)), urn=invented(PLACE).urn)


def _in_the_future(number: int, day: date) -> Publication:
    return post(number, ilacs(PLACE, date(2031, 5, 2), "iiii", day))


def _with_markup(number: int, day: date) -> Publication:
    visit = focused(PLACE, day - timedelta(days=30), day, theme=SCRIPT, priority=(f"The {SCRIPT} of care.",))
    return post(number, replace(visit, inspectors=("<b>Robert</b> Drop-Tables",)))


@contextmanager
def nights(folder: Path, letters: Sequence[HostileLetter], reader: Reader) -> Iterator[Callable[[], Iterator[list[str]]]]:
    """A watch that has checked three authorities once. Calling it runs a night for each letter and yields its faults."""
    watched = tuple(authority for authority in INVENTED if authority.name in (PLACE, *OTHERS))
    before = tuple(one for one in HISTORY if one.urn in {authority.urn for authority in watched} and one.published.year >= 2022)
    days = [FIRST + timedelta(days=place) for place in range(1, len(letters) + 1)]
    new = [
        SiteNight(day, one.name, (one.posted(60_000_501 + n, day), _honest(OTHERS[n % len(OTHERS)], 60_000_701 + n, day)))
        for n, (one, day) in enumerate(zip(letters, days, strict=True))
    ]
    with (
        DemoSite(nights=(SiteNight(FIRST, "First sight.", before), *new), authorities=watched) as site,
        watching(site, folder) as running,
    ):
        running.resources.reader = reader
        running.subscribe(topics=(Topic.CHANGE, Topic.LETTER))
        running.night(FIRST)
        yield lambda: (_night(running, letter, night) for letter, night in zip(letters, new, strict=True))


def _mails_of_grades(running: Watching) -> int:
    """The mails about the content of a letter, without the notices of reports that could not be read."""
    return sum("could not read" not in str(mail["Subject"]) for mail in running.mails())


def _night(running: Watching, letter: HostileLetter, notified: SiteNight) -> list[str]:
    database, mails, changes = running.resources.database, _mails_of_grades(running), running.changes()
    night = running.night(notified.day)
    hostile, honest = (publication.number for publication in notified.publications)
    stored = {letter.listing.file_number for letter in database.letters.stored()}
    held = database.files.files_of(invented(PLACE).urn).get(hostile)
    about = {hostile, held.sha256 if held else hostile}
    named = any(item.about in about for item in database.set_asides.find())
    expected = Ending.DONE if letter.can_be_stored else Ending.SET_ASIDE
    html = [part.get_content() for mail in running.mails() for part in mail.walk() if part.get_content_type() == "text/html"]
    checks = {
        f"the night ended as {night.ending}: {night.message}": night.ending is expected,
        "the hostile file is neither stored nor named": hostile in stored if letter.can_be_stored else named,
        "another letter was not stored": honest in stored,
        "another letter was not mailed": _mails_of_grades(running) == mails + 1 + letter.can_be_stored,
        "a judgement changed": running.changes() == changes,
        "a mail contains a script": not any("<script" in page or "<b>Robert" in page for page in html),
    }
    return [text for text, holds in checks.items() if not holds]


def hostile_nights(folder: Path, letters: Sequence[HostileLetter], reader: Reader) -> Metric:
    """Run every night: one row."""
    began = time.monotonic()
    with nights(folder, letters, reader) as running:
        results = list(zip(letters, running(), strict=True))
    failed = [f"{letter.name}: {'; '.join(faults)}" for letter, faults in results if faults]
    return Metric(
        what="a night with a hostile file",
        tried=len(results),
        survived=len(results) - len(failed),
        lost=sum("neither stored" in text or "was not" in text for text in failed),
        doubled=sum("a judgement changed" in text for text in failed),
        remark=f"**{failed[0]}**" if failed else "only the file set aside, the sound letter mailed the same night",
        seconds=time.monotonic() - began,
    )


def prove(folder: Path, tell: Callable[[Metric], None]) -> Section:
    """Read every file of every sort, then run the nights."""
    metrics = []
    with Reader(ENGLAND, seconds=SECONDS, megabytes=MEGABYTES, workers=1) as reader:
        for name, files in SORTS.items():
            metrics.append(sort_of_files(name, files(), reader))
            tell(metrics[-1])
    with Reader(INVENTED_REGISTER, seconds=SECONDS, megabytes=MEGABYTES, workers=1) as reader:
        metrics.append(hostile_nights(folder, list(for_nights()), reader))
        tell(metrics[-1])
    return Section("Hostile files", TEXT, tuple(metrics))
