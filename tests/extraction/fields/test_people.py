"""Names of inspectors in every printed form, and who led."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_watch.extraction.fields.names import names_at, same_person
from ofsted_watch.extraction.fields.people import People, people_in_sentences, people_labelled
from tests.extraction.letter_kinds.visits_by_hand import letter_of

FIRST = ("Amara", "Étienne", "Zoë", "Ann-Marie", "Máire", "Jo", "Mark", "Siân", "J. R.")
LAST = (
    "Nwosu",
    "Thomson-Jones",
    "O’Shaughnessy",
    "O'Brien",
    "St. John Keane",
    "De Souza",
    "van der Berg",
    "d’Arcy",
    "McEntee",
    "Ó Briain",
    "Croll-Webb",
)
ROLES = (
    "",
    ", His Majesty’s Inspector",
    ", Her Majesty's Inspector",
    " HMI",
    " SHMI",
    " (HMI)",
    ", HMI",
    ", Senior HMI",
    ", Ofsted Inspector",
)
names = st.builds(lambda first, last: f"{first} {last}", st.sampled_from(FIRST), st.sampled_from(LAST))
teams = st.lists(names, min_size=1, max_size=5, unique=True)
roles = st.sampled_from(ROLES)


def listed(team: list[str], role: str) -> str:
    said = [f"{name}{role}" for name in team]
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]


@given(teams, roles, st.sampled_from((". Inspectors looked at records.", ". Owing to the weather, all was remote.", ".")))
def test_names_come_out_in_order_without_their_roles(team: list[str], role: str, after: str) -> None:
    assert names_at(listed(team, role) + after) == tuple(team)


@given(
    teams,
    roles,
    st.sampled_from(
        (
            "His Majesty’s Inspectors for this visit were ",
            "Her Majesty's Inspectors for this visit were: ",
            "The inspectors were ",
            "The visit was carried out by Her Majesty’s Inspectors, ",
            "The visit was carried out by ",
            "HMI for this focused visit were ",
            "The inspectors who carried out this visit were ",
            "Inspectors: ",
            "The inspection team was ",
        )
    ),
)
def test_every_way_to_say_who_came_gives_the_same_people(team: list[str], role: str, said: str) -> None:
    letter = (
        f"This letter summarises the findings of the visit on 4 and 5 October 2022. {said}{listed(team, role)}. They read files."
    )
    assert people_in_sentences(letter) == People(tuple(team), None)


@given(names, roles)
def test_the_lead_inspector_is_the_one_said_to_lead(name: str, role: str) -> None:
    assert people_in_sentences(f"The lead inspector was {name}{role}.") == People((name,), name)
    assert people_in_sentences(f"The inspection was led by {name}, one of Her Majesty’s Inspectors from Ofsted.").lead == name


@pytest.mark.parametrize(
    "text",
    [
        "It was carried out by inspectors from Ofsted, the Care Quality Commission and His Majesty’s Inspectorate of Probation.",
        "The revisit was led by one of Her Majesty’s Inspectors from Ofsted and a children’s services inspector from CQC.",
        "The inspectors were impressed by Head Office staff.",
        "Inspectors were told by Ann Lee that files are read.",
        "Thornmere Children’s Trust undertook the visit that was due.",
        "Her Majesty’s Chief Inspector determined that a written statement was required.",
    ],
)
def test_sentences_that_name_no_inspector_give_none(text: str) -> None:
    assert people_in_sentences(text) == People()


def test_a_lead_may_be_marked_in_brackets_and_a_rank_stand_before_a_name() -> None:
    marked = "His Majesty’s Inspectors for this visit were Ann Lee HMI (lead) and Jo Roe."
    assert people_in_sentences(marked) == People(("Ann Lee", "Jo Roe"), "Ann Lee")
    ranked = "Her Majesty’s Inspector, Ann Lee, and Ofsted Inspector, Jo Roe, carried out the visit."
    assert people_in_sentences(ranked) == People(("Ann Lee", "Jo Roe"), None)


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee, His Majesty’s Inspector, and Jo Roe, Ofsted inspector, carried out this visit.",
        "The visit took place remotely and was carried out by Ann Lee, HMI, and Jo Roe, HMI.",
    ],
)
def test_the_inspectors_may_be_named_before_what_they_did(text: str) -> None:
    assert people_in_sentences(text) == People(("Ann Lee", "Jo Roe"), None)


def test_one_person_spelled_with_two_apostrophes_is_one_person() -> None:
    assert same_person("Dympna O'Shaughnessy", "Dympna O’Shaughnessy")
    assert not same_person("Dympna O'Shaughnessy", "Dympna Shaughnessy")


@pytest.mark.parametrize(
    "line",
    [
        "Lead inspector: Ann Lee, His Majesty’s Inspector",
        "Lead inspector: Ann Lee HMI",
        "Reporting inspector Ann Lee HMI",
        "Reporting inspector: Ann Lee",
        "Lead inspector Ann Lee, HMI",
        "Lead inspector – Ann Lee",
        "Lead inspector(s): Ann Lee",
        "Lead HMI: Ann Lee",
    ],
)
def test_the_lead_of_a_report_is_read_from_its_label(line: str) -> None:
    assert people_labelled(letter_of("Inspection dates: 2 to 13 December 2024", line, "Judgement").lines).lead == "Ann Lee"


def test_the_lead_may_stand_on_the_line_after_its_label() -> None:
    assert (
        people_labelled(letter_of("Lead inspector:", "Ann Lee", "Her Majesty’s Inspector", "Judgement").lines).lead == "Ann Lee"
    )


def test_two_leads_are_both_named() -> None:
    people = people_labelled(letter_of("Lead inspectors: Ann Lee HMI and Jo Roe HMI").lines)
    assert people == People(("Ann Lee", "Jo Roe"), "Ann Lee and Jo Roe")


def test_a_team_list_gives_lead_deputy_and_team_but_no_analysts_or_trainees() -> None:
    team = letter_of(
        "The inspection team",
        "Lead inspector: Ann Lee",
        "Deputy lead inspector: Jo Roe/Pia Quist",
        "Team inspectors: Cath Oak, Graham Birch (additional inspector),",
        "Rob Elm and Máire Ash.",
        "Shadow inspectors: Stella Fir",
        "Senior data analyst: Hywel Pine",
        "Quality assurance manager: Lynn Yew, Senior HMI",
    )
    names = ("Ann Lee", "Jo Roe", "Pia Quist", "Cath Oak", "Graham Birch", "Rob Elm", "Máire Ash")
    assert people_labelled(team.lines) == People(names, "Ann Lee")
