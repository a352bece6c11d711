"""Ops change the register and close a gap in forms: each decision has its name, and a wrong one is refused with a sentence."""

import json

import pytest

from tests.flows.calling import Caller
from tests.standing_watch import StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

AUTHORITIES, GAPS = "flows.register_flows.change_authorities", "flows.register_flows.review_gaps"
OLD = {"authority": "Oldmere", "urn": "81998", "ons_code": "E06000998", "by": "Ann of ops"}
NEW = {"authority": "Nethermoor", "urn": "81999", "ons_code": "E06000999", "by": "Ann of ops"}


def test_an_authority_is_added_and_another_ended_with_its_subscribers(standing: StandingWatch, run_flow: Caller):
    region = json.loads(standing.command("authorities", "list", "--json"))[0]["region"]
    for added in (OLD, NEW):
        run = run_flow(AUTHORITIES, decision="add", region=region, **added)
        assert run["state_name"] == "Added", run["state"]["message"]
    assert "| 81999 | Nethermoor | E06000999 |" in standing.artifacts(run["id"])["register"]
    standing.command("subscribe", "old@example.org", "--authority", "Oldmere", "--on", "change")
    ended = run_flow(
        AUTHORITIES, decision="end", authority="Oldmere", day="2026-01-01", successors=["Nethermoor"], by="Ann of ops"
    )
    assert ended["state_name"] == "Ended"
    assert ended["state"]["message"] == "Oldmere ended on 2026-01-01; 1 subscription moved to Nethermoor"
    assert ended["name"] == "authorities: end Oldmere"
    known = {row["name"]: row for row in json.loads(standing.command("authorities", "list", "--json"))}
    assert (known["Oldmere"]["ended"], known["Oldmere"]["successors"]) == ("2026-01-01", ["Nethermoor"])
    # Other tests of this watch expect the authorities of its site, and no reader of ours.
    standing.command("unsubscribe", "old@example.org")
    gone = run_flow(AUTHORITIES, decision="end", authority="81999", day="2026-01-02", successors=["Thornmere"], by="Ann of ops")
    assert gone["state"]["message"] == "Nethermoor ended on 2026-01-02; 0 subscriptions moved to Thornmere"


@pytest.mark.parametrize(
    ("flow", "given", "sentence"),
    [
        (AUTHORITIES, {"decision": "add", **NEW, "by": " "}, "Say who decides"),
        (AUTHORITIES, {"decision": "add", **NEW, "urn": "x"}, "'x' is not an Ofsted URN"),
        (AUTHORITIES, {"decision": "add", **NEW, "urn": "81997", "authority": "Overmoor"}, "Choose the region of Overmoor: "),
        (AUTHORITIES, {"decision": "end", "authority": "Nowhere", "day": "2026-01-01", "by": "Ann"}, "Nowhere"),
        (AUTHORITIES, {"decision": "end", "authority": "Thornmere", "by": "Ann"}, "Enter the first day without it"),
        (AUTHORITIES, {"decision": "end", "authority": "Thornmere", "day": "2026-01-01", "by": "Ann"}, "took the place of"),
        (GAPS, {"decision": "close", "gap": 987654, "why": "no grades", "by": "Ann"}, "There is no gap 987654"),
        (GAPS, {"decision": "close", "gap": 1, "by": "Ann"}, "Say why"),
    ],
)
def test_what_cannot_be_is_refused(run_flow: Caller, flow: str, given: dict[str, object], sentence: str):
    refused = run_flow(flow, **given)
    assert refused["state_name"] == "Refused"
    assert sentence in refused["state"]["message"]
