"""One search by coverage in this process, which ends with it: `python -m tests.fuzz.search TARGET SECONDS FOLDER`.

In its own process because libFuzzer ends the one it runs in. FOLDER holds the inputs it begins with and gains those that
reach new code; an input that breaks a promise is left beside it as `crash-…`.
"""

import logging
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ofsted_watch", "pdfminer"]):
    from tests.fuzz.seeds import LARGEST_STORED
    from tests.fuzz.targets import SECONDS_A_FILE, TARGETS


def main(target: str, seconds: str, folder: str) -> None:
    """Does not return."""
    logging.disable(logging.CRITICAL)
    limits = [
        f"-max_total_time={seconds}",
        f"-max_len={LARGEST_STORED}",
        f"-timeout={2 * SECONDS_A_FILE:.0f}",
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
        f"-artifact_prefix={Path(folder).parent}/",
    ]
    atheris.Setup([sys.argv[0], *limits, folder], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
