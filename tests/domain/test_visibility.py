"""Which reading of a letter is told while newer ones wait for a person, were released or were dropped."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from ofsted_watch.domain.model import Event, EventKind, StoredLetter, Topic
from ofsted_watch.domain.visibility import (
    Correction,
    Embargo,
    Reading,
    embargoed,
    public_changes,
    public_letters,
)
from tests.domain.history.letters import G, I, O, day, ilacs

HELD, RELEASED, DROPPED = (False, False), (True, False), (False, True)
GRADES = {"1": G, "2": I, "3": O}
FIRST = ilacs("2026-03-02", G, G, G, G, G)
URN, FILE = FIRST.listing.urn, FIRST.letter.sha256


def read_by(version: str) -> StoredLetter:
    """The letter in this version's reading; version 4 reads as version 2 does."""
    grade = GRADES[{"4": "2"}.get(version, version)]
    return replace(ilacs("2026-03-02", *[grade] * 5), reader_version=version)


def correction(before: str | None, now: str, answer: tuple[bool, bool], *files: str) -> Correction:
    event = Event(
        key=f"correction:{URN}:{FILE[:16]}:{now}",
        kind=EventKind.CORRECTION,
        topics=frozenset({Topic.CHANGE}),
        urn=URN,
        authority="Marshford",
        happened=day("2026-03-04"),
        title="",
        listed_as="",
        url="",
        file_number=FIRST.listing.file_number,
        sha256=FILE,
        read_before=before,
        files=files,
    )
    return Correction(event, *answer)


def set_apart(corrections: Iterable[Correction], versions: str = "1234") -> Embargo:
    found = tuple(corrections)
    held = [one.event for one in found if not one.is_released]
    return embargoed(held, found, [Reading(read_by(version).letter, version) for version in versions])


@pytest.mark.parametrize(
    ("corrections", "stored", "notified"),
    [
        ([], "1", "1"),
        ([("1", "2", HELD)], "2", "1"),
        ([("1", "2", RELEASED)], "2", "2"),
        ([("1", "2", DROPPED)], "2", "1"),
        ([("1", "2", RELEASED), ("2", "3", HELD)], "3", "2"),
        ([("1", "2", RELEASED), ("2", "3", DROPPED)], "3", "2"),
        ([("1", "2", HELD), ("2", "3", HELD)], "3", "1"),
        ([("1", "2", DROPPED), ("2", "3", RELEASED)], "3", "3"),
        # A version that reads what a held one read is no correction of its own, and tells no more.
        ([("1", "2", HELD)], "4", "1"),
        # The version before is put back: it says again what was told all the time.
        ([("1", "2", DROPPED), ("2", "1", HELD)], "1", "1"),
    ],
)
def test_what_was_announced_ends_before_the_first_correction_that_nobody_released(
    corrections: list[tuple[str, str, tuple[bool, bool]]], stored: str, notified: str
):
    (shown,) = public_letters([read_by(stored)], set_apart(correction(*one) for one in corrections))
    assert shown == read_by(notified)


def test_a_letter_whose_earlier_reading_is_not_known_is_left_out():
    unpublished = set_apart([correction("1", "2", HELD)], versions="23")
    assert public_letters([read_by("2")], unpublished) == ()
    assert unpublished.hidden == {(URN, FILE)}


def test_where_the_event_does_not_name_it_the_only_other_reading_is_the_earlier_one():
    assert public_letters([read_by("2")], set_apart([correction(None, "2", HELD)], versions="12")) == (read_by("1"),)
    assert public_letters([read_by("2")], set_apart([correction(None, "2", HELD)], versions="123")) == ()


def test_the_other_files_of_the_inspection_stand_as_they_were_read_before_too():
    twin = "7" * 64
    other = {version: read_by(version) for version in "12"}
    twins = {version: replace(one, letter=replace(one.letter, sha256=twin)) for version, one in other.items()}
    one = correction("1", "2", HELD, FILE, twin)
    readings = [Reading(letter.letter, version) for both in (other, twins) for version, letter in both.items()]
    both = embargoed([one.event], [one], readings)
    assert public_letters([other["2"], twins["2"]], both) == (other["1"], twins["1"])
    never_read_before = embargoed([one.event], [one], readings[:2])
    assert public_letters([twins["2"]], never_read_before) == (twins["2"],)


def test_a_newer_reading_waits_for_a_person_until_it_is_dropped():
    assert set_apart([correction("1", "2", HELD)]).waiting == {(URN, FILE)}
    assert set_apart([correction("1", "2", DROPPED)]).waiting == frozenset()


def test_another_authority_s_letter_and_changes_stand():
    other = replace(FIRST, listing=replace(FIRST.listing, urn="90002"))
    unpublished = set_apart([correction("1", "2", HELD)])
    assert public_letters([other], unpublished) == (other,)
    assert public_changes([], unpublished) == ()
