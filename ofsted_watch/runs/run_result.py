"""The result of a run as every reader gets it: the command line, the run page, the mail to ops. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Coverage, Outcome, Verdict
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.runs.unread_pages import PagePlace


class Ending(StrEnum):
    """How a run ended, the worst last. Only `incomplete` and `stopped` are failures; `set_aside` and `held` wait for review."""

    DONE = "done"
    SET_ASIDE = "set_aside"
    HELD = "held"
    INCOMPLETE = "incomplete"
    STOPPED = "stopped"


def worst(endings: Iterable[Ending]) -> Ending:
    """The worst of some endings. Raises ValueError for none at all."""
    return max(endings, key=list(Ending).index)


@dataclass(frozen=True, slots=True)
class RunResult:
    """One finished run. `names` maps URNs to names; `hold` is why all its alerts are held, or None.

    `stopped` holds the sentences of batch rules that failed or could not run: then nothing was stored. `report` is the path
    of the page that lists every rule checked. `unread_pages` are the site's pages that could
    not be read. Of a `preview` nothing is stored: `outcome` is what would be.
    """

    kind: RunKind
    today: date
    coverage: Coverage
    outcome: Outcome
    names: Mapping[Urn, str]
    verdicts: tuple[Verdict, ...] = ()
    hold: str | None = None
    stopped: tuple[str, ...] = ()
    new_set_aside: int = 0
    new_changes: int = 0
    new_alerts: int = 0
    notes: tuple[str, ...] = field(default=())
    report: str | None = None
    unread_pages: tuple[PagePlace, ...] = ()
    preview: bool = False

    @property
    def ending(self) -> Ending:
        """How this run ended, the worst first."""
        if self.stopped:
            return Ending.STOPPED
        # A poll expects only what moved: none is the usual case. A search that fails leaves every authority unchecked.
        if self.coverage.unchecked or not (self.coverage.expected or self.kind is RunKind.POLL):
            return Ending.INCOMPLETE
        if self.hold and self.new_alerts:
            return Ending.HELD
        if self.new_set_aside:
            return Ending.SET_ASIDE
        return Ending.DONE

    @property
    def message(self) -> str:
        """The run in one sentence, for its final state."""
        coverage = self.coverage
        if self.kind is RunKind.POLL and not coverage.expected:
            return "no authority has a newer report than at its last check"
        stored = format_count(coverage.stored, "letter")
        seen = f"checked {len(coverage.checked)} of {len(coverage.expected)} authorities"
        parts = [
            f"{seen}, {stored} stored",
            f"{format_count(self.new_changes, 'change')}, {format_count(self.new_alerts, 'alert')}",
        ]
        if self.preview:
            changes = format_count(len(self.outcome.changes), "change")
            parts = [f"a preview: {seen}, {stored} would be stored, with {changes}"]
        if self.stopped:
            parts = [f"nothing {'would be' if self.preview else 'was'} stored: " + " ".join(self.stopped)]
        if coverage.unchecked:
            parts.insert(0, format_unchecked(coverage.unchecked, self.names))
        aside = len(self.outcome.set_aside) if self.preview else self.new_set_aside
        if aside:
            parts.append(f"{format_count(aside, 'letter')} {'would be ' if self.preview else ''}set aside for review")
        if self.hold:
            parts.append(f"alerts {'would be ' if self.preview else ''}held: {self.hold}")
        return "; ".join(parts)


def format_unchecked(unchecked: Mapping[Urn, str], names: Mapping[Urn, str]) -> str:
    """'2 authorities not checked: Leeds (the site did not answer), York (no timeline)' from URN → reason.

    A reason shared by all is given once: a site that is down gives one reason, not 153.
    """
    by_name = sorted((names.get(urn, urn), reason) for urn, reason in unchecked.items())
    reasons = {reason for _, reason in by_name}
    count = f"{format_count(len(by_name), 'authority', 'authorities')} not checked"
    if len(by_name) > 1 and len(reasons) == 1:
        return f"{count}: {', '.join(name for name, _ in by_name)} ({reasons.pop()})"
    return f"{count}: {', '.join(f'{name} ({reason})' for name, reason in by_name)}"
