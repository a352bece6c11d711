"""Where the artifacts of a run lead: to a letter on Ofsted's site, to its page in public, to the form that is needed next."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from prefect.settings import PREFECT_UI_URL

from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.presentation.ops_advice import deployments_page
from ofsted_watch.presentation.urls import letter_page, whole
from ofsted_watch.settings import Settings


class Link(NamedTuple):
    """A cell that links to a page of the web; shown as text if its address is none."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The addresses of the public pages and of the Prefect UI; '' for one that is not known."""

    public_url: str = ""
    ui: str = ""

    def form(self, deployment: str) -> str:
        """The name of a form in Markdown, with a link to where it opens if that is known."""
        name = f"*{deployment}*"
        return f"[{name}]({deployments_page(self.ui)})" if is_web(self.ui) else name

    def letter(self, urn: Urn, file_number: FileNumber, url: str) -> list[Link]:
        """A cell with the letter on Ofsted's site and, if there is one, its page in public."""
        ours = [Link("our page", whole(self.public_url, letter_page(urn, file_number)))] if is_web(self.public_url) else []
        return [Link("open", url), *ours]


UNLINKED = PageLinks()


def page_links(settings: Settings) -> PageLinks:
    """The addresses of these settings; the UI's is Prefect's own if none is set."""
    return PageLinks(settings.public_url, settings.prefect_ui_url or PREFECT_UI_URL.value() or "")


def is_web(address: str) -> bool:
    """True for an address that Markdown can link to."""
    return re.fullmatch(r"https?://[!-~]+", address) is not None
