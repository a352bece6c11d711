"""A watch set up as a user would set it up, whose nights are run by hand: the journeys' own tool."""

import email
import email.policy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

from ofsted_watch.demo_site.corpus_site import CorpusSite
from ofsted_watch.demo_site.invented_authorities import write_csv
from ofsted_watch.demo_site.stories import DemoSite
from ofsted_watch.domain.model import Change, Frequency, Topic
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.nightly import run_over_site
from ofsted_watch.services.resources import Resources, open_resources
from ofsted_watch.settings import Settings, read_settings

LONG_AGO = datetime(2012, 1, 1, tzinfo=UTC)
READER = "newsroom@example.org"


@dataclass
class Watching:
    """A site, a watch over it, and the folder that its mails are written to."""

    site: DemoSite | CorpusSite
    resources: Resources
    watched: Sequence[str] = ("all",)

    def subscribe(
        self, email: str = READER, *names: str, topics: Sequence[Topic] = (Topic.CHANGE,), **preferences: object
    ) -> None:
        self.resources.database.subscribers.subscribe(
            email,
            urns=frozenset(authority.urn for authority in expected_authorities(names, self.resources.register))
            if names
            else frozenset(),
            region=None,
            topics=frozenset(topics),
            frequency=Frequency(str(preferences.get("frequency", "at-once"))),
            declines_only=bool(preferences.get("declines_only", False)),
            at=LONG_AGO,
        )

    def night(self, today: date) -> RunResult:
        """One night: the site shows what it shows on that day, the run looks, and what is due is sent."""
        self.site.today = today
        night = run_over_site(LocalExecutor(), self.resources, expected_authorities(self.watched, self.resources.register), today)
        deliver(self.resources)
        return night

    def mails(self) -> list[EmailMessage]:
        """Every mail written so far, by subject."""
        folder = self.resources.settings.outbox
        parsed = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in folder.glob("*.eml")]
        return sorted(parsed, key=lambda mail: str(mail["Subject"]))

    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails()]

    def changes(self) -> list[Change]:
        return sorted(self.resources.database.letters.changes(), key=lambda change: (change.to_published, change.strand))


@contextmanager
def watching(
    site: DemoSite | CorpusSite, folder: Path, *, watched: Sequence[str] = ("all",), **settings: str
) -> Iterator[Watching]:
    """A watch over a running site, with everything in `folder`; nothing waits, for the site is ours."""
    with open_resources(settings_for(site, folder, **settings), sleep=lambda seconds: None) as resources:
        yield Watching(site, resources, watched)


def settings_for(site: DemoSite | CorpusSite, folder: Path, **settings: str) -> Settings:
    """The settings of such a watch; `settings` by name in small letters, e.g. alert_limit='1'."""
    given = {
        "site_url": site.url,
        "data_dir": str(folder),
        "requests_per_second": "1000",
        "contact": "tests@example.org",
        "mail_from": "Ofsted Watch <watch@example.org>",
    } | settings
    chosen = {f"OFSTED_WATCH_{name.upper()}": value for name, value in given.items()}
    if isinstance(site, DemoSite):
        folder.mkdir(parents=True, exist_ok=True)
        write_csv(folder / "authorities.csv", site.authorities)
        chosen["OFSTED_WATCH_AUTHORITIES_FILE"] = str(folder / "authorities.csv")
    return read_settings(chosen, dotenv=None)
