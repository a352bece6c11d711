"""Where tests find the repository and the shared material beside it."""

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"
"""Real letters with checked answers; absent on most machines."""

CORPUS = SHARED / "corpus"
