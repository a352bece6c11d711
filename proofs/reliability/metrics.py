"""The metrics of a proof, and the two pages written from them: docs/reliability.md and docs/reliability-tables.md."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

INTRODUCTION = """# How reliable it is

This must hold on the worst night: every listed letter is stored, or named with the reason why not. No change of a judgement is
lost, sent twice or invented. No mail is lost. Archive and database agree. A run names what it could not do.

{in_all}
| proof | tried | survived | lost | doubled | same Message-ID | taken |
|---|---:|---:|---:|---:|---:|---|
{rows}

- **tried**: cases, each of which must end well. [The tables](reliability-tables.md) define the case of each proof.
  **survived**: cases that did.
- **lost**: changes, letters, alerts or mails that are missing. **doubled**: changes or mails that came twice, whatever their
  Message-ID.
- **same Message-ID**: the one documented double, not counted as doubled. The process was killed, or lost its database for
  good, after the server accepted the mail and before our database stored that. The second copy has the same Message-ID, so
  mail programs show one.

`make reliability` writes this page and the tables. It runs the real flows, services, databases and mail adapter against sites and
mail servers on loopback, two proofs at a time, and ends with an error if a row does not hold. The code is in
`proofs/reliability/`. `python -m proofs.reliability killed dying` runs only these two; the others show the metrics of
their last run on that machine. `make test` runs a short part of each proof.
"""

TABLES = """# How reliable it is: the tables

Every case of every proof, as measured by `make reliability`. [How reliable it is](reliability.md) has the totals and explains
the columns.
"""


@dataclass(frozen=True, slots=True)
class Metric:
    """One row: what was tried, and how it ended. `folded` counts the documented doubles; `seconds` is wall time."""

    what: str
    tried: int
    survived: int
    lost: int
    doubled: int
    folded: int = 0
    remark: str = ""
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """True if every case ended well. A proof without cases proves nothing."""
        return self.tried > 0 and self.survived == self.tried and self.lost == 0 and self.doubled == 0


@dataclass(frozen=True, slots=True)
class Section:
    """The section of one proof: its title, a paragraph about its method, and its rows.

    `not_run` is the reason why the proof, or a part of it, did not run; `taken` says when and where it ran.
    """

    title: str
    text: str
    metrics: tuple[Metric, ...] = ()
    not_run: str | None = None
    taken: str = ""

    @property
    def holds(self) -> bool:
        """True if every row holds. A section that was not run does not hold."""
        return bool(self.metrics) and all(metric.holds for metric in self.metrics)


def page(sections: Sequence[Section]) -> str:
    """The page of results in Markdown: the total, and one row for each proof."""
    return INTRODUCTION.format(in_all=_in_all(sections), rows="\n".join(map(_sum, sections)))


def tables(sections: Sequence[Section]) -> str:
    """The appendix in Markdown: the method and every row of each proof."""
    return "\n".join([TABLES, *(_part(section) for section in sections)]).rstrip() + "\n"


def _sum(section: Section) -> str:
    names = ("tried", "survived", "lost", "doubled", "folded")
    counts = " | ".join(f"{sum(getattr(metric, name) for metric in section.metrics):,}" for name in names)
    not_run = f"; **not run:** {section.not_run}" if section.not_run else ""
    return f"| {section.title} | {counts} | {section.taken}{not_run} |"


def _in_all(sections: Sequence[Section]) -> str:
    metrics = [metric for section in sections for metric in section.metrics]
    tried, survived = sum(metric.tried for metric in metrics), sum(metric.survived for metric in metrics)
    lost, doubled, folded = (sum(getattr(metric, name) for metric in metrics) for name in ("lost", "doubled", "folded"))
    return (
        f"In all: **{tried:,} tried, {survived:,} survived, {lost:,} lost, {doubled:,} doubled**, {folded:,} same Message-ID.\n"
    )


def _part(section: Section) -> str:
    lines = [f"## {section.title}\n", f"{section.text}\n"]
    if section.not_run:
        lines.append(f"**Not run:** {section.not_run}\n")
    if section.metrics:
        lines += ["| what | tried | survived | lost | doubled | same Message-ID | remark | took |"]
        lines += ["|---|---:|---:|---:|---:|---:|---|---:|", *map(_row, section.metrics), ""]
    return "\n".join([*lines, f"Taken {section.taken}.\n"])


def _row(metric: Metric) -> str:
    counts = " | ".join(f"{count:,}" for count in (metric.tried, metric.survived, metric.lost, metric.doubled, metric.folded))
    return f"| {metric.what} | {counts} | {metric.remark} | {metric.seconds:,.0f} s |"


def saved(file: Path) -> dict[str, Section]:
    """The sections of earlier runs by name, so that one proof can be run again alone."""
    if not file.exists():
        return {}
    return {name: _section(notified) for name, notified in json.loads(file.read_text(encoding="utf-8")).items()}


def save(file: Path, sections: Mapping[str, Section]) -> None:
    """Write the sections to the file that `saved` reads."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({name: asdict(section) for name, section in sections.items()}, indent=1), encoding="utf-8")


def _section(notified: Mapping[str, object]) -> Section:
    metrics = notified["metrics"]
    assert isinstance(metrics, Sequence)
    return Section(
        title=str(notified["title"]),
        text=str(notified["text"]),
        metrics=tuple(Metric(**metric) for metric in metrics),
        not_run=None if notified["not_run"] is None else str(notified["not_run"]),
        taken=str(notified["taken"]),
    )
