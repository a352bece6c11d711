"""What a run shows in the Prefect UI: its letters, changes, what it set aside, its coverage, and the words of each check."""

import re
from collections.abc import Sequence

from prefect.artifacts import create_markdown_artifact

from ofsted_watch.domain.model import Verdict
from ofsted_watch.extraction.sanitize import sanitize
from ofsted_watch.runs.run_result import RunResult

WHAT_TO_DO = "Settle each in the set-aside desk: `ofsted-watch set-aside release|reject ID --why '…'`."


def show_run(night: RunResult) -> None:
    """Publish a night's artifacts under keys that stay the same, so that the UI keeps each one's history."""
    create_markdown_artifact(coverage_page(night), key="coverage", description="What of this run's duty was seen")
    create_markdown_artifact(letters_page(night), key="letters", description="Letters that came in this run")
    create_markdown_artifact(
        changes_page(night), key="changes", description="What changed, from what to what, and why it is reported"
    )
    create_markdown_artifact(set_aside_page(night), key="set-aside", description="What was kept back, with the reason")
    create_markdown_artifact(checks_page(night.verdicts, night.report), key="checks", description="What the expectations said")


def coverage_page(night: RunResult) -> str:
    """The coverage ledger: counts first, then every authority we were blind to, with the reason."""
    coverage = night.coverage
    counts = [
        ("authorities owed", len(coverage.expected)),
        ("authorities seen", len(coverage.checked)),
        ("letters listed", coverage.listed),
        ("files fetched", coverage.fetched),
        ("letters read", coverage.read),
        ("letters checked", coverage.validated),
        ("letters kept", coverage.stored),
        ("set aside", coverage.set_aside),
    ]
    page = f"# Night of {night.today:%-d %B %Y}\n\n{plain(night.message)}\n\n" + table(("what", "count"), counts)
    if coverage.unchecked:
        unchecked = [(night.names.get(urn, urn), reason) for urn, reason in sorted(coverage.unchecked.items())]
        page += "\n\n## Not checked\n\n" + table(("authority", "why"), unchecked)
    if night.notes:
        page += "\n\n## Noticed\n\n" + "\n".join(f"- {plain(note)}" for note in night.notes)
    return page


def letters_page(night: RunResult) -> str:
    """One row per letter kept in this run."""
    rows = [
        (one.published, night.names[one.listing.urn], one.letter.kind.replace("_", " "), one.letter.title or "", one.listing.url)
        for one in night.outcome.stored
    ]
    return "# Letters\n\n" + table(("published", "authority", "kind", "title", "link"), rows, "No new letter.")


def changes_page(night: RunResult) -> str:
    """One row per change, with its cause: only new letters and re-issues are a changed judgement."""
    rows = [
        (
            night.names[one.urn],
            one.strand,
            one.from_grade or "-",
            one.to_grade or "no longer given",
            one.direction or "-",
            one.cause,
        )
        for one in night.outcome.changes
    ]
    headings = ("authority", "judged on", "from", "to", "direction", "cause")
    page = "# Changes\n\n" + table(headings, rows, "No judgement changed.")
    if night.hold:
        page += f"\n\n**The alerts of this run are held:** {plain(night.hold)}. Release or drop them in the hold desk."
    return page


def set_aside_page(night: RunResult) -> str:
    """One row per item that this run kept back."""
    rows = [(night.names.get(one.urn, one.urn), one.code, one.message) for one in night.outcome.set_aside]
    page = "# Set aside\n\n" + table(("authority", "reason", "what"), rows, "Nothing was set aside.")
    return page + (f"\n\n{WHAT_TO_DO}" if rows else "")


def checks_page(verdicts: Sequence[Verdict], report: str | None = None) -> str:
    """One row per suite, every failed rule in words, and where the whole validation report stands."""
    rows = [
        (one.suite, one.rows_checked, len(one.failed_rows), len(one.failed_batch) + len(one.could_not_run)) for one in verdicts
    ]
    page = "# Checks\n\n" + table(("suite", "rows", "rows that failed", "batch rules that failed"), rows)
    said = [
        (verdict.suite, message)
        for verdict in verdicts
        for message in (
            *verdict.failed_batch,
            *verdict.could_not_run,
            *verdict.warnings,
            *[row.message for row in verdict.failed_rows],
        )
    ]
    page += "\n\n" + table(("suite", "what it said"), said) if said else ""
    return page + (f"\n\n{_report(report)}" if report else "")


def _report(place: str) -> str:
    """Where the validation report stands: a link where it is served, else the file's name."""
    if place.startswith(("http://", "https://")):
        return f"[The whole report, rule by rule]({place})"
    return f"The whole report, rule by rule: `{place}`"


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], nothing: str = "") -> str:
    """A Markdown table of plain text, or the sentence `nothing` where there are no rows."""
    if not rows:
        return nothing
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    lines += ["| " + " | ".join(plain(str(cell)) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def plain(scraped: str) -> str:
    """Text from outside, unable to become markup, a link or another cell in the UI's Markdown. Enum words lose their '_'."""
    text = sanitize(scraped)
    text = re.sub(r"(?<=[a-z])_(?=[a-z])", " ", text)
    return re.sub(r"([\\`*_{}\[\]<>#|!])", lambda found: f"&#{ord(found[0])};", text)
