"""Hostile files: each through the real reading process under its limits, and some of them in real nights.

Named alike in both: a letter that cannot be used carries a problem, and nothing else suffers.
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
"""Megabytes that the process which hands files out may have grown by at the end of a sort of hostile files."""

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

TEXT = f"""Files made on the spot to hurt whoever reads them, each through the real reading process with {SECONDS:.0f} s and
{MEGABYTES} MB, and after each an honest letter. A file survives when what is said of it is a problem it can honestly have (or it
is a letter, read as it was written), within the time, no problem comes with a grade, the letter after it is read as it was
written, and the process that hands out the files has not grown. Then nights: on each, one such file and one honest letter are
new. A night survives when it set aside that file alone, by name, kept and mailed the other, and nobody's judgement changed.
A letter that did not come through counts as lost, a change that is not true as doubled."""

PLACE, OTHERS = "Oxmarsh", ("Thornmere", "Aldershaw")
FIRST = date(2026, 3, 3)


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a hostile file: its letter, the seconds it took, and what is wrong, in sentences."""

    letter: Letter
    seconds: float
    faults: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.letter.problem.code if self.letter.problem else "read"


def read_one(reader: Reader, hostile: Hostile) -> Read:
    """Read it, and an honest letter after it."""
    content, began = hostile.made(), time.monotonic()
    letter = reader.read(content, f"{hostile.name}.pdf")
    seconds = time.monotonic() - began
    code = letter.problem.code if letter.problem else None
    faults = [] if code in hostile.may_be else [f"said to be {code}: {letter.problem.message if letter.problem else 'a letter'}"]
    if letter.problem and (letter.judgements or letter.lscb):
        faults.append("a problem, and yet a grade")
    if not letter.problem and not _as_written(letter):
        faults.append("read, but not as it was written")
    if seconds > reader.seconds + 5:
        faults.append(f"took {seconds:.0f} s")
    if not _as_written(reader.read(whole(), "honest.pdf")):
        faults.append("the honest letter after it was not read")
    return Read(letter, seconds, tuple(faults))


def _as_written(letter: Letter) -> bool:
    """True for the honest letter with its own grades."""
    return letter.problem is None and {one.area: one.grade for one in letter.judgements} == dict(notified().grades)


def sort_of_files(name: str, files: Iterable[Hostile], reader: Reader) -> Metric:
    """All files of one sort as a row."""
    began, before = time.monotonic(), _memory()
    read = [(hostile, read_one(reader, hostile)) for hostile in files]
    grown = _memory() - before
    failed = [f"{hostile.name}: {'; '.join(one.faults)}" for hostile, one in read if one.faults]
    if grown > PARENT_MAY_GROW:
        failed.append(f"the process that hands out the files has grown by {grown:.0f} MB")
    codes = Counter(one.code for _, one in read)
    remark = ", ".join(f"{count} {code}" for code, count in sorted(codes.items()))
    remark += f"; longest {max(one.seconds for _, one in read):.1f} s"
    return Metric(
        what=name,
        tried=len(read),
        survived=len(read) - len(failed),
        lost=sum("honest letter" in one for one in failed),
        doubled=sum("a grade" in one or "as it was written" in one for one in failed),
        remark=remark + (f"; **{failed[0]}**" if failed else ""),
        seconds=time.monotonic() - began,
    )


def _memory() -> float:
    """Megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1_000_000


@dataclass(frozen=True, slots=True)
class HostileLetter:
    """A letter that is published on a night: its name, how it is published, and whether it can be kept."""

    name: str
    posted: Callable[[int, date], Publication]
    can_be_stored: bool = False


def for_nights() -> Iterator[HostileLetter]:
    """Two files of each sort, and letters that can be read but are not what they should be."""
    for sort, files in SORTS.items():
        for hostile in [one for one in files() if None not in one.may_be][:2]:
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
    said = focused(PLACE, day - timedelta(days=30), day, theme=SCRIPT, priority=(f"The {SCRIPT} of care.",))
    return post(number, replace(said, inspectors=("<b>Robert</b> Drop-Tables",)))


@contextmanager
def nights(folder: Path, letters: Sequence[HostileLetter], reader: Reader) -> Iterator[Callable[[], Iterator[list[str]]]]:
    """A watch that saw three authorities once. Calling it runs a night for each letter and yields what is wrong with it."""
    watched = tuple(one for one in INVENTED if one.name in (PLACE, *OTHERS))
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
    """The mails that say what a letter says: a report that could not be read has a notice of its own."""
    return sum("could not read" not in str(mail["Subject"]) for mail in running.mails())


def _night(running: Watching, letter: HostileLetter, notified: SiteNight) -> list[str]:
    database, mails, changes = running.resources.database, _mails_of_grades(running), running.changes()
    night = running.night(notified.day)
    hostile, honest = (publication.number for publication in notified.publications)
    stored = {one.listing.file_number for one in database.letters.stored()}
    held = database.files.files_of(invented(PLACE).urn).get(hostile)
    about = {hostile, held.sha256 if held else hostile}
    named = any(one.about in about for one in database.set_asides.find())
    expected = Ending.DONE if letter.can_be_stored else Ending.SET_ASIDE
    html = [part.get_content() for mail in running.mails() for part in mail.walk() if part.get_content_type() == "text/html"]
    checks = {
        f"the night ended as {night.ending}: {night.message}": night.ending is expected,
        "the hostile file is neither kept nor named": hostile in stored if letter.can_be_stored else named,
        "another letter was not kept": honest in stored,
        "another letter was not mailed": _mails_of_grades(running) == mails + 1 + letter.can_be_stored,
        "a judgement changed": running.changes() == changes,
        "a script stands in a mail": not any("<script" in page or "<b>Robert" in page for page in html),
    }
    return [text for text, holds in checks.items() if not holds]


def hostile_nights(folder: Path, letters: Sequence[HostileLetter], reader: Reader) -> Metric:
    """Every night as a case of one row."""
    began = time.monotonic()
    with nights(folder, letters, reader) as running:
        found = list(zip(letters, running(), strict=True))
    failed = [f"{letter.name}: {'; '.join(faults)}" for letter, faults in found if faults]
    return Metric(
        what="a night with a hostile file",
        tried=len(found),
        survived=len(found) - len(failed),
        lost=sum("neither kept" in one or "was not" in one for one in failed),
        doubled=sum("a judgement changed" in one for one in failed),
        remark=f"**{failed[0]}**" if failed else "set aside alone, the honest letter mailed the same night",
        seconds=time.monotonic() - began,
    )


def prove(folder: Path, tell: Callable[[Metric], None]) -> Section:
    """Every file of every sort through the reader, then the nights."""
    metrics = []
    with Reader(ENGLAND, seconds=SECONDS, megabytes=MEGABYTES, workers=1) as reader:
        for name, files in SORTS.items():
            metrics.append(sort_of_files(name, files(), reader))
            tell(metrics[-1])
    with Reader(INVENTED_REGISTER, seconds=SECONDS, megabytes=MEGABYTES, workers=1) as reader:
        metrics.append(hostile_nights(folder, list(for_nights()), reader))
        tell(metrics[-1])
    return Section("Hostile files", TEXT, tuple(metrics))
