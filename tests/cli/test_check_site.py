"""`check-site` as a person runs it before a first night: a line for each assumption, and each can fail."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ofsted_watch.demo_site import mishaps
from ofsted_watch.demo_site.mishaps import Answer, Happening
from ofsted_watch.demo_site.site_html import Results
from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.demo_site.strange_answers import BareStatus, OtherTotal, UnderCouncilNumber, UnknownKind, WithoutDate
from ofsted_watch.domain.search_listing import FoundAuthority, SearchPage
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.runs.site_answers import AnswerResult, SiteAnswer, filter_answer
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
    summary, complaints = check_site(LocalExecutor(), watch.resources, expected)
    assert (complaints, summary.startswith("the search lists 2 authorities")) == ((), True)
    assert len(watch.site.requests) - before <= 12


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
        ("/search", mishaps.Redesigned(), "search", "no list of results"),
        ("/search", BareStatus(403), "search", "status 403"),
        ("/provider/44/80902", UnknownKind(), "page of Aldershaw, kinds of letters", "constellation"),
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
