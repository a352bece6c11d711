"""Where ops read besides their mail: a channel of Apprise (Slack, Teams, a webhook), and the dead-man's switch that is pinged.

Both addresses are secrets: whoever has them can write there. Neither is in an error or a log line, and what the libraries would
log of them is kept out of the logs.
"""

import logging
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from ofsted_watch import __version__
from ofsted_watch.errors import BadSetting, OpsNoticeFailed

_LOGGERS = ("apprise", "urllib3.connectionpool", "requests")
"""What logs the addresses that it asks, with their tokens."""

_PING_SECONDS = 20.0


def post_to_channel(url: str, title: str, text: str) -> str:
    """Post a notice to the channel at this address of Apprise. Returns 'posted to slack'.

    Raises BadSetting if Apprise does not know the address, OpsNoticeFailed if the channel does not take the notice.
    """
    # Imported here: it loads a hundred kinds of channels, and most commands need none.
    from apprise import Apprise, NotifyFormat

    kind = urlsplit(url).scheme
    with _unlogged() as lines:
        channel = Apprise()
        if not channel.add(url):
            raise BadSetting("OFSTED_WATCH_OPS_CHANNEL_URL is not an address that Apprise understands: check its documentation")
        is_posted = channel.notify(title=title, body=text, body_format=NotifyFormat.TEXT)
    if not is_posted:
        raise OpsNoticeFailed(f"the channel ({kind}) did not take the notice: {_reason(lines)}")
    return f"posted to {kind}"


def ping(url: str, timeout: float = _PING_SECONDS) -> None:
    """Ask the dead-man's switch once, with a GET. Raises OpsNoticeFailed, without its address, for anything but a 2xx."""
    asked = urllib.request.Request(url, headers={"User-Agent": f"OfstedWatch/{__version__}"})  # noqa: S310  http(s) by the settings
    try:
        with urllib.request.urlopen(asked, timeout=timeout):  # noqa: S310
            return
    except urllib.error.HTTPError as refused:
        reason = f"it answered {refused.code}"
    except (OSError, ValueError) as error:
        reason = "it did not answer in time" if isinstance(error, TimeoutError) else f"no answer ({type(error).__name__})"
    # Outside of the handler: a traceback of the cause could show the address.
    raise OpsNoticeFailed(f"the dead-man's switch (OFSTED_WATCH_PING_URL) was not reached: {reason}")


def _reason(lines: list[str]) -> str:
    """Why, of what Apprise logged: the status or that there was no connection. Nothing else of it, since it may quote a token."""
    text = " ".join(lines)
    if status := re.search(r"error[=:]\s*(\d{3})\b", text):
        return f"it answered {status[1]}"
    return "no connection" if "onnection" in text else "it was refused"


@contextmanager
def _unlogged() -> Iterator[list[str]]:
    """Collect the warnings of these libraries instead of logging them, and drop everything below a warning."""
    lines: list[str] = []
    catcher = _Catcher(lines)
    before = [(logger, logger.level, logger.propagate) for logger in map(logging.getLogger, _LOGGERS)]
    for logger, _, _ in before:
        logger.addHandler(catcher)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
    try:
        yield lines
    finally:
        for logger, level, propagate in before:
            logger.removeHandler(catcher)
            logger.setLevel(level)
            logger.propagate = propagate


class _Catcher(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(record.getMessage())
