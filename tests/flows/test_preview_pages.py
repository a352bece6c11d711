"""What a preview shows in the UI: 'would' on every page, and nothing to do."""

from dataclasses import replace
from datetime import date

from flows.artifacts import about_run, changes_page, coverage_page, letters_page, set_aside_page
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Coverage, Outcome, SetAside
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.domain.set_aside_state import SetAsideSubject
from ofsted_watch.runs.run_result import RunResult

ASIDE = SetAside(SetAsideSubject.LETTER, Urn("1"), "60000001", "not_a_pdf", "The site served a web page.")
ABOUT = "Preview of a backfill, 5 March 2026: Leeds"
RUN = RunResult(
    kind=RunKind.BACKFILL,
    today=date(2026, 3, 5),
    coverage=Coverage(("1",), ("1",), stored=2, set_aside=1),
    outcome=Outcome(date(2026, 3, 5), set_aside=(ASIDE,)),
    names={"1": "Leeds"},
    hold="too many changed",
    new_set_aside=1,
)


def test_a_preview_says_would_on_every_page():
    preview = replace(RUN, preview=True, new_set_aside=0)
    assert about_run(preview) == ABOUT
    assert coverage_page(preview, ABOUT).startswith("# Preview of a backfill, 5 March 2026: Leeds\n\n")
    assert "| letters that would be stored | 2 |" in coverage_page(preview, ABOUT)
    assert "1 letter would be set aside for review; alerts would be held: too many changed" in coverage_page(preview, ABOUT)
    assert letters_page(preview, ABOUT).startswith("# Letters that would be stored")
    assert changes_page(preview, ABOUT).startswith("# Changes that would be recorded")
    assert "**The alerts of this run would be held:** too many changed." in changes_page(preview, ABOUT)
    assert set_aside_page(preview, ABOUT).startswith("# What would be set aside")
    assert "Answer each with" not in set_aside_page(preview, ABOUT)


def test_a_run_says_what_it_has_done():
    assert "| letters stored | 2 |" in coverage_page(RUN, about_run(RUN))
    assert "**The alerts of this run are held:** too many changed." in changes_page(RUN, about_run(RUN))
    assert "Answer each with" in set_aside_page(RUN, about_run(RUN))
