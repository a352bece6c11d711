"""`check-site` as a person runs it before a first night: a line for each assumption, and each can fail."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from ofsted_watch.demo_site import mishaps
from ofsted_watch.demo_site.mishaps import Answer, Happening
from ofsted_watch.demo_site.site_html import Results
from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.demo_site.strange_answers import BareStatus, OtherTotal, UnderCouncilNumber, UnknownKind, WithoutDate
from ofsted_watch.domain.search_listing import FoundAuthority, SearchPage
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.runs.site_answers import AnswerResult, SiteAnswer, filter_answer
from ofsted_watch.services import site_protocol
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.site_check import check_site
from ofsted_watch.services.site_protocol import Protocol
from tests.cli.test_poll_command import Installation
from tests.journeys.watching import Watching, watching

STORY = small_story()
FIRST = STORY.days[0]


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watching]:
    with (
        DemoSite(nights=STORY.nights, authorities=STORY.authorities, today=FIRST) as site,
        watching(site, tmp_path_factory.mktemp("checked")) as opened,
    ):
        opened.night(FIRST)
        yield opened


def checked(watch: Watching, *wrong: mishaps.Mishap, pace_seconds: float = 0.0) -> dict[str, SiteAnswer]:
    watch.site.order_only(*wrong)
    expected = expected_authorities(("all",), watch.resources.register)
    seconds = iter(range(1000))
    protocol = Protocol(watch.resources, expected, pace_seconds=pace_seconds, monotonic=lambda: float(next(seconds)))
    return {answer.name: answer for answer in protocol.answers()}


def checked_in_whole(watch: Watching) -> dict[str, SiteAnswer]:
    return checked(watch, pace_seconds=1)


def test_the_site_as_we_know_it_differs_in_nothing(watch: Watching):
    before = len(watch.site.requests)
    answers = checked(watch, pace_seconds=3)
    assert [answer.line for answer in answers.values() if answer.result is AnswerResult.DIFFERENT] == []
    assert {name for name, answer in answers.items() if answer.result is AnswerResult.UNKNOWN} == {
        "search, since a day as yyyy-mm-dd",
        "search, since a day as dd-mm-yyyy",
        "Ofsted's table",
    }
    assert answers["search, counted"].came == "2 results, 2 stated, missing: none"
    assert answers["file, HEAD"].came.startswith("status 200, Content-Length ")
    methods = [request.method for request in watch.site.requests[before:]]
    assert methods.count("HEAD") == 1


def test_the_check_before_each_night_asks_twelve_times_at_most(watch: Watching):
    watch.site.order_only()
    before = len(watch.site.requests)
    expected = expected_authorities(("all",), watch.resources.register)
    checked = check_site(LocalExecutor(), watch.resources, expected)
    assert checked.complaints == ()
    assert checked.message == "the site is as expected in 20 of 20 answers; a known letter reads as it is stored"
    assert len(watch.site.requests) - before <= 12
    assert {answer.name for answer in checked.answers} < set(checked_in_whole(watch))


def test_the_check_before_each_night_fails_for_what_a_night_would_suffer_from_and_names_the_rest(watch: Watching):
    watch.site.order_only(mishaps.Mishap("/search", OtherTotal("<p>{total} results</p>"), times=None))
    expected = expected_authorities(("all",), watch.resources.register)
    noticed = check_site(LocalExecutor(), watch.resources, expected)
    assert noticed.complaints == ()
    assert noticed.message.endswith(
        "; different, and read all the same: search, the total: expected a number in an element of its own; came 2 in words"
    )
    watch.site.order_only(mishaps.Mishap("/search", mishaps.MissingAuthority("80902"), times=None))
    (complaint,) = check_site(LocalExecutor(), watch.resources, expected).complaints
    assert complaint.startswith("search, counted: expected the stated total and all 2 expected authorities; came 1 results, ")


def test_the_check_before_the_first_night_compares_no_letter_and_says_so(watch: Watching, tmp_path: Path):
    watch.site.order_only()
    with watching(watch.site, tmp_path, contact="") as fresh:
        expected = expected_authorities(("all",), fresh.resources.register)
        checked = check_site(LocalExecutor(), fresh.resources, expected)
        assert checked.complaints == ()
        assert checked.message.endswith("; no letter is stored yet, so none was compared")
        answers = {answer.name: answer for answer in Protocol(fresh.resources, expected, pace_seconds=0).answers()}
    assert answers["our agent"].result is AnswerResult.UNKNOWN
    assert answers["letters that are known"].line == "UNKNOWN    letters that are known: not asked: no letter is stored yet"


class RobotsSay(Happening):
    """A robots.txt that forbids the files."""

    def spoil(self, answer: Answer) -> Answer:
        return replace(answer, body=b"User-agent: *\nDisallow: /v1/\n")


class LinkOutside(Happening):
    """A link to a file beside the timeline."""

    def spoil(self, answer: Answer) -> Answer:
        return replace(answer, body=answer.body.replace(b"</main>", b'<a href="/v1/file/1">More</a></main>'))


class OtherHeaders(Happening):
    """The same bytes with other headers; a conditional request is answered in full."""

    def __init__(self, **headers: str) -> None:
        self.headers = {name.replace("_", "-"): text for name, text in headers.items()}

    def spoil(self, answer: Answer) -> Answer:
        return replace(answer, status=200, headers=answer.headers | self.headers)


class Stranger(Happening):
    """The search lists an authority that nobody knows."""

    def narrow(self, results: Results) -> Results:
        row = replace(results.found[0], provider=replace(results.found[0].provider, urn="80999", name="Nowhere"))
        return replace(results, found=(*results.found, row), total=results.total + 1)


class OtherDays(Happening):
    """The search gives each authority another day of its newest report than its page does."""

    def narrow(self, results: Results) -> Results:
        return replace(results, found=tuple(replace(row, latest=date(2025, 1, 1)) for row in results.found))


class Replaced(Happening):
    """A part of an answer's body is replaced, as a regular expression finds it."""

    def __init__(self, pattern: bytes, by: bytes) -> None:
        self.pattern, self.by = pattern, by

    def spoil(self, answer: Answer) -> Answer:
        return replace(answer, body=re.sub(self.pattern, self.by, answer.body))


class WithoutValidators(Happening):
    """A file that comes without ETag and Last-Modified."""

    def spoil(self, answer: Answer) -> Answer:
        kept = {name: text for name, text in answer.headers.items() if name not in ("ETag", "Last-Modified")}
        return replace(answer, headers=kept)


class FirstOnly(Happening):
    """The search gives half of what it counts, and no next page."""

    def narrow(self, results: Results) -> Results:
        return replace(results, found=results.found[:1])


@pytest.mark.parametrize(
    ("path", "happening", "name", "came"),
    [
        ("/search", FirstOnly(), "search, results on each page", "1"),
        ("/search", OtherTotal("<p>{total} results</p>"), "search, the total", "2 in words"),
        ("/search", mishaps.MissingAuthority("80902"), "search, counted", "missing: 80902"),
        ("/search", UnderCouncilNumber("80901", "303"), "search, ids of councils", "Thornmere"),
        ("/search", UnderCouncilNumber("80901", "303", states_urn=False), "search, results that cannot be read", "states no URN"),
        ("/search", WithoutDate("80901"), "search, newest reports", "Thornmere"),
        ("/search", Stranger(), "search, unknown ids", "80999"),
        ("/search", OtherDays(), "page of Aldershaw, newest report", "2022-08-03"),
        ("/search", mishaps.Redesigned(), "search", "no list of results"),
        ("/search", BareStatus(403), "search", "status 403"),
        ("/provider/44/80902", UnknownKind(), "page of Aldershaw, kinds of letters", "constellation"),
        (
            "/provider/44/80902",
            Replaced(rb'(timeline__date"><time datetime=")[^>]*>[^<]*', rb'\g<1>2030-01-01">1 January 2030'),
            "page of Aldershaw, days",
            "before the event: 60000007, 60000006, 60000005, 60000004",
        ),
        (
            "/provider/44/80901",
            Replaced(rb"/60000002", b"/60000009"),
            "page of Thornmere, file 60000002",
            "no longer file 60000002",
        ),
        (
            "/provider/44/80902",
            Replaced(rb"Aldershaw Council</h1>", rb"Alder and Shaw Council</h1>"),
            "page of Aldershaw, name",
            "Alder and Shaw Council",
        ),
        ("/provider/44/80902", LinkOutside(), "page of Aldershaw", "links to file 1"),
        ("/provider/44/80902", mishaps.Redesigned(), "page of Aldershaw", "does not name its authority"),
        ("/v1/file/", mishaps.WebPage(), "file, type and size", "text/html"),
        ("/v1/file/", OtherHeaders(Content_Type="text/plain"), "file, type and size", "text/plain"),
        ("/v1/file/", OtherHeaders(), "file, conditional request", "status 200"),
        ("/v1/file/99999999", BareStatus(500), "file", "answered 500"),
        ("/v1/file/99999999", mishaps.WebPage(), "file, a number that no file has", "not the page 'Report not found'"),
        ("/v1/file/", mishaps.Truncated(), "letter 60000003", "can no longer be read"),
    ],
)
def test_what_differs_is_a_line_of_its_own_and_the_other_questions_are_asked(
    watch: Watching, path: str, happening: Happening, name: str, came: str
):
    answers = checked(watch, mishaps.Mishap(path, happening, times=None))
    assert answers[name].result is AnswerResult.DIFFERENT, answers[name].line
    assert came in answers[name].came
    assert "Ofsted's table" in answers


def test_a_site_that_refuses_head_is_different(watch: Watching):
    # The third request for a file is the HEAD, after the file itself and the conditional request.
    answer = checked(watch, mishaps.Mishap("/v1/file/", BareStatus(405), times=1, after=2))["file, HEAD"]
    assert answer.line.startswith("DIFFERENT  file, HEAD: expected status 200, Content-Length ")
    assert answer.came.startswith("status 405")


def test_a_file_without_validators_is_unknown_and_asks_no_conditional_request(watch: Watching):
    answers = checked(watch, mishaps.Mishap("/v1/file/", WithoutValidators(), times=None))
    assert answers["file, validators"].line == "UNKNOWN    file, validators: neither ETag nor Last-Modified"
    assert "file, conditional request" not in answers


def test_without_a_page_that_can_be_read_no_file_is_asked_for_and_without_a_search_no_day(watch: Watching):
    answers = checked(
        watch,
        mishaps.Mishap("/provider/", mishaps.Redesigned(), times=None),
        mishaps.Mishap("/search", BareStatus(404), times=None),
    )
    assert answers["file"].line == "UNKNOWN    file: not asked: no page lists a file that can be read"
    assert answers["search, since a day"].result is AnswerResult.UNKNOWN
    assert answers["search"].came == "search 1: status 404"


@pytest.mark.parametrize(("is_clean", "result"), [(True, AnswerResult.OK), (False, AnswerResult.DIFFERENT)])
def test_ofsteds_table_is_compared_where_it_is_given(
    watch: Watching, monkeypatch: pytest.MonkeyPatch, is_clean: bool, result: AnswerResult
):
    watch.site.order_only()
    monkeypatch.setattr(site_protocol, "reconcile_stored", lambda database, register, table: SimpleNamespace(is_clean=is_clean))
    expected = expected_authorities(("all",), watch.resources.register)
    lines = Protocol(watch.resources, expected, table=object(), pace_seconds=0).answers()
    (answer,) = (line for line in lines if line.name == "Ofsted's table")
    assert answer.result is result


def test_robots_that_forbid_the_files_are_different(watch: Watching):
    for path in (watch.resources.settings.data_dir / "robots").iterdir():
        path.unlink()
    answers = checked(watch, mishaps.Mishap("/robots.txt", RobotsSay(), times=None))
    assert answers["robots.txt"].result is AnswerResult.DIFFERENT
    assert "refused: /v1/file/99999999" in answers["robots.txt"].came


def test_a_site_that_finds_our_pace_too_fast_is_different(watch: Watching):
    wrong = mishaps.Mishap("/provider/44/", mishaps.Challenge(403), times=None, after=4)
    answer = checked(watch, wrong, pace_seconds=20)["a minute at our pace"]
    assert (answer.result, "asks whether we are human" in answer.came) == (AnswerResult.DIFFERENT, True)
    assert answer.came.endswith("after 3 requests")


def day(number: int) -> FoundAuthority:
    return FoundAuthority(str(80_900 + number), f"Marle {number}", date(2026, 3, number))


@pytest.mark.parametrize(
    ("total", "result"),
    [(2, AnswerResult.OK), (5, AnswerResult.UNKNOWN), (3, AnswerResult.DIFFERENT), (0, AnswerResult.DIFFERENT)],
)
def test_a_search_since_a_day_narrows_ignores_the_day_or_is_wrong(total: int, result: AnswerResult):
    page = SearchPage(total, "element", (), (), None)
    assert filter_answer("filter", page, [day(number) for number in range(1, 6)], date(2026, 3, 4)).result is result


def test_the_command_prints_a_line_each_saves_every_answer_and_exits_by_the_result(watch: Watching, tmp_path: Path):
    watch.site.order_only()
    here = Installation(watch.site, watch.resources.settings.data_dir)
    done = here.run("check-site", "--save", str(tmp_path / "answers"), "--pace-seconds", "0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "OK         robots.txt: status 200, refused: none, crawl delay: none" in done.stdout.splitlines()
    saved = {path.name for path in (tmp_path / "answers").iterdir()}
    assert {"01-robots.body", "01-robots.headers", "02-search-1.body"} <= saved
    assert len(saved) % 2 == 0
    assert (tmp_path / "answers" / "02-search-1.headers").read_text().splitlines()[1] == "status: 200"
    watch.site.mishap("/search", mishaps.Redesigned(), times=None)
    done = here.run("check-site", "--pace-seconds", "0", "--json")
    assert done.returncode == 1
    assert {line["result"] for line in json.loads(done.stdout)} == {"ok", "different", "unknown"}
    (tmp_path / "no-table.ods").write_text("no table")
    assert here.run("check-site", "--table", str(tmp_path / "no-table.ods")).returncode == 2
