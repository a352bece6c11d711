"""The adapters, opened once at the edge: site, archive, database, reader and mailer, built from the settings."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ofsted_watch import __version__
from ofsted_watch.adapters.mail.sent_log import SentLog
from ofsted_watch.domain.authorities import ENGLAND, AuthorityRegister, authorities_in, neighbours_in
from ofsted_watch.errors import BadSetting
from ofsted_watch.runs.unread_pages import FOLDER
from ofsted_watch.services.data_folder import has_database, make_data_folder
from ofsted_watch.services.quiet_hours import utc_now, wait_for_quiet_hours
from ofsted_watch.services.stored_settings import with_stored
from ofsted_watch.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import URL

    from ofsted_watch.adapters.archive import Archive
    from ofsted_watch.adapters.database import Database
    from ofsted_watch.adapters.mail.mailer import Mailer
    from ofsted_watch.adapters.pdf_reader import Reader
    from ofsted_watch.adapters.site.ofsted_site import Site


class Resources:
    """All adapters that a service may use. Deliberately not a dataclass: orchestrators must not inspect it."""

    def __init__(
        self,
        settings: Settings,
        site: "Site",
        archive: "Archive",
        database: "Database",
        reader: "Reader",
        mailer: "Mailer",
        register: AuthorityRegister,
    ) -> None:
        self.settings = settings
        self.site = site
        self.archive = archive
        self.database = database
        self.reader = reader
        self.mailer = mailer
        self.sent_log = SentLog(settings.sent_log)
        self.register = register


@contextmanager
def open_resources(
    settings: Settings,
    *,
    sleep: Callable[[float], None] = time.sleep,
    before_request: Callable[[str], None] = lambda host: None,
    now: Callable[[], datetime] = utc_now,
) -> Iterator[Resources]:
    """Open all adapters, bring the database to its newest schema, and close everything afterwards.

    `sleep` waits for the site's rate limit and pauses; `before_request` is called with the host's name before each
    request, if several workers share one rate. In quiet hours, as `now` gives them, each request waits for their end.
    Raises BadSetting for a setting that cannot be used, DatabaseUnavailable if the database does not answer.
    """
    # Imported here: commands that only read the database need neither the parser of the site's pages nor the HTTP client.
    from ofsted_watch.adapters.archive import Archive
    from ofsted_watch.adapters.mail.mailer import Mailer
    from ofsted_watch.adapters.pdf_reader import Reader
    from ofsted_watch.adapters.site.changed_pages import ChangedPages
    from ofsted_watch.adapters.site.ofsted_site import Site
    from ofsted_watch.adapters.site.request_counts import RequestCounts
    from ofsted_watch.adapters.site.robots_files import RobotsFiles

    authority_register(settings)  # first: a wrong file makes no database
    counts = RequestCounts(settings.request_counts)

    def counted(host: str) -> None:
        wait_for_quiet_hours(settings, now, sleep)
        before_request(host)
        # The wait for our turn may have led into quiet hours.
        wait_for_quiet_hours(settings, now, sleep)
        counts.add(now())

    with ExitStack() as stack:
        database = stack.enter_context(open_database(settings))
        register = register_of(settings, database)
        reader = stack.enter_context(Reader(register, seconds=settings.read_seconds, megabytes=settings.read_megabytes))
        site = Site(
            settings.site_url,
            settings.file_hosts,
            settings.contact,
            settings.pace.per_second,
            user_agent_version=__version__,
            sleep=sleep,
            now=now,
            before_request=counted,
            changed_pages=ChangedPages(settings.data_dir / FOLDER),
            robots_files=RobotsFiles(settings.data_dir / "robots"),
        )
        mailer = Mailer.from_url(settings.smtp_url or None, outbox=settings.outbox)
        settings = with_stored(settings, database)
        yield Resources(settings, site, Archive(settings.archive), database, reader, mailer, register)


@contextmanager
def open_database(settings: Settings) -> Iterator["Database"]:
    """The database alone, for commands that only ask it. Raises DatabaseUnavailable or BadSetting."""
    # Imported here: a command that only needs the register of authorities does not need the database.
    from ofsted_watch.adapters.database import Database
    from ofsted_watch.adapters.database.connection import parse_url

    make_data_folder(settings)
    if settings.database_url:
        _check_folder(parse_url(settings.database_url))
    with Database(settings.database, id_domain=settings.new_id_domain) as database:
        database.migrate()
        yield database


def _check_folder(url: "URL") -> None:
    """Only the data folder is made: a mistyped path must not become an empty database. Raises BadSetting."""
    folder = Path(str(url.database)).parent
    # A folder that may not be looked at is named when the database is opened.
    with suppress(PermissionError):
        if url.get_backend_name() == "sqlite" and not folder.exists():
            raise BadSetting(
                f"OFSTED_WATCH_DATABASE_URL names {url.database}, but the folder {folder} does not exist. "
                "Correct the setting, or make the folder"
            )


def register_of(settings: Settings, database: "Database") -> AuthorityRegister:
    """The register of the settings, with the authorities that were added or ended in this database. Raises BadSetting."""
    return authority_register(settings).changed(database.authority_changes.all())


def stored_register(settings: Settings) -> AuthorityRegister:
    """The same for who has no database open. It makes none: without one it is the register of the settings.

    Raises BadSetting, DatabaseUnavailable.
    """
    register = authority_register(settings)
    if not has_database(settings):
        return register
    with open_database(settings) as database:
        return register.changed(database.authority_changes.all())


def authority_register(settings: Settings) -> AuthorityRegister:
    """England's authorities, or those of an invented Ofsted where the settings name a file of them. Raises BadSetting.

    Authorities added or ended since are in the database: see `register_of`.
    """
    if not settings.authorities_file:
        return ENGLAND
    try:
        lines = settings.authorities_file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = (error.strerror if isinstance(error, OSError) else None) or "is not valid UTF-8"
        raise BadSetting(f"OFSTED_WATCH_AUTHORITIES_FILE names {settings.authorities_file}: {message}") from error
    listed = authorities_in(lines, str(settings.authorities_file))
    if not listed:
        raise BadSetting(f"{settings.authorities_file} names no authority: it needs rows of urn, name, ons_code and region")
    return AuthorityRegister.of(listed, neighbour_urns=neighbours_in(lines, str(settings.authorities_file)))
