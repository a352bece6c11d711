"""Visits and the kinds without grades: exactly one kind each, its fields, and no grade from their prose."""

import re
from datetime import date

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.letter_kinds import KINDS, read, recognise
from ofsted_watch.extraction.pdf import Text
from tests.extraction.letter_kinds.visits_by_hand import At, Bullet, Head, Part, focused, letter_of, visit_letter

OPENING = (
    "This letter summarises the findings of the visit to Thornmere on 4 and 5 October 2022. "
    "His Majesty’s Inspectors for this visit were Amara Nwosu and Gareth Pugh."
)
NEWS = (
    Head("Inspectors see steady work"),
    "by Perpetua Lowe",
    "It has been confirmed that Leeds City Council will retain its ‘Requires Improvement’ judgement after an Ofsted inspection "
    "of children’s services in the city.",
    "Inspectors said that staff were good.",
)


def as_letter(text: Text) -> Letter:
    return read(text, file="letter.pdf", sha256="0" * 64, register=ENGLAND)


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Focused visit to Thornmere children’s services", "focused_visit"),
        ("Focussed visit to the London Borough of Thornhithe children’s services", "focused_visit"),
        ("Ofsted focused visit to Thornmere City Council", "focused_visit"),
        ("Thornmere Council: focused visit", "focused_visit"),
        ("St. Orrin’s Bay: focused visit", "focused_visit"),
        ("Monitoring visit to Thornmere Council local authority children's services", "monitoring_visit"),
        ("Monitoring visit of Thornmere City Council local authority children's services", "monitoring_visit"),
        ("Third monitoring visit to Thornmere children’s services", "monitoring_visit"),
        ("Monitoring visit to Thornmere after the joint targeted area inspection", "monitoring_visit"),
        ("Assurance visit to Thornmere Council children’s services", "assurance_visit"),
        ("COVID-19 assurance visit to Thornmere", "assurance_visit"),
        ("Focused assurance visit to Thornmere children’s services", "assurance_visit"),
        ("Joint targeted area inspection of Thornmere", "jtai"),
        ("Joint targeted area inspection of the multi-agency response to abuse and neglect in Thornmere", "jtai"),
        ("Joint area SEND revisit in Thornmere", "send_monitoring_visit"),
        ("Area SEND monitoring inspection of Thornmere Local Area Partnership", "send_monitoring_visit"),
        ("Joint local area SEND inspection in Thornmere", "area_send"),
        ("Joint area inspection of special educational needs and/or disabilities in Thornmere", "area_send"),
    ],
)
def test_exactly_one_kind_knows_a_letter_by_its_subject(subject: str, kind: str) -> None:
    text = visit_letter(subject, OPENING)
    assert [known.name for known in KINDS if known.matches(text)] == [kind]


def test_a_mention_of_an_earlier_jtai_or_inspection_makes_no_other_kind() -> None:
    text = focused(
        "This was the third visit since the joint targeted area inspection (JTAI) of June 2016 and the monitoring visit of May.",
        Head("Joint targeted area inspection of Thornmere"),
    )
    assert recognise(text).name == "focused_visit"


def test_a_letter_about_something_else_is_other_with_the_reason() -> None:
    letter = as_letter(visit_letter("Thematic review of dentists in Thornmere", "This letter is about teeth."))
    assert letter.kind == "other"
    assert letter.problem is not None
    assert letter.problem.code == "unknown_kind"


def test_a_focused_visit_says_who_came_when_and_gives_no_grade() -> None:
    letter = as_letter(
        focused(
            "The local authority was judged good in May 2019. Relationships remain good.",
            Head("Area for priority action"),
            Bullet("The backlog."),
        )
    )
    assert letter.problem is None
    assert (letter.inspection_start, letter.inspection_end) == (date(2022, 10, 4), date(2022, 10, 5))
    assert letter.inspectors == ("Amara Nwosu", "Gareth Pugh")
    assert letter.published == date(2022, 11, 15)
    assert letter.authority == "Thornmere"
    assert letter.areas_for_priority_action is True
    assert letter.judgements == ()
    assert letter.previous_judgement is not None
    assert letter.previous_judgement.month_year == "2019-05"


@pytest.mark.parametrize(
    ("subject", "authority", "urn"),
    [
        ("Focused visit to Leeds children’s services", "Leeds", "80481"),
        ("Monitoring visit to the London Borough of Lambeth’s children’s services", "London Borough of Lambeth", "80506"),
        ("Focused visit to children’s services in City of York Council", "City of York Council", "80453"),
        ("Monitoring visit to Stoke-on-Trent City Council", "Stoke-on-Trent City Council", "80564"),
        ("Joint targeted area inspection of the multi-agency response to children in need in Hull", "Hull", "80477"),
        (
            "Joint targeted area inspection of Royal Borough of Windsor and Maidenhead",
            "Royal Borough of Windsor and Maidenhead",
            "80546",
        ),
        ("Joint area SEND revisit in Central Bedfordshire", "Central Bedfordshire", "80446"),
        ("Joint local area SEND inspection in Brighton & Hove", "Brighton & Hove", "80438"),
    ],
)
def test_the_authority_is_the_one_that_the_subject_names(subject: str, authority: str, urn: str) -> None:
    letter = as_letter(visit_letter(subject, OPENING))
    assert (letter.authority, letter.urn) == (authority, urn)


@pytest.mark.parametrize(
    "subject",
    [
        "Focused visit to {} children’s services",
        "Focused visit to {}’s children’s services",
        "Focused visit to children’s services in {}",
        "Monitoring visit of {} local authority children's services",
        "Joint targeted area inspection of {}",
        "Joint targeted area inspection of the multi-agency response to sexual abuse in the family in {}",
        "Joint area SEND revisit in {}",
    ],
)
def test_every_authority_is_known_in_every_kind_of_subject(subject: str) -> None:
    for authority in ENGLAND:
        name = re.sub(r"^(.+), (\w+ of)$", r"\2 \1", authority.name)
        assert as_letter(visit_letter(subject.format(name), OPENING)).urn == authority.urn, authority.name


@pytest.mark.parametrize(
    ("subject", "head", "authority", "urn"),
    [
        (
            "Sandwell Children’s Trust",
            ("Sandwell Children’s Trust", "Sandwell Metropolitan Borough Council"),
            "Sandwell Metropolitan Borough Council",
            "80549",
        ),
        (
            "Together for Children",
            ("Executive Director, People Sunderland City Council Civic Hall",),
            "Sunderland City Council",
            "80566",
        ),
        (
            "Achieving for Children",
            ("Chief Executive", "Royal Borough of Kingston upon Thames"),
            "Royal Borough of Kingston upon Thames",
            "80545",
        ),
        ("Achieving for Children, Richmond upon Thames", ("Chief Executive",), "Richmond upon Thames", "80513"),
        ("Birmingham Children’s Trust", ("Chief Executive",), "Birmingham Children’s Trust", "80429"),
        ("Slough Children First", ("Chief Executive", "Insert LA Address"), "Slough Children First", "80553"),
        ("Bradford Children and Families Trust", ("Chief Executive",), "Bradford Children and Families Trust", "80449"),
        ("Brighter Futures for Children", ("Chief Executive",), "Brighter Futures for Children", "80540"),
        ("Northamptonshire Children’s Trust", ("West Northamptonshire Council",), "West Northamptonshire Council", "2637548"),
    ],
)
def test_for_a_trust_or_company_the_council_it_acts_for_is_the_authority(
    subject: str, head: tuple[str, ...], authority: str, urn: str
) -> None:
    letter = as_letter(visit_letter(f"Focused visit to {subject}", OPENING, head=("15 November 2022", *head, "Dear Ms Tansy")))
    assert (letter.authority, letter.urn) == (authority, urn)


def test_a_company_that_names_no_council_is_a_problem_and_no_guess() -> None:
    letter = as_letter(
        visit_letter("Focused visit to Helping Hands Limited", OPENING, head=("15 November 2022", "Dear Ms Tansy"))
    )
    assert letter.problem is not None
    assert letter.problem.code == "authority_not_named"
    assert letter.inspectors == ("Amara Nwosu", "Gareth Pugh")


@pytest.mark.parametrize(
    "lines",
    [
        ("Focused visit to Leeds City Council", "Children’s services"),
        ("Leeds City Council", "Focused visit to children’s services"),
        ("Leeds City Council focused visit",),
        ("Focused visit",),
        ("Focus visit to Leeds City Council children’s services",),
        ("Re: Focused visit to Leeds City Council children’s services.",),
        ("Coronavirus (COVID-19) focused visit to Leeds City Council children’s services",),
        ("Inspection of local authority children’s services (ILACS): focused visit to Leeds City Council",),
        ("Focused visit to children’s services in Leeds City Council",),
    ],
)
def test_a_focused_visit_and_its_authority_are_known_by_any_subject(lines: tuple[str, ...]) -> None:
    opening = OPENING.replace("the visit to Thornmere", "the focused visit to Leeds City Council children’s services")
    head = ("15 November 2022", "Ms Oriel Tansy", "Dear Ms Tansy")
    for parts in (tuple(Head(line) for line in lines), lines):
        letter = as_letter(letter_of(*head, *parts, opening, Head("Findings"), "Good.", "Yours sincerely", "Amara Nwosu"))
        assert letter.problem is None
        assert (letter.kind, letter.authority, letter.urn) == ("focused_visit", "Leeds City Council", "80481")
        assert letter.headings == ("Findings",)


def test_the_days_of_the_visit_say_what_a_misprinted_year_in_the_head_means() -> None:
    opening = OPENING.replace("2022", "2025") if "2022" in OPENING else OPENING
    assert "4 and 5 October 2025" in opening
    letter = as_letter(
        visit_letter("Focused visit to Leeds children’s services", opening, head=("6 November 20205", "Dear Ms Tansy"))
    )
    assert letter.problem is None
    assert letter.published == date(2025, 11, 6)
    assert letter.dates_note == "The head of the letter prints '6 November 20205'."


def test_a_visit_without_days_is_a_problem_and_keeps_the_rest() -> None:
    letter = as_letter(
        visit_letter("Focused visit to Leeds children’s services", "This letter summarises it.", Head("Main findings"), "Good.")
    )
    assert letter.problem is not None
    assert letter.problem.code == "dates_not_read"
    assert (letter.kind, letter.authority, letter.headings) == ("focused_visit", "Leeds", ("Main findings",))


def test_the_lead_of_a_jtai_is_named_but_those_who_sign_did_not_inspect() -> None:
    letter = as_letter(
        visit_letter(
            "Joint targeted area inspection of Leeds",
            "This inspection took place from 6 to 10 February 2023. The lead inspector was Ann Lee, His Majesty’s Inspector.",
            head=("28 March 2023", "Dear partners"),
            signed=("Yours sincerely", "Yolanda Prentice", "National Director, Ofsted"),
        )
    )
    assert (letter.inspectors, letter.lead_inspector) == (("Ann Lee",), "Ann Lee")
    assert letter.previous_judgement is None


def test_inspectors_of_a_send_revisit_are_read_from_the_table_under_the_signature() -> None:
    def cells(page: int, *rows: tuple[str, str, float]) -> list[Part]:
        return [At(text, x, top, page) for left, right, top in rows for text, x in ((left, 70.0), (right, 290.0)) if text]

    table = cells(
        1,
        ("Ofsted", "Care Quality Commission", 600),
        ("Barnaby Quill", "Dr Hester Vane", 625),
        ("Regional Director", "Deputy Chief Inspector, Primary Medical", 650),
        ("", "Services", 665),
        ("Dympna", "Elaine Croll-Webb", 690),
        ("O’Shaughnessy", "", 705),
    ) + cells(
        2,
        ("HMI Lead Inspector", "CQC Inspector", 60),
        ("Philip Étienne-", "", 85),
        ("Keane", "", 100),
        ("Ofsted Inspector", "", 125),
    )
    letter = as_letter(
        visit_letter(
            "Joint area SEND revisit in Leeds",
            "Between 4 October 2022 and 6 October 2022, Ofsted revisited the area, led by one of His Majesty’s Inspectors.",
            signed=("Yours sincerely", "Dympna O'Shaughnessy", "Her Majesty’s Inspector", *table),
        )
    )
    assert [name.replace("'", "’") for name in letter.inspectors] == [
        "Dympna O’Shaughnessy",
        "Elaine Croll-Webb",
        "Philip Étienne-Keane",
    ]
    assert letter.areas_for_priority_action is False


def test_a_councils_page_confirms_nothing_and_judges_nothing() -> None:
    letter = as_letter(letter_of(*NEWS))
    assert (letter.kind, letter.title, letter.authority) == ("council_news", "Inspectors see steady work", "Leeds City Council")
    assert letter.judgements == ()
    assert letter.previous_judgement is None
    assert letter.problem is None


@pytest.mark.parametrize(
    "more", ["Yours sincerely", "enquiries@ofsted.gov.uk", "© Crown copyright 2021", "Inspection dates: 4 May 2021"]
)
def test_what_carries_ofsteds_own_marks_is_no_councils_page(more: str) -> None:
    with pytest.raises(Exception, match="no kind of letter"):
        recognise(letter_of(*NEWS, more))
