"""Settings: from the environment or `.env` to one frozen value, built once at the edge and passed in.

Every setting is named OFSTED_WATCH_<NAME>; docs/settings.md lists them all (a test compares the two).
"""

import logging
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from ofsted_watch.adapters.mail.mail_server import server_at
from ofsted_watch.adapters.secret_file import SHORTEST_SECRET
from ofsted_watch.errors import BadSetting
from ofsted_watch.runs.site_hours import Hours, Pace, hours_of, quiet_hours_of

log = logging.getLogger("ofsted_watch.settings")

PREFIX = "OFSTED_WATCH_"

_DAY = Hours(time(7), time(19))


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations. URLs with passwords never show in its repr."""

    site_url: str = "https://reports.ofsted.gov.uk"
    file_hosts: tuple[str, ...] = ("files.ofsted.gov.uk", "files.api.ofsted.gov.uk")
    data_dir: Path = Path("data")
    database_url: str = field(default="", repr=False)
    archive_url: str = field(default="", repr=False)
    move_from: str = field(default="", repr=False)
    authorities: tuple[str, ...] = ("all",)
    authorities_file: Path | None = None
    requests_per_second: float = 1.0
    requests_per_second_by_day: float = 0.0
    day_hours: Hours = _DAY
    quiet_hours: tuple[Hours, ...] = ()
    contact: str = ""
    poll_schedule: str = "*/30 8-18 * * 1-5"
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "Ofsted Watch <ofsted-watch@localhost>"
    id_domain: str = ""
    mail_only_to: tuple[str, ...] = ()
    mails_per_minute: float = 0.0
    ops_email: str = ""
    ops_channel_url: str = field(default="", repr=False)
    ping_url: str = field(default="", repr=False)
    prefect_ui_url: str = ""
    operator: str = ""
    operator_contact: str = ""
    public_url: str = ""
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    secret: tuple[str, ...] = field(default=(), repr=False)
    sign_ups_per_hour: int = 200
    reports_url: str = ""
    alert_limit: int = 12
    late_days: int = 30
    recheck_days: int = 28
    hold_days: int = 2
    unchecked_nights: int = 3
    forget_days: int = 30
    read_seconds: float = 60.0
    read_megabytes: int = 1024

    @property
    def database(self) -> str:
        """The database's URL: the setting, else an SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'ofsted-watch.db'}"

    @property
    def archive(self) -> str:
        """Where the files are stored by hash: the setting, else a folder in the data folder."""
        return self.archive_url or str(self.data_dir / "archive")

    @property
    def pace(self) -> Pace:
        """How fast the site is asked by day and by night: by day as by night if nothing else is set."""
        return Pace(self.requests_per_second, self.requests_per_second_by_day or self.requests_per_second, self.day_hours)

    @property
    def request_counts(self) -> Path:
        """The folder with the number of requests to the site on each day."""
        return self.data_dir / "requests"

    @property
    def outbox(self) -> Path:
        """The folder for mails if no mail server is set."""
        return self.data_dir / "outbox"

    @property
    def sent_log(self) -> Path:
        """The log of sent mails. It is not in the database: a restored database does not know what was sent after it."""
        return self.data_dir / "sent-mails.log"

    @property
    def secret_file(self) -> Path:
        """The file with the secret that seals our links, if none is set."""
        return self.data_dir / "secret"

    @property
    def public_contact(self) -> str:
        """The address that every page names: the setting, else that of the sender of the mails."""
        return (self.operator_contact or self.mail_from).rsplit("<", 1)[-1].strip("<> ")

    @property
    def new_id_domain(self) -> str:
        """The domain of our ids that a database stores at its first run: the setting, else that of the sender's address."""
        return self.id_domain or self.mail_from.rsplit("@", 1)[-1].strip("<> ")


def read_settings(environment: Mapping[str, str] | None = None, dotenv: Path | None = Path(".env")) -> Settings:
    """Build the settings from `environment` (default: the process's), then from `.env`.

    Raises BadSetting for an unknown name or an invalid value, naming the setting and the valid values.
    """
    from_file = settings_in_file(dotenv) if dotenv else {}
    if dotenv and from_file:
        _warn_of_open(dotenv, from_file)
    process = os.environ if environment is None else environment
    given = {name: value.strip() for name, value in {**from_file, **process}.items() if name.startswith(PREFIX)}
    unknown = sorted(set(given) - set(_READERS))
    if unknown:
        raise BadSetting(f"{unknown[0]} is not a setting of Ofsted Watch; docs/settings.md lists them all")
    values = {_field(name): _READERS[name](name, text) for name, text in given.items() if text}
    settings = Settings(**values)  # type: ignore[arg-type]
    host = urlsplit(settings.site_url).hostname or ""
    if host not in settings.file_hosts:
        settings = replace(settings, file_hosts=(*settings.file_hosts, host))
    return settings


def settings_in_file(dotenv: Path) -> dict[str, str]:
    """What a settings file (`.env`) says; nothing if there is none. Raises BadSetting for one that cannot be read."""
    try:
        if not dotenv.is_file():
            return {}
        return {name: value or "" for name, value in dotenv_values(dotenv).items()}
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not valid UTF-8: save it as UTF-8"
        raise BadSetting(f"The settings file {dotenv.absolute()} cannot be read: {why}") from error


def parse_setting(field_name: str, text: str) -> object:
    """The value of one setting, by its field, from its text. Raises BadSetting."""
    name = f"{PREFIX}{field_name.upper()}"
    return _READERS[name](name, text)


def _warn_of_open(dotenv: Path, names: Collection[str]) -> None:
    """Warn if every user of this machine can read a file with a secret in it. Its group may: a service has its own group."""
    secrets = sorted(_SECRET & set(names))
    if secrets and dotenv.stat().st_mode & 0o007:
        log.warning(
            "%s holds %s and can be read by every user of this machine: run chmod 640 %s", dotenv, ", ".join(secrets), dotenv
        )


def _field(name: str) -> str:
    return name.removeprefix(PREFIX).lower()


def _text(name: str, text: str) -> str:
    return text


def _url(name: str, text: str) -> str:
    try:
        parts = urlsplit(text)
        understood = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is not a number, an unclosed bracket
        understood = False
    if not understood:
        raise BadSetting(f"{name} must be a web address such as https://reports.ofsted.gov.uk")
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise BadSetting(f"{name} must start with https:// (plain http is accepted for this machine only)")
    return text.rstrip("/")


def _smtp_url(name: str, text: str) -> str:
    server_at(text, timeout=1)  # the same message as when it is used, but before anything runs
    return text


def _channel_url(name: str, text: str) -> str:
    """An address of Apprise. What follows its scheme may be a token: a message never shows it."""
    if not re.match(r"[a-z][a-z0-9+-]*://[^\s/]", text) or re.search(r"\s", text):
        raise BadSetting(f"{name} must be one address of Apprise such as slack://… or jsons://chat.example.org/hook")
    return text


def _database_url(name: str, text: str) -> str:
    if not re.match(r"(sqlite|postgres(ql)?(\+psycopg)?)://", text):
        raise BadSetting(f"{name} must start with sqlite:/// or postgresql://")
    return text


def _list(name: str, text: str) -> tuple[str, ...]:
    """Split at semicolons where there are any (names contain commas), else at commas."""
    separator = ";" if ";" in text else ","
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _secrets(name: str, text: str) -> tuple[str, ...]:
    """The newest first, separated by commas. The error message never shows any of it."""
    given = tuple(part.strip() for part in text.split(","))
    if any(len(part) < SHORTEST_SECRET for part in given):
        raise BadSetting(f"{name} must have at least {SHORTEST_SECRET} characters, each one if commas separate several")
    return given


def _networks(name: str, text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Addresses and networks, separated by commas; a single address is a network of one."""
    return tuple(_network(name, part.strip()) for part in text.split(","))


def _network(name: str, text: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(text)
    except ValueError:
        raise BadSetting(
            f"{name} must contain IP addresses or networks such as 127.0.0.1, 10.1.2.0/24, separated by commas; "
            f"'{text}' is neither"
        ) from None
    if network.prefixlen == 0:
        raise BadSetting(f"{name} must name the proxy; '{text}' is every address, so any client could forge its address")
    return network


def _path(name: str, text: str) -> Path:
    """A path that this user can ask for; it may not exist yet."""
    try:
        path = Path(text).expanduser()
        path.exists()
    except (OSError, RuntimeError) as error:  # too long, in a folder without permission, the home of nobody
        why = error.strerror if isinstance(error, OSError) else str(error).rstrip(".")
        raise BadSetting(f"{name} names {text}, which cannot be used: {why}") from error
    return path


def _file(name: str, text: str) -> Path:
    path = _path(name, text)
    if not path.is_file():
        raise BadSetting(f"{name} names {path}, which is not a file")
    return path


def _address(name: str, text: str) -> str:
    if not re.search(r"[^\s@<]+@[^\s@>]+", text) or re.search(r"[\r\n]", text):
        raise BadSetting(f"{name} must be a mail address such as Ofsted Watch <watch@example.org>")
    return text


def _cron(name: str, text: str) -> str:
    """Five fields of cron, in London time. Prefect reads what they mean."""
    if not re.fullmatch(r"[\d*/,A-Za-z-]+(\s+[\d*/,A-Za-z-]+){4}", text):
        raise BadSetting(f"{name} must be five fields of cron such as */30 8-18 * * 1-5, not '{text}'")
    return text


def _hours(name: str, text: str) -> Hours:
    try:
        return hours_of(text)
    except ValueError as error:
        raise BadSetting(f"{name} must be two times in London such as 07:00-19:00: {error}") from None


def _quiet_hours(name: str, text: str) -> tuple[Hours, ...]:
    try:
        return quiet_hours_of(text)
    except ValueError as error:
        raise BadSetting(f"{name} must be times in London such as 23:00-01:30, separated by commas: {error}") from None


def _domain(name: str, text: str) -> str:
    domain = text.lower()
    if not re.fullmatch(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*", domain):
        raise BadSetting(f"{name} must be a domain such as watch.example.org, not '{text}'")
    return domain


def _above_zero(name: str, text: str) -> float:
    number = _number(name, text)
    if number < LEAST_ABOVE_ZERO:
        raise BadSetting(f"{name} must be above 0, at least {LEAST_ABOVE_ZERO:g}, not {text}")
    return number


def _number(name: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise BadSetting(f"{name} must be a number, not '{text}'") from None
    most = MOST[_field(name)]
    if not 0 <= number <= most:
        raise BadSetting(f"{name} must be 0 or more and at most {most}, not {text}")
    return number


def _whole(name: str, text: str) -> int:
    if not re.fullmatch("[0-9]+", text):
        raise BadSetting(f"{name} must be a whole number, not '{text}'")
    most = MOST[_field(name)]
    digits = text.lstrip("0") or "0"
    # Python refuses to read a number of thousands of digits.
    if len(digits) > len(str(most)) or int(digits) > most:
        raise BadSetting(f"{name} must be at most {most}, not {text}")
    return int(digits)


MOST: Mapping[str, int] = {
    "requests_per_second": 10_000,
    "requests_per_second_by_day": 10_000,
    "mails_per_minute": 1_000_000,
    "sign_ups_per_hour": 1_000_000,
    "alert_limit": 1_000,
    "late_days": 3650,
    "recheck_days": 3650,
    "hold_days": 3650,
    "unchecked_nights": 365,
    "forget_days": 3650,
    "read_seconds": 86_400,
    "read_megabytes": 1_048_576,
}
"""The greatest number that makes sense, by the field of Settings, wherever the number comes from. A limit above England's
authorities holds nothing, days go back ten years, unchecked nights are counted over a year, a file is read within a day and in a
terabyte.
"""

LEAST_ABOVE_ZERO = 0.0001
"""A pace of less than a request in three hours is a misprint."""

_NAMES_OF_SECRETS = ("DATABASE_URL", "ARCHIVE_URL", "MOVE_FROM", "SMTP_URL", "SECRET", "OPS_CHANNEL_URL", "PING_URL")
_SECRET = frozenset(f"{PREFIX}{name}" for name in _NAMES_OF_SECRETS)
"""Settings that may hold a password or a token; the repr of Settings and messages never show them."""

_READERS = {
    f"{PREFIX}SITE_URL": _url,
    f"{PREFIX}FILE_HOSTS": _list,
    f"{PREFIX}DATA_DIR": _path,
    f"{PREFIX}DATABASE_URL": _database_url,
    f"{PREFIX}ARCHIVE_URL": _text,
    f"{PREFIX}MOVE_FROM": _database_url,
    f"{PREFIX}AUTHORITIES": _list,
    f"{PREFIX}AUTHORITIES_FILE": _file,
    f"{PREFIX}REQUESTS_PER_SECOND": _above_zero,
    f"{PREFIX}REQUESTS_PER_SECOND_BY_DAY": _above_zero,
    f"{PREFIX}DAY_HOURS": _hours,
    f"{PREFIX}QUIET_HOURS": _quiet_hours,
    f"{PREFIX}CONTACT": _address,
    f"{PREFIX}POLL_SCHEDULE": _cron,
    f"{PREFIX}SMTP_URL": _smtp_url,
    f"{PREFIX}MAIL_FROM": _address,
    f"{PREFIX}ID_DOMAIN": _domain,
    f"{PREFIX}MAIL_ONLY_TO": _list,
    f"{PREFIX}MAILS_PER_MINUTE": _number,
    f"{PREFIX}OPS_EMAIL": _address,
    f"{PREFIX}OPS_CHANNEL_URL": _channel_url,
    f"{PREFIX}PING_URL": _url,
    f"{PREFIX}PREFECT_UI_URL": _url,
    f"{PREFIX}OPERATOR": _text,
    f"{PREFIX}OPERATOR_CONTACT": _address,
    f"{PREFIX}PUBLIC_URL": _url,
    f"{PREFIX}TRUSTED_PROXIES": _networks,
    f"{PREFIX}SECRET": _secrets,
    f"{PREFIX}SIGN_UPS_PER_HOUR": _whole,
    f"{PREFIX}REPORTS_URL": _url,
    f"{PREFIX}ALERT_LIMIT": _whole,
    f"{PREFIX}LATE_DAYS": _whole,
    f"{PREFIX}RECHECK_DAYS": _whole,
    f"{PREFIX}HOLD_DAYS": _whole,
    f"{PREFIX}UNCHECKED_NIGHTS": _whole,
    f"{PREFIX}FORGET_DAYS": _whole,
    f"{PREFIX}READ_SECONDS": _above_zero,
    f"{PREFIX}READ_MEGABYTES": _whole,
}
"""The parser of each setting. Add a setting here, as a field of Settings and in docs/settings.md."""
