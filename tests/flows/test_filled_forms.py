"""A link of an artifact opens the form that is needed next with what is known filled in; a decision is left to the person."""

from dataclasses import replace
from datetime import date

from flows.artifacts import coverage_page
from flows.held_pages import held_page
from flows.page_links import PageLinks
from flows.register_flows import gaps_page
from flows.set_aside_page import set_aside_page
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.gaps import Gap, StoredGap
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.model import Authority, Coverage, Outcome
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.domain.set_aside_state import SetAsideSubject
from ofsted_watch.runs.run_result import RunResult
from tests.flows.test_set_aside_page import ITEM, REVIEW
from tests.presentation.emails.examples import alert, changed

OPS = "https://ops.example.org/v2/deployments"
FORMS = {"nightly": "a1", "review-held-alerts": "b2", "review-set-aside-letters": "c3", "review-gaps": "d4", "reread": "e5"}
LINKS = PageLinks(ui="https://ops.example.org", forms=FORMS | {"change-authorities": "f6"})
TODAY = date(2026, 3, 5)
REGISTER = AuthorityRegister.of(
    [Authority("80901", "Thornmere", "E99", "Nowhere"), Authority("80902", "Wye (East) | A", "E98", "")]
)


def test_the_id_of_a_held_alert_opens_its_review_and_leaves_the_decision_open() -> None:
    waiting = replace(alert(changed()), id=12, hold="too many")
    page = held_page([waiting], LINKS)
    assert f"| [12]({OPS}/deployment/b2/run?parameters=%7B%22alerts%22%3A%5B12%5D%7D) |" in page
    assert f"Then run [*review-held-alerts*]({OPS}/deployment/b2/run) again" in page
    assert page.endswith("Nobody gets these mails until then. An id opens *review-held-alerts* with it filled in.")
    assert waiting.subscription.email not in page
    assert "%40" not in page
    unknown = held_page([waiting], PageLinks(ui="https://ops.example.org"))
    assert "| 12 |" in unknown
    assert f"Then run [*review-held-alerts*]({OPS}) again" in unknown
    assert unknown.endswith("Nobody gets these mails until then.")


def test_a_set_aside_letter_leads_to_its_grades_and_to_being_read_again() -> None:
    page = set_aside_page([ITEM, replace(ITEM, what=SetAsideSubject.PAGE, id=13)], [REVIEW], REGISTER, "", LINKS)
    review, enter = f"{OPS}/deployment/c3/run", "%7B%22decision%22%3A%22enter%22%2C%22items%22%3A%5B12%5D%7D"
    again = f"{OPS}/deployment/e5/run?parameters=%7B%22letter%22%3A%2212%22%7D"
    assert f"\n\n[Enter its grades]({review}?parameters={enter}) · [Read it again]({again})\n\n" in page
    for item in (12, 13):
        assert f"| [{item}]({review}?parameters=%7B%22items%22%3A%5B{item}%5D%7D) |" in page
    assert page.count("Enter its grades") == 1
    assert "Enter its grades" not in set_aside_page([ITEM], [REVIEW], REGISTER, "", PageLinks(ui="https://ops.example.org"))


def test_the_id_of_a_gap_opens_the_form_that_closes_it() -> None:
    gap = Gap(Urn("80901"), FileNumber("60000101"), TODAY, "Inspection", "https://a.example/1", "It is missing.")
    page = gaps_page([StoredGap(7, gap, TODAY)], REGISTER, LINKS)
    assert f"| [7]({OPS}/deployment/d4/run?parameters=%7B%22gap%22%3A7%7D) |" in page


def test_unchecked_authorities_fill_the_form_of_a_night_and_an_unknown_one_the_form_that_adds_it() -> None:
    unchecked = {Urn("80902"): "its page is not there", Urn("80901"): "the site is down", Urn("80977"): "the register lacks it"}
    names = {Urn("80901"): "Thornmere", Urn("80902"): "Wye (East) | A", Urn("80977"): "Stanbeck [x](y)"}
    coverage = Coverage(tuple(names), (), unchecked=unchecked)
    night = RunResult(kind=RunKind.NIGHTLY, today=TODAY, coverage=coverage, outcome=Outcome(TODAY), names=names)
    both = "%7B%22authorities%22%3A%5B%22Thornmere%22%2C%22Wye%20%28East%29%20%7C%20A%22%5D%7D"
    page = coverage_page(night, "A night", LINKS, REGISTER)
    assert (
        f"\n\nTo check them again: [*nightly*]({OPS}/deployment/a1/run?parameters={both}), "
        "with these *Authorities*: Thornmere; Wye (East) &#124; A."
    ) in page
    new = "%7B%22decision%22%3A%22add%22%2C%22authority%22%3A%22Stanbeck%20%5Bx%5D%28y%29%22%2C%22urn%22%3A%2280977%22%7D"
    assert (
        f"\n\nTo add Stanbeck &#91;x&#93;(y) if it is new: [*change-authorities*]({OPS}/deployment/f6/run?parameters={new}), "
        "with *add*, its URN 80977, ONS code and region."
    ) in page
    unknown = replace(night, coverage=replace(coverage, unchecked={Urn("no number"): "no URN"}))
    assert "deployments" not in coverage_page(unknown, "A night", LINKS, REGISTER)
