"""What automations run: ops is notified of a run that did not end well, and a crashed run is restarted."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.settings import PREFECT_UI_URL
from prefect.states import Completed, Failed, Scheduled

from flows.backfill_runs import AFTER_A_CRASH, MOST_STARTS
from ofsted_watch.errors import MailError
from ofsted_watch.services.notify_ops import tell
from ofsted_watch.settings import read_settings


@flow(name="notify-ops", flow_run_name="notify ops", persist_result=False)
def notify_ops(run: UUID, state: str | None = None, why: str | None = None) -> State:
    """Mail ops the state of a run: its name, its state and the message of the state.

    Args:
        run: The run's id.
        state: The name of the state to report; the run may be in another by now. Empty: its current state.
        why: The message of that state.
    """
    settings = read_settings()
    if not settings.ops_email:
        return Completed(name="Nobody to notify", message="OFSTED_WATCH_OPS_EMAIL is not set, so nobody was notified")
    with get_client(sync_client=True) as client:
        ended = client.read_flow_run(run)
    was = state or ended.state_name or "in no state"
    message = why if state else ended.state.message if ended.state else None
    subject, lines = ops_mail_text(ended, was, message, PREFECT_UI_URL.value())
    try:
        answer = tell(settings, subject, lines, key=f"{run}:{ended.run_count}:{was}", at=datetime.now(UTC))
    except MailError as error:
        return Failed(message=f"ops could not be notified that {subject}: {error}")
    return Completed(message=f"ops was notified that {subject} ({answer})")


def ops_mail_text(run: FlowRun, state: str, why: str | None, ui: str | None) -> tuple[str, tuple[str, ...]]:
    """The subject and lines of the mail about a run's state, `why` its message; `ui` is the UI's address, if known."""
    subject = f"{run.name} is {state.lower()}"
    lines = [f"The run '{run.name}' is {state.lower()}."]
    if why:
        lines.append(why)
    if run.state_name and run.state_name != state:
        lines.append(f"Since then it has become {run.state_name.lower()}.")
    if state == "Late":
        lines.append("It was due and no worker has taken it: check that a worker is running.")
    if ui:
        lines.append(f"Its page: {ui}/runs/flow-run/{run.id}")
    lines.append("What to do: deployments/README.md, 'A run that failed'.")
    return subject, tuple(lines)


@flow(name="start-again", flow_run_name="start again", persist_result=False)
def start_again(run: UUID) -> State:
    """Restart a crashed run, at most three starts in all. Every step of a run is safe to repeat."""
    with get_client(sync_client=True) as client:
        crashed = client.read_flow_run(run)
        if crashed.state_type is not StateType.CRASHED:
            return Completed(message=f"'{crashed.name}' is {(crashed.state_name or '').lower()} by now: there is nothing to do")
        if crashed.run_count >= MOST_STARTS:
            return Failed(message=f"'{crashed.name}' crashed {crashed.run_count} times and is not restarted: check its log")
        again: State[Any] = Scheduled(message="restarted after a crash", scheduled_time=datetime.now(UTC) + AFTER_A_CRASH)
        client.set_flow_run_state(run, again, force=True)
    return Completed(message=f"'{crashed.name}' is restarted (start {crashed.run_count + 1} of {MOST_STARTS})")
