"""Where the artifacts of a run lead: to a letter on Ofsted's site, to its page in public, to the form that is needed next."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from prefect.settings import PREFECT_UI_URL

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.presentation.ops_advice import form_or_list, form_page
from ofsted_watch.presentation.urls import letter_page, whole
from ofsted_watch.services.stored_forms import stored_forms
from ofsted_watch.settings import Settings


class Link(NamedTuple):
    """A cell that links to a page of the web; shown as text if its address is none."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The addresses of the public pages and of the Prefect UI ('' for one that is not known), and deployments with their ids."""

    public_url: str = ""
    ui: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)

    def form(self, deployment: str, **filled: object) -> str:
        """The name of a form in Markdown, with a link to it; `filled` as in `form_page`.

        Where its id is not known the link leads to the page with all deployments, and is none where the UI is not known.
        """
        name = f"*{deployment}*"
        return f"[{name}]({form_or_list(self.ui, self.forms, deployment, **filled)})" if is_web(self.ui) else name

    def filled_form(self, text: str, deployment: str, **filled: object) -> list[Link]:
        """A cell that opens a form with these fields filled in; no link where the form's own page is not known."""
        if not is_web(self.ui) or deployment not in self.forms:
            return []
        return [Link(text, form_page(self.ui, self.forms[deployment], **filled))]

    def note_on_ids(self, deployment: str) -> str:
        """The sentence that ids are links to a form, with a space before it; '' where they are not."""
        return f" An id opens *{deployment}* with it filled in." if self.filled_form("", deployment) else ""

    def letter(self, urn: Urn, file_number: FileNumber, url: str) -> list[Link]:
        """A cell with the letter on Ofsted's site and, if there is one, its page in public."""
        ours = [Link("our page", whole(self.public_url, letter_page(urn, file_number)))] if is_web(self.public_url) else []
        return [Link("open", url), *ours]


UNLINKED = PageLinks()


def page_links(settings: Settings, database: Database) -> PageLinks:
    """The addresses of these settings; the UI's is Prefect's own if none is set. The forms are those that `deploy` stored."""
    return PageLinks(settings.public_url, settings.prefect_ui_url or PREFECT_UI_URL.value() or "", stored_forms(database))


def is_web(address: str) -> bool:
    """True for an address that Markdown can link to."""
    return re.fullmatch(r"https?://[!-~]+", address) is not None
