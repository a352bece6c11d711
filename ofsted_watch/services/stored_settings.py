"""Settings that ops change while everything runs: which authorities are watched, the limits, and whether mails go out.

They are stored in the database, which wins over the environment. A stored value that is removed leaves the environment's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.errors import BadSetting, WrongUse
from ofsted_watch.runs.planning import ALL, expected_authorities
from ofsted_watch.services.data_folder import has_database
from ofsted_watch.services.decided_by import check_name_and_reason
from ofsted_watch.settings import MOST, Settings, parse_setting

if TYPE_CHECKING:
    from ofsted_watch.adapters.database import Database
    from ofsted_watch.adapters.database.setting_rows import StoredSetting

LIMITS = ("alert_limit", "late_days", "recheck_days", "hold_days", "unchecked_nights", "forget_days")
"""The settings with a whole number that can be stored, as fields of Settings."""

AUTHORITIES = "authorities"
PAUSE = "mails_paused"
"""The name under which a pause of all mails is stored; its value is `PAUSED`."""
PAUSED = "yes"


@dataclass(frozen=True, slots=True)
class SettingInForce:
    """A setting as it is in force, and as the environment has it; `stored_by` is who stored it (empty: nobody did)."""

    name: str
    value: str
    environment: str
    stored_by: str = ""
    why: str = ""

    @property
    def text(self) -> str:
        """'alert limit 5, stored by Ann: many councils in March (the environment says 12)' in one line."""
        label = self.name.replace("_", " ")
        if not self.stored_by:
            return f"{label} {self.value}"
        return f"{label} {self.value}, stored by {self.stored_by}: {self.why} (the environment says {self.environment})"


def with_stored(settings: Settings, database: "Database") -> Settings:
    """The settings with what is stored in the database in place of what the environment says."""
    return _in_force(settings, database.stored_settings.all())


def settings_in_force(settings: Settings) -> Settings:
    """The same for who has no database open. It makes none: without one nothing is stored. Raises DatabaseUnavailable."""
    from ofsted_watch.services.resources import open_database

    if not has_database(settings):
        return settings
    with open_database(settings) as database:
        return with_stored(settings, database)


def store_settings(
    database: "Database",
    register: AuthorityRegister,
    *,
    authorities: Sequence[str] | None = None,
    limits: Mapping[str, int | None] | None = None,
    by: str,
    why: str,
    at: datetime,
) -> None:
    """Store watched authorities (names or URNs; empty: the environment's again) and limits (None: the environment's again).

    `authorities` None leaves them as they are. Raises WrongUse without a name or a reason, for an unknown limit, one below 0 or
    above the greatest that makes sense, and for 'all' beside names; UnknownAuthority. Then nothing is stored.
    """
    check_name_and_reason(by, why, "change", "changes it")
    values: dict[str, str | None] = {}
    if authorities is not None:
        names = [authority.name for authority in expected_authorities(authorities, register)] if authorities else []
        is_all = any(name.strip().casefold() == ALL for name in authorities)
        if is_all and len(authorities) > 1:
            raise WrongUse("Choose authorities by name, or all of them, and not both")
        values[AUTHORITIES] = ALL if is_all else "; ".join(names) + ";" if names else None
    for name, number in (limits or {}).items():
        if name not in LIMITS:
            raise WrongUse(f"'{name}' is not a limit that can be stored: choose one of {', '.join(LIMITS)}")
        if number is not None and not 0 <= number <= MOST[name]:
            raise WrongUse(f"The {name.replace('_', ' ')} must be 0 to {MOST[name]}, not {number}")
        values[name] = None if number is None else str(number)
    if not values:
        raise WrongUse("Say what to change: the authorities or a limit")
    database.stored_settings.store(values, by=by.strip(), why=why.strip(), at=at)


def shown_settings(settings: Settings, database: "Database") -> tuple[SettingInForce, ...]:
    """Watched authorities and limits as they are in force, and as the environment (`settings`) has them."""
    stored = database.stored_settings.all()
    now = _in_force(settings, stored)
    return tuple(
        SettingInForce(
            name,
            _text(getattr(now, name)),
            _text(getattr(settings, name)),
            stored[name].by if name in stored else "",
            stored[name].why if name in stored else "",
        )
        for name in (AUTHORITIES, *LIMITS)
    )


def pause_mails(database: "Database", *, by: str, why: str, at: datetime) -> None:
    """Send no alert and no digest from now on; all of them wait. Raises WrongUse without a name or a reason."""
    check_name_and_reason(by, why, "change", "changes it")
    database.stored_settings.store({PAUSE: PAUSED}, by=by.strip(), why=why.strip(), at=at)


def resume_mails(database: "Database", *, by: str, why: str, at: datetime) -> None:
    """Send again what waits. Raises WrongUse without a name or a reason, and if mails are not paused."""
    check_name_and_reason(by, why, "change", "changes it")
    if not database.stored_settings.get(PAUSE):
        raise WrongUse("Mails are not paused, so there is nothing to resume")
    database.stored_settings.store({PAUSE: None}, by=by.strip(), why=why.strip(), at=at)


def pause_notice(database: "Database") -> str | None:
    """'All mails are paused since 5 March 2026 at 09:12 UTC by Ann: …' in one sentence; None if they are not."""
    pause = database.stored_settings.get(PAUSE)
    return f"all mails are paused since {pause.at:%-d %B %Y at %H:%M} UTC by {pause.by}: {pause.why}" if pause else None


def _in_force(settings: Settings, stored: "Mapping[str, StoredSetting]") -> Settings:
    values = {name: _parsed(name, stored[name].value) for name in (AUTHORITIES, *LIMITS) if name in stored}
    return replace(settings, **values)  # type: ignore[arg-type]


def _parsed(name: str, text: str) -> object:
    try:
        return parse_setting(name, text)
    except BadSetting as error:
        raise BadSetting(f"{error}. It is stored in the database: store another with `ofsted-watch settings set`") from error


def _text(value: object) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value)
