"""The two bodies are put together from lines that are quoted once; the standard library says what should come out."""

import random
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from ofsted_watch.presentation.emails.composition import Bodies, fill, new_message, top, written
from tests.presentation.emails.examples import SENDER

PERSON = {
    "title": "Wörds = “quoted” – and a line that is so long that it must be broken once or twice: " + "é= " * 60 + "end",
    "meta": "",
    "preview": "Preview",
    "opening": [".", "..dots", "From here", "x" * 74, "x" * 75, "x" * 76, "x" * 77, "x" * 78, "a space at its end ", "=20", "\t"],
    "preferences_list": ["<b>&"],
    "button": {"text": "Press", "address": "https://watch.example/a?b=c&d=e"},
    "after": [],
    "manage": None,
    "why": "You asked = for it. ",
    "public_url": "https://watch.example",
}


def _empty_mail() -> EmailMessage:
    return new_message(top("A subject", SENDER), "ann@council.example", "<1@watch.example>", None)


def _as_sent(message: EmailMessage) -> bytes:
    random.seed(1)  # the border between the parts
    return message.as_bytes(policy=SMTP)


def _filled() -> EmailMessage:
    message = _empty_mail()
    fill(message, written("person", PERSON), written("person_foot", PERSON))
    return message


def test_a_mail_is_byte_for_byte_what_the_standard_library_makes_of_its_two_texts() -> None:
    message = _filled()
    text, page = (part.get_content() for part in message.iter_parts())
    expected = EmailMessage(policy=SMTP)
    for name, value in _empty_mail().items():
        expected[name] = str(value)
    expected.set_content(text, cte="quoted-printable")
    expected.add_alternative(page, subtype="html", cte="quoted-printable")
    assert _as_sent(message) == _as_sent(expected)


def test_what_is_quoted_in_pieces_reads_as_one_text_with_the_foot_below_the_content() -> None:
    text, page = (part.get_content() for part in _filled().iter_parts())
    lines = text.split("\n")
    for line in (PERSON["title"], *PERSON["opening"]):
        assert line in lines
    assert text.index("Press:\nhttps://watch.example/a?b=c&d=e\n") < text.index("WHY YOU GET THIS MAIL\nYou asked = for it.")
    assert text.endswith("More at Ofsted Watch: https://watch.example\n")
    assert page.index(">Press</a>") < page.index("</td>\n</tr>\n<tr>\n<td align") < page.index("You asked = for it.")
    assert page.endswith("</html>\n")


@pytest.mark.parametrize("times", [2, 3])
def test_bodies_that_are_written_again_replace_the_first_and_no_header_is_doubled(times: int) -> None:
    message = _filled()
    for _ in range(times):
        fill(message, written("person", PERSON), written("person_foot", PERSON))
    assert _as_sent(message) == _as_sent(_filled())


def test_what_is_done_to_one_mail_is_not_seen_in_the_next() -> None:
    spoiled = _filled()
    for part in spoiled.iter_parts():
        part["X-Spoiled"] = "yes"
        part.set_payload("spoiled")
    spoiled.replace_header("MIME-Version", "2.0")
    assert b"poiled" not in _as_sent(_filled())
    assert _filled()["MIME-Version"] == "1.0"


def test_bodies_are_quoted_line_by_line() -> None:
    foot = written("person_foot", PERSON)
    assert isinstance(foot, Bodies)
    assert foot.text.startswith("-" * 68 + "\n\nWHY YOU GET THIS MAIL\nYou asked =3D for it.=20\n")
