"""What Ofsted asks for: of one authority side by side, and of all of them by topic; as pages and as CSV."""

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from ofsted_watch.adapters.exports import file_content
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.improvement_json import IMPROVEMENT_COLUMNS, improvement_cells
from ofsted_watch.presentation.improvement_rows import ASKED_TOPICS, ImprovementRow
from ofsted_watch.presentation.search_query import LONGEST_QUESTION
from ofsted_watch.web.app_context import AppContext, AppContextNow
from ofsted_watch.web.asked_parameters import check_parameters
from ofsted_watch.web.improvement_choice import (
    ITEM_ORDERS,
    LETTERS_ON_A_PAGE,
    PARAMETERS,
    ImprovementChoice,
    chosen_rows,
    read_improvement_choice,
)
from ofsted_watch.web.improvements_view import by_letter, letter_asks, topics_asked
from ofsted_watch.web.rendering import page

router = APIRouter(include_in_schema=False)


@router.get(f"{urls.AUTHORITIES}/{{urn}}/improvements.csv")
def authority_csv(request: Request, here: AppContextNow, urn: str) -> Response:
    """One authority's items as a table."""
    check_parameters(request, ())
    authority = here.register.by_urn(urn)
    return _csv(here, here.improvements.now().by_urn.get(authority.urn, ()), f"improvements-{authority.urn}")


@router.get(f"{urls.AUTHORITIES}/{{urn}}/improvements")
def authority_improvements(request: Request, here: AppContextNow, urn: str) -> HTMLResponse:
    """All items of one authority, by topic and date; 404 for an unknown authority."""
    check_parameters(request, ())
    authority = here.register.by_urn(urn)
    rows = here.improvements.now().by_urn.get(authority.urn, ())
    letters = by_letter(rows)
    return page(
        "improvements.html",
        authority=authority,
        items=len(rows),
        newest=letter_asks(letters[0], "", here.register) if letters else None,
        letters=len(letters),
        topics=topics_asked(rows, here.register),
        csv=f"{urls.improvements_page(authority.urn)}.csv",
    )


@router.get(f"{urls.TOPICS}.csv")
def all_csv(request: Request, here: AppContextNow) -> Response:
    """The items of the choice as a table."""
    return _csv(here, _chosen(here, _choice(request, here, "")), "improvements")


@router.get(f"{urls.TOPICS}/{{topic}}.csv")
def topic_csv(request: Request, here: AppContextNow, topic: str) -> Response:
    """The items of one topic and the choice as a table."""
    if topic not in ASKED_TOPICS:
        return _unknown_topic()
    return _csv(here, _chosen(here, _choice(request, here, topic)), f"improvements-{topic}")


@router.get(urls.TOPICS)
def all_topics(request: Request, here: AppContextNow) -> HTMLResponse:
    """Every topic with its counts, and the items of the choice."""
    return _list(here, _choice(request, here, ""))


@router.get(f"{urls.TOPICS}/{{topic}}")
def one_topic(request: Request, here: AppContextNow, topic: str) -> HTMLResponse:
    """The items of one topic in all letters; 404 with the list of topics for one that there is not."""
    if topic not in ASKED_TOPICS:
        return _unknown_topic()
    return _list(here, _choice(request, here, topic))


def _choice(request: Request, here: AppContext, topic: str) -> ImprovementChoice:
    """Raises HTTPException 400 naming what is wrong with a parameter."""
    check_parameters(request, PARAMETERS)
    asked = {name: value[:LONGEST_QUESTION] for name, value in request.query_params.items()}
    try:
        return read_improvement_choice(topic, asked, here.register)
    except WrongUse as error:
        raise HTTPException(400, str(error)) from error


def _chosen(here: AppContext, choice: ImprovementChoice) -> tuple[ImprovementRow, ...]:
    return chosen_rows(here.improvements.now().by_topic[choice.topic], choice, here.register)


def _list(here: AppContext, choice: ImprovementChoice) -> HTMLResponse:
    rows = _chosen(here, choice)
    letters = by_letter(rows)
    begins = (choice.page - 1) * LETTERS_ON_A_PAGE
    shown = tuple(letter_asks(own, choice.topic, here.register) for own in letters[begins : begins + LETTERS_ON_A_PAGE])
    known = sorted(here.register.current(), key=lambda authority: authority.name)
    return page(
        "topic.html",
        choice=choice,
        label=ASKED_TOPICS.get(choice.topic, ""),
        topics=here.improvements.now().topics,
        items=len(rows),
        letters=len(letters),
        authorities=len({row.urn for row in rows}),
        shown=shown,
        begins=begins,
        before=choice.on(choice.page - 1).address() if choice.page > 1 and shown else None,
        after=choice.on(choice.page + 1).address() if begins + LETTERS_ON_A_PAGE < len(letters) else None,
        csv=choice.on(1).address(f"{urls.topic_page(choice.topic) if choice.topic else urls.TOPICS}.csv"),
        known=known,
        regions=here.register.regions(),
        orders=ITEM_ORDERS,
        longest=LONGEST_QUESTION,
    )


def _unknown_topic() -> HTMLResponse:
    return page("unknown_topic.html", status=404, topics=ASKED_TOPICS)


def _csv(here: AppContext, rows: Sequence[ImprovementRow], name: str) -> Response:
    cells = [improvement_cells(row, here.register.display(row.urn)) for row in rows]
    last_run = here.published.now().last_run
    day: date = last_run.date() if last_run else here.today()
    headers = {
        "Content-Disposition": f'attachment; filename="ofsted-watch-{name}-{day.isoformat()}.csv"',
        "Access-Control-Allow-Origin": "*",
    }
    content = file_content(cells, f"{name}.csv", dict.fromkeys(IMPROVEMENT_COLUMNS, str))
    return Response(content, media_type="text/csv", headers=headers)
