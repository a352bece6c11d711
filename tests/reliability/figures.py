"""What a proof found, and how a run's figures become docs/reliability.md."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

INTRODUCTION = """# How reliable the alerts are

Every figure on this page was written by `make reliability`, which runs the real flows, stages, database and mail adapter
against sites and mail servers on loopback; the code is in `tests/reliability/`. A short part of it runs with every `make test`.

- **tried**: cases, each of which should end well. **survived**: those that did.
- **lost**: alerts or mails that should be there and are not. **doubled**: alerts told twice, or mails that came twice, with
  whatever Message-ID.
- **same Message-ID**: the one documented double, not counted under doubled: the process was killed after the server had the
  mail and before our database knew. The second copy has the first one's Message-ID, so that mail readers fold the two.
"""


@dataclass(frozen=True, slots=True)
class Figure:
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
    """One proof's part of the page: its title, what was done in a paragraph, and its rows; or why it was not run."""

    title: str
    words: str
    figures: tuple[Figure, ...] = ()
    not_run: str | None = None

    @property
    def holds(self) -> bool:
        """True where every row holds. A section that was not run holds nothing."""
        return bool(self.figures) and all(figure.holds for figure in self.figures)


def page(sections: Iterable[Section], run: str) -> str:
    """The whole page in Markdown; `run` says when and where the figures were taken."""
    return "\n".join([INTRODUCTION, f"Taken {run}.\n", *(_part(section) for section in sections)]).rstrip() + "\n"


def _part(section: Section) -> str:
    head = f"## {section.title}\n\n{section.words}\n"
    if section.not_run:
        return f"{head}\n**Not run:** {section.not_run}\n"
    rows = [
        f"| {one.what} | {one.tried:,} | {one.survived:,} | {one.lost:,} | {one.doubled:,} | {one.folded:,} "
        f"| {one.remark} | {one.seconds:,.0f} s |"
        for one in section.figures
    ]
    columns = "| what | tried | survived | lost | doubled | same Message-ID | remark | took |"
    return "\n".join([head, columns, "|---|---:|---:|---:|---:|---:|---|---:|", *rows, ""])


def saved(file: Path) -> dict[str, Section]:
    """The sections of earlier runs by name, so that one proof can be run again by itself."""
    if not file.exists():
        return {}
    return {name: _section(told) for name, told in json.loads(file.read_text(encoding="utf-8")).items()}


def save(file: Path, sections: Mapping[str, Section]) -> None:
    """Keep the sections for `saved`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({name: asdict(section) for name, section in sections.items()}, indent=1), encoding="utf-8")


def _section(told: Mapping[str, object]) -> Section:
    figures = told["figures"]
    assert isinstance(figures, Sequence)
    return Section(
        title=str(told["title"]),
        words=str(told["words"]),
        figures=tuple(Figure(**one) for one in figures),
        not_run=None if told["not_run"] is None else str(told["not_run"]),
    )
