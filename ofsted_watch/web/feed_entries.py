"""The entries of the feeds, from what is published. Pure.

An entry is identified by its authority and the site's file number, like the letter's page: a correction or re-issue updates the
entry and never adds another. News is dated by the moment we found it (or it was released). Earlier history
has its own old date, so that it is in the feed but not news.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time

from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.history import letter_key, newest_editions
from ofsted_watch.domain.identifiers import ListingKey, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Cause, Change, StoredLetter
from ofsted_watch.domain.selection import changed_letter
from ofsted_watch.domain.visibility import newest_letters
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.atom import Entry
from ofsted_watch.presentation.emails.safe_text import one_line, web_link
from ofsted_watch.presentation.headlines import headline
from ofsted_watch.presentation.labels import AREAS, CAUSES, GRADES, STRANDS, format_day, kind_label, sentence
from ofsted_watch.web.feed_content import entry_content, topic_categories
from ofsted_watch.web.published import Published

MOST_ENTRIES = 50

_LOUDEST = (Cause.WITHDRAWN, Cause.CORRECTION, Cause.REISSUED, Cause.NEW_LETTER, Cause.HISTORY, Cause.FRAMEWORK)


def change_entries(
    published: Published,
    urns: Collection[Urn] | None,
    *,
    domain: str,
    public_url: str,
    selected: Collection[ListingKey] | None = None,
) -> tuple[Entry, ...]:
    """One entry for each letter that changed a judgement of these authorities (None: of all), the newest first.

    `domain` names us in the tag: URIs; `public_url` is the address of our pages (empty: links are relative to the feed's host).
    `selected` are the letters of a selection: an entry says the same in every feed.
    """
    by_letter: dict[ListingKey, list[Change]] = defaultdict(list)
    for change in published.changes:
        if (urns is None or change.urn in urns) and (selected is None or changed_letter(change) in selected):
            by_letter[changed_letter(change)].append(change)
    stored = {letter.listing.key: letter for letter in newest_editions(published.letters)}
    notified = {
        place: changes
        for place, changes in by_letter.items()
        if any(change.direction is not None or change.cause is Cause.WITHDRAWN for change in changes)
    }
    # Only these can be among the newest entries; to write thousands for fifty is slow.
    newest = sorted(notified, key=lambda place: _change_order(place, notified[place], published, domain), reverse=True)[
        :MOST_ENTRIES
    ]
    return tuple(_change_entry(place, notified[place], stored.get(place), published, domain, public_url) for place in newest)


def letter_entries(
    published: Published,
    urns: Collection[Urn] | None,
    *,
    domain: str,
    public_url: str,
    selected: Collection[ListingKey] | None = None,
) -> tuple[Entry, ...]:
    """One entry for each letter about these authorities (None: about all), the newest first; see `change_entries`."""
    mine = (
        letter
        for letter in published.letters
        if (urns is None or letter.listing.urn in urns) and (selected is None or letter.listing.key in selected)
    )
    # Only these can be among the newest entries; to write thousands for fifty is slow.
    newest = sorted(newest_letters(mine), key=lambda letter: _letter_updated(letter, published), reverse=True)[:MOST_ENTRIES]
    return _newest([_letter_entry(letter, published, domain, public_url) for letter in newest])


def _change_entry(
    place: ListingKey, changes: Sequence[Change], stored: StoredLetter | None, published: Published, domain: str, public_url: str
) -> Entry:
    urn, number = place
    ordered = sorted(changes, key=lambda change: published.found.get(change.key, _midnight(change.to_published)))
    notified = sorted(ordered, key=lambda change: (list(Strand).index(change.strand), _LOUDEST.index(change.cause)))
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
        topics=topic_categories(stored),
        content=entry_content(stored),
    )


def _change_id(place: ListingKey, domain: str) -> str:
    urn, number = place
    return f"tag:{domain},2026:changes/{urn}/{number}"


def _change_day(changes: Sequence[Change]) -> date:
    return min(change.from_published if change.cause is Cause.WITHDRAWN else change.to_published for change in changes)


def _change_updated(changes: Sequence[Change], published: Published) -> datetime:
    news = [change for change in changes if change.cause is not Cause.HISTORY]
    moments = (published.found[change.key] for change in news if change.key in published.found)
    return max(moments, default=_midnight(_change_day(changes)))


def _change_order(place: ListingKey, changes: Sequence[Change], published: Published, domain: str) -> tuple[datetime, date, str]:
    """The order of the resulting entries, as in `_newest`."""
    return _change_updated(changes, published), _change_day(changes), _change_id(place, domain)


def _change_title(name: str, notified: Sequence[Change], cause: Cause, day: date, stored: StoredLetter | None) -> str:
    if cause is Cause.WITHDRAWN:
        return f"{name}: Ofsted no longer lists its report of {format_day(day)}"
    if cause is Cause.CORRECTION:
        return f"{name}: our correction about the report of {format_day(day)}"
    kind = kind_label(stored.letter.kind if stored else LetterKind.OTHER)
    # A letter that was re-issued more than once changed a strand each time; the title has the current grade.
    now = {change.strand: change for change in notified if change.cause is cause}
    title = headline(name, kind, tuple(now.values()), compared=True, priority=False)
    return f"History: {title}, {format_day(day)}" if cause is Cause.HISTORY else title


def _change_text(change: Change) -> str:
    strand = STRANDS[change.strand]
    was = GRADES[change.from_grade] if change.from_grade else "not given"
    now = GRADES[change.to_grade] if change.to_grade else None
    moved = f" ({change.direction})" if change.direction else ""
    if change.cause is Cause.FRAMEWORK:
        return f"{sentence(strand)}: no longer given by this framework; it was {was}."
    if change.cause is Cause.WITHDRAWN:
        left = f"the current grade is {now}" if now else "no current letter judges it"
        return f"{sentence(strand)}: the report said {was}; {left}."
    if change.cause is Cause.CORRECTION and change.from_file == change.to_file:
        return f"Correction: {strand} is {now}; we said {was} before."
    if change.cause is Cause.REISSUED:
        return f"{sentence(strand)}: the re-issued report says {now}; it said {was} before{moved}."
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
        topics=topic_categories(stored),
        content=entry_content(stored),
    )


def _letter_updated(stored: StoredLetter, published: Published) -> datetime:
    urn, sha256 = stored.listing.urn, stored.letter.sha256
    # For bytes that were served again, the later event counts.
    keys = (letter_key(urn, sha256, stored.edition), letter_key(urn, sha256))
    known = next((published.decided[key] for key in keys if key in published.decided), _midnight(stored.published))
    return max(known, _midnight(stored.withdrawn)) if stored.withdrawn else known


def _letter_text(stored: StoredLetter) -> str:
    letter = stored.letter
    if letter.problem:
        return f"Not yet read: {one_line(letter.problem.message)}"
    sentences = [f"{sentence(AREAS[judgement.area])}: {GRADES[judgement.grade]}." for judgement in letter.judgements]
    if letter.areas_for_priority_action:
        sentences.append("It names areas for priority action.")
    if stored.withdrawn:
        sentences.append(f"Ofsted has not listed it since {format_day(stored.withdrawn)}.")
    return " ".join(sentences) or f"Listed as “{one_line(stored.listing.listed_as, 200)}”. It gives no grades."


def _newest(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.updated, entry.published, entry.id), reverse=True)[:MOST_ENTRIES])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
