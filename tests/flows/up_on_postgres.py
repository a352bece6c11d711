"""`ofsted-watch up --postgres` where root runs the tests, whom PostgreSQL refuses: its cluster belongs to another user.

`python -m tests.flows.up_on_postgres CLUSTER PORT WEB_PORT REPORTS_PORT`
"""

import os
import shutil
import sys
from pathlib import Path

from deployments.own_postgres import OwnPostgres
from deployments.supervisor import Ports, environment_for, stay_up
from ofsted_watch.settings import read_settings


def main(cluster: Path, ports: Ports) -> int:
    """As the command does it, but for the user."""
    settings, user = read_settings(), "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(cluster, user)
    environment = environment_for(settings, os.environ, {}, ports)
    return stay_up(
        environment, ports, settings.data_dir.resolve(), lambda text: print(text, flush=True), OwnPostgres(cluster, user)
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Ports(*map(int, sys.argv[2:]))))
