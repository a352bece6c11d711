"""The site misbehaves: each request of a night, one at a time and in random pairs, answered in every wrong way."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from ofsted_watch.demo_site import mishaps, strange_answers
from ofsted_watch.demo_site.mishaps import Happening, Mishap
from proofs.reliability.disturbed_nights import Ended, Ground, Spot, ground
from proofs.reliability.metrics import Metric, Section

PAIRS, SEED = 200, 20261123
FOR_HOW_LONG = (1, None)

TEXT = f"""A night in which a judgement falls, a letter is corrected under its number, one is withdrawn and a visit is new, over
a search of two pages. Each of its requests in turn is answered in each of these ways, once and for the whole night; then {PAIRS}
random pairs of them (seed {SEED}). After that the site is itself again, for a night or, where that is not enough, two. A case
survives when nothing crashed; the disturbed night either ended as the undisturbed one or named what it did not see; every listed
letter was kept, or it or its authority was named; nothing was told that is not told undisturbed; and in the end letters,
judgements, changes, alerts and mails are those of the undisturbed nights. Lost and doubled count changes, alerts and mails in the
end. Nothing really waits: the longest wait is what the pauses of a disturbed night add up to, at one request a second."""

TO_ANY_REQUEST: dict[str, Happening] = {
    "403": strange_answers.BareStatus(403),
    "404": strange_answers.BareStatus(404),
    "429, Retry-After in seconds": mishaps.TooManyRequests(retry_after=30),
    "429, Retry-After as a date": mishaps.TooManyRequests(retry_after="Wed, 04 Mar 2099 10:00:00 GMT"),
    "429, Retry-After of years": mishaps.TooManyRequests(retry_after=999_999_999),
    "429, Retry-After without sense": mishaps.TooManyRequests(retry_after="soon"),
    "500": strange_answers.BareStatus(500),
    "503": mishaps.Unavailable(retry_after=None),
    "timeout": mishaps.Silent(),
    "slow drip": mishaps.SlowDrip(chunk=8, pause=0.1),
    "dropped connection": mishaps.Dropped(),
    "body cut short": mishaps.CutShort(),
    "truncated, its length too": mishaps.Truncated(),
    "longer length announced": strange_answers.WrongLength(1.5),
    "shorter length announced": strange_answers.WrongLength(0.5),
    "another web page": mishaps.WebPage(),
    "JSON": strange_answers.InJson(),
    "'Report not found' as 200": mishaps.ReportNotFound(),
    "challenge page as 200": mishaps.Challenge(),
    "challenge page as 403": mishaps.Challenge(status=403),
    "redirect to another host": mishaps.RedirectElsewhere(),
    "redirect loop": strange_answers.RedirectLoop(),
    "gzip bomb": strange_answers.GzipBomb(),
    "UTF-8 declared as another charset": strange_answers.WrongCharset("utf-8", "iso-8859-1"),
    "another charset declared as UTF-8": strange_answers.WrongCharset("utf-16", "utf-8"),
    "empty page": mishaps.EmptyPage(),
    "page redesigned": mishaps.Redesigned(),
}

TO_THE_SEARCH: dict[str, Happening] = {
    "list capped at 100": mishaps.CappedList(at=100),
    "a watched authority missing": mishaps.MissingAuthority("80901"),
    "a watched authority missing, but counted": mishaps.MissingAuthority("80901", counted=True),
    "nothing found": mishaps.NoResults(),
}

TO_A_PAGE: dict[str, Happening] = {"an unknown kind": strange_answers.UnknownKind()}


def ways(spot: Spot) -> dict[str, Happening]:
    """How this request can be answered wrongly, by name."""
    if spot.path == "/search":
        return TO_ANY_REQUEST | TO_THE_SEARCH
    if spot.path.startswith("/provider/"):
        return TO_ANY_REQUEST | TO_A_PAGE
    return TO_ANY_REQUEST


def one_at_a_time(spots: Iterable[Spot]) -> dict[str, list[Mishap]]:
    """Each way, and all orders of it: every request, once and for the whole night."""
    orders: dict[str, list[Mishap]] = {}
    for spot in spots:
        for name, what in ways(spot).items():
            orders.setdefault(name, []).extend(spot.order(what, times) for times in FOR_HOW_LONG)
    return orders


def in_pairs(spots: tuple[Spot, ...], count: int, chance: random.Random) -> list[tuple[Mishap, Mishap]]:
    """So many pairs of mishaps at two different requests."""

    def any_way(spot: Spot) -> Mishap:
        return spot.order(chance.choice(list(ways(spot).values())), chance.choice(FOR_HOW_LONG))

    chosen = [chance.sample(spots, 2) for _ in range(count)]
    return [(any_way(one), any_way(other)) for one, other in chosen]


def metric(what: str, on: Ground, cases: Iterable[tuple[Mishap, ...]]) -> Metric:
    """All these cases as one row; the first fault is quoted in the remark."""
    began, ended = time.monotonic(), [(orders, on.disturbed(*orders)) for orders in cases]
    endings = Counter(one.ending for _, one in ended)
    remark = ", ".join(f"{count} {ending.replace('_', ' ')}" for ending, count in sorted(endings.items()))
    late = sum(not one.healed_at_once for _, one in ended)
    remark += f"; {late} healed only a week later" if late else ""
    remark += f"; longest wait {max(one.waited for _, one in ended):,.0f} s"
    failed = [(orders, one) for orders, one in ended if one.faults]
    return Metric(
        what=what,
        tried=len(ended),
        survived=len(ended) - len(failed),
        lost=sum(one.lost for _, one in ended),
        doubled=sum(one.doubled for _, one in ended),
        remark=remark + (f"; **{formatted(*failed[0])}**" if failed else ""),
        seconds=time.monotonic() - began,
    )


def formatted(orders: tuple[Mishap, ...], ended: Ended) -> str:
    """Where it was disturbed, what is wrong, and what the run said."""
    where = " and ".join(f"{order.path} {'once' if order.times else 'all night'}" for order in orders)
    return f"{where}: {'; '.join(ended.faults)} (the run said: {ended.text})"


def prove(folder: Path, tell: Callable[[Metric], None]) -> Section:
    """Every request × every way × once or all night, and the random pairs."""
    metrics = []
    with ground(folder) as on:
        rows: dict[str, list[tuple[Mishap, ...]]] = {
            name: [(order,) for order in orders] for name, orders in one_at_a_time(on.spots).items()
        }
        rows["random pairs"] = list(in_pairs(on.spots, PAIRS, random.Random(SEED)))
        for name, cases in rows.items():
            metrics.append(metric(name, on, cases))
            tell(metrics[-1])
    return Section("The site misbehaves", TEXT, tuple(metrics))
