"""Who asked for some letters or some changes only gets those, and nothing else; what each gets is written by hand."""

from dataclasses import replace

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.filters import NO_FILTERS, Filters
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Direction, Event, EventKind, Frequency, Subscription, Topic
from ofsted_watch.domain.selection import Selection, SelectionSubject
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation.preference_text import format_preferences
from ofsted_watch.subscriptions.filters_json import filters_from_json, filters_to_json
from ofsted_watch.subscriptions.matching import alerts_for
from ofsted_watch.subscriptions.preferences import Preferences, narrowed, no_longer_wanted, preferences_for, preferences_of
from tests.domain.history.letters import AUTHORITIES
from tests.presentation.emails.examples import alert, changed, unchecked, urgent

SOMEBODY = Subscription(1, "ann@council.example", frozenset(), None, frozenset(), Frequency.AT_ONCE)
INADEQUATE = Filters(to_grades=frozenset({Grade.INADEQUATE}), direction=Direction.DECLINED)
FRONT_DOOR_VISITS = Filters(kinds=frozenset({LetterKind.FOCUSED_VISIT}), topics=frozenset({LetterTopic.FRONT_DOOR}))


def send(outcome: Grade) -> Event:
    """An area SEND inspection with this outcome: it changes no compared judgement."""
    event = urgent()
    assert event.findings is not None
    findings = replace(
        event.findings, kind=LetterKind.AREA_SEND, topics=(), grades=((Area.SEND_OUTCOME, outcome),), outcome=outcome
    )
    return replace(event, findings=findings, topics=frozenset({Topic.LETTER}))


def gets(event: Event, *topics: Topic, changes: Filters = NO_FILTERS, letters: Filters = NO_FILTERS) -> bool:
    somebody = replace(SOMEBODY, topics=frozenset(topics), change_filters=changes, letter_filters=letters)
    return bool(alerts_for([event], [somebody], AUTHORITIES, hold=None, notified={}))


def improved_only() -> Event:
    """The example's letter as if every judgement had gone up to good."""
    event = changed()
    ups = [
        replace(change, from_grade=Grade.INADEQUATE, to_grade=Grade.GOOD, direction=Direction.IMPROVED)
        for change in event.changes
    ]
    return replace(event, changes=tuple(ups))


def test_down_to_inadequate_only() -> None:
    fallen_to_ri = replace(
        changed(), changes=tuple(replace(change, to_grade=Grade.REQUIRES_IMPROVEMENT) for change in changed().changes)
    )
    assert gets(changed(), Topic.CHANGE, changes=INADEQUATE)
    assert not gets(fallen_to_ri, Topic.CHANGE, changes=INADEQUATE)
    assert not gets(improved_only(), Topic.CHANGE, changes=INADEQUATE)
    assert not gets(urgent(), Topic.CHANGE, changes=INADEQUATE)
    assert gets(urgent(), Topic.CHANGE, Topic.PRIORITY, changes=INADEQUATE), "a filter of changes leaves priority actions alone"


def test_one_change_must_have_all_that_is_asked() -> None:
    """One strand rose from inadequate to good, another fell from good: no change from inadequate went down."""
    rose, fell = changed().changes[0], changed().changes[1]
    mixed = replace(
        changed(),
        changes=(
            replace(rose, from_grade=Grade.INADEQUATE, to_grade=Grade.GOOD, direction=Direction.IMPROVED),
            replace(fell, from_grade=Grade.GOOD, to_grade=Grade.REQUIRES_IMPROVEMENT, direction=Direction.DECLINED),
        ),
    )
    asked = Filters(from_grades=frozenset({Grade.INADEQUATE}), direction=Direction.DECLINED)
    assert not gets(mixed, Topic.CHANGE, changes=asked)
    assert gets(mixed, Topic.CHANGE, changes=replace(asked, direction=Direction.IMPROVED))


def test_letters_of_a_topic_and_a_kind() -> None:
    assert gets(urgent(), Topic.LETTER, letters=FRONT_DOOR_VISITS)
    assert not gets(changed(), Topic.LETTER, letters=FRONT_DOOR_VISITS)
    assert not gets(urgent(), Topic.LETTER, letters=replace(FRONT_DOOR_VISITS, topics=frozenset({LetterTopic.NEGLECT})))
    either = frozenset({LetterTopic.NEGLECT, LetterTopic.FRONT_DOOR})
    assert gets(urgent(), Topic.LETTER, letters=replace(FRONT_DOOR_VISITS, topics=either))
    jtai = Filters(kinds=frozenset({LetterKind.JTAI}))
    assert not gets(urgent(), Topic.LETTER, letters=jtai)
    assert gets(changed(), Topic.CHANGE, Topic.LETTER, letters=jtai), "a filter of letters leaves changed judgements alone"


def test_letters_that_name_areas_for_priority_action() -> None:
    assert gets(urgent(), Topic.LETTER, letters=Filters(priority_action=True))
    assert not gets(changed(), Topic.LETTER, letters=Filters(priority_action=True))


def test_an_outcome_of_a_send_inspection() -> None:
    failings = Filters(given=frozenset({Grade.SYSTEMIC_FAILINGS}))
    assert gets(send(Grade.SYSTEMIC_FAILINGS), Topic.LETTER, letters=failings)
    assert not gets(send(Grade.POSITIVE), Topic.LETTER, letters=failings)
    assert not gets(changed(), Topic.LETTER, letters=failings)


def test_an_unchecked_authority_is_sent_to_all_and_an_unread_report_to_who_may_want_it() -> None:
    unread = replace(unchecked(), kind=EventKind.UNREAD)
    assert gets(unchecked(), Topic.LETTER, letters=FRONT_DOOR_VISITS)
    assert not gets(unread, Topic.LETTER, letters=FRONT_DOOR_VISITS), "it is an inspection report, never a visit"
    assert gets(unread, Topic.LETTER, letters=Filters(topics=frozenset({LetterTopic.NEGLECT})))
    assert gets(unread, Topic.CHANGE, changes=INADEQUATE)


def test_what_waits_from_before_there_were_findings_is_not_dropped() -> None:
    old = replace(urgent(), findings=None)
    assert gets(old, Topic.LETTER, letters=FRONT_DOOR_VISITS)


def test_filters_survive_storage_and_nothing_is_written_for_none() -> None:
    everything = Filters(
        kinds=frozenset({LetterKind.JTAI}),
        topics=frozenset(LetterTopic),
        priority_action=False,
        given=frozenset({Grade.SYSTEMIC_FAILINGS}),
        from_grades=frozenset({Grade.GOOD}),
        to_grades=frozenset({Grade.INADEQUATE}),
        direction=Direction.DECLINED,
    )
    asked = replace(preferences_of(SOMEBODY), change_filters=everything, letter_filters=FRONT_DOOR_VISITS)
    assert filters_from_json(filters_to_json(asked)) == (everything, FRONT_DOOR_VISITS)
    assert filters_to_json(preferences_of(SOMEBODY)) is None
    assert filters_from_json(None) == (NO_FILTERS, NO_FILTERS)
    with pytest.raises(ValueError, match="nonsense"):
        filters_from_json({"nonsense": {}})


def test_filters_go_to_what_they_narrow() -> None:
    changes = Preferences(frozenset(), None, frozenset({Topic.CHANGE}), Frequency.DAILY)
    letters = replace(changes, topics=frozenset({Topic.LETTER}))
    assert narrowed(changes, FRONT_DOOR_VISITS).change_filters == FRONT_DOOR_VISITS
    assert narrowed(letters, FRONT_DOOR_VISITS).letter_filters == FRONT_DOOR_VISITS
    both = narrowed(
        replace(changes, topics=frozenset({Topic.CHANGE, Topic.LETTER})), replace(INADEQUATE, kinds=FRONT_DOOR_VISITS.kinds)
    )
    assert (both.change_filters, both.letter_filters) == (INADEQUATE, Filters(kinds=FRONT_DOOR_VISITS.kinds))
    declines = narrowed(changes, Filters(direction=Direction.DECLINED))
    assert (declines.declines_only, declines.change_filters) == (True, NO_FILTERS)
    with pytest.raises(WrongUse, match="narrow changed judgements"):
        narrowed(letters, INADEQUATE)
    with pytest.raises(WrongUse, match="narrow new letters"):
        narrowed(replace(changes, topics=frozenset({Topic.PRIORITY})), FRONT_DOOR_VISITS)


@pytest.mark.parametrize(
    ("first", "then", "direction", "possible"),
    [
        ("good", "good", None, False),
        ("good", "good inadequate", None, True),
        ("good outstanding", "good", Direction.DECLINED, True),
        ("good", "outstanding", Direction.DECLINED, False),
        ("inadequate", "", Direction.DECLINED, False),
        ("", "outstanding", Direction.DECLINED, False),
        ("", "inadequate", Direction.IMPROVED, False),
        ("", "inadequate", Direction.DECLINED, True),
        ("inadequate", "outstanding", Direction.IMPROVED, True),
    ],
)
def test_a_filter_that_no_change_can_pass_is_refused(first: str, then: str, direction: Direction | None, possible: bool) -> None:
    asked = Filters(
        from_grades=frozenset(map(Grade, first.split())), to_grades=frozenset(map(Grade, then.split())), direction=direction
    )
    changes = Preferences(frozenset(), None, frozenset({Topic.CHANGE}), Frequency.DAILY)
    if possible:
        assert narrowed(changes, asked).change_filters == asked
        return
    with pytest.raises(WrongUse, match="nothing would ever be sent"):
        narrowed(changes, asked)


def test_a_selection_becomes_a_subscription_from_now_on() -> None:
    visits = preferences_for(Selection(filters=FRONT_DOOR_VISITS), SelectionSubject.LETTERS, ENGLAND)
    assert (visits.topics, visits.letter_filters) == (frozenset({Topic.LETTER}), FRONT_DOOR_VISITS)
    fallen = preferences_for(Selection(filters=INADEQUATE), SelectionSubject.LETTERS, ENGLAND)
    assert (fallen.topics, fallen.change_filters) == (frozenset({Topic.CHANGE}), INADEQUATE)
    knowsley, kent = ENGLAND.named("Knowsley").urn, ENGLAND.named("Kent").urn
    both = preferences_for(Selection(frozenset({knowsley, kent}), "North West"), SelectionSubject.CHANGES, ENGLAND)
    assert (both.urns, both.region) == (frozenset({knowsley}), None)


def test_what_waits_and_no_longer_fits_is_dropped_when_preferences_change() -> None:
    wants_visits = replace(SOMEBODY, topics=frozenset({Topic.LETTER}), letter_filters=FRONT_DOOR_VISITS)
    waiting = [replace(alert(urgent()), id=1), replace(alert(changed()), id=2)]
    assert no_longer_wanted(waiting, wants_visits, ENGLAND) == (2,)


@pytest.mark.parametrize(
    ("topics", "changes", "letters", "text"),
    [
        (
            {Topic.CHANGE},
            INADEQUATE,
            NO_FILTERS,
            "judgements that went down to inadequate of all authorities, as soon as we know",
        ),
        (
            {Topic.LETTER},
            NO_FILTERS,
            FRONT_DOOR_VISITS,
            "new focused visit letters about the front door of all authorities, as soon as we know",
        ),
        (
            {Topic.LETTER},
            NO_FILTERS,
            Filters(kinds=frozenset({LetterKind.JTAI, LetterKind.AREA_SEND}), priority_action=True),
            "new joint targeted area inspection letters or area SEND reports that name areas for priority action of all "
            "authorities, as soon as we know",
        ),
        (
            {Topic.CHANGE, Topic.LETTER},
            Filters(from_grades=frozenset({Grade.GOOD, Grade.OUTSTANDING}), kinds=frozenset({LetterKind.SIF_INSPECTION})),
            Filters(given=frozenset({Grade.SYSTEMIC_FAILINGS})),
            "changes of judgement from outstanding or good in SIF inspection reports and new letters and reports that give "
            "‘widespread and/or systemic failings’ of all authorities, as soon as we know",
        ),
    ],
)
def test_what_a_filtered_subscription_is_in_a_sentence(topics: set[Topic], changes: Filters, letters: Filters, text: str) -> None:
    preferences = Preferences(
        frozenset(), None, frozenset(topics), Frequency.AT_ONCE, change_filters=changes, letter_filters=letters
    )
    assert format_preferences(preferences, ENGLAND) == text


def test_the_neighbours_of_an_authority_are_named_by_it() -> None:
    knowsley = ENGLAND.named("Knowsley")
    neighbours = frozenset(authority.urn for authority in ENGLAND.neighbours(knowsley.urn))
    preferences = Preferences(neighbours, None, frozenset({Topic.CHANGE}), Frequency.WEEKLY)
    assert format_preferences(preferences, ENGLAND) == (
        "changed judgements about the ten statistical neighbours of Knowsley, once a week"
    )
    others = replace(preferences, urns=neighbours | {knowsley.urn})
    assert format_preferences(others, ENGLAND) == "changed judgements about 11 authorities, once a week"
