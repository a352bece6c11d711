"""An authority's page: its current grades, its history as a picture over time, its letters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from ofsted_watch.adapters.database.page_queries import Served
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.history import History, histories, standing
from ofsted_watch.domain.history.summaries import extra_grades
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Cause, Change, SetAside, StoredLetter
from ofsted_watch.domain.set_aside_state import SetAsideSubject
from ofsted_watch.domain.visibility import Embargo, newest_letters, public_changes, public_letters
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.area_inspections import inspections_of
from ofsted_watch.presentation.authority_glance import glance
from ofsted_watch.presentation.event_text import extra_grade_texts
from ofsted_watch.presentation.labels import letter_label
from ofsted_watch.presentation.national.grades_on_day import SCALE
from ofsted_watch.presentation.national.palette import ANSWER_TEXTS
from ofsted_watch.presentation.subjects import visit_topics
from ofsted_watch.presentation.timeline import Timeline, TimelineEntry, timeline_of
from ofsted_watch.presentation.timeline_chart import NARROW, WIDE, timeline_chart
from ofsted_watch.services.embargo import embargo
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.coverage_notice import format_last_check
from ofsted_watch.web.rendering import page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in the list. `grades` are those that no strand of the picture shows; `changed` counts changed judgements."""

    published: date
    kind: LetterKind
    label: str
    file_number: FileNumber
    days: tuple[date | None, date | None]
    judgements: int
    changed: int
    extra: tuple[tuple[str, str], ...]
    priority_action: bool
    withdrawn: date | None
    problem: str | None
    url: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A letter that is listed but not shown yet: why, and its address. `file_number` is empty if it is not known.

    `state` is 'Not yet read' or 'Not yet checked'.
    """

    file_number: FileNumber
    listed_as: str
    state: str
    why: str
    url: str | None


@dataclass(frozen=True, slots=True)
class AuthorityShown:
    """What the page shows. `now` is the newest graded inspection, None if there is none.

    `reread` are the file numbers of letters that a newer reader reads differently and that are not reviewed yet, `gaps` the
    inspection reports that are published and not read.
    """

    now: TimelineEntry | None
    timeline: Timeline
    letters: tuple[LetterRow, ...]
    unread: tuple[Unread, ...]
    changes: tuple[Change, ...]
    disputed: tuple[str, ...]
    reread: tuple[str, ...]
    gaps: tuple[Gap, ...]


@router.get(f"{urls.AUTHORITIES}/{{urn}}", include_in_schema=False, response_model=None)
def authority(here: AppContextNow, urn: str) -> Response:
    """The page of one authority; a name (`knowsley`) is redirected to it. 404 for an unknown authority."""
    if not here.register.has(urn):
        return RedirectResponse(urls.authority_page(here.register.named(urn.replace("-", " ")).urn), status_code=301)
    named = here.register.by_urn(urn)
    today, published = here.today(), here.published.now()
    shown = authority_shown(
        here.database.letters.stored([named.urn]),
        here.database.letters.changes([named.urn]),
        embargo(here.database, [named.urn]),
        here.database.set_asides.find(urn=named.urn),
        here.database.pages.served(named.urn),
        today,
        [known.gap for known in here.database.gaps.open([named.urn])],
    )
    last_checked_on, is_stale = format_last_check(here.database.letters.last_checks([named.urn])[named.urn], today)
    pictures = [timeline_chart(shown.timeline, named.name, size) for size in (WIDE, NARROW)] if shown.timeline.rows else []
    return page(
        "authority.html",
        asks=bool(here.improvements.now().by_urn.get(named.urn)),
        authority=named,
        shown=shown,
        pictures=pictures,
        grades_in_picture=_grades_in(shown.timeline),
        last_checked_on=last_checked_on,
        is_stale=is_stale,
        areas=inspections_of(published.histories.get(named.urn, History(named.urn)), named),
        glance=glance(named, published.histories, here.register, today),
        by_year=letters_by_year(shown.letters),
        texts=ANSWER_TEXTS,
    )


def letters_by_year(letters: Iterable[LetterRow]) -> list[tuple[int, list[LetterRow]]]:
    """The letters of each year, the newest year first."""
    return [(year, list(rows)) for year, rows in groupby(letters, key=lambda row: row.published.year)]


def authority_shown(
    stored: Sequence[StoredLetter],
    recorded: Iterable[Change],
    embargoed: Embargo,
    set_asides: Iterable[SetAside],
    served: Iterable[Served],
    today: date,
    gaps: Iterable[Gap] = (),
) -> AuthorityShown:
    """The page of the authority whose letters these are; held letters are only listed."""
    notified = public_letters(stored, embargoed)
    all_notified = histories(notified, gaps)
    history = next(iter(all_notified.values()), History(Urn("")))
    changes = standing(public_changes(recorded, embargoed), all_notified)
    timeline = timeline_of(history, today)
    # In the order found: of two changes of one strand by re-issues of one letter, the later one comes first.
    place = {change.key: n for n, change in enumerate(changes)}
    newest_first = sorted(
        changes, key=lambda change: (change.to_published, change.cause, change.strand, place[change.key]), reverse=True
    )
    return AuthorityShown(
        now=timeline.notified[0] if timeline.notified else None,
        timeline=timeline,
        letters=tuple(_letter_row(letter, changes) for letter in newest_letters(notified)),
        unread=(*unread_letters(set_asides, served), *_being_checked(stored, embargoed)),
        changes=tuple(newest_first),
        disputed=tuple(sorted({letter.listing.file_number for letter in history.disputed})),
        gaps=history.gaps,
        reread=tuple(sorted({letter.listing.file_number for letter in notified if letter.file_key in embargoed.waiting})),
    )


def unread_letters(set_asides: Iterable[SetAside], served: Iterable[Served]) -> tuple[Unread, ...]:
    """What was set aside of an authority's letters and links, with the files that the site served."""
    files = tuple(served)
    by_number = {file.file_number: file for file in files}
    unread = []
    for aside in set_asides:
        if aside.what == SetAsideSubject.PAGE:
            continue
        listed_number = FileNumber(aside.about if aside.what == SetAsideSubject.LISTING else "")
        file = _file_of(aside, files) if aside.what == SetAsideSubject.LETTER else by_number.get(listed_number)
        number = file.file_number if file else listed_number
        label, stands_before, why = aside.message.partition(f", file {number}: ")
        if not stands_before:
            label, why = (file.listed_as if file else "A letter"), aside.message
        unread.append(Unread(number, label, "Not yet read", why.rstrip("."), file.url if file else None))
    return tuple(unread)


def _file_of(aside: SetAside, files: Sequence[Served]) -> Served | None:
    """The file of a letter that is set aside: two numbers can have the same bytes, and the message names one of them."""
    same_bytes = [file for file in files if file.sha256 == aside.about]
    named = [file for file in same_bytes if f", file {file.file_number}: " in aside.message]
    return next(iter((*named, *same_bytes)), None)


def _being_checked(stored: Iterable[StoredLetter], embargoed: Embargo) -> tuple[Unread, ...]:
    why = "it is not shown until the reading has been checked"
    return tuple(
        Unread(letter.listing.file_number, letter.listing.listed_as, "Not yet checked", why, letter.listing.url)
        for letter in stored
        if letter.file_key in embargoed.hidden
    )


def _letter_row(stored: StoredLetter, changes: Sequence[Change]) -> LetterRow:
    letter = stored.letter
    brought = (change for change in changes if change.to_number == stored.listing.file_number and change.direction)
    return LetterRow(
        published=stored.published,
        kind=letter.kind,
        label=letter_label(letter.kind, letter.inspection_type, visit_topics(letter)),
        file_number=stored.listing.file_number,
        days=(letter.inspection_start, letter.inspection_end),
        judgements=len(letter.judgements),
        changed=len({change.strand for change in brought if change.cause is not Cause.CORRECTION}),
        extra=tuple(extra_grade_texts(extra_grades(letter)).items()),
        priority_action=letter.areas_for_priority_action is True,
        withdrawn=stored.withdrawn,
        problem=letter.problem.message if letter.problem else None,
        url=stored.listing.url,
    )


def _grades_in(timeline: Timeline) -> tuple[Grade, ...]:
    """The grades that the picture's legend explains, best first."""
    shown = {step.grade for row in timeline.rows for step in row.steps} | set(SCALE)
    return tuple(grade for grade in Grade if grade in shown)
