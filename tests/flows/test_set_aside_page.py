"""What the review of set-aside letters shows: why a letter was refused, what was read, and links to its pages."""

from dataclasses import replace
from datetime import UTC, date, datetime

from flows.set_aside_page import set_aside_page
from ofsted_watch.adapters.database.person_readings import ReadingEntered
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.identifiers import Sha256, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, FileRecord, Judgement, Letter, Problem, SetAside, Witness
from ofsted_watch.domain.set_aside_state import SetAsideSubject
from ofsted_watch.services.enter_reading import SetAsideLetter

SHA256 = Sha256("a" * 64)
REGISTER = AuthorityRegister.of([Authority("80901", "Thornmere", "E99", "Nowhere")])
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
ITEM = SetAside(SetAsideSubject.LETTER, Urn("80901"), SHA256, "witnesses_disagree", "It <b>contradicts</b> itself.", 12, NOON)
JUDGEMENTS = (
    Judgement(Area.LEADERS, Grade.INADEQUATE, "Inadequate", 1, (Witness(1, "Leaders | Inadequate", "table"),)),
    Judgement(Area.LEADERS, Grade.GOOD, "good", 3, (Witness(3, "Leaders: good", "heading"),)),
)
PROBLEM = Problem("witnesses_disagree", "It contradicts itself.", (), JUDGEMENTS)
LETTER = Letter("a", SHA256, 3, LetterKind.ILACS_INSPECTION, title="[A title](x)", problem=PROBLEM)
RECORD = FileRecord(
    Urn("80901"), "60000101", "https://files.ofsted.gov.uk/v1/file/60000101", "Inspection", None, SHA256, 9, None, None,
    date(2026, 3, 4), NOON, NOON,
)  # fmt: skip
REVIEW = SetAsideLetter(ITEM, (RECORD,), LETTER, "2026.12.0", (ReadingEntered(1, SHA256, Urn("80901"), "Ann", "a scan", NOON),))
LEADERS = "the impact of leaders on social work practice"
SERVED = "http://127.0.0.1:8601"


def test_it_says_why_and_shows_each_place_with_a_link_to_its_page() -> None:
    page = set_aside_page([ITEM], [REVIEW], REGISTER, f"{SERVED}/")
    assert "## 12: Thornmere" in page
    assert "**Why it was refused:** It &#60;b&#62;contradicts&#60;/b&#62; itself." in page
    assert f"[All its pages]({SERVED}/set-aside/{SHA256}/)" in page
    assert "[The letter on Ofsted's site](https://files.ofsted.gov.uk/v1/file/60000101)" in page
    assert f"| {LEADERS} | inadequate | [page 1]({SERVED}/set-aside/{SHA256}/1.png) | Leaders &#124; Inadequate |" in page
    assert f"| {LEADERS} | good | [page 3]({SERVED}/set-aside/{SHA256}/3.png) | Leaders: good |" in page
    assert "| title | &#91;A title&#93;(x) |" in page
    assert "- Read by Ann on 2026-03-04: a scan" in page


def test_where_nothing_serves_the_pages_it_names_the_setting() -> None:
    page = set_aside_page([ITEM], [REVIEW], REGISTER, "")
    assert "on the reports server, once OFSTED_WATCH_REPORTS_URL names its address" in page
    assert "ofsted-watch " not in page
    assert "127.0.0.1" not in page


def test_an_address_that_would_break_out_of_a_link_is_left_out() -> None:
    hostile = replace(REVIEW, records=(replace(RECORD, url="https://x.example/a)[b](https://evil.example"),))
    assert "evil.example" not in set_aside_page([ITEM], [hostile], REGISTER, SERVED)


def test_a_letter_that_was_never_read_says_so_and_many_are_cut() -> None:
    unread = replace(REVIEW, letter=Letter("a", SHA256, 0, LetterKind.OTHER), reader_version=None, entered=())
    page = set_aside_page([ITEM], [unread] * 27, REGISTER, SERVED)
    assert page.count("Nothing of it could be read.") == 25
    assert page.endswith("2 more letters are shown here once these are answered.")
