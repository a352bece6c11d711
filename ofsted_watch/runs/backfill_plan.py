"""A backfill: what was ordered, the result of each authority's part, how the whole ended. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority, Cause
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.errors import WrongUse
from ofsted_watch.runs.planning import ALL, Window, expected_authorities
from ofsted_watch.runs.run_result import Ending, RunResult, format_unchecked, worst

PART_OF_A_BACKFILL = "part of a backfill of several authorities: decided when all its parts are in"
"""Why the alerts of one part are held: by itself it cannot know how many authorities the whole changes."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a backfill must cover: these authorities, the letters of this window."""

    expected: tuple[Authority, ...]
    window: Window


def order(
    names: Sequence[str],
    region: str | None,
    everything: bool,
    window: Window,
    today: date,
    register: AuthorityRegister,
) -> Order:
    """The order for these choices: authorities by name or URN, those of a region, both together, or all of them explicitly.

    Raises WrongUse, with one sentence, for no choice or two that contradict each other, and for a window that ends before it
    begins or is in the future; UnknownAuthority if no authority or region has that name.
    """
    if everything and (names or region):
        raise WrongUse("All authorities and some of them were chosen: choose one or the other")
    if not (everything or names or region):
        raise WrongUse("No authority was chosen: name some, choose a region, or choose all of them")
    if window.start and window.end and window.start > window.end:
        raise WrongUse(f"The window ends before it begins: it begins on {window.start} and ends on {window.end}")
    if window.start and window.start > today:
        raise WrongUse(f"The window begins on {window.start}, after today ({today}): no letter can be in it")
    if window.end and window.end > today:
        raise WrongUse(f"The window ends on {window.end}, after today ({today}): leave the end open to mean up to now")
    chosen = (
        {ALL}
        if everything
        else {*names, *(authority.urn for authority in (register.in_region(region) if region is not None else ()))}
    )
    return Order(expected_authorities(sorted(chosen), register), window)


@dataclass(frozen=True, slots=True)
class Part:
    """The result of a backfill for one authority. `notified` are the ids of the subscriptions that its alerts are for.

    `alerts` counts those decided: one mail each. `changed` is true when a judgement of this authority changed.
    """

    urn: Urn
    authority: str
    ending: Ending
    message: str
    fetched: int
    stored: int
    set_aside: int
    changes: int
    alerts: int
    changed: bool
    notified: tuple[int, ...]

    def as_row(self) -> dict[str, Any]:
        """The part as a row of plain values."""
        return asdict(self) | {"notified": list(self.notified)}


def part_from(row: Mapping[str, Any]) -> Part:
    """The part that such a row is. Raises KeyError or TypeError for a row that lacks a value."""
    return Part(**{**row, "ending": Ending(row["ending"]), "notified": tuple(row["notified"])})


def part_of(nights: Sequence[RunResult]) -> Part:
    """The combined result of the runs over one authority (a backfill, and a re-read where it was asked for)."""
    first, last = nights[0], nights[-1]
    (urn,) = first.coverage.expected
    alerts = [alert for night in nights for alert in night.outcome.alerts]
    return Part(
        urn=urn,
        authority=first.names[urn],
        ending=worst(night.ending for night in nights),
        message=first.message if first is last else f"{first.message}; read again: {last.message}",
        fetched=first.coverage.fetched,
        stored=sum(night.coverage.stored for night in nights),
        set_aside=sum(night.coverage.set_aside for night in nights),
        changes=sum(len(night.outcome.changes) for night in nights),
        alerts=len(alerts),
        changed=any(change.cause in (Cause.NEW_LETTER, Cause.REISSUED) for night in nights for change in night.outcome.changes),
        notified=tuple(sorted({alert.subscription_id for alert in alerts})),
    )


@dataclass(frozen=True, slots=True)
class Whole:
    """A backfill whose parts have ended. `missing` maps a URN to why its part did not end.

    `unknown` are authorities that only the site's search knows, each with why nothing of it was checked.
    """

    expected: tuple[Authority, ...]
    parts: tuple[Part, ...]
    missing: Mapping[Urn, str]
    unknown: tuple[tuple[Authority, str], ...] = ()

    @property
    def gaps(self) -> dict[Urn, str]:
        """URN → why we did not see it, in the order owed; then the unknown ones."""
        failed = {part.urn: part.message for part in self.parts if part.ending in (Ending.INCOMPLETE, Ending.STOPPED)}
        reasons = {**failed, **self.missing}
        ours = {authority.urn: reasons[authority.urn] for authority in self.expected if authority.urn in reasons}
        return ours | {authority.urn: why for authority, why in self.unknown}

    @property
    def names(self) -> dict[Urn, str]:
        """URN → name, of the unknown authorities too."""
        return {authority.urn: authority.name for authority in (*self.expected, *(unknown for unknown, _ in self.unknown))}

    @property
    def notified(self) -> frozenset[int]:
        """The ids of the subscriptions that the alerts of all parts are for."""
        return frozenset(subscription for part in self.parts for subscription in part.notified)

    @property
    def ending(self) -> Ending:
        """The worst of its parts' endings; a missing part makes it incomplete."""
        if self.gaps:
            return Ending.INCOMPLETE
        return worst((Ending.DONE, *(part.ending for part in self.parts)))

    def message(self, *, preview: bool, people: int) -> str:
        """The whole in one sentence; `people` is how many its mails are for."""
        letters = sum(part.stored for part in self.parts)
        mails = sum(part.alerts for part in self.parts)
        if preview:
            summary = preview_text(sum(part.fetched for part in self.parts), letters, mails=mails, people=people)
        else:
            changes = format_count(sum(part.changes for part in self.parts), "change")
            done = len(self.expected) + len(self.unknown) - len(self.gaps)
            summary = (
                f"{format_count(done, 'authority', 'authorities')} done, {format_count(letters, 'letter')} stored, {changes}"
            )
            summary += f", {format_count(mails, 'mail')} to {format_count(people, 'person', 'people')}" if mails else ""
        aside = sum(part.set_aside for part in self.parts)
        if aside:
            summary += f"; {format_count(aside, 'item')} {'would be ' if preview else ''}set aside for review"
        held = sum(part.ending == Ending.HELD for part in self.parts)
        if held:
            authorities = format_count(held, "authority", "authorities")
            summary += f"; the alerts about {authorities} are held until someone releases or drops them"
        return f"{format_unchecked(self.gaps, self.names)}; {summary}" if self.gaps else summary


def preview_text(fetched: int, stored: int, *, mails: int, people: int) -> str:
    """The result of a preview, in one sentence. The files it had to fetch are in the archive and are not fetched again."""
    mailed = f"{format_count(mails, 'mail')} would go to {format_count(people, 'person', 'people')}"
    return (
        "a preview: nothing is stored and nobody is notified. "
        f"{format_count(fetched, 'letter')} were fetched and are in the archive; "
        f"{format_count(stored, 'letter')} would be stored, and {mailed}"
    )


def too_many_changed(parts: Collection[Part], limit: int) -> str | None:
    """Why the alerts of a whole backfill stay held: more authorities changed than the limit. None when they may go."""
    changed = sorted(part.authority for part in parts if part.changed)
    if len(changed) <= limit:
        return None
    return f"{len(changed)} authorities have a changed judgement in one backfill, more than the limit of {limit}"
