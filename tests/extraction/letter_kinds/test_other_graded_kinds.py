"""Looked-after inspections of 2012-13, stand-alone reviews of a safeguarding board, and letters of no kind or of two."""

from dataclasses import replace

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.errors import TwoKinds, UnknownKind
from ofsted_watch.extraction import letter_kinds
from ofsted_watch.extraction.letter_kinds.kind import Kind
from ofsted_watch.extraction.pdf import Text
from tests.extraction.letter_kinds.by_hand import Row, SafeText, body, heading, letter, row

RECORD = (
    row("Overall effectiveness", "Adequate"),
    row("Capacity to improve", "Good"),
    row("Outcomes for looked after children and|young people", "Adequate"),
    row("Quality of provision", "Inadequate"),
    row("Leadership and management", "Outstanding"),
)
AS_RECORDED = {
    Area.OVERALL: Grade.ADEQUATE,
    Area.CAPACITY_TO_IMPROVE: Grade.GOOD,
    Area.OUTCOMES: Grade.ADEQUATE,
    Area.QUALITY: Grade.INADEQUATE,
    Area.LEADERSHIP: Grade.OUTSTANDING,
}


def looked_after(*rows: Row, section: str = "Grade 3 (Adequate)") -> Text:
    return letter(
        (
            SafeText(("Inspection of looked after children", "services"), size=26),
            SafeText(("Thornmere County Council",), size=18),
            body("Inspection dates:", "15 – 19 July 2013"),
            body("Reporting inspector  Ada Fenwick HMI"),
            body("Published:", "23 August 2013"),
        ),
        (heading("Contents"), body("Overall effectiveness", "4", "Capacity to improve", "4", "Record of main findings", "18")),
        (heading("Capacity to improve"), heading("Grade 2 (Good)"), heading("Overall effectiveness"), heading(section)),
        (heading("Record of main findings"), heading("Services for looked after children"), *rows),
    )


def test_the_record_of_main_findings_gives_the_grades() -> None:
    found = letter_kinds.read(looked_after(*RECORD), file="a.pdf", sha256="0" * 64, register=ENGLAND)
    assert found.problem is None
    assert found.kind == "lac_inspection_2012_13"
    assert {one.area: one.grade for one in found.judgements} == AS_RECORDED
    assert found.authority == "Thornmere County Council"
    assert (str(found.inspection_start), str(found.inspection_end), str(found.published)) == (
        "2013-07-15",
        "2013-07-19",
        "2013-08-23",
    )
    assert [witness.source for witness in found.judgements[0].witnesses] == ["table", "heading"]


def test_the_number_of_a_grade_may_be_printed_with_it() -> None:
    numbered = [Row(one.label, (f"{one.grade[0]} Grade 3",)) for one in RECORD]
    found = letter_kinds.read(looked_after(*numbered), file="a.pdf", sha256="0" * 64, register=ENGLAND)
    assert {one.area: one.grade for one in found.judgements} == AS_RECORDED


def test_a_section_that_contradicts_the_record_leaves_the_report_without_grades() -> None:
    found = letter_kinds.read(
        looked_after(*RECORD, section="Grade 4 (Inadequate)"), file="a.pdf", sha256="0" * 64, register=ENGLAND
    )
    assert found.problem is not None
    assert found.problem.code == "witnesses_disagree"
    assert not found.judgements


@pytest.mark.parametrize(
    ("title", "authority"),
    [
        (("Thornmere Council", "Review of the effectiveness of the Local Safeguarding Children Board1"), "Thornmere Council"),
        (("Review of the effectiveness of the Thornmere Safeguarding Children Board",), "Thornmere"),
        (("Thornmere Local Safeguarding Children Board", "Review of the effectiveness of the board"), None),
    ],
)
def test_a_review_of_the_board_alone_grades_the_board_and_no_area(title: tuple[str, ...], authority: str | None) -> None:
    text = letter(
        (
            SafeText(title, size=20),
            body("Review date: 3 March 2015 to 25 March 2015"),
            heading("The Local Safeguarding Children Board requires improvement"),
        )
    )
    found = letter_kinds.read(text, file="a.pdf", sha256="0" * 64, register=ENGLAND)
    if authority is None:
        assert found.kind == "other"
        return
    assert found.problem is None
    assert found.kind == "lscb_review"
    assert found.lscb is Grade.REQUIRES_IMPROVEMENT
    assert not found.judgements
    assert found.authority == authority


def test_a_letter_of_no_kind_is_other_with_the_reason() -> None:
    text = letter((body("Minutes of the parish council", "The hedge by the school was discussed."),))
    with pytest.raises(UnknownKind):
        letter_kinds.recognise(text)
    found = letter_kinds.read(text, file="a.pdf", sha256="0" * 64, register=ENGLAND)
    assert found.kind == "other"
    assert found.problem is not None
    assert found.problem.code == "unknown_kind"
    assert "hedge" in found.text


def test_a_letter_that_two_kinds_claim_is_believed_by_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    claims_all = replace(
        letter_kinds.KINDS[0], name="claims_all", title_phrase="a kind that claims all", matches=lambda text: True
    )
    monkeypatch.setattr(letter_kinds, "KINDS", (*letter_kinds.KINDS, claims_all))
    with pytest.raises(TwoKinds, match="a kind that claims all"):
        letter_kinds.recognise(looked_after(*RECORD))
    found = letter_kinds.read(looked_after(*RECORD), file="a.pdf", sha256="0" * 64, register=ENGLAND)
    assert (found.kind, found.judgements) == ("other", ())
    assert found.problem is not None
    assert found.problem.code == "two_kinds"


def test_every_kind_has_a_name_of_its_own_and_declares_grades_with_its_areas() -> None:
    names = [kind.name for kind in letter_kinds.KINDS]
    assert len(names) == len(set(names))
    assert {"ilacs_inspection", "sif_inspection", "sif_reinspection", "lac_inspection_2012_13", "lscb_review"} <= set(names)
    assert all(isinstance(kind, Kind) and bool(kind.areas) == bool(kind.grades) for kind in letter_kinds.KINDS)
