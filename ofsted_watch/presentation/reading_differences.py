"""A letter as it was read before and as it is read now, side by side. Pure."""

from typing import NamedTuple

from ofsted_watch.domain.model import Letter
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.presentation.labels import AREAS, GRADES, TOPICS
from ofsted_watch.presentation.serialization import letter_to_json
from ofsted_watch.presentation.set_aside_text import fields_read

NOTHING = "-"

_COMPARED = frozenset(
    {
        *("kind", "title", "authority", "published", "inspection_start", "inspection_end", "lead_inspector", "pages"),
        *("areas_for_priority_action", "judgements", "lscb", "topics", "improvements", "problem"),
    }
)
"""The fields of a letter's JSON that have a row of their own."""

_NOT_READ = frozenset({"file", "sha256", "text", "sections"})
"""Fields that say nothing about a reading, or that are too long to compare here."""


class FieldRead(NamedTuple):
    """One field as read before and now; NOTHING for what was not read."""

    name: str
    before: str
    now: str


def readings_compared(before: Letter | None, now: Letter | None) -> tuple[FieldRead, ...]:
    """Every field with a row of its own, in reading order, whether or not it differs."""
    old, new = _texts(before), _texts(now)
    return tuple(FieldRead(name, old.get(name, NOTHING), new.get(name, NOTHING)) for name in dict.fromkeys((*old, *new)))


def also_differs(before: Letter | None, now: Letter | None) -> tuple[str, ...]:
    """The other fields that differ, by name: 'summary', 'previous inspection'."""
    if before is None or now is None:
        return ()
    old, new = letter_to_json(before), letter_to_json(now)
    names = (name for name in new if name not in _COMPARED | _NOT_READ and old.get(name) != new[name])
    return tuple(name.replace("_", " ") for name in names)


def difference_sentence(before: Letter | None, now: Letter | None) -> str:
    """'read as before', '2 fields read otherwise', 'it can be read now' or 'it still cannot be read'."""
    if now is None:
        return "its file cannot be used"
    if now.problem is not None:
        return "it still cannot be read" if before is None or before.problem is not None else "it can no longer be read"
    if before is None or before.problem is not None:
        return "it can be read now"
    count = sum(field.before != field.now for field in readings_compared(before, now)) + len(also_differs(before, now))
    return f"{format_count(count, 'field')} read otherwise" if count else "read as before"


def _texts(letter: Letter | None) -> dict[str, str]:
    if letter is None:
        return {}
    texts = dict(fields_read(letter))
    texts |= {"topics": ", ".join(TOPICS[topic] for topic in letter.topics) or NOTHING}
    texts |= {"asks for": format_count(len(letter.improvements), "thing") if letter.improvements else NOTHING}
    grades: dict[str, list[str]] = {}
    for judgement in letter.judgements_read:
        grades.setdefault(f"grade of {AREAS[judgement.area]}", []).append(GRADES[judgement.grade])
    texts |= {area: " or ".join(dict.fromkeys(read)) for area, read in grades.items()}
    if letter.lscb is not None:
        texts["grade of the Local Safeguarding Children Board"] = GRADES[letter.lscb]
    if letter.problem is not None:
        texts["problem"] = letter.problem.message
    return texts
