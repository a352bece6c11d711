"""Items of lists laid out by hand, for what no press of ours prints."""

from ofsted_watch.extraction.fields.list_items import items_of
from ofsted_watch.extraction.pdf import Line

MARK, TEXT, INSIDE = 71.0, 99.0, 125.0


def line(text: str, top: float, x0: float = MARK, *, tag: str = "", block: int | None = None, page: int = 1) -> Line:
    return Line(text, page, x0, top, x0 + 5 * len(text), top + 12, 12, False, tag, block)


def texts(lines: list[Line], *, numbered: bool = False) -> list[str]:
    return [" ".join(item.lines) for item in items_of(lines, numbered=numbered)]


def test_signs_on_lines_of_their_own_begin_items() -> None:
    lines = [
        line("•", 100),
        line("supervision", 100, TEXT),
        line("•", 126),
        line("the pace", 126, TEXT),
        line("of change", 140, TEXT),
    ]
    assert texts(lines) == ["supervision", "the pace of change"]


def test_a_line_of_text_that_begins_with_a_number_begins_no_item() -> None:
    lines = [
        line("105. Review what is planned, as in paragraph", 100),
        line("107. Say by when.", 114, TEXT),
        line("106. Improve plans.", 140),
    ]
    assert texts(lines, numbered=True) == ["Review what is planned, as in paragraph 107. Say by when.", "Improve plans."]


def test_a_list_may_leave_out_a_number() -> None:
    lines = [line("1. Review plans.", 100), line("3. Improve plans.", 126)]
    assert [item.number for item in items_of(lines, numbered=True)] == ["1", "3"]


def test_bullets_inside_a_numbered_item_belong_to_it() -> None:
    lines = [line("17. Improve plans by:", 100), line("• writing them", 126, INSIDE), line("• sharing them.", 152, INSIDE)]
    assert texts(lines, numbered=True) == ["Improve plans by: writing them sharing them."]


def test_a_number_before_bullets_is_that_of_a_paragraph_where_items_have_none() -> None:
    lines = [line("22. The council should:", 100), line("• review plans", 126, TEXT), line("• hear the child.", 152, TEXT)]
    assert texts(lines) == ["review plans", "hear the child."]


def test_lettered_parts_stay_in_their_item_with_their_letters() -> None:
    lines = [
        line("147. Give closer scrutiny where children", 100),
        line("(i)", 126, INSIDE, block=1, tag="LI"),
        line("move, or", 126, 150, block=1, tag="LI"),
        line("(ii)", 152, INSIDE, block=2, tag="LI"),
        line("wait.", 152, 150, block=2, tag="LI"),
        line("148. Improve plans.", 178),
    ]
    assert texts(lines, numbered=True) == ["Give closer scrutiny where children (i) move, or (ii) wait.", "Improve plans."]


def test_tagged_items_whose_sign_is_drawn_stay_apart() -> None:
    lines = [
        line("the quality of", 100, TEXT, tag="LI", block=1),
        line("plans", 114, TEXT, tag="LI", block=1),
        line("the pace of change", 134, TEXT, tag="LI", block=2),
    ]
    assert texts(lines) == ["the quality of plans", "the pace of change"]


def test_an_item_without_a_stop_goes_on_overleaf_and_a_finished_one_does_not() -> None:
    lines = [
        line("• The quality of plans, so that", 740),
        line("children can read them.", 60, 89, page=2),
        line("Since then, leaders have acted.", 90, page=2),
        line("• Supervision.", 120, page=2),
    ]
    assert texts(lines) == ["The quality of plans, so that children can read them.", "Supervision."]


def test_an_item_without_a_stop_goes_on_overleaf_with_a_capital_too() -> None:
    lines = [line("• The work of leaders with", 740), line("NHS partners.", 60, page=2)]
    assert texts(lines) == ["The work of leaders with NHS partners."]


def test_marks_of_a_right_hand_page_may_stand_further_in_than_those_of_a_left_hand_one() -> None:
    lines = [line("• Supervision.", 740), line("• Caseloads.", 60, MARK + 6, page=2)]
    assert texts(lines) == ["Supervision.", "Caseloads."]


def test_a_dash_of_a_sentence_at_a_line_s_start_is_no_mark() -> None:
    lines = [line("• The response to harm outside the home", 100), line("– at school and online – and its pace.", 114, TEXT)]
    assert texts(lines) == ["The response to harm outside the home – at school and online – and its pace."]
