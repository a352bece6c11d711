"""The last nights in the Prefect UI: the finding, a link to their picture, and a short table.

The picture itself is not in the artifact: the reports server lets no other page show what it serves.
"""

from collections.abc import Sequence

from prefect.artifacts import create_markdown_artifact

from flows.artifacts import plain, table
from ofsted_watch.presentation.nights_page import NIGHTS_PAGE
from ofsted_watch.presentation.nights_text import HEADINGS, night_row, nights_period, nights_title, reasons
from ofsted_watch.presentation.ops_advice import runs_page
from ofsted_watch.runs.nights import WENT_WRONG, NightOfDay

_IN_FULL = 7
_MADE_BEFORE = "The mails of the last night go out after this page is made; the picture has them."


def show_nights(nights: Sequence[NightOfDay], reports_url: str, ui: str) -> None:
    """Publish the last nights under one key, so that the newest night's artifact is the newest picture."""
    create_markdown_artifact(nights_markdown(nights, reports_url, ui), key="nights", description="The last thirty nights")


def nights_markdown(nights: Sequence[NightOfDay], reports_url: str, ui: str = "") -> str:
    """The title, where the picture is (`reports_url`: '' for a machine that serves none), and the days that matter most.

    `ui` is the address of the Prefect UI, for the list of runs; '' leaves its link out.
    """
    named = f"The picture of {nights_period(nights)}"
    picture = (
        f"[{named}]({reports_url.rstrip('/')}{NIGHTS_PAGE})"
        if reports_url
        else f"{named} is at {NIGHTS_PAGE} of the reports server"
    )
    newest = nights[-_IN_FULL:]
    older = [night for night in nights[:-_IN_FULL] if night.state in WENT_WRONG]
    days = table(HEADINGS, [night_row(night) for night in reversed((*older, *newest))])
    which = f"The newest {len(newest)} days, and each of the {len(nights)} that was not whole:"
    page = f"# {plain(nights_title(nights))}\n\n{picture}. {_MADE_BEFORE}\n\n{which}\n\n{days}"
    if ui:
        page += f"\n\n[All runs without deliveries and polls]({runs_page(ui)})"
    why = reasons(nights)
    return page + (f"\n\n## Why\n\n{table(('day', 'what its run said'), why)}" if why else "")
