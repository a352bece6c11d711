"""Letters → each authority's history → changes → news. Pure: the same letters in any order give the same result."""

from ofsted_watch.domain.history.comparison import compare, neighbour_changes
from ofsted_watch.domain.history.editions import lives, newest_editions, served_order
from ofsted_watch.domain.history.events import RETURNED, WITHDRAWN, Arrived, Reissued, Withdrawal, letter_key, unchecked_event
from ofsted_watch.domain.history.gap_rules import UnreadFile, gaps_after
from ofsted_watch.domain.history.inspections import COMPARED_KINDS, History, Inspection, files_ever_about, histories
from ofsted_watch.domain.history.news import GapNews, News, news
from ofsted_watch.domain.history.previous_witness import OtherPredecessor
from ofsted_watch.domain.history.recorded_changes import standing

__all__ = [
    "COMPARED_KINDS",
    "RETURNED",
    "WITHDRAWN",
    "Arrived",
    "GapNews",
    "History",
    "Inspection",
    "News",
    "OtherPredecessor",
    "Reissued",
    "UnreadFile",
    "Withdrawal",
    "compare",
    "files_ever_about",
    "gaps_after",
    "histories",
    "letter_key",
    "lives",
    "neighbour_changes",
    "newest_editions",
    "news",
    "served_order",
    "standing",
    "unchecked_event",
]
