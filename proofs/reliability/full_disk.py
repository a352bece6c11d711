"""A disk that is really full: each night has a little more space than the one before."""

import email
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ofsted_watch.settings import Settings
from proofs.reliability.forked import Ran, UnnamedError, run
from proofs.reliability.grounds import Ground, ground
from proofs.reliability.killed import Ended, done, how_it_ended, metric, undisturbed
from proofs.reliability.metrics import Metric
from proofs.reliability.promises import Left, broken_in_the_end, broken_now, left
from proofs.reliability.works import impatient_night, night, night_and_digests
from tests.adapters.mail_servers import Mailbox, serving

STEP = 16
"""Kilobytes of extra space from one night to the next, from none until two nights have enough."""

MOST = 60
_PLENTY = 512 * 1024


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A small disk in memory."""

    folder: Path

    def leave(self, kilobytes: int) -> None:
        """Resize the disk so that this much space is free beside its files."""
        at = os.statvfs(self.folder)
        used = (at.f_blocks - at.f_bfree) * at.f_frsize // 1024
        self._resize(used + kilobytes)

    def make_room(self) -> None:
        self._resize(_PLENTY)

    def _resize(self, kilobytes: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={max(kilobytes, 4)}k", self.folder], check=True, capture_output=True)


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """Mount the disk here, and unmount it afterwards. Raises OSError if this user may not mount."""
    folder.mkdir(parents=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_PLENTY}k", "none", folder], capture_output=True, text=True)
    if mounted.returncode:
        raise PermissionError(mounted.stderr.strip())
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True, capture_output=True)


def may_mount(folder: Path) -> str | None:
    """The reason why no small disk can be mounted here, or None."""
    try:
        with small_disk(folder):
            return None
    except OSError as error:
        return f"a really full disk: only root may mount one ({error})"


def full_night(on: Ground, disk: SmallDisk, reference: Left, room: int, *, mails_in_files: bool) -> tuple[Ended, Ran]:
    """Run a night with this many kilobytes of space, then a clean one with plenty."""
    mailbox, named = Mailbox(), list[str]()
    with serving(mailbox) as port:
        settings = on.fresh(None if mails_in_files else port, within=disk.folder)
        disk.leave(room)
        try:
            ran = run(settings, on.today, impatient_night)
        except UnnamedError as error:
            ran = Ran((), done=False, error=f"UnnamedError: {error}")
            named.append(str(error))
        disk.make_room()
        broken = [*named, *broken_now(settings)]
        done(run(settings, on.today, night_and_digests))
        broken += broken_in_the_end(settings, on.site, on.today)
        same = left(settings) == reference
    if mails_in_files:
        mailbox = _outbox(settings)
    on.forget(settings)
    ended = how_it_ended([] if ran.done else [ran.steps], mailbox, as_if_nothing_happened=same)
    ended.at, ended.broken = f"{room} KB of space ({ran.error or 'done'})", tuple(broken)
    return ended, ran


def _outbox(settings: Settings) -> Mailbox:
    """The mails that were written to files, as if a server had accepted them."""
    mailbox = Mailbox()
    for file in settings.outbox.glob("*.eml"):
        content = file.read_bytes()
        mailbox.stored.append(([str(email.message_from_bytes(content)["To"])], content))
    return mailbox


def filled(on: Ground, disk: SmallDisk, *, mails_in_files: bool, step: int = STEP, most: int = MOST) -> tuple[list[Ended], str]:
    """Run nights with no space, then a little more each time, until two nights have enough."""
    steps, reference = undisturbed(on, night)
    ended, enough, stopped = list[Ended](), 0, 0
    while enough < 2 and len(ended) < most:
        case, ran = full_night(on, disk, reference, len(ended) * step, mails_in_files=mails_in_files)
        ended.append(case)
        stopped += not ran.done
        enough = enough + 1 if len(ran.steps) == len(steps) else 0
    half = len(ended) - stopped - enough
    return (
        ended,
        f"{stopped} nights ended with a named reason, {half} named what they could not store, {enough} had enough space",
    )


def rows(folder: Path, tell: Callable[[Metric], None], step: int = STEP) -> tuple[list[Metric], str | None]:
    """Run with archive, database and reports on a full disk, and then with the outbox on it too."""
    if reason := may_mount(folder / "try"):
        return [], reason
    metrics = []
    for what, mails_in_files in (("SQLite, archive and reports", False), ("SQLite, archive, reports and outbox", True)):
        with ground("sqlite", folder / f"ground-{mails_in_files}") as on, small_disk(folder / f"disk-{mails_in_files}") as disk:
            began = time.monotonic()
            ended, remark = filled(on, disk, mails_in_files=mails_in_files, step=step)
            metrics.append(metric(f"disk full under {what}", ended, time.monotonic() - began, remark=remark))
            tell(metrics[-1])
    return metrics, None
