"""A fault that arrives in small parts is one fault: the alert limit counts all runs of a day in London together."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from ofsted_watch.demo_site.invented_authorities import crowd
from ofsted_watch.demo_site.stories import DemoSite, StoryNight
from ofsted_watch.demo_site.story_writing import ilacs, post
from ofsted_watch.domain.model import AlertState
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.poll import poll
from tests.journeys.watching import watching

DAY = date(2026, 3, 4)
FEW = crowd(14)
PER_POLL = (4, 4, 4, 1, 1)


def test_14_wrong_changes_over_five_polls_are_held_from_the_13th_on_and_ops_are_notified_of_what_went(tmp_path: Path):
    before = [post(70_000_001 + n, ilacs(each, date(2024, 5, 17), "ggggg", date(2024, 7, 1))) for n, each in enumerate(FEW)]
    wrong = [post(70_001_001 + n, ilacs(each, date(2026, 1, 30), "iiiii", DAY)) for n, each in enumerate(FEW)]
    # The demo site's time moves in days: on its n-th day it shows what the real one shows at the n-th poll.
    number_of_poll = [number for number, count in enumerate(PER_POLL) for _ in range(count)]
    shown = [replace(letter, appears=DAY + timedelta(days=number)) for letter, number in zip(wrong, number_of_poll, strict=True)]
    first = StoryNight(DAY - timedelta(days=1), "First sight.", tuple(before))
    nights = (first, StoryNight(DAY, "Wrong changes.", tuple(shown)))
    sent, held = [], []
    with DemoSite(nights=nights, authorities=FEW) as site, watching(site, tmp_path, ops_email="ops@example.org") as watch:
        watch.night(first.day)
        watch.subscribe()
        expected = expected_authorities(("all",), watch.resources.register)
        for number in range(len(PER_POLL)):
            site.today = DAY + timedelta(days=number)
            poll(LocalExecutor(), watch.resources, expected, DAY)
            deliver(watch.resources)
            sent.append(len(watch.resources.database.alerts.find([AlertState.SENT])))
            held.append(len(watch.resources.database.alerts.find([AlertState.HELD])))
        reasons = sorted(str(alert.hold) for alert in watch.resources.database.alerts.find([AlertState.HELD]))
        ops = [mail for mail in watch.mails() if mail["To"] == "ops@example.org"]
    assert (sent, held) == ([4, 8, 12, 12, 12], [0, 0, 0, 1, 2])
    assert [reason.partition(",")[0] for reason in reasons] == [
        "13 authorities with a changed judgement in the runs of one day",
        "14 authorities with a changed judgement in the runs of one day",
    ]
    assert ops
    text = ops[0].get_content()
    assert "Already sent today (12):" in text
    assert text.count("children's services judged inadequate (was good)") == 12
