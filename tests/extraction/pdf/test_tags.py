"""The tag tree gives tables, headings and paragraphs, and is done without where it is damaged."""

import pytest

from ofsted_watch.extraction.pdf import Table, Text, read_text
from tests.extraction.pdf.made import MadePdf, printed


def tagged(pieces: list[tuple[str, float, float]], tree: str, *, before: bytes = b"", extra: str = "") -> Text:
    """A page whose pieces of text have the MCIDs 0, 1, …; in `tree` '@n' is piece n, '[…]' a list of elements."""
    made = MadePdf()
    root, pages, page, structure = made.reserve(), made.reserve(), made.reserve(), made.reserve()
    font = made.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    content = before + b"".join(
        b"/P << /MCID %d >> BDC " % number + printed(phrases, x, y) + b" EMC\n" for number, (phrases, x, y) in enumerate(pieces)
    )
    stream = made.stream(content)
    made.put(root, f"<< /Type /Catalog /Pages {pages} 0 R /MarkInfo << /Marked true >> /StructTreeRoot {structure} 0 R >>")
    made.put(pages, f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>")
    fonts = f"/Resources << /Font << /F1 {font} 0 R >> >>"
    made.put(page, f"<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 595 842] /Contents {stream} 0 R {fonts} >>")
    made.put(structure, f"<< /Type /StructTreeRoot /K {tree.replace('PG', f'{page} 0 R')} {extra} >>")
    return read_text(made.bytes(root))


def element(kind: str, *kids: object) -> str:
    return f"<< /S /{kind} /Pg PG /K [{' '.join(str(kid) for kid in kids)}] >>"


LABELS = [
    ("The experiences of children who need help and", 72, 700),
    ("protection", 72, 686),
    ("Good", 400, 693),
    ("Overall effectiveness", 72, 660),
    ("Requires improvement to be", 400, 667),
    ("good", 400, 653),
]


def test_a_table_has_its_rows_and_cells_however_they_wrap() -> None:
    text = tagged(
        LABELS,
        element(
            "Table",
            element("TR", element("TD", element("P", 0, 1)), element("TD", element("P", 2))),
            element("TBody", element("TR", element("TH", 3), element("TD", element("P", 4), element("P", 5)))),
        ),
    )
    assert text.tables == (
        Table(
            1,
            (
                ("The experiences of children who need help and protection", "Good"),
                ("Overall effectiveness", "Requires improvement to be good"),
            ),
        ),
    )


def test_headings_keep_their_level_and_roles_are_looked_up() -> None:
    text = tagged(
        [("Main findings", 72, 700), ("Leaders", 72, 680), ("They know their services.", 72, 660)],
        element("Sect", element("Title1", 0), element("H2", 1), element("P", 2)),
        extra="/RoleMap << /Title1 /H1 >>",
    )
    assert [(heading.level, heading.text) for heading in text.tagged_headings] == [(1, "Main findings"), (2, "Leaders")]
    assert [(paragraph.kind, paragraph.text) for paragraph in text.paragraphs] == [
        ("heading", "Main findings"),
        ("heading", "Leaders"),
        ("body", "They know their services."),
    ]


def test_what_is_marked_as_an_artifact_is_no_part_of_the_letter() -> None:
    footer = b"/Artifact << /Type /Pagination >> BDC " + printed("Inspection of Wealdmoor", 72, 400) + b" EMC\n"
    phrases = [("The words of the letter are more than its footer, as they always are.", 72, 700)]
    assert tagged(phrases, element("P", 0), before=footer).plain == phrases[0][0]


def test_marks_that_call_most_of_a_file_decoration_are_not_believed() -> None:
    body = b"/Artifact BMC " + printed("All that this letter says stands here, wrongly marked.", 72, 400) + b" EMC\n"
    assert "All that this letter says" in tagged([("Short", 72, 700)], element("P", 0), before=body).plain


def test_a_list_item_whose_sign_is_drawn_and_not_written_is_a_bullet() -> None:
    phrases = [("The timeliness of visits.", 72, 700), ("The quality of plans.", 72, 680), ("7. A numbered paragraph.", 72, 660)]
    text = tagged(phrases, element("L", *(element("LI", element("LBody", number)) for number in range(3))))
    assert [paragraph.kind for paragraph in text.paragraphs] == ["bullet", "bullet", "body"]


@pytest.mark.parametrize("tree", ["(nonsense)", "99 0 R", "[4 0 R 4 0 R]", "<< /S /P /K << /MCID (x) >> >>", "<< /K 0 >>"])
def test_a_damaged_tree_costs_the_tags_and_never_the_text(tree: str) -> None:
    text = tagged([("These words are read.", 72, 700)], tree)
    assert (text.plain, text.tables) == ("These words are read.", ())


def test_two_paragraphs_without_a_gap_are_distinguished_by_their_tags() -> None:
    phrases = [("The first says this.", 72, 700), ("the second says that.", 72, 686)]
    text = tagged(phrases, element("Sect", element("P", 0), element("P", 1)))
    assert [paragraph.text for paragraph in text.paragraphs] == [said for said, _, _ in phrases]


def test_a_sentence_that_the_tags_cut_in_two_is_one_all_the_same() -> None:
    phrases = [("Care leavers are not always involved in the", 72, 700), ("completion of their plans.", 72, 686)]
    text = tagged(phrases, element("Sect", element("P", 0), element("P", 1)))
    assert text.plain == "Care leavers are not always involved in the completion of their plans."


def test_lines_know_the_row_and_cell_of_the_innermost_table_around_them() -> None:
    inner = element("Table", element("TR", element("TD", element("P", 0, 1)), element("TD", element("P", 2))))
    outer = element(
        "Table", element("TR", element("TD", inner, element("P", 3))), element("TR", element("TD", element("P", 4, 5)))
    )
    cells = [line.cell or (0, 0) for line in tagged(LABELS, outer).lines]
    label, again, grade, below, next_row, _ = cells
    assert label == again
    assert label[0] == grade[0]
    assert len({(0, 0), label, grade, below, next_row}) == 5
    assert len({label[0], below[0], next_row[0]}) == 3


def test_a_line_outside_tables_has_no_cell() -> None:
    assert tagged(LABELS[:1], element("P", 0)).lines[0].cell is None
