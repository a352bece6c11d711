"""Search for inputs that break a promise: `python -m tests.fuzz [MINUTES] [TARGET…]`, by coverage, with atheris.

Needs atheris, which is not among the development packages: it has wheels for some versions of Python only, and nothing
else here needs it (`pip install atheris`).
"""

import re
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS
from tests.paths import REPOSITORY

FOUND = REPOSITORY / "test-output" / "fuzz"


def main(arguments: list[str]) -> int:
    """0 when nothing was found, 1 when a promise is broken, 2 for wrong use. `MINUTES` (1) are for each target."""
    minutes = float(arguments.pop(0)) if arguments and re.fullmatch(r"\d+(\.\d+)?", arguments[0]) else 1.0
    if unknown := [name for name in arguments if name not in TARGETS]:
        print(f"'{unknown[0]}' is no target; there are: {', '.join(TARGETS)}", file=sys.stderr)
        return 2
    if find_spec("atheris") is None:
        print("atheris is not installed; `pip install atheris` puts it beside the development packages", file=sys.stderr)
        return 2
    return max([_searched(name, minutes) for name in arguments or TARGETS])


def _searched(name: str, minutes: float) -> int:
    """Search, keep what reached new code in FOUND, and tell. 1 when a promise is broken."""
    folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    begun = folder / "inputs"
    begun.mkdir()
    for data in seeds(name):
        (begun / sha256(data).hexdigest()[:16]).write_bytes(data)
    command = [sys.executable, "-m", "tests.fuzz.search", name, f"{minutes * 60:.0f}", str(begun)]
    ended = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    broken = [path for path in folder.iterdir() if path.is_file()]
    runs = re.search(r"number_of_executed_units: (\d+)", ended.stderr)
    tried = f"{int(runs[1]):,} inputs tried" if runs else "ended early"
    print(f"{name}: {tried}, {len(list(begun.iterdir()))} reach code of their own, {len(broken)} break a promise", flush=True)
    shutil.copytree(folder, FOUND / name, dirs_exist_ok=True)
    shutil.rmtree(folder)
    if broken or ended.returncode:
        print(ended.stderr[-3000:], file=sys.stderr)
        print(f"Kept in {FOUND / name}", file=sys.stderr)
    return int(bool(broken or ended.returncode))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
