"""What is news, and what only changes history: every difference between two nights has one cause."""

from dataclasses import replace
from datetime import date

import pytest

from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.history import news
from ofsted_watch.domain.model import Cause, Change, EventKind, Frequency, Problem, StoredLetter, Subscription, Topic
from ofsted_watch.errors import UnknownAuthority
from ofsted_watch.subscriptions.matching import CORRECTION_HOLD, alerts_for
from tests.domain.history.formatted_news import FormattedNews, formatted_news
from tests.domain.history.letters import (
    AUTHORITIES,
    MARSHFORD,
    RI,
    UNDERBY,
    G,
    I,
    day,
    ilacs,
    ilacs3,
    ilacs_2026,
    sif,
    stored,
)

SIF = sif("2017-06-13", RI, RI, G, RI, G)
OLD = ilacs3("2021-12-03", RI, RI, RI, RI)
NEW = ilacs("2025-01-20", I, I, RI, RI, I)


def tonight(
    before: list[StoredLetter],
    after: list[StoredLetter],
    *,
    check: str | None = "2025-01-19",
    today: str = "2025-01-20",
    checks_before: dict[tuple[str, str], date | None] | None = None,
) -> FormattedNews:
    checks = dict.fromkeys(AUTHORITIES, day(check) if check else None)
    return formatted_news(
        before, after, authorities=AUTHORITIES, last_checks=checks, today=day(today), checks_before=checks_before
    )


def rows(changes: tuple[Change, ...]) -> set[tuple[Cause, Strand, Grade | None, Grade | None]]:
    return {(change.cause, change.strand, change.from_grade, change.to_grade) for change in changes}


def test_a_new_letter_announces_what_changed_with_its_evidence() -> None:
    found = tonight([SIF, OLD], [SIF, OLD, NEW])
    assert rows(found.changes) == {(Cause.NEW_LETTER, Strand.OVERALL, RI, I), (Cause.NEW_LETTER, Strand.HELP_PROTECTION, RI, I)}
    (event,) = found.events
    assert event.topics == {Topic.LETTER, Topic.CHANGE}
    assert event.title == "Marshford: children's services judged inadequate (was requires improvement)"
    assert event.changes == found.changes
    assert [(witness.page, witness.source) for witness in event.changes[0].evidence] == [(1, "table"), (4, "heading")]
    assert event.unchanged == ((Strand.LEADERSHIP, RI), (Strand.CHILDREN_IN_CARE, RI))
    assert any("judged on its own for the first time since June 2017: inadequate" in fact for fact in event.facts)


def test_the_same_night_again_finds_the_same_and_the_next_finds_nothing() -> None:
    assert tonight([SIF, OLD], [SIF, OLD, NEW]) == tonight([OLD, SIF], [NEW, SIF, OLD])
    assert tonight([SIF, OLD, NEW], [NEW, OLD, SIF]) == FormattedNews()


def test_first_sight_of_an_authority_is_never_news() -> None:
    found = tonight([], [SIF, OLD, NEW], check=None)
    assert found.events == ()
    assert {change.cause for change in found.changes} == {Cause.HISTORY}


def test_a_visit_letter_is_a_letter_and_never_a_change() -> None:
    visit = stored("focused_visit", "2025-01-20")
    (event,) = tonight([OLD], [OLD, visit]).events
    assert event.topics == {Topic.LETTER}
    assert event.title == "Marshford: focused visit, letter published"
    assert event.changes == ()


def test_areas_for_priority_action_are_announced_with_their_text() -> None:
    (event,) = tonight([OLD], [OLD, stored("jtai", "2025-01-20", priority=True)]).events
    assert event.topics == {Topic.LETTER, Topic.PRIORITY}
    assert event.title == "Marshford: joint targeted area inspection (JTAI), areas for priority action"
    assert event.priority_action[0].text.startswith("Children in Marshford wait too long")


def test_an_inspection_that_changes_nothing_says_so() -> None:
    (event,) = tonight([OLD], [OLD, ilacs("2025-01-20", RI, RI, RI, RI, G)]).events
    assert event.topics == {Topic.LETTER}
    assert event.title == "Marshford: ILACS inspection report published, no judgement changed"


@pytest.mark.parametrize(
    ("grades", "title"),
    [
        ((RI, RI, G, RI, G), "Marshford: leadership judged good (was requires improvement)"),
        ((RI, G, G, I, G), "Marshford: children in care judged inadequate (was requires improvement) and 2 more changes"),
        ((G, G, RI, RI, G), "Marshford: children's services judged good (was requires improvement)"),
    ],
)
def test_the_title_states_the_weightiest_change(grades: tuple[Grade, ...], title: str) -> None:
    assert tonight([OLD], [OLD, ilacs("2025-01-20", *grades)]).events[0].title == title


def test_two_frameworks_in_one_night_are_two_mails_each_against_its_neighbour() -> None:
    first = sif("2025-01-10", I, I, I, I, I)
    found = tonight([OLD], [OLD, NEW, first])
    assert [event.sha256 for event in found.events] == [first.letter.sha256, NEW.letter.sha256]
    assert (Cause.NEW_LETTER, Strand.LEADERSHIP, I, RI) in rows(found.events[1].changes)


def test_after_an_outage_of_two_months_its_letters_are_news() -> None:
    found = tonight([OLD], [OLD, NEW], check="2024-12-01", today="2025-02-01")
    assert len(found.events) == 1


def test_a_backdated_report_that_changes_the_grade_of_today_is_news_and_says_when_it_was_listed() -> None:
    late = ilacs3("2024-12-06", I, RI, G, RI, seen="2025-01-20")
    (event,) = tonight([SIF], [SIF, late]).events
    assert event.topics == {Topic.LETTER, Topic.CHANGE}
    assert event.facts[0] == "It is dated 6 December 2024 and was first listed on 20 January 2025."


def test_a_backdated_report_that_changes_no_grade_of_today_only_changes_history() -> None:
    same = sif("2024-12-06", RI, RI, G, RI, G, kind="sif_reinspection", seen="2025-01-20")
    assert tonight([SIF], [SIF, same]) == FormattedNews()
    found = tonight([SIF, NEW], [SIF, OLD, NEW], check="2025-02-01", today="2025-02-02")
    assert found.events == ()


def test_the_thirtieth_day_before_the_last_look_is_late_and_the_one_after_is_not() -> None:
    late, fresh = stored("focused_visit", "2024-12-20"), stored("focused_visit", "2024-12-21")
    assert tonight([OLD], [OLD, late]).events == ()
    assert len(tonight([OLD], [OLD, fresh]).events) == 1


def test_a_letter_older_than_the_newest_graded_one_is_not_news() -> None:
    visit = stored("focused_visit", "2025-01-15")
    assert tonight([OLD, NEW], [OLD, NEW, visit], check="2025-01-21", today="2025-01-22").events == ()


def test_a_late_letter_between_two_known_ones_moves_history_and_notifies_nobody() -> None:
    found = tonight([SIF, NEW], [SIF, OLD, NEW], check="2025-02-01", today="2025-02-02")
    assert found.events == ()
    assert rows(found.changes) == {
        (Cause.HISTORY, Strand.LEADERSHIP, G, RI),
        (Cause.HISTORY, Strand.OVERALL, RI, I),
        (Cause.HISTORY, Strand.HELP_PROTECTION, RI, I),
    }


def test_a_letter_that_waited_for_a_person_is_news_when_it_is_released() -> None:
    waited = {(MARSHFORD.urn, NEW.listing.file_number): day("2025-01-19")}
    found = tonight([OLD], [OLD, NEW], check="2025-06-01", today="2025-06-02", checks_before=waited)
    assert [event.sha256 for event in found.events] == [NEW.letter.sha256]
    seen_first = {(MARSHFORD.urn, NEW.listing.file_number): None}
    assert tonight([OLD], [OLD, NEW], check="2025-06-01", today="2025-06-02", checks_before=seen_first).events == ()


def test_an_area_the_framework_dropped_is_a_fact_with_its_own_cause() -> None:
    later = ilacs_2026("2026-06-01", I, RI, RI, I)
    found = tonight([OLD, NEW], [OLD, NEW, later], check="2026-05-31", today="2026-06-01")
    assert rows(found.changes) == {(Cause.FRAMEWORK, Strand.OVERALL, I, None)}
    (event,) = found.events
    assert event.topics == {Topic.LETTER}
    assert event.title == "Marshford: ILACS inspection report published, no judgement changed"
    assert any("no longer gives this grade" in fact for fact in event.facts)


def test_a_second_number_for_the_same_bytes_or_the_same_inspection_is_no_second_mail() -> None:
    same_bytes = replace(NEW, listing=replace(NEW.listing, file_number="777"))
    assert tonight([OLD, NEW], [OLD, NEW, same_bytes]) == FormattedNews()
    start, end = NEW.letter.inspection_start, NEW.letter.inspection_end
    assert start
    assert end
    copy = ilacs("2025-01-22", I, I, RI, RI, I, number="778", inspected=(start.isoformat(), end.isoformat()))
    assert tonight([OLD, NEW], [OLD, NEW, copy], check="2025-01-21", today="2025-01-22") == FormattedNews()


def test_a_letter_with_two_listings_in_one_night_is_one_mail() -> None:
    twice = replace(NEW, listing=replace(NEW.listing, file_number="777"))
    found = tonight([OLD], [OLD, NEW, twice])
    assert len(found.events) == 1
    assert len(found.changes) == 2


def test_one_letter_listed_by_two_authorities_is_sent_to_each() -> None:
    joint = stored("jtai", "2025-01-20", sha="f" * 64)
    theirs = replace(joint, listing=replace(joint.listing, urn=UNDERBY.urn))
    found = tonight([OLD], [OLD, joint, theirs])
    assert [event.authority for event in found.events] == ["Marshford", "Underby"]
    assert len({event.key for event in found.events}) == 2


def test_a_letter_set_aside_makes_no_event() -> None:
    broken = stored("other", "2025-01-20", problem=Problem("unknown_kind", "no kind of letter matches"))
    assert tonight([OLD], [OLD, broken]) == FormattedNews()


def test_a_councils_news_page_makes_no_event() -> None:
    assert tonight([OLD], [OLD, stored("council_news", "2025-01-20")]) == FormattedNews()


def test_a_reissue_with_another_grade_says_that_the_judgement_changed() -> None:
    again = replace(ilacs("2025-01-20", I, RI, RI, RI, I, sha="b" * 64), first_seen=day("2025-03-01"))
    found = tonight([OLD, NEW], [OLD, NEW, again], check="2025-02-28", today="2025-03-01")
    assert rows(found.changes) == {(Cause.REISSUED, Strand.HELP_PROTECTION, I, RI)}
    (event,) = found.events
    assert event.title == "Marshford: help and protection now requires improvement in a re-issued report (was inadequate)"
    assert event.facts[0].endswith("It was first published on 20 January 2025.")
    assert "Help and protection: it said inadequate. Now it says requires improvement." in event.facts
    assert event.unchanged == (
        (Strand.OVERALL, I),
        (Strand.LEADERSHIP, RI),
        (Strand.CHILDREN_IN_CARE, RI),
        (Strand.CARE_LEAVERS, I),
    )
    assert event.key != tonight([OLD], [OLD, NEW]).events[0].key


def test_a_reissue_that_says_the_same_is_silent() -> None:
    again = replace(ilacs("2025-01-20", I, I, RI, RI, I, sha="b" * 64), first_seen=day("2025-03-01"))
    assert tonight([OLD, NEW], [OLD, NEW, again], check="2025-02-28", today="2025-03-01") == FormattedNews()


def test_a_reissue_of_an_older_inspection_is_history() -> None:
    again = replace(ilacs3("2021-12-03", RI, G, RI, RI, sha="b" * 64), first_seen=day("2025-03-01"))
    found = tonight([OLD, NEW], [OLD, NEW, again], check="2025-02-28", today="2025-03-01")
    assert found.events == ()
    assert rows(found.changes) == {(Cause.HISTORY, Strand.HELP_PROTECTION, RI, G), (Cause.HISTORY, Strand.HELP_PROTECTION, G, I)}


def test_a_better_reading_is_a_correction_of_what_we_said() -> None:
    right = replace(ilacs("2025-01-20", I, RI, RI, RI, I), reader_version="2")
    found = tonight([OLD, NEW], [OLD, right], check="2025-02-28", today="2025-03-01")
    assert rows(found.changes) == {(Cause.CORRECTION, Strand.HELP_PROTECTION, I, RI)}
    (event,) = found.events
    assert event.kind is EventKind.CORRECTION
    assert event.corrects == tonight([OLD], [OLD, NEW]).events[0].key
    assert event.title == "Marshford: correction: help and protection is requires improvement, not inadequate"
    assert event.facts == (
        "Help and protection: we said inadequate (was requires improvement in December 2021). "
        "Correct: requires improvement, as before.",
    )


def test_another_reader_that_reads_the_same_grades_corrects_nothing() -> None:
    assert tonight([OLD, NEW], [replace(OLD, reader_version="2"), replace(NEW, reader_version="2")]) == FormattedNews()


SIF_KIND = "inspection under the single inspection framework (SIF)"
ILACS_KIND = "inspection of local authority children's services (ILACS)"


@pytest.mark.parametrize(
    ("misread", "right", "fact"),
    [
        ("sif_inspection", "ilacs_inspection", f"Kind of letter: we said {SIF_KIND}. Correct: {ILACS_KIND}."),
        ("ilacs_inspection", "sif_inspection", f"Kind of letter: we said {ILACS_KIND}. Correct: {SIF_KIND}."),
    ],
)
def test_another_kind_with_the_same_grades_is_a_correction_that_waits(misread: str, right: str, fact: str) -> None:
    first = sif("2025-01-20", I, I, RI, RI, I, kind=misread)
    again = replace(first, letter=replace(first.letter, kind=right), reader_version="2")
    found = tonight([OLD, first], [OLD, again], check="2025-02-28", today="2025-03-01")
    assert (found.changes, found.set_aside) == ((), ())
    (event,) = found.events
    assert event.kind is EventKind.CORRECTION
    assert event.key == f"correction:{MARSHFORD.urn}:{first.letter.sha256[:16]}:2"
    assert event.corrects == f"letter:{MARSHFORD.urn}:{first.letter.sha256[:16]}"
    right_label = {"ilacs_inspection": "ILACS inspection report", "sif_inspection": "SIF inspection report"}[right]
    assert event.title == f"Marshford: correction to what we said about the {right_label}"
    assert event.facts == (fact,)
    reader = Subscription(1, "ann@council.example", frozenset(), None, frozenset({Topic.CHANGE}), Frequency.AT_ONCE)
    (alert,) = alerts_for([event], [reader], AUTHORITIES, hold=None, notified={event.corrects: {1}})
    assert alert.hold == CORRECTION_HOLD


def test_a_correction_of_the_earlier_letter_corrects_the_mail_about_the_later_one_too() -> None:
    right = replace(ilacs3("2021-12-03", RI, I, RI, RI), reader_version="2")
    found = tonight([OLD, NEW], [right, NEW], check="2025-02-28", today="2025-03-01")
    assert {event.corrects for event in found.events} == {
        f"letter:{MARSHFORD.urn}:{OLD.letter.sha256[:16]}",
        f"letter:{MARSHFORD.urn}:{NEW.letter.sha256[:16]}",
    }
    assert {change.cause for change in found.changes} == {Cause.CORRECTION}
    (later,) = (event for event in found.events if event.sha256 == NEW.letter.sha256)
    assert later.title == "Marshford: correction to what we said about the ILACS inspection report"
    assert later.facts == (
        "Help and protection: we said inadequate (was requires improvement in December 2021). Correct: inadequate, as before.",
    )


def test_a_reissue_that_now_names_priority_actions_is_announced() -> None:
    first = stored("jtai", "2025-01-20", sha="a" * 64)
    again = replace(stored("jtai", "2025-01-20", sha="b" * 64, priority=True), first_seen=day("2025-02-10"))
    (event,) = tonight([OLD, first], [OLD, first, again], check="2025-02-09", today="2025-02-10").events
    assert event.title == "Marshford: areas for priority action in a re-issued joint targeted area inspection letter"
    assert Topic.PRIORITY in event.topics


def test_a_letter_that_can_no_longer_be_read_keeps_its_earlier_reading_and_is_named() -> None:
    lost = replace(NEW, reader_version="2", letter=replace(NEW.letter, judgements=(), problem=Problem("witnesses_disagree", "x")))
    found = tonight([SIF, OLD, NEW], [SIF, OLD, lost], check="2025-02-28", today="2025-03-01")
    assert (found.changes, found.events) == ((), ())
    (aside,) = found.set_aside
    assert (aside.about, aside.code) == (NEW.letter.sha256, "witnesses_disagree")


def test_a_letter_that_is_simply_not_there_changes_nothing() -> None:
    found = tonight([SIF, OLD, NEW], [SIF, NEW], check="2025-02-28", today="2025-03-01")
    assert (found.changes, found.events) == ((), ())
    assert [aside.code for aside in found.set_aside] == ["vanished"]


def test_two_files_of_one_inspection_that_contradict_each_other_are_set_aside() -> None:
    start, end = NEW.letter.inspection_start, NEW.letter.inspection_end
    assert start
    assert end
    other = ilacs("2025-01-20", G, G, G, G, G, number="9", sha="9" * 64, inspected=(start.isoformat(), end.isoformat()))
    found = tonight([OLD], [OLD, NEW, other])
    assert (found.changes, found.events) == ((), ())
    assert {aside.code for aside in found.set_aside} == {"inspections_disagree"}


def test_a_withdrawn_report_gives_the_word_back_to_the_one_before_it() -> None:
    gone = replace(NEW, withdrawn=day("2025-03-01"))
    found = tonight([OLD, NEW], [OLD, gone], check="2025-02-28", today="2025-03-01")
    assert rows(found.changes) == {
        (Cause.WITHDRAWN, Strand.OVERALL, I, RI),
        (Cause.WITHDRAWN, Strand.HELP_PROTECTION, I, RI),
        (Cause.WITHDRAWN, Strand.CARE_LEAVERS, I, None),
    }
    (event,) = found.events
    assert event.kind is EventKind.CORRECTION
    assert event.title == "Marshford: Ofsted no longer lists its ILACS inspection report of 20 January 2025"


def test_a_withdrawn_report_that_was_not_the_newest_is_history_without_a_mail() -> None:
    gone = replace(OLD, withdrawn=day("2025-03-01"))
    found = tonight([SIF, OLD, NEW], [SIF, gone, NEW], check="2025-02-28", today="2025-03-01")
    assert found.events == ()
    assert rows(found.changes) == {
        (Cause.WITHDRAWN, Strand.OVERALL, RI, I),
        (Cause.WITHDRAWN, Strand.HELP_PROTECTION, RI, I),
        (Cause.WITHDRAWN, Strand.LEADERSHIP, G, RI),
        (Cause.WITHDRAWN, Strand.CARE_LEAVERS, G, I),
    }


def test_an_urn_without_an_authority_or_a_last_look_is_an_error() -> None:
    stranger = stored("focused_visit", "2025-01-20", urn="99999")
    with pytest.raises(UnknownAuthority, match="99999"):
        tonight([], [stranger])
    with pytest.raises(UnknownAuthority, match="no last check"):
        news([], [OLD], authorities=AUTHORITIES, last_checks={}, today=day("2025-01-20"))


def test_grades_that_no_strand_compares_are_announced_as_facts() -> None:
    letter = sif("2025-01-20", RI, RI, RI, RI, G)
    adoption = stored("sif_inspection", "2025-01-20", {Area.ADOPTION: I}).letter.judgements
    judged = replace(letter, letter=replace(letter.letter, judgements=(*letter.letter.judgements, *adoption)))
    (event,) = tonight([OLD], [OLD, judged]).events
    assert "Adoption performance: inadequate." in event.facts
    assert Strand.OVERALL in {strand for strand, _ in event.unchanged}


def test_the_outcome_of_an_area_send_inspection_is_its_title_and_no_fact() -> None:
    letter = stored("area_send", "2025-01-20", {Area.SEND_OUTCOME: Grade.INCONSISTENT})
    (event,) = tonight([OLD], [OLD, letter]).events
    assert event.title == "Marshford SEND: inconsistent experiences and outcomes"
    assert not any("inconsistent" in fact for fact in event.facts)
    assert event.changes == ()


def test_the_first_inspection_of_an_authority_we_watch_gives_its_grades() -> None:
    (event,) = tonight([stored("focused_visit", "2024-01-01")], [stored("focused_visit", "2024-01-01"), NEW]).events
    assert event.title == "Marshford: ILACS inspection report published"
    assert event.facts[:2] == (
        "We have no earlier inspection to compare these grades with.",
        "Overall effectiveness: inadequate.",
    )


def test_a_priority_action_under_a_sub_heading_is_found() -> None:
    letter = stored("jtai", "2025-01-20", priority=True)
    (section,) = letter.letter.sections
    parted = (replace(section, text=""), replace(section, heading="Delay"))
    (event,) = tonight([OLD], [OLD, replace(letter, letter=replace(letter.letter, sections=parted))]).events
    assert [witness.text for witness in event.priority_action] == [section.text]


def test_a_look_on_a_day_to_come_was_a_wrong_clocks_and_makes_no_letter_late() -> None:
    (event,) = tonight([OLD], [OLD, NEW], check="2026-01-19").events
    assert event.title == "Marshford: children's services judged inadequate (was requires improvement)"
