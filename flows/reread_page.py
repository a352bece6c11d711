"""What a run that reads one letter again shows: each field as it was read before and as it is read now."""

from collections.abc import Sequence

from flows.artifacts import link, plain, table
from flows.page_links import PageLinks
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.presentation.labels import sentence
from ofsted_watch.presentation.reading_differences import also_differs, difference_sentence, readings_compared
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.services.reread_letter import ChosenLetter, ReadAgain

_HEADINGS = ("", "field", "read before", "read now")


def reread_page(chosen: ChosenLetter, files: Sequence[ReadAgain], result: RunResult, links: PageLinks) -> str:
    """The letter with its links, then each of its files with both readings, and what is to be done."""
    title = f"# {plain(chosen.authority.name)}: file {chosen.file_number} read again"
    return "\n\n".join((title, *(_file(file, links) for file in files), _following(files, result, links)))


def reread_sentence(chosen: ChosenLetter, files: Sequence[ReadAgain]) -> str:
    """'Thornmere, file 60000101: read as before', for the final state."""
    compared = dict.fromkeys(difference_sentence(file.before, file.now) for file in files)
    return f"{chosen.authority.name}, file {chosen.file_number}: {', '.join(compared)}"


def _file(file: ReadAgain, links: PageLinks) -> str:
    listing = file.listing
    where = " · ".join(link(place) for place in links.letter(listing.urn, listing.file_number, listing.url))
    rows = [
        ("differs" if field.before != field.now else "", field.name, field.before, field.now)
        for field in readings_compared(file.before, file.now)
    ]
    parts = [
        f"**{sentence(difference_sentence(file.before, file.now))}.** {where}",
        f"Before: {_reader(file.version_before)}. Now: {_reader(file.version_now)}.",
        table(_HEADINGS, rows, "Nothing of it could be read, before or now."),
    ]
    if others := also_differs(file.before, file.now):
        parts.append(f"Also read otherwise: {plain(', '.join(others))}.")
    return "\n\n".join(parts)


def _reader(version: str) -> str:
    return f"version {plain(version)} of the reader" if version else "no reader"


def _following(files: Sequence[ReadAgain], result: RunResult, links: PageLinks) -> str:
    if result.stopped:
        return "**Nothing was stored:** our own checks stopped the run; its artifact *checks* names the rule."
    if result.hold:
        return f"**Its alerts are held:** {plain(result.hold)}. Release or drop them with {links.form('review-held-alerts')}."
    if all(file.is_stored for file in files):
        sent = f"{format_count(result.new_alerts, 'alert')} of it go out" if result.new_alerts else "no alert comes of it"
        return f"It is stored as read now; {sent}."
    return (
        "What is not stored is set aside: read its pages and answer with "
        f"{links.form('review-set-aside-letters')}. Whatever was stored before still stands."
    )
