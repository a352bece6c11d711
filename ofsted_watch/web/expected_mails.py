"""What mails somebody's preferences bring, in sentences: what will come, and how often it would have come. Pure."""

from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.presentation.preference_text import format_forecast, format_preferences
from ofsted_watch.subscriptions.forecast import forecast
from ofsted_watch.subscriptions.preferences import Preferences
from ofsted_watch.web.selectable import Selectable
from ofsted_watch.web.selection_view import a_year_before


@dataclass(frozen=True, slots=True)
class ExpectedMails:
    """`what` will come, and `often` says how often it would have come in the last 12 months."""

    what: str
    often: str


def expected_mails(preferences: Preferences, selectable: Selectable, register: AuthorityRegister, today: date) -> ExpectedMails:
    """Counted from everything that is published."""
    counted = forecast(preferences, selectable.letters, selectable.by_letter, register, since=a_year_before(today), until=today)
    return ExpectedMails(format_preferences(preferences, register), format_forecast(counted))
