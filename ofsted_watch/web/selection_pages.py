"""All changes and all letters, selected by the parameters of their address: as pages, and as tables to download."""

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from ofsted_watch.adapters.exports import file_content
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Direction
from ofsted_watch.domain.selection import Selection, SelectionSubject
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.labels import GRADES, TOPICS
from ofsted_watch.presentation.selection_text import kind_plural
from ofsted_watch.presentation.tables import Row
from ofsted_watch.subscriptions.selection_parameters import (
    FROM_GRADES,
    SELECTION_PARAMETERS,
    TO_GRADES,
    check_period,
    parse_selection,
)
from ofsted_watch.web.app_context import AppContext, AppContextNow
from ofsted_watch.web.rendering import page
from ofsted_watch.web.selection_tables import CHANGE_COLUMNS, LETTER_COLUMNS, change_rows, letter_rows
from ofsted_watch.web.selection_view import (
    ORDERS,
    SelectedChanges,
    SelectedLetter,
    SelectionOrder,
    SelectionShown,
    read_order,
    read_page,
    shown_changes,
    shown_letters,
)

router = APIRouter(include_in_schema=False)

_OF_PAGES = ("order", "page")


@router.get(urls.CHANGES)
def changes(request: Request, here: AppContextNow) -> HTMLResponse:
    """All changes of judgement, or those that the parameters select, by letter."""
    selection, order, number = _asked(request, here, SelectionSubject.CHANGES)
    selectable = here.selectable.now()
    chosen = selectable.changes(selection)
    shown = shown_changes(
        chosen, dict(selectable.by_key), selection, here.register, order=order, number=number, today=here.today()
    )
    return _page("changes.html", here, shown)


@router.get(urls.LETTERS)
def letters(request: Request, here: AppContextNow) -> HTMLResponse:
    """All letters and reports, or those that the parameters select."""
    selection, order, number = _asked(request, here, SelectionSubject.LETTERS)
    chosen = here.selectable.now().selected_letters(selection)
    shown = shown_letters(chosen, selection, here.register, order=order, number=number, today=here.today())
    return _page("letters.html", here, shown)


@router.get(f"{urls.CHANGES}.csv")
def changes_csv(request: Request, here: AppContextNow) -> Response:
    """The selected changes as a table, the newest first."""
    selectable = here.selectable.now()
    selection = selection_in(request, here, SelectionSubject.CHANGES)
    return _table("changes", change_rows(selectable.changes(selection), here.register), CHANGE_COLUMNS, here.today())


@router.get(f"{urls.LETTERS}.csv")
def letters_csv(request: Request, here: AppContextNow) -> Response:
    """The selected letters as a table, the newest first."""
    selection = selection_in(request, here, SelectionSubject.LETTERS)
    rows = letter_rows(here.selectable.now().selected_letters(selection), here.register)
    return _table("letters", rows, LETTER_COLUMNS, here.today())


def selection_in(request: Request, here: AppContext, subject: SelectionSubject, also: Sequence[str] = ()) -> Selection:
    """The selection in an address. HTTPException 400 names a wrong parameter or value and what is possible."""
    try:
        selection = parse_selection(request.query_params.multi_items(), subject, here.register, also=also)
        check_period(selection)
        return selection
    except WrongUse as error:
        raise HTTPException(400, f"{str(error).rstrip('.')}.") from error


def _asked(request: Request, here: AppContext, subject: SelectionSubject) -> tuple[Selection, SelectionOrder, int]:
    """The selection, the order and the page's number. HTTPException 400 as `selection_in`."""
    selection = selection_in(request, here, subject, _OF_PAGES)
    try:
        order = read_order(request.query_params.get("order", ""))
        return selection, order, read_page(request.query_params.get("page", ""))
    except WrongUse as error:
        raise HTTPException(400, f"{error}.") from error


def _page(
    template: str, here: AppContext, shown: SelectionShown[SelectedChanges] | SelectionShown[SelectedLetter]
) -> HTMLResponse:
    return page(
        template,
        shown=shown,
        fields=_fields(here, shown.subject),
        chosen={name: [value for key, value in shown.parameters if key == name] for name in SELECTION_PARAMETERS},
        orders=ORDERS,
        csv=urls.selection_csv(shown.subject, shown.parameters),
        feed=urls.selection_feed(shown.subject, shown.parameters),
        mail_me=urls.sign_up_for(shown.subject, shown.parameters),
        api=urls.selection_api(shown.subject, shown.parameters),
    )


def _fields(here: AppContext, subject: SelectionSubject) -> tuple[tuple[str, str, list[tuple[str, str]]], ...]:
    """(parameter, label, choices with their texts) of the form's lists, in its order."""
    grades = [(str(grade), GRADES[grade]) for grade in TO_GRADES[subject]]
    to_grade = "Changed to" if subject is SelectionSubject.CHANGES else "Gives the grade"
    authorities = sorted(here.register.current(), key=lambda authority: authority.name)
    return (
        ("kind", "Kind of letter", [(str(kind), kind_plural(kind)) for kind in LetterKind]),
        ("topic", "Topic", [(str(topic), TOPICS[topic]) for topic in LetterTopic]),
        ("authority", "Authority", [(authority.urn, authority.name) for authority in authorities]),
        ("region", "Region", [(region, region) for region in sorted({authority.region for authority in authorities})]),
        ("from_grade", "Changed from", [(str(grade), GRADES[grade]) for grade in FROM_GRADES]),
        ("to_grade", to_grade, grades),
        ("direction", "How it moved", [(str(direction), str(direction)) for direction in Direction]),
        ("priority_action", "Areas for priority action", [("true", "names some"), ("false", "names none")]),
    )


def _table(name: str, rows: Sequence[Row], columns: dict[str, str], today: date) -> Response:
    content = file_content(rows, f"{name}.csv", dict.fromkeys(columns, str))
    saved_as = f"ofsted-watch-{name}-{today.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{saved_as}"', "Access-Control-Allow-Origin": "*"}
    return Response(content, media_type="text/csv", headers=headers)
