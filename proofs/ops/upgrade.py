"""A service of version 0.1 with real letters, people and mails is upgraded, then moved: nothing is lost, nothing is sent twice.

The code of 0.1 comes from the history of this repository and runs as it was, in processes of its own. Then the commands of today
take over its data folder, as deployments/README.md says, and go on night by night. Half of those nights keep the database in
SQLite; then it moves to PostgreSQL. In the order of `prove_upgrade`.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from email import message_from_bytes
from pathlib import Path
from typing import Any

import httpx
from aiosmtpd.smtp import Envelope

from ofsted_watch.demo_site.corpus_site import CorpusSite
from proofs.history.corpus_replay import entries
from proofs.ops.real_letters import (
    GRADED,
    MISREAD,
    Person,
    RealLetter,
    as_found_by_people,
    expected_mails,
    mailed,
    message_id,
    misread_entry,
    own_links,
    real_letters,
    write_site,
)
from proofs.ops.versions import CannotRun, Version, pages, version_0_1
from tests.adapters.mail_servers import Mailbox, serving
from tests.paths import CORPUS, REPOSITORY
from tests.ports import free_ports
from tests.postgres_server import postgres_server

BACKFILLED = date(2024, 5, 31)
NIGHTS_OF_0_1 = (date(2024, 7, 12), date(2024, 8, 28))
REFUSED_NIGHT = date(2024, 11, 19)
"""The mail server refuses every mail of this night: its alerts are due when the service is upgraded."""
LAST_NIGHT = date(2026, 8, 31)

COUNCIL = Person("council@example.org", frozenset({"80547", "80479"}), every_letter=False)
NEWSROOM = Person("newsroom@example.org", frozenset(), every_letter=True)
CHARITY = Person("charity@example.org", frozenset(), every_letter=False)
"""Changes of two authorities at once (0.1 mails about one, today's version about the other); every letter at once; every change
once a week."""


_READ_BY_BOTH = ("kind", "published", "inspection_start", "inspection_end", "inspectors", "previous_judgement")
"""Fields of `letters --json` beside the grades that both versions have."""

_KEPT = (("letters",), ("subscriptions",), ("alerts", "list"), ("set-aside", "list"), ("gaps", "list"))
"""Commands that say everything that a person may ask about; a move changes none of their answers."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A line of the result, and whether what it says is as it must be."""

    name: str
    text: str
    holds: bool = True


class RememberingMailbox(Mailbox):
    """Also keeps what it refuses."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        if not self.said["end"].startswith("250"):
            assert isinstance(envelope.original_content, bytes)
            self.refused.append(envelope.original_content)
        return await super().handle_DATA(server, session, envelope)

    @property
    def contents(self) -> list[bytes]:
        """Every mail that it took, the oldest first."""
        return [content for _, content in self.stored]


@dataclass
class Upgrade:
    """The proof under way, and its metrics so far. Each step takes the service further and adds what it saw."""

    mailbox: RememberingMailbox
    letters: Sequence[RealLetter]
    old: Version
    new: Version
    tell: Callable[[str], None]
    metrics: list[Metric] = field(default_factory=list)
    sent_by_0_1: int = 0
    stored_by_0_1: dict[str, Any] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """True if every metric is as it must be."""
        return all(metric.holds for metric in self.metrics)

    @property
    def text(self) -> str:
        """The metrics, one on each line."""
        width = max(len(metric.name) for metric in self.metrics)
        lines = [f"{each.name:<{width}} {each.text}{'' if each.holds else '   <- NOT AS IT MUST BE'}" for each in self.metrics]
        return "\n".join([*lines, "it holds" if self.holds else "IT DOES NOT HOLD"])

    def add(self, name: str, text: str, holds: bool = True) -> None:
        """Add a metric."""
        self.metrics.append(Metric(name, text, holds))
        self.tell(f"{name}: {text}{'' if holds else '   <- NOT AS IT MUST BE'}")

    def serve_0_1(self) -> None:
        """A quiet backfill, three people, two nights with news and their mails, and a night whose mails are refused."""
        _, version = self.old.run("--version")
        names = [word for urn in sorted({each.urn for each in self.letters}) for word in ("--authority", urn)]
        backfilled, _ = self.old.run("backfill", *names, "--today", str(BACKFILLED))
        self.old.run("subscribe", COUNCIL.email, *(word for urn in sorted(COUNCIL.urns) for word in ("--authority", urn)))
        self.old.run("subscribe", NEWSROOM.email, "--all", "--on", "letter")
        self.old.run("subscribe", CHARITY.email, "--all", "--rhythm", "weekly")
        is_quiet = not self.mailbox.contents
        nights = [("nightly", "--today", str(day)) for day in (*NIGHTS_OF_0_1, REFUSED_NIGHT)]
        codes = [self.old.run(*words)[0] for words in (nights[0], ("alerts", "deliver", "--digest", "weekly"), nights[1])]
        self.sent_by_0_1 = len(self.mailbox.contents)
        self.mailbox.said["end"] = "451 4.3.0 out of order, come back later"
        codes.append(self.old.run(*nights[2])[0])
        self.mailbox.said["end"] = "250 2.0.0 kept"
        self.stored_by_0_1 = {row["file_number"]: row for row in self.old.rows("letters")}
        aside, due = self.old.rows("set-aside", "list"), self.old.rows("alerts", "list", "--state", "pending")
        is_full = bool(self.stored_by_0_1) and bool(aside) and self.sent_by_0_1 > 2
        self.add("version", version.strip(), "0.1.0" in version)
        self.add(
            "in 0.1",
            f"{len(self.stored_by_0_1)} letters stored, {len(aside)} set aside ({_codes_of(aside)}); no mail by the backfill "
            f"(exit code {backfilled}), {self.sent_by_0_1} mails in two nights and a digest; then {len(due)} alerts due, of them "
            f"{len(self.mailbox.refused)} refused by the mail server (exit codes {codes})",
            is_full and is_quiet and codes == [0, 0, 0, 1] and len(due) >= len(self.mailbox.refused) > 0,
        )

    def change_over(self) -> None:
        """The steps of the runbook: backup, the settings, `migrate`; and what an old version does afterwards."""
        saved, _ = self.old.run("save", "../backup", module="deployments.backup")
        refused, text = Version(REPOSITORY, self.new.folder, self.old.settings).run("status")
        self.add("old setting", f"refused by name with exit code {refused}", refused == 2 and "OFSTED_WATCH_BLIND_NIGHTS" in text)
        began = time.monotonic()
        migrated, _ = self.new.run("migrate")
        seconds = time.monotonic() - began
        before = {number: _grades(row) for number, row in self.stored_by_0_1.items()}
        after = {row["file_number"]: _grades(row) for row in self.new.rows("letters")}
        self.add(
            "migrate",
            f"{seconds:.1f} s, exit codes of backup and migrate {saved} and {migrated}; {len(after)} letters with "
            f"{sum(map(len, after.values()))} grades as 0.1 had them",
            saved == migrated == 0 and before == after,
        )
        code, text = self.old.run("status")
        self.add("going back", f"0.1 refuses the newer database with exit code {code}", code == 1 and "newer version" in text)

    def read_again(self) -> None:
        """`reread`, then the mails that were due: refused ones and a digest."""
        sent, before = len(self.mailbox.contents), {row["file_number"]: _grades(row) for row in self.new.rows("letters")}
        began = time.monotonic()
        code, _ = self.new.run("reread")
        seconds, rows = time.monotonic() - began, self.new.rows("letters")
        held = self.new.rows("alerts", "list", "--state", "held")
        corrections = {alert["to"] for alert in held if alert["event"]["kind"] == "correction"}
        old = [(self.stored_by_0_1[row["file_number"]], row) for row in rows if row["file_number"] in before]
        others = sum(_grades(was) != _grades(row) for was, row in old)
        fields = sum(any(was[name] != row[name] for name in _READ_BY_BOTH) for was, row in old)
        versions = {row["reader_version"] for row in rows} | {row["reader_version"] for row in self.stored_by_0_1.values()}
        self.add(
            "reread",
            f"{seconds:.0f} s, exit code {code}; reader {' and '.join(sorted(versions))}; {len(rows) - len(before)} letters "
            f"more, {others} with other grades, {fields} with another date, inspector or previous judgement; "
            f"{len(held)} alerts held, corrections to {len(corrections)} people; {len(self.mailbox.contents) - sent} mails",
            code == 1 and len(held) == len(corrections) == 3 and len(self.mailbox.contents) == sent and len(versions) == 2,
        )
        self.release()
        codes = [self.new.run("alerts", "deliver", *words)[0] for words in (["--now"], ["--digest", "weekly"])]
        copies = self.mailbox.copies()
        times = [copies[message_id(content)] for content in self.mailbox.refused]
        text = f"exit codes {codes}; {len(times)} mails that were refused to 0.1 came {times} times, with the Message-ID of 0.1"
        self.add("mails due", text, codes == [0, 0] and set(times) == {1})

    def go_on(self, site: CorpusSite, postgres_url: str) -> None:
        """A night for each day with a report of an inspection, with the move half-way, and a last one."""
        seconds = self.new.seconds
        days = sorted({each.listed for each in self.letters if each.kind in GRADED and each.listed > REFUSED_NIGHT})
        codes: Counter[int] = Counter()
        for site.today in [*days, LAST_NIGHT]:
            if site.today == days[len(days) // 2]:
                self.move(postgres_url)
            codes[self.new.run("nightly", "--today", str(site.today))[0]] += 1
            self.release()
        text = f"{len(days) + 1}, exit codes {dict(codes)}, {self.new.seconds - seconds:.0f} s"
        self.add("nights", text, not codes.keys() - {0, 1})

    def move(self, postgres_url: str) -> None:
        """From SQLite to an empty database of PostgreSQL, as the runbook says; and once more, which is refused."""
        old_url = f"sqlite:///{self.new.settings['OFSTED_WATCH_DATA_DIR']}/ofsted-watch.db"
        before, sent = [self.new.rows(*words) for words in _KEPT], len(self.mailbox.contents)
        self.new = replace(self.new, settings=self.new.settings | {"OFSTED_WATCH_DATABASE_URL": postgres_url})
        began = time.monotonic()
        moved, _ = self.new.run("move", old_url)
        seconds, after = time.monotonic() - began, [self.new.rows(*words) for words in _KEPT]
        again, text = self.new.run("move", old_url)
        delivered, _ = self.new.run("alerts", "deliver")
        more = len(self.mailbox.contents) - sent
        kept = ", ".join(f"{len(rows)} {words[0]}" for words, rows in zip(_KEPT, before, strict=True))
        is_refused = again == 2 and "already has rows" in text
        self.add(
            "moved",
            f"to PostgreSQL in {seconds:.1f} s, exit code {moved}; {kept}: the same before and after; a second move is refused "
            f"(exit code {again}); a delivery then sent {more} mails (exit code {delivered})",
            before == after and all(before[:4]) and is_refused and not (moved or delivered or more),
        )

    def close_gaps(self) -> None:
        """The last night once more, when its gaps are closed."""
        sent, gaps = len(self.mailbox.contents), self.new.rows("gaps", "list")
        before, named = self.new.run("status")
        for gap in gaps:
            self.new.run("gaps", "close", str(gap["id"]), "--why", "the site serves no report under this link", "--by", "Ada")
        again, _ = self.new.run("nightly", "--today", str(LAST_NIGHT))
        more = len(self.mailbox.contents) - sent
        self.add("last night again", f"exit code {again}, {more} mails", not again and not more)
        unread = {each.number for each in self.letters if not each.is_readable}
        text = f"{len(gaps)}, the file that is no report: `status` names it (exit code {before}), and a person closes it"
        is_named = before == 1 and all(gap["url"] in named for gap in gaps)
        self.add("gaps", text, {gap["file_number"] for gap in gaps} == unread and is_named)
        self.new.run("alerts", "deliver", "--digest", "weekly")

    def compare_letters(self) -> None:
        """What is stored, against what people read."""
        stored = {row["file_number"]: _grades(row) for row in self.new.rows("letters")}
        aside = self.new.rows("set-aside", "list")
        expected = {each.number for each in self.letters if each.is_readable} | self.stored_by_0_1.keys()
        wrong = [each for each in self.letters if each.number in stored and each.judgements != stored[each.number]]
        for each in wrong:
            self.tell(f"{each.file}: {stored[each.number]} in place of {each.judgements}")
        self.add(
            "letters",
            f"{len(self.letters)} listed, {len(stored)} stored, {len(aside)} set aside ({_codes_of(aside)}), "
            f"{len(expected - stored.keys())} lost; {sum(map(len, stored.values()))} grades, wrong in {len(wrong)} letters",
            not expected - stored.keys() and len(stored) + len(aside) == len(self.letters) and not wrong,
        )

    def compare_mails(self) -> None:
        """What was mailed by both versions, against what people read."""
        expected, sent = expected_mails(self.letters, (COUNCIL, NEWSROOM, CHARITY), BACKFILLED), mailed(self.mailbox.contents)
        for what, notices in (("lost", expected - sent), ("false or doubled", sent - expected)):
            for email, number, changes in notices:
                self.tell(f"{what}: {email} about {number}: {sorted(changes)}")
        old, later = mailed(self.mailbox.contents[: self.sent_by_0_1]), mailed(self.mailbox.contents[self.sent_by_0_1 :])
        misread = {letter.number for letter in self.letters if letter.file == MISREAD}
        again = {notice[:2] for notice in old} & {notice[:2] for notice in later if notice[1] not in misread}
        copies = self.mailbox.copies()
        changes = sum(len(notice[2]) for notice in expected if notice[0] == CHARITY.email)
        self.add(
            "news",
            f"{expected.total()} notices to three people with {changes} different changes, {old.total()} sent by 0.1, "
            f"{later.total()} later; {(expected - sent).total()} lost, {(sent - expected).total()} false or doubled",
            expected == sent and old.total() > 0 and later.total() > 0,
        )
        doubled = sum(count > 1 for count in copies.values())
        self.add(
            "never again", f"{len(again)} letters told by 0.1 told again, {doubled} Message-IDs twice", not again and not doubled
        )
        answered = {str(message_from_bytes(content)["In-Reply-To"]).strip() for content in self.mailbox.contents}
        replies = answered & {message_id(content) for content in self.mailbox.contents[: self.sent_by_0_1]}
        corrected = sum(count for notice, count in later.items() if notice[1] in misread)
        text = f"{corrected}, each sent once when a person had released it, {len(replies)} as a reply to the mail of 0.1"
        self.add("corrections", text, corrected == 3 and len(replies) == 2)

    def follow_links(self) -> None:
        """Every link to our pages in the mails of 0.1, and the one click that stops."""
        url = self.new.settings["OFSTED_WATCH_PUBLIC_URL"]
        contents = self.mailbox.contents[: self.sent_by_0_1]
        links = list(dict.fromkeys(link for content in contents for link in own_links(content, url)))
        council = next(content for content in contents if message_from_bytes(content)["To"] == COUNCIL.email)
        stop = next(link for link in own_links(council, url) if "/unsubscribe/" in link)
        with pages(self.new, url), httpx.Client(trust_env=False, timeout=60) as browser:
            codes = Counter(browser.get(link).status_code for link in links)
            people = len(self.new.rows("subscriptions"))
            stopped = browser.post(stop, data={"List-Unsubscribe": "One-Click"}).status_code
        left = {row["email"] for row in self.new.rows("subscriptions")}
        manage = sum("/manage/" in link for link in links)
        self.add(
            "links of 0.1",
            f"{len(links)} to our pages, of them {manage} to the preferences, answered {dict(codes)} (code: number); opened, "
            f"they stopped nobody; one click (code {stopped}) stopped one of {people}",
            set(codes) == {200} and manage > 0 and people == 3 and left == {NEWSROOM.email, CHARITY.email},
        )

    def ask_status(self) -> None:
        """`verify` and `status`."""
        verified, text = self.new.run("verify")
        self.add("verify", f"exit code {verified}: {text.strip()}", verified == 0)
        code, _ = self.new.run("status")
        now = self.new.rows("status")
        text = ", ".join(f"{name.replace('_', ' ')} {now[name]}" for name in ("checked", "set_aside", "gaps", "pending", "held"))
        self.add("status", f"exit code {code}: {text}", code == 0 and now["healthy"] and not now["pending"])

    def release(self) -> None:
        """Release and send what is held, as a person does who opens the letters."""
        held = self.new.rows("alerts", "list", "--state", "held")
        for reason in sorted({each["hold"] for each in held}):
            self.tell(f"held, and released: {reason}")
        if held:
            self.new.run("alerts", "release", *(str(each["id"]) for each in held), "--why", "read the letter", "--by", "Ada")
            self.new.run("alerts", "deliver")


def prove_upgrade(folder: Path, postgres: Path, tell: Callable[[str], None]) -> Upgrade:
    """Run the proof in an empty folder, with the programs of PostgreSQL in another. `tell` receives the progress.

    Raises CannotRun without the corpus or the history.
    """
    if not CORPUS.is_dir():
        raise CannotRun(f"{CORPUS} is not on this machine: real letters are not in this repository")
    began, mailbox, service = time.monotonic(), RememberingMailbox(), folder / "service"
    service.mkdir()
    # An authority whose page was empty until then is seen for the first time later, which is no news: it is left out.
    truth = entries({entry["urn"] for entry in entries() if date.fromisoformat(entry["label_date"]) <= BACKFILLED})
    truth.append(misread_entry(NIGHTS_OF_0_1[0]))
    letters = real_letters(truth)
    assert as_found_by_people(letters), "the oracle does not know the changes that people found"
    served, (site_port, web_port) = write_site(truth, folder / "site"), free_ports(2)
    with serving(mailbox) as smtp_port, postgres_server(postgres) as server:
        settings = _settings(folder, site_port, smtp_port, web_port, letters)
        old = version_0_1(folder / "code-0.1", service, settings | {"OFSTED_WATCH_BLIND_NIGHTS": "3"}, served, site_port)
        new = Version(REPOSITORY, service, settings | {"OFSTED_WATCH_UNCHECKED_NIGHTS": "3"})
        upgrade = Upgrade(mailbox, letters, old, new, tell)
        upgrade.serve_0_1()
        upgrade.change_over()
        with CorpusSite(served, today=REFUSED_NIGHT, port=site_port) as site:
            upgrade.read_again()
            upgrade.go_on(site, server.url(server.new_database()))
            upgrade.close_gaps()
            upgrade.compare_letters()
            upgrade.compare_mails()
            upgrade.follow_links()
            upgrade.ask_status()
    seconds = time.monotonic() - began
    upgrade.add("wall time", f"{seconds:.0f} s: commands of 0.1 {old.seconds:.0f} s, of today's version {new.seconds:.0f} s")
    return upgrade


def _settings(folder: Path, site: int, smtp: int, web: int, letters: Sequence[RealLetter]) -> dict[str, str]:
    """The settings that both versions know by the same names. `site`, `smtp` and `web` are ports."""
    return {
        "OFSTED_WATCH_SITE_URL": f"http://127.0.0.1:{site}",
        "OFSTED_WATCH_DATA_DIR": str(folder / "data"),
        "OFSTED_WATCH_AUTHORITIES": ",".join(sorted({letter.urn for letter in letters})),
        "OFSTED_WATCH_CONTACT": "tests@example.org",
        "OFSTED_WATCH_REQUESTS_PER_SECOND": "1000",
        "OFSTED_WATCH_SMTP_URL": f"smtp://127.0.0.1:{smtp}",
        "OFSTED_WATCH_MAIL_FROM": "Ofsted Watch <watch@example.org>",
        "OFSTED_WATCH_PUBLIC_URL": f"http://127.0.0.1:{web}",
        "PREFECT_HOME": str(folder / "prefect"),
        "NO_PROXY": "127.0.0.1,localhost",
    }


def _grades(row: dict[str, Any]) -> dict[str, str]:
    return {judgement["area"]: judgement["grade"] for judgement in row["judgements"]}


def _codes_of(aside: Sequence[dict[str, Any]]) -> str:
    return ", ".join(f"{count} {code}" for code, count in sorted(Counter(item["code"] for item in aside).items()))
