"""Sends the mails that sign-up requests ask for, in the background: no response time reveals whether an address is known."""

import heapq
import logging
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.mail.mailer import Mailer
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.errors import MailError, MailServerUnavailable, StoreError
from ofsted_watch.services.sign_up import LinkWanted, SignUp, answer_to
from ofsted_watch.services.signed_links import SignedLinks
from ofsted_watch.settings import Settings
from ofsted_watch.subscriptions.email_address import masked, without_address

log = logging.getLogger("ofsted_watch.mailer")

TRY_AGAIN_AFTER = (60.0, 300.0, 900.0, 3600.0)
"""Seconds to wait after each temporary refusal. After the last one, users must request the mail again."""

AFTER_THE_ANSWER = 0.1
"""Seconds before a request is processed: the page has answered by then, so the mail cannot delay it."""


@dataclass(order=True)
class _Job:
    due: float
    number: int
    request: SignUp | LinkWanted = field(compare=False)
    tries: int = field(compare=False, default=0)


class SignupMailer:
    """One thread with the requests to answer, in memory only: nothing about a person is stored before they confirm.

    Requests that wait for another attempt are lost when the process ends; the log gives the number, and the page has told
    users to request again if no mail arrives. The limits of the sign-up pages bound the number that can wait.
    """

    def __init__(
        self,
        database: Database,
        mailer: Mailer,
        links: SignedLinks,
        settings: Settings,
        register: Callable[[], AuthorityRegister],
        waits: Sequence[float] = TRY_AGAIN_AFTER,
    ) -> None:
        self._database, self._mailer, self._links, self._settings = database, mailer, links, settings
        self._register = register
        self._waits = tuple(waits)
        self._jobs: list[_Job] = []
        self._taken = 0
        self._busy = self._closing = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def answer(self, request: SignUp | LinkWanted) -> None:
        """Queue a request; it takes the same time for every address."""
        with self._changed:
            self._taken += 1
            heapq.heappush(self._jobs, _Job(time.monotonic() + AFTER_THE_ANSWER, self._taken, request))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="signup mailer", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def quiet(self, seconds: float) -> bool:
        """Wait at most `seconds` until every request was tried once and nothing is due. True if that happened."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._busy and not self._is_due() and not self._has_new(), seconds)

    def close(self, patience: float = 10.0) -> None:
        """Answer due and new requests within a number of seconds, and stop. Logs how many are lost."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(patience)
        if self._jobs:
            log.warning("%d answers to sign-ups were not sent: users must request them again", len(self._jobs))

    def _is_due(self) -> bool:
        return bool(self._jobs) and self._jobs[0].due <= time.monotonic()

    def _has_new(self) -> bool:
        return any(job.tries == 0 for job in self._jobs)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                again = self._answer(job.request, job.tries)
            except Exception as error:  # the thread must go on; the error's message may contain the address
                where = "".join(traceback.format_tb(error.__traceback__))
                log.error("No answer to %s: %s\n%s", masked(job.request.email), type(error).__name__, where)
                again = None
            with self._changed:
                self._busy = False
                if again is not None:
                    heapq.heappush(self._jobs, _Job(time.monotonic() + again, job.number, job.request, job.tries + 1))
                self._changed.notify_all()

    def _next(self) -> _Job | None:
        """The next job, when it is due; None when the mailer closes and nothing is due or new."""
        with self._changed:
            while not self._is_due():
                if self._closing and not self._has_new():
                    return None
                self._changed.wait(self._jobs[0].due - time.monotonic() if self._jobs else None)
            self._busy = True
            return heapq.heappop(self._jobs)

    def _answer(self, request: SignUp | LinkWanted, tries: int) -> float | None:
        """Send the answer. Returns the seconds until the next attempt, None if there is none."""
        to = request.email
        allowed = {address.casefold() for address in self._settings.mail_only_to}
        if allowed and to.casefold() not in allowed:
            log.warning("%s is not among OFSTED_WATCH_MAIL_ONLY_TO: not answered", masked(to))
            return None
        try:
            mail = answer_to(request, self._database, self._links, self._settings.mail_from, self._register(), datetime.now(UTC))
            if mail is not None:
                self._mailer.send(mail, to)
        except (MailServerUnavailable, StoreError) as passing:
            wait = self._waits[tries] if tries < len(self._waits) else None
            what = f"retrying in {wait:g} seconds" if wait is not None else "given up"
            log.warning("%s: %s (%s)", masked(to), without_address(str(passing), to), what)
            return wait
        except MailError as final:
            log.error("%s: %s", masked(to), without_address(str(final), to))
        return None
