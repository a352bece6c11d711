"""The preferences form: from its fields to Preferences and back. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.filters import NO_FILTERS
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority, Frequency, Topic
from ofsted_watch.errors import PreferencesUnclear
from ofsted_watch.presentation.selection_text import DOWN_TO_INADEQUATE
from ofsted_watch.subscriptions.preferences import Preferences, in_one_form
from ofsted_watch.web.filter_fields import (
    INADEQUATE,
    NO_CHANGE,
    THESE,
    change_filters_in,
    filter_fields,
    filters_as_sent,
    letter_filters_in,
)
from ofsted_watch.web.form_choices import has_checked_neighbours
from ofsted_watch.web.form_data import Fields, one_of

ALL, REGION, CHOSEN, NEIGHBOURS = "all", "region", "chosen", "neighbours"
ANY_CHANGE, DECLINES = "any", "declines"

_MARKED = {Topic.LETTER: "letter", Topic.PRIORITY: "priority"}


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """A region and its authorities, by name; `open` if one of them is ticked."""

    region: str
    authorities: tuple[Authority, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class PreferencesForm:
    """The form as shown: the current choices and the errors by field. `filters` are the values of the fields that narrow."""

    where: str = ""
    urns: frozenset[Urn] = frozenset()
    region: str = ""
    neighbours_of: str = ""
    change: str = ANY_CHANGE
    letter: bool = False
    priority: bool = False
    filters: Fields = field(default_factory=dict)
    frequency: str = Frequency.AT_ONCE
    email: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


def form_as_sent(fields: Fields, faults: Sequence[tuple[str, str]]) -> PreferencesForm:
    """The submitted form with its errors: the first error of each field."""
    first = dict(reversed(faults))
    return PreferencesForm(
        where=one_of(fields, "where"),
        urns=frozenset(map(Urn, fields.get("authority", ()))),
        region=one_of(fields, "region"),
        neighbours_of=one_of(fields, "neighbours_of"),
        change=one_of(fields, "change"),
        letter="letter" in fields,
        priority="priority" in fields,
        filters=filters_as_sent(fields),
        frequency=one_of(fields, "frequency"),
        email=one_of(fields, "email"),
        faults={name: first[name] for name, _ in faults},
    )


def form_of(preferences: Preferences, register: AuthorityRegister) -> PreferencesForm:
    """The form filled in with preferences."""
    owner = register.whose_neighbours(preferences.urns)
    return PreferencesForm(
        where=NEIGHBOURS if owner else CHOSEN if preferences.urns else REGION if preferences.region else ALL,
        urns=frozenset() if owner else preferences.urns,
        region=preferences.region or "",
        neighbours_of=owner.urn if owner else "",
        change=_change_of(preferences),
        letter=Topic.LETTER in preferences.topics,
        priority=Topic.PRIORITY in preferences.topics,
        filters=filter_fields(preferences),
        frequency=preferences.frequency,
    )


def _change_of(preferences: Preferences) -> str:
    if Topic.CHANGE not in preferences.topics:
        return NO_CHANGE
    if preferences.change_filters == DOWN_TO_INADEQUATE and not preferences.declines_only:
        return INADEQUATE
    if preferences.change_filters.narrows_changes:
        return THESE
    return DECLINES if preferences.declines_only else ANY_CHANGE


def grouped(offered: Sequence[Authority], ticked: frozenset[str]) -> tuple[RegionGroup, ...]:
    """The authorities by region, both in alphabetical order."""
    regions = sorted({authority.region for authority in offered})
    return tuple(
        RegionGroup(
            region,
            members := tuple(
                sorted((authority for authority in offered if authority.region == region), key=lambda authority: authority.name)
            ),
            any(authority.urn in ticked for authority in members),
        )
        for region in regions
    )


def preferences_in(fields: Fields, offered: Sequence[Authority], register: AuthorityRegister) -> Preferences:
    """The preferences in a form. `offered` are the authorities that can be chosen, and their regions.

    Raises PreferencesUnclear naming every field that is incomplete or contradicts another: nothing is guessed.
    """
    faults: list[tuple[str, str]] = []
    urns, region = _places(fields, offered, register, faults)
    change = one_of(fields, "change")
    if change not in (ANY_CHANGE, DECLINES, INADEQUATE, THESE, NO_CHANGE):
        faults.append(("change", "Choose whether you want emails about changed judgements"))
    topics = {topic for topic, name in _MARKED.items() if name in fields}
    if change != NO_CHANGE:
        topics.add(Topic.CHANGE)
    if not topics:
        faults.append(("change", "Choose at least one subject"))
    changes, letters = change_filters_in(fields, change, faults), letter_filters_in(fields, faults)
    if letters != NO_FILTERS and Topic.LETTER not in topics:
        faults.append(
            ("letter", "You chose kinds, topics or outcomes of letters. Tick 'Any new letter or report' too, or untick them")
        )
    frequency = one_of(fields, "frequency")
    if frequency not in list(Frequency):
        faults.append(("frequency", "Choose how often you want emails"))
    if faults:
        raise PreferencesUnclear(tuple(faults))
    return in_one_form(
        Preferences(
            urns,
            region,
            frozenset(topics),
            Frequency(frequency),
            declines_only=change == DECLINES,
            change_filters=changes,
            letter_filters=letters,
        )
    )


def _places(
    fields: Fields, offered: Sequence[Authority], register: AuthorityRegister, faults: list[tuple[str, str]]
) -> tuple[frozenset[Urn], str | None]:
    """The chosen authorities or region; neither means all. An authority chosen in 'neighbours of' alone means its neighbours."""
    where, region, neighbours_of = (one_of(fields, name) for name in ("where", "region", "neighbours_of"))
    urns = frozenset(map(Urn, fields.get("authority", ())))
    if not where and neighbours_of and not urns and not region:
        where = NEIGHBOURS
    if where not in (ALL, REGION, CHOSEN, NEIGHBOURS):
        faults.append(("where", "Choose authorities, a region, or all"))
    elif where != CHOSEN and urns:
        faults.append(("where", "You ticked authorities. Choose 'The authorities I tick', or untick them"))
    elif where == CHOSEN and not urns:
        faults.append(("where", "Tick at least one authority"))
    elif urns - {authority.urn for authority in offered}:
        faults.append(("where", "One of the ticked authorities is not on our list: tick your authorities again"))
    elif where == REGION and region not in {authority.region for authority in offered}:
        faults.append(("region", "Choose a region"))
    elif where == NEIGHBOURS:
        neighbours = register.neighbours(neighbours_of)
        if not has_checked_neighbours(Urn(neighbours_of), register, {authority.urn for authority in offered}):
            faults.append(("neighbours_of", "Choose the authority whose statistical neighbours you want"))
        return frozenset(neighbour.urn for neighbour in neighbours), None
    return (urns, None) if where == CHOSEN else (frozenset(), region if where == REGION else None)
