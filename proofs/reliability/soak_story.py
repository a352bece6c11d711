"""Two months of an invented Ofsted, and what goes wrong in them: both from seeds, so that each can be had again."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

from ofsted_watch.demo_site.invented_authorities import crowd
from ofsted_watch.demo_site.letters import print_letter
from ofsted_watch.demo_site.mishaps import (
    CappedList,
    Challenge,
    CutShort,
    Dropped,
    EmptyPage,
    Happening,
    Mishap,
    MissingAuthority,
    NoResults,
    Redesigned,
    RedirectElsewhere,
    ReportNotFound,
    TooManyRequests,
    Truncated,
    Unavailable,
    WebPage,
)
from ofsted_watch.demo_site.published_files import Publication
from ofsted_watch.demo_site.stories import FIRST_NIGHT, Story, StoryNight
from ofsted_watch.demo_site.story_writing import focused, ilacs, post, sif
from ofsted_watch.demo_site.strange_answers import BareStatus, InJson, RedirectLoop, WrongLength
from ofsted_watch.domain.model import Authority

CALM_BEFORE = 1
"""Nights without mishaps at the beginning: what comes with the first sight of an authority is never news (decision 0009)."""
CALM_AFTER = 10
"""Nights without mishaps at the end: a young letter is asked for again every seven days, and a spoiled one every day."""
APART = 9
"""Days between two letters of one authority: more than a mishap lasts. A visit seen after the graded letter that followed it
is history and no news, by design."""
LONGEST = 3
"""Nights that one mishap lasts at most."""
BREATH = 5
"""Every fifth night is calm: bytes that the site showed only while nobody could see it are nowhere to be had afterwards."""
_GRADES = ("ggggg", "rgrrg", "iirii", "ooggo", "rrrrr", "gorgg")


def story(nights: int, authorities: int) -> Story:
    """So many nights: new graded letters and visits, re-issues with other grades, copies under a second number, late letters
    and withdrawn ones, each early enough to be seen before the end.
    """
    said = random.Random(f"soak {nights} {authorities}")
    places = crowd(authorities)
    known = [letter for n, place in enumerate(places) for letter in _known(n, place)]
    last = nights - min(CALM_AFTER, nights // 2)
    notified = [letter for n, place in enumerate(places) for letter in _notified(n, place, last, said)]
    days = [FIRST_NIGHT + timedelta(days=n) for n in range(nights)]
    by_day = {day: tuple(letter for letter in notified if letter.from_day == day) for day in days}
    first = StoryNight(days[0], "First sight of all.", tuple(known))
    return Story(places, (first, *(StoryNight(day, f"{len(by_day[day])} letters come.", by_day[day]) for day in days[1:])))


def _known(n: int, place: Authority) -> tuple[Publication, ...]:
    before = ilacs(place, date(2019, 3, 15), _GRADES[n % 6][:4], date(2019, 5, 2) + timedelta(days=n))
    newest = ilacs(place, date(2023, 2, 10), _GRADES[(n + 1) % 6], date(2023, 4, 5) + timedelta(days=n))
    return (post(60_100_000 + 2 * n, before), post(60_100_001 + 2 * n, newest))


def _notified(n: int, place: Authority, last: int, said: random.Random) -> list[Publication]:
    """What one authority is told between the second night and the `last`: a graded letter and what becomes of it, and visits."""
    number = 61_000_000 + 10 * n
    day = FIRST_NIGHT + timedelta(days=said.randrange(1, max(2, min(last - 1, 20))))
    end = day - timedelta(days=40)
    graded = post(number, ilacs(place, end, _GRADES[(n + 2) % 6], day))
    again = day + timedelta(days=APART + said.randrange(APART))
    notified = [graded]
    fits = (again - FIRST_NIGHT).days < last
    match n % 5:
        case 0 if fits:
            other = ilacs(place, end, _GRADES[(n + 3) % 6], day)
            notified = [replace(graded, reissued=((again, partial(print_letter, other)),))]
        case 1 if fits:
            notified.append(replace(post(number + 1, ilacs(place, end, _GRADES[(n + 2) % 6], day)), published=again))
        case 2 if fits:
            notified = [replace(graded, withdrawn=again)]
        case 3 if fits:
            late = sif(place.name, date(2015, 11, 6), "rrrggr", date(2016, 1, 12)) if n < 12 else None
            notified += [replace(post(number + 2, late), appears=again)] if late else []
        case _:
            pass
    visited = again + timedelta(days=APART)
    if (visited - FIRST_NIGHT).days < last:
        priority = ("The oversight of children who are missing from care.",) if n % 2 else ()
        visit = post(number + 3, _visit(place, visited, priority))
        gone = visited + timedelta(days=APART)
        notified.append(replace(visit, withdrawn=gone) if n % 4 == 0 and (gone - FIRST_NIGHT).days < last else visit)
    return notified


def _visit(place: Authority, published: date, priority: tuple[str, ...]) -> object:
    said = focused("Thornmere", published - timedelta(days=30), published, theme="care leavers", priority=priority)
    return replace(said, authority=place)


@dataclass(frozen=True, slots=True)
class Mishaps:
    """What goes wrong: on the site, by night; nights on which no run was started, and nights that were run twice."""

    on_site: tuple[Mishap, ...] = ()
    missed: frozenset[date] = frozenset()
    twice: frozenset[date] = frozenset()
    counted: Mapping[str, int] = field(default_factory=dict)


def mishaps(notified: Story, seed: int) -> Mishaps:
    """Mishaps of every kind on random requests of random nights, from one to three nights long, none in the calm nights."""
    chance = random.Random(f"mishaps {seed}")
    last = len(notified.days) - min(CALM_AFTER, len(notified.days) // 2)
    rough = tuple(day for n, day in enumerate(notified.days[:last]) if n >= CALM_BEFORE and n % BREATH)
    orders: list[Mishap] = []
    for day in rough:
        for _ in range(chance.choice((0, 1, 1, 2, 4))):
            orders += _lasting(_one(notified, day, chance), day, chance, set(rough))
    missed = frozenset(day for day in rough if chance.random() < 0.06)
    twice = frozenset(day for day in rough if chance.random() < 0.1) - missed
    kinds = [type(order.what).__name__ for order in orders]
    return Mishaps(tuple(orders), missed, twice, {kind: kinds.count(kind) for kind in sorted(set(kinds))})


def _lasting(order: Mishap, day: date, chance: random.Random, rough: set[date]) -> list[Mishap]:
    nights = [day + timedelta(days=n) for n in range(chance.randint(1, LONGEST))]
    return [replace(order, on=night) for night in nights if night in rough]


def _one(notified: Story, day: date, chance: random.Random) -> Mishap:
    times = chance.choice((1, 2, None))
    match chance.choice(("search", "page", "file", "file", "site")):
        case "search":
            someone = chance.choice(notified.authorities).urn
            what = [NoResults(), CappedList(5), MissingAuthority(someone), MissingAuthority(someone, True), *_ANSWERS]
            return Mishap("/search", chance.choice(what), times)
        case "page":
            return Mishap(
                f"/provider/44/{chance.choice(notified.authorities).urn}", chance.choice([*_ANSWERS, BareStatus(404)]), times
            )
        case "file":
            number = _newest_file(notified, day, chance)
            return Mishap(f"/v1/file/{number}", chance.choice([*_ANSWERS, WebPage(), ReportNotFound(), Truncated(0.6)]), times)
        case _:
            return Mishap("/", chance.choice([Unavailable(), Dropped(), Challenge(403)]), None)


def _newest_file(notified: Story, day: date, chance: random.Random) -> str:
    """Mostly one that comes on this day or came lately: a mishap on a file that nobody asks for is none."""
    letters = [letter for night in notified.nights for letter in night.publications if letter.from_day <= day]
    lately = [letter for letter in letters if (day - letter.from_day).days <= 1] or letters
    return chance.choice(lately if chance.random() < 0.8 else letters).number


_ANSWERS: Sequence[Happening] = (
    Unavailable(),
    Unavailable(None),
    TooManyRequests(),
    Dropped(),
    CutShort(0.4),
    Truncated(0.3),
    WrongLength(1.5),
    WebPage(),
    Redesigned(),
    Challenge(),
    Challenge(403),
    EmptyPage(),
    RedirectElsewhere(),
    RedirectLoop(),
    BareStatus(403),
    BareStatus(500),
    InJson(),
)
