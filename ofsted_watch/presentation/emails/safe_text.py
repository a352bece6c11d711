"""Text from outside made safe for a mail: one line, no control characters, only web links."""

import re
from urllib.parse import urlsplit

from ofsted_watch.extraction.sanitize import sanitize


def one_line(text: str, longest: int = 400) -> str:
    """The text on one line, without control or direction characters, cut between words when longer than `longest`.

    A line break, a null or a right-to-left override in a title must never become a header or reverse a sentence.
    """
    line = re.sub(r"\s+", " ", sanitize(text)).strip()
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def web_link(url: str) -> str | None:
    """The address if it leads to the web (http or https, with a host), otherwise None."""
    line = one_line(url, 2000)
    try:
        parts = urlsplit(line)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or line != url or " " in line:
        return None
    return line
