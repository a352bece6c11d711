"""The contents of a letter's page, from its editions and its authority's history. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.history import History, Inspection, compare, served_order
from ofsted_watch.domain.identifiers import FileNumber, Sha256
from ofsted_watch.domain.model import Judgement, Letter, StoredLetter
from ofsted_watch.presentation.comparison_text import comparison_sentence
from ofsted_watch.presentation.emails.event_items import Quote, quote_of
from ofsted_watch.presentation.emails.safe_text import one_line
from ofsted_watch.presentation.labels import (
    AREAS,
    GRADES,
    format_day,
    format_days,
    inspection_label,
    kind_label,
    person_sentence,
    sentence,
)
from ofsted_watch.presentation.search_query import Question
from ofsted_watch.presentation.subjects import visit_topics
from ofsted_watch.web.findings_view import LetterFindingsShown, findings_shown
from ofsted_watch.web.letter_text_view import ParagraphShown, edge_lines, letter_paragraphs, shown_paragraphs

SHORTEST_HASH = 12
"""Characters of a sha256 that name an edition of one letter."""


@dataclass(frozen=True, slots=True)
class JudgementShown:
    """A judgement with its evidence; `printed` is the grade as printed."""

    area: str
    grade: Grade
    printed: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The graded inspection that this one is compared with."""

    published: date
    kind: str
    file_number: FileNumber


@dataclass(frozen=True, slots=True)
class Edition:
    """Bytes that the site served under this number; `is_shown` marks the one on the page.

    `first_seen` is the first day of their last period on the site; if that was not recorded, the day of the number.
    """

    sha256: Sha256
    first_seen: date
    is_shown: bool


@dataclass(frozen=True, slots=True)
class LetterShown:
    """The page. `compared` has a sentence for each strand compared with `before`; `facts` are pairs of name and text.

    `counts` is the file number that counts for this inspection, if it is not this edition. `read_by` says that a person read it.
    """

    title: str
    heading: str
    letter: Letter
    url: str
    published: date
    withdrawn: date | None
    reader_version: str
    read_by: str | None
    facts: tuple[tuple[str, str], ...]
    judgements: tuple[JudgementShown, ...]
    board: Grade | None
    before: Neighbour | None
    compared: tuple[str, ...]
    counts: str | None
    findings: LetterFindingsShown
    paragraphs: tuple[ParagraphShown, ...]
    edges: tuple[tuple[int, str], ...]
    editions: tuple[Edition, ...]


def served_at(shown: StoredLetter, ordered: Sequence[StoredLetter]) -> str:
    """The address of this edition's file, '' if the site does not serve it any more. `ordered` are all editions.

    Ofsted's site serves the newest edition only: a page of another is not to be found there.
    """
    return shown.listing.url if shown is ordered[-1] and shown.withdrawn is None else ""


def is_edition(stored: StoredLetter, wanted: str | None) -> bool:
    """True for the edition with this sha256, or with one that begins so (12 characters or more); None wants any."""
    if wanted is None or stored.letter.sha256 == wanted:
        return True
    return len(wanted) >= SHORTEST_HASH and stored.letter.sha256.startswith(wanted)


def letter_shown(
    editions: Sequence[StoredLetter], wanted: str | None, history: History, asked: Question | None = None
) -> LetterShown | None:
    """The page of a letter in the edition `wanted` (a sha256; None: the newest), or None if there is no such edition.

    `editions` have their text, `history` is the authority's published history. The terms that were `asked` for are marked.
    """
    ordered = sorted(editions, key=served_order)
    matching = [edition for edition in ordered if is_edition(edition, wanted)]
    if not matching:
        return None
    shown = matching[-1]
    letter, listing = shown.letter, shown.listing
    inspection = next((each for each in history.inspections if (listing.file_number, letter.sha256) in each.files), None)
    is_counted = inspection is not None and inspection.stored.letter.sha256 == letter.sha256
    before = history.predecessor(inspection) if inspection and is_counted else None
    kind = kind_label(letter.kind)
    url = served_at(shown, ordered)
    paragraphs = letter_paragraphs(letter)
    return LetterShown(
        title=f"{kind} of {format_day(shown.published)}",
        heading=one_line(letter.title or listing.listed_as, 300),
        letter=letter,
        url=listing.url,
        published=shown.published,
        withdrawn=shown.withdrawn,
        reader_version=shown.reader_version,
        read_by=one_line(person_sentence(letter.read_by), 400) if letter.read_by else None,
        facts=_facts(shown),
        judgements=tuple(_judgement(judgement, url) for judgement in letter.judgements),
        board=letter.lscb,
        before=_neighbour(before) if before else None,
        compared=tuple(comparison_sentence(strand) for strand in compare(history, inspection)) if inspection and before else (),
        counts=inspection.stored.listing.file_number if inspection and not is_counted else None,
        findings=findings_shown(letter, paragraphs, url),
        paragraphs=shown_paragraphs(paragraphs, url, asked),
        edges=edge_lines(letter),
        editions=tuple(
            Edition(edition.letter.sha256, edition.served or edition.first_seen, edition is shown)
            for edition in reversed(ordered)
        ),
    )


def _facts(shown: StoredLetter) -> tuple[tuple[str, str], ...]:
    """The letter's facts; missing ones are left out."""
    letter, listing = shown.letter, shown.listing
    ordinal = f"number {letter.ordinal_visit} since the inspection" if letter.ordinal_visit else None
    priority = {True: "named", False: "none named", None: None}[letter.areas_for_priority_action]
    facts = (
        ("Published", format_day(shown.published)),
        ("Kind", sentence(inspection_label(letter.kind, letter.inspection_type, visit_topics(letter)))),
        ("Listed by Ofsted as", one_line(listing.listed_as, 300)),
        ("Inspectors were there", format_days(letter.inspection_start, letter.inspection_end)),
        ("About its dates", letter.dates_note and one_line(letter.dates_note, 300)),
        ("Lead inspector", letter.lead_inspector and one_line(letter.lead_inspector)),
        ("Inspectors", ", ".join(one_line(name) for name in letter.inspectors)),
        ("This visit", ordinal),
        ("Judged before this visit", _previous(letter)),
        ("Areas for priority action", priority),
    )
    return tuple((name, text) for name, text in facts if text)


def _previous(letter: Letter) -> str | None:
    previous = letter.previous_judgement
    if previous is None:
        return None
    if previous.month_year is None:
        return GRADES[previous.grade]
    year, _, month = previous.month_year.partition("-")
    when = f"{date(int(year), int(month), 1):%B %Y}" if month else year
    return f"{GRADES[previous.grade]} ({when})"


def _judgement(judgement: Judgement, url: str) -> JudgementShown:
    quotes = dict.fromkeys(quote_of("", witness, url) for witness in judgement.witnesses)
    return JudgementShown(sentence(AREAS[judgement.area]), judgement.grade, one_line(judgement.printed), tuple(quotes))


def _neighbour(inspection: Inspection) -> Neighbour:
    listing = inspection.stored.listing
    return Neighbour(inspection.published, kind_label(inspection.stored.letter.kind), listing.file_number)
