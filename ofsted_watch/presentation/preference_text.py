"""A person's preferences as text, for mails and pages. Pure."""

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.filters import NO_FILTERS
from ofsted_watch.domain.model import Frequency, Topic
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.presentation.labels import format_day
from ofsted_watch.presentation.selection_text import changes_text, letters_text, listed, name_of, places_text
from ofsted_watch.subscriptions.forecast import Forecast
from ofsted_watch.subscriptions.preferences import Preferences

__all__ = ["FREQUENCIES", "format_preferences", "format_topics", "listed", "name_of"]

TOPICS = {
    Topic.CHANGE: "changed judgements",
    Topic.LETTER: "any new letter",
    Topic.PRIORITY: "areas for priority action",
}
FREQUENCIES = {Frequency.AT_ONCE: "as soon as we know", Frequency.DAILY: "once a day", Frequency.WEEKLY: "once a week"}


def format_preferences(preferences: Preferences, register: AuthorityRegister) -> str:
    """'changed judgements and any new letter about Knowsley and Leeds, once a day'."""
    places = places_text(preferences.urns, preferences.region, register)
    return f"{format_topics(preferences)} {about_or_of(preferences)} {places}, {FREQUENCIES[preferences.frequency]}"


def about_or_of(preferences: Preferences) -> str:
    """The word before the authorities: 'letters about neglect about Knowsley' would be unclear."""
    return "about" if preferences.letter_filters == preferences.change_filters == NO_FILTERS else "of"


def format_topics(preferences: Preferences) -> str:
    """'changed judgements and any new letter', in the order of Topic; 'judgements that declined' where only those count."""
    return listed([_topic(topic, preferences) for topic in Topic if topic in preferences.topics])


def format_forecast(expected: Forecast) -> str:
    """'In the last 12 months this would have been 14 emails, the last one about a letter of 3 March 2026'."""
    if expected.last is None:
        return "In the last 12 months nothing would have come"
    letters = f" about {format_count(expected.letters, 'letter')}" if expected.mails != expected.letters else ""
    mails, last = format_count(expected.mails, "email"), format_day(expected.last)
    return f"In the last 12 months this would have been {mails}{letters}, the last one about a letter of {last}"


def _topic(topic: Topic, preferences: Preferences) -> str:
    if topic is Topic.CHANGE and preferences.change_filters != NO_FILTERS:
        return changes_text(preferences.change_filters)
    if topic is Topic.CHANGE and preferences.declines_only:
        return "judgements that declined"
    if topic is Topic.LETTER and preferences.letter_filters != NO_FILTERS:
        return f"new {letters_text(preferences.letter_filters)}"
    return TOPICS[topic]
