"""The starting point of proofs: a site and a watch as on some evening, copied for every case, on both engines."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from ofsted_watch.demo_site.stories import DemoSite, Story, small_story
from ofsted_watch.domain.model import Topic
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.nightly import run_over_site
from ofsted_watch.settings import Settings
from tests.journeys.watching import Watching, watching
from tests.postgres_server import HOW_TO_INSTALL, PostgresServer, postgres_server, programs

READERS = ("ada@example.org", "bo@example.org", "cy@example.org")
DIGEST_READERS = ("di@example.org", "ed@example.org")
ENGINES = (("sqlite", "SQLite"), ("postgresql", "PostgreSQL"))


def missing(engine: str) -> str | None:
    """The reason why this engine cannot be used here, or None."""
    return f"on PostgreSQL: {HOW_TO_INSTALL}" if engine == "postgresql" and programs() is None else None


Evening = Callable[[Watching, Story], None]
"""What had happened before the case begins."""


def first_night(running: Watching, story: Story) -> None:
    """Three readers without any mail yet. The first night has run."""
    for reader in READERS:
        running.subscribe(reader)
    running.night(story.days[0])


def nothing_known(running: Watching, story: Story) -> None:
    """Three readers. No run has checked anything yet."""
    for reader in READERS:
        running.subscribe(reader)


def mails_due(running: Watching, story: Story) -> None:
    """Three immediate readers and two with daily digests. The second night has decided its news, and nothing is sent."""
    first_night(running, story)
    for reader in DIGEST_READERS:
        running.subscribe(reader, topics=(Topic.CHANGE, Topic.LETTER), frequency="daily")
    running.site.today = story.days[1]
    run_over_site(LocalExecutor(), running.resources, expected_authorities(["all"], running.resources.register), story.days[1])


@dataclass
class Ground:
    """A site on the day of a changed judgement and a database of the evening before, made anew for every case."""

    engine: str
    site: DemoSite
    story: Story
    before: Settings
    folder: Path
    postgres: PostgresServer | None = None
    made: int = 0
    _template: str = field(default="")

    @property
    def today(self) -> date:
        """The day of the changed judgement."""
        return self.story.days[1]

    def fresh(self, port: int | None, within: Path | None = None) -> Settings:
        """Settings for a copy of everything as on that evening, with the mail server at this port.

        Without a port mails are written to files. `within` is the folder for the copy.
        """
        self.made += 1
        folder = (within or self.folder) / f"{self.engine}-{self.made}"
        shutil.copytree(self.before.data_dir, folder)
        url = self.postgres.url(self.postgres.new_database(self._template)) if self.postgres else ""
        return replace(self.before, data_dir=folder, database_url=url, smtp_url=f"smtp://127.0.0.1:{port}" if port else "")

    def forget(self, settings: Settings) -> None:
        shutil.rmtree(settings.data_dir)


@contextmanager
def ground(engine: str, folder: Path, evening: Evening = first_night) -> Iterator[Ground]:
    """The demo site after an evening, with its watch in SQLite or PostgreSQL. Raises RuntimeError without PostgreSQL."""
    story = small_story()
    with ExitStack() as stack:
        site = stack.enter_context(DemoSite(nights=story.nights, authorities=story.authorities))
        postgres, template, more = None, "", {}
        if engine == "postgresql":
            installed = programs()
            if installed is None:
                raise RuntimeError(HOW_TO_INSTALL)
            postgres = stack.enter_context(postgres_server(installed))
            template = postgres.new_database()
            more = {"database_url": postgres.url(template)}
        folder.mkdir(parents=True, exist_ok=True)
        # Always a new folder: two proofs may start from the same evening, and the second must not see mails of the first.
        stored_in = Path(mkdtemp(prefix=f"{engine}-{evening.__name__}-", dir=folder))
        with watching(site, stored_in, **more) as running:
            evening(running, story)
            before = running.resources.settings
        site.today = story.days[1]
        yield Ground(engine, site, story, before, folder, postgres, _template=template)
