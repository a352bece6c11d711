"""Readings not to rely on: a lost reading, two files that contradict each other. Both wait for review."""

from collections.abc import Sequence
from dataclasses import replace

from ofsted_watch.domain.history.inspections import History
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import SetAside, StoredLetter
from ofsted_watch.domain.set_aside_state import SetAsideReason, SetAsideSubject


def with_lost_readings(
    urn: Urn, before: Sequence[StoredLetter], after: Sequence[StoredLetter]
) -> tuple[tuple[StoredLetter, ...], tuple[SetAside, ...]]:
    """`after` with its lost readings restored: a letter that was read once and cannot be read now, or is absent.

    An absence is not a fact: the earlier reading stays until it is reviewed, and neighbours do not change meanwhile.
    """
    now = {stored.served_file: stored for stored in after}
    lost = []
    for stored in before:
        file = stored.served_file
        new = now.get(file)
        if stored.letter.problem is not None or (new is not None and new.letter.problem is None):
            continue
        withdrawn = new.withdrawn if new is not None else stored.withdrawn
        now[file] = replace(stored, withdrawn=withdrawn)
        code, why = str(SetAsideReason.VANISHED), "it is not among the letters stored now"
        if new is not None and new.letter.problem is not None:
            code, why = new.letter.problem.code, new.letter.problem.message
        message = f"File {file[0]} ({stored.listing.listed_as}) was read before and is not now: {why}. The earlier reading stays."
        lost.append(SetAside(SetAsideSubject.LETTER, urn, stored.letter.sha256, code, message))
    return tuple(now.values()), tuple(lost)


def newly_disputed(before: History, after: History) -> tuple[SetAside, ...]:
    """The files of `after` that contradict each other about one inspection, and did not in `before`."""
    return tuple(
        SetAside(
            SetAsideSubject.LETTER,
            after.urn,
            stored.letter.sha256,
            SetAsideReason.INSPECTIONS_DISAGREE,
            f"File {stored.listing.file_number} is about the same inspection as another file of its day, with other grades: "
            "neither is used until a review decides which is correct.",
        )
        for stored in after.disputed
        if stored not in before.disputed
    )
