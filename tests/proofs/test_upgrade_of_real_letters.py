"""The oracle of the upgrade from 0.1: what must be mailed comes from what people read, what was mailed from the mails' text."""

from collections import Counter
from datetime import date
from email.message import EmailMessage

from proofs.ops.real_letters import MISREAD, RIGHT, TAKEN_FOR, Person, RealLetter, expected_mails, mailed, own_links

ONE = Person("one@example.org", frozenset({"1"}), every_letter=False)
EVERYTHING = Person("all@example.org", frozenset(), every_letter=True)

DIGEST = """\
Two letters

Inadequate: Aldmoor, http://127.0.0.1:8600/authorities/1/letters/11

* Overall effectiveness: declined
    Before: Good (1 May 2020)

    Now: Requires improvement (2 May 2023)

* Leadership: no change
    Still: Good

What we read in it, at Ofsted Watch:
http://127.0.0.1:8600/authorities/1/letters/11

What we read in it, at Ofsted Watch:
http://127.0.0.1:8600/authorities/2/letters/21

Open this address: http://127.0.0.1:8600/unsubscribe/abc
More at Ofsted: https://www.gov.uk/authorities/3/letters/31
"""


def _letter(number: str, urn: str, listed: date, kind: str = "ilacs_inspection", **judgements: str) -> RealLetter:
    return RealLetter(f"pdf/{number}.pdf", number, urn, listed, kind, judgements)


LETTERS = (
    _letter("10", "1", date(2020, 5, 1), overall="good", leadership="good", looked_after="good"),
    _letter("11", "1", date(2023, 5, 2), overall="requires_improvement", leaders="good", in_care="not_judged"),
    _letter("21", "2", date(2023, 5, 2), "focused_visit"),
    _letter("22", "2", date(2023, 5, 3), overall="good"),
)
FALL = frozenset({("overall effectiveness", "good", "requires_improvement")})


def _mail(to: str, text: str) -> bytes:
    mail = EmailMessage()
    mail["To"] = to
    mail.set_content(text)
    return mail.as_bytes()


def test_each_person_must_be_mailed_once_about_each_letter_that_they_want() -> None:
    assert expected_mails(LETTERS, (ONE, EVERYTHING), date(2020, 5, 1)) == Counter(
        [
            ("one@example.org", "11", FALL),
            ("all@example.org", "11", FALL),
            ("all@example.org", "21", frozenset()),
            ("all@example.org", "22", frozenset()),
        ]
    )


def test_what_0_1_misread_is_mailed_as_it_read_it_and_corrected_to_the_same_person() -> None:
    misread = RealLetter(MISREAD, "12", "1", date(2023, 5, 2), "ilacs_inspection", {"overall": "good"})
    assert expected_mails((LETTERS[0], misread), (ONE,), date(2020, 5, 1)) == Counter(
        [("one@example.org", "12", frozenset({TAKEN_FOR})), ("one@example.org", "12", frozenset({RIGHT}))]
    )


def test_what_was_listed_by_then_is_mailed_to_nobody() -> None:
    assert expected_mails(LETTERS, (ONE, EVERYTHING), date(2023, 5, 3)) == Counter()


def test_the_rows_of_a_digest_belong_to_the_letter_below_them() -> None:
    assert mailed([_mail("all@example.org", DIGEST)]) == Counter(
        [("all@example.org", "11", FALL), ("all@example.org", "21", frozenset())]
    )


def test_a_letter_in_two_mails_counts_twice() -> None:
    assert mailed([_mail("all@example.org", DIGEST)] * 2)["all@example.org", "11", FALL] == 2


def test_links_to_other_sites_are_not_our_own() -> None:
    assert own_links(_mail("all@example.org", DIGEST), "http://127.0.0.1:8600") == [
        "http://127.0.0.1:8600/authorities/1/letters/11",
        "http://127.0.0.1:8600/authorities/2/letters/21",
        "http://127.0.0.1:8600/unsubscribe/abc",
    ]
