"""The changes of the last week, the weightiest first: what a reader should know before anything else. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta

from ofsted_watch.domain.grades import Grade, is_comparable, steps
from ofsted_watch.web.overview import ChangedLetter

WEEK = timedelta(days=7)


def of_the_week(changed: Sequence[ChangedLetter], today: date) -> tuple[ChangedLetter, ...]:
    """The changed letters published in the seven days until today, the weightiest first; with equal weight the newest."""
    recent = [letter for letter in changed if today - WEEK < letter.published <= today]
    return tuple(sorted(recent, key=lambda letter: (-weight(letter), -letter.published.toordinal(), letter.authority.name)))


def weight(letter: ChangedLetter) -> int:
    """A fall to inadequate weighs most, then a rise out of it, then the number of steps of all strands."""
    fell = any(change.to_grade is Grade.INADEQUATE for change in letter.changes)
    rose = any(change.from_grade is Grade.INADEQUATE for change in letter.changes)
    moved = 0
    for change in letter.changes:
        before, now = change.from_grade, change.to_grade
        if before is not None and now is not None and is_comparable(before) and is_comparable(now):
            moved += abs(steps(before, now))
    return 1000 * fell + 100 * rose + moved
