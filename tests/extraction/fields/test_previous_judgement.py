"""The authority's own last overall judgement, as a visit letter recalls it, and the many grade words that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.model import PreviousJudgement
from ofsted_watch.extraction.fields.previous_judgement import previous_judgement

MONTHS = ("January", "March", "May", "June", "September", "December")
NUMBERS = {"January": 1, "March": 3, "May": 5, "June": 6, "September": 9, "December": 12}
PRINTED = {
    "good": Grade.GOOD,
    "outstanding": Grade.OUTSTANDING,
    "inadequate": Grade.INADEQUATE,
    "‘good’": Grade.GOOD,
}
FORMS = (
    "At the last full inspection, in {when}, the local authority was judged {grade} for overall effectiveness.",
    "In {when}, the local authority was judged to be {grade} overall, although the help for some children needed work.",
    "The local authority was judged {grade} in {when}.",
    "This was the second monitoring visit since the local authority was judged {grade} in {when}.",
    "At its last inspection in {when}, children’s services in Thornmere were judged to be {grade}.",
    "Services for children in Thornmere were judged to be {grade} in {when}.",
    "The overall effectiveness of the local authority was judged {grade} in {when}.",
    "In {when}, Ofsted judged the local authority to be {grade}.",
    "The last full inspection, in {when}, judged the local authority to be {grade} overall.",
    "The local authority was last inspected in {when}, when it was judged to be {grade}.",
    "The council was rated {grade} at its full inspection of {when}, and care leavers were judged outstanding.",
    "Thornmere was found to be {grade} at the inspection in {when}.",
    "Ofsted’s last inspection of the council’s services, in {when}, rated them {grade}.",
    "It follows the full inspection of {when}, which judged the local authority {grade}.",
    "At the most recent ILACS inspection, in {when}, services were judged to be {grade}.",
    "The overall judgement at the last inspection, in {when}, was {grade}.",
)


@given(st.sampled_from(FORMS), st.sampled_from(sorted(PRINTED)), st.sampled_from(MONTHS), st.integers(2014, 2025))
def test_the_last_overall_judgement_is_recalled_with_its_month(form: str, printed: str, month: str, year: int) -> None:
    said = form.format(grade=printed, when=f"{month} {year}")
    text = f"Staff like working here. {said} Relationships with schools remain good."
    assert previous_judgement(text, "Thornmere") == PreviousJudgement(PRINTED[printed], f"{year}-{NUMBERS[month]:02d}")


@pytest.mark.parametrize(
    "said",
    [
        "was judged to require improvement to be good",
        "was judged as requiring improvement to be good",
        "was judged requires improvement",
        "received an overall judgement of ‘requires improvement’",
    ],
)
def test_requires_improvement_is_known_in_every_grammar(said: str) -> None:
    found = previous_judgement(f"The council {said} in May 2019.", "Thornmere")
    assert found == PreviousJudgement(Grade.REQUIRES_IMPROVEMENT, "2019-05")


@pytest.mark.parametrize(
    "text",
    [
        "Relationships with schools remain good, and services have responded well.",
        "In five of the six tracked cases, management oversight required improvement to be good.",
        "Attendance at core groups is generally good.",
        "The experiences and progress of children in care were judged good in June 2019.",
        "In 2019, help and protection was judged inadequate.",
        "The local authority was judged good for the experiences of care leavers in May 2019.",
        "The local authority was judged to be good at its last inspection in May 2019 for the quality of its leadership.",
        "When the neighbouring local authority was judged inadequate in May 2019, staff left.",
        "Two homes run by the local authority were judged good in March 2020.",
        "Practice was judged good by auditors in May 2020.",
        "Leaders’ self-evaluation said services were judged good in May 2019.",
        "Inspectors found services to be good at listening to children.",
        "The council was found to be good in this area of practice.",
        "The graded judgement for adoption performance is that it is good.",
        "The regional adoption agency was judged good in May 2018.",
        "This was the second focused visit since the full inspection of children’s services in October 2021.",
        "It follows the joint targeted area inspection of June 2016, which found serious deficits.",
    ],
)
def test_other_grade_words_are_no_previous_judgement(text: str) -> None:
    assert previous_judgement(text, "Thornmere") is None


@pytest.mark.parametrize(
    "text",
    [
        "The local authority was last inspected in May 2019 and was judged to be good.",
        "The council’s previous inspection, in May 2019, judged services to be good.",
        "The local authority received a good judgement in May 2019.",
    ],
)
def test_the_inspection_itself_may_be_what_is_spoken_of(text: str) -> None:
    assert previous_judgement(text, "Thornmere") == PreviousJudgement(Grade.GOOD, "2019-05")


@pytest.mark.parametrize(
    ("text", "grade", "when"),
    [
        ("Leaders have built on the last inspection in June 2024, which rated the service good.", "good", "2024-06"),
        ("Since the previous inspection in 2018, when services were judged to be good, leaders have moved on.", "good", "2018"),
        ("Thornmere children’s services were inspected in May 2018, when all areas were judged to be good.", "good", "2018-05"),
        ("At the last full inspection, published in January 2018, all services were judged to be good.", "good", "2018-01"),
        ("At the last inspection in November 2022, Thornmere’s services to children were judged to be good.", "good", "2022-11"),
        (
            "Thornmere local authority children’s services were last inspected by Ofsted in 2016 and were judged good.",
            "good",
            "2016",
        ),
        ("Ofsted last inspected Thornmere county council children’s services in 2017, judging them to be good.", "good", "2017"),
        (
            "The inspection of 2023, where Thornmere was judged good in help and protection and outstanding overall.",
            "outstanding",
            "2023",
        ),
        (
            "Since April 2023, when services were judged to be outstanding overall but good for care leavers.",
            "outstanding",
            "2023-04",
        ),
        ("In 2017, it had an overall judgement of good, with help and protection graded inadequate.", "good", "2017"),
        ("Overall effectiveness was judged good in July 2018, but help and protection required improvement.", "good", "2018-07"),
        (
            "In 2019, children’s services in Thornmere had improved in all areas and were judged overall to be good.",
            "good",
            "2019",
        ),
        ("This was confirmed by the overall ‘good’ inspection judgement for Thornmere in May 2023.", "good", "2023-05"),
        (
            "Thornmere Children First took over after the council was judged inadequate in 2016, and ran it from 2019.",
            "inadequate",
            "2016",
        ),
        ("The council was judged to be good overall at the inspection in March 2022.", "good", "2022-03"),
        ("Children’s services improved from inadequate to good in May 2021.", "good", "2021-05"),
        ("The council was judged inadequate in 2016 and good in 2019.", "good", "2019"),
        (
            "An inspection of local authority children’s services (ILACS) in October 2018 judged all areas to be good.",
            "good",
            "2018-10",
        ),
        ("In 2017, Ofsted found that services for children were inadequate.", "inadequate", "2017"),
        ("The council was inadequate at its last inspection in 2015.", "inadequate", "2015"),
        ("The last inspection, in 2016, resulted in a judgement of good.", "good", "2016"),
        (
            "The overall judgement of the inspection in 2017 was that services require improvement.",
            "requires_improvement",
            "2017",
        ),
        ("Much has changed since being judged inadequate in 2016.", "inadequate", "2016"),
        ("It was set up following the local authority being judged inadequate in 2016.", "inadequate", "2016"),
        ("The inspection in 2019 judged the effectiveness of services for children and families to be good.", "good", "2019"),
        (
            "At the last inspection in 2018, overall effectiveness required improvement to be good.",
            "requires_improvement",
            "2018",
        ),
        ("Since May 2018, when services required improvement to be good, leaders moved on.", "requires_improvement", "2018-05"),
        ("In the last full inspection of July 2019, Thornmere was graded as good.", "good", "2019-07"),
        ("Thornmere children’s services were judged to be good at the ILACS inspection in July 2019.", "good", "2019-07"),
        ("At the last inspection (2019), the local authority was graded outstanding.", "outstanding", "2019"),
    ],
)
def test_the_forms_of_real_letters_are_read_with_the_time_that_they_give(text: str, grade: str, when: str) -> None:
    assert previous_judgement(text, "Thornmere Council") == PreviousJudgement(Grade(grade), when)


@pytest.mark.parametrize(
    "text",
    [
        "Since the inspection of 2023, when care leavers was judged to require improvement, leaders have worked hard.",
        "Since October 2023, when the experiences and progress of children in care were judged to be good, much is new.",
        "The inspection of children’s services in 2023 judged services to children in need of help and protection to be good.",
        "At the inspection in 2018, services for children in need of help and protection were judged to be inadequate.",
        "The full inspection in March 2023 found that the progress and experiences of children required improvement to be good.",
        "This aspect of service was judged as requiring improvement to be good at the last inspection in 2017.",
        "A number of areas were also highlighted as requiring improvement in the Ofsted inspection in May 2018.",
        "Northmere children’s services were judged inadequate in May 2018.",
        "The youth justice service was judged outstanding in 2021.",
        "In 2020, the police were judged inadequate by HMICFRS.",
        "In 2019, it was judged to have improved from the previously inadequate judgement.",
        "Inspectors found serious and widespread weaknesses in 2018.",
        "Since the inspection in 2021, the service has improved from requires improvement to good.",
        "The inspection in 2019 judged the effectiveness of early help to be good.",
        "Since May 2018, when services for care leavers required improvement to be good, leaders moved on.",
        "During this visit, in May 2021, inspectors found services to be good.",
        "The last inspection, in 2016, resulted in a judgement of good for care leavers.",
        "Thornmere’s fostering service was judged good in 2019.",
        "All services for care leavers were judged to be good in 2019.",
        "The council was judged good in help and protection in 2019.",
    ],
)
def test_an_areas_grade_and_another_bodys_are_no_previous_judgement(text: str) -> None:
    assert previous_judgement(text, "Thornmere Council") is None


def test_a_name_with_an_apostrophe_is_the_authoritys() -> None:
    text = "St Orrin's Bay was judged good in May 2019."
    assert previous_judgement(text, "St Orrin’s Bay") == PreviousJudgement(Grade.GOOD, "2019-05")


def test_the_newest_of_several_counts() -> None:
    text = "The local authority was judged inadequate in June 2014.\n\nIn May 2017, the local authority was judged good."
    assert previous_judgement(text, "Thornmere") == PreviousJudgement(Grade.GOOD, "2017-05")


def test_two_grades_for_one_time_are_believed_neither() -> None:
    text = "The local authority was judged inadequate in June 2014.\n\nThe council was judged good in June 2014."
    assert previous_judgement(text, "Thornmere") is None


def test_the_month_may_stand_in_the_sentence_before() -> None:
    text = (
        "The previous full inspection was in April 2014. The overall effectiveness of the local authority was judged inadequate."
    )
    assert previous_judgement(text, None) == PreviousJudgement(Grade.INADEQUATE, "2014-04")


def test_a_grade_without_a_month_has_none() -> None:
    assert previous_judgement("The local authority was judged inadequate.", None) == PreviousJudgement(Grade.INADEQUATE, None)


@pytest.mark.parametrize(
    ("text", "grade", "when"),
    [
        (
            "Thornmere was judged inadequate in June 2014. At the inspection in March 2018 services were judged to require "
            "improvement to be good.",
            Grade.REQUIRES_IMPROVEMENT,
            "2018-03",
        ),
        (
            "In 2019, help and protection was judged inadequate and the overall effectiveness of services was judged to require "
            "improvement to be good.",
            Grade.REQUIRES_IMPROVEMENT,
            "2019",
        ),
        ("Ofsted’s 2019 inspection found that services in Thornmere were outstanding.", Grade.OUTSTANDING, "2019"),
    ],
)
def test_the_newest_overall_grade_counts_whatever_stands_before_it(text: str, grade: Grade, when: str) -> None:
    assert previous_judgement(text, "Thornmere") == PreviousJudgement(grade, when)


@pytest.mark.parametrize(
    ("sentence", "grade", "when"),
    [
        ("The local authority has moved from inadequate in 2016 to good in 2021.", Grade.GOOD, "2021"),
        ("Thornmere children’s services has moved from inadequate in 2016 to good in 2021.", Grade.GOOD, "2021"),
        ("Services have improved from good in May 2017 to outstanding in June 2021.", Grade.OUTSTANDING, "2021-06"),
        ("The council has gone from good in 2015 to inadequate in 2019.", Grade.INADEQUATE, "2019"),
        (
            "The council moved from a judgement of inadequate in 2018 to one of requires improvement in March 2021.",
            Grade.REQUIRES_IMPROVEMENT,
            "2021-03",
        ),
        (
            "In May 2019 the local authority’s services were judged inadequate. In June 2021 they were judged to be good.",
            Grade.GOOD,
            "2021-06",
        ),
        ("Good overall at its last inspection in May 2019, Thornmere has since lost many staff.", Grade.GOOD, "2019-05"),
    ],
)
def test_of_two_grades_with_their_years_the_later_counts(sentence: str, grade: Grade, when: str) -> None:
    assert previous_judgement(sentence, "Thornmere") == PreviousJudgement(grade, when)


@pytest.mark.parametrize(
    "sentence",
    [
        "The quality of practice has declined from good in 2019 to inadequate in 2021.",
        "Since the visit in 2021, the council has moved from good to inadequate.",
        "Fernshire has moved from inadequate in 2016 to good in 2021.",
    ],
)
def test_a_move_that_is_no_judgement_of_the_authority_recalls_none(sentence: str) -> None:
    assert previous_judgement(sentence, "Thornmere") is None


def test_what_they_were_judged_counts_only_behind_a_judgement_of_the_authority() -> None:
    assert previous_judgement("Two homes are small. In June 2021 they were judged to be good.", "Thornmere") is None
    homes = "In May 2019 the council’s children’s homes were judged inadequate. In June 2021 they were judged to be good."
    assert previous_judgement(homes, "Thornmere") is None
