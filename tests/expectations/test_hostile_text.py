"""Whatever the site or a letter says, the suites answer: a row may fail, a rule must not."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from expectations.judgement_suite import check as check_judgements
from expectations.letter_suite import check as check_letters
from expectations.listing_suite import check as check_listings
from ofsted_watch.domain.model import Problem, Witness
from tests.examples import examples
from tests.factories import HOSTS, TODAY, judgement, letter, listing

anything = st.text(st.characters(), max_size=12) | st.sampled_from(
    ["", " ", "{value}", "{0}", "$PARAMETER", "<script>", "nan", "NaT", "None", "<NA>", "\ud800", "a\0b", "x" * 5000]
)
any_day = st.none() | st.dates(date.min, date.max)
# Many rows an example and no shrinking: each question to Great Expectations takes a tenth of a second.
unhurried = settings(
    max_examples=examples(4),
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def many(*values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[tuple[Any, ...]]]:
    return st.lists(st.tuples(*values), min_size=15, max_size=40)


@unhurried
@given(many(anything, anything, anything, anything, any_day, any_day))
def test_any_listing_gets_a_verdict(rows: list[tuple[Any, ...]]) -> None:
    names = ("urn", "file_number", "url", "listed_as", "published", "event_date")
    odd = [listing(**dict(zip(names, row, strict=True))) for row in rows]
    seen_before = {one.urn: 3 for one in odd}
    verdict = check_listings([listing(), *odd], seen_before=seen_before, allowed_hosts=HOSTS, today=TODAY)
    assert verdict.could_not_run == ()
    assert {failed.row for failed in verdict.failed_rows} == set(range(1, len(odd) + 1))


@unhurried
@given(many(anything, anything, any_day, any_day, any_day, st.none() | anything))
def test_any_letter_gets_a_verdict(rows: list[tuple[Any, ...]]) -> None:
    odd = []
    for number, (kind, urn, start, end, published, problem) in enumerate(rows):
        read = letter(kind=kind, urn=urn, inspection_start=start, inspection_end=end, published=published)
        if problem is not None:
            read = letter(problem=Problem("truncated", problem), judgements=())
        odd.append((listing(file_number=f"odd {number}"), read))
    verdict = check_letters([(listing(), letter()), *odd], kinds=["ilacs_inspection"], today=TODAY)
    assert verdict.could_not_run == ()
    assert {failed.row for failed in verdict.failed_rows} == set(range(1, len(odd) + 1))


@unhurried
@given(many(anything, anything, anything, st.integers(-(2**40), 2**40)))
def test_any_judgement_gets_a_verdict(rows: list[tuple[Any, ...]]) -> None:
    odd = []
    for number, (printed, text, file, page) in enumerate(rows):
        judged = judgement(printed=printed, page=page, witnesses=(Witness(page, text, "table"),))
        odd.append(letter(file=file, judgements=(judged,), sha256=str(number)))
    verdict = check_judgements([letter(), *odd])
    assert verdict.could_not_run == ()
    assert {failed.row for failed in verdict.failed_rows} == set(range(1, len(odd) + 1))
