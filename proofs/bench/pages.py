"""How long a reader waits for a page when 5,000 letters are kept: `python -m proofs.bench.pages`.

An invented country is put in through the product's own outcomes, the pages are served by the product's own server on loopback,
and every page is asked for often. Its work is counted in CPU time as well, for a busy machine makes only the waiting longer.
Writes the section 'Pages' of docs/performance.md.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import requests

from ofsted_watch.demo_site.stories import DemoSite
from ofsted_watch.presentation import urls
from ofsted_watch.services.resources import open_resources
from proofs.bench.performance_page import machine, put_section
from proofs.reliability.many_letters import EVENING, Size, put_in, timeline_of
from tests.journeys.watching import settings_for

SIZE = Size(authorities=153, letters_each=33)
TIMES = 60
PORT = 8689


@dataclass(frozen=True)
class Waited:
    """What it took to get one page so many times: seconds waited, CPU seconds for each, bytes of one answer as sent."""

    name: str
    seconds: tuple[float, ...]
    cpu: float
    size: int

    @property
    def row(self) -> str:
        median, slow = statistics.median(self.seconds), statistics.quantiles(self.seconds, n=20)[-1]
        return f"| {self.name} | {median * 1000:.1f} | {slow * 1000:.1f} | {self.cpu * 1000:.1f} | {self.size:,} |"


def main() -> None:
    story = timeline_of(SIZE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with DemoSite(nights=story.nights, authorities=story.authorities, today=EVENING) as site:
            settings = settings_for(site, folder)
            with open_resources(settings) as resources:
                put_in(resources, story, SIZE)
                letters = len(resources.database.letters.stored())
            first, cpu, waited = _served(folder, _pages(story.authorities[70].urn))
    lines = [
        "## Pages",
        "",
        f"{letters:,} letters of {SIZE.authorities} invented authorities in SQLite, served by `ofsted-watch web` on loopback, "
        f"asked for one after the other, each page {TIMES} times; " + machine(),
        *_caveat(),
        "",
        "| page | median wait, ms | 19 of 20 within, ms | the server's CPU, ms | bytes sent |",
        "|---|---:|---:|---:|---:|",
        *(one.row for one in waited),
        "",
        f"The first page after a start or a night waits {first:.1f} s ({cpu:.1f} s of CPU): all letters are read anew, once. "
        "While the server knows an earlier state, everybody else is answered with that.",
    ]
    put_section("\n".join(lines))
    slow = [one.name for one in waited if statistics.median(one.seconds) >= 0.05]
    print(f"bench: the pages are measured, see docs/performance.md; over 50 ms at the median: {', '.join(slow) or 'none'}")


def _caveat() -> list[str]:
    """A word of warning where the machine had other things to do."""
    if os.getloadavg()[0] <= (os.cpu_count() or 1) + 1:
        return []
    return ["", "**The machine was busy with other work: most of the wait is for that, the CPU time is the page's own.**"]


def _pages(urn: str) -> dict[str, str]:
    """Name → address."""
    number = str(10_000_000 + 70 * SIZE.letters_each)
    return {
        "front page": urls.FRONT,
        "all authorities": urls.AUTHORITIES,
        "the country": urls.COUNTRY,
        "authorities, one grade, lowest first": f"{urls.AUTHORITIES}?grade=good&order=worst",
        "an authority": urls.authority_page(urn),
        "a letter": urls.letter_page(urn, number),
        "a paragraph to cite": urls.citation_page(urn, number, 3),
        "what Ofsted asks of an authority": urls.improvements_page(urn),
        "what Ofsted asks, all": urls.TOPICS,
        "what Ofsted asks, a topic": urls.topic_page("leadership"),
        "what Ofsted asks, words": f"{urls.TOPICS}?q=plans",
        "all changes": urls.CHANGES,
        "down to inadequate, a year": f"{urls.CHANGES}?direction=declined&to_grade=inadequate&from=2025-06-01",
        "all letters": urls.LETTERS,
        "letters of a kind and region": f"{urls.LETTERS}?kind=ilacs_inspection&region=London",
        "letters as a table": f"{urls.LETTERS}.csv?kind=ilacs_inspection&region=London",
        "search, filters alone": f"{urls.SEARCH}?kind=ilacs_inspection",
        "corrections": urls.CORRECTIONS,
        "sign-up for a selection": f"{urls.SIGN_UP}?about=letters&kind=ilacs_inspection",
        "search, one word": f"{urls.SEARCH}?q=children",
        "search, a phrase": f"{urls.SEARCH}?q=%22social+workers%22",
        "sign-up": urls.SIGN_UP,
        "how this is made": urls.HOW_THIS_IS_MADE,
        "API: letters": f"{urls.API}/letters",
        "API: letters of a kind": f"{urls.API}/letters?kind=ilacs_inspection&from=2020-01-01",
        "API: changes": f"{urls.API}/changes",
        "API: what Ofsted asks": f"{urls.API}/improvements",
        "feed of all changes": urls.changes_feed(),
        "feed of a selection": f"{urls.changes_feed()}?direction=declined",
    }


def _served(folder: Path, pages: dict[str, str]) -> tuple[float, float, list[Waited]]:
    """Seconds and CPU seconds until the first page, and what every page took."""
    command = [str(Path(sys.executable).with_name("ofsted-watch")), "web", "--port", str(PORT)]
    known = {
        "OFSTED_WATCH_DATA_DIR": str(folder),
        "OFSTED_WATCH_AUTHORITIES_FILE": str(folder / "authorities.csv"),
        "OFSTED_WATCH_PUBLIC_URL": f"http://127.0.0.1:{PORT}",
    }
    server = subprocess.Popen(command, cwd=folder, env=os.environ | known, stderr=subprocess.DEVNULL)
    try:
        _wait_until_it_answers()
        with requests.Session() as session:
            first = _waited(session, server.pid, "the first page", urls.FRONT, times=1)
            waited = [_waited(session, server.pid, name, path, times=TIMES) for name, path in pages.items()]
    finally:
        server.terminate()
        server.wait(20)
    return first.seconds[0], first.cpu, waited


def _waited(session: requests.Session, pid: int, name: str, path: str, *, times: int) -> Waited:
    seconds, size, cpu = [], 0, _cpu_seconds(pid)
    for _ in range(times):
        begun = time.monotonic()
        size = _asked(session, path)
        seconds.append(time.monotonic() - begun)
    return Waited(name, tuple(seconds), (_cpu_seconds(pid) - cpu) / times, size)


def _cpu_seconds(pid: int) -> float:
    """What a process has used so far, by Linux's own count (proc(5), fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _wait_until_it_answers() -> None:
    for _ in range(200):
        try:
            requests.get(f"http://127.0.0.1:{PORT}/static/pages.css", timeout=5)
        except requests.ConnectionError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("bench: the pages did not start")


def _asked(session: requests.Session, path: str) -> int:
    """The bytes of the answer's body as sent. Exits where it is no page."""
    answer = session.get(f"http://127.0.0.1:{PORT}{path}", timeout=60, stream=True)
    size = len(answer.raw.read(decode_content=False))
    if answer.status_code != 200:
        raise SystemExit(f"bench: {path} answered {answer.status_code}")
    return size


if __name__ == "__main__":
    main()
