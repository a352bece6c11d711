"""The preferences form: from its fields to Preferences and back. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority, Frequency, Topic
from ofsted_watch.errors import PreferencesUnclear
from ofsted_watch.subscriptions.preferences import Preferences
from ofsted_watch.web.form_data import Fields, one_of

ALL, REGION, CHOSEN = "all", "region", "chosen"
ANY_CHANGE, DECLINES, NO_CHANGE = "any", "declines", "none"

_MARKED = {Topic.LETTER: "letter", Topic.PRIORITY: "priority"}


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """A region and its authorities, by name; `open` if one of them is ticked."""

    region: str
    authorities: tuple[Authority, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class PreferencesForm:
    """The form as shown: the current choices and the errors by field."""

    where: str = ""
    urns: frozenset[Urn] = frozenset()
    region: str = ""
    change: str = ANY_CHANGE
    letter: bool = False
    priority: bool = False
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
        change=one_of(fields, "change"),
        letter="letter" in fields,
        priority="priority" in fields,
        frequency=one_of(fields, "frequency"),
        email=one_of(fields, "email"),
        faults={name: first[name] for name, _ in faults},
    )


def form_of(preferences: Preferences) -> PreferencesForm:
    """The form filled in with preferences."""
    declines = DECLINES if preferences.declines_only else ANY_CHANGE
    return PreferencesForm(
        where=CHOSEN if preferences.urns else REGION if preferences.region else ALL,
        urns=preferences.urns,
        region=preferences.region or "",
        change=declines if Topic.CHANGE in preferences.topics else NO_CHANGE,
        letter=Topic.LETTER in preferences.topics,
        priority=Topic.PRIORITY in preferences.topics,
        frequency=preferences.frequency,
    )


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


def preferences_in(fields: Fields, offered: Sequence[Authority]) -> Preferences:
    """The preferences in a form. `offered` are the authorities that can be chosen, and their regions.

    Raises PreferencesUnclear naming every field that is incomplete or contradicts another: nothing is guessed.
    """
    faults: list[tuple[str, str]] = []
    urns, region = _places(fields, offered, faults)
    change = one_of(fields, "change")
    if change not in (ANY_CHANGE, DECLINES, NO_CHANGE):
        faults.append(("change", "Choose whether you want emails about changed judgements"))
    topics = {topic for topic, name in _MARKED.items() if name in fields}
    if change != NO_CHANGE:
        topics.add(Topic.CHANGE)
    if not topics:
        faults.append(("change", "Choose at least one subject"))
    frequency = one_of(fields, "frequency")
    if frequency not in list(Frequency):
        faults.append(("frequency", "Choose how often you want emails"))
    if faults:
        raise PreferencesUnclear(tuple(faults))
    return Preferences(urns, region, frozenset(topics), Frequency(frequency), declines_only=change == DECLINES)


def _places(fields: Fields, offered: Sequence[Authority], faults: list[tuple[str, str]]) -> tuple[frozenset[Urn], str | None]:
    """The chosen authorities or region; neither means all."""
    where, region = one_of(fields, "where"), one_of(fields, "region")
    urns = frozenset(map(Urn, fields.get("authority", ())))
    if where not in (ALL, REGION, CHOSEN):
        faults.append(("where", "Choose authorities, a region, or all"))
    elif where != CHOSEN and urns:
        faults.append(("where", "You ticked authorities. Choose 'The authorities I tick', or untick them"))
    elif where == CHOSEN and not urns:
        faults.append(("where", "Tick at least one authority"))
    elif urns - {authority.urn for authority in offered}:
        faults.append(("where", "One of the ticked authorities is not on our list: tick your authorities again"))
    elif where == REGION and region not in {authority.region for authority in offered}:
        faults.append(("region", "Choose a region"))
    return (urns, None) if where == CHOSEN else (frozenset(), region if where == REGION else None)
