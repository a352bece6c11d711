"""What a person read in a letter that was set aside, checked against its framework and the pages of its file. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ofsted_watch.domain.grades import Area, Grade, grades_in
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, Judgement, Letter, Listing, Witness
from ofsted_watch.domain.person_reading import ON_IMAGE, ON_PAGE
from ofsted_watch.errors import WrongUse
from ofsted_watch.extraction.letter_kinds import KINDS
from ofsted_watch.extraction.letter_kinds.kind import Kind
from ofsted_watch.extraction.squeezed_text import stands_on

_KINDS = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class EnteredGrade:
    """A grade as a person read it: the page (from 1) and the text there that states it.

    With `is_image` the text is part of an image, so that the file has no such text; it says what the image shows.
    """

    area: Area
    grade: Grade
    page: int
    text: str
    is_image: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person enters about a letter. None for a kind or date that the reader has right.

    `confirms` takes over each grade that was read without a contradiction, and that is not in `grades`.
    """

    grades: tuple[EnteredGrade, ...] = ()
    confirms: bool = False
    kind: LetterKind | None = None
    published: date | None = None
    inspection_start: date | None = None
    inspection_end: date | None = None


def entered_letter(
    letter: Letter, entry: Entry, listing: Listing, authority: Authority, pages: int, texts: Mapping[int, str], today: date
) -> Letter:
    """The letter as the person read it, without its problem.

    `letter` is what the reader read, `pages` the pages of the file, `texts` the text of those that the entry names.
    Raises WrongUse with every fault of the entry in one message.
    """
    kind = _KINDS.get(entry.kind or letter.kind)
    if kind is None:
        known = ", ".join(sorted(_KINDS))
        raise WrongUse(f"The reader does not know what kind of letter this is: say it, one of {known}")
    if letter.urn is not None and letter.urn != listing.urn:
        raise WrongUse(f"The letter names {letter.authority}, not {authority.name}: reject it, or close its gap")
    start, end = entry.inspection_start or letter.inspection_start, entry.inspection_end or letter.inspection_end
    read = replace(
        letter,
        kind=kind.name,
        pages=pages,
        urn=authority.urn,
        authority=letter.authority or authority.name,
        published=entry.published or letter.published,
        inspection_start=start,
        inspection_end=end,
        judgements=(*_confirmed(letter, entry, kind), *(_judgement(given) for given in entry.grades)),
        problem=None,
        read_by=None,
    )
    faults = (*_date_faults(read, kind, listing, today), *_area_faults(read, kind), *_place_faults(entry, pages, texts))
    if faults:
        raise WrongUse("; ".join(faults))
    order = {area: place for place, area in enumerate(kind.demanded(start) if start else ())}
    return replace(read, judgements=tuple(sorted(read.judgements, key=lambda judgement: order[judgement.area])))


def carries_grades(letter: Letter) -> bool:
    """True if a letter of this kind and date gives grades, or may: its kind is not known, or its date."""
    kind = _KINDS.get(letter.kind)
    if kind is None or not kind.areas:
        return False
    return letter.inspection_start is None or bool(kind.demanded(letter.inspection_start))


def _confirmed(letter: Letter, entry: Entry, kind: Kind) -> Iterator[Judgement]:
    entered = {given.area for given in entry.grades}
    known = [judgement for judgement in letter.judgements_read if judgement.area in kind.areas and judgement.area not in entered]
    times = Counter(judgement.area for judgement in known)
    if entry.confirms:
        yield from (judgement for judgement in known if times[judgement.area] == 1)


def _judgement(given: EnteredGrade) -> Judgement:
    text = " ".join(given.text.split())
    printed = text if given.area is Area.SEND_OUTCOME else grades_in(text).get(given.grade) or _plain(given.grade)
    return Judgement(
        given.area, given.grade, printed, given.page, (Witness(given.page, text, ON_IMAGE if given.is_image else ON_PAGE),)
    )


def _date_faults(letter: Letter, kind: Kind, listing: Listing, today: date) -> Iterator[str]:
    start, end, published = letter.inspection_start, letter.inspection_end, letter.published or listing.published
    if published is None:
        yield "say when the letter was published: neither it nor its link says so"
    if kind.areas and (start is None or end is None):
        yield f"say the first and the last day of the inspection: they decide which areas {_a(kind)} judges"
    if start is not None and end is not None and start > end:
        yield f"the inspection cannot begin on {_day(start)} and end on {_day(end)}"
    if end is not None and published is not None and end > published:
        yield f"the inspection cannot end on {_day(end)}, after the letter's day, {_day(published)}"
    if published is not None and published > today:
        yield f"the letter cannot be of {_day(published)}: that is in the future"


def _area_faults(letter: Letter, kind: Kind) -> Iterator[str]:
    areas = Counter(judgement.area for judgement in letter.judgements)
    for area, times in areas.items():
        if times > 1:
            yield f"the grade of '{area}' is entered {times} times"
    for judgement in letter.judgements:
        if kind.grades and judgement.grade not in kind.grades:
            yield f"'{_plain(judgement.grade)}' is not a grade that {_a(kind)} gives"
    if kind.areas and letter.inspection_start is None:
        return
    demanded = kind.demanded(letter.inspection_start) if letter.inspection_start else ()
    of_day = f"{_a(kind)} of {_day(letter.inspection_start)}" if letter.inspection_start else _a(kind)
    for area in areas:
        if area not in demanded:
            yield f"{of_day} does not judge '{area}'"
    missing = [area for area in demanded if area not in areas]
    if missing:
        yield f"{of_day} judges {', '.join(demanded)}: enter the grade of {', '.join(missing)} too"


def _place_faults(entry: Entry, pages: int, texts: Mapping[int, str]) -> Iterator[str]:
    for given in entry.grades:
        if not 1 <= given.page <= pages:
            yield f"'{given.area}': the file has no page {given.page}, it has {pages}"
        elif not given.text.strip():
            yield f"'{given.area}': quote the text that states the grade; of an image, say what it shows"
        elif given.is_image:
            continue
        elif not stands_on(texts.get(given.page, ""), given.text):
            yield (
                f"'{given.area}': the text '{given.text}' does not stand on page {given.page}: quote it as it is printed there,"
                " or say that it is part of an image"
            )
        elif given.area is not Area.SEND_OUTCOME and given.grade not in grades_in(given.text):
            yield f"'{given.area}': the text '{given.text}' does not say '{_plain(given.grade)}'"


def _plain(grade: Grade) -> str:
    return grade.replace("_", " ")


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _a(kind: Kind) -> str:
    return f"{'an' if kind.title_phrase[0] in 'aeiouAEIOU' else 'a'} {kind.title_phrase}"
