"""The pages under attack: hostile letters, hostile addresses and questions, and no right in the database beyond their work."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from deployments import migrate
from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.model import Section, SetAside
from ofsted_watch.presentation import urls
from tests.domain.history.letters import MARSHFORD
from tests.examples import examples
from tests.postgres_server import HOW_TO_INSTALL, postgres_server, programs
from tests.security.hostile import FORMULA, HOSTILE, TURNED_ROUND, unseen
from tests.security.test_roles import DAILY, OWNER, WEB, run_sql, url_of
from tests.web.own_script import OWN_SCRIPT
from tests.web.requests_to_pages import ANN, asking, link_in
from tests.web.watched_pages import FALL, LETTERS, NOW, browsing, outcome_of, with_text

TEXT = HOSTILE.replace("\r", "").replace("\n", " ")


def spoilt() -> tuple[object, ...]:
    """The letters of Marshford; of the newest, every word that somebody else wrote is hostile."""
    judged = tuple(
        replace(one, printed=TEXT, witnesses=tuple(replace(witness, text=TEXT) for witness in one.witnesses))
        for one in FALL.letter.judgements
    )
    letter = replace(FALL.letter, title=TEXT, inspectors=(TEXT,), lead_inspector=TEXT, headings=(TEXT,), judgements=judged)
    listing = replace(FALL.listing, listed_as=TEXT, url="javascript:alert(3)")
    worded = with_text(replace(FALL, letter=letter, listing=listing), Section(TEXT, TEXT), Section(FORMULA, FORMULA))
    return (*LETTERS[:-1], worded)


@pytest.fixture(scope="module")
def pages_of_marshford(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    aside = SetAside("letter", MARSHFORD.urn, "c" * 64, "truncated", TEXT)
    with browsing(tmp_path_factory.mktemp("pages"), outcome_of(spoilt(), set_aside=(aside,))) as found:  # type: ignore[arg-type]
        yield found


@pytest.fixture
def browser(pages_of_marshford: TestClient) -> TestClient:
    return pages_of_marshford


LETTER = urls.letter_page(MARSHFORD.urn, FALL.listing.file_number)
PAGES = [
    *(urls.FRONT, urls.AUTHORITIES, urls.SEARCH, urls.HOW_THIS_IS_MADE, urls.API_PAGE),
    *(urls.DOWNLOADS, urls.FEEDS, urls.authority_page(MARSHFORD.urn), LETTER, f"{urls.SEARCH}?q=Marsh"),
    *(urls.COUNTRY, urls.SEND, urls.JTAI, urls.COMPARE, f"{urls.FIND}?name=%3Cscript%3E"),
]
PLACES = ("", "#", "/", "http://", "https://", "mailto:", "?")


def assert_harmless(html: str) -> None:
    """No script but our file, no handler or style of its own, no address but of the web or ours; nothing unseen turns words."""
    page = BeautifulSoup(html, "html.parser")
    for ours in page.find_all("script", src=OWN_SCRIPT):
        assert ours.get_text() == ""
        ours.extract()
    assert page.find(["script", "iframe", "object", "embed", "base", "style"]) is None
    for tag in page.find_all(True):
        for name, value in tag.attrs.items():
            assert not name.startswith("on"), (tag.name, name)
            assert name != "style"
            if name in ("href", "src", "action", "formaction", "xlink:href"):
                assert str(value).startswith(PLACES), value
                assert not str(value).startswith("//")
    assert page.find("img", src="x") is None
    assert unseen(html, but="\n\t") == set()


@pytest.mark.parametrize("path", PAGES)
def test_hostile_letters_stay_words_on_every_page(browser: TestClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert_harmless(answer.text)
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    if path == LETTER:
        assert "<script>alert(1)</script>" in BeautifulSoup(answer.text, "html.parser").get_text()


def test_no_download_begins_a_formula(browser: TestClient) -> None:
    page = BeautifulSoup(browser.get(urls.DOWNLOADS).text, "html.parser")
    files = [str(link["href"]) for link in page.select("a[href]") if str(link["href"]).endswith(".csv")]
    assert len(files) >= 3
    for path in files:
        answer = browser.get(path)
        assert answer.status_code == 200
        assert "attachment" in answer.headers["content-disposition"]
        assert not [cell for cell in answer.text.replace("\n", ",").split(",") if cell.startswith(("=", "+", "@", "\t"))]


def test_feeds_hold_words_and_no_markup(browser: TestClient) -> None:
    from lxml import etree

    for feed in (urls.letters_feed(), urls.changes_feed(urn=MARSHFORD.urn)):
        answer = browser.get(feed)
        assert answer.status_code == 200
        assert b"<script" not in answer.content
        tags = {etree.QName(tag).localname for tag in etree.fromstring(answer.content).iter()}
        assert tags <= {"feed", "id", "title", "updated", "published", "link", "author", "name", "uri", "entry", "summary"} | {
            *("rights", "subtitle", "generator", "category", "content", "icon", "logo")
        }
        assert unseen(answer.text) == set()


@pytest.mark.parametrize("name", ["q", "authority", "region", "kind", "year", "sort", "page", "grade", "direction", "done"])
@pytest.mark.parametrize(
    "path", [urls.SEARCH, urls.AUTHORITIES, urls.COUNTRY, urls.COMPARE, urls.SEND, urls.FIND, f"{urls.API}/letters"]
)
def test_a_hostile_question_comes_back_as_words_or_is_refused(browser: TestClient, path: str, name: str) -> None:
    for question in (HOSTILE, '"><svg onload=alert(1)>', "' OR 1=1 --", "\0", "%00", "{{7*7}}${7*7}", "x" * 5000):
        answer = browser.get(path, params={name: question})
        assert answer.status_code in (200, 400, 404, 422), (name, question)
        if "html" in answer.headers["content-type"]:
            assert_harmless(answer.text)
        assert "alert" not in repr(answer.headers)


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(question=st.text(max_size=60), path=st.sampled_from([urls.SEARCH, f"{urls.API}/letters", urls.AUTHORITIES]))
def test_no_question_breaks_the_pages(browser: TestClient, path: str, question: str) -> None:
    clean = question.encode("utf-8", "replace").decode()
    answer = browser.get(path, params={"q": clean, "authority": clean, "region": clean})
    assert answer.status_code < 500


TRAVERSALS = [
    "../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/app.py",
    "..\\..\\secret",
    "/etc/passwd",
    "x%00.csv",
]


@pytest.mark.parametrize("path", TRAVERSALS)
@pytest.mark.parametrize("folder", ["/static", urls.DOWNLOADS, urls.FEEDS, urls.authority_page(MARSHFORD.urn) + "/letters", ""])
def test_no_path_leads_out_of_what_is_served(browser: TestClient, folder: str, path: str) -> None:
    answer = browser.get(f"{folder}/{path}", follow_redirects=False)
    assert answer.status_code in (307, 400, 404, 405, 422)
    assert "root:" not in answer.text
    assert "import " not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        *(
            "//elsewhere.example",
            "//elsewhere.example/",
            "/\\elsewhere.example",
            "/%2f%2felsewhere.example/",
            "/https://elsewhere.example/",
        ),
        *("/authorities/", "/sign-up/", "/manage/x?next=//elsewhere.example", "/search/?next=https://elsewhere.example"),
        *("/sign-up?authority=//elsewhere.example", "/sign-up/%0d%0aLocation:%20https://elsewhere.example"),
    ],
)
def test_no_address_of_ours_leads_to_another_site(browser: TestClient, path: str) -> None:
    answer = browser.get(path, follow_redirects=False)
    location = answer.headers.get("location", "/")
    assert location.startswith("/")
    assert urlsplit(location.replace("\\", "/")).netloc == ""
    assert answer.status_code in (200, 303, 307, 400, 404, 405, 503)  # 503: without an address of its own there is no sign-up


@pytest.mark.parametrize("field", ["email", "authority", "region", "frequency", "change", "where"])
def test_a_hostile_sign_up_writes_to_nobody_else_and_adds_no_header(field: str, tmp_path: Path) -> None:
    with asking(tmp_path) as pages:
        for text in (f"{ANN}\r\nBcc: all@council.example", f"{ANN},b@council.example", f"{ANN}{TURNED_ROUND}", HOSTILE, "\0"):
            answer = pages.ask(**{field: text})
            assert answer.status_code < 500
            assert "council.example" not in answer.headers.get("location", "")
            if "html" in answer.headers.get("content-type", ""):
                assert_harmless(answer.text)
        for mail in pages.mails():
            assert mail["To"] == ANN
            assert mail["Bcc"] is None
            assert unseen(str(mail["Subject"]), but="") == set()


@pytest.mark.parametrize("page", [urls.confirm_page, urls.manage_page, urls.unsubscribe_page])
def test_a_hostile_token_opens_nothing_and_is_not_repeated(page: object, tmp_path: Path) -> None:
    with asking(tmp_path) as pages:
        for token in ("x", "<script>alert(1)</script>", "..%2f..", "%0d%0aSet-Cookie:x=1", "a" * 9000, "null", "e30.e30.e30"):
            path = page(token)  # type: ignore[operator]
            for answer in (pages.browser.get(path, follow_redirects=False), pages.browser.post(path, follow_redirects=False)):
                assert answer.status_code in (307, 400, 404, 405, 410, 414)
                assert "set-cookie" not in answer.headers
                assert "alert(1)" not in answer.text


@pytest.mark.postgres
def test_with_the_rights_of_the_pages_every_page_answers_and_a_person_comes_and_goes(tmp_path: Path) -> None:
    folder = programs()
    if folder is None:
        pytest.skip(HOW_TO_INSTALL)
    with postgres_server(folder) as server:
        run_sql(server, "roles.sql", "owner", "watch", "prefect")
        run_sql(server, "readers.sql", "reader", "web")
        migrate.migrate(url_of(server, OWNER))
        with Database(url_of(server, DAILY)) as night:
            night.outcomes.apply(outcome_of(LETTERS), run_id=None, at=NOW)
        with asking(tmp_path, database_url=url_of(server, WEB)) as pages:
            for path in (*PAGES, urls.SIGN_UP, urls.MANAGE):
                answer = pages.browser.get(path)
                assert answer.status_code == 200 or (path.startswith(urls.AUTHORITIES + "/") and answer.status_code == 404), path
            pages.ask()
            (confirmation,) = pages.mails()
            assert pages.press(link_in(confirmation, "confirm")).status_code == 200
            (stored,) = pages.database.subscribers.all()
            assert stored.email == ANN
            assert pages.database.subscribers.unsubscribe(ANN, NOW) == 1
