"""Where proofs are made: a site, and a watch as it was on some evening, copied anew for every case, on both engines."""

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
    """Why nothing can be shown on this engine here; None where it can."""
    return f"on PostgreSQL: {HOW_TO_INSTALL}" if engine == "postgresql" and programs() is None else None


Evening = Callable[[Watching, Story], None]
"""What had happened before the case begins."""


def first_night(running: Watching, story: Story) -> None:
    """Three readers, who know nothing yet, and the first night behind us."""
    for reader in READERS:
        running.subscribe(reader)
    running.night(story.days[0])


def nothing_known(running: Watching, story: Story) -> None:
    """Three readers, and nothing looked at."""
    for reader in READERS:
        running.subscribe(reader)


def mails_due(running: Watching, story: Story) -> None:
    """Three readers at once and two of daily digests, and the news of the second night decided: nothing of it is sent."""
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
        """Settings for a copy of everything as it was in the evening, with its mail server at this port.

        Without a port mails are written to files. `within` is the folder to put the copy in.
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
    """The replica after an evening, kept in SQLite or PostgreSQL. Raises RuntimeError where PostgreSQL is not installed."""
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
        # Always a new folder: two proofs may begin with the same evening, and the second must not find the first one's mails.
        stored_in = Path(mkdtemp(prefix=f"{engine}-{evening.__name__}-", dir=folder))
        with watching(site, stored_in, **more) as running:
            evening(running, story)
            before = running.resources.settings
        site.today = story.days[1]
        yield Ground(engine, site, story, before, folder, postgres, _template=template)
