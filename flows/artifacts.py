"""What a run shows in the Prefect UI: its letters, changes, set-aside items, coverage, and the result of each check."""

import re
from collections.abc import Sequence

from prefect.artifacts import create_markdown_artifact

from flows.page_links import Link, is_web
from ofsted_watch.domain.model import Verdict
from ofsted_watch.extraction.sanitize import sanitize
from ofsted_watch.presentation.labels import GRADES, STRANDS, kind_label
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.runs.unread_pages import FOLDER, SHOWN, PagePlace

WHAT_TO_DO = "Answer each with *review-set-aside-letters*: its run shows their pages, and takes the grades that you read there."

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


def show_run(night: RunResult) -> None:
    """Publish a run's artifacts under fixed keys, so that the UI shows the history of each."""
    about = _OF_A_PREVIEW if night.preview else _OF_A_RUN
    for key, page in (
        ("coverage", coverage_page),
        ("letters", letters_page),
        ("changes", changes_page),
        ("set-aside", set_aside_page),
    ):
        create_markdown_artifact(page(night), key=key, description=about[key])
    create_markdown_artifact(
        checks_page(night.verdicts, night.report), key="checks", description="The result of the expectations"
    )


def coverage_page(night: RunResult) -> str:
    """The coverage ledger: counts first, then every authority not checked, with the reason."""
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
    page = f"# {'Preview' if night.preview else 'Run'} of {night.today:%-d %B %Y}\n\n{plain(night.message)}\n\n" + table(
        ("what", "count"), counts
    )
    if coverage.unchecked:
        unchecked = [(night.names.get(urn, urn), reason) for urn, reason in sorted(coverage.unchecked.items())]
        page += "\n\n## Not checked\n\n" + table(("authority", "why"), unchecked)
    if night.unread_pages:
        page += f"\n\n## Pages that could not be read\n\n{unread_pages(night.unread_pages)}"
    if night.notes:
        page += "\n\n## Noticed\n\n" + "\n".join(f"- {plain(note)}" for note in night.notes)
    return page


def unread_pages(pages: Sequence[PagePlace]) -> str:
    """One line a page: its address, what is wrong with it, and a link to the page as served, or its file's name."""
    lines = [f"- {plain(page.url)}: {plain(page.reason)} ({_place('the page as served', page.place)})" for page in pages[:SHOWN]]
    if len(pages) > SHOWN:
        lines.append(f"- and {len(pages) - SHOWN} more, in `{FOLDER}/` of the data folder")
    return "\n".join(lines)


def letters_page(night: RunResult) -> str:
    """One row per letter stored in this run."""
    rows = [
        (
            letter.published,
            night.names[letter.listing.urn],
            kind_label(letter.letter.kind),
            letter.letter.title or "",
            Link("open", letter.listing.url),
        )
        for letter in night.outcome.stored
    ]
    title = "Letters that would be stored" if night.preview else "Letters"
    return f"# {title}\n\n" + table(("published", "authority", "kind", "title", "link"), rows, "No new letter.")


def changes_page(night: RunResult) -> str:
    """One row per change, with its cause: only new letters and re-issues are a changed judgement."""
    rows = [
        (
            night.names[change.urn],
            STRANDS[change.strand],
            GRADES[change.from_grade] if change.from_grade else "-",
            GRADES[change.to_grade] if change.to_grade else "no longer given",
            change.direction or "-",
            change.cause,
        )
        for change in night.outcome.changes
    ]
    headings = ("authority", "judged on", "from", "to", "direction", "cause")
    nothing = "No judgement would change." if night.preview else "No judgement changed."
    page = f"# {'Changes that would be recorded' if night.preview else 'Changes'}\n\n" + table(headings, rows, nothing)
    if night.hold and night.preview:
        page += f"\n\n**The alerts of this run would be held:** {plain(night.hold)}."
    elif night.hold:
        page += f"\n\n**The alerts of this run are held:** {plain(night.hold)}. Release or drop them with *review-held-alerts*."
    return page


def set_aside_page(night: RunResult) -> str:
    """One row per item that this run set aside."""
    rows = [(night.names.get(item.urn, item.urn), item.code, item.message) for item in night.outcome.set_aside]
    nothing = "Nothing would be set aside." if night.preview else "Nothing was set aside."
    page = f"# {'What would be set aside' if night.preview else 'Set aside'}\n\n" + table(
        ("authority", "reason", "what"), rows, nothing
    )
    return page + (f"\n\n{WHAT_TO_DO}" if rows and not night.preview else "")


def _would(night: RunResult) -> str:
    return "that would be " if night.preview else ""


def checks_page(verdicts: Sequence[Verdict], report: str | None = None) -> str:
    """One row per suite, the text of every failed rule, and a link to the whole validation report."""
    rows = [
        (verdict.suite, verdict.rows_checked, len(verdict.failed_rows), len(verdict.failed_batch) + len(verdict.could_not_run))
        for verdict in verdicts
    ]
    page = "# Checks\n\n" + table(("suite", "rows", "rows that failed", "batch rules that failed"), rows)
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
    """Text from outside, escaped: never markup, a link or a cell in the UI's Markdown. '_' in enum values becomes ' '."""
    text = sanitize(scraped)
    text = re.sub(r"(?<=[a-z])_(?=[a-z])", " ", text)
    return re.sub(r"([\\`*_{}\[\]<>#|!])", lambda match: f"&#{ord(match[0])};", text)
