"""Fetches what a decision needs from the database and calls the pure rooms to decide."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ofsted_watch.domain.history import News, files_ever_about, letter_key, lives, news
from ofsted_watch.domain.identifiers import FileKey, ListingKey, Sha256, Urn
from ofsted_watch.domain.model import Event, EventKind, Outcome, SetAside, StoredLetter
from ofsted_watch.domain.visibility import as_published
from ofsted_watch.presentation.event_text import format_event
from ofsted_watch.runs.backfill_plan import PART_OF_A_BACKFILL
from ofsted_watch.services.decide_gaps import NO_LINKS, KnownGaps, Links, known_gaps
from ofsted_watch.services.decide_holds import own_holds
from ofsted_watch.services.embargo import decided_withdrawals, embargo
from ofsted_watch.services.resources import Resources
from ofsted_watch.subscriptions.matching import alerts_for, hold_reason, why_all_wait


class NotifyMode(StrEnum):
    """What a run may send: the nightly run sends; a backfill notifies nobody unless it is asked to.

    `hold` is for a part of a backfill: its alerts are held until the changes of all the parts have been counted together.
    """

    NONE = "none"
    PREVIEW = "preview"
    SEND = "send"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a run gathered, as far as a decision needs it.

    `store` are the letters that passed, `gone` stored letters whose file the site says is gone,
    `returned` those that it serves again, `checked_urns` the URNs checked completely. `links` is what the pages list.
    """

    store: tuple[StoredLetter, ...]
    gone: tuple[StoredLetter, ...]
    set_aside: tuple[SetAside, ...]
    checked_urns: tuple[Urn, ...]
    returned: tuple[StoredLetter, ...] = ()
    links: Links = NO_LINKS


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision and its basis: the letters before and after.

    `hold` is why all its alerts are held (None: one may go, or there are none). `left` counts letters that
    are news and were left to the nightly run, because this run notifies nobody.
    """

    before: tuple[StoredLetter, ...]
    after: tuple[StoredLetter, ...]
    outcome: Outcome
    hold: str | None
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    """The letters stored before a run: those published, as they were published, and those that are held or were dropped.

    `held` is the news that is held or was dropped.
    """

    published: tuple[StoredLetter, ...]
    unpublished: tuple[StoredLetter, ...]
    held: tuple[Event, ...]


def decide(resources: Resources, seen: Sighting, today: date, notify: NotifyMode = NotifyMode.SEND) -> Decided:
    """What this run's letters change, and who is notified. Reads the database; writes nothing.

    With `NotifyMode.NONE` a letter that would be news is not stored: stored silently, it would never be sent.
    """
    urns = {letter.listing.urn for letter in (*seen.store, *seen.gone, *seen.returned)}
    gaps = known_gaps(resources.database, seen.links, seen.set_aside, urns, today)
    store = seen.store
    before = _known(resources, sorted(urns | gaps.urns), store)
    decided_news, after = _news(resources, before, seen, gaps, today)
    if notify is NotifyMode.NONE and decided_news.events:
        gaps = replace(gaps, unread=(), links=NO_LINKS)
        store, decided_news, after = _quiet(resources, before, store, gaps, decided_news, today)
    left = len(seen.store) - len(store)
    decided = _decided(resources, before, after, replace(seen, store=store), gaps, decided_news, today, left)
    return held(decided, PART_OF_A_BACKFILL) if notify is NotifyMode.HOLD else decided


def _known(resources: Resources, urns: Sequence[Urn], store: Sequence[StoredLetter]) -> _Known:
    """The letters known of these authorities, as people were told of them.

    An unreleased correction or letter must not be what the next letter is compared with: its mail would name a grade that
    was never published. A letter that is read again now is compared with its last reading, published or not.
    """
    known = resources.database.letters.stored(urns)
    anew = {letter.key for letter in store}
    embargoed = embargo(resources.database, urns)
    hidden = {letter.key for letter in known if letter.file_key in embargoed.hidden} - anew
    notified = as_published(known, embargoed)
    return _Known(
        tuple(
            stored if stored.key in anew else published
            for stored, published in zip(known, notified, strict=True)
            if stored.key not in hidden
        ),
        tuple(letter for letter in known if letter.key in hidden),
        embargoed.events,
    )


def _quiet(
    resources: Resources,
    before: _Known,
    store: tuple[StoredLetter, ...],
    gaps: KnownGaps,
    decided_news: News,
    today: date,
) -> tuple[tuple[StoredLetter, ...], News, tuple[StoredLetter, ...]]:
    """The letters that can be stored and are news to nobody, with their changes and the letters then stored.

    Repeated until nothing is news: with one file of an inspection left out, its other file would be the news.
    """
    while True:
        loud = {FileKey(event.urn, event.sha256) for event in decided_news.events}
        quiet = tuple(letter for letter in store if letter.file_key not in loud)
        decided_news, after = _news(resources, before, Sighting(quiet, (), (), ()), gaps, today)
        if not decided_news.events or len(quiet) == len(store):
            return quiet, decided_news, after
        store = quiet


def _news(
    resources: Resources, before: _Known, seen: Sighting, gaps: KnownGaps, today: date
) -> tuple[News, tuple[StoredLetter, ...]]:
    # A letter read again takes the place of its earlier reading; a letter that came is added.
    held = {letter.key: letter for letter in before.published}
    held |= {letter.key: replace(letter, withdrawn=today) for letter in seen.gone}
    after = held | {letter.key: letter for letter in seen.store}
    # What the number tells of now may be another inspection than the one that was withdrawn.
    for letter in seen.returned:
        number = [other for other in after.values() if other.listing.key == letter.listing.key]
        if letter.key in after and letter.key in {other.key for other in lives(number)[-1]}:
            after[letter.key] = replace(after[letter.key], withdrawn=None, restored=None)
    urns = sorted({letter.listing.urn for letter in after.values()} | gaps.urns)
    checks = resources.database.files.checks_before(urns)
    decided_news = news(
        before.published,
        tuple(after.values()),
        authorities={urn: resources.register.by_urn(urn) for urn in urns},
        last_checks=resources.database.letters.last_checks(urns),
        today=today,
        late_days=resources.settings.late_days,
        checks_before={
            letter.listing.key: checks[letter.listing.key].checked_before for letter in seen.store if letter.listing.key in checks
        },
        withdrawals=decided_withdrawals(resources.database, urns),
        unpublished=before.unpublished,
        gaps=gaps.news(tuple(after.values()), {key: listing.first_listed for key, listing in checks.items()}),
    )
    return decided_news, tuple(after.values())


def _decided(
    resources: Resources,
    before: _Known,
    after: tuple[StoredLetter, ...],
    seen: Sighting,
    gaps: KnownGaps,
    decided_news: News,
    today: date,
    left: int,
) -> Decided:
    holds = own_holds(resources.database, seen.store, decided_news.events)
    disputed = {FileKey(aside.urn, Sha256(aside.about)) for aside in decided_news.set_aside}
    moved_keys = {letter.key for letter in (*seen.gone, *seen.returned)}
    stored = [letter for letter in seen.store if letter.file_key not in disputed]
    only_moved = moved_keys - {letter.key for letter in seen.store}
    stored += [letter for letter in after if letter.key in only_moved]
    # Counting the archive takes as long as it is large, and only news can be held.
    shrank = bool(decided_news.events) and _archive_shrank(resources)
    # An event held for its own reason does not hold the rest of the news.
    waiting = {change.key for event in decided_news.events if event.key in holds for change in event.changes}
    moved = [change for change in decided_news.changes if change.key not in waiting]
    earlier = resources.database.day_totals.changes(today) if decided_news.events else ()
    hold = hold_reason(moved, limit=resources.settings.alert_limit, archive_shrank=shrank, earlier=earlier)
    events, notified = _with_first_mails(resources, before, tuple(format_event(event) for event in decided_news.events))
    held = {letter.file_key for letter in before.unpublished}
    held |= {
        FileKey(event.urn, event.sha256) for event in events if event.kind is EventKind.LETTER and (hold or event.key in holds)
    }
    outcome = Outcome(
        today=today,
        stored=tuple(stored),
        set_aside=(*seen.set_aside, *decided_news.set_aside),
        changes=decided_news.changes,
        events=events,
        alerts=alerts_for(
            events,
            resources.database.subscribers.all(),
            {event.urn: resources.register.by_urn(event.urn) for event in events},
            hold=hold,
            notified=notified,
            holds=holds,
        ),
        checked_urns=seen.checked_urns,
        hold=hold,
        holds=holds,
        retracted=(*decided_news.retracted, *_overtaken(before, after, events)),
        gaps=gaps.after([letter for letter in (*after, *before.unpublished) if letter.file_key not in disputed], held),
    )
    return Decided(before.published, after, outcome, why_all_wait(outcome.alerts), left)


def _overtaken(before: _Known, after: Sequence[StoredLetter], events: Sequence[Event]) -> tuple[str, ...]:
    """The keys of held news about earlier editions of letters that are news now: it would say what no longer stands."""
    served = {ListingKey(event.urn, event.file_number): event.sha256 for event in events if event.kind is EventKind.LETTER}
    overtaken = []
    for event in before.held:
        number = ListingKey(event.urn, event.file_number)
        if event.kind is EventKind.LETTER and served.get(number, event.sha256) != event.sha256:
            editions = [letter for letter in (*before.unpublished, *after) if letter.listing.key == number]
            # A number that was used again tells of another inspection, and the news of the first one still stands.
            if event.sha256 in {letter.letter.sha256 for letter in lives(editions)[-1]}:
                overtaken.append(event.key)
    return tuple(overtaken)


def _with_first_mails(
    resources: Resources, before: _Known, events: Sequence[Event]
) -> tuple[tuple[Event, ...], dict[str, frozenset[int]]]:
    """The events, each correction under the mail that it corrects, and who was notified of that one.

    A letter may have been sent in other bytes than those that count now, and under another number: whoever got any of its mails
    gets its correction.
    """
    corrections = [event for event in events if event.corrects]
    about: dict[Urn, list[StoredLetter]] = {event.urn: [] for event in corrections}
    for letter in (*before.published, *before.unpublished):
        if letter.listing.urn in about:
            about[letter.listing.urn].append(letter)
    keys = {event.key: _first_mails(event, about[event.urn]) for event in corrections}
    settled = {event.settles for event in events if event.settles}
    notified = resources.database.alerts.notified(settled.union(*keys.values()))
    corrected, audiences = [], {key: notified[key] for key in settled if key in notified}
    for event in events:
        own = [key for key in keys.get(event.key, ()) if key in notified]
        if own:
            event = replace(event, corrects=own[0])
            audiences[own[0]] = frozenset(person for key in own for person in notified[key])
        corrected.append(event)
    return tuple(corrected), audiences


def _first_mails(event: Event, letters: Sequence[StoredLetter]) -> tuple[str, ...]:
    """The keys of every mail that an event may correct, its own `corrects` first. `letters` are all of its authority."""
    own = (event.corrects,) if event.corrects else ()
    files = dict.fromkeys((*event.files, *sorted(files_ever_about(letters, event.sha256))))
    return own + tuple(key for sha256 in files if (key := letter_key(event.urn, sha256)) not in own)


def held(decided: Decided, why: str) -> Decided:
    """The same decision with every alert held. A part of a backfill does not know how many authorities the whole changes."""
    alerts = tuple(replace(alert, hold=alert.hold or why) for alert in decided.outcome.alerts)
    outcome = replace(decided.outcome, alerts=alerts, hold=decided.outcome.hold or why)
    return replace(decided, outcome=outcome)


def _archive_shrank(resources: Resources) -> bool:
    """True when the archive holds fewer files than the database records."""
    return resources.archive.count() < resources.database.files.count_hashes()
