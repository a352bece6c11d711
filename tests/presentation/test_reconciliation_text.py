"""A reconciliation as a person and as a program reads it."""

from datetime import date

from ofsted_watch.domain.grades import Strand
from ofsted_watch.domain.reconciliation import Pair, Reconciliation, Result, Subject
from ofsted_watch.presentation.reconciliation_text import reconciliation_lines, reconciliation_to_json

HISTORY = (("ILACS_inspection_history", 4),)


def pair(subject: Subject, theirs: str | None, ours: str | None, result: Result, **changes: object) -> Pair:
    values: dict[str, object] = {
        "urn": "80999",
        "authority": "Fernshire",
        "kind": "inspection",
        "day": date(2024, 9, 9),
        "strand": None,
    }
    values |= {"table_rows": HISTORY, "file_number": "50001001", "sha256": "a" * 64}
    return Pair(**(values | {"subject": subject, "theirs": theirs, "ours": ours, "result": result} | changes))  # type: ignore[arg-type]


PAIRS = (
    pair(Subject.GRADES, "good", "good", Result.AGREE, strand=Strand.OVERALL),
    pair(Subject.GRADES, "good", "requires_improvement", Result.DIFFER, strand=Strand.CHILDREN_IN_CARE),
    pair(Subject.GRADES, "good", "inadequate", Result.DIFFER, strand=Strand.CARE_LEAVERS, known_reason="a misprint of the table"),
    pair(Subject.PUBLICATION_DAYS, "2024-10-25", "2024-10-25", Result.AGREE),
    pair(Subject.INSPECTION_TYPES, "short", None, Result.OFSTED_ONLY, day=date(2021, 5, 10), file_number=None, sha256=None),
    pair(Subject.INSPECTION_DAYS, "2021-05-10", None, Result.OFSTED_ONLY, day=date(2021, 5, 10), file_number=None, sha256=None),
    pair(Subject.VISIT_THEMES, None, "front_door", Result.OURS_ONLY, kind="focused_visit", day=date(2025, 2, 4), table_rows=()),
)
UNPLACED = (("In-year_inspections, row 5", "No authority is called 'Old Marsh'"),)


def test_a_person_reads_one_line_for_each_subject_and_two_for_each_difference() -> None:
    lines = list(reconciliation_lines(Reconciliation(PAIRS, UNPLACED, ("Oxmarsh",), 1, 0)))
    assert "\n".join(lines) == (
        "1 inspection and 0 visits are in Ofsted's table and in Ofsted Watch.\n"
        "1 authority without a stored letter is not compared.\n"
        "\n"
        "                  compared  agree  differ  known  Ofsted only  Ofsted Watch only\n"
        "grades                   3      1       1      1            0                  0\n"
        "publication days         1      1       0      0            0                  0\n"
        "inspection days          0      0       0      0            1                  0\n"
        "inspection types         0      0       0      0            1                  0\n"
        "visit themes             0      0       0      0            0                  1\n"
        "\n"
        "Differences\n"
        "  Fernshire, 9 September 2024, children in care\n"
        "    Ofsted's table: good (ILACS_inspection_history, row 4); Ofsted Watch: requires improvement (file 50001001)\n"
        "\n"
        "Known to one side only\n"
        "  Fernshire, 10 May 2021, short inspection\n"
        "    Ofsted's table: ILACS_inspection_history, row 4; Ofsted Watch: not stored\n"
        "  Fernshire, 4 February 2025, focused visit\n"
        "    Ofsted's table: not listed; Ofsted Watch: file 50001001\n"
        "\n"
        "Not compared\n"
        "  Ofsted's table, In-year_inspections, row 5\n"
        "    No authority is called 'Old Marsh'\n"
        "\n"
        "Known differences\n"
        "  Fernshire, 9 September 2024, care leavers\n"
        "    Ofsted's table: good (ILACS_inspection_history, row 4); Ofsted Watch: inadequate (file 50001001). "
        "Known: a misprint of the table"
    )


def test_a_letter_that_waits_for_a_person_is_named_with_its_problem() -> None:
    waiting = pair(
        Subject.INSPECTION_TYPES, "short", None, Result.OFSTED_ONLY, file_number=None, sha256=None, set_aside="witnesses_disagree"
    )
    *_, last = reconciliation_lines(Reconciliation((waiting,), (), (), 1, 0))
    assert last == "    Ofsted's table: ILACS_inspection_history, row 4; Ofsted Watch: set aside (witnesses_disagree)"


def test_without_differences_there_are_only_the_figures() -> None:
    lines = list(reconciliation_lines(Reconciliation(PAIRS[:1], (), (), 1, 0)))
    assert len(lines) == 8
    assert lines[-1].startswith("visit themes")


def test_nothing_compared_is_said_with_what_to_do() -> None:
    *_, last = reconciliation_lines(Reconciliation((), (), ("Fernshire", "Oxmarsh"), 0, 0))
    assert last.startswith("Nothing was compared")
    assert "ofsted-watch backfill" in last


def test_a_program_reads_the_figures_and_every_difference_with_both_sources() -> None:
    document = reconciliation_to_json(Reconciliation(PAIRS, UNPLACED, ("Oxmarsh",), 1, 0))
    assert document["clean"] is False
    assert (document["inspections"], document["visits"], document["not_stored"]) == (1, 0, ["Oxmarsh"])
    grades = {"compared": 3, "agree": 1, "differ": 1, "known": 1, "ofsted_only": 0, "ours_only": 0}
    assert document["subjects"]["grades"] == grades
    assert list(document["subjects"]) == [
        "grades",
        "publication_days",
        "inspection_days",
        "inspection_types",
        "visit_themes",
    ]
    assert document["differences"][0] == {
        "urn": "80999",
        "authority": "Fernshire",
        "kind": "inspection",
        "date": "2024-09-09",
        "field": "children_in_care",
        "result": "differ",
        "theirs": "good",
        "ours": "requires_improvement",
        "table_rows": [{"sheet": "ILACS_inspection_history", "row": 4}],
        "file_number": "50001001",
        "sha256": "a" * 64,
        "set_aside": None,
        "reason": None,
    }
    assert len(document["differences"]) == 1
    assert [pair["result"] for pair in document["one_side_only"]] == ["ofsted_only", "ofsted_only", "ours_only"]
    assert [known["reason"] for known in document["known"]] == ["a misprint of the table"]
    assert document["not_compared"] == [{"source": "In-year_inspections, row 5", "reason": "No authority is called 'Old Marsh'"}]
