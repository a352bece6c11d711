"""The look at the site before the night: it says what it compared, or what is wrong, in words."""

from datetime import date
from typing import Any

import pytest

from ofsted_watch.demo_site.mishaps import Redesigned
from tests.flows.calling import Caller
from tests.standing_watch import StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

WRONG = "The site has changed"


def test_a_site_as_we_know_it_is_said_to_be_so(seen_once: StandingWatch, held: dict[str, Any], run_flow: Caller):
    seen_once.site.today = date.fromisoformat(held["parameters"]["today"])
    checked = run_flow("flows.site_check_flow.site_check")
    assert (checked["name"], checked["state_name"]) == ("site check", "Completed")
    message = checked["state"]["message"]
    assert message.startswith("the site is as expected in ")
    assert "; a known letter reads as it is stored" in message


def test_a_redesigned_authority_page_is_reported_before_the_night(seen_once: StandingWatch, run_flow: Caller):
    seen_once.site.mishap("/provider/44/", Redesigned())
    checked = run_flow("flows.site_check_flow.site_check")
    assert (checked["state_type"], checked["state_name"]) == ("FAILED", WRONG)
    assert "does not name its authority" in checked["state"]["message"]


def test_a_redesigned_search_is_reported_before_the_night(seen_once: StandingWatch, run_flow: Caller):
    seen_once.site.mishap("/search", Redesigned())
    checked = run_flow("flows.site_check_flow.site_check")
    assert (checked["state_type"], checked["state_name"]) == ("FAILED", WRONG)
    assert "search" in checked["state"]["message"]
