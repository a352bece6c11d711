"""What a process and all that it started cost together: CPU seconds, and memory with shared pages counted once."""

import os
from collections.abc import Iterable
from pathlib import Path

from proofs.ops.standing import below


def family(process: int) -> list[int]:
    """The process, and those that it started, and theirs."""
    return [process, *below(process)]


def cpu_seconds(processes: Iterable[int]) -> float:
    """CPU time of these processes, with their children that have ended (proc(5), fields 14 to 17 of stat)."""
    ticks = 0
    for process in processes:
        try:
            fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def megabytes(processes: Iterable[int]) -> float:
    """Their memory: each one's own pages, and its part of those that several share (Pss of smaps_rollup)."""
    return _megabytes(processes, "Pss:")


def own_megabytes(processes: Iterable[int]) -> float:
    """The same without pages of files, such as libraries: of those a process has less while others read the same files."""
    return _megabytes(processes, "Pss_Anon:")


def _megabytes(processes: Iterable[int], kind: str) -> float:
    kilobytes = 0
    for process in processes:
        try:
            text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        kilobytes += next((int(line.split()[1]) for line in text.splitlines() if line.startswith(kind)), 0)
    return kilobytes / 1024
