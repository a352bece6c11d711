"""What was recorded on many nights, read together, is what today's history says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.history import histories, news, standing
from ofsted_watch.domain.model import Cause, Change, StoredLetter
from tests.domain.history.letters import AUTHORITIES, RI, G, I, changes_of, day, ilacs, ilacs3, sif
from tests.examples import examples

SIF = sif("2017-06-13", RI, RI, G, RI, G)
OLD = ilacs3("2021-12-03", RI, RI, RI, RI)
NEW = ilacs("2025-01-20", I, I, RI, RI, I)


def recorded(*nights: Sequence[StoredLetter]) -> list[Change]:
    """All changes that were written down over these nights, each given as everything held then."""
    changes: list[Change] = []
    before: Sequence[StoredLetter] = ()
    checks: dict[str, date | None] = dict.fromkeys(AUTHORITIES)
    for n, after in enumerate(nights):
        today = date(2026, 1, 1 + n)
        changes += news(before, after, authorities=AUTHORITIES, last_checks=checks, today=today).changes
        before, checks = after, dict.fromkeys(AUTHORITIES, today)
    return changes


def stand(changes: list[Change], stored: Sequence[StoredLetter]) -> set[tuple[Cause, Strand, Grade | None, Grade | None]]:
    return {(change.cause, change.strand, change.from_grade, change.to_grade) for change in standing(changes, histories(stored))}


def test_a_change_across_a_letter_found_late_no_longer_stands() -> None:
    middle = ilacs3("2019-05-01", RI, G, G, G)
    changes = recorded([OLD, SIF], [OLD, SIF, middle])
    assert stand(changes, [OLD, SIF, middle]) == {
        (Cause.HISTORY, Strand.HELP_PROTECTION, RI, G),
        (Cause.HISTORY, Strand.CHILDREN_IN_CARE, RI, G),
        (Cause.HISTORY, Strand.HELP_PROTECTION, G, RI),
        (Cause.HISTORY, Strand.LEADERSHIP, G, RI),
        (Cause.HISTORY, Strand.CHILDREN_IN_CARE, G, RI),
    }


def test_a_misreading_no_longer_stands_and_the_right_change_does() -> None:
    right = replace(ilacs("2025-01-20", G, I, RI, RI, I), reader_version="2")
    changes = recorded([OLD, NEW], [OLD, right])
    assert stand(changes, [OLD, right]) == {
        (Cause.HISTORY, Strand.HELP_PROTECTION, RI, I),
        (Cause.CORRECTION, Strand.OVERALL, I, G),
        (Cause.CORRECTION, Strand.OVERALL, RI, G),
    }


def test_what_a_reissue_replaced_was_true_of_its_day() -> None:
    again = replace(ilacs("2025-01-20", RI, I, RI, RI, I, sha="b" * 64), first_seen=day("2026-01-02"))
    changes = recorded([OLD, NEW], [OLD, NEW, again])
    assert stand(changes, [OLD, NEW, again]) == {
        (Cause.HISTORY, Strand.OVERALL, RI, I),
        (Cause.HISTORY, Strand.HELP_PROTECTION, RI, I),
        (Cause.REISSUED, Strand.OVERALL, I, RI),
    }


def test_a_withdrawn_report_and_what_it_changed_are_both_on_record() -> None:
    gone = replace(NEW, withdrawn=day("2026-01-02"))
    changes = recorded([OLD, NEW], [OLD, gone])
    standing_now = stand(changes, [OLD, gone])
    assert {(Cause.HISTORY, Strand.OVERALL, RI, I), (Cause.WITHDRAWN, Strand.OVERALL, I, RI)} <= standing_now


def test_a_report_that_was_gone_for_a_while_is_on_record_once() -> None:
    gone = replace(NEW, withdrawn=day("2026-01-02"))
    changes = recorded([OLD, NEW], [OLD, gone], [OLD, NEW])
    assert len(changes) == 2 + 3 + 2
    assert len(standing(changes, histories([OLD, NEW]))) == 2


LETTERS = [SIF, sif("2014-01-10", I, RI, I, I, G), ilacs3("2019-05-01", G, I, G, G), OLD, NEW, ilacs("2025-09-01", G, G, G, G, G)]


@settings(max_examples=examples(200))
@given(order=st.permutations(LETTERS), cuts=st.sets(st.integers(1, len(LETTERS))))
def test_however_the_letters_came_the_standing_changes_are_the_history(order: list[StoredLetter], cuts: set[int]) -> None:
    changes = recorded(*(order[:cut] for cut in sorted(cuts | {len(LETTERS)})))
    (history,) = histories(LETTERS).values()
    expected = {replace(change, cause=Cause.HISTORY) for change in changes_of(history)}
    assert {replace(change, cause=Cause.HISTORY) for change in standing(changes, {history.urn: history})} == expected
