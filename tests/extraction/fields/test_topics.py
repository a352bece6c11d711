"""The themes that the words of a scope name, written by eye."""

import pytest

from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.extraction.fields.topics import topics_of

T = LetterTopic


@pytest.mark.parametrize(
    ("scope", "topics"),
    [
        ("the local authority’s arrangements for the ‘front door’", {T.FRONT_DOOR}),
        ("contacts and referrals in the multi-agency safeguarding hub (MASH)", {T.FRONT_DOOR}),
        ("the first point of contact for children who may need a service", {T.FRONT_DOOR}),
        ("the arrangements for children in need and those subject to a child protection plan", {T.HELP_PROTECTION}),
        ("children with a child-in-need or child protection plan", {T.HELP_PROTECTION}),
        ("children in care", {T.CHILDREN_IN_CARE}),
        ("children who are cared for by the local authority", {T.CHILDREN_IN_CARE}),
        ("children in care, with the exception of care leavers", {T.CHILDREN_IN_CARE}),
        ("children who are looked after by relatives and the matching of looked-after children", {T.CHILDREN_IN_CARE}),
        ("placement decision-making for older children", {T.CHILDREN_IN_CARE}),
        ("planning and achieving permanence", {T.PERMANENCE}),
        ("permanence for children in care", {T.PERMANENCE, T.CHILDREN_IN_CARE}),
        ("care-experienced young people aged 18 to 25", {T.CARE_LEAVERS}),
        ("care experienced children and young people (care leavers)", {T.CARE_LEAVERS}),
        ("the protection of vulnerable children from extra-familial risk", {T.VULNERABLE_ADOLESCENTS}),
        ("help and protection for vulnerable adolescents", {T.VULNERABLE_ADOLESCENTS}),
        ("children at risk of criminal exploitation", {T.VULNERABLE_ADOLESCENTS}),
        ("children in need, including disabled children", {T.HELP_PROTECTION, T.DISABLED_CHILDREN}),
        ("care leavers, among them former unaccompanied children", {T.CARE_LEAVERS, T.UNACCOMPANIED_CHILDREN}),
        ("care leavers. This included: employment, education and training", {T.CARE_LEAVERS, T.EDUCATION}),
        ("children in need who live with neglect and domestic abuse", {T.HELP_PROTECTION, T.NEGLECT, T.DOMESTIC_ABUSE}),
        ("care leavers, and the impact of leaders on practice", {T.CARE_LEAVERS, T.LEADERSHIP}),
        ("16- and 17-year-olds who are homeless", set()),
    ],
)
def test_topics_are_what_the_words_name(scope: str, topics: set[LetterTopic]) -> None:
    assert set(topics_of(scope)) == topics


@pytest.mark.parametrize(
    ("scope", "topics"),
    [
        ("children in care, but not care leavers", {T.CHILDREN_IN_CARE}),
        ("care leavers (excluding unaccompanied young people)", {T.CARE_LEAVERS}),
        ("children in care and did not extend to adoption services", {T.CHILDREN_IN_CARE}),
        ("options other than adoption for children in care", {T.CHILDREN_IN_CARE}),
        ("children in need and private fostering", {T.HELP_PROTECTION}),
        ("children in care. Adoption was outside the scope of this visit", {T.CHILDREN_IN_CARE}),
        ("children in care without considering care leavers", {T.CHILDREN_IN_CARE}),
        ("disabled children. Care leavers were not included", {T.DISABLED_CHILDREN}),
        ("help for children in need; children in care fell outside the visit", {T.HELP_PROTECTION}),
        ("children in care were not included, but care leavers were", {T.CARE_LEAVERS}),
        ("children in care were not part of this visit; it looked at early help", {T.HELP_PROTECTION}),
        ("the front door; early help was not considered", {T.FRONT_DOOR}),
        ("children in need who were not considered in time", {T.HELP_PROTECTION}),
        ("children in care and whether care leavers are not left out", {T.CHILDREN_IN_CARE, T.CARE_LEAVERS}),
        ("children in need who have education, health and care plans", {T.HELP_PROTECTION}),
        ("children in need and children missing from education", {T.HELP_PROTECTION, T.VULNERABLE_ADOLESCENTS}),
    ],
)
def test_what_is_only_left_out_or_sounds_alike_is_no_topic(scope: str, topics: set[LetterTopic]) -> None:
    assert set(topics_of(scope)) == topics


@pytest.mark.parametrize(
    ("scope", "topics"),
    [
        ("contacts and referrals, and thresholds for children in need of help and protection", {T.FRONT_DOOR}),
        ("the ‘front door’, including child protection enquiries", {T.FRONT_DOOR}),
        (
            "the front door and the quality of assessments and plans for children in need of help and protection",
            {T.FRONT_DOOR, T.HELP_PROTECTION},
        ),
        (
            "the local authority’s arrangements for children who need help and protection. They looked at the MASH",
            {T.FRONT_DOOR, T.HELP_PROTECTION},
        ),
    ],
)
def test_the_children_who_come_to_the_front_door_are_no_theme_of_their_own(scope: str, topics: set[LetterTopic]) -> None:
    assert set(topics_of(scope)) == topics


def test_a_plan_is_a_theme_of_its_own_beside_the_front_door() -> None:
    scope = "the arrangements for the front door and for children subject to a child protection plan"
    assert set(topics_of(scope)) == {T.FRONT_DOOR, T.HELP_PROTECTION}


def test_topics_come_in_the_order_of_the_codes() -> None:
    assert topics_of("care leavers and the front door") == (T.FRONT_DOOR, T.CARE_LEAVERS)


def test_no_words_have_no_topics() -> None:
    assert topics_of("") == ()
