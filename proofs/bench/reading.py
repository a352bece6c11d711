"""How fast files are read, against other engines: `python -m proofs.bench.reading [--files N]`.

Reads the real letters in ../shared and writes the section 'Reading' of docs/performance.md. Each engine runs in a
process of its own, so that its peak memory is its own; CPU time is what the machine's load disturbs least.
"""

import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import click

from proofs.bench.performance_page import PERFORMANCE, machine, put_section
from tests.paths import REPOSITORY

ROOT = REPOSITORY
CORPUS = ROOT.parent / "shared" / "corpus" / "pdf"

MOST_FILES = 127
"""Letters that are read unless another number is asked for."""

Pages = Callable[[bytes], int]
"""Reads a file's whole text and says how many pages it has."""


def letters(most: int) -> list[Path]:
    """The real PDFs, evenly chosen where not all are wanted. Ends the program where the folder is absent."""
    if not CORPUS.is_dir():
        sys.exit(f"bench: the real letters are not in {CORPUS}, so reading is not measured")
    files = [path for path in sorted(CORPUS.glob("*.pdf")) if path.read_bytes()[:5] == b"%PDF-"]
    return files[:: max(1, len(files) // most)][:most]


def whole_reading() -> Pages:
    from ofsted_watch.extraction.pdf import read_text

    return lambda content: len(read_text(content).pages)


def text_only() -> Pages:
    from ofsted_watch.extraction.pdf.opening import opened
    from ofsted_watch.extraction.pdf.raw_lines import raw_pages

    return lambda content: len(raw_pages(opened(content)))


def text_the_fallback_way() -> Pages:
    from ofsted_watch.extraction.pdf.opening import opened
    from ofsted_watch.extraction.pdf.raw_lines import raw_pages

    return lambda content: len(raw_pages(opened(content), plain_only=True))


def pdfminer_default() -> Pages:
    from pdfminer.high_level import extract_text

    return lambda content: extract_text(BytesIO(content)).count("\f")


def pypdf_default() -> Pages:
    import pypdf

    return lambda content: len([page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages])


def pdfium_default() -> Pages:
    import pypdfium2

    def pages(content: bytes) -> int:
        document = pypdfium2.PdfDocument(content)
        return len([page.get_textpage().get_text_bounded() for page in document])

    return pages


ENGINES: dict[str, tuple[str, Callable[[], Pages]]] = {
    "whole": ("**Ofsted Watch, all of it** (lines, tags, tables, paragraphs)", whole_reading),
    "words": ("Ofsted Watch, words with positions only", text_only),
    "plain": ("the same, the fast way turned off", text_the_fallback_way),
    "pdfminer": ("pdfminer.six `extract_text`", pdfminer_default),
    "pypdf": ("pypdf `extract_text`", pypdf_default),
    "pdfium": ("pdfium (pypdfium2), a C++ library, for orientation", pdfium_default),
}


def run_engine(name: str, most: int) -> None:
    """Child process: reads all files with one engine and prints its figures as JSON."""
    read = ENGINES[name][1]()
    files = letters(most)
    read(files[0].read_bytes())
    pages, cpu = 0, 0.0
    for path in files:
        content = path.read_bytes()
        before = time.process_time()
        pages += read(content)
        cpu += time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"files": len(files), "pages": pages, "cpu": cpu, "peak": peak}))


def run_bags(most: int) -> None:
    """Child process: counts the files in which our words and extract_text's are the same bag."""
    from pdfminer.high_level import extract_text

    from ofsted_watch.extraction.pdf.opening import opened
    from ofsted_watch.extraction.pdf.raw_lines import raw_pages

    same = 0
    files = letters(most)
    for path in files:
        content = path.read_bytes()
        ours = Counter(word for page in raw_pages(opened(content)) for line in page.lines for word in line.text.split())
        same += ours == Counter(extract_text(BytesIO(content)).split())
    print(json.dumps({"same": same, "files": len(files)}))


def run_workers(workers: int, most: int) -> None:
    """Child process: reads all files as letters in worker processes and prints the wall time and a worker's peak."""
    from ofsted_watch.adapters.pdf_reader import Reader
    from ofsted_watch.domain.authorities import ENGLAND

    files = letters(most)
    with Reader(ENGLAND, workers=workers) as reader:
        list(reader.read_many(files[:workers]))
        before = time.perf_counter()
        count = len(list(reader.read_many(files)))
        wall = time.perf_counter() - before
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps({"files": count, "wall": wall, "peak": peak}))


def child(*arguments: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-m", "proofs.bench.reading", *arguments], capture_output=True, cwd=ROOT, check=True)
    metrics: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return metrics


def section(most: int) -> str:
    """The section's text: the table of engines, the bags of words, the workers."""
    metrics = {}
    for name, (text, _) in ENGINES.items():
        print(f"  reading with {text.replace('*', '')} …", file=sys.stderr, flush=True)
        metrics[name] = child("--engine", name, "--files", str(most))
    default = metrics["pdfminer"]["cpu"]
    rows = [
        f"| {ENGINES[name][0]} | {one['cpu'] / one['files']:.3f} | {one['files'] / one['cpu']:.1f} | "
        f"{one['pages'] / one['cpu']:.0f} | {default / one['cpu']:.1f} | {one['peak']:.0f} |"
        for name, one in metrics.items()
    ]
    print("  comparing words, and measuring workers …", file=sys.stderr, flush=True)
    bags = child("--bags", "--files", str(most))
    one, two = (child("--workers", str(count), "--files", str(most)) for count in (1, 2))
    whole = metrics["whole"]
    return "\n".join(
        [
            "## Reading",
            "",
            f"{whole['files']:.0f} real letters, {whole['pages']:.0f} pages; " + machine(),
            "",
            "| engine | CPU s a file | files a CPU s | pages a CPU s | times as fast as `extract_text` | peak memory, MB |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            f"The same bag of words as `extract_text` in {bags['same']:.0f} of {bags['files']:.0f} files.",
            "",
            f"As letters, in worker processes under limits: one worker {one['files'] / one['wall']:.1f} files a second, "
            f"two workers {two['files'] / two['wall']:.1f} ({one['wall'] / two['wall']:.1f} times); "
            f"a worker's peak memory {two['peak']:.0f} MB.",
            "",
        ]
    )


def measure(files: int = MOST_FILES) -> None:
    """Measure and write the section."""
    letters(1)
    put_section(section(files))
    print(f"bench: reading is measured, see {PERFORMANCE.relative_to(ROOT)}")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--files", type=click.IntRange(1), default=MOST_FILES, show_default=True, help="The most letters that are read.")
@click.option("--engine", type=click.Choice(list(ENGINES)), help="Only measure this engine, in this process.")
@click.option("--bags", is_flag=True, help="Only compare the words with pdfminer's, in this process.")
@click.option("--workers", type=click.IntRange(1), help="Only measure this many workers.")
def main(files: int, engine: str | None, bags: bool, workers: int | None) -> None:
    """Measure how fast letters are read, and write it to docs/performance.md."""
    if engine:
        run_engine(engine, files)
    elif bags:
        run_bags(files)
    elif workers:
        run_workers(workers, files)
    else:
        measure(files)


if __name__ == "__main__":
    main(prog_name="python -m proofs.bench.reading")
