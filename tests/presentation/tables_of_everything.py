"""Three invented authorities, letters of every sort (inspection, visit, area SEND, joint inspection), and their tables."""

from dataclasses import replace
from datetime import date

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.findings import Improvement, ImprovementKind, LetterTopic
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.history import histories, neighbour_changes
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority, StoredLetter
from ofsted_watch.presentation.data_package.data_tables import DataSource, DataTable, data_tables
from tests.domain.history.letters import RI, G, I, ilacs, sif, stored

ASHBY = Authority(Urn("91000"), "Ashby", "E06000901", "North Vale", "901")
BROOK = Authority(Urn("91001"), "Brook", "E08000902", "North Vale", "902")
COVE = Authority(Urn("91002"), "Cove", "E99000903", "Southmarch", "903")
REGISTER = AuthorityRegister.of((ASHBY, BROOK, COVE), neighbour_urns={ASHBY.urn: (COVE.urn, BROOK.urn), BROOK.urn: (ASHBY.urn,)})
DAY = date(2026, 8, 22)

ASKED = (
    Improvement("Act now on the waiting list.", 2, ImprovementKind.PRIORITY_ACTION, "1", "the local area"),
    Improvement("=1+1 is how plans should add up.", 3, ImprovementKind.IMPROVEMENT),
)


def asking(letter: StoredLetter, **more: object) -> StoredLetter:
    return replace(letter, letter=replace(letter.letter, **more))  # type: ignore[arg-type]


LETTERS = (
    sif("2015-03-10", I, I, RI, RI, RI, urn=ASHBY.urn),
    asking(ilacs("2024-05-14", G, G, G, G, RI, urn=ASHBY.urn), improvements=ASKED, inspectors=("A. Person", "B. Person")),
    asking(
        stored("focused_visit", "2025-06-03", urn=ASHBY.urn, priority=True),
        topics=(LetterTopic.FRONT_DOOR, LetterTopic.CARE_LEAVERS),
        scope="the front door",
    ),
    asking(
        stored("area_send", "2023-11-07", {Area.SEND_OUTCOME: Grade.SYSTEMIC_FAILINGS}, urn=BROOK.urn, priority=True),
        improvements=ASKED,
    ),
    stored("send_monitoring_visit", "2025-02-11", urn=BROOK.urn),
    asking(stored("jtai", "2024-01-16", urn=BROOK.urn, priority=False), theme="serious youth violence"),
)


def tables(*letters: StoredLetter) -> dict[str, DataTable]:
    """The tables by name; of LETTERS unless others are given."""
    known = letters or LETTERS
    of_each = histories(known)
    changes = [change for history in of_each.values() for change in neighbour_changes(history)]
    source = DataSource(known, changes, of_each, (), REGISTER, DAY)
    return {table.name: table for table in data_tables(source)}
