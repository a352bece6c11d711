"""The table under a SEND letter's signature: two columns, names over roles, and who of them inspected."""

from dataclasses import replace

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.extraction.fields.people import People
from ofsted_watch.extraction.fields.team_lists import people_in_signature_table
from ofsted_watch.extraction.letter_kinds import read
from ofsted_watch.extraction.pdf import Page, Text, read_text
from tests.extraction.letter_kinds.visits_by_hand import At, visit_letter

SUBJECT = "Joint area SEND revisit in Leeds"
OPENING = (
    "Between 14 June 2021 and 17 June 2021, Ofsted and the Care Quality Commission (CQC) revisited the area of Leeds. "
    "The revisit was led by one of Her Majesty’s Inspectors from Ofsted and a children’s services inspector from CQC."
)
ROWS = (
    ("Ofsted", "Care Quality Commission"),
    ("Bernard Lyle-Cooper", "Hester Vandervell"),
    ("Regional Director", "Deputy Chief Inspector, Primary Medical Services"),
    ("Ann Lee", "Jo Roe"),
    ("HMI Lead Inspector", "CQC Inspector"),
    ("Pia Quist", ""),
    ("Ofsted Inspector", ""),
)
TEAM = People(("Ann Lee", "Jo Roe", "Pia Quist"), "Ann Lee")


def cells() -> list[At]:
    """The table, a line a cell, row by row."""
    return [
        At(text, x, 400 + 16 * place) for place, row in enumerate(ROWS) for text, x in zip(row, (59, 300), strict=True) if text
    ]


def test_names_and_roles_may_stand_in_rows_of_their_own() -> None:
    letter = visit_letter(SUBJECT, OPENING, signed=("Yours sincerely", "Ann Lee", "Her Majesty’s Inspector", *cells()))
    assert people_in_signature_table(letter) == TEAM
    assert read(letter, file="a.pdf", sha256="0" * 64, register=ENGLAND).inspectors == TEAM.inspectors


def test_two_cells_of_a_narrow_table_that_came_out_as_one_line_are_parted() -> None:
    letter = visit_letter(SUBJECT, OPENING, signed=("Yours sincerely", "Ann Lee", "Her Majesty’s Inspector", *cells()))
    joined = []
    for line in letter.pages[0].lines:
        if line.text in ("Hester Vandervell", "CQC Inspector"):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text}", x1=line.x1)
        else:
            joined.append(line)
    merged = [line.text for line in joined]
    assert "Bernard Lyle-Cooper Hester Vandervell" in merged
    assert "HMI Lead Inspector CQC Inspector" in merged
    page = Page(1, 595, 842, tuple(joined))
    assert people_in_signature_table(Text((page,), letter.paragraphs)) == TEAM


@pytest.mark.parametrize("is_by_row", [True, False])
def test_the_table_of_a_web_page_has_columns_too(is_by_row: bool) -> None:
    if is_by_row:
        rows = [f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in ROWS]
    else:
        pairs = zip(ROWS[1::2], ROWS[2::2], strict=True)
        rows = [f"<tr><td>{a}<br>{c}</td><td>{b}<br>{d}</td></tr>" for (a, b), (c, d) in pairs]
    body = (
        "<p>5 August 2021</p><p>Ms Oriel Tansy</p><p>Dear Ms Tansy</p>"
        f"<h1>{SUBJECT}</h1><p>{OPENING}</p><h2>Main findings</h2><p>Leaders know their services well.</p>"
        f"<p>Yours sincerely</p><p>Ann Lee<br>Her Majesty’s Inspector</p><table>{''.join(rows)}</table>"
    )
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>Letter</title></head><body><main>{body}</main></body></html>"
    letter = read(read_text(page.encode()), file="a.html", sha256="0" * 64, register=ENGLAND)
    assert letter.problem is None
    assert (letter.inspectors, letter.lead_inspector) == (TEAM.inspectors, TEAM.lead)
