"""What a process and its children cost together."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from proofs.bench.__main__ import PARTS
from proofs.bench.standing_costs import Held, section_in_a_row
from proofs.bench.watched_processes import cpu_seconds, family, megabytes, own_megabytes
from tests.paths import REPOSITORY

MAIN = 'if __name__ == "__main__":'
PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]])
child.wait()
"""
CHILD = """
import time
held, began = bytearray(b"x" * 50_000_000), time.process_time()
while time.process_time() - began < 0.3:
    pass
print(flush=True)
time.sleep(600)
"""


@pytest.fixture
def parent() -> Iterator[int]:
    """A process that costs nothing, with a child that holds 50 million bytes and has used 0.3 s of CPU."""
    process = subprocess.Popen([sys.executable, "-c", PARENT, CHILD], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
    finally:
        for number in reversed(family(process.pid)):
            subprocess.run(["kill", "-9", str(number)], check=False)
        process.communicate()


def test_a_childs_memory_and_cpu_count_with_its_parents(parent: int) -> None:
    assert len(family(parent)) == 2
    assert 50_000_000 / 1_048_576 < megabytes(family(parent)) < 150
    assert megabytes([parent]) < megabytes(family(parent)) - 40
    assert 50_000_000 / 1_048_576 < own_megabytes(family(parent)) < megabytes(family(parent))
    assert 0.3 <= cpu_seconds(family(parent)) < 5


def test_make_bench_runs_whatever_writes_a_section() -> None:
    code = {path.stem: path.read_text(encoding="utf-8") for path in (REPOSITORY / "proofs" / "bench").glob("*.py")}
    writers = {name for name, text in code.items() if " put_section(" in text and name != "performance_page"}
    assert set(PARTS) == writers
    assert all(MAIN in code[name] for name in PARTS)


def test_a_process_that_has_ended_costs_nothing() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert (cpu_seconds([ended.pid]), megabytes([ended.pid]), own_megabytes([ended.pid])) == (0, 0, 0)


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (Held(3.1, 1.05, 0.1, 405.7, (("server", 230), ("pages", 80))), "After 3: server 230, pages 80.\n"),
        (Held(3, 1, 0.1, 405.9), "**Grown too much: own memory.**"),
        (Held(3.2, 1.1, 0.1, 405), "**Grown too much: Prefect's database, our database.**"),
    ],
)
def test_nights_in_a_row_say_what_has_grown_since_half_way(late: Held, expected: str) -> None:
    first, half = Held(2, 1, 0.1, 300), Held(3, 1, 0.1, 405, (("server", 229), ("pages", 79)))
    text = section_in_a_row([first, half, late])
    assert expected in text
    assert "MB, after 2 nights: server 229, pages 79.\n" in text
    assert "| | after 2 nights | after 3 | kB a night | bound |" in text


def test_nights_in_a_row_say_what_a_night_adds() -> None:
    nights = [Held(prefect, 1, 0.1, 400) for prefect in (2, 3, 3.5, 4)]
    assert "| Prefect's database, MB | 3.0 | 4.0 | 512 | 160 |" in section_in_a_row(nights)
    assert "here those of all nights." in section_in_a_row(nights)
    assert "it rested for 35 minutes half-way." in section_in_a_row(nights, rest=35)
