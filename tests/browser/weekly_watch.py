"""The watch of a week of ops: few authorities, a report a day, a real mail server, and everything else as `up` has it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from ofsted_watch.adapters.database import Database
from ofsted_watch.demo_site.invented_authorities import invented, write_csv
from ofsted_watch.demo_site.letters import Description
from ofsted_watch.demo_site.mishaps import Mishap, MissingAuthority, ReportNotFound
from ofsted_watch.demo_site.published_files import Publication
from ofsted_watch.demo_site.stories import Story, StoryNight
from ofsted_watch.demo_site.story_writing import focused, ilacs, post
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.settings import Settings
from tests.adapters.mail_servers import Mailbox, serving
from tests.standing_watch import StandingWatch, is_up, watch_over

NAMES = ("Thornmere", "Oxmarsh", "Kingsholt upon Wye", "Penhallow", "Aldershaw", "Harrowmere", "Brackenmoor", "Tillingdean")
NEW = invented("Stanbeck")
"""It has no page before its day, and is in nobody's file of authorities."""

FIRST = date(2026, 3, 2)
FALLS, CONTRADICTS, FALLS_TOO, IS_NOT_SERVED, VISITED, VISITED_TOO, VISITED_ALSO, REFUSED, LAST, QUIET, UNREACHED, IS_NEW = (
    FIRST + timedelta(days=days) for days in range(1, 13)
)
"""The days of Thornmere's fall, Oxmarsh's report that contradicts itself, Kingsholt's fall, Penhallow's report that is missing,
the visits to Aldershaw, Harrowmere, Brackenmoor and Tillingdean, three without news, and the new authority's first page."""

FELL, CONTRADICTING, FELL_TOO, NOT_SERVED = "60001101", "60001102", "60001103", "60001104"


@dataclass(frozen=True)
class WeeklyWatch:
    """A standing watch with the mailbox of everybody, and the address of its reports server."""

    watch: StandingWatch
    mailbox: Mailbox
    reports: str

    def night(self, day: date, *authorities: str) -> dict[str, Any]:
        """A nightly run for a day, over these authorities or all, at its end."""
        self.watch.site.today = day
        return self.watch.ended(self.watch.order("nightly", authorities=list(authorities), today=day.isoformat()))

    def checked_and_sent(self, day: date, *authorities: str) -> None:
        """The same by the command, which also sends what is due: for what a test needs before its form."""
        self.watch.site.today = day
        chosen = [part for name in authorities for part in ("--authority", name)]
        self.watch.command("nightly", *chosen, "--today", day.isoformat())

    def mail(self, address: str, number: int) -> EmailMessage:
        """The `number`th mail that the server took for this address, from 1, waited for."""
        self.watch.wait_until(lambda: len(self.mailbox.to(address)) >= number, f"{address} has {number} mails")
        return self.mailbox.to(address)[number - 1]

    def last_check(self, name: str) -> date | None:
        """The day on which the database has the last check of an authority."""
        urn = invented(name).urn
        with self.database() as database:
            return database.letters.last_checks([urn])[urn]

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The database of the watch, read by us."""
        with Database(Settings(data_dir=self.watch.folder / "data").database) as database:
            yield database


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail, with single spaces."""
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def week() -> Story:
    """Every authority is good since 2024; then a publication a day."""
    known = tuple(invented(name) for name in NAMES)
    history = [
        post(60_001_001 + place, ilacs(authority, date(2024, 5, 17), "ggggg", date(2024, 7, 1) + timedelta(days=place)))
        for place, authority in enumerate((*known, NEW))
    ]
    contradicting = replace(_inspected("Oxmarsh", CONTRADICTS, "iirii"), says_otherwise={Area.LEADERS: Grade.GOOD})
    nights = (
        (FIRST, *history),
        (FALLS, post(int(FELL), _inspected("Thornmere", FALLS, "iirii"))),
        (CONTRADICTS, post(int(CONTRADICTING), contradicting)),
        (FALLS_TOO, post(int(FELL_TOO), _inspected("Kingsholt upon Wye", FALLS_TOO, "rrrrr"))),
        (IS_NOT_SERVED, post(int(NOT_SERVED), _inspected("Penhallow", IS_NOT_SERVED, "rrrrr"))),
        (VISITED, post(60_001_105, _visited("Aldershaw", VISITED))),
        (VISITED_TOO, post(60_001_106, _visited("Harrowmere", VISITED_TOO))),
        (VISITED_ALSO, post(60_001_107, _visited("Brackenmoor", VISITED_ALSO))),
        (REFUSED, post(60_001_108, _visited("Tillingdean", REFUSED))),
        (LAST,),
        (QUIET,),
        (UNREACHED,),
        (IS_NEW,),
    )
    return Story((*known, NEW), tuple(_night(day, *publications) for day, *publications in nights))


def _inspected(name: str, published: date, grades: str) -> Description:
    return ilacs(name, published - timedelta(days=33), grades, published)


def _visited(name: str, published: date) -> Description:
    return focused(name, published - timedelta(days=28), published, theme="care leavers")


def _night(day: date, *publications: Publication) -> StoryNight:
    """Before its day the site's search does not know the new authority."""
    hidden = (Mishap("/search", MissingAuthority(NEW.urn), times=None),) if day < IS_NEW else ()
    missing = (Mishap(f"/v1/file/{NOT_SERVED}", ReportNotFound(), times=None),) if day == IS_NOT_SERVED else ()
    return StoryNight(day, "A day of the week.", publications, (*hidden, *missing))


@contextmanager
def weekly_watch(folder: Path) -> Iterator[WeeklyWatch]:
    """The watch, up, after its first night over all that it knows."""
    mailbox, story = Mailbox(), week()
    with serving(mailbox) as mail_port:
        own = {
            "OFSTED_WATCH_REQUESTS_PER_SECOND": "50",
            "OFSTED_WATCH_OPS_EMAIL": "ops@example.org",
            "OFSTED_WATCH_SMTP_URL": f"smtp://127.0.0.1:{mail_port}",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
        }
        with watch_over(folder, story, own) as (watch, command):
            write_csv(folder / "authorities.csv", story.authorities[:-1])
            with is_up(watch, command):
                watch.pause_schedules()
                weekly = WeeklyWatch(watch, mailbox, f"http://127.0.0.1:{command[-1]}")
                weekly.checked_and_sent(FIRST)
                yield weekly
