"""Which topics an item of a letter's list names: the vocabulary of the visits' topics, by the words of the item alone.

An item is read by its own words: it is not given the topic of its letter. An item whose words name none has none.
"""

import re

from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.extraction.fields.topics import topics_of

_AS_ITEM = "To improve, "
"""Before an item's words: what begins the scope of a visit names the service visited, what begins an item does not."""

_ALSO: dict[LetterTopic, re.Pattern[str]] = {
    LetterTopic.FRONT_DOOR: re.compile(
        r"\breferrals?\b|\bstrategy (?:meetings?|discussions?)\b|\bthresholds?\b|\bsection 47\b|\binitial contacts?\b",
        re.IGNORECASE,
    ),
    LetterTopic.CHILDREN_IN_CARE: re.compile(
        r"\b(?:come|came|coming|enter\w*|remain\w*|return\w* home from) (?:into |in )?care\b|\bplacements?\b|\bfoster carers?\b",
        re.IGNORECASE,
    ),
    LetterTopic.LEADERSHIP: re.compile(
        r"\bsupervisions?\b|\b(?:management|managers?['’]?|managerial|strategic|senior) oversight\b|\bquality assur\w+|"
        r"\baudit(?:s|ing|ed)?\b|\bcase ?loads?\b|\bworkforce\b|\bperformance (?:data|information|measures?)\b|"
        r"\bmanagement (?:decision|direction|information|grip)\w*|\bmanagers?\b|\brecruit\w*|\bretention\b|\bturnover\b",
        re.IGNORECASE,
    ),
}
"""What items say of these topics and the scopes of visits do not. The report's chapter on leaders judges supervision,
oversight, quality assurance and the workforce."""


def topics_of_item(text: str) -> tuple[LetterTopic, ...]:
    """The topics that these words name, in the order of LetterTopic; empty for words that name none."""
    named = set(topics_of(_AS_ITEM + text)) | {topic for topic, pattern in _ALSO.items() if pattern.search(text)}
    return tuple(topic for topic in LetterTopic if topic in named)
