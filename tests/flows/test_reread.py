"""Reading one letter again from the form: its run is named by the letter and shows both readings; wrong input is refused."""

import pytest

from tests.flows.calling import Caller
from tests.standing_watch import StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

REREAD = "flows.reread_flow.reread_letters"
NUMBER = "60000004"
"""Aldershaw's first report, which the first night stores."""


def test_one_letter_is_read_again_and_shown_as_it_was_and_is(seen_once: StandingWatch, run_flow: Caller):
    done = run_flow(REREAD, letter=f"{seen_once.site.url}/v1/file/{NUMBER}")
    assert (done["name"], done["state_name"]) == (f"reread letter {NUMBER}", "Completed"), done["state"]["message"]
    assert f", file {NUMBER}: read as before; checked 1 of 1 authorities" in done["state"]["message"]
    page = seen_once.artifacts(done["id"])["reread"]
    assert f"file {NUMBER} read again" in page
    assert f"[open]({seen_once.site.url}/v1/file/{NUMBER})" in page
    assert "ofsted-watch " not in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"letter": "987654"}, "Give its file number, its link on Ofsted's site, or its id among the set-aside letters"),
        ({"letter": NUMBER, "authorities": ["Stanbeck"]}, "Choose authorities, or one letter, and not both"),
        ({"authorities": ["Nowhere"]}, "Nowhere"),
    ],
    ids=["no such letter", "both", "no such authority"],
)
def test_wrong_input_is_refused_with_what_to_do(run_flow: Caller, given: dict[str, object], sentence: str):
    refused = run_flow(REREAD, **given)
    assert (refused["state_name"], sentence in refused["state"]["message"]) == ("Refused", True), refused["state"]["message"]
