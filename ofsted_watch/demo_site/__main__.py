"""Serves the invented Ofsted, or a folder of letters: `python -m ofsted_watch.demo_site`."""

import sys
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from time import sleep

import click

from ofsted_watch.demo_site.corpus_site import CorpusSite
from ofsted_watch.demo_site.site_server import LoopbackSite
from ofsted_watch.demo_site.stories import DemoSite, long_story
from ofsted_watch.errors import WrongUse

DONE, WRONG_USE = 0, 2


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1. [default: any free port]")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The site's day. [default: the last day with a letter]",
)
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Serve this folder, described by its truth.json, instead of the invented Ofsted.",
)
def serve(port: int, today: datetime | None, corpus: Path | None) -> None:
    """Serve the invented Ofsted, or a folder of letters, until Ctrl-C."""
    with suppress(KeyboardInterrupt), _site(corpus, today.date() if today else None, port) as ofsted:
        click.echo(f"{ofsted.url}/search  (as of {ofsted.today}; Ctrl-C ends it)")
        while True:
            sleep(3600)


def _site(corpus: Path | None, today: date | None, port: int) -> LoopbackSite:
    if corpus is not None:
        site = CorpusSite(corpus, today=date.max, port=port)
        site.today = today or site.days[-1]
        return site
    story = long_story()
    return DemoSite(nights=story.nights, authorities=story.authorities, today=today or story.days[-1], port=port)


def main() -> None:
    """Run the command. Exit codes: 0 ended by Ctrl-C, 2 wrong use, with one line that says what is wrong."""
    try:
        code = serve.main(prog_name="python -m ofsted_watch.demo_site", standalone_mode=False) or DONE
    except click.exceptions.Abort:
        code = DONE
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (WrongUse, OSError) as error:
        click.echo(f"Error: {error}", err=True)
        code = WRONG_USE
    sys.exit(code)


if __name__ == "__main__":
    main()
