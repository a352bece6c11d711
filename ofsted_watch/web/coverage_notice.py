"""How much of the country was seen, and when: said honestly before anything else is said. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.presentation.labels import format_day

FRESH_DAYS = 1
"""A look of yesterday is last night's; anything older means that nights are missing."""


@dataclass(frozen=True, slots=True)
class Behind:
    """An authority that was not seen when the newest look was taken; `since` is its own last look, None: never."""

    authority: Authority
    since: date | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the front page says of it: one sentence, whether it is a warning, and who was not seen."""

    sentence: str
    is_warning: bool
    newest: date | None
    behind: tuple[Behind, ...]


def coverage_of(expected: Sequence[Authority], checks: Mapping[Urn, date | None], today: date) -> Coverage:
    """How the authorities we owe stand, from the last day on which each was seen with success (`looks`, by URN)."""
    seen = {urn: day for urn, day in checks.items() if day is not None}
    newest = max((seen[one.urn] for one in expected if one.urn in seen), default=None)
    if newest is None:
        return Coverage("No authority has been looked at yet, so nothing is known.", True, None, ())
    behind = tuple(Behind(one, seen.get(one.urn)) for one in expected if seen.get(one.urn) != newest)
    whole = format_count(len(expected), "authority", "authorities")
    days = (today - newest).days
    if behind:
        sentence = f"{len(expected) - len(behind)} of {whole} were looked at on {format_day(newest)}; {len(behind)} were not."
    elif len(expected) == 1:
        sentence = f"The {whole} we watch was looked at on {format_day(newest)}."
    else:
        sentence = f"All {whole} were looked at on {format_day(newest)}."
    if days > FRESH_DAYS:
        sentence += f" That is {days} days ago: what Ofsted has published since then is not here yet."
    return Coverage(sentence, bool(behind) or days > FRESH_DAYS, newest, behind)


def format_last_check(last: date | None, today: date) -> tuple[str, bool]:
    """What an authority's own page says of its last look, and whether that is a warning."""
    if last is None:
        return "We have not been able to look at this authority’s page on Ofsted’s site yet.", True
    text = f"We last looked at its page on Ofsted’s site on {format_day(last)}."
    if (today - last).days > FRESH_DAYS:
        return f"{text} What Ofsted has published since then is not here yet.", True
    return text, False
