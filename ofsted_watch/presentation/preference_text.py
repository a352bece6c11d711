"""A person's preferences as text, for mails and pages. Pure."""

from collections.abc import Collection, Sequence

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Frequency, Topic
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.errors import UnknownAuthority
from ofsted_watch.subscriptions.preferences import Preferences

TOPICS = {
    Topic.CHANGE: "changed judgements",
    Topic.LETTER: "any new letter",
    Topic.PRIORITY: "areas for priority action",
}
FREQUENCIES = {Frequency.AT_ONCE: "as soon as we know", Frequency.DAILY: "once a day", Frequency.WEEKLY: "once a week"}

_NAMED = 5
"""More authorities than this are counted, not named."""


def format_preferences(preferences: Preferences, register: AuthorityRegister) -> str:
    """'changed judgements and any new letter about Knowsley and Leeds, once a day'."""
    topics = format_topics(preferences.topics, preferences.declines_only)
    return f"{topics} about {_about(preferences, register)}, {FREQUENCIES[preferences.frequency]}"


def format_topics(topics: Collection[Topic], declines_only: bool) -> str:
    """'changed judgements and any new letter', in the order of Topic; 'judgements that declined' where only those count."""
    named = [TOPICS[topic] for topic in Topic if topic in topics]
    if declines_only and Topic.CHANGE in topics:
        named[0] = "judgements that declined"
    return listed(named)


def _about(preferences: Preferences, register: AuthorityRegister) -> str:
    if not preferences.urns and preferences.region is None:
        return "all authorities"
    named = sorted(name_of(urn, register) for urn in preferences.urns)
    if len(named) > _NAMED:
        named = [format_count(len(named), "authority", "authorities")]
    if preferences.region is not None:
        named.append(f"every authority in the region {preferences.region}")
    return listed(named)


def name_of(urn: Urn, register: AuthorityRegister) -> str:
    """The authority's name; 'authority 80476' if it is no longer on our list: its preferences must still be shown."""
    try:
        return register.by_urn(urn).name
    except UnknownAuthority:
        return f"authority {urn}"


def listed(text: Sequence[str]) -> str:
    """'Knowsley, Leeds and Hull'; a single text is unchanged."""
    return " and ".join(filter(None, (", ".join(text[:-1]), *text[-1:])))
