"""The tests themselves: what they depend on, and that they are the same each time."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import settings

from tests.examples import DETERMINISTIC, FUZZ, FUZZ_FACTOR, examples
from tests.isolation import isolate
from tests.ports import free_ports


def test_the_usual_profile_tries_the_same_examples_and_remembers_none() -> None:
    usual = settings.get_profile(DETERMINISTIC)
    assert (usual.derandomize, usual.database, usual.deadline) == (True, None, None)


def test_a_search_is_random_remembers_nothing_and_tries_more() -> None:
    search = settings.get_profile(FUZZ)
    assert (search.derandomize, search.database, search.deadline) == (False, None, None)
    before = settings.get_current_profile_name()
    try:
        settings.load_profile(DETERMINISTIC)
        usual = examples(150)
        settings.load_profile(FUZZ)
        assert (usual, examples(150)) == (150, 150 * FUZZ_FACTOR)
    finally:
        settings.load_profile(before)


def test_settings_of_the_user_do_not_reach_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OFSTED_WATCH_DATA_DIR", "TESTS_LONG", "PREFECT_API_URL", "PREFECT_HOME", "NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "of the user")
    isolate()
    assert {"OFSTED_WATCH_DATA_DIR", "PREFECT_API_URL"}.isdisjoint(os.environ)
    assert os.environ["TESTS_LONG"] == "of the user"
    assert Path(os.environ["PREFECT_HOME"]).is_dir()
    assert os.environ["NO_PROXY"] == "of the user,127.0.0.1,localhost"


def test_free_ports_differ_and_nothing_listens_there() -> None:
    ports = free_ports(20)
    assert len(set(ports)) == 20
    for port in ports:
        with socket.socket() as caller:
            assert caller.connect_ex(("127.0.0.1", port)) != 0


def test_a_port_that_is_taken_is_not_chosen() -> None:
    (first,) = free_ports(1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first))
        assert first not in free_ports(3)
