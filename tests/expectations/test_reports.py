"""The validation reports: everything that was said is on the page, nothing that was scraped becomes markup."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

import expectations.framework_suite
import expectations.history_suite
import expectations.improvement_suite
import expectations.judgement_suite
import expectations.letter_suite
import expectations.listing_suite
from expectations.report_files import INDEX, prune, summary_in, write_index, write_report
from expectations.report_page import MOST_ROWS, Ruling, Summary, ruling_of
from expectations.rule_texts import DEMANDS
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.model import FailedRow, Problem, RuleResult, Verdict, Witness
from tests.browser.chromium import PICTURES, browsing, needs_chromium, photograph
from tests.factories import HOSTS, TODAY, judgement, letter, listing, stored

HOSTILE = (
    "<script>document.title='taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    "\"'><svg onload=alert(1)>",
    "</title></table></bdi><h1>",
    "{{ 7 * 7 }}{% for x in y %}",
    "javascript:alert(1)",
    "turned \u202eround",
    "half \ud800 a pair, null \0",
    "&lt;b&gt; &#x3c;",
)


class Page(HTMLParser):
    """What a browser would make of a page: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend((tag, name, value) for name, value in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def page(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def verdicts() -> tuple[Verdict, ...]:
    """A night on which something of every sort happened, asked of Great Expectations itself."""
    numbers = range(80001, 80013)
    listings = [listing(urn=str(urn), file_number=str(urn)) for urn in numbers]
    listings.append(listing(urn="80001", file_number="99", url="https://evil.example/<b>.pdf"))
    unreadable = letter(problem=Problem("truncated", f"The file ends early: {HOSTILE[0]}"), judgements=(), urn=None)
    letters = [(one, letter(urn=one.urn)) for one in listings[:9]]
    letters += [(one, replace(unreadable, sha256=str(n))) for n, one in enumerate(listings[9:12])]
    judged = letter(judgements=(judgement(printed=HOSTILE[1], witnesses=(Witness(1, HOSTILE[2], "table"),)),))
    before = [stored("1", date(2026, 1, 1), {Area.OVERALL: Grade.OUTSTANDING})]
    after = [*before, stored("2", date(2026, 10, 1), {Area.OVERALL: Grade.INADEQUATE})]
    return (
        expectations.listing_suite.check(
            listings, seen_before={str(urn): 3 for urn in numbers} | {"89999": 2}, allowed_hosts=HOSTS, today=TODAY
        ),
        expectations.letter_suite.check(letters, today=TODAY),
        expectations.judgement_suite.check([judged, letter()]),
        expectations.framework_suite.check([judged]),
        expectations.improvement_suite.check([replace(judged, improvements_heading="What needs to improve")]),
        expectations.history_suite.check(before, after),
    )


def test_every_rule_has_a_sentence_and_every_sentence_a_rule(verdicts: tuple[Verdict, ...]) -> None:
    asked = {verdict.suite: [rule.rule for rule in verdict.rules] for verdict in verdicts}
    assert asked.keys() == DEMANDS.keys()
    for suite, rules in asked.items():
        assert sorted(rules) == sorted(DEMANDS[suite])


def test_a_report_says_all_that_the_expectations_said(verdicts: tuple[Verdict, ...], tmp_path: Path) -> None:
    seen = page(write_report("nightly 57", TODAY, verdicts, tmp_path, text="checked 12 of 13 authorities")).text
    assert "Nightly 57, 2026-11-23" in seen
    assert "checked 12 of 13 authorities" in seen
    for verdict in verdicts:
        for sentence in (*verdict.failed_batch, *verdict.could_not_run, *verdict.warnings):
            assert sentence in seen
        for failed in verdict.failed_rows:
            assert failed.message in seen
        for rule in verdict.rules:
            assert DEMANDS[verdict.suite][rule.rule] in seen


def test_rules_that_held_are_listed_with_the_rows_they_checked(tmp_path: Path) -> None:
    held = Verdict("history", 4, rules=(RuleResult("kept_once", "row", passed=True, checked=4),))
    html = write_report("nightly", TODAY, [held], tmp_path).read_text()
    row = re.search(r"<tr><th scope=\"row\">A letter is stored once\.</th>.*?</tr>", html)
    assert row is not None
    assert ">4</td>" in row[0]
    assert ">held</span>" in row[0]
    assert str(Ruling.HELD) in html


def test_a_failed_row_is_named_by_its_own_name(verdicts: tuple[Verdict, ...], tmp_path: Path) -> None:
    html = write_report("nightly", TODAY, verdicts, tmp_path).read_text()
    assert "<bdi>file 99 of authority 80001</bdi>" in html


def test_a_row_without_a_name_is_named_by_its_place(tmp_path: Path) -> None:
    nameless = Verdict("letters", 3, failed_rows=(FailedRow(2, "kind_missing", "it has no kind"),))
    assert "row 3" in page(write_report("nightly", TODAY, [nameless], tmp_path)).text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_scraped_words_never_become_markup(hostile: str, tmp_path: Path) -> None:
    rule = RuleResult("kind_known", "row", passed=False, checked=1, broken_by=((0, hostile),))
    said = Verdict(
        "letters",
        1,
        (FailedRow(0, "kind_known", hostile), FailedRow(0, hostile, hostile)),
        (hostile,),
        (hostile,),
        (hostile,),
        (rule,),
    )
    harmless = Verdict("letters", 1, (FailedRow(0, "kind_known", "a"), FailedRow(0, "b", "c")), ("d",), ("e",), ("f",), (rule,))
    attacked = page(write_report(hostile, TODAY, [said], tmp_path, text=hostile))
    plain = page(write_report("nightly", TODAY, [harmless], tmp_path, text="g"))
    assert attacked.tags == plain.tags
    assert "script" not in attacked.tags
    assert "\u202e" not in attacked.text
    assert "\0" not in attacked.text
    index = page(tmp_path / INDEX)
    assert "script" not in index.tags
    assert not [name for _, name, _ in (*attacked.attributes, *index.attributes) if name.startswith("on")]


def test_a_report_asks_nothing_of_the_network(verdicts: tuple[Verdict, ...], tmp_path: Path) -> None:
    written = page(write_report("nightly", TODAY, verdicts, tmp_path))
    for seen in (written, page(tmp_path / INDEX)):
        links = [value for _, name, value in seen.attributes if name in ("href", "src", "action", "data", "srcset")]
        assert all(re.fullmatch(r"[a-z0-9-]+\.html", str(link)) for link in links), links
        assert not {"script", "iframe", "img", "link", "object"} & set(seen.tags)
        assert any("default-src 'none'" in str(value) for _, name, value in seen.attributes if name == "content")


def test_a_report_is_made_for_ears_too(verdicts: tuple[Verdict, ...], tmp_path: Path) -> None:
    written = page(write_report("nightly", TODAY, verdicts, tmp_path))
    for seen in (written, page(tmp_path / INDEX)):
        assert ("html", "lang", "en-GB") in seen.attributes
        assert seen.tags.count("h1") == 1
        assert seen.tags.count("table") == seen.tags.count("caption") >= 1
        scopes = [value for tag, name, value in seen.attributes if tag == "th" and name == "scope"]
        assert len(scopes) == seen.tags.count("th")
        assert {"col", "row"} == set(scopes)


def test_the_worst_thing_said_names_the_night() -> None:
    rule = RuleResult("kept_once", "row", passed=True, checked=1)
    good = Verdict("history", 1, rules=(rule,))
    assert ruling_of([good]) is Ruling.HELD
    assert ruling_of([good, replace(good, warnings=("w",))]) is Ruling.WARNED
    assert ruling_of([replace(good, warnings=("w",), failed_rows=(FailedRow(0, "r", "w"),))]) is Ruling.SET_ASIDE
    assert ruling_of([replace(good, failed_rows=(FailedRow(0, "r", "w"),), failed_batch=("b",))]) is Ruling.STOPPED
    assert ruling_of([good, replace(good, failed_batch=("b",), could_not_run=("c",))]) is Ruling.NOT_CHECKED


def test_the_report_of_a_preview_says_would(tmp_path: Path) -> None:
    broken = Verdict("letters", 3, failed_rows=(FailedRow(0, "dates_in_order", "ends before it starts"),))
    stopping = Verdict("listings", 9, failed_batch=("Only 3 letters are listed where there were 90.",))
    for name, verdict, expected in (
        ("backfill preview 7", broken, ("Rows would be set aside", "rows that would be set aside", "Would be set aside")),
        ("backfill preview 8", stopping, ("The run would stop: a rule on the whole batch is broken", "Would stop the run")),
    ):
        shown = Page(write_report(name, TODAY, [verdict], tmp_path).read_text()).text
        assert [text for text in expected if text not in shown] == []
        assert "Stopped" not in shown
    index = Page((tmp_path / INDEX).read_text()).text
    assert "Rows would be set aside" in index
    assert "The run would stop" in index
    done = Page(write_report("backfill 9", TODAY, [broken], tmp_path).read_text()).text
    assert "would" not in done


def test_a_night_on_which_no_rule_was_asked_is_never_called_good(tmp_path: Path) -> None:
    assert ruling_of([]) is Ruling.NOTHING
    assert ruling_of([Verdict("letters", 0)]) is Ruling.NOTHING
    assert "Nothing was checked" in page(write_report("nightly", TODAY, [], tmp_path)).text


def test_a_rule_without_a_sentence_is_a_defect(tmp_path: Path) -> None:
    new = Verdict("letters", 1, rules=(RuleResult("brand_new", "row", passed=True, checked=1),))
    with pytest.raises(KeyError, match="brand_new"):
        write_report("nightly", TODAY, [new], tmp_path)


def test_more_rows_than_a_page_holds_are_counted_not_hidden(tmp_path: Path) -> None:
    many = Verdict(
        "letters", 3000, tuple(FailedRow(n, "kind_missing", f"letter {n} has no kind") for n in range(MOST_ROWS + 234))
    )
    path = write_report("nightly", TODAY, [many], tmp_path)
    seen = page(path)
    assert "234 more" in seen.text
    assert seen.tags.count("tr") == MOST_ROWS + 1
    summary = summary_in(path)
    assert summary is not None
    assert summary.set_aside == MOST_ROWS + 234


def test_two_runs_of_one_name_on_one_day_are_two_reports(tmp_path: Path) -> None:
    first = write_report("Nightly run", TODAY, [], tmp_path, text="the first")
    second = write_report("Nightly run", TODAY, [], tmp_path, text="the second")
    assert [first.name, second.name] == ["2026-11-23-nightly-run.html", "2026-11-23-nightly-run-2.html"]
    assert "the first" in page(first).text
    assert "the second" in page(second).text


def test_a_hostile_name_of_a_run_stays_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    for name in ("../../etc/passwd", "/", "", "..\0", "Ü"):
        assert write_report(name, TODAY, [], folder).parent == folder
    assert [path.name for path in tmp_path.iterdir()] == ["reports"]


def test_the_index_lists_every_report_newest_first(tmp_path: Path) -> None:
    for day in (TODAY - timedelta(days=1), TODAY - timedelta(days=3), TODAY):
        write_report("nightly", day, [], tmp_path, text=f"the night of {day}")
    html = (tmp_path / INDEX).read_text()
    assert re.findall(r'href="(\S+?)"', html) == [
        "2026-11-23-nightly.html",
        "2026-11-22-nightly.html",
        "2026-11-20-nightly.html",
    ]
    assert "the night of 2026-11-20" in html


def test_a_report_that_cannot_be_understood_is_listed_by_its_name(tmp_path: Path) -> None:
    write_report("nightly", TODAY, [], tmp_path)
    (tmp_path / "2026-11-22-nightly.html").write_text("<html>", encoding="utf-8")
    (tmp_path / "2026-11-21-nightly.html").write_text(
        '<meta name="ofsted-watch-summary" content=\'{"night": 5}\'>', encoding="utf-8"
    )
    good = (tmp_path / "2026-11-23-nightly.html").read_text(encoding="utf-8")
    wrong_type = good.replace("&#34;rules&#34;: 0", "&#34;rules&#34;: &#34;many&#34;")
    assert wrong_type != good
    (tmp_path / "2026-11-20-nightly.html").write_text(wrong_type, encoding="utf-8")
    write_index(tmp_path)
    seen = page(tmp_path / INDEX).text
    assert seen.count("not a readable report") == 3
    assert "2026-11-22-nightly.html" in seen


def test_the_summary_comes_back_out_of_the_page(verdicts: tuple[Verdict, ...], tmp_path: Path) -> None:
    notified = summary_in(write_report("nightly 57", TODAY, verdicts, tmp_path, text='"quoted" & <b>bold</b>'))
    assert notified == Summary(
        night="nightly 57",
        day="2026-11-23",
        text='"quoted" & <b>bold</b>',
        ruling=str(Ruling.STOPPED),
        rules=sum(len(verdict.rules) for verdict in verdicts),
        set_aside=7,
        stopped=3,
        could_not_run=0,
        warnings=1,
    )


def test_pruning_keeps_the_newest_nights_and_every_report_of_each(tmp_path: Path) -> None:
    for back in range(6):
        write_report("nightly", TODAY - timedelta(days=back), [], tmp_path)
    write_report("backfill", TODAY - timedelta(days=1), [], tmp_path)
    (tmp_path / "notes.html").write_text("ours to keep", encoding="utf-8")
    gone = prune(tmp_path, nights=2)
    assert sorted(path.name for path in gone) == [f"2026-11-{day}-nightly.html" for day in (18, 19, 20, 21)]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "2026-11-22-backfill.html",
        "2026-11-22-nightly.html",
        "2026-11-23-nightly.html",
        "index.html",
        "notes.html",
    ]
    assert "2026-11-21" not in (tmp_path / INDEX).read_text()
    assert prune(tmp_path, nights=2) == ()


def test_pruning_counts_nights_with_a_report_so_an_outage_loses_none(tmp_path: Path) -> None:
    for day in (date(2026, 1, 1), date(2026, 1, 2), TODAY):
        write_report("nightly", day, [], tmp_path)
    assert [path.name for path in prune(tmp_path, nights=2)] == ["2026-01-01-nightly.html"]
    with pytest.raises(ValueError, match="no report"):
        prune(tmp_path, nights=0)


def test_nothing_half_written_is_left(verdicts: tuple[Verdict, ...], tmp_path: Path) -> None:
    write_report("nightly", TODAY, verdicts, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2026-11-23-nightly.html", "index.html"]


@pytest.mark.browser
@needs_chromium
@pytest.mark.parametrize("width", [360, 1100])
def test_a_report_fits_its_window_and_runs_nothing(verdicts: tuple[Verdict, ...], width: int, tmp_path: Path) -> None:
    path = write_report("nightly 57", TODAY, verdicts, tmp_path, text="checked 12 of 13 authorities, 8 letters stored")
    write_report("nightly 56", TODAY - timedelta(days=1), verdicts[3:], tmp_path, text="checked 13 of 13 authorities")
    stored_in = Path(PICTURES or tmp_path) if width == 1100 else tmp_path
    asked: list[str] = []
    with browsing(viewport={"width": width, "height": 1150}) as window:
        window.on("request", lambda request: asked.append(request.url))
        for shown, picture in ((path, "validation-report.png"), (tmp_path / INDEX, "validation-index.png")):
            window.goto(shown.as_uri())
            assert window.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
            assert "taken" not in window.title()
            photograph(window, stored_in / picture, whole=False)
    assert asked == [path.as_uri(), (tmp_path / INDEX).as_uri()]
