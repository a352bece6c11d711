"""What a notice to ops says: what to do, and a link to a page that exists."""

import pytest

from ofsted_watch.presentation.ops_advice import form_line, run_page, what_to_do


@pytest.mark.parametrize("ui", ["https://ops.example.org", "https://ops.example.org/", "https://ops.example.org/v2"])
def test_a_run_is_linked_in_the_new_ui_whichever_way_its_address_is_set(ui: str) -> None:
    assert run_page(ui, "0f3a") == "https://ops.example.org/v2/runs/flow-run/0f3a"


def test_a_form_is_named_and_linked_if_the_address_is_known() -> None:
    where = "In the Prefect UI: Deployments, review-held-alerts, Run (in a terminal: `ofsted-watch alerts list`)"
    assert form_line("", "review-held-alerts", "alerts list") == f"{where}."
    linked = form_line("https://ops.example.org", "review-held-alerts", "alerts list")
    assert linked == f"{where}: https://ops.example.org/v2/deployments"


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("Incomplete", "'coverage'"),
        ("Stopped", "'checks'"),
        ("Late", "Is a worker running?"),
        ("Refused", "Read the message of the run"),
        ("Not all delivered", "tried again by themselves"),
    ],
)
def test_each_state_says_what_to_do_without_a_terminal(state: str, sentence: str) -> None:
    assert sentence in what_to_do(state)
    assert "ofsted-watch " not in what_to_do(state)
