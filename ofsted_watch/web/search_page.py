"""Full-text search in all letters."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from ofsted_watch.adapters.database.full_text_search import Order
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.visibility import public_letters
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.labels import TOPICS
from ofsted_watch.presentation.search_query import LONGEST_QUESTION, question
from ofsted_watch.services.embargo import embargo
from ofsted_watch.web.app_context import AppContextNow
from ofsted_watch.web.filtered_results import filtered_results
from ofsted_watch.web.rendering import page as rendered
from ofsted_watch.web.search_form import FILTERS, ON_A_PAGE, read_search, results, within, years

router = APIRouter()

ORDERS = {Order.NEWEST: "newest first", Order.BEST: "best match first"}
_PARAMETERS = frozenset({"q", "order", "page", *FILTERS})
_Text = Annotated[str, Query(max_length=LONGEST_QUESTION)]


@router.get(urls.SEARCH, include_in_schema=False)
def search(
    request: Request,
    here: AppContextNow,
    q: _Text = "",
    authority: _Text = "",
    region: _Text = "",
    kind: _Text = "",
    year: _Text = "",
    order: _Text = "",
    page: _Text = "",
    topic: _Text = "",
    priority_action: _Text = "",
) -> HTMLResponse:
    """The form, and the results if there is a query or a filter."""
    known = sorted(here.register.current(), key=lambda authority: authority.name)
    if unknown := sorted(set(request.query_params) - _PARAMETERS):
        raise HTTPException(400, f"'{unknown[0][:60]}' is not a parameter here. Parameters: {', '.join(sorted(_PARAMETERS))}.")
    try:
        choice = read_search(
            q, authority, region, kind, year, order, page, topic, priority_action, known=known, today=here.today()
        )
    except WrongUse as error:
        raise HTTPException(400, str(error)) from error
    page_of_results = None
    if q.strip():
        asked = question(q)
        place = within(choice, known, here.published.now().embargoed.hidden)
        offset = (choice.page - 1) * ON_A_PAGE
        answer = here.database.search.find(asked, place, order=choice.order, limit=ON_A_PAGE, offset=offset)
        urns = {letter.listing.urn for letter in answer.letters}
        # The cache may be a moment old, so the shown letters are read again.
        notified = public_letters(answer.letters, embargo(here.database, urns, with_text=True))
        page_of_results = results(replace(answer, letters=notified), asked, choice, here.register)
    elif choice.has_filters:
        letters = here.selectable.now().selected_letters(choice.selection)
        page_of_results = filtered_results(letters, choice, here.register)
    return rendered(
        "search.html",
        choice=choice,
        results=page_of_results,
        authorities=known,
        regions=sorted({authority.region for authority in known}),
        kinds=tuple(LetterKind),
        topics=TOPICS,
        years=years(here.today()),
        orders=ORDERS,
        longest=LONGEST_QUESTION,
    )
