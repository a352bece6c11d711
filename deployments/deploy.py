"""Create or update our objects on a Prefect server, and remove those no longer listed (idempotent)."""

import asyncio
import io
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import yaml
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.responses import DeploymentResponse
from prefect.context import AsyncClientContext
from prefect.exceptions import ObjectNotFound, PrefectException
from prefect.settings import PREFECT_API_URL

from deployments.automations import remove_old_automations, set_up_automations
from deployments.missed_runs import make_up, missed_runs
from deployments.orphans import end_orphans, is_alive_here
from deployments.prefect_server import set_up_server
from flows.scheduled_runs import name_scheduled_runs, schedule_runs
from ofsted_watch.errors import DeployFailed, StoreError, WrongUse
from ofsted_watch.services.resources import open_database
from ofsted_watch.services.stored_forms import store_forms
from ofsted_watch.settings import PREFIX, Settings
from tasks.work_pool import POOL, TAG

HOUSE = Path(__file__).resolve().parents[1]
"""The folder with prefect.yaml and flows/: runs start there."""

LIST = HOUSE / "prefect.yaml"

_PAGE = 200
"""Deployments asked for in one request: the server's limit."""
_LAST_LINES = 12
"""Lines of Prefect's own message to show: the reason is at the end."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """What is on the server now, and what was removed: names, deployments as 'flow/deployment'.

    `ended` are the runs whose process was gone; `made_up` are the runs that were due while nothing ran. `forms` are our
    deployments by their own names, with their ids on the server.
    """

    server: str
    deployments: tuple[str, ...]
    automations: tuple[str, ...]
    removed_deployments: tuple[str, ...]
    removed_automations: tuple[str, ...]
    ended: tuple[str, ...] = ()
    made_up: tuple[str, ...] = ()
    forms: Mapping[str, str] = field(default_factory=dict)


def deploy(
    requests_per_second: float, poll_schedule: str, is_alive: Callable[[FlowRun], bool | None] = is_alive_here
) -> Deployed:
    """Create or update the pool, the queue, the rate limit, the deployments and the automations on the server of PREFECT_API_URL.

    Then runs whose process is gone are ended (`is_alive` decides, see orphans.py), runs that were due while nothing ran are
    ordered again, and the next ones are scheduled and named. Our deployments and automations that are no longer listed are
    removed last.
    Raises WrongUse if no server is set, DeployFailed if it does not answer or refuses.
    """
    server = _server()
    try:
        with get_client(sync_client=True) as client:
            set_up_server(client, requests_per_second)
            missed = missed_runs(client)
            _deploy_the_list(poll_schedule)
            automations = set_up_automations(client)
            listed = listed_deployments()
            ended = end_orphans(client, is_alive)
            made_up = make_up(client, missed)
            schedule_runs(client)
            name_scheduled_runs(client)
            removed_automations = remove_old_automations(client, automations)
            removed_deployments = remove_unlisted(client, listed)
            return Deployed(
                server=server,
                deployments=tuple(sorted(listed)),
                automations=automations,
                removed_automations=removed_automations,
                removed_deployments=removed_deployments,
                ended=ended,
                made_up=made_up,
                forms=form_ids(client),
            )
    except httpx.HTTPStatusError as error:
        raise DeployFailed(_refusal(server, error.response.status_code)) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DeployFailed(f"No Prefect server answers at {server} ({type(error).__name__}): is it running?") from error
    except (PrefectException, ValueError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise DeployFailed(f"The server at {server} is not a Prefect server ({reason}): check its URL") from error


def wait_for_server(seconds: float, sleep: Callable[[float], None] = time.sleep) -> None:
    """Wait until the server of PREFECT_API_URL answers, at most so long: a server that has just started does not yet.

    Whoever deploys next says what is wrong if it never does. Raises WrongUse if no server is set.
    """
    _server()
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        try:
            if httpx.get(f"{PREFECT_API_URL.value()}/health", timeout=5).is_success:
                return
        except httpx.HTTPError:
            pass  # not yet
        sleep(1)


def listed_deployments() -> frozenset[str]:
    """The deployments of prefect.yaml, as 'flow/deployment'."""
    listed = yaml.safe_load(LIST.read_text(encoding="utf-8"))["deployments"]
    return frozenset(f"{_flow_name(entry['entrypoint'])}/{entry['name']}" for entry in listed)


def remove_unlisted(client: SyncPrefectClient, listed: Collection[str]) -> tuple[str, ...]:
    """Delete our deployments that are not `listed` ('flow/deployment'). Returns what was deleted, in order.

    A deployment is ours if it has our tag, or runs one of our flows in our work pool. Those of other projects are not touched.
    """
    removed = []
    for deployment in [each for each in _all_deployments(client) if _is_ours(each)]:
        name = f"{client.read_flow(deployment.flow_id).name}/{deployment.name}"
        if name in listed:
            continue
        try:
            client.delete_deployment(deployment.id)
        except ObjectNotFound:  # somebody else has just deleted it
            continue
        removed.append(name)
    return tuple(sorted(removed))


def form_ids(client: SyncPrefectClient) -> dict[str, str]:
    """Our deployments on the server by their own names, without the flow's, with their ids."""
    return {str(each.name): str(each.id) for each in _all_deployments(client) if _is_ours(each)}


def store_form_ids(settings: Settings, deployed: Deployed) -> str | None:
    """Store where the forms are now in the database of these settings, for the links of artifacts and notices.

    Returns why that could not be done, or None. The deployments are made then, and links lead to the list of them. Raises
    BadSetting.
    """
    try:
        with open_database(settings) as database:
            store_forms(database, deployed.forms, datetime.now(UTC))
    except StoreError as error:
        return f"Where the forms are is not stored, so links lead to the list of deployments. {error}"
    return None


def _all_deployments(client: SyncPrefectClient) -> Iterator[DeploymentResponse]:
    offset = 0
    while page := client.read_deployments(limit=_PAGE, offset=offset):
        yield from page
        offset += len(page)


def _is_ours(deployment: DeploymentResponse) -> bool:
    runs_our_flow = (deployment.entrypoint or "").startswith("flows.") and deployment.work_pool_name == POOL
    return TAG in (deployment.tags or ()) or runs_our_flow


def _flow_name(entrypoint: str) -> str:
    module, _, function = entrypoint.rpartition(".")
    return str(getattr(import_module(module), function).name)


def _deploy_the_list(poll_schedule: str) -> None:
    """Run `prefect deploy` in this process. A process of its own would import all of Prefect and our flows again, for seconds."""
    printed = io.StringIO()
    with _in_our_house(poll_schedule), redirect_stdout(printed), redirect_stderr(printed):
        try:
            asyncio.run(_prefect_deploy())
            refused = False
        except SystemExit as ended:
            refused = bool(ended.code)
        except RuntimeError as unlike:  # the server is of another major version
            raise DeployFailed(f"Prefect refused the deployments of {LIST}: {unlike}") from unlike
    if refused:
        lines = [line.strip() for line in printed.getvalue().splitlines() if line.strip()]
        raise DeployFailed(f"Prefect refused the deployments of {LIST}: {' / '.join(lines[-_LAST_LINES:])}")


async def _prefect_deploy() -> None:
    # Imported while nothing is printed to a terminal: Prefect decides at its import whether it may ask a person.
    from prefect.cli.deploy import deploy_app

    # One client for all deployments. Prefect makes four for each otherwise, and each reads all certificates again.
    async with AsyncClientContext.get_or_create():
        await deploy_app.run_async(["--all", "--prefect-file", LIST.name])


@contextmanager
def _in_our_house(poll_schedule: str) -> Iterator[None]:
    """In the folder of the list, with the schedule that the list takes from the environment; both are then as before."""
    name = f"{PREFIX}POLL_SCHEDULE"
    before = os.environ.get(name)
    os.environ[name] = poll_schedule
    try:
        with chdir(HOUSE):
            yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _server() -> str:
    """The server's address for display: without user and password."""
    url = PREFECT_API_URL.value()
    if not url:
        raise WrongUse("No Prefect server is set: set PREFECT_API_URL, for example to http://127.0.0.1:4200/api")
    parts = urlsplit(str(url))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WrongUse("PREFECT_API_URL must be a web address such as http://127.0.0.1:4200/api")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _refusal(server: str, status: int) -> str:
    if status in (401, 403):
        return f"The Prefect server at {server} refuses us ({status}): set PREFECT_API_AUTH_STRING to the server's value"
    return f"The Prefect server at {server} answers {status}: check that PREFECT_API_URL ends in /api, and read the server's log"
