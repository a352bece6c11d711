"""Bring the database to its newest schema: `python -m deployments.migrate`, run by the role that owns the tables.

Every command does so by itself where it may. This one is for a PostgreSQL whose daily role may change no table.
"""

import sys

from ofsted_watch.adapters.database import Database
from ofsted_watch.errors import OfstedWatchError, WrongUse
from ofsted_watch.settings import read_settings


def main() -> int:
    """The command. Exit codes: 0 done (or nothing to do), 1 it could not be done, 2 wrong use."""
    try:
        with Database(read_settings().database) as database:
            database.migrate()
    except WrongUse as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    except OfstedWatchError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    print("The database has the newest schema.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
