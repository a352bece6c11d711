"""Who inspected, in the many ways that a visit letter's sentences say it, and who is named beside them and did not."""

import pytest

from ofsted_watch.extraction.fields.people import People, people_in_sentences

VISIT = "This letter summarises the findings of the focused visit to Thornmere children’s services on 4 and 5 October 2022"
AFTER = "Inspectors looked at the local authority’s arrangements for care leavers."


@pytest.mark.parametrize(
    "sentence",
    [
        "{v}. His Majesty’s Inspectors for this visit were Ann Lee and Jo Roe.",
        "{v}. His Majesty’s inspectors for the visit were Ann Lee and Jo Roe.",
        "{v}. Her Majesty’s Inspectors (HMI) for this visit were Ann Lee and Jo Roe.",
        "{v}. HMIs for this focused visit were Ann Lee and Jo Roe",
        "{v}. The inspectors were Ann Lee and Jo Roe, Her Majesty’s Inspectors.",
        "{v}. The inspectors were Ann Lee and Jo Roe, two of Her Majesty’s Inspectors.",
        "{v}. The inspectors were Ann Lee and Jo Roe, both of whom are Her Majesty’s Inspectors.",
        "{v}. The inspectors were two of Her Majesty’s Inspectors: Ann Lee and Jo Roe.",
        "{v}. The inspectors were Ann Lee, Her Majesty’s Inspector and Jo Roe, Senior Her Majesty’s Inspector.",
        "{v}. The inspectors were Ann Lee, Her Majesty’s Inspector, HMI Jo Roe, Her Majesty’s Inspector.",
        "{v}. The inspectors were Ann Lee, HMI; and Jo Roe, Ofsted Inspector (OI).",
        "{v}. The inspectors were Ann Lee, Her Majesty’s Inspector (HMI) Social Care, and Jo Roe, HMI Schools.",
        "{v}. The inspectors were Her Majesty’s Inspectors (HMI) Social Care, Ann Lee and Jo Roe.",
        "{v}. The inspectors were Ann Lee HMI, social care, and Jo Roe HMI, further education and skills.",
        "{v}. The inspectors were Ann Lee (HMI) and Jo Roe (social care regulatory inspector).",
        "{v}. The inspectors were Ann Lee, HMI, and Jo Roe, HMI (designate).",
        "{v}. The inspectors were Ann Lee, HMI, and Jo Roe, Her Majesty’s Inspector (designate), as a supernumerary inspector.",
        "{v}. The inspectors were Ann Lee, HMI, and Jo Roe, HMI, who observed the visit.",
        "{v}. The inspectors were Ann Lee, HMI, accompanied by Jo Roe, a shadow inspector.",
        "{v}. The visit was carried out by Her Majesty’s Inspectors, Ann Lee and Jo Roe.",
        "{v}. The visit was conducted by Ann Lee and Jo Roe, two of Her Majesty’s Inspectors.",
        "{v}. The inspection was undertaken by Ann Lee and Jo Roe, Her Majesty’s Inspectors.",
        "{v}. It was undertaken by inspectors Ann Lee and Jo Roe.",
        "{v}. This focused visit was completed by HMI Ann Lee and HMI Jo Roe.",
        "{v} carried out by Ann Lee and Jo Roe, Her Majesty’s Inspectors.",
        "{v}, carried out remotely by Ann Lee and Jo Roe, Her Majesty’s Inspectors.",
        "{v}, conducted by Her Majesty’s Inspectors Ann Lee and Jo Roe.",
        "{v}. Ann Lee and Jo Roe, Her Majesty’s Inspectors, carried out the visit.",
        "{v}. Inspectors (HMI) Social Care, Ann Lee and Jo Roe, carried out the visit.",
        "{v}. It was carried out by inspector(s) Ann Lee and team inspector(s) Jo Roe.",
        "{v}. Ann Lee and Jo Roe were Her Majesty’s Inspectors for this visit.",
        "{v}. Ann Lee and Jo Roe were the inspectors.",
        "{v}. The visit was carried out by two Her Majesty’s Inspectors, Ann Lee and Jo Roe.",
        "{v}. The inspectors were Ann Lee and Jo Roe, both Her Majesty’s Inspectors.",
        "{v}. Ann Lee, HMI, and Jo Roe, HMI, visited the local authority.",
        "{v}. The visit team was Ann Lee, HMI, and Jo Roe, HMI.",
        "{v}. Two HMIs, Ann Lee and Jo Roe, undertook the visit.",
        "{v}. Her Majesty’s Inspectors who visited were Ann Lee and Jo Roe.",
        "{v}. Inspectors Ann Lee and Jo Roe visited the local authority.",
        "{v}. The visit was conducted over two days by Ann Lee, HMI, and Jo Roe, HMI.",
        "{v}. It was carried out on 4 and 5 October 2022 by Ann Lee and Jo Roe, His Majesty’s Inspectors.",
        "{v}. Ann Lee, HMI, and Jo Roe, HMI, spent two days in Thornmere.",
        "{v}. The team: Ann Lee, HMI; Jo Roe, HMI.",
    ],
)
@pytest.mark.parametrize("after", [f" {AFTER}", ""])
def test_two_inspectors_are_read_whatever_stands_before_between_and_behind_them(sentence: str, after: str) -> None:
    assert people_in_sentences(sentence.format(v=VISIT) + after) == People(("Ann Lee", "Jo Roe"))


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("His Majesty’s Inspectors for this visit were lead inspector Ann Lee and team inspector Jo Roe.", "Ann Lee"),
        ("His Majesty’s Inspectors for this visit were Ann Lee, lead inspector, and Jo Roe, team inspector.", "Ann Lee"),
        ("His Majesty’s Inspectors for this visit were Ann Lee and lead inspector Jo Roe.", "Jo Roe"),
        ("His Majesty’s Inspectors for this visit were Ann Lee and Jo Roe (lead inspector).", "Jo Roe"),
        ("The inspectors were Ann Lee HMI (lead) and Jo Roe HMI.", "Ann Lee"),
        ("The inspectors were Ann Lee, HMI, who led the visit, and Jo Roe, HMI.", "Ann Lee"),
        ("The lead inspector was Ann Lee and the team inspector was Jo Roe.", "Ann Lee"),
        ("The lead inspector for this visit was Ann Lee, HMI, accompanied by Jo Roe, HMI.", "Ann Lee"),
        ("The visit was led by Ann Lee, Her Majesty’s Inspector, supported by Jo Roe, Her Majesty’s Inspector.", "Ann Lee"),
        ("The inspectors were Ann Lee and Jo Roe. The lead inspector was on site.", None),
    ],
)
def test_the_lead_is_the_inspector_that_the_list_calls_so(sentence: str, lead: str | None) -> None:
    assert people_in_sentences(f"{VISIT}. {sentence} {AFTER}") == People(("Ann Lee", "Jo Roe"), lead)


@pytest.mark.parametrize(
    "sentence",
    [
        "Pia Quist, Her Majesty’s Inspector (Designate), shadowed the visit.",
        "Her Majesty’s Inspector Pia Quist shadowed the visit.",
        "HMI Designate Pia Quist was shadowing the inspectors.",
        "The visit was shadowed by HMI Pia Quist.",
        "The shadow inspector was Pia Quist.",
        "The quality assurance manager was Pia Quist, Senior HMI.",
        "The visit was quality assured by HMI Pia Quist.",
        "Quality assurance was carried out by Pia Quist, Senior HMI.",
    ],
)
def test_a_sentence_of_its_own_for_somebody_beside_the_team_names_no_inspector(sentence: str) -> None:
    opening = f"{VISIT}. The inspectors were Ann Lee and Jo Roe, Her Majesty’s Inspectors. {sentence} {AFTER}"
    assert people_in_sentences(opening) == People(("Ann Lee", "Jo Roe"))


@pytest.mark.parametrize(
    "sentence",
    [
        "The inspectors were Ann Lee, Jo Roe and Pia Quist, quality assurance manager.",
        "The inspectors were Ann Lee and Jo Roe. The quality assurance manager was Pia Quist.",
        "The inspectors were Ann Lee and Jo Roe, supported by quality assurance manager Pia Quist.",
        "The inspectors were Ann Lee and Jo Roe, and the quality assurance manager was Pia Quist.",
        "The inspectors were Ann Lee, Jo Roe and Pia Quist, Senior HMI and quality assurance manager.",
        "The inspectors were Ann Lee, HMI, North West, and Jo Roe, HMI, East Midlands.",
    ],
)
def test_who_assures_quality_is_no_inspector_and_a_region_no_person(sentence: str) -> None:
    assert people_in_sentences(f"{VISIT}. {sentence}") == People(("Ann Lee", "Jo Roe"))


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Caoimhe Mac an tSaoi", "Caoimhe Mac an tSaoi"),
        ("Róisín Ní Dhubhghaill", "Róisín Ní Dhubhghaill"),
        ("Dr Ifeoma de la Cruz", "Dr Ifeoma de la Cruz"),
        ("Marguerite Oldacre-Roe", "Marguerite Oldacre-Roe"),
        ("Marguerite Oldacre- Roe", "Marguerite Oldacre-Roe"),
        ("Marguerite Oldacre -Roe", "Marguerite Oldacre-Roe"),
        ("Penny-ellen Fairclough", "Penny-ellen Fairclough"),
        ("J. P. McArdle", "J. P. McArdle"),
        ("Siobhán O’Shaughnessy", "Siobhán O’Shaughnessy"),
    ],
)
def test_a_name_comes_out_whole(printed: str, name: str) -> None:
    sentence = f"His Majesty’s Inspectors for this visit were Ann Lee, {printed} and Jo Roe. {AFTER}"
    assert people_in_sentences(sentence) == People(("Ann Lee", name, "Jo Roe"))


def test_the_list_ends_where_the_next_sentence_begins_without_a_full_stop() -> None:
    for after in ("Inspectors looked at files", "This visit was on site", "Her Majesty’s Chief Inspector leads Ofsted’s work"):
        people = people_in_sentences(f"{VISIT}. Her Majesty’s Inspectors for this visit were Ann Lee and Jo Roe {after}.")
        assert people == People(("Ann Lee", "Jo Roe"))


def test_whoever_joined_the_lead_inspector_in_the_next_sentence_counts() -> None:
    sentences = f"{VISIT}. The lead inspector for this visit was Ann Lee. She was joined by Jo Roe, HMI. {AFTER}"
    assert people_in_sentences(sentences) == People(("Ann Lee", "Jo Roe"), "Ann Lee")


@pytest.mark.parametrize(
    "sentence",
    [
        "The lead inspector was Ann Lee, HMI. She was accompanied by Jo Roe, HMI.",
        "On this visit the lead inspector, Ann Lee, was joined by Jo Roe.",
        "The lead inspector, Ann Lee, was accompanied by Jo Roe, Ofsted Inspector.",
    ],
)
def test_whoever_accompanied_the_lead_inspector_counts(sentence: str) -> None:
    assert people_in_sentences(f"{VISIT}. {sentence}") == People(("Ann Lee", "Jo Roe"), "Ann Lee")


@pytest.mark.parametrize(
    "sentence",
    [
        "The lead inspector, the director and the lead member met on 4 October.",
        "Inspectors visited Thornmere House and Jo Roe House, where care leavers live.",
        "It was carried out on 4 and 5 October 2022 by inspectors from Ofsted.",
        "The visit was carried out in line with guidance written by Ann Lee.",
        "Jo Roe, the chief executive, spent two days with inspectors.",
    ],
)
def test_a_sentence_that_names_no_inspector_gives_none(sentence: str) -> None:
    assert people_in_sentences(f"{VISIT}. {sentence}") == People()
