"""What the upgrade of 0.1 is compared with: what people read in the real letters, and what the mails themselves say.

Nothing here is computed by what is tested: the expected mails come from the hand-made answers alone, the sent ones from the
text that the mail server took.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ofsted_watch.demo_site.corpus_site import FIRST_NUMBER
from tests.paths import CORPUS, SHARED

Change = tuple[str, str, str]
"""A strand, the grade before, the grade now."""
Notice = tuple[str, str, frozenset[Change]]
"""A person, the file number of a letter, and the changes that the mail about it gives."""

GRADED = ("ilacs_inspection", "sif_inspection", "sif_reinspection")
_STRANDS = {
    "overall": "overall effectiveness",
    "help_protection": "help and protection",
    "leaders": "leadership",
    "leadership": "leadership",
    "in_care": "children in care",
    "looked_after": "children in care",
    "care_and_leavers": "children in care",
    "care_leavers": "care leavers",
}
"""The strand of each area, in the text that mails of both versions use."""
MISREAD = "cases/hidden-white-print.pdf"
"""A file made for the purpose, as a report about Knowsley: an older table stands in white before the visible one."""
TAKEN_FOR: Change = ("overall effectiveness", "requires_improvement", "good")
RIGHT: Change = ("overall effectiveness", "good", "requires_improvement")
"""The change that 0.1 reads there and the true report does not have, and its correction."""

_ROW = re.compile(r"\* ([^:]+): (improved|declined|corrected)$")
_GRADE = re.compile(r"    [^:]+: ([A-Za-z ]+?)(?: \(.*\))?$")
_LETTER_PAGE = re.compile(r"http://127\.0\.0\.1:\d+/authorities/\d+/letters/(\d+)")
"""A page of ours, which the proof serves on this machine."""


@dataclass(frozen=True, slots=True)
class Person:
    """A subscriber: `urns` (empty: all), and whether every letter is wanted or only changed judgements."""

    email: str
    urns: frozenset[str]
    every_letter: bool


@dataclass(frozen=True, slots=True)
class RealLetter:
    """A file of the corpus as the site lists it, and the grade of each area as people read it."""

    file: str
    number: str
    urn: str
    listed: date
    kind: str
    judgements: Mapping[str, str]

    @property
    def is_readable(self) -> bool:
        """False for the one file that is no PDF."""
        return self.kind != "not_a_pdf"

    @property
    def grades(self) -> dict[str, str]:
        """Strand → grade. What Ofsted did not judge has none."""
        by_strand = {_STRANDS[area]: grade for area, grade in self.judgements.items() if area in _STRANDS}
        return {strand: grade for strand, grade in by_strand.items() if grade != "not_judged"}


def real_letters(entries: Iterable[Mapping[str, Any]]) -> tuple[RealLetter, ...]:
    """The letters of truth.json and truth_recent.json, with the numbers under which a CorpusSite serves them in this order."""
    return tuple(
        RealLetter(
            file=entry["file"],
            number=str(FIRST_NUMBER + place),
            urn=entry["urn"],
            listed=date.fromisoformat(entry["label_date"]),
            kind=entry["kind"],
            judgements=entry.get("judgements") or {},
        )
        for place, entry in enumerate(entries)
    )


def misread_entry(listed: date) -> dict[str, Any]:
    """The file that 0.1 misreads, as truth.json would describe it."""
    cases = json.loads((SHARED / "cases" / "expected.json").read_text(encoding="utf-8"))
    (case,) = (case for case in cases if f"cases/{case['file']}" == MISREAD)
    about = {"urn": "80479", "authority": "knowsley", "listed_as": "children's services inspection", "kind": GRADED[0]}
    days = {"label_date": str(listed), "inspection_end": "2024-02-23"}
    return {"file": MISREAD, **about, **days, "judgements": case["expected"]["judgements_or_set_aside"]}


def changes_by_letter(letters: Collection[RealLetter]) -> dict[str, frozenset[Change]]:
    """File number → what the inspection changed from the one before it about the same authority."""
    changes = {}
    for urn in {letter.urn for letter in letters}:
        graded = sorted((each for each in letters if each.urn == urn and each.kind in GRADED), key=lambda each: each.listed)
        for before, now in pairwise(graded):
            both = before.grades.keys() & now.grades.keys()
            moved = {(strand, before.grades[strand], now.grades[strand]) for strand in both}
            changes[now.number] = frozenset(change for change in moved if change[1] != change[2])
    return changes


def as_found_by_people(letters: Collection[RealLetter]) -> bool:
    """True if the changes of the older letters are those that people listed in changes.json, and there are any."""
    rows = json.loads((CORPUS / "changes.json").read_text(encoding="utf-8"))
    listed = {(_STRANDS[row["to_area"]], row["from"], row["to"], row["to_file"]) for row in rows}
    older = [letter for letter in letters if letter.file.startswith("pdf/")]
    file_of = {letter.number: letter.file for letter in older}
    computed = {(*change, file_of[number]) for number, changes in changes_by_letter(older).items() for change in changes}
    return computed == listed and bool(listed)


def expected_mails(letters: Collection[RealLetter], people: Iterable[Person], after: date) -> Counter[Notice]:
    """Who must be mailed about what was listed after a day: each letter once for each person who wants it.

    What 0.1 misread is mailed as it read it, and corrected once to the same people.
    """
    changes = changes_by_letter(letters)
    new = [letter for letter in letters if letter.listed > after and letter.is_readable]
    misread = {letter.number for letter in new if letter.file == MISREAD}
    told = {letter.number: changes.get(letter.number, frozenset()) for letter in new}
    told |= {number: told[number] | {TAKEN_FOR} for number in misread}
    notices = Counter(
        (person.email, letter.number, told[letter.number])
        for person in people
        for letter in new
        if (not person.urns or letter.urn in person.urns) and (person.every_letter or told[letter.number])
    )
    corrections = [(email, number, frozenset({RIGHT})) for email, number, _ in notices if number in misread]
    return notices + Counter(corrections)


def mailed(contents: Iterable[bytes]) -> Counter[Notice]:
    """What these mails say: of each letter whose page they link to, the rows of changes above that link."""
    notices: Counter[Notice] = Counter()
    for content in contents:
        mail = message_from_bytes(content, policy=policy.default)
        about: dict[str, set[Change]] = {}
        rows: list[list[str]] = []
        for line in text_of(content).splitlines():
            if row := _ROW.match(line):
                rows.append([row[1].lower()])
            elif (grade := _GRADE.match(line)) and rows and len(rows[-1]) < 3:
                rows[-1].append(grade[1].lower().replace(" ", "_"))
            elif link := _LETTER_PAGE.search(line):
                about.setdefault(link[1], set()).update((strand, before, now) for strand, before, now in rows)
                rows = []
        notices.update((str(mail["To"]), number, frozenset(changes)) for number, changes in about.items())
    return notices


def text_of(content: bytes) -> str:
    """The plain text of a mail."""
    body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
    return "" if body is None else str(body.get_content())


def message_id(content: bytes) -> str:
    """The Message-ID of a mail."""
    return str(message_from_bytes(content)["Message-ID"]).strip()


def own_links(content: bytes, url: str) -> list[str]:
    """The links of a mail to our own pages, each once, in the order of its text."""
    found = re.findall(r"https?://[^\s<>)\"]+", text_of(content))
    return list(dict.fromkeys(link.rstrip(".") for link in found if urlsplit(link).netloc == urlsplit(url).netloc))


def write_site(entries: Iterable[Mapping[str, Any]], folder: Path) -> Path:
    """The folder that a CorpusSite serves: all files of the corpus, described together."""
    folder.mkdir(parents=True)
    (folder / "truth.json").write_text(json.dumps(list(entries)), encoding="utf-8")
    for part in (CORPUS / "pdf", CORPUS / "recent", SHARED / "cases"):
        (folder / part.name).symlink_to(part)
    return folder
