"""A night on which the site misbehaves and the nights after it, compared with the same nights undisturbed.

Everything is real: site, archive, database, reader process, checks and delivery. Only waiting is made short: pauses are
added up instead of slept, and what the site may take is a fraction of a second. A check is asked once for the same data.
"""

import shutil
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from ofsted_watch import __version__
from ofsted_watch.adapters.pdf_reader import Reader
from ofsted_watch.adapters.site.ofsted_site import Site
from ofsted_watch.demo_site.invented_authorities import crowd
from ofsted_watch.demo_site.letters import Previous, print_letter
from ofsted_watch.demo_site.mishaps import Mishap
from ofsted_watch.demo_site.past_letters import HISTORY
from ofsted_watch.demo_site.stories import DemoSite, Story
from ofsted_watch.demo_site.stories import StoryNight as SiteNight
from ofsted_watch.demo_site.story_writing import focused, ilacs, post
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.model import Alert, EventKind, Topic
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.runs.run_result import Ending, RunResult
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.nightly import run_over_site
from ofsted_watch.services.resources import authority_register
from ofsted_watch.subscriptions.matching import wants
from proofs.reliability.checked_once import AskedOnce
from tests.journeys.watching import Watching, settings_for, watching

WATCHED = ("Thornmere", "Aldershaw", "Penhallow")
FIRST = date(2026, 3, 3)
TONIGHT, MORROW, WEEK_AFTER = FIRST + timedelta(days=7), FIRST + timedelta(days=8), FIRST + timedelta(days=15)
LISTED_ON_TWO_PAGES = 102
"""Authorities that the site lists, so that its search has a second page; three are watched."""
PACKET_SECONDS = 0.5
"""What the site may take for a packet on the disturbed night; for a whole answer twice that."""
PATIENT_SECONDS = 60.0
"""The same on the other nights: a busy machine is no mishap."""
LARGEST_FILE = 5_000_000
NEW, WITHDRAWN, CORRECTED, VISIT = "60000401", "60000402", "60000403", "60000404"


@dataclass(frozen=True, slots=True)
class Spot:
    """A request of the night: its path, and which of those to the same path it is (from 0)."""

    path: str
    place: int = 0

    def order(self, what: Any, times: int | None) -> Mishap:
        return Mishap(self.path, what, times=times, after=self.place, on=TONIGHT)


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept and was told: the same after two histories when nothing was lost, doubled or made up."""

    letters: frozenset[Any]
    changes: frozenset[str]
    alerts: tuple[Any, ...]
    mails: tuple[Any, ...]

    def without(self, numbers: Collection[str]) -> "Known":
        """The same without the letters of these file numbers."""
        return replace(self, letters=frozenset(one for one in self.letters if one[1] not in numbers))

    def notified_beyond(self, other: "Known") -> int:
        """Changes, alerts and mails that `other` does not have, or not so often."""
        pairs = ((self.changes, other.changes), (self.alerts, other.alerts), (self.mails, other.mails))
        return sum((Counter(mine) - Counter(others)).total() for mine, others in pairs)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a disturbed night and those after it ended. `faults` are sentences; without any, all is well.

    `lost` and `doubled` count changes, alerts and mails in the end; `waited` is in seconds. `healed_at_once` tells that
    the next night was enough.
    """

    ending: str
    text: str
    faults: tuple[str, ...]
    lost: int = 0
    doubled: int = 0
    waited: float = 0.0
    healed_at_once: bool = False


class Waiting:
    """A clock on which a pause is over at once; `waited` adds them up, in seconds."""

    def __init__(self) -> None:
        self.waited = 0.0

    def sleep(self, seconds: float) -> None:
        self.waited += seconds


def story(listed: int) -> Story:
    """First sight of three authorities; a week later one falls, one is corrected, one letter is withdrawn, one is new."""
    before = tuple(one for one in HISTORY if one.urn in {"80901", "80902", "80904"} and one.published.year >= 2019)
    risen = ilacs("Penhallow", date(2026, 1, 23), "rrrrr", date(2026, 2, 25), Previous(Grade.INADEQUATE, date(2024, 11, 22)))
    better = replace(risen, grades=dict.fromkeys(risen.grades, Grade.GOOD))
    fall = ilacs("Thornmere", date(2026, 1, 30), "iirii", TONIGHT, Previous(Grade.GOOD, date(2023, 2, 10)))
    leaving = focused("Aldershaw", date(2026, 1, 21), date(2026, 2, 20), theme="early help")
    visit = focused("Aldershaw", date(2026, 2, 4), TONIGHT, theme="care leavers", priority=("The oversight of visits.",))
    known = (
        *before,
        replace(post(int(WITHDRAWN), leaving), withdrawn=TONIGHT),
        replace(post(int(CORRECTED), risen), reissued=((TONIGHT, partial(print_letter, better)),)),
    )
    notified = (post(int(NEW), fall), post(int(VISIT), visit))
    nights = (SiteNight(FIRST, "First sight.", known), SiteNight(TONIGHT, "Much at once.", notified))
    return Story(crowd(listed), nights)


class Ground:
    """The site, a watch that knows the first night, and how the nights after it end undisturbed.

    `spots` are the requests of the night that is to be disturbed.
    """

    def __init__(self, site: DemoSite, folder: Path, reader: Reader) -> None:
        self._site, self._folder, self._reader = site, folder, reader
        self._run, self._cases = AskedOnce(), 0
        with watching(site, folder / "first", watched=WATCHED) as running:
            for topic in Topic:
                running.subscribe(f"{topic}@example.org", topics=(topic,))
            self._night(running, FIRST)
        shutil.copytree(folder / "first", folder / "undisturbed")
        with watching(site, folder / "undisturbed", watched=WATCHED) as running:
            asked = len(site.requests)
            self._night(running, TONIGHT)
            self.tonight = known_to(running)
            self.spots = _spots([request.path for request in site.requests[asked:]])
            self._night(running, MORROW)
            self._night(running, WEEK_AFTER)
            self.in_the_end = known_to(running)

    def disturbed(self, *orders: Mishap) -> Ended:
        """The night with these mishaps, and the undisturbed ones after it. What was asked of the site is forgotten."""
        self._cases += 1
        folder = self._folder / str(self._cases)
        shutil.copytree(self._folder / "first", folder)
        self._site.requests.clear()
        self._site.order_only(*orders)
        try:
            with watching(self._site, folder, watched=WATCHED) as running:
                return self._compared(running)
        except Exception as crash:  # which is what must not happen, whatever the site does
            return Ended("crashed", repr(crash), (f"crashed: {crash!r}",))
        finally:
            shutil.rmtree(folder)

    def _compared(self, running: Watching) -> Ended:
        clock = Waiting()
        night = self._night(running, TONIGHT, clock)
        then = known_to(running)
        faults = [*_defects(night), *(() if night.ending is Ending.STOPPED else self._gaps(running, night))]
        unsure = {number for number in (WITHDRAWN,) if any(f"File {number} " in note for note in night.notes)}
        if night.ending is Ending.DONE and then.without(unsure) != self.tonight.without(unsure):
            faults.append("done, they say, but not as undisturbed")
        if made_up := then.notified_beyond(self.tonight):
            faults.append(f"{made_up} changes, alerts or mails that are not true")
        self._night(running, MORROW)
        healed_at_once = known_to(running) == self.in_the_end
        if not healed_at_once:
            self._night(running, WEEK_AFTER)
        last = known_to(running)
        if last != self.in_the_end:
            faults.append("in the end not as undisturbed")
        return Ended(
            night.ending,
            f"{night.message} {' '.join(night.notes)}",
            tuple(faults),
            lost=self.in_the_end.notified_beyond(last),
            doubled=last.notified_beyond(self.in_the_end),
            waited=clock.waited,
            healed_at_once=healed_at_once,
        )

    def _gaps(self, running: Watching, night: RunResult) -> list[str]:
        """Letters that the site lists tonight and that are neither kept nor named, by file number or authority."""
        database = running.resources.database
        stored = {(one.listing.urn, one.letter.sha256) for one in database.letters.stored()}
        named = {(one.urn, one.about) for one in database.set_asides.find()}
        gaps = []
        for authority in expected_authorities(WATCHED, running.resources.register):
            held = database.files.files_of(authority.urn)
            for publication in self._site.catalogue.listed(authority.urn, TONIGHT):
                file = self._site.catalogue.file(publication.number, TONIGHT)
                is_stored = file is not None and (authority.urn, sha256(file.content).hexdigest()) in stored
                served = held.get(publication.number)
                about = {publication.number, served.sha256 if served else publication.number}
                is_named = authority.urn in night.coverage.unchecked or any((authority.urn, one) in named for one in about)
                if not is_stored and not is_named:
                    gaps.append(f"file {publication.number} of {authority.name} is neither kept nor named")
        return gaps

    def _night(self, running: Watching, day: date, clock: Waiting | None = None) -> RunResult:
        """A night in a process's life of its own, as far as the site can tell: it is asked by a client that remembers nothing."""
        self._site.today = day
        settings, resources = running.resources.settings, running.resources
        packet = PACKET_SECONDS if clock else PATIENT_SECONDS
        resources.reader = self._reader
        resources.site = Site(
            settings.site_url,
            settings.file_hosts,
            settings.contact,
            user_agent_version=__version__,
            timeout=(packet, packet),
            answer_seconds=2 * packet,
            largest_file=LARGEST_FILE,
            sleep=(clock or Waiting()).sleep,
            random=lambda: 0.5,
        )
        night = run_over_site(self._run, resources, expected_authorities(WATCHED, resources.register), day)
        deliver(resources)
        return night


@contextmanager
def ground(folder: Path, listed: int = LISTED_ON_TWO_PAGES) -> Iterator[Ground]:
    """The ground for any number of disturbed nights. `listed` authorities are on the site."""
    notified = story(listed)
    with DemoSite(nights=notified.nights, authorities=notified.authorities) as site:
        register = authority_register(settings_for(site, folder / "authorities"))
        with Reader(register, workers=1) as reader:
            yield Ground(site, folder, reader)


def follows_a_notice(alert: Alert, register: AuthorityRegister) -> bool:
    """True for the notice of a report that could not be read, and for its news where only that notice brought it.

    Both are true of a disturbed night, and no calm night has them.
    """
    if alert.event.kind is EventKind.UNREAD:
        return True
    return bool(alert.event.settles) and not wants(alert.subscription, alert.event, register.by_urn(alert.event.urn))


def known_to(running: Watching) -> Known:
    """All that a watch keeps and has told."""
    database = running.resources.database
    letters = (
        (
            one.listing.urn,
            one.listing.file_number,
            one.letter.sha256,
            one.withdrawn is None,
            tuple((judged.area, judged.grade) for judged in one.letter.judgements),
        )
        for one in database.letters.stored()
    )
    found = database.alerts.find()
    notices = {one.message_id for one in found if follows_a_notice(one, running.resources.register)}
    alerts = (
        (one.subscription.email, one.event.key, one.event.title, one.state) for one in found if one.message_id not in notices
    )
    mails = ((mail["To"], mail["Subject"], mail["Message-ID"]) for mail in running.mails() if mail["Message-ID"] not in notices)
    changes = frozenset(change.key for change in database.letters.changes())
    return Known(frozenset(letters), changes, tuple(sorted(alerts)), tuple(sorted(mails)))


def _spots(asked: Sequence[str]) -> tuple[Spot, ...]:
    """Each request to the site once: by its path, and the search by its page."""
    met: Counter[str] = Counter()
    spots = []
    for path in (target.partition("?")[0] for target in asked):
        spots.append(Spot(path, met[path]))
        met[path] += 1
    return tuple(spots)


def _defects(night: RunResult) -> list[str]:
    return [f"a traceback in {reason}" for reason in night.coverage.unchecked.values() if "internal error" in reason]
