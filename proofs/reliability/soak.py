"""Two months of nights with mishaps against the same two months without: what is left must be the same."""

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ofsted_watch.adapters.exports import export
from ofsted_watch.demo_site.stories import DemoSite, Story
from ofsted_watch.domain.history import RETURNED, WITHDRAWN, histories, standing
from ofsted_watch.domain.model import Event, EventKind, Topic
from ofsted_watch.presentation.serialization import change_to_json, event_to_json
from ofsted_watch.presentation.tables import authority_rows
from proofs.reliability.disturbed_nights import follows_a_notice
from proofs.reliability.metrics import Metric, Section
from proofs.reliability.soak_story import CALM_AFTER, LONGEST, Mishaps, mishaps, story
from proofs.reliability.soak_truth import Notification, expected, happened
from proofs.reliability.steps import ReadHere
from tests.journeys.watching import Watching, watching

NIGHTS, AUTHORITIES = 60, 12
SEEDS = (1, 2, 3, 4)
CALM = Mishaps()

TEXT = f"""{NIGHTS} nights over {AUTHORITIES} authorities with new letters, re-issues, copies under a second number, late letters
and withdrawn ones, run once in peace and once for each seed with random mishaps of the site ({LONGEST} nights long at most),
nights missed and nights run twice; the first night, every fifth and the last {CALM_AFTER} are calm. What each subscriber
is told in peace is compared with what the story itself says, read by an independent model (`proofs/history/reader_model.py`).
Of the rest a case is one thing left.
Equal, byte for byte: the three exports and `changes --json`. Equal as sets: the letters stored (number, bytes, publication,
withdrawn or not), what waits set aside, what the last night expected, checked and listed, and the alerts (person, event,
state, and all that the mail says), each with one mail. Not equal by design, and not compared: the days and moments on which
we saw, fetched or sent something, the day on which a withdrawn letter was missed, the editions of files (a spoiled one is
stored as well), answered set-aside items, and notices of unchecked authorities, which a calm month has none of. The first
night is calm because what comes with the first sight of an authority is never news, every fifth because what the site
showed only while nobody could see it (a letter withdrawn, bytes replaced) can be had nowhere afterwards."""


@dataclass(frozen=True, slots=True)
class Left:
    """What the nights leave behind, as far as it must be the same whatever went wrong in between."""

    changes: str
    exports: dict[str, bytes]
    letters: Counter[tuple[Any, ...]]
    alerts: Counter[tuple[str, str, str, str]]
    set_aside: Counter[tuple[str, ...]]
    coverage: tuple[Any, ...]
    mails: Counter[str]
    told: Counter[Notification] = field(default_factory=Counter)


def nights(folder: Path, notified: Story, wrong: Mishaps, port: int = 0) -> tuple[Left, Counter[str], int]:
    """Run all nights of a story, each as a program of its own would; what is left, and how often each ending was.

    Links hold the site's port, so that two months compared must have the same one: the third value, to be handed in again.
    """
    endings: Counter[str] = Counter()
    with DemoSite(nights=notified.nights, authorities=notified.authorities, mishaps=wrong.on_site, port=port) as site:
        for day in notified.days:
            if day in wrong.missed:
                continue
            with watching(site, folder) as running:
                running.resources.reader = ReadHere(running.resources.register)  # type: ignore[assignment]  # killed readers are another proof's matter
                if day == notified.days[0]:
                    _subscribe(running, notified)
                endings[running.night(day).ending] += 1
                if day in wrong.twice:
                    endings[running.night(day).ending] += 1
        with watching(site, folder) as running:
            return _left(running, folder, notified), endings, urlsplit(site.url).port or 0


def _subscribe(running: Watching, notified: Story) -> None:
    running.subscribe("changes@example.org")
    running.subscribe("letters@example.org", topics=(Topic.LETTER,))
    running.subscribe("one@example.org", notified.authorities[0].name, topics=(Topic.CHANGE, Topic.PRIORITY))
    running.subscribe("falls@example.org", topics=(Topic.CHANGE,), declines_only=True)


def _left(running: Watching, folder: Path, notified: Story) -> Left:
    database, register = running.resources.database, running.resources.register
    stored = database.letters.stored()
    found = standing(database.letters.changes(), histories(stored))
    found_alerts = database.alerts.find()
    unchecked = {
        alert.message_id for alert in found_alerts if alert.event.kind is EventKind.UNCHECKED or follows_a_notice(alert, register)
    }
    alerts = [alert for alert in found_alerts if alert.message_id not in unchecked]
    last = database.runs.last("nightly")
    assert last is not None
    assert last.coverage is not None
    rows = authority_rows(stored, register.current())
    exports = {}
    for kind in ("csv", "xlsx", "parquet"):
        export(rows, folder / f"all.{kind}")
        exports[kind] = (folder / f"all.{kind}").read_bytes()
    return Left(
        changes=json.dumps([change_to_json(one, register.by_urn(one.urn).name) for one in found], indent=1),
        exports=exports,
        letters=Counter(
            (one.listing.urn, one.listing.file_number, one.letter.sha256, one.published, one.withdrawn is None) for one in stored
        ),
        alerts=Counter((alert.subscription.email, _key(alert.event), str(alert.state), _said(alert.event)) for alert in alerts),
        set_aside=Counter((one.what, one.urn, one.about, one.code) for one in database.set_asides.find()),
        coverage=(
            last.today,
            last.coverage.expected,
            last.coverage.checked,
            last.coverage.unchecked,
            last.coverage.listed,
            last.state,
        ),
        mails=Counter(str(mail["Message-ID"]) for mail in running.mails() if str(mail["Message-ID"]) not in unchecked),
        told=happened(notified, alerts),
    )


def _key(event: Event) -> str:
    """What the event is about. The key of a withdrawal or a return ends with the day on which we saw it."""
    return event.key.rpartition(":")[0] if event.key.startswith((f"{WITHDRAWN}:", f"{RETURNED}:")) else event.key


def _said(event: Event) -> str:
    """All that a mail says, but for the day on which we missed a letter that was withdrawn."""
    notified = event_to_json(event) | {"key": _key(event)}
    notified.pop("settles", None)
    if event.kind is EventKind.CORRECTION:
        del notified["happened"]
        for change in notified["changes"]:
            change.pop("withdrawn_on", None)
    return json.dumps(notified, sort_keys=True)


def differences(peace: Left, rough: Left) -> dict[str, str]:
    """Every part that is not the same, with the first of what is missing or too much."""
    found = {}
    for part in (each.name for each in fields(Left)):
        calm, other = getattr(peace, part), getattr(rough, part)
        if calm == other:
            continue
        if isinstance(calm, Counter):
            missing, extra = list((calm - other).elements()), list((other - calm).elements())
            found[part] = f"{len(missing)} missing {missing[:1]!s:.300}, {len(extra)} too much {extra[:1]!s:.300}"
        else:
            found[part] = f"{calm!s:.300} against {other!s:.300}"
    return found


def compare(peace: Left, rough: Left, what: str, remark: str, seconds: float) -> Metric:
    """One seed as a figure: each alert, letter, export and other part is a case."""
    lost, doubled = (sum((one - other).values()) for one, other in ((peace.mails, rough.mails), (rough.mails, peace.mails)))
    found = differences(peace, rough)
    for part, text in found.items():
        print(f"    {part}: {text}")
    tried = len(fields(Left)) - 1 + len(peace.exports)
    return Metric(what, tried, tried - len(found), lost, doubled, remark=remark, seconds=seconds)


def against_its_story(left: Left, notified: Story, seconds: float) -> Metric:
    """What the subscribers were told, against what the story itself says that they must be: each message is a case."""
    truth = expected(notified)
    missing, made_up = truth - left.told, left.told - truth
    for name, some in (("missing", missing), ("made up", made_up)):
        if some:
            print(f"    {name}: {next(iter(some))}")
    lost, doubled = missing.total(), made_up.total()
    what = f"{NIGHTS} nights in peace, against their story"
    return Metric(what, truth.total(), truth.total() - lost, lost, doubled, remark="read by the model", seconds=seconds)


def prove(folder: Path, tell: Callable[[Metric], None], seeds: tuple[int, ...] = SEEDS) -> Section:
    """The nights in peace once, then with each seed's mishaps."""
    notified, began = story(NIGHTS, AUTHORITIES), time.monotonic()
    peace, _, port = nights(folder / "peace", notified, CALM)
    metrics = [against_its_story(peace, notified, time.monotonic() - began)]
    tell(metrics[0])
    for seed in seeds:
        began, wrong = time.monotonic(), mishaps(notified, seed)
        rough, endings, _ = nights(folder / f"seed-{seed}", notified, wrong, port)
        ended = ", ".join(f"{count} {ending}" for ending, count in sorted(endings.items()))
        remark = f"{len(wrong.on_site)} mishaps, {len(wrong.missed)} nights missed, {len(wrong.twice)} run twice; nights: {ended}"
        metrics.append(compare(peace, rough, f"{NIGHTS} nights, seed {seed}", remark, time.monotonic() - began))
        tell(metrics[-1])
    return Section("Two months of mishaps", TEXT, tuple(metrics))
