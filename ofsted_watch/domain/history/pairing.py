"""Which inspection of one history is which inspection of another history of the same authority. Pure."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from ofsted_watch.domain.history.inspections import History, Inspection


@dataclass(frozen=True, slots=True)
class Pairing:
    """The pairs of two histories: each is an inspection of `before` and the same inspection in `after`."""

    before: History
    after: History
    pairs: tuple[tuple[Inspection, Inspection], ...]

    def earlier(self, inspection: Inspection) -> Inspection | None:
        """What `before` knows of an inspection of `after`. Bytes that were known are never new, whatever they are part of now."""
        own = next((known for known, now in self.pairs if now is inspection), None)
        return own or next((known for known in _all(self.before) if inspection.stored.letter.sha256 in known.hashes), None)

    def later(self, inspection: Inspection) -> Inspection | None:
        """What `after` knows of an inspection of `before`."""
        own = next((now for known, now in self.pairs if known is inspection), None)
        return own or next((now for now in _all(self.after) if inspection.stored.letter.sha256 in now.hashes), None)


def pair(before: History, after: History) -> Pairing:
    """Pair two histories: first by kind and days of the inspection, then by shared bytes, then by a shared file number.

    An inspection that has found its pair is not compared with others: a number that was used again has the bytes of another
    inspection, and a number whose first day moved leaves the inspection whose other number still gives the earlier day.
    """
    pairs: list[tuple[Inspection, Inspection]] = []
    for is_same in (_has_same_days, _shares_bytes, _shares_number):
        known = [inspection for inspection in _all(before) if all(inspection is not paired for paired, _ in pairs)]
        now = [inspection for inspection in _all(after) if all(inspection is not paired for _, paired in pairs)]
        pairs += _matches(known, now, is_same)
    return Pairing(before, after, tuple(pairs))


def _matches(
    known: Collection[Inspection], now: Collection[Inspection], is_same: Callable[[Inspection, Inspection], bool]
) -> list[tuple[Inspection, Inspection]]:
    left = list(known)
    pairs = []
    for inspection in now:
        earlier = next((other for other in left if is_same(other, inspection)), None)
        if earlier is not None:
            left.remove(earlier)
            pairs.append((earlier, inspection))
    return pairs


def _all(history: History) -> tuple[Inspection, ...]:
    return (*history.inspections, *history.others)


def _has_same_days(known: Inspection, inspection: Inspection) -> bool:
    was, now = known.stored.letter, inspection.stored.letter
    if was.inspection_start is None or was.inspection_end is None:
        return False
    return (was.kind, was.inspection_start, was.inspection_end) == (now.kind, now.inspection_start, now.inspection_end)


def _shares_bytes(known: Inspection, inspection: Inspection) -> bool:
    return bool(known.hashes & inspection.hashes)


def _shares_number(known: Inspection, inspection: Inspection) -> bool:
    return bool(known.numbers & inspection.numbers)
