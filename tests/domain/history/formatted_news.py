"""What `news` decides, its events with the text that services give them: tests read what people read."""

from dataclasses import dataclass
from typing import Any

from ofsted_watch.domain.history import news
from ofsted_watch.domain.model import Change, Event, SetAside
from ofsted_watch.presentation.event_text import format_event


@dataclass(frozen=True)
class FormattedNews:
    """As News, with Events."""

    changes: tuple[Change, ...] = ()
    events: tuple[Event, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


def formatted_news(*args: Any, **more: Any) -> FormattedNews:
    """The arguments are those of `news`."""
    found = news(*args, **more)
    return FormattedNews(found.changes, tuple(map(format_event, found.events)), found.set_aside)
