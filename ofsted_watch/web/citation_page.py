"""A paragraph of a letter to copy, with its reference: works without script."""

import re
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse

from ofsted_watch.domain.history import served_order
from ofsted_watch.domain.identifiers import FileNumber, ListingKey, Urn
from ofsted_watch.domain.visibility import public_letters
from ofsted_watch.presentation import urls
from ofsted_watch.services.embargo import embargo
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.citations import paragraph_cited
from ofsted_watch.web.letter_text_view import letter_paragraphs
from ofsted_watch.web.letter_view import SHORTEST_HASH, is_edition, served_at
from ofsted_watch.web.rendering import page

router = APIRouter()

_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_NOT_HERE = "This letter has no paragraph with this number. Ofsted may have put another file in its place: see the letter’s page."


@router.get(f"{urls.AUTHORITIES}/{{urn}}/letters/{{file_number}}/paragraphs/{{number}}", include_in_schema=False)
def citation(
    here: AppContextNow,
    urn: str,
    file_number: str,
    number: str,
    edition: Annotated[str | None, Query(max_length=64)] = None,
) -> HTMLResponse:
    """The quotation and its reference; 404 if there is no such letter, edition or paragraph."""
    asked = ListingKey(Urn(urn), FileNumber(file_number))
    stored = here.database.pages.editions(*asked)
    editions = sorted(public_letters(stored, embargo(here.database, [asked.urn], with_text=True)), key=served_order)
    matching = [each for each in editions if is_edition(each, edition)]
    if not matching or not _NUMBER.fullmatch(number):
        raise HTTPException(404, _NOT_HERE)
    shown = matching[-1]
    paragraph = next((each for each in letter_paragraphs(shown.letter) if each.number == int(number)), None)
    if paragraph is None:
        raise HTTPException(404, _NOT_HERE)
    authority = here.register.display(urn)
    # The edition is named, so that the address still shows these words when Ofsted has put another file in their place.
    ours = urls.paragraph_of_letter(*asked, paragraph.number, {"edition": shown.letter.sha256[:SHORTEST_HASH]})
    return page(
        "citation.html",
        authority=authority,
        stored=shown,
        ours=ours,
        cited=paragraph_cited(
            shown, authority.name, paragraph, served_at(shown, editions), urls.whole(here.settings.public_url, ours)
        ),
    )
