"""What a night without news over 153 authorities costs: `python -m proofs.bench.quiet_night`.

The invented site serves 153 authorities; a first night sees everything, the next one finds nothing new and is measured.
Writes the section 'A quiet night' of docs/performance.md.
"""

import resource
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from ofsted_watch.demo_site.stories import FIRST_NIGHT, DemoSite, crowd_story
from proofs.bench.performance_page import machine, put_section
from tests.journeys.watching import watching

PACE = 1.0
"""Requests a second: the default of OFSTED_WATCH_REQUESTS_PER_SECOND."""


def main() -> None:
    story = crowd_story(153)
    with tempfile.TemporaryDirectory() as folder, DemoSite(nights=story.nights, authorities=story.authorities) as site:
        with watching(site, Path(folder)) as watch:
            watch.night(FIRST_NIGHT)
            before, cpu, wall = len(site.requests), _cpu_seconds(), time.monotonic()
            night = watch.night(FIRST_NIGHT + timedelta(days=1))
            cpu, wall = _cpu_seconds() - cpu, time.monotonic() - wall
        asked = site.requests[before:]
    kinds = {
        "search pages": [request for request in asked if request.path.startswith("/search")],
        "authority pages": [request for request in asked if request.path.startswith("/provider/")],
        "files": [request for request in asked if request.path.startswith("/v1/file/")],
        "robots.txt": [request for request in asked if request.path == "/robots.txt"],
    }
    if night.ending != "done" or kinds["files"] or len(kinds["authority pages"]) != 153:
        raise SystemExit(f"bench: that was no quiet night: {night.message}")
    rows = [f"| {what} | {len(found)} | {sum(one.size for one in found):,} |" for what, found in kinds.items()]
    total = sum(one.size for one in asked)
    lines = [
        "## A quiet night",
        "",
        f"153 invented authorities, one letter each, nothing new. The run: {night.message}. " + machine(),
        "",
        "| requests | how many | bytes |",
        "|---|---|---|",
        *rows,
        f"| **all** | **{len(asked)}** | **{total:,}** |",
        "",
        f"CPU {cpu:.1f} s (the site's own share included), wall {wall:.1f} s without a pace; "
        f"at {PACE:g} request a second {len(asked) / PACE:.0f} s of waiting for it come on top.",
    ]
    put_section("\n".join(lines))
    print("bench: a quiet night is measured, see docs/performance.md")


def _cpu_seconds() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
