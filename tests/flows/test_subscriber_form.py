"""The form of one subscriber on a standing watch: added, found, removed; the run keeps no whole address."""

import json

import pytest

from tests.flows.calling import Caller
from tests.standing_watch import StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

FORM = "flows.subscriber_flows.subscriber"
ADDRESS = "rowan.ash@council.example"


def test_a_subscriber_is_added_and_found_and_the_run_keeps_no_whole_address(standing: StandingWatch, run_flow: Caller):
    added = run_flow(FORM, decision="add", email=ADDRESS, authorities=["Oxmarsh"])
    assert (added["state_name"], added["state"]["message"]) == ("Completed", "r…@c….example: 1 subscription")
    assert "changed judgements about Oxmarsh, as soon as we know" in standing.artifacts(added["id"])["subscriber"]
    assert added["parameters"]["email"] == "r…@c….example"
    assert ADDRESS in standing.command("subscriptions")
    removed = run_flow(FORM, decision="remove", email=ADDRESS)
    assert removed["state"]["message"] == "r…@c….example: 0 subscriptions"
    refused = run_flow(FORM, decision="remove", email=ADDRESS)
    assert refused["state_name"] == "Refused"
    for run in (added, removed, refused):
        kept = json.dumps([run, standing.artifacts(run["id"]), standing.states(run["id"])], ensure_ascii=False)
        assert ADDRESS not in kept
