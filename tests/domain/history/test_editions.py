"""The editions of one file number count in the order in which they were served, whatever their hashes and order of arrival."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from ofsted_watch.domain.history import histories, news
from ofsted_watch.domain.model import Cause, StoredLetter
from ofsted_watch.domain.visibility import newest_letters
from ofsted_watch.presentation.judgement_rows import judgement_rows
from ofsted_watch.presentation.tables import authority_rows
from ofsted_watch.runs.known_letter import known_letters
from tests.domain.history.letters import AUTHORITIES, MARSHFORD, G, I, day, ilacs

NUMBER, COPY = "50250001", "50250002"
OLD = ilacs("2023-01-20", G, G, G, G, G, number="50230001")
INSPECTED = ("2025-01-06", "2025-01-17")
HASHES = {"below": ("b" * 64, "a" * 64), "above": ("a" * 64, "b" * 64)}
"""The hashes of the bytes served first and of those served then: the newer one's sorts below, or above, the other."""


def edition(grade, sha: str, number_: int, served: str, *, number: str = NUMBER, published: str = "2025-03-03") -> StoredLetter:
    made = ilacs(published, *[grade] * 5, sha=sha, number=number, inspected=INSPECTED, seen="2025-03-03")
    return replace(made, edition=number_, served=day(served))


def overall(history) -> str:
    return str(history.inspections[-1].strands()["overall"].grade)


def moves(before, after, today: str) -> list[tuple[str, str, str]]:
    """Each event's overall move, with the key it is sent under, when `after` is what is held on this day."""
    checks = {MARSHFORD.urn: day(today) - timedelta(1)}
    found = news(before, after, authorities=AUTHORITIES, last_checks=checks, today=day(today))
    return [
        (str(change.from_grade), str(change.to_grade), event.key)
        for event in found.events
        for change in event.changes
        if change.strand == "overall"
    ]


@pytest.mark.parametrize("order", HASHES)
def test_the_edition_served_last_counts_in_every_order_of_arrival(order: str) -> None:
    first, then = HASHES[order]
    letters = (OLD, edition(G, first, 1, "2025-03-03"), edition(I, then, 2, "2025-03-12"))
    for arrived in permutations(letters):
        history = histories(arrived)[MARSHFORD.urn]
        assert overall(history) == "inadequate"
        assert newest_letters(arrived)[0].letter.sha256 == then
        assert known_letters(arrived, 1) == (letters[2],)
        (row,) = authority_rows(arrived, [MARSHFORD])
        assert (row["overall"], row["overall_previous"], row["file"]) == ("inadequate", "good", then)
        first_row = next(one for one in judgement_rows(arrived) if one["area"] == "overall")
        assert (first_row["grade"], first_row["previous"]) == ("inadequate", "good")


@pytest.mark.parametrize("order", HASHES)
def test_there_and_back_and_there_again_are_three_events(order: str) -> None:
    one, other = HASHES[order]
    nights = {
        "2025-03-12": (edition(G, one, 1, "2025-03-03"), edition(I, other, 2, "2025-03-12")),
        "2025-03-20": (edition(G, one, 3, "2025-03-20"), edition(I, other, 2, "2025-03-12")),
        "2025-03-28": (edition(G, one, 3, "2025-03-20"), edition(I, other, 4, "2025-03-28")),
    }
    held, notified = (OLD, edition(G, one, 1, "2025-03-03")), []
    for today, letters in nights.items():
        notified += moves(held, (OLD, *letters), today)
        held = (OLD, *letters)
        assert moves(held, held, today) == []
    key = f"letter:{MARSHFORD.urn}"
    assert notified == [
        ("good", "inadequate", f"{key}:{other[:16]}"),
        ("inadequate", "good", f"{key}:{one[:16]}:3"),
        ("good", "inadequate", f"{key}:{other[:16]}:4"),
    ]


def test_the_changes_of_a_way_back_and_forth_have_keys_of_their_own() -> None:
    one, other = HASHES["above"]
    at_two = (OLD, edition(G, one, 1, "2025-03-03"), edition(I, other, 2, "2025-03-12"))
    at_three = (OLD, edition(G, one, 3, "2025-03-20"), at_two[2])
    at_four = (OLD, at_three[1], edition(I, other, 4, "2025-03-28"))
    checks = {MARSHFORD.urn: day("2025-03-27")}
    keys = []
    for before, after in (((OLD, at_two[1]), at_two), (at_two, at_three), (at_three, at_four)):
        found = news(before, after, authorities=AUTHORITIES, last_checks=checks, today=day("2025-03-28"))
        assert {change.cause for change in found.changes} == {Cause.REISSUED}
        keys += [change.key for change in found.changes]
    assert len(set(keys)) == len(keys) == 15


@pytest.mark.parametrize("order", HASHES)
def test_a_reissue_is_news_where_a_copy_under_a_second_number_says_what_was_said_before(order: str) -> None:
    first, then = HASHES[order]
    copy = replace(edition(G, first, 1, "2025-03-05", number=COPY), first_seen=day("2025-03-05"))
    held = (OLD, edition(G, first, 1, "2025-03-03"), copy)
    letters = (*held, edition(I, then, 2, "2025-03-12"))
    assert [move[:2] for move in moves(held, letters, "2025-03-12")] == [("good", "inadequate")]
    for arrived in permutations(letters):
        assert overall(histories(arrived)[MARSHFORD.urn]) == "inadequate"


def test_an_old_copy_that_turns_up_after_a_reissue_does_not_take_its_place() -> None:
    letters = (OLD, edition(G, "a" * 64, 1, "2025-03-03"), edition(I, "b" * 64, 2, "2025-03-12"))
    late = replace(edition(G, "a" * 64, 1, "2025-03-20", number=COPY, published="2025-03-01"), first_seen=day("2025-03-20"))
    assert moves(letters, (*letters, late), "2025-03-20") == []


def test_a_withdrawn_number_stays_withdrawn_by_the_edition_served_last() -> None:
    gone = replace(edition(G, "b" * 64, 1, "2025-03-03"), withdrawn=day("2025-03-08"))
    back = edition(I, "a" * 64, 2, "2025-03-12")
    assert overall(histories((OLD, gone, back))[MARSHFORD.urn]) == "inadequate"
    assert histories((OLD, gone, replace(back, withdrawn=day("2025-03-15"))))[MARSHFORD.urn].inspections == (
        histories((OLD,))[MARSHFORD.urn].inspections
    )
