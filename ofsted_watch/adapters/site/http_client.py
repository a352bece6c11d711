"""One GET within limits: allowed hosts, robots.txt, rate limit, checked redirects, retries.

ofsted_site.py decides what an answer means.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.cookiejar import DefaultCookiePolicy
from random import random as chance_of_the_day
from threading import Lock
from time import monotonic as monotonic_clock
from time import sleep as real_sleep
from urllib.parse import urljoin, urlsplit

import requests
from requests.utils import requote_uri
from urllib3.exceptions import NameResolutionError, NewConnectionError

from ofsted_watch.adapters.site.allowed_urls import Addresses
from ofsted_watch.adapters.site.body_limits import read_body
from ofsted_watch.adapters.site.rate_limits import LONGEST_WAIT, Host, backoff, retry_after
from ofsted_watch.adapters.site.response_timeout import PromptAdapter, call_of_at_most
from ofsted_watch.adapters.site.robots import Rules, read_robots
from ofsted_watch.adapters.site.robots_files import RobotsFiles
from ofsted_watch.errors import ChallengePage, HostNotAllowed, PageChanged, SiteRefused, SiteUnavailable
from ofsted_watch.extraction.site_markup import is_challenge

log = logging.getLogger("ofsted_watch.site")

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_HOPS = 5
_PASSING = frozenset({408, 425, 429})
_ROBOTS_SIZE = 512_000
_ROBOTS_FOR = 86_400.0
_SLOWEST_CRAWL = 60.0
_DOWN_AFTER = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: the final address, its status, headers (case-insensitive) and complete body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits: seconds to connect and to wait for each packet, seconds for a whole answer, number of tries."""

    timeout: tuple[float, float] = (5, 30)
    answer_seconds: float = 120.0
    tries: int = 4


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Clock and random numbers, replaceable in tests."""

    sleep: Callable[[float], None] = real_sleep
    monotonic: Callable[[], float] = monotonic_clock
    random: Callable[[], float] = chance_of_the_day
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    before_request: Callable[[str], None] = lambda host: None


class Web:
    """GETs for one client. Safe to share between threads: each host gets one request at a time."""

    def __init__(
        self,
        addresses: Addresses,
        *,
        product: str,
        user_agent: str,
        interval: Callable[[], float],
        limits: Limits,
        clockwork: Clockwork,
        robots_files: RobotsFiles | None = None,
    ) -> None:
        self._robots_files = robots_files
        self._addresses = addresses
        self._product = product
        self._interval = interval
        self._limits = limits
        self._clock = clockwork
        self._hosts: dict[str, Host] = {}
        self._hosts_lock = Lock()
        self._session = _session(user_agent, through_proxies=not addresses.on_this_machine)

    def get(
        self, url: str, *, headers: Mapping[str, str], largest: int, check: Callable[[Answer], None], method: str = "GET"
    ) -> Answer:
        """The answer to a GET (or a HEAD) with any status except 408, 425, 429 and 5xx; redirects are followed.

        `check` may raise SiteUnavailable for an answer that is worth a retry.
        Raises SiteUnavailable after the last try, SiteRefused (robots.txt), ChallengePage, HostNotAllowed, FileTooLarge,
        PageChanged (endless redirects).
        """
        host = self._host(url)
        tries = 1 if host.given_up >= _DOWN_AFTER else self._limits.tries
        for attempt in range(1, tries + 1):
            try:
                answer = self._follow(url, headers, largest, method=method)
                check(answer)
            except SiteUnavailable as passing:
                if attempt == tries or (passing.retry_after or 0) > LONGEST_WAIT:
                    host.given_up += 1
                    raise
                pause = max(passing.retry_after or 0, backoff(attempt, self._interval(), self._clock.random()))
                log.warning("%s; retrying in %.1f s (try %d of %d)", passing, pause, attempt + 1, tries)
                host.rest(pause)
            else:
                host.given_up = 0
                return answer
        raise AssertionError("the last try returns or raises")

    def _host(self, url: str) -> Host:
        name = self._addresses.check(url)
        with self._hosts_lock:
            if name not in self._hosts:
                clock = self._clock
                self._hosts[name] = Host(name, self._interval, clock.monotonic, clock.sleep, clock.before_request)
            return self._hosts[name]

    def _follow(self, url: str, headers: Mapping[str, str], largest: int, *, robots: bool = False, method: str = "GET") -> Answer:
        """Send the request and follow redirects ourselves: each hop is checked like the first and waits for the rate limit."""
        for _ in range(_MOST_HOPS + 1):
            host = self._host(url)
            if not robots:
                self._obey(host, url)
            answer = self._ask(host, url, headers, largest, method)
            if answer.status not in _REDIRECTS:
                return answer
            if not (target := answer.headers.get("Location")):
                raise PageChanged(f"{url} redirects ({answer.status}) without a Location")
            url = self._next_hop(url, target)
        raise PageChanged(f"{url} is still a redirect after {_MOST_HOPS} redirects; it is a loop")

    def _next_hop(self, url: str, target: str) -> str:
        try:
            following = requote_uri(urljoin(url, target))
            self._addresses.check(following)
        except (HostNotAllowed, ValueError) as error:
            raise HostNotAllowed(f"{url} redirects away: {error}") from error
        return following

    def _obey(self, host: Host, url: str) -> None:
        """Read the host's robots.txt once a day. Raises SiteRefused for a forbidden path."""
        with host.rules_lock:
            now = self._clock.monotonic()
            if host.rules is None or now - host.rules_read > _ROBOTS_FOR:
                host.rules, host.rules_read = self._rules_of(host, url), now
                host.crawl_delay = host.rules.crawl_delay or 0.0
            rules = host.rules
        if rules.crawl_delay and rules.crawl_delay > _SLOWEST_CRAWL:
            raise SiteRefused(
                f"{host.name}/robots.txt asks for {rules.crawl_delay:g} s between requests, too slow for a nightly run"
            )
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if not rules.allow(path):
            raise SiteRefused(f"{host.name}/robots.txt does not allow us to request {path}")

    def _rules_of(self, host: Host, url: str) -> Rules:
        """The rules that another process read within the last day, or those that the host serves now."""
        now = self._clock.now()
        text = self._robots_files.load(host.name, now) if self._robots_files else None
        if text is None:
            text = self._read_rules(url)
            if self._robots_files:
                self._robots_files.store(host.name, text)
        return read_robots(text, self._product)

    def _read_rules(self, url: str) -> str:
        """The host's robots.txt. A missing or refused one (4xx) forbids nothing: RFC 9309, 2.3.1.3."""
        where = urljoin(url, "/robots.txt")
        answer = self._follow(where, {}, _ROBOTS_SIZE, robots=True)
        if answer.status == 200:
            return answer.body.decode("utf-8", "replace")
        if 400 <= answer.status < 500:
            log.info("%s answered %d: nothing is forbidden there", where, answer.status)
            return ""
        raise SiteUnavailable(f"{where} answered {answer.status}, so we do not know what we may request")

    def _ask(self, host: Host, url: str, headers: Mapping[str, str], largest: int, method: str) -> Answer:
        with host.turn():
            began = self._clock.monotonic()
            answer = self._call(url, headers, largest, method)
            took = self._clock.monotonic() - began
        log.info("%s: %d, %s bytes in %.1f s", url, answer.status, f"{len(answer.body):,}", took)
        if is_asking_who_we_are(answer):
            raise ChallengePage(f"{url} asks whether we are human (status {answer.status}); slow down, or ask Ofsted for access")
        if answer.status in _PASSING or answer.status >= 500:
            asked = retry_after(answer.headers.get("Retry-After"), self._clock.now())
            if asked:
                host.rest(asked)
            raise SiteUnavailable(f"{url} answered {answer.status}", asked)
        return answer

    def _call(self, url: str, headers: Mapping[str, str], largest: int, method: str) -> Answer:
        """Send one request and read the whole answer. A redirect's body is not read."""
        seconds = self._limits.answer_seconds
        try:
            with (
                call_of_at_most(seconds) as call,
                self._session.request(
                    method, url, headers=headers, timeout=self._limits.timeout, stream=True, allow_redirects=False
                ) as response,
            ):
                body = (
                    b""
                    if response.status_code in _REDIRECTS or method == "HEAD"
                    else read_body(response.raw, url, largest=largest)
                )
        except (requests.RequestException, SiteUnavailable) as error:
            if call.hung_up:
                raise SiteUnavailable(f"{url} took more than {seconds:g} s to answer; we closed the connection") from error
            if isinstance(error, SiteUnavailable):
                raise
            raise SiteUnavailable(f"{url} {_formatted(error, self._limits.timeout)}") from error
        if call.hung_up:
            # A body without a declared length ends without an error when the connection is lost.
            raise SiteUnavailable(f"{url} took more than {seconds:g} s to answer; we closed the connection")
        return Answer(url, response.status_code, response.headers, body)


def is_asking_who_we_are(answer: Answer) -> bool:
    """True for a challenge with its own status or header; those with status 200 are recognised by page."""
    if answer.headers.get("cf-mitigated") == "challenge" or "x-amzn-waf-action" in answer.headers:
        return True
    return answer.status in (202, 401, 403, 405, 429, 503) and is_challenge(answer.body.decode("utf-8", "replace"))


class _Session(requests.Session):
    """Requests prepares the next redirect even if it does not follow, and reads the redirect's whole body for it."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: `_follow` handles redirects."""


def _session(user_agent: str, *, through_proxies: bool) -> requests.Session:
    """A stateless session: no cookies, no `.netrc`, no retries; each request is like the first."""
    session = _Session()
    session.trust_env = through_proxies
    session.auth = lambda request: request
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.clear()
    session.headers.update({"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": "gzip", "Accept-Language": "en-GB"})
    for scheme in ("http://", "https://"):
        session.mount(scheme, PromptAdapter(max_retries=0))
    return session


def _formatted(error: requests.RequestException, timeout: tuple[float, float]) -> str:
    """The error before an answer, without the library's message (it contains objects and addresses)."""
    cause = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, requests.exceptions.SSLError):
        return "cannot be trusted: its certificate or TLS is invalid"
    if isinstance(error, requests.exceptions.ProxyError):
        return "could not be reached through the proxy"
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return f"did not accept our connection within {timeout[0]:g} s"
    if isinstance(error, requests.exceptions.ReadTimeout):
        return f"did not answer within {timeout[1]:g} s"
    if isinstance(cause, NameResolutionError):
        return "could not be found: no such host name, or no network"
    if isinstance(cause, NewConnectionError):
        return "could not be reached: nothing answers there"
    return f"broke the connection before it answered ({type(error).__name__})"
