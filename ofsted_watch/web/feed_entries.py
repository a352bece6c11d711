"""What the feeds say, from what is published. Pure.

An entry is named by its authority and the site's file number, as the letter's page is: a correction or a re-issue brings the
entry up to date and never makes another. News counts from the moment we found it (or a person released it). Earlier history
bears its own old date, so that it stands in the feed and is no news.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time

from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.history import letter_key, newest_editions
from ofsted_watch.domain.identifiers import ListingKey, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Cause, Change, StoredLetter
from ofsted_watch.domain.visibility import newest_letters
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.atom import Entry
from ofsted_watch.presentation.emails.safe_text import one_line, web_link
from ofsted_watch.presentation.headlines import headline
from ofsted_watch.presentation.labels import AREAS, GRADES, STRANDS, format_day, kind_label, sentence
from ofsted_watch.web.published import Published

MOST_ENTRIES = 50

CAUSES = {
    Cause.NEW_LETTER: "new letter",
    Cause.REISSUED: "letter put out again",
    Cause.FRAMEWORK: "no longer given by this framework",
    Cause.CORRECTION: "correction of what we said",
    Cause.WITHDRAWN: "letter withdrawn",
    Cause.HISTORY: "history",
}
_LOUDEST = (Cause.WITHDRAWN, Cause.CORRECTION, Cause.REISSUED, Cause.NEW_LETTER, Cause.HISTORY, Cause.FRAMEWORK)


def change_entries(published: Published, urns: Collection[Urn] | None, *, domain: str, public_url: str) -> tuple[Entry, ...]:
    """One entry for each letter that moved a judgement of these authorities (None: of all), the newest first.

    `domain` names us in the tag: URIs; `public_url` is where our pages stand (empty: links are relative to the feed's host).
    """
    by_letter: dict[ListingKey, list[Change]] = defaultdict(list)
    for change in published.changes:
        if urns is None or change.urn in urns:
            by_letter[_about(change)].append(change)
    stored = {one.listing.key: one for one in newest_editions(published.letters)}
    notified = {
        place: changes
        for place, changes in by_letter.items()
        if any(change.direction is not None or change.cause is Cause.WITHDRAWN for change in changes)
    }
    # Only these can be among the newest entries; to word thousands for fifty would take long.
    found = sorted(notified, key=lambda place: _change_order(place, notified[place], published, domain), reverse=True)[
        :MOST_ENTRIES
    ]
    return tuple(_change_entry(place, notified[place], stored.get(place), published, domain, public_url) for place in found)


def letter_entries(published: Published, urns: Collection[Urn] | None, *, domain: str, public_url: str) -> tuple[Entry, ...]:
    """One entry for each letter about these authorities (None: about all), the newest first; see `change_entries`."""
    mine = (one for one in published.letters if urns is None or one.listing.urn in urns)
    # Only these can be among the newest entries; to word thousands for fifty would take long.
    found = sorted(newest_letters(mine), key=lambda one: _letter_updated(one, published), reverse=True)[:MOST_ENTRIES]
    return _newest([_letter_entry(one, published, domain, public_url) for one in found])


def _about(change: Change) -> ListingKey:
    """The letter that a change is told of: the one that went, where one was withdrawn."""
    return ListingKey(change.urn, change.from_number if change.cause is Cause.WITHDRAWN else change.to_number)


def _change_entry(
    place: ListingKey, changes: Sequence[Change], stored: StoredLetter | None, published: Published, domain: str, public_url: str
) -> Entry:
    urn, number = place
    found = sorted(changes, key=lambda change: published.found.get(change.key, _midnight(change.to_published)))
    notified = sorted(found, key=lambda change: (list(Strand).index(change.strand), _LOUDEST.index(change.cause)))
    cause = min((change.cause for change in notified), key=_LOUDEST.index)
    day = _change_day(notified)
    return Entry(
        id=_change_id(place, domain),
        title=one_line(_change_title(published.register.display(urn).name, notified, cause, day, stored)),
        published=_midnight(day),
        updated=_change_updated(notified, published),
        link=urls.whole(public_url, urls.letter_page(urn, number)),
        evidence=web_link(stored.listing.url) if stored else None,
        summary=" ".join(_change_text(change) for change in notified),
        category=cause,
        category_text=CAUSES[cause],
    )


def _change_id(place: ListingKey, domain: str) -> str:
    urn, number = place
    return f"tag:{domain},2026:changes/{urn}/{number}"


def _change_day(changes: Sequence[Change]) -> date:
    return min(change.from_published if change.cause is Cause.WITHDRAWN else change.to_published for change in changes)


def _change_updated(changes: Sequence[Change], published: Published) -> datetime:
    news = [one for one in changes if one.cause is not Cause.HISTORY]
    found = (published.found[one.key] for one in news if one.key in published.found)
    return max(found, default=_midnight(_change_day(changes)))


def _change_order(place: ListingKey, changes: Sequence[Change], published: Published, domain: str) -> tuple[datetime, date, str]:
    """As `_newest` orders the entries that these become."""
    return _change_updated(changes, published), _change_day(changes), _change_id(place, domain)


def _change_title(name: str, notified: Sequence[Change], cause: Cause, day: date, stored: StoredLetter | None) -> str:
    if cause is Cause.WITHDRAWN:
        return f"{name}: Ofsted no longer lists its report of {format_day(day)}"
    if cause is Cause.CORRECTION:
        return f"{name}: correction of what we said about the report of {format_day(day)}"
    kind = kind_label(stored.letter.kind if stored else LetterKind.OTHER)
    # A letter that was put out again more than once moved a line each time; the title says where it stands now.
    now = {change.strand: change for change in notified if change.cause is cause}
    said = headline(name, kind, tuple(now.values()), compared=True, priority=False)
    return f"History: {said}, {format_day(day)}" if cause is Cause.HISTORY else said


def _change_text(change: Change) -> str:
    strand = STRANDS[change.strand]
    was = GRADES[change.from_grade] if change.from_grade else "not given"
    now = GRADES[change.to_grade] if change.to_grade else None
    moved = f" ({change.direction})" if change.direction else ""
    if change.cause is Cause.FRAMEWORK:
        return f"{sentence(strand)}: no longer given by this framework; it was {was}."
    if change.cause is Cause.WITHDRAWN:
        left = f"what stands now is {now}" if now else "nothing that stands now judges it"
        return f"{sentence(strand)}: the report said {was}; {left}."
    if change.cause is Cause.CORRECTION and change.from_file == change.to_file:
        return f"Correction: {strand} is {now}; we said {was} before."
    if change.cause is Cause.REISSUED:
        return f"{sentence(strand)}: the report put out again says {now}; it said {was} before{moved}."
    return f"{sentence(strand)}: from {was} to {now}{moved}."


def _letter_entry(stored: StoredLetter, published: Published, domain: str, public_url: str) -> Entry:
    urn, number, letter = stored.listing.urn, stored.listing.file_number, stored.letter
    gone = " (no longer listed by Ofsted)" if stored.withdrawn else ""
    return Entry(
        id=f"tag:{domain},2026:letters/{urn}/{number}",
        title=one_line(
            f"{published.register.display(urn).name}: {kind_label(letter.kind)} of {format_day(stored.published)}{gone}"
        ),
        published=_midnight(stored.published),
        updated=_letter_updated(stored, published),
        link=urls.whole(public_url, urls.letter_page(urn, number)),
        evidence=web_link(stored.listing.url),
        summary=_letter_text(stored),
        category=letter.kind,
        category_text=kind_label(letter.kind),
    )


def _letter_updated(stored: StoredLetter, published: Published) -> datetime:
    urn, sha256 = stored.listing.urn, stored.letter.sha256
    # Of bytes that were served again, the event that told so is the later one.
    keys = (letter_key(urn, sha256, stored.edition), letter_key(urn, sha256))
    known = next((published.decided[key] for key in keys if key in published.decided), _midnight(stored.published))
    return max(known, _midnight(stored.withdrawn)) if stored.withdrawn else known


def _letter_text(stored: StoredLetter) -> str:
    letter = stored.letter
    if letter.problem:
        return f"Not yet read: {one_line(letter.problem.message)}"
    said = [f"{sentence(AREAS[judgement.area])}: {GRADES[judgement.grade]}." for judgement in letter.judgements]
    if letter.areas_for_priority_action:
        said.append("It names areas for priority action.")
    if stored.withdrawn:
        said.append(f"Ofsted no longer lists it since {format_day(stored.withdrawn)}.")
    return " ".join(said) or f"Listed as “{one_line(stored.listing.listed_as, 200)}”. It gives no grades."


def _newest(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.updated, entry.published, entry.id), reverse=True)[:MOST_ENTRIES])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
