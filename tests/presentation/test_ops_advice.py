"""What a notice to ops says: what to do, and a link to a page that exists."""

import pytest

from ofsted_watch.presentation.ops_advice import form_line, form_page, run_page, what_to_do


@pytest.mark.parametrize("ui", ["https://ops.example.org", "https://ops.example.org/", "https://ops.example.org/v2"])
def test_a_run_is_linked_in_the_new_ui_whichever_way_its_address_is_set(ui: str) -> None:
    assert run_page(ui, "0f3a") == "https://ops.example.org/v2/runs/flow-run/0f3a"


FORM = "https://ops.example.org/v2/deployments/deployment/7c1e/run"


@pytest.mark.parametrize(
    ("filled", "address"),
    [
        ({}, FORM),
        ({"alerts": [12]}, f"{FORM}?parameters=%7B%22alerts%22%3A%5B12%5D%7D"),
        (
            {"decision": "enter", "items": [3, 4]},
            f"{FORM}?parameters=%7B%22decision%22%3A%22enter%22%2C%22items%22%3A%5B3%2C4%5D%7D",
        ),
        (
            {"authorities": ["St Orrin’s (Bay) & Wye"]},
            f"{FORM}?parameters=%7B%22authorities%22%3A%5B%22St%20Orrin%E2%80%99s%20%28Bay%29%20%26%20Wye%22%5D%7D",
        ),
    ],
    ids=["nothing", "a number", "a choice and numbers", "a name with marks of its own"],
)
def test_a_form_opens_with_what_is_known_filled_in(filled: dict[str, object], address: str) -> None:
    for ui in ("https://ops.example.org", "https://ops.example.org/v2/"):
        assert form_page(ui, "7c1e", **filled) == address


def test_a_form_is_named_and_linked_if_the_address_is_known() -> None:
    where = "In the Prefect UI: Deployments, review-held-alerts, Run (in a terminal: `ofsted-watch alerts list`)"
    assert form_line("", {"review-held-alerts": "7c1e"}, "review-held-alerts", "alerts list") == f"{where}."
    unknown = form_line("https://ops.example.org", {"nightly": "7c1e"}, "review-held-alerts", "alerts list", alerts=[12])
    assert unknown == f"{where}: https://ops.example.org/v2/deployments"
    known = form_line("https://ops.example.org", {"review-held-alerts": "7c1e"}, "review-held-alerts", "alerts list", alerts=[12])
    assert known == f"{where}: {FORM}?parameters=%7B%22alerts%22%3A%5B12%5D%7D"


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
