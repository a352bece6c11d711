"""Tell a Prefect server of us: `python -m deployments`, with PREFECT_API_URL naming the server. Twice changes nothing."""

import subprocess
import sys
from pathlib import Path

import httpx
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL

from deployments.automations import set_up_automations
from deployments.prefect_server import set_up_server
from ofsted_watch.errors import OfstedWatchError
from ofsted_watch.settings import read_settings

HOUSE = Path(__file__).resolve().parents[1]
"""The folder with prefect.yaml and flows/: runs start there."""

_DEPLOY = ("-m", "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", "prefect.yaml")


def main() -> int:
    """Set up pool, queue and pace, then deployments, then automations. Exit code 2 for a setting or server that will not do."""
    try:
        settings = read_settings()
    except OfstedWatchError as error:
        return _refuse(str(error), 2)
    server = PREFECT_API_URL.value()
    if not server:
        return _refuse("No Prefect server is named: set PREFECT_API_URL, for example to http://127.0.0.1:4200/api", 2)
    try:
        names = set_up(settings.requests_per_second)
    except httpx.TransportError as error:
        return _refuse(f"No Prefect server answers at {server} ({type(error).__name__}): is it running?", 2)
    except subprocess.CalledProcessError as error:
        return _refuse(f"The deployments of {HOUSE / 'prefect.yaml'} were refused:\n{error.stdout}{error.stderr}", 1)
    print(f"The Prefect server at {server} knows our deployments and {len(names)} automations.")
    return 0


def set_up(requests_per_second: float) -> tuple[str, ...]:
    """Make or mend everything that the server holds for us. Returns the automations' names.

    Raises httpx.TransportError where no server answers, CalledProcessError where the deployments are refused.
    """
    with get_client(sync_client=True) as client:
        set_up_server(client, requests_per_second)
        subprocess.run([sys.executable, *_DEPLOY], cwd=HOUSE, check=True, capture_output=True, text=True)  # noqa: S603
        return set_up_automations(client)


def _refuse(why: str, code: int) -> int:
    print(f"Error: {why}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
