"""The tables that an analyst keeps: rows by hand, every column with a sentence and a value of its type."""

from datetime import date

from ofsted_watch.presentation.data_package.package_description import data_package
from tests.presentation.tables_of_everything import DAY, tables


def test_an_authority_now_has_its_codes_neighbours_grades_send_and_jtai():
    ashby, brook, cove = tables()["now"].rows
    assert (ashby["type"], ashby["council_number"], ashby["neighbours"]) == ("unitary", "901", "91002 91001")
    assert (ashby["overall"], ashby["overall_previous"], ashby["overall_direction"]) == ("good", "inadequate", "improved")
    assert (brook["type"], brook["neighbours"]) == ("metropolitan borough", "91000")
    assert (brook["send_outcome"], brook["send_published"]) == ("systemic_failings", date(2023, 11, 7))
    assert (brook["jtai_theme"], brook["jtai_published"]) == ("serious youth violence", date(2024, 1, 16))
    assert (cove["type"], cove["overall"], cove["newest_letter_published"]) == (None, None, None)


def test_each_graded_inspection_is_a_row_and_counts_what_it_asks_for():
    rows = tables()["inspections"].rows
    shown = ("authority", "published", "care_leavers", "improvements", "priority_actions")
    assert [tuple(row[name] for name in shown) for row in rows] == [
        ("Ashby", date(2024, 5, 14), "requires_improvement", 2, 1),
        ("Ashby", date(2015, 3, 10), "requires_improvement", 0, 0),
    ]


def test_judgements_are_tidy_one_row_a_grade():
    rows = tables()["judgements"].rows
    assert len(rows) == 11  # five of each inspection and the outcome of area SEND
    newest = rows[0]
    assert (newest["area"], newest["grade"], newest["previous"], newest["direction"]) == (
        "overall",
        "good",
        "inadequate",
        "improved",
    )
    assert newest["inspectors"] == "A. Person; B. Person"
    assert {row["area"] for row in rows if row["authority"] == "Brook"} == {"send_outcome"}


def test_changes_and_letters_are_whole():
    changes = {(row["area"], row["from"], row["to"]) for row in tables()["changes"].rows}
    assert changes == {
        ("overall", "inadequate", "good"),
        ("help_protection", "inadequate", "good"),
        ("leadership", "requires_improvement", "good"),
        ("children_in_care", "requires_improvement", "good"),
    }
    letters = tables()["letters"].rows
    assert [row["kind"] for row in letters] == [
        "focused_visit",
        "send_monitoring_visit",
        "ilacs_inspection",
        "jtai",
        "area_send",
        "sif_inspection",
    ]
    assert (letters[0]["topics"], letters[0]["names_priority_action"]) == ("the front door; care leavers", "yes")
    assert (letters[3]["names_priority_action"], letters[2]["names_priority_action"]) == ("no", None)


def test_everything_that_is_asked_for_is_a_row_with_its_page():
    rows = tables()["improvements"].rows
    assert [(row["authority"], row["place"], row["kind"], row["number"], row["for"], row["page"]) for row in rows] == [
        ("Ashby", 1, "priority_action", "1", "the local area", 2),
        ("Ashby", 2, "improvement", None, None, 3),
        ("Brook", 1, "priority_action", "1", "the local area", 2),
        ("Brook", 2, "improvement", None, None, 3),
    ]
    assert str(rows[0]["link"]).endswith("#page=2")


def test_send_and_jtai_have_tables_of_their_own():
    visit, inspection = tables()["send"].rows
    assert (visit["kind"], visit["outcome"], visit["priority_actions"]) == ("send_monitoring_visit", None, 0)
    assert (inspection["outcome"], inspection["names_priority_action"]) == ("systemic_failings", "yes")
    assert (inspection["priority_actions"], inspection["improvements"]) == (1, 1)
    (joint,) = tables()["jtai"].rows
    assert (joint["authority"], joint["theme"], joint["published"]) == ("Brook", "serious youth violence", date(2024, 1, 16))


def test_every_cell_is_of_the_type_of_its_column():
    for table in tables().values():
        for row in table.rows:
            assert list(row) == list(table.columns), table.name
            for name, value in row.items():
                assert value is None or isinstance(value, table.columns[name].kind), (table.name, name, value)


def test_the_description_names_every_file_and_every_column():
    described = data_package(tuple(tables().values()), DAY, has_parquet=True)
    paths = {resource["path"]: resource for resource in described["resources"]}
    assert set(paths) == {f"{name}.{ending}" for name in tables() for ending in ("csv", "parquet")}
    for name, table in tables().items():
        fields = paths[f"{name}.csv"]["schema"]["fields"]
        assert [field["name"] for field in fields] == list(table.columns)
        assert all(field["description"] and field["type"] in ("string", "integer", "date") for field in fields)
    assert "As of 2026-08-22: 3 authorities, 6 letters, 11 judgements." in described["description"]
    assert [resource["path"] for resource in data_package(tuple(tables().values()), DAY, has_parquet=False)["resources"]] == [
        f"{name}.csv" for name in tables()
    ]
