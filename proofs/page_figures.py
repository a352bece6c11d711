"""The figures of docs/accuracy.md and docs/reliability.md as the page 'how this is made' shows them.

`make accuracy` and `make reliability` ship them anew; `python -m proofs.page_figures` does after an edit by hand.
"""

import json
import re
from typing import Any

from tests.paths import REPOSITORY

ACCURACY, RELIABILITY, TABLES = (REPOSITORY / f"docs/{name}.md" for name in ("accuracy", "reliability", "reliability-tables"))
SHIPPED = REPOSITORY / "ofsted_watch/web/static/figures.json"


def metrics(accuracy: str, reliability: str, tables: str) -> dict[str, Any]:
    """The pages' figures. Raises ValueError where a page no longer says them as it did."""
    return {"accuracy": _accuracy(accuracy), "official": _official(accuracy), "reliability": _reliability(reliability, tables)}


def _accuracy(page: str) -> dict[str, Any]:
    reader, files, right, set_aside, wrong = _found(
        r"with reader (\S+) on (\d+) real files .*?: (\d+) values right, (\d+) set aside, (\d+) silently wrong", page
    )
    kinds = []
    for part in page.split("\n## ")[1:]:
        if heading := re.match(r"(\w+) \((\d+) files?\)", part):
            rows = re.findall(r"^\| [a-z_ ]+ \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", part, re.MULTILINE)
            values, good, aside, bad = (sum(int(row[place]) for row in rows) for place in range(4))
            kinds.append(
                {
                    "kind": heading[1],
                    "files": int(heading[2]),
                    "values": values,
                    "right": good,
                    "set_aside": aside,
                    "wrong": bad,
                }
            )
    whole = {"reader": reader, "files": int(files), "right": int(right), "set_aside": int(set_aside), "wrong": int(wrong)}
    return whole | {"kinds": kinds}


def _official(page: str) -> dict[str, Any]:
    """How the corpus stands against Ofsted's own table: the counts of each subject, and every value that does not agree."""
    part = page.split("\n## Ofsted's own table of inspection outcomes\n")[1].split("\n## ")[0]
    year, month, day, inspections, visits = _found(
        r"as_at_(?P<day>\d+)_(\w+)_(\d{4})\.ods`: (\d+) inspections and (\d+) visits are in both", part
    )
    names = ("subject", "compared", "agree", "differ", "known", "ofsted_only", "ours_only")
    rows = re.findall(r"^\| ([a-z ]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", part, re.MULTILINE)
    subjects = [{"subject": row[0]} | dict(zip(names[1:], map(int, row[1:]), strict=True)) for row in rows]
    return {
        "as_at": f"{year} {month} {day}",
        "inspections": int(inspections),
        "visits": int(visits),
        "subjects": subjects,
        "named": re.findall(r"^- (.+)$", part, re.MULTILINE),
    }


def _reliability(page: str, tables: str) -> dict[str, Any]:
    tried, survived, lost, doubled, folded = _found(
        r"In all: \*\*([\d,]+) tried, ([\d,]+) survived, ([\d,]+) lost, ([\d,]+) doubled\*\*, ([\d,]+) same", page
    )
    proofs = []
    for part in tables.split("\n## ")[1:]:
        rows = re.findall(r"^\| .+? \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|", part, re.MULTILINE)
        counts = [sum(_number(row[place]) for row in rows) for place in range(4)]
        if rows:
            name = part.partition("\n")[0]
            proofs.append({"proof": name} | dict(zip(("tried", "survived", "lost", "doubled"), counts, strict=True)))
    whole = zip(("tried", "survived", "lost", "doubled", "folded"), (tried, survived, lost, doubled, folded), strict=True)
    return {name: _number(text) for name, text in whole} | {"proofs": proofs}


def _found(pattern: str, page: str) -> tuple[str, ...]:
    found = re.search(pattern, page, re.DOTALL)
    if not found:
        raise ValueError(f"the page of figures no longer says {pattern!r}")
    return found.groups()


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def current() -> dict[str, Any]:
    """What the docs say now."""
    return metrics(
        ACCURACY.read_text(encoding="utf-8"), RELIABILITY.read_text(encoding="utf-8"), TABLES.read_text(encoding="utf-8")
    )


def ship() -> None:
    """Write what the docs say now where the page reads it."""
    SHIPPED.write_text(json.dumps(current(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    ship()
