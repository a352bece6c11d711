"""Read again what an earlier version of the reader read, or could not read. All that is news then waits for a person.

What differs from an earlier reading is a correction. A letter that was set aside and can be read now is stored; where it was
news when it was first listed, its alerts are held together.
"""

from collections.abc import Sequence
from datetime import date

from prefect import flow
from prefect.states import Failed, State

from flows.artifacts import show_run
from flows.concluding import final_state, whole_run
from flows.gathering import Gathering
from flows.nightly_flow import today_in_london
from ofsted_watch.domain.model import Authority, FileRecord, Listing, StoredLetter
from ofsted_watch.errors import WrongUse
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from ofsted_watch.runs.planning import EVERYTHING, expected_authorities
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.runs.sorting import Gathered
from ofsted_watch.services.decide import NotifyMode
from ofsted_watch.services.resources import Resources, know_authorities, open_resources
from ofsted_watch.settings import read_settings
from tasks import reading
from tasks.running import PrefectExecutor, Running


@flow(name="reread", flow_run_name="reread", persist_result=False)
def reread_letters(authorities: list[str] | None = None) -> State:
    """Read every letter again that an earlier version of the reader read or set aside. Asks the site for nothing.

    Args:
        authorities: Names or URNs; leave empty for the watched ones.
    """
    settings = read_settings()
    know_authorities(settings)
    try:
        expected = expected_authorities(authorities or settings.authorities)
    except WrongUse as wrong:
        return Failed(name="Refused", message=str(wrong))
    with open_resources(settings) as resources:
        night = reread(PrefectExecutor(), resources, expected, today_in_london())
    show_run(night)
    return final_state(night.ending, night.message)


def reread(
    run: Running, resources: Resources, expected: Sequence[Authority], today: date, notify: NotifyMode = NotifyMode.SEND
) -> RunResult:
    """Read again, however the stages are run. All alerts are held; an old grade stays where the new reading lost it."""
    return whole_run(run, resources, "reread", expected, today, lambda: _gather(run, resources, expected, today), notify)


def _gather(run: Running, resources: Resources, expected: Sequence[Authority], today: date) -> Gathering:
    found = Gathering(tuple(expected), today, EVERYTHING)
    stored = resources.database.letters.stored([authority.urn for authority in expected])
    stale = [one for one in stored if one.reader_version != READER_VERSION and one.withdrawn is None]
    answers = run.each(reading.read_letter, [(one.listing, one.letter.sha256) for one in stale], resources)
    for one, letter in zip(stale, answers, strict=True):
        if isinstance(letter, BaseException):
            found.miss(one.listing.urn, letter)
        else:
            found.letters.append(Gathered(one.listing, letter, one.first_seen, None, one.edition, one.served))
    _gather_set_aside(run, resources, found, stored)
    return found


def _gather_set_aside(run: Running, resources: Resources, found: Gathering, stored: Sequence[StoredLetter]) -> None:
    """Read the letters that wait set aside, in the bytes that the site served last. Those still unreadable stay as they are."""
    urns = [authority.urn for authority in found.expected]
    aside = resources.database.set_asides.set_aside_letters(urns)
    places = {(one.listing.urn, one.listing.file_number, one.letter.sha256) for one in stored}
    records = [
        record
        for urn in sorted({urn for urn, _ in aside})
        for number, record in sorted(resources.database.files.files_of(urn).items())
        if (urn, record.sha256) in aside and (urn, number, record.sha256) not in places
    ]
    listed = [(_listing(record), record.sha256) for record in records]
    checks = resources.database.files.checks_before(urns)
    unread = 0
    for record, (listing, _), letter in zip(records, listed, run.each(reading.read_letter, listed, resources), strict=True):
        if isinstance(letter, BaseException):
            found.miss(listing.urn, letter)
        elif letter.problem is not None:
            unread += 1
        else:
            first = checks[listing.urn, listing.file_number]
            found.letters.append(
                Gathered(listing, letter, first.first_listed, first.checked_before, record.edition, record.first_seen)
            )
    if unread:
        found.notes.append(f"{unread} {'letter' if unread == 1 else 'letters'} set aside before still cannot be read")


def _listing(record: FileRecord) -> Listing:
    return Listing(record.urn, record.file_number, record.url, record.listed_as, record.listed, None)
