"""What inspectors looked at, in the letter's own words: which sentences say it, and which speak of evidence."""

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.extraction.letter_kinds import read
from tests.extraction.letter_kinds.visits_by_hand import Bullet, Head, Part, focused, visit_letter

FRAMEWORK = "This visit was carried out in line with the inspection of local authority children’s services (ILACS) framework."


def scope(*body: Part) -> str | None:
    return read(
        focused(*body, Head("Headline findings"), "All is well."), file="letter.pdf", sha256="0" * 64, register=ENGLAND
    ).scope


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Inspectors looked at the local authority’s arrangements for care leavers.",
            "the local authority’s arrangements for care leavers",
        ),
        ("Inspectors evaluated how the council plans for permanence.", "how the council plans for permanence"),
        ("The inspectors considered the arrangements for the front door.", "the arrangements for the front door"),
        ("This visit looked at the impact of key decisions.", "the impact of key decisions"),
        ("The visit focused specifically on children in care.", "children in care"),
        ("During this visit, inspectors reviewed the services for disabled children.", "the services for disabled children"),
        ("It was a short visit and looked only at homeless young people.", "homeless young people"),
        ("The focus of this visit was on vulnerable adolescents.", "vulnerable adolescents"),
        (
            "The local authority’s arrangements for children in need were considered.",
            "The local authority’s arrangements for children in need",
        ),
        ("The council pays a trust for its services. Inspectors looked at the front door.", "the front door"),
        ("The purpose of the visit was to evaluate the help for care leavers.", "the help for care leavers"),
        ("The subject of this visit was the front door.", "the front door"),
        ("The areas of focus for this visit were the front door and early help.", "the front door and early help"),
        ("Our visit concentrated upon care leavers.", "care leavers"),
        ("This visit’s theme was planning for permanence.", "planning for permanence"),
        ("The visit had as its focus children in need.", "children in need"),
        ("Inspectors spent two days looking at the support for care leavers.", "the support for care leavers"),
        ("Inspectors reviewed the return interviews of missing children.", "the return interviews of missing children"),
    ],
)
def test_the_scope_is_what_the_sentence_says_was_examined(sentence: str, told: str) -> None:
    assert scope(sentence, FRAMEWORK) == told


@pytest.mark.parametrize(
    "sentence",
    [
        "Inspectors looked at a range of evidence, including case discussions with social workers.",
        "A range of evidence was considered, including children’s case records.",
        "A wide variety of evidence was reviewed.",
        "Inspectors considered the local authority’s performance management and quality assurance information.",
        "Inspectors reviewed children’s electronic records. They also looked at minutes of meetings.",
        "Inspectors looked in depth at the experiences of 12 children.",
        "Inspectors used video calls. They also looked at local authority performance management and children’s case records.",
        "The visit did not extend to adoption services.",
        "Social workers considered each child’s views.",
    ],
)
def test_a_sentence_about_evidence_or_about_others_is_no_scope(sentence: str) -> None:
    assert scope(sentence, FRAMEWORK) is None


def test_evidence_beside_the_scope_is_left_out() -> None:
    told = scope(
        "Inspectors looked at the front door. Inspectors looked at a range of evidence, including records. They also looked at "
        "performance management information.",
    )
    assert told == "the front door"


def test_the_bullets_that_a_sentence_runs_into_belong_to_it() -> None:
    told = scope(
        "Inspectors looked at the arrangements for children in care, with a particular focus on the:",
        Bullet("quality of matching; and"),
        Bullet("experiences of disabled children."),
        FRAMEWORK,
    )
    assert told == (
        "the arrangements for children in care, with a particular focus on the: quality of matching; experiences of disabled "
        "children"
    )


def test_a_list_whose_signs_are_drawn_is_read_too() -> None:
    told = scope("Inspectors looked at care leavers. This included:", "staying in touch", "homes for young people;", FRAMEWORK)
    assert told == "care leavers. This included: staying in touch; homes for young people"


def test_the_end_of_a_bullet_that_a_page_cuts_belongs_to_it() -> None:
    told = scope("Inspectors looked at care leavers. This included:", Bullet("homes for young"), "people in custody.", FRAMEWORK)
    assert told == "care leavers. This included: homes for young people in custody"


def test_a_list_may_be_all_that_was_examined() -> None:
    told = scope("During the visit, which took place on site, inspectors looked at:", Bullet("the front door;"), Bullet("plans."))
    assert told == "the front door; plans"


def test_the_sentence_that_says_who_came_may_say_the_scope_too() -> None:
    text = visit_letter(
        "Focused visit to Thornmere children’s services",
        "This letter summarises the findings of the focused visit to Thornmere on 4 and 5 October 2022, which looked at the "
        "arrangements for care leavers.",
        Head("Headline findings"),
        "All is well.",
    )
    told = read(text, file="letter.pdf", sha256="0" * 64, register=ENGLAND).scope
    assert told == "the arrangements for care leavers"


def test_ofsteds_address_does_not_part_a_sentence_from_its_bullets() -> None:
    told = scope("Inspectors looked at care leavers. This included:", "Piccadilly Gate", Bullet("staying in touch"), FRAMEWORK)
    assert told == "care leavers. This included: staying in touch"


def test_bullets_under_another_sentence_are_not_of_the_scope() -> None:
    told = scope("Inspectors looked at care leavers.", "Evidence came from several places:", Bullet("records"), Bullet("staff"))
    assert told == "care leavers"


@pytest.mark.parametrize(
    "further",
    [
        "They also considered children who live with private foster carers.",
        "In addition, inspectors evaluated the strength of management oversight.",
        "This included the quality of the response to exploitation.",
        "Inspectors also looked at the quality of management oversight, and whether performance information helps leaders.",
    ],
)
def test_a_further_sentence_of_the_scope_follows_whole(further: str) -> None:
    assert scope(f"Inspectors looked at children in need. {further}", FRAMEWORK) == f"children in need. {further[:-1]}"


def test_a_further_paragraph_of_the_scope_follows_too() -> None:
    told = scope("Inspectors looked at permanence.", "Inspectors also evaluated the effectiveness of supervision.", FRAMEWORK)
    assert told == "permanence. Inspectors also evaluated the effectiveness of supervision"


def test_what_inspectors_examined_below_the_first_heading_is_a_finding() -> None:
    text = focused(FRAMEWORK, Head("Main findings"), "Inspectors looked at adoption.")
    assert read(text, file="letter.pdf", sha256="0" * 64, register=ENGLAND).scope is None


def test_a_monitoring_letter_says_its_scope_under_areas_covered() -> None:
    text = visit_letter(
        "Monitoring visit to Thornmere children’s services",
        "This letter summarises the findings of the monitoring visit to Thornmere on 4 and 5 October 2022.",
        Head("Areas covered by the visit"),
        "Inspectors reviewed the progress made in the area of help and protection:",
        Bullet("child protection plans"),
        Bullet("thresholds."),
        Head("Summary of findings"),
        "Inspectors considered adoption.",
    )
    told = read(text, file="letter.pdf", sha256="0" * 64, register=ENGLAND).scope
    assert told == "the progress made in the area of help and protection: child protection plans; thresholds"


def test_a_send_letter_says_what_it_was_to_judge() -> None:
    text = visit_letter(
        "Joint local area SEND inspection in Thornmere",
        "Between 4 and 8 October 2022, Ofsted and the CQC conducted a joint inspection of the local area of Thornmere to "
        "judge the "
        "effectiveness of the area in implementing the reforms.",
        Head("Main findings"),
        "All is well.",
    )
    told = read(text, file="letter.pdf", sha256="0" * 64, register=ENGLAND).scope
    assert told == "the effectiveness of the area in implementing the reforms"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Inspectors sampled the arrangements for children in care.", "the arrangements for children in care"),
        ("Inspectors tracked and sampled children’s experiences at the front door.", "children’s experiences at the front door"),
        ("Inspectors tested the quality of decision-making.", "the quality of decision-making"),
        ("Inspectors gathered evidence about the support for care leavers.", "the support for care leavers"),
        ("Our inspectors visited to look at how care leavers are supported.", "how care leavers are supported"),
        ("The inspectors’ focus was the front door.", "the front door"),
        ("The focus was on children in need.", "children in need"),
        ("Inspectors’ work centred on permanence planning.", "permanence planning"),
        ("Areas considered at this visit were the front door and early help.", "the front door and early help"),
        ("The scope of the visit included children in care, but not adoption.", "children in care, but not adoption"),
        ("The visit was about the arrangements for permanence.", "the arrangements for permanence"),
        ("This was a focused visit with a specific emphasis on children in need.", "children in need"),
        ("The visit’s focus was the front door.", "the front door"),
        ("Two HMI looked at the front door.", "the front door"),
        ("Inspectors looked, in particular, at care leavers.", "care leavers"),
        ("Inspectors examined closely the help for care leavers.", "the help for care leavers"),
        ("Inspectors considered, among other things, the front door.", "the front door"),
        ("Inspectors turned their attention to the front door.", "the front door"),
        ("The theme for this visit was permanence.", "permanence"),
    ],
)
def test_the_scope_may_be_said_otherwise(sentence: str, told: str) -> None:
    assert scope(sentence, FRAMEWORK) == told


@pytest.mark.parametrize(
    "sentence",
    [
        "Inspectors sampled the records of 20 children.",
        "Inspectors sampled 30 cases and tested performance information.",
        "Inspectors gathered evidence from managers, and sampled a range of services.",
        "The focus was not on adoption.",
        "Inspectors inspected records.",
    ],
)
def test_what_was_sampled_as_evidence_is_no_scope(sentence: str) -> None:
    assert scope(sentence, FRAMEWORK) is None


def test_what_inspectors_examined_counts_before_what_they_sampled() -> None:
    assert scope("Inspectors sampled the work of social workers.", "They met staff. Inspectors looked at the front door.") == (
        "the front door"
    )


def test_areas_that_were_covered_may_be_a_list() -> None:
    told = scope("The areas covered during the visit were:", Bullet("the front door;"), Bullet("plans."), FRAMEWORK)
    assert told == "the front door; plans"
