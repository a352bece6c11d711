"""What a proof found, and how a run's figures become docs/reliability.md."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

INTRODUCTION = """# How reliable it is

What must hold on the worst night: every listed letter is kept, or named with the reason why not; no change of a judgement is
lost, told twice or made up; no mail is lost; archive and database agree; and what could not be done is said in words.

The matrix: the country's real letters replayed night by night, with nights missed and repeated; a site that misbehaves in every
way at every request; files made to hurt their reader; mail servers in trouble; processes killed at every step and at random
moments; databases locked and gone, disks full, clocks wrong, runs that meet; a misread column; ten thousand readers; a country
that grows; and weeks of nights with mishaps at random.

Every figure on this page was written by `make reliability`, which runs the real flows, stages, databases and mail adapter
against sites and mail servers on loopback, two proofs at a time; the code is in `proofs/reliability/`. It prints each row as it
is found, and ends with an error when a row does not hold. `python -m proofs.reliability killed dying` runs these two alone; the
others keep the figures of their last run on that machine. A short part of each proof runs with every `make test`.

- **tried**: cases, each of which should end well; what a case is, each part says. **survived**: those that did.
- **lost**: changes, letters, alerts or mails that should be there and are not. **doubled**: changes told twice, or mails that
  came twice, with whatever Message-ID.
- **same Message-ID**: the one documented double, not counted under doubled: the process was killed, or lost its database for
  good, after the server had the mail and before our database knew. The second copy has the first one's Message-ID, so that
  mail readers fold the two.
"""


@dataclass(frozen=True, slots=True)
class Metric:
    """One row: what was tried, and how it ended. `folded` counts the documented doubles, `seconds` are of wall time."""

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
        """True where every case ended well. A proof that tried nothing has shown nothing."""
        return self.tried > 0 and self.survived == self.tried and self.lost == 0 and self.doubled == 0


@dataclass(frozen=True, slots=True)
class Section:
    """One proof's part of the page: its title, what was done in a paragraph, and its rows.

    `not_run` is why the proof, or a part of it, was not run; `taken` says when and where it was.
    """

    title: str
    text: str
    metrics: tuple[Metric, ...] = ()
    not_run: str | None = None
    taken: str = ""

    @property
    def holds(self) -> bool:
        """True where every row holds. A section that was not run holds nothing."""
        return bool(self.metrics) and all(metric.holds for metric in self.metrics)


def page(sections: Sequence[Section]) -> str:
    """The whole page in Markdown."""
    return "\n".join([INTRODUCTION, _in_all(sections), *(_part(section) for section in sections)]).rstrip() + "\n"


def _in_all(sections: Sequence[Section]) -> str:
    metrics = [metric for section in sections for metric in section.metrics]
    tried, survived = sum(one.tried for one in metrics), sum(one.survived for one in metrics)
    lost, doubled, folded = (sum(getattr(one, name) for one in metrics) for name in ("lost", "doubled", "folded"))
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


def _row(one: Metric) -> str:
    counts = " | ".join(f"{count:,}" for count in (one.tried, one.survived, one.lost, one.doubled, one.folded))
    return f"| {one.what} | {counts} | {one.remark} | {one.seconds:,.0f} s |"


def saved(file: Path) -> dict[str, Section]:
    """The sections of earlier runs by name, so that one proof can be run again by itself."""
    if not file.exists():
        return {}
    return {name: _section(notified) for name, notified in json.loads(file.read_text(encoding="utf-8")).items()}


def save(file: Path, sections: Mapping[str, Section]) -> None:
    """Keep the sections for `saved`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({name: asdict(section) for name, section in sections.items()}, indent=1), encoding="utf-8")


def _section(notified: Mapping[str, object]) -> Section:
    metrics = notified["metrics"]
    assert isinstance(metrics, Sequence)
    return Section(
        title=str(notified["title"]),
        text=str(notified["text"]),
        metrics=tuple(Metric(**one) for one in metrics),
        not_run=None if notified["not_run"] is None else str(notified["not_run"]),
        taken=str(notified["taken"]),
    )
