"""The topics that the words of an item name, written by eye; an item that names none has none."""

import pytest

from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.extraction.fields.item_topics import topics_of_item

T = LetterTopic


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("The timeliness of pathway plans.", {T.CARE_LEAVERS}),
        ("The quality of supervision and management oversight.", {T.LEADERSHIP}),
        ("Caseloads of social workers.", {T.LEADERSHIP}),
        ("The response to referrals from schools.", {T.FRONT_DOOR}),
        ("The application of thresholds in the MASH.", {T.FRONT_DOOR}),
        ("The timeliness of strategy discussions for children who live with domestic abuse.", {T.FRONT_DOOR, T.DOMESTIC_ABUSE}),
        ("The number of placements close to home.", {T.CHILDREN_IN_CARE}),
        ("Health assessments when they come into care.", {T.CHILDREN_IN_CARE}),
        ("The quality of child protection plans.", {T.HELP_PROTECTION}),
        ("Life-story work for adopted children.", {T.PERMANENCE}),
        ("The response to children who go missing.", {T.VULNERABLE_ADOLESCENTS}),
        ("The timeliness of personal education plans.", {T.EDUCATION}),
        # An item is no scope: what begins it is not the service that was visited.
        ("Assessments, so that they say what life is like for children.", set()),
        ("Management of risk in the evening.", set()),
        ("The quality of chronologies.", set()),
        ("", set()),
    ],
)
def test_topics_are_what_the_words_of_the_item_name(text: str, topics: set[LetterTopic]) -> None:
    assert set(topics_of_item(text)) == topics


def test_topics_come_in_the_order_of_the_vocabulary() -> None:
    assert topics_of_item("Supervision of the work with care leavers and referrals") == (
        T.FRONT_DOOR,
        T.CARE_LEAVERS,
        T.LEADERSHIP,
    )
