"""What the review of set-aside letters shows: what waits, why each was refused, what was read, and links to the pages."""

from collections.abc import Iterator, Sequence

from flows.artifacts import link, plain, table
from flows.page_links import UNLINKED, Link, PageLinks
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.model import SetAside
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.presentation.labels import AREAS
from ofsted_watch.presentation.run_text import first_names
from ofsted_watch.presentation.set_aside_text import alternatives, fields_read, grades_read, page_path, pages_path
from ofsted_watch.services.enter_reading import SetAsideLetter

IN_FULL = 25
"""So many letters are shown with all that was read; the others with their row alone."""

_MOST_PAGES = 40

_FORM = "review-set-aside-letters"


def set_aside_page(
    waiting: Sequence[SetAside],
    letters: Sequence[SetAsideLetter],
    register: AuthorityRegister,
    reports_url: str,
    links: PageLinks = UNLINKED,
) -> str:
    """One row per item that waits for an answer, then each letter in full. `reports_url` serves their pages ('': none).

    An id opens the form with it filled in; only a letter's grades can be entered.
    """
    rows = [
        (
            links.filled_form(str(item.id), _FORM, items=[item.id]) or item.id,
            item.since.date() if item.since else "",
            register.by_urn(item.urn).name,
            item.message,
        )
        for item in waiting
    ]
    if not rows:
        return "# Set aside\n\nNothing is set aside."
    names = plain(first_names(sorted({register.by_urn(item.urn).name for item in waiting})))
    page = f"# Set aside: {format_count(len(rows), 'item')} about {names}\n\n" + table(("id", "since", "authority", "why"), rows)
    page += (
        f"\n\nAnswer with {links.form(_FORM)}: the id in *Items*, *enter* with the grades as you read them, "
        f"*release* or *reject*; why, and your name.{links.note_on_ids(_FORM)}"
    )
    parts = [_letter(review, register, reports_url.rstrip("/"), links) for review in letters[:IN_FULL]]
    if len(letters) > IN_FULL:
        parts.append(f"{len(letters) - IN_FULL} more letters are shown here once these are answered.")
    return "\n\n".join((page, *parts))


def _letter(review: SetAsideLetter, register: AuthorityRegister, reports_url: str, links: PageLinks) -> str:
    item, letter = review.item, review.letter
    name = plain(register.by_urn(item.urn).name)
    parts = [f"## {item.id}: {name}", f"**Why it was refused:** {plain(item.message)}"]
    parts += [f"- It may mean: {plain(text)}" for text in alternatives(letter)]
    parts.append(" · ".join(_links(review, reports_url)))
    if answers := _answers(item, links):
        parts.append(" · ".join(link(answer) for answer in answers))
    if review.reader_version:
        parts.append("What was read:\n\n" + table(("field", "read as"), fields_read(letter)))
        parts.append(_grades(review, reports_url))
    else:
        parts.append("Nothing of it could be read.")
    parts += [
        f"- Read by {plain(entered.read_by)} on {entered.read_at.date()}: {plain(entered.reason)}" for entered in review.entered
    ]
    return "\n\n".join(parts)


def _answers(item: SetAside, links: PageLinks) -> list[Link]:
    """To the forms that answer it, with its id filled in."""
    return [
        *links.filled_form("Enter its grades", _FORM, decision="enter", items=[item.id]),
        *links.filled_form("Read it again", "reread", letter=str(item.id)),
    ]


def _links(review: SetAsideLetter, reports_url: str) -> Iterator[str]:
    """To the letter on Ofsted's site, and to its pages as the archive has them."""
    for record in review.records[:1]:
        if record.url.startswith(("https://", "http://")) and not set(record.url) & set("()<> \n"):
            yield f"[The letter on Ofsted's site]({record.url})"
    if not reports_url:
        yield "its pages: on the reports server, once OFSTED_WATCH_REPORTS_URL names its address"
        return
    yield f"[All its pages]({reports_url}{pages_path(review.sha256)})"
    for number in range(1, min(review.letter.pages, _MOST_PAGES) + 1):
        yield _page_link(review, number, reports_url)


def _grades(review: SetAsideLetter, reports_url: str) -> str:
    """Every place that states a grade, with a link to its page; written here because `table` escapes links."""
    places = grades_read(review.letter)
    if not places:
        return "No grade was read."
    lines = ["| area | grade read | where | text |", "| --- | --- | --- | --- |"]
    for place in places:
        where = _page_link(review, place.page, reports_url) if reports_url else f"page {place.page}"
        lines.append(f"| {AREAS[place.area]} | {plain(place.grade)} | {where} | {plain(place.text)} |")
    return "\n".join(lines)


def _page_link(review: SetAsideLetter, number: int, reports_url: str) -> str:
    return f"[page {number}]({reports_url}{page_path(review.sha256, number)})"
