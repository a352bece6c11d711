"""All benchmarks, one after the other: `make bench`. Each writes its section of docs/performance.md."""

import subprocess
import sys

PARTS = ("quiet_night", "prefect_night", "delivery", "standing_costs", "pages", "reading")


def main() -> int:
    """Run each in a process of its own: one that inherits the memory of those before it would measure theirs."""
    ended = [subprocess.run([sys.executable, "-m", f"proofs.bench.{part}"], check=False).returncode for part in PARTS]
    return max(map(abs, ended))


if __name__ == "__main__":
    sys.exit(main())
