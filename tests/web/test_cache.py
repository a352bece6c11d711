"""What is dear to make is made again only for something new, and nobody waits who need not."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.web.cache import Cache, LruCache
from tests.domain.history.letters import G, ilacs
from tests.web.watched_pages import LETTERS, NOW, outcome_of


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'watch.db'}") as opened:
        opened.migrate()
        opened.outcomes.apply(outcome_of(LETTERS), run_id=None, at=NOW)
        yield opened


def counting(database: Database) -> tuple[Cache[int], list[int]]:
    made: list[int] = []

    def make(source: Database) -> int:
        made.append(len(source.letters.stored()))
        return made[-1]

    return Cache(database, make), made


def test_asked_often_it_is_made_once(database: Database) -> None:
    cached, made = counting(database)
    assert [cached.now() for _ in range(3)] == [4, 4, 4]
    assert made == [4]


@pytest.mark.parametrize(
    "happen",
    [
        lambda one: one.outcomes.apply(outcome_of([ilacs("2026-03-04", G, G, G, G, G)]), run_id=None, at=NOW),
        lambda one: one.runs.start("nightly", NOW.date(), [], NOW),
        lambda one: one.runs.finish(one.runs.start("nightly", NOW.date(), [], NOW), "done", None, "", NOW),
    ],
    ids=["a letter is kept", "a run begins", "a run ends"],
)
def test_it_is_made_again_when(database: Database, happen: Callable[[Database], object]) -> None:
    cached, made = counting(database)
    cached.now()
    happen(database)
    cached.now()
    assert len(made) == 2


def test_while_one_makes_it_anew_the_others_are_answered_with_the_one_before(database: Database) -> None:
    going_on, may_end = threading.Event(), threading.Event()
    made: list[str] = []

    def make(_source: Database) -> str:
        if made:
            going_on.set()
            assert may_end.wait(20)
        made.append(f"made {len(made) + 1} times")
        return made[-1]

    cached = Cache(database, make)
    assert cached.now() == "made 1 times"
    database.runs.start("nightly", NOW.date(), [], NOW)
    maker = threading.Thread(target=cached.now)
    maker.start()
    assert going_on.wait(20)
    assert cached.now() == "made 1 times"
    may_end.set()
    maker.join(20)
    assert cached.now() == "made 2 times"


def test_a_making_that_fails_is_tried_again(database: Database) -> None:
    answers: list[Exception | str] = [ValueError("not yet"), "now"]

    def make(_source: Database) -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    cached = Cache(database, make)
    with pytest.raises(ValueError, match="not yet"):
        cached.now()
    assert cached.now() == "now"


def test_a_shelf_makes_a_value_once_of_one_state_and_keeps_those_asked_for_last() -> None:
    made: list[str] = []
    catalogue = LruCache[str](2)

    def ask(name: str, state: object) -> str:
        return catalogue.value(name, state, lambda: made.append(name) or name)  # type: ignore[func-returns-value]

    first, second = object(), object()
    for name in ("a", "b", "a", "c", "a", "b"):
        assert ask(name, first) == name
    assert made == ["a", "b", "c", "b"], "b was asked for longest ago when c came"
    ask("a", second)
    ask("a", second)
    assert made == ["a", "b", "c", "b", "a"], "another state, another value"
