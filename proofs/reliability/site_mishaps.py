"""The site misbehaves: it answers each request of a night, and random pairs of them, in every wrong way."""

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

TEXT = f"""In one night a judgement declines, a letter is re-issued under its number, one is withdrawn and a visit is new; the
search has two pages. The site answers each request in each of these ways, once and for the whole night, then {PAIRS} random pairs
of them (seed {SEED}). After that it behaves for a night or, if one is not enough, two. A case survives if nothing crashed; the
disturbed night either ended as the undisturbed one or named what it did not see; every listed letter was stored, or it or its
authority was named; nothing was sent that is not sent undisturbed; and in the end letters, judgements, changes, alerts and mails
equal those of the undisturbed nights. Lost and doubled count changes, alerts and mails in the end. No case really waits: the
longest wait is the sum of the pauses in a disturbed night, at one request a second."""

TO_ANY_REQUEST: dict[str, Happening] = {
    "403": strange_answers.BareStatus(403),
    "404": strange_answers.BareStatus(404),
    "429, Retry-After in seconds": mishaps.TooManyRequests(retry_after=30),
    "429, Retry-After as a date": mishaps.TooManyRequests(retry_after="Wed, 04 Mar 2099 10:00:00 GMT"),
    "429, Retry-After of years": mishaps.TooManyRequests(retry_after=999_999_999),
    "429, Retry-After invalid": mishaps.TooManyRequests(retry_after="soon"),
    "500": strange_answers.BareStatus(500),
    "503": mishaps.Unavailable(retry_after=None),
    "timeout": mishaps.Silent(),
    "slow drip": mishaps.SlowDrip(chunk=8, pause=0.1),
    "dropped connection": mishaps.Dropped(),
    "body cut short": mishaps.CutShort(),
    "truncated, with a matching length": mishaps.Truncated(),
    "longer length announced": strange_answers.WrongLength(1.5),
    "a shorter length in the header": strange_answers.WrongLength(0.5),
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
    "a watched authority missing but counted": mishaps.MissingAuthority("80901", counted=True),
    "nothing found": mishaps.NoResults(),
}

TO_A_PAGE: dict[str, Happening] = {"an unknown kind": strange_answers.UnknownKind()}


def ways(spot: Spot) -> dict[str, Happening]:
    """The wrong answers to this request, by name."""
    if spot.path == "/search":
        return TO_ANY_REQUEST | TO_THE_SEARCH
    if spot.path.startswith("/provider/"):
        return TO_ANY_REQUEST | TO_A_PAGE
    return TO_ANY_REQUEST


def one_at_a_time(spots: Iterable[Spot]) -> dict[str, list[Mishap]]:
    """Each wrong answer with all its cases: every request, once and for the whole night."""
    orders: dict[str, list[Mishap]] = {}
    for spot in spots:
        for name, what in ways(spot).items():
            orders.setdefault(name, []).extend(spot.order(what, times) for times in FOR_HOW_LONG)
    return orders


def in_pairs(spots: tuple[Spot, ...], count: int, chance: random.Random) -> list[tuple[Mishap, Mishap]]:
    """Random pairs of mishaps at two different requests."""

    def any_way(spot: Spot) -> Mishap:
        return spot.order(chance.choice(list(ways(spot).values())), chance.choice(FOR_HOW_LONG))

    chosen = [chance.sample(spots, 2) for _ in range(count)]
    return [(any_way(first), any_way(second)) for first, second in chosen]


def metric(what: str, on: Ground, cases: Iterable[tuple[Mishap, ...]]) -> Metric:
    """Run all these cases: one row. The remark quotes the first fault."""
    began, ended = time.monotonic(), [(orders, on.disturbed(*orders)) for orders in cases]
    endings = Counter(case.ending for _, case in ended)
    remark = ", ".join(f"{count} {ending.replace('_', ' ')}" for ending, count in sorted(endings.items()))
    late = sum(not case.healed_at_once for _, case in ended)
    remark += f"; {late} recovered only a week later" if late else ""
    remark += f"; longest wait {max(case.waited for _, case in ended):,.0f} s"
    failed = [(orders, case) for orders, case in ended if case.faults]
    return Metric(
        what=what,
        tried=len(ended),
        survived=len(ended) - len(failed),
        lost=sum(case.lost for _, case in ended),
        doubled=sum(case.doubled for _, case in ended),
        remark=remark + (f"; **{formatted(*failed[0])}**" if failed else ""),
        seconds=time.monotonic() - began,
    )


def formatted(orders: tuple[Mishap, ...], ended: Ended) -> str:
    """The disturbed request, the faults, and the message of the run."""
    where = " and ".join(f"{order.path} {'once' if order.times else 'all night'}" for order in orders)
    return f"{where}: {'; '.join(ended.faults)} (the run reported: {ended.text})"


def prove(folder: Path, tell: Callable[[Metric], None]) -> Section:
    """Every request × every wrong answer × once or all night, and the random pairs."""
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
