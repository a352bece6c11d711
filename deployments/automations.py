"""Automations as code: ops are notified of runs that fail or crash and of nights that do not run; crashed runs are restarted."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, RunDeployment
from prefect.events.schemas.automations import Automation, AutomationCore, EventTrigger, Posture
from prefect.exceptions import ObjectNotFound

from deployments.prefect_environment import HEARTBEAT_SECONDS
from tasks.work_pool import TAG

SILENT_AFTER = timedelta(seconds=6 * HEARTBEAT_SECONDS)
"""A run that a worker took, or that sent a heartbeat, and is silent for this long is dead: its worker or machine is gone.

Long enough for a slow machine to start a run's process: until then it sends nothing.
"""

NOTIFY_OPS = "notify-ops/notify-ops"
"""Mails ops, and restarts a crashed run first: one run for one fault, whose mail says what happens next."""

NIGHTLY = "nightly"
WATCHED = (NIGHTLY, "deliver", "digest-daily", "digest-weekly", "backfill", "reread", "site-check")
"""Deployments whose runs ops are notified of. A part of a backfill is reported by the whole backfill."""

OLD_NAMES = frozenset(
    {
        "a run did not begin: mark it crashed",
        "a run failed or crashed: tell ops",
        "a run is late: tell ops",
        "a run went silent: mark it crashed",
        "a run crashed: start it again",
    }
)
"""The automations of version 0.1, which had no tag: one that is no longer on our list is removed."""

_PAGE = 200
"""Automations asked for in one request: the server's limit."""

_A_RUN: dict[str, str | list[str]] = {"prefect.resource.id": "prefect.flow-run.*"}
_OF_OURS: dict[str, str | list[str]] = {"prefect.resource.role": "deployment", "prefect.resource.name": list(WATCHED)}
_A_NIGHT: dict[str, str | list[str]] = {"prefect.resource.role": "deployment", "prefect.resource.name": NIGHTLY}
_NOT_REFUSED: dict[str, str | list[str]] = {"prefect.state-name": "!Refused"}
_TAKEN = {f"prefect.flow-run.{state}" for state in ("Pending", "Submitting", "InfrastructurePending", "Running")}
_OF_THE_RUN = {
    "run": "{{ flow_run.id }}",
    "state": "{{ event.resource['prefect.state-name'] }}",
    "why": "{{ event.resource['prefect.state-message'] }}",
}
"""The parameters of the actions. The state is that of the event: the run may be in another when ops are notified."""


def set_up_automations(client: SyncPrefectClient) -> tuple[str, ...]:
    """Create each automation, or replace the one with its name. Returns their names.

    Raises ObjectNotFound if the deployments that they run do not exist yet.
    """
    made = automations(client.read_deployment_by_name(NOTIFY_OPS).id)
    for automation in made:
        for older in client.read_automations_by_name(automation.name):
            client.delete_automation(older.id)
        client.create_automation(automation)
    return tuple(automation.name for automation in made)


def remove_old_automations(client: SyncPrefectClient, names: Collection[str]) -> tuple[str, ...]:
    """Delete our automations that are not among `names`. Returns the names of the deleted ones, in order.

    An automation is ours if it has our tag or a name of version 0.1; an operator's automation is never touched.
    """
    removed = []
    for automation in _all_automations(client):
        if automation.name in names or not (TAG in automation.tags or automation.name in OLD_NAMES):
            continue
        try:
            client.delete_automation(automation.id)
        except ObjectNotFound:  # somebody else has just deleted it
            continue
        removed.append(automation.name)
    return tuple(sorted(removed))


def _all_automations(client: SyncPrefectClient) -> list[Automation]:
    existing: list[Automation] = []
    while page := client.read_automations(limit=_PAGE, offset=len(existing)):
        existing += page
    return existing


def automations(notify_ops: UUID) -> tuple[AutomationCore, ...]:
    """The automations, for the deployment with this id."""
    return (
        AutomationCore(
            tags=[TAG],
            name="a run failed or crashed: notify ops",
            description="Whatever its final state's name: its message is in the mail. A refused form is not a failure. "
            "A crashed run is started again, three times in all.",
            trigger=_when({"prefect.flow-run.*"}, {**_A_RUN, "prefect.state-type": ["FAILED", "CRASHED"], **_NOT_REFUSED}),
            actions=[_run(notify_ops, "run", "state", "why")],
        ),
        AutomationCore(
            tags=[TAG],
            name="a night is late or cancelled: notify ops",
            description="No worker has taken it, another night was still running, or somebody cancelled it.",
            trigger=_when({"prefect.flow-run.Late", "prefect.flow-run.Cancelled"}, _A_RUN, _A_NIGHT),
            actions=[_run(notify_ops, "run", "state", "why")],
        ),
        AutomationCore(
            tags=[TAG],
            name="a run went silent: mark it crashed",
            description="Its worker or its machine is gone. Also parts of backfills: the whole backfill restarts them.",
            trigger=EventTrigger(
                after={"prefect.flow-run.heartbeat", *_TAKEN},
                expect={"prefect.flow-run.*"},
                match=_A_RUN,
                for_each={"prefect.resource.id"},
                posture=Posture.Proactive,
                threshold=1,
                within=SILENT_AFTER,
            ),
            actions=[
                ChangeFlowRunState(
                    state=StateType.CRASHED,
                    name="Crashed",
                    message="it went silent: its worker or its machine is gone",
                    # Never forced: a last heartbeat may arrive after the run's end, and an ended run has not crashed.
                    force=False,
                )
            ],
        ),
    )


def _when(events: set[str], match: dict[str, str | list[str]], of: dict[str, str | list[str]] = _OF_OURS) -> EventTrigger:
    return EventTrigger(
        expect=events,
        match=match,
        match_related=of,
        for_each={"prefect.resource.id"},
        posture=Posture.Reactive,
        threshold=1,
    )


def _run(deployment: UUID, *given: str) -> RunDeployment:
    return RunDeployment(
        source="selected",
        deployment_id=deployment,
        parameters={name: {"__prefect_kind": "jinja", "template": _OF_THE_RUN[name]} for name in given},
        job_variables=None,
    )
