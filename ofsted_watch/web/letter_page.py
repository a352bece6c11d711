"""A letter's page: its facts, its judgements with their evidence, its text, every edition by hash."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse

from ofsted_watch.domain.history import History, histories
from ofsted_watch.domain.identifiers import FileKey, FileNumber, ListingKey, Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.domain.visibility import public_letters
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.search_query import LONGEST_QUESTION, question
from ofsted_watch.services.embargo import embargo
from ofsted_watch.web.app_context import AppContext, AppContextNow
from ofsted_watch.web.authority_page import authority_shown
from ofsted_watch.web.letter_neighbours import letters_beside
from ofsted_watch.web.letter_view import letter_shown
from ofsted_watch.web.rendering import page

router = APIRouter()

_NOT_HERE = "There is no letter with this number about this authority. Ofsted may have withdrawn it before we checked."


@router.get(f"{urls.AUTHORITIES}/{{urn}}/letters/{{file_number}}", include_in_schema=False)
def letter(
    here: AppContextNow,
    urn: str,
    file_number: str,
    edition: Annotated[str | None, Query(max_length=64)] = None,
    q: Annotated[str, Query(max_length=LONGEST_QUESTION)] = "",
) -> HTMLResponse:
    """The page of one letter, in its newest edition or the one with the given hash; 404 if there is none.

    The words of `q`, a question as the search reads it, are marked in the text.
    """
    asked = ListingKey(Urn(urn), FileNumber(file_number))
    stored, all_stored = here.database.pages.editions(*asked), here.database.letters.stored([asked.urn])
    gaps = [known.gap for known in here.database.gaps.open([asked.urn])]
    embargoed = embargo(here.database, [asked.urn], with_text=True)
    editions, notified = public_letters(stored, embargoed), public_letters(all_stored, embargoed)
    history = histories(notified, gaps).get(asked.urn, History(asked.urn))
    shown = letter_shown(editions, edition, history, question(q))
    authority = here.register.display(urn)
    if shown is None:
        return _unread(here, authority, asked.file_number)
    reread = FileKey(asked.urn, shown.letter.sha256) in embargoed.waiting
    return page(
        "letter.html",
        authority=authority,
        file_number=file_number,
        shown=shown,
        reread=reread,
        beside=letters_beside(notified, asked.file_number),
        edition=edition,
        asked=question(q).text,
    )


def _unread(here: AppContext, authority: Authority, file_number: FileNumber) -> HTMLResponse:
    """A letter that is listed but not read, with the reason and without judgements. Raises HTTPException 404."""
    urn, database = authority.urn, here.database
    all_of_it = authority_shown(
        database.letters.stored([urn]),
        (),
        embargo(database, [urn]),
        database.set_asides.find(urn=urn),
        database.pages.served(urn),
        here.today(),
    )
    unread = next((item for item in all_of_it.unread if item.file_number == file_number), None)
    if unread is None:
        raise HTTPException(404, _NOT_HERE)
    return page("unread.html", authority=authority, unread=unread)
