"""Six invented authorities in two regions, with a few inspections each: small enough to count by hand."""

from datetime import date

from ofsted_watch.domain.authorities import AuthorityRegister, Ending
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.history import histories
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.presentation.national.national_picture import NationalPicture, national_picture
from tests.domain.history.letters import RI, G, I, O, ilacs, ilacs3, sif, stored

NAMES = ("Ashby", "Brook", "Cove", "Dene", "Eastry", "Fell")
AUTHORITIES = tuple(
    Authority(Urn(f"9100{place}"), name, f"E91{place}", "North Vale" if place < 3 else "Southmarch")
    for place, name in enumerate(NAMES)
)
ASHBY, BROOK, COVE, DENE, EASTRY, FELL = (authority.urn for authority in AUTHORITIES)
OLD = Authority(Urn("91009"), "Oldshire", "", "Southmarch")
REGISTER = AuthorityRegister.of((*AUTHORITIES, OLD), (), (Ending(OLD.urn, date(2021, 4, 1), (EASTRY, FELL)),))
DAY = date(2026, 8, 22)

LETTERS = (
    # Ashby: requires improvement, then good.
    sif("2015-03-10", RI, RI, RI, RI, RI, urn=ASHBY),
    ilacs3("2019-05-14", G, G, G, G, urn=ASHBY),
    # Brook: good, then inadequate; a visit since then changes nothing.
    ilacs3("2018-09-04", G, G, G, G, urn=BROOK),
    ilacs("2025-11-20", I, I, RI, I, RI, urn=BROOK),
    stored("focused_visit", "2026-06-01", urn=BROOK),
    # Cove: outstanding, by a framework that still gave overall effectiveness.
    ilacs("2023-02-01", O, O, O, O, O, urn=COVE),
    # Dene: inadequate, then requires improvement two days before the day.
    sif("2016-01-05", I, I, I, RI, RI, urn=DENE),
    ilacs("2026-08-20", RI, RI, RI, G, G, urn=DENE),
    # Eastry took Oldshire's place and has one inspection; Fell has none.
    ilacs3("2022-06-30", G, G, G, O, urn=EASTRY),
    sif("2017-02-02", RI, RI, RI, RI, RI, urn=OLD.urn),
)


def picture(strand: Strand = Strand.HELP_PROTECTION, day: date = DAY, *gaps: Gap) -> NationalPicture:
    """The invented country on a day."""
    return national_picture(histories(LETTERS, gaps), REGISTER, strand, day)


def gap(urn: str, published: date) -> Gap:
    """A report that is published and not read."""
    return Gap(Urn(urn), FileNumber("59999"), published, "Children's services inspection", "https://files.example/59999", "why")
