"""Settings come from the environment, are refused by name when wrong, and never show a password."""

import errno
import re
from dataclasses import fields
from pathlib import Path

import pytest

from ofsted_watch import settings as room
from ofsted_watch.errors import BadSetting
from ofsted_watch.settings import Settings, read_settings


def test_with_nothing_set_the_defaults_are_the_contracts():
    settings = read_settings({}, dotenv=None)
    assert settings.site_url == "https://reports.ofsted.gov.uk"
    assert settings.file_hosts == ("files.ofsted.gov.uk", "files.api.ofsted.gov.uk", "reports.ofsted.gov.uk")
    assert settings.database == "sqlite:///data/ofsted-watch.db"
    assert settings.archive == "data/archive"
    assert settings.alert_limit == 12
    assert settings.requests_per_second == 1.0


def test_the_environment_wins_over_the_env_file(tmp_path: Path):
    dotenv = tmp_path / ".env"
    dotenv.write_text("OFSTED_WATCH_ALERT_LIMIT=5\nOFSTED_WATCH_LATE_DAYS=7\n")
    settings = read_settings({"OFSTED_WATCH_ALERT_LIMIT": "9"}, dotenv=dotenv)
    assert (settings.alert_limit, settings.late_days) == (9, 7)


def test_the_pace_by_day_is_that_by_night_unless_it_is_set():
    assert read_settings({"OFSTED_WATCH_REQUESTS_PER_SECOND": "0.5"}, dotenv=None).pace.by_day == 0.5
    slower = read_settings({"OFSTED_WATCH_REQUESTS_PER_SECOND_BY_DAY": "0.2"}, dotenv=None).pace
    assert (slower.by_night, slower.by_day, str(slower.day), slower.slowest) == (1.0, 0.2, "07:00-19:00", 0.2)


def test_names_that_hold_commas_are_separated_by_semicolons():
    settings = read_settings({"OFSTED_WATCH_AUTHORITIES": "Bournemouth, Christchurch and Poole; Leeds"}, dotenv=None)
    assert settings.authorities == ("Bournemouth, Christchurch and Poole", "Leeds")


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("SITE_URL", "reports.ofsted.gov.uk", "web address"),
        ("SITE_URL", "http://reports.ofsted.gov.uk", "https://"),
        ("REQUESTS_PER_SECOND", "0", "above 0"),
        ("REQUESTS_PER_SECOND", "fast", "number"),
        ("REQUESTS_PER_SECOND", "nan", "0 or more and at most 10000"),
        ("REQUESTS_PER_SECOND_BY_DAY", "0", "above 0"),
        ("DAY_HOURS", "day", "two times in London such as 07:00-19:00: 'day' is not two times"),
        ("QUIET_HOURS", "22-6", "times in London such as 23:00-01:30, separated by commas: '22-6' is not two times"),
        ("QUIET_HOURS", "00:00-24:00", "begins when it ends"),
        ("QUIET_HOURS", "01:00-00:30", "leave 30 minutes of a day"),
        ("ALERT_LIMIT", "twelve", "whole number"),
        ("ALERT_LIMIT", "\uff11\uff12", "whole number"),
        ("HOLD_DAYS", "3651", "at most 3650, not 3651"),
        ("HOLD_DAYS", "9" * 5000, "at most 3650"),
        ("READ_SECONDS", "1e300", "at most 86400"),
        ("REQUESTS_PER_SECOND", "1e-300", "at least 0.0001"),
        ("MAILS_PER_MINUTE", "inf", "at most 1000000"),
        ("DATA_DIR", f"/tmp/{'x' * 300}", "cannot be used: File name too long"),
        ("DATA_DIR", "~no-such-user/data", "cannot be used: Could not determine home directory"),
        ("AUTHORITIES_FILE", f"/tmp/{'x' * 300}", "cannot be used: File name too long"),
        ("SMTP_URL", "mail.example.org", "smtp://"),
        ("DATABASE_URL", "mysql://here", "postgresql://"),
        ("CONTACT", "nobody", "mail address"),
        ("AUTHORITIES_FILE", "/nowhere/at/all.csv", "is not a file"),
        ("TRUSTED_PROXIES", "*", "'*' is neither"),
        ("TRUSTED_PROXIES", "proxy.example", "separated by commas; 'proxy.example' is neither"),
        ("TRUSTED_PROXIES", "127.0.0.1, 10.0.0.300", "'10.0.0.300' is neither"),
        ("TRUSTED_PROXIES", "10.1.2.3/24", "'10.1.2.3/24' is neither"),
        ("TRUSTED_PROXIES", "127.0.0.1 10.1.2.3", "separated by commas"),
        ("TRUSTED_PROXIES", "127.0.0.1,", "'' is neither"),
        ("TRUSTED_PROXIES", "0.0.0.0/0", "is every address"),
        ("TRUSTED_PROXIES", "::/0", "is every address"),
        ("SECRET", "too short", "at least 32 characters"),
        ("SECRET", f"{'n' * 32},too short", "at least 32 characters"),
        ("SECRET", f"{'n' * 32},", "at least 32 characters"),
    ],
)
def test_a_wrong_value_is_refused_naming_the_setting_and_what_it_wants(name: str, value: str, hint: str):
    with pytest.raises(BadSetting, match=f"OFSTED_WATCH_{name}.*{re.escape(hint)}"):
        read_settings({f"OFSTED_WATCH_{name}": value}, dotenv=None)


def test_trusted_proxies_are_addresses_and_networks_and_by_default_none():
    settings = read_settings({"OFSTED_WATCH_TRUSTED_PROXIES": "127.0.0.1, ::1,10.1.2.0/24"}, dotenv=None)
    assert [str(network) for network in settings.trusted_proxies] == ["127.0.0.1/32", "::1/128", "10.1.2.0/24"]
    assert read_settings({"OFSTED_WATCH_TRUSTED_PROXIES": ""}, dotenv=None).trusted_proxies == ()
    assert read_settings({}, dotenv=None).trusted_proxies == ()


def test_secrets_are_read_newest_first_and_never_shown():
    settings = read_settings({"OFSTED_WATCH_SECRET": f"{'n' * 32}, {'o' * 40}"}, dotenv=None)
    assert settings.secret == ("n" * 32, "o" * 40)
    assert "nnn" not in repr(settings)
    with pytest.raises(BadSetting) as refused:
        read_settings({"OFSTED_WATCH_SECRET": "too short"}, dotenv=None)
    assert "too short" not in str(refused.value)


@pytest.mark.parametrize("field_name", room.MOST)
def test_the_greatest_number_is_read_whatever_zeros_precede_it_and_stands_in_the_docs(field_name: str):
    name, most = f"OFSTED_WATCH_{field_name.upper()}", room.MOST[field_name]
    for text in (str(most), f"000{most}"):
        assert getattr(read_settings({name: text}, dotenv=None), field_name) == most
    row = next(line for line in Path("docs/settings.md").read_text(encoding="utf-8").splitlines() if f"`{name}`" in line)
    assert row.endswith(f"at most {most} |")


def test_a_place_without_permission_is_refused_by_the_name_of_its_setting(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Path, "exists", denied)
    with pytest.raises(BadSetting, match="OFSTED_WATCH_DATA_DIR names /locked/data, which cannot be used: Permission denied"):
        read_settings({"OFSTED_WATCH_DATA_DIR": "/locked/data"}, dotenv=None)


def test_a_settings_file_that_cannot_be_read_is_refused_by_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(b"OFSTED_WATCH_OPERATOR=Anyshire \xff\n")
    with pytest.raises(BadSetting, match=f"The settings file {dotenv} cannot be read: it is not valid UTF-8"):
        read_settings({}, dotenv=dotenv)
    dotenv.write_text("OFSTED_WATCH_ALERT_LIMIT=5\n", encoding="utf-8")
    monkeypatch.setattr(room, "dotenv_values", denied)
    with pytest.raises(BadSetting, match=f"The settings file {dotenv} cannot be read: Permission denied"):
        read_settings({}, dotenv=dotenv)


def denied(path: Path) -> None:
    raise PermissionError(errno.EACCES, "Permission denied", str(path))


def test_a_misspelt_setting_is_refused_rather_than_ignored():
    with pytest.raises(BadSetting, match="OFSTED_WATCH_ALERT_LIMITS is not a setting"):
        read_settings({"OFSTED_WATCH_ALERT_LIMITS": "12"}, dotenv=None)


def test_a_password_never_shows_in_what_is_printed_of_the_settings():
    settings = read_settings(
        {
            "OFSTED_WATCH_SMTP_URL": "smtps://me:hush@mail.example.org",
            "OFSTED_WATCH_DATABASE_URL": "postgresql://me:hush@db.example.org/watch",
            "OFSTED_WATCH_ARCHIVE_URL": "s3://key:hush@bucket",
        },
        dotenv=None,
    )
    assert "hush" not in repr(settings)


def test_every_setting_is_in_the_docs_and_every_one_in_the_docs_exists():
    documented = set(re.findall(r"^\| `(OFSTED_WATCH_\w+)`", Path("docs/settings.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert documented == set(room._READERS)
    assert {name.removeprefix(room.PREFIX).lower() for name in documented} == {field.name for field in fields(Settings)}
