"""The forms of mails and settings on a standing watch: pause and resume, a test, a limit that is stored and shown."""

import pytest

from tests.flows.calling import Caller
from tests.standing_watch import StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

WHO = {"why": "to try it", "by": "Ann of ops"}


def test_mails_are_paused_and_resumed_and_status_says_so(seen_once: StandingWatch, run_flow: Caller):
    assert run_flow("flows.mail_flows.all_mails", decision="pause")["state_name"] == "Refused"
    paused = run_flow("flows.mail_flows.all_mails", decision="pause", **WHO)
    try:
        assert "by Ann of ops: to try it" in paused["state"]["message"]
        assert "all mails are paused since" in seen_once.command("status")
        delivered = run_flow("flows.delivery_flow.deliver")
        assert (delivered["state_name"], "All mails are paused" in delivered["state"]["message"]) == ("Completed", True)
    finally:
        resumed = run_flow("flows.mail_flows.all_mails", decision="resume", **WHO)
    assert resumed["state"]["message"] == "mails go out"


def test_a_test_notice_reaches_ops(seen_once: StandingWatch, run_flow: Caller):
    tested = run_flow("flows.mail_flows.all_mails", decision="test", by="Ann")
    assert tested["state_name"] == "Completed"
    outbox = seen_once.folder / "data" / "outbox"
    assert any("Subject: Ofsted Watch: a test of the notices to ops" in mail.read_text() for mail in outbox.glob("*.eml"))


def test_a_limit_is_stored_shown_and_removed(seen_once: StandingWatch, run_flow: Caller):
    changed = run_flow("flows.mail_flows.change_settings", decision="change", limit="late_days", number=20, **WHO)
    try:
        assert changed["state_name"] == "Completed"
        assert "| late days | 20 | 30 | Ann of ops | to try it |" in seen_once.artifacts(changed["id"])["settings"]
        assert "late days 20, stored by Ann of ops" in seen_once.command("status")
    finally:
        run_flow("flows.mail_flows.change_settings", decision="as the environment again", **WHO)
    checked = run_flow("flows.mail_flows.change_settings")
    assert checked["state"]["message"] == "nothing is stored: the environment counts"
