"""What a backfill may be ordered for, and how its parts add up."""

from datetime import date

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import UnknownAuthority, WrongUse
from ofsted_watch.runs.backfill_plan import Part, Whole, order, part_from, too_many_changed
from ofsted_watch.runs.planning import EVERYTHING, Window
from ofsted_watch.runs.run_result import Ending

TODAY = date(2026, 11, 23)


def test_nobody_chosen_is_refused():
    with pytest.raises(WrongUse, match="No authority was chosen"):
        order([], None, False, EVERYTHING, TODAY, ENGLAND)


def test_all_and_some_is_refused():
    with pytest.raises(WrongUse, match="All authorities and some of them"):
        order(["Leeds"], None, True, EVERYTHING, TODAY, ENGLAND)


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        (date(2024, 5, 2), date(2024, 5, 1), "ends before it begins: it begins on 2024-05-02 and ends on 2024-05-01"),
        (date(2026, 11, 24), None, "begins on 2026-11-24, after today"),
        (None, date(2026, 11, 24), "ends on 2026-11-24, after today"),
    ],
)
def test_a_window_that_holds_nothing_is_refused_in_a_sentence(start: date | None, end: date | None, says: str):
    with pytest.raises(WrongUse, match=says):
        order(["Leeds"], None, False, Window(start, end), TODAY, ENGLAND)


def test_a_window_of_one_day_that_is_today_is_taken():
    assert order(["Leeds"], None, False, Window(TODAY, TODAY), TODAY, ENGLAND).window == Window(TODAY, TODAY)


def test_an_unknown_name_or_region_is_refused_by_name():
    with pytest.raises(UnknownAuthority, match="Ledes"):
        order(["Ledes"], None, False, EVERYTHING, TODAY, ENGLAND)
    with pytest.raises(UnknownAuthority, match="Wessex"):
        order([], "Wessex", False, EVERYTHING, TODAY, ENGLAND)


def test_a_region_and_names_together_mean_both_and_nobody_twice():
    expected = order(["Leeds", "Gateshead"], "North East", False, EVERYTHING, TODAY, ENGLAND).expected
    assert len(expected) == len({one.urn for one in expected}) == 13
    assert {"Leeds", "Gateshead", "Sunderland"} <= {one.name for one in expected}


def test_all_on_purpose_is_all_that_exist():
    assert len(order([], None, True, EVERYTHING, TODAY, ENGLAND).expected) == 153


def part(name: str, ending: Ending = Ending.DONE, **counts: object) -> Part:
    brought = {"fetched": 2, "stored": 2, "set_aside": 0, "changes": 1, "alerts": 0, "changed": False, "notified": ()} | counts
    return Part(urn=ENGLAND.named(name).urn, authority=name, ending=ending, message=f"what {name} says", **brought)  # type: ignore[arg-type]


def whole(*parts: Part, missing: dict[str, str] | None = None) -> Whole:
    expected = (*(ENGLAND.named(one.authority) for one in parts), *(ENGLAND.named(urn) for urn in missing or {}))
    return Whole(expected, parts, missing or {})


def test_a_part_survives_its_way_through_a_table():
    notified = part("Leeds", alerts=2, notified=(4, 7))
    assert part_from(notified.as_row()) == notified


def test_parts_add_up():
    message = whole(part("Leeds"), part("Bury", stored=1)).message(preview=False, people=0)
    assert message == "2 authorities done, 3 letters stored, 2 changes"


def test_a_preview_says_what_would_be_stored_and_how_many_mails_to_how_many_people():
    message = whole(part("Leeds", alerts=3, notified=(1, 2)), part("Bury", fetched=0)).message(preview=True, people=2)
    assert "nothing is stored and nobody is notified" in message
    assert "2 letters were fetched" in message
    assert "4 letters would be stored, and 3 mails would go to 2 people" in message


def test_a_preview_sets_nothing_aside():
    message = whole(part("Leeds", set_aside=2)).message(preview=True, people=0)
    assert message.endswith("; 2 items would be set aside for review")


def test_a_part_that_was_incomplete_makes_the_whole_incomplete_with_its_name_and_reason():
    unchecked = whole(part("Leeds"), part("Bury", Ending.INCOMPLETE))
    assert unchecked.ending is Ending.INCOMPLETE
    assert unchecked.message(preview=False, people=0).startswith("1 authority not checked: Bury (what Bury says)")


def test_a_part_that_never_ended_is_never_taken_for_done():
    urn = ENGLAND.named("Bury").urn
    gone = whole(part("Leeds"), missing={urn: "its run ended crashed"})
    assert gone.ending is Ending.INCOMPLETE
    assert gone.gaps == {urn: "its run ended crashed"}


def test_something_set_aside_shows_in_the_ending():
    aside = whole(part("Leeds"), part("Bury", Ending.SET_ASIDE, set_aside=1))
    assert aside.ending is Ending.SET_ASIDE
    assert "1 item set aside for review" in aside.message(preview=False, people=0)


def test_alerts_that_a_part_had_to_hold_show_in_the_ending():
    held = whole(part("Leeds"), part("Bury", Ending.HELD, alerts=1))
    assert held.ending is Ending.HELD
    assert "the alerts about 1 authority are held" in held.message(preview=False, people=1)


def test_more_changed_authorities_than_the_limit_keep_the_alerts_of_all_parts_held():
    parts = [part("Leeds", changed=True), part("Bury", changed=True), part("Kent")]
    assert too_many_changed(parts, limit=2) is None
    assert too_many_changed(parts, limit=1) == (
        "2 authorities have a changed judgement in one backfill, more than the limit of 1"
    )


def test_an_authority_that_only_the_search_knows_is_named_and_holds_no_alert():
    leeds = ENGLAND.named("Leeds")
    new = Authority(Urn("81999"), "Nethermoor Council", "", "")
    whole = Whole((leeds,), (part("Leeds"),), {}, ((new, "only the search knows it"),))
    assert whole.ending is Ending.INCOMPLETE
    assert whole.missing == {}
    message = whole.message(preview=False, people=0)
    assert message.startswith("1 authority not checked: Nethermoor Council (only the search knows it); 1 authority done")
