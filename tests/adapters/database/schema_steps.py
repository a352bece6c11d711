"""The steps of the database's schema, for the tests that go through them."""

from pathlib import Path

from alembic.script import ScriptDirectory

from ofsted_watch.adapters.database import migrations


def revisions() -> tuple[str, ...]:
    """All steps, the oldest first."""
    steps = ScriptDirectory(str(Path(migrations.__file__).parent)).walk_revisions()
    return tuple(reversed([step.revision for step in steps]))
