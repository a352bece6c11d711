"""Write docs/growth.md and its plot from the measurements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib import rc_context
from matplotlib.metric import Metric

from tests.paths import REPOSITORY

ROOT = REPOSITORY
PAGE = ROOT / "docs" / "growth.md"
PLOT = ROOT / "docs" / "pictures" / "growth.svg"
_BEGIN, _END = "<!-- measured -->", "<!-- /measured -->"
_QUIET, _NEWS = "a quiet night", "a night with 10 new letters"


@dataclass(frozen=True, slots=True)
class Row:
    """The measurements of one size. `costs` has no run that was not measured at this size."""

    authorities: int
    letters: int
    database_mb: float | None
    costs: Mapping[str, Mapping[str, float]]


def write_page(measured: Mapping[str, Any]) -> None:
    """Write the tables between the two marks of docs/growth.md, and draw the plot. Raises ValueError without the marks."""
    rows = sorted((_row(size) for size in measured.values()), key=lambda row: (row.authorities, row.letters))
    before, mark, rest = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not mark or not end:
        raise ValueError(f"{PAGE} does not contain the marks {_BEGIN} and {_END} that enclose the figures")
    PAGE.write_text(f"{before}{_BEGIN}\n\n{_tables(rows)}\n\n{_END}{after}", encoding="utf-8")
    _draw(rows)


def _row(notified: Mapping[str, Any]) -> Row:
    size = notified["size"]
    return Row(size["authorities"], size["authorities"] * size["letters_each"], notified["database_mb"], notified["costs"])


def _tables(rows: Sequence[Row]) -> str:
    nights = [
        "| authorities | letters | night | CPU s | ms an authority | requests | received, MB | peak memory, MB |",
        "|---:|---:|---|---:|---:|---:|---:|---:|",
        *(_night(row, what) for row in rows for what in (_QUIET, _NEWS) if what in row.costs),
    ]
    asked = [
        "| authorities | letters | database, MB | `status` | `export` | `changes --json` |",
        "|---:|---:|---:|---:|---:|---:|",
        *(_asked(row) for row in rows if row.database_mb is not None),
    ]
    return "\n".join([*nights, "", "Whole commands, including their start: CPU seconds and peak memory in MB.", "", *asked])


def _night(row: Row, what: str) -> str:
    cost = row.costs[what]
    each = cost["cpu"] * 1000 / row.authorities
    received = cost["received"] / 1_000_000
    metrics = f"{cost['cpu']:,.1f} | {each:.1f} | {cost['requests']:,} | {received:,.1f} | {cost['peak']:,.0f}"
    return f"| {row.authorities:,} | {row.letters:,} | {what} | {metrics} |"


def _asked(row: Row) -> str:
    each = " | ".join(
        f"{row.costs[name]['cpu']:.1f} s, {row.costs[name]['peak']:.0f}" for name in ("status", "export", "changes")
    )
    return f"| {row.authorities:,} | {row.letters:,} | {row.database_mb:,.0f} | {each} |"


def _draw(rows: Sequence[Row]) -> None:
    """Plot CPU time and memory of a quiet night against the number of authorities. Straight lines are the aim."""
    seen = [row for row in rows if _QUIET in row.costs]
    sizes = [row.authorities for row in seen]
    with rc_context({"svg.hashsalt": "growth", "font.size": 9}):
        metric = Metric(figsize=(9, 3.4))
        left, right = metric.subplots(1, 2)
        for what, marker in ((_QUIET, "o-"), (_NEWS, "s--")):
            with_it = [row for row in seen if what in row.costs]
            left.plot([row.authorities for row in with_it], [row.costs[what]["cpu"] for row in with_it], marker, label=what)
        right.plot(sizes, [row.costs[_QUIET]["peak"] for row in seen], "o-", label="a quiet night's peak memory")
        for axes, text in ((left, "CPU seconds"), (right, "megabytes")):
            axes.set_xlabel("authorities")
            axes.set_ylabel(text)
            axes.set_ylim(bottom=0)
            axes.legend()
            axes.grid(alpha=0.3)
        metric.tight_layout()
        PLOT.parent.mkdir(parents=True, exist_ok=True)
        metric.savefig(PLOT, metadata={"Date": None})
