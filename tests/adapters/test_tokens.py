"""Links that only we can make, that show nothing of what they hold, and that open nothing they were not made for."""

import base64
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_watch.adapters.secret_file import stored_secrets
from ofsted_watch.adapters.tokens import Purpose, Tokens
from ofsted_watch.errors import BadLink, BadSetting, LinkExpired

OLD, NEW = "o" * 32, "n" * 32
NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)
WEEK = timedelta(days=7)
HELD = {"email": "ann@example.org"}


def token(secret: str = NEW, purpose: Purpose = Purpose.CONFIRM) -> str:
    return Tokens([secret]).make(purpose, HELD, NOW)


def opened(sealed: str, *secrets: str, purpose: Purpose = Purpose.CONFIRM, later: timedelta = timedelta()) -> object:
    return Tokens(secrets or [NEW]).open(purpose, sealed, NOW + later, WEEK).content


def test_a_token_gives_back_what_it_holds_and_when_it_was_made():
    found = Tokens([NEW]).open(Purpose.CONFIRM, token(), NOW + WEEK, WEEK)
    assert (found.content, found.made) == (HELD, NOW)


def test_a_token_shows_no_address_and_fits_into_a_path():
    sealed = token()
    assert set(sealed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert b"example" not in base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))


def test_a_token_that_lasts_seven_days_is_expired_a_second_later_and_one_without_end_never():
    with pytest.raises(LinkExpired, match="more than 7 days ago"):
        opened(token(), later=WEEK + timedelta(seconds=1))
    assert Tokens([NEW]).open(Purpose.CONFIRM, token(), NOW + timedelta(days=9000), None).content == HELD


@pytest.mark.parametrize(("made_for", "used_for"), [(one, other) for one in Purpose for other in Purpose if one != other])
def test_a_token_opens_nothing_it_was_not_made_for(made_for: Purpose, used_for: Purpose):
    with pytest.raises(BadLink, match="is not valid"):
        opened(token(purpose=made_for), purpose=used_for)


def test_a_new_secret_before_the_old_one_keeps_old_links_alive_until_the_old_one_goes():
    assert opened(token(OLD), NEW, OLD) == HELD
    assert opened(Tokens([NEW, OLD]).make(Purpose.CONFIRM, HELD, NOW), NEW) == HELD
    with pytest.raises(BadLink):
        opened(token(OLD), NEW)


@given(st.integers(min_value=0, max_value=130))
def test_a_token_that_is_cut_off_opens_nothing(length: int):
    sealed = token()
    with pytest.raises(BadLink):
        opened(sealed[: min(length, len(sealed) - 1)])


@given(st.text(max_size=200))
def test_made_up_tokens_open_nothing(made_up: str):
    with pytest.raises(BadLink):
        opened(made_up)


def test_a_token_of_any_length_is_refused_at_once():
    with pytest.raises(BadLink):
        opened("A" * 10_000_000)


@given(st.integers(min_value=0, max_value=90), st.sampled_from("AZaz09-_"))
def test_a_token_with_a_changed_letter_opens_nothing(place: int, letter: str):
    sealed = token()
    if sealed[place] != letter:
        with pytest.raises(BadLink):
            opened(sealed[:place] + letter + sealed[place + 1 :])


@pytest.mark.parametrize("secrets", [[], ["short"], [NEW, "short"]])
def test_a_short_secret_is_refused_without_being_shown(secrets: list[str]):
    with pytest.raises(BadSetting, match="at least 32 characters") as refused:
        Tokens(secrets)
    assert "short" not in str(refused.value)


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path):
    path = tmp_path / "data" / "secret"
    (first,) = stored_secrets(path)
    assert stored_secrets(path) == (first,)
    assert len(first) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["secret"]


def test_many_that_come_at_once_share_one_secret(tmp_path: Path):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: stored_secrets(tmp_path / "secret"), range(32)))
    assert len(found) == 1


def test_a_second_line_in_the_file_is_an_older_secret(tmp_path: Path):
    path = tmp_path / "secret"
    path.write_text(f"{NEW}\n{OLD}\n\n")
    assert stored_secrets(path) == (NEW, OLD)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere, so no folder can refuse")
def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(BadSetting, match="OFSTED_WATCH_SECRET"):
        stored_secrets(tmp_path / "secret")


def test_a_secret_that_is_no_text_is_named_and_not_shown(tmp_path: Path):
    (tmp_path / "secret").write_bytes(b"\xff\xfe" * 20)
    with pytest.raises(BadSetting, match="not plain text"):
        stored_secrets(tmp_path / "secret")
