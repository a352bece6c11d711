"""One glance at an authority: since when each grade stands, how it moved, and how many around it are good or better."""

from datetime import date

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.history import histories
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.presentation.authority_glance import GlanceRow, glance
from tests.domain.history.letters import NJ, G, I, ilacs, ilacs3, sif
from tests.presentation.national.invented import ASHBY, AUTHORITIES, BROOK, COVE, DAY, DENE, LETTERS, REGISTER, gap

FELL = AUTHORITIES[5]


def rows(urn: str, *more, gaps=()) -> dict[Strand, GlanceRow]:
    known = histories((*LETTERS, *more), gaps)
    return {row.strand: row for row in glance(REGISTER.by_urn(urn), known, REGISTER, DAY)}


def test_a_grade_stands_since_the_first_report_that_gave_it_without_another_between():
    again = ilacs("2024-04-04", G, I, G, NJ, G, urn=ASHBY)
    told = rows(ASHBY, again)
    assert (told[Strand.OVERALL].answer, told[Strand.OVERALL].since) == ("good", date(2019, 5, 14))
    assert (told[Strand.HELP_PROTECTION].answer, told[Strand.HELP_PROTECTION].since) == ("inadequate", date(2024, 4, 4))
    assert told[Strand.CHILDREN_IN_CARE].since is None
    assert (told[Strand.OVERALL].direction, told[Strand.HELP_PROTECTION].direction) == ("unchanged", "declined")
    assert told[Strand.CHILDREN_IN_CARE].direction == "not_comparable"


def test_a_report_that_is_not_read_ends_what_stands():
    again = ilacs3("2024-04-04", G, G, G, G, urn=ASHBY)
    assert rows(ASHBY, again)[Strand.OVERALL].since == date(2019, 5, 14)
    assert rows(ASHBY, again, gaps=[gap(ASHBY, date(2022, 1, 1))])[Strand.OVERALL].since == date(2024, 4, 4)


def test_a_first_inspection_moved_nothing():
    assert rows(BROOK)[Strand.OVERALL].direction == "declined"
    only = sif("2024-01-09", G, G, G, G, G, urn=FELL.urn)
    assert {row.direction for row in rows(FELL.urn, only).values()} == {None}


def test_the_region_is_counted_beside_it():
    # North Vale: Ashby good, Brook inadequate, Cove outstanding.
    region = rows(ASHBY)[Strand.HELP_PROTECTION].region
    assert (region.good_or_better, region.graded) == (2, 3)


def test_the_neighbours_are_counted_beside_it():
    # Cove is outstanding, Dene requires improvement, Fell has no inspection.
    nearest = {Urn(ASHBY): (Urn(COVE), Urn(DENE), FELL.urn)}
    register = AuthorityRegister.of(AUTHORITIES, neighbour_urns=nearest)
    told = {row.strand: row.neighbours for row in glance(register.by_urn(ASHBY), histories(LETTERS), register, DAY)}
    counted = told[Strand.HELP_PROTECTION]
    assert counted is not None
    assert (counted.good_or_better, counted.graded, counted.total) == (1, 2, 3)
    in_care = told[Strand.CHILDREN_IN_CARE]
    assert in_care is not None
    assert (in_care.good_or_better, in_care.graded) == (2, 2)  # Dene is good for children in care


def test_without_an_inspection_or_neighbours_nothing_is_said_of_them():
    assert rows(FELL.urn) == {}
    assert {row.neighbours for row in rows(ASHBY).values()} == {None}
