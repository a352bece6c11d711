"""How many authorities were checked, and when: shown first on the front page. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.presentation.labels import format_day

FRESH_DAYS = 1
"""A check dated yesterday is from the last run; anything older means that runs are missing."""


@dataclass(frozen=True, slots=True)
class Behind:
    """An authority that was not checked in the newest run; `since` is its last check, None: never."""

    authority: Authority
    since: date | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The notice on the front page: one sentence, whether it is a warning, and the authorities not checked."""

    sentence: str
    is_warning: bool
    newest: date | None
    behind: tuple[Behind, ...]


def coverage_of(expected: Sequence[Authority], checks: Mapping[Urn, date | None], today: date) -> Coverage:
    """The coverage of the expected authorities, from the day of the last successful check of each, by URN."""
    seen = {urn: day for urn, day in checks.items() if day is not None}
    newest = max((seen[authority.urn] for authority in expected if authority.urn in seen), default=None)
    if newest is None:
        return Coverage("No authority has been checked yet.", True, None, ())
    behind = tuple(Behind(authority, seen.get(authority.urn)) for authority in expected if seen.get(authority.urn) != newest)
    whole = format_count(len(expected), "authority", "authorities")
    days = (today - newest).days
    if behind:
        not_checked = f"{len(behind)} {'was' if len(behind) == 1 else 'were'} not"
        sentence = f"{len(expected) - len(behind)} of {whole} were checked on {format_day(newest)}; {not_checked}."
    elif len(expected) == 1:
        sentence = f"The {whole} we check was last checked on {format_day(newest)}."
    else:
        sentence = f"All {whole} were checked on {format_day(newest)}."
    if days > FRESH_DAYS:
        sentence += f" That is {days} days ago: anything Ofsted has published since then is not shown yet."
    return Coverage(sentence, bool(behind) or days > FRESH_DAYS, newest, behind)


def format_last_check(last: date | None, today: date) -> tuple[str, bool]:
    """The last check as an authority's page shows it, and whether it is a warning."""
    if last is None:
        return "We have not been able to check this authority’s page on Ofsted’s site yet.", True
    text = f"Last checked on Ofsted’s site on {format_day(last)}."
    if (today - last).days > FRESH_DAYS:
        return f"{text} Anything Ofsted has published since then is not shown yet.", True
    return text, False
