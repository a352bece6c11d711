"""Serve the invented Ofsted, or a folder of real letters, by hand: `python -m ofsted_watch.demo_site --help`."""

import argparse
import sys
from datetime import date
from pathlib import Path
from time import sleep

from ofsted_watch.demo_site.corpus_site import CorpusSite
from ofsted_watch.demo_site.site_server import LoopbackSite
from ofsted_watch.demo_site.stories import DemoSite, long_story
from ofsted_watch.errors import WrongUse


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted. Exit code 2 for wrong use, with one line that says what."""
    parser = argparse.ArgumentParser(prog="python -m ofsted_watch.demo_site", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: any free one)")
    parser.add_argument("--today", type=date.fromisoformat, help="the site's day, YYYY-MM-DD (default: the last one it knows)")
    parser.add_argument(
        "--corpus", type=Path, help="serve this folder, described by its truth.json, in place of the invented one"
    )
    asked = parser.parse_args(arguments)
    try:
        with _site(asked.corpus, asked.today, asked.port) as ofsted:
            print(f"{ofsted.url}/search  (as of {ofsted.today}; Ctrl-C ends it)", flush=True)
            while True:
                sleep(3600)
    except (WrongUse, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


def _site(corpus: Path | None, today: date | None, port: int) -> LoopbackSite:
    if corpus is not None:
        site = CorpusSite(corpus, today=date.max, port=port)
        site.today = today or site.days[-1]
        return site
    story = long_story()
    return DemoSite(nights=story.nights, authorities=story.authorities, today=today or story.days[-1], port=port)


if __name__ == "__main__":
    sys.exit(main())
