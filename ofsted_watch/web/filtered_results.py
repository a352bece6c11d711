"""The search with filters alone: the selected letters, as a page of results. Pure."""

from collections.abc import Sequence

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.history.letter_findings import findings_of
from ofsted_watch.domain.model import StoredLetter
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.domain.selection import SelectionSubject
from ofsted_watch.presentation.emails.findings_items import shown_findings
from ofsted_watch.presentation.labels import kind_label, sentence
from ofsted_watch.presentation.search_query import Piece
from ofsted_watch.presentation.selection_text import format_selection
from ofsted_watch.presentation.urls import letter_page
from ofsted_watch.web.search_form import ON_A_PAGE, Hit, Results, SearchChoice


def filtered_results(letters: Sequence[StoredLetter], choice: SearchChoice, register: AuthorityRegister) -> Results:
    """A page of these letters, the newest first; each with what it says first instead of a place that was found."""
    first = (choice.page - 1) * ON_A_PAGE
    shown = letters[first : first + ON_A_PAGE]
    counted = format_count(len(letters), "letter or report", "letters and reports")
    return Results(
        heading=f"{counted}: {format_selection(choice.selection, SelectionSubject.LETTERS, register)}",
        hits=tuple(_hit(letter, register) for letter in shown),
        total=len(letters),
        before=choice.on(choice.page - 1).address if choice.page > 1 and shown else None,
        after=choice.on(choice.page + 1).address if shown and first + len(shown) < len(letters) else None,
    )


def _hit(stored: StoredLetter, register: AuthorityRegister) -> Hit:
    letter = stored.letter
    return Hit(
        title=letter.title or sentence(kind_label(letter.kind)),
        authority=register.display(stored.listing.urn),
        file_number=stored.listing.file_number,
        published=stored.published,
        kind=letter.kind,
        withdrawn=stored.withdrawn,
        pieces=_beginning(stored),
        link=letter_page(stored.listing.urn, stored.listing.file_number),
    )


def _beginning(stored: StoredLetter) -> tuple[Piece, ...]:
    shown = shown_findings(findings_of(stored.letter), stored.listing.url, 1)
    text = shown.reason.text if shown.reason else shown.scope or shown.preview
    return (Piece(text, False),) if text else ()
