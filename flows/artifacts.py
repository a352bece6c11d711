"""What a run shows in the Prefect UI: its letters, changes, set-aside items, coverage, and the result of each check."""

import re
from collections.abc import Mapping, Sequence

from prefect.artifacts import create_markdown_artifact

from flows.page_links import UNLINKED, Link, PageLinks, is_web
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import FileKey, ListingKey
from ofsted_watch.domain.model import Change, Verdict
from ofsted_watch.domain.set_aside_state import SetAsideSubject
from ofsted_watch.extraction.sanitize import sanitize
from ofsted_watch.presentation.labels import CAUSES, GRADES, STRANDS, direction_label, kind_label, without_codes
from ofsted_watch.presentation.run_text import run_text
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.runs.unread_pages import FOLDER, SHOWN, PagePlace

_OF_A_RUN = {
    "coverage": "What this run covered",
    "letters": "Letters that came in this run",
    "changes": "What changed, from what to what, and why it is reported",
    "set-aside": "What was set aside, with the reason",
}
_OF_A_PREVIEW = {
    "coverage": "What this run would do",
    "letters": "Letters that would be stored",
    "changes": "What would change, from what to what, and why",
    "set-aside": "What would be set aside, with the reason",
}
"""Key of an artifact → what the UI says of it."""

_CHOSEN_BY_NAME = 20
"""More authorities than these are not chosen by name: the next night covers them."""


_SUBJECTS = {SetAsideSubject.LETTER: "a letter", SetAsideSubject.LISTING: "a link", SetAsideSubject.PAGE: "a page"}


def show_run(night: RunResult, register: AuthorityRegister, links: PageLinks) -> None:
    """Publish a run's artifacts under fixed keys, so that the UI shows the history of each."""
    descriptions = _OF_A_PREVIEW if night.preview else _OF_A_RUN
    about = about_run(night, covers_all={authority.urn for authority in register.current()} <= set(night.coverage.expected))
    for key, page in (
        ("coverage", coverage_page(night, about, links, register)),
        ("letters", letters_page(night, about, links)),
        ("changes", changes_page(night, about, links)),
        ("set-aside", set_aside_page(night, about, links)),
        ("checks", checks_page(night.verdicts, about, night.report)),
    ):
        create_markdown_artifact(page, key=key, description=descriptions.get(key, "The result of the expectations"))


def about_run(night: RunResult, *, covers_all: bool = False) -> str:
    """'Nightly run of 5 March 2026: all 153 authorities', the first line of each artifact."""
    names = [night.names.get(urn, urn) for urn in night.coverage.expected]
    return plain(run_text(night.kind, night.today, names, covers_all=covers_all, preview=night.preview))


def coverage_page(night: RunResult, about: str, links: PageLinks = UNLINKED, register: AuthorityRegister | None = None) -> str:
    """The coverage ledger: counts first, then every authority not checked, with the reason and the form that answers it.

    Those that `register` does not have are offered to be added, not to be checked again.
    """
    coverage, would = night.coverage, _would(night)
    counts = [
        ("authorities expected", len(coverage.expected)),
        ("authorities checked", len(coverage.checked)),
        ("letters listed", coverage.listed),
        ("files fetched", coverage.fetched),
        ("letters read", coverage.read),
        ("letters validated", coverage.validated),
        (f"letters {would}stored", coverage.stored),
        (f"{would}set aside", coverage.set_aside),
    ]
    page = f"# {about}\n\n{plain(night.message)}\n\n{table(('what', 'count'), counts)}"
    if coverage.unchecked:
        unchecked = [(night.names.get(urn, urn), reason) for urn, reason in sorted(coverage.unchecked.items())]
        page += "\n\n## Not checked\n\n" + table(("authority", "why"), unchecked)
        page += _following(night, links, register)
    if night.unread_pages:
        page += f"\n\n## Pages that could not be read\n\n{unread_pages(night.unread_pages)}"
    if night.notes:
        page += "\n\n## Noticed\n\n" + "\n".join(f"- {plain(note)}" for note in night.notes)
    return page


def _following(night: RunResult, links: PageLinks, register: AuthorityRegister | None) -> str:
    """The forms that check the unchecked authorities again, or add those that the register does not have."""
    unchecked = sorted(night.coverage.unchecked)
    known = [urn for urn in unchecked if register is None or register.has(urn)]
    page = ""
    if 0 < len(known) <= _CHOSEN_BY_NAME:
        names = sorted(night.names.get(urn, urn) for urn in known)
        form = links.form("nightly", authorities=names)
        page += f"\n\nTo check them again: {form}, with these *Authorities*: {plain('; '.join(names))}."
    for urn in unchecked:
        # A result of the search that has no URN goes by its number or its name, see unknown_authorities.
        if urn not in known and re.fullmatch(r"\d{5,7}", urn):
            name = night.names.get(urn, urn)
            form = links.form("change-authorities", decision="add", authority=name, urn=urn)
            page += f"\n\nTo add {plain(name)} if it is new: {form}, with *add*, its URN {urn}, ONS code and region."
    return page


def unread_pages(pages: Sequence[PagePlace]) -> str:
    """One line a page: its address, what is wrong with it, and a link to the page as served, or its file's name."""
    lines = [f"- {plain(page.url)}: {plain(page.reason)} ({_place('the page as served', page.place)})" for page in pages[:SHOWN]]
    if len(pages) > SHOWN:
        lines.append(f"- and {len(pages) - SHOWN} more, in `{FOLDER}/` of the data folder")
    return "\n".join(lines)


def letters_page(night: RunResult, about: str, links: PageLinks = UNLINKED) -> str:
    """One row per letter stored in this run. One whose news is held is not public yet, so only Ofsted's letter is linked."""
    waits = {
        FileKey(event.urn, event.sha256)
        for event in night.outcome.events
        if night.preview or night.outcome.hold or event.key in night.outcome.holds
    }
    rows = [
        (
            letter.published,
            night.names[letter.listing.urn],
            kind_label(letter.letter.kind),
            letter.letter.title or "",
            [Link("open", letter.listing.url)]
            if night.preview or letter.file_key in waits
            else links.letter(letter.listing.urn, letter.listing.file_number, letter.listing.url),
        )
        for letter in night.outcome.stored
    ]
    title = "Letters that would be stored" if night.preview else "Letters"
    return f"# {title}\n\n{about}\n\n" + table(("published", "authority", "kind", "title", "link"), rows, "No new letter.")


def changes_page(night: RunResult, about: str, links: PageLinks = UNLINKED) -> str:
    """One row per change, with its cause: only new letters and re-issues are a changed judgement."""
    addresses = {letter.listing.key: letter.listing.url for letter in night.outcome.stored}
    addresses |= {ListingKey(event.urn, event.file_number): event.url for event in night.outcome.events}
    rows = [
        (
            night.names[change.urn],
            STRANDS[change.strand],
            GRADES[change.from_grade] if change.from_grade else "-",
            GRADES[change.to_grade] if change.to_grade else "no longer given",
            direction_label(change),
            CAUSES[change.cause],
            _letter_of(change, addresses),
        )
        for change in night.outcome.changes
    ]
    headings = ("authority", "judged on", "from", "to", "which is", "why", "letter")
    nothing = "No judgement would change." if night.preview else "No judgement changed."
    title = "Changes that would be recorded" if night.preview else "Changes"
    page = f"# {title}\n\n{about}\n\n{table(headings, rows, nothing)}"
    if night.hold and night.preview:
        page += f"\n\n**The alerts of this run would be held:** {plain(night.hold)}."
    elif night.hold:
        review = f"{links.form('review-held-alerts')}: *look* shows them, *release* or *drop* decides"
        page += f"\n\n**The alerts of this run are held:** {plain(night.hold)}. Answer with {review}."
    return page


def _letter_of(change: Change, addresses: Mapping[ListingKey, str]) -> object:
    """The letter that gives the later grade; its number if this run has no address of it."""
    address = addresses.get(ListingKey(change.urn, change.to_number))
    return Link("open", address) if address else f"file {change.to_number}"


def set_aside_page(night: RunResult, about: str, links: PageLinks = UNLINKED) -> str:
    """One row per item that this run set aside."""
    rows = [(night.names.get(item.urn, item.urn), _SUBJECTS[item.what], item.message) for item in night.outcome.set_aside]
    nothing = "Nothing would be set aside." if night.preview else "Nothing was set aside."
    title = "What would be set aside" if night.preview else "Set aside"
    page = f"# {title}\n\n{about}\n\n{table(('authority', 'what', 'why'), rows, nothing)}"
    if not rows or night.preview:
        return page
    form = links.form("review-set-aside-letters")
    return f"{page}\n\nAnswer each with {form}: its run shows their pages, and takes the grades that you read there."


def _would(night: RunResult) -> str:
    return "that would be " if night.preview else ""


def checks_page(verdicts: Sequence[Verdict], about: str, report: str | None = None) -> str:
    """One row per suite, the text of every failed rule, and a link to the whole validation report."""
    rows = [
        (verdict.suite, verdict.rows_checked, len(verdict.failed_rows), len(verdict.failed_batch) + len(verdict.could_not_run))
        for verdict in verdicts
    ]
    page = f"# Checks\n\n{about}\n\n" + table(("suite", "rows", "rows that failed", "batch rules that failed"), rows)
    sentences = [
        (verdict.suite, message)
        for verdict in verdicts
        for message in (
            *verdict.failed_batch,
            *verdict.could_not_run,
            *verdict.warnings,
            *[row.message for row in verdict.failed_rows],
        )
    ]
    page += "\n\n" + table(("suite", "result"), sentences) if sentences else ""
    return page + (f"\n\n{_place('The whole report, rule by rule', report)}" if report else "")


def _place(what: str, place: str) -> str:
    """What is served is a link, any other file its name."""
    return f"[{what}]({place})" if place.startswith(("http://", "https://")) else f"{what}: `{place}`"


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], nothing: str = "") -> str:
    """A Markdown table of plain text, or the sentence `nothing` if there are no rows."""
    if not rows:
        return nothing
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _cell(content: object) -> str:
    if isinstance(content, Link):
        return link(content)
    if isinstance(content, list):
        return " · ".join(_cell(part) for part in content)
    return plain(str(content))


def link(target: Link) -> str:
    """A link in Markdown; an address that is none of the web is shown as text."""
    if not is_web(target.url):
        return plain(target.url)
    return f"[{plain(target.text)}]({re.sub(r'[()|<>]', _percent, target.url)})"


def _percent(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def plain(scraped: str) -> str:
    """Text from outside, escaped: never markup, a link or a cell in the UI's Markdown. Our codes get their labels."""
    text = without_codes(sanitize(scraped))
    return re.sub(r"([\\`*_{}\[\]<>#|!])", lambda match: f"&#{ord(match[0])};", text)
