"""The form for a wish takes whatever is sent: it becomes a wish that was clearly meant, or words about what is not clear."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.filters import NO_FILTERS, Filters
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Direction, Frequency, Topic
from ofsted_watch.errors import PreferencesUnclear
from ofsted_watch.subscriptions.preferences import Preferences, in_one_form
from ofsted_watch.web.preferences_form import PreferencesForm, form_as_sent, form_of, grouped, preferences_in
from tests.examples import examples
from tests.web.requests_to_pages import Asking, asking

OFFERED = ENGLAND.current()
URNS = st.frozensets(st.sampled_from([one.urn for one in OFFERED]), min_size=1, max_size=8)
REGIONS = st.sampled_from(sorted({one.region for one in OFFERED}))
PLACES = st.one_of(
    st.tuples(URNS, st.none()), st.tuples(st.just(frozenset[str]()), REGIONS), st.tuples(st.just(frozenset[str]()), st.none())
)
NEIGHBOURS = st.sampled_from([frozenset(neighbour.urn for neighbour in ENGLAND.neighbours(one.urn)) for one in OFFERED])
PLACES = PLACES | st.tuples(NEIGHBOURS, st.none())
GRADES = st.frozensets(st.sampled_from(Grade), max_size=3)
FILTERS = st.builds(
    Filters,
    kinds=st.frozensets(st.sampled_from(LetterKind), max_size=3),
    topics=st.frozensets(st.sampled_from(LetterTopic), max_size=3),
    priority_action=st.sampled_from([None, True, False]),
    given=GRADES,
    from_grades=GRADES,
    to_grades=GRADES,
    direction=st.sampled_from([None, *Direction]),
)
NO_MOVES: dict[str, Any] = {"from_grades": frozenset(), "to_grades": frozenset(), "direction": None}
TOPICS = st.frozensets(st.sampled_from(Topic), min_size=1)


@st.composite
def preferences_list(draw: st.DrawFn) -> Preferences:
    """Any wish that a person can have."""
    (urns, region), topics = draw(PLACES), draw(TOPICS)
    changes = draw(FILTERS) if Topic.CHANGE in topics else NO_FILTERS
    letters = replace(draw(FILTERS), **NO_MOVES) if Topic.LETTER in topics else NO_FILTERS
    declines = draw(st.booleans()) and Topic.CHANGE in topics and changes.direction is not Direction.IMPROVED
    return in_one_form(Preferences(urns, region, topics, draw(st.sampled_from(Frequency)), declines, changes, letters))


def sent(form: PreferencesForm) -> dict[str, list[str]]:
    """What a browser sends of a form that is shown so."""
    fields = {"where": [form.where], "authority": sorted(form.urns), "region": [form.region], "change": [form.change]}
    fields |= {"neighbours_of": [form.neighbours_of]} | {name: list(values) for name, values in form.filters.items()}
    marked = {name: ["yes"] for name, chosen in (("letter", form.letter), ("priority", form.priority)) if chosen}
    return fields | marked | {"frequency": [str(form.frequency)]}


@given(preferences_list())
def test_a_subscription_that_is_shown_in_the_form_and_sent_again_is_the_same(preferences: Preferences) -> None:
    assert preferences_in(sent(form_of(preferences, ENGLAND)), OFFERED, ENGLAND) == preferences


TEXT = st.one_of(
    st.sampled_from(["all", "region", "chosen", "neighbours", "any", "declines", "these", "none", "at-once", "yes", "", "jtai"]),
    st.text(),
)
NAMES = """where authority region neighbours_of change letter priority frequency email other kind topic action outcome from_grade
to_grade direction change_kind"""
FIELDS = st.dictionaries(st.sampled_from(NAMES.split()), st.lists(TEXT, min_size=1, max_size=4))


@given(FIELDS)
def test_whatever_is_sent_is_a_subscription_or_named_faults_and_can_be_shown_again(fields: Mapping[str, Sequence[str]]) -> None:
    found = preferences_or_faults(fields)
    if isinstance(found, Preferences):
        assert found.topics
        assert not (found.urns and found.region)
        assert found.urns <= {one.urn for one in OFFERED}
    else:
        assert found
        assert list(form_as_sent(fields, found).faults) == list(dict.fromkeys(name for name, _ in found))


def preferences_or_faults(fields: Mapping[str, Sequence[str]]) -> Preferences | tuple[tuple[str, str], ...]:
    try:
        return preferences_in(fields, OFFERED, ENGLAND)
    except PreferencesUnclear as unclear:
        return unclear.faults


def test_every_authority_stands_in_one_region_and_a_region_with_a_tick_is_open() -> None:
    groups = grouped(OFFERED, frozenset({"80476"}))
    assert sorted(one.urn for group in groups for one in group.authorities) == sorted(one.urn for one in OFFERED)
    assert [group.region for group in groups if group.open] == ["South East"]
    assert [group.region for group in groups] == sorted(group.region for group in groups)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    folder: Path = tmp_path_factory.mktemp("pages")
    with asking(folder) as opened:
        yield opened


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["/sign-up", "/manage", "/manage/x/stop", "/manage/x/change/1", "/unsubscribe/x", "/sign-up/confirm/x"]),
    st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda text: f"email={text}&where={text}".encode())),
)
def test_no_body_of_any_kind_breaks_a_page(pages: Asking, path: str, body: bytes) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert pages.browser.post(path, content=body, headers=kind, follow_redirects=False).status_code in (303, 400, 429)
