"""The stories hold together, and name nobody who exists."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ofsted_watch.demo_site.invented_authorities import INVENTED, INVENTED_REGISTER, council_name, crowd, invented, write_csv
from ofsted_watch.demo_site.letters import COMPOSERS
from ofsted_watch.demo_site.published_files import Catalogue
from ofsted_watch.demo_site.stories import (
    SECOND_NIGHT,
    Story,
    bad_files_story,
    crowd_story,
    demo_story,
    long_story,
    small_story,
)
from ofsted_watch.demo_site.story_writing import LISTED_AS
from ofsted_watch.domain import authorities
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.errors import EmptyFile, Encrypted, LetterProblem, NoText, Truncated, UnknownAuthority
from ofsted_watch.extraction.pdf import read_text

STORIES = (small_story(), demo_story(), long_story(), crowd_story())


@pytest.mark.parametrize("story", STORIES, ids=["small", "demo", "long", "crowd"])
def test_every_publication_is_of_an_authority_of_the_story_and_new_on_its_night(story: Story) -> None:
    urns = {authority.urn for authority in story.authorities}
    for before, night in zip((None, *story.nights), story.nights, strict=False):
        for publication in night.publications:
            assert publication.urn in urns
            assert publication.from_day <= night.day
            if before is not None:
                assert publication.from_day > before.day
    assert list(story.days) == sorted(set(story.days))
    Catalogue((), tuple(publication for night in story.nights for publication in night.publications))


@pytest.mark.parametrize("story", STORIES, ids=["small", "demo", "long", "crowd"])
def test_a_letter_is_published_after_its_inspection_and_its_inspection_ends_after_it_began(story: Story) -> None:
    for night in story.nights:
        for publication in night.publications:
            said = publication.description
            assert said is not None
            assert said.start <= said.end < said.published <= publication.published
            assert publication.listed_as == LISTED_AS[said.kind]


def test_the_demo_shows_a_fall_from_good_to_inadequate() -> None:
    letters = [found.description for night in demo_story().nights for found in night.publications if found.urn == "80901"]
    overall = [letter.grades[Area.OVERALL] for letter in letters if letter and Area.OVERALL in letter.grades]
    assert overall[-2:] == [Grade.GOOD, Grade.INADEQUATE]


def test_the_long_story_holds_every_kind_of_letter_and_one_without_overall() -> None:
    letters = [found.description for night in long_story().nights for found in night.publications if found.description]
    assert {letter.kind for letter in letters} == set(COMPOSERS)
    after_april = [letter for letter in letters if letter.kind == "ilacs_inspection" and letter.end >= date(2026, 4, 1)]
    assert [set(letter.grades) for letter in after_april] == [
        {Area.LEADERS, Area.HELP_PROTECTION, Area.IN_CARE, Area.CARE_LEAVERS}
    ]


def test_the_bad_files_are_bad_each_in_its_own_way() -> None:
    night = bad_files_story().nights[1]
    named: list[type[LetterProblem] | None] = []
    for publication in night.publications:
        try:
            read_text(publication.file())
            named.append(None)
        except LetterProblem as problem:
            named.append(type(problem))
    assert night.day == SECOND_NIGHT
    assert named == [Truncated, EmptyFile, NoText, Encrypted, None, None]
    misfiled = night.publications[4]
    assert misfiled.description is not None
    assert misfiled.description.authority.urn != misfiled.urn


def test_no_invented_authority_is_or_sounds_like_a_real_one() -> None:
    real = {authority.urn for authority in authorities.ENGLAND}
    plain = {authorities.plain_name(authority.name) for authority in authorities.ENGLAND}
    for authority in crowd(181):
        assert authority.urn not in real
        assert authorities.plain_name(authority.name) not in plain
        assert authorities.plain_name(council_name(authority)) == authorities.plain_name(authority.name)
    assert len({authority.name for authority in crowd(181)}) == 181
    assert len({authority.urn for authority in crowd(181)}) == 181


def test_the_invented_authorities_can_be_written_for_the_product_to_know(tmp_path: Path) -> None:
    file = tmp_path / "invented.csv"
    write_csv(file)
    with file.open(encoding="utf-8", newline="") as lines:
        written = authorities.authorities_in(lines, str(file))
    assert written == tuple(replace(authority, council_number=authority.urn[2:]) for authority in INVENTED)
    with file.open(encoding="utf-8", newline="") as lines:
        assert csv.DictReader(lines).fieldnames == ["urn", "name", "ons_code", "region", "council_number", "neighbours"]


def test_the_invented_authorities_have_neighbours_of_their_own_and_company_in_their_region(tmp_path: Path) -> None:
    file = tmp_path / "invented.csv"
    write_csv(file)
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    neighbours = {row["name"]: [INVENTED_REGISTER.by_urn(urn).name for urn in row["neighbours"].split()] for row in rows}
    # By hand. Thousands of children, and how many in a hundred are poor: Thornmere has 62 and 31, Stanbeck 66 and 30,
    # Aldershaw 58 and 28, Harrowmere 71 and 36.
    assert neighbours["Thornmere"][:3] == ["Stanbeck", "Aldershaw", "Harrowmere"]
    assert neighbours["Oxmarsh"][:2] == ["Eastwick and Marle", "Brackenmoor"]
    for name, nearest in neighbours.items():
        assert len(set(nearest)) == 10
        assert name not in nearest
    assert min(Counter(authority.region for authority in INVENTED).values()) >= 2


def test_an_authority_that_nobody_invented_is_named() -> None:
    with pytest.raises(UnknownAuthority, match="'Atlantis': choose from Thornmere, "):
        invented("Atlantis")
    with pytest.raises(ValueError, match="not for 182"):
        crowd(182)
