"""Letters → each authority's history → changes → news. Pure: the same letters in any order give the same answer."""

from ofsted_watch.history.compared import changes_of, compare
from ofsted_watch.history.editions import newest_editions, served_order
from ofsted_watch.history.events import blind_event, letter_key
from ofsted_watch.history.inspections import COMPARED_KINDS, History, Inspection, histories
from ofsted_watch.history.ledger import standing
from ofsted_watch.history.news import News, news

__all__ = [
    "COMPARED_KINDS",
    "History",
    "Inspection",
    "News",
    "blind_event",
    "changes_of",
    "compare",
    "histories",
    "letter_key",
    "newest_editions",
    "news",
    "served_order",
    "standing",
]
