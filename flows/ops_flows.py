"""What automations run: ops is told of a run that did not end well, and a run that crashed is started again."""

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


@flow(name="notify-ops", flow_run_name="tell ops", persist_result=False)
def notify_ops(run: UUID, state: str | None = None, why: str | None = None) -> State:
    """Mail ops how a run stands: its name, its state and the words of its state.

    Args:
        run: The run's id.
        state: The state that it is told of, by its name; it may be in another by now. Empty: the one it is in.
        why: The words of that state.
    """
    settings = read_settings()
    if not settings.ops_email:
        return Completed(name="Nobody to tell", message="OFSTED_WATCH_OPS_EMAIL is not set, so nobody was told")
    with get_client(sync_client=True) as client:
        ended = client.read_flow_run(run)
    was = state or ended.state_name or "in no state"
    message = why if state else ended.state.message if ended.state else None
    subject, lines = ops_mail_text(ended, was, message, PREFECT_UI_URL.value())
    try:
        answer = tell(settings, subject, lines, key=f"{run}:{ended.run_count}:{was}", at=datetime.now(UTC))
    except MailError as error:
        return Failed(message=f"ops could not be told that {subject}: {error}")
    return Completed(message=f"ops was told that {subject} ({answer})")


def ops_mail_text(run: FlowRun, state: str, why: str | None, ui: str | None) -> tuple[str, tuple[str, ...]]:
    """The subject and the lines of the mail about a run's state, `why` its message; `ui` is the UI's address where known."""
    subject = f"{run.name} is {state.lower()}"
    lines = [f"The run '{run.name}' is {state.lower()}."]
    if why:
        lines.append(why)
    if run.state_name and run.state_name != state:
        lines.append(f"Since then it has become {run.state_name.lower()}.")
    if state == "Late":
        lines.append("It was due and no worker has taken it: look whether a worker is running.")
    if ui:
        lines.append(f"Its page: {ui}/runs/flow-run/{run.id}")
    lines.append("What to do: deployments/README.md, 'A night that failed'.")
    return subject, tuple(lines)


@flow(name="start-again", flow_run_name="start again", persist_result=False)
def start_again(run: UUID) -> State:
    """Start a crashed run again, at most three times in all. Every step of a run is safe to repeat."""
    with get_client(sync_client=True) as client:
        crashed = client.read_flow_run(run)
        if crashed.state_type is not StateType.CRASHED:
            return Completed(message=f"'{crashed.name}' is {(crashed.state_name or '').lower()} by now: nothing to do")
        if crashed.run_count >= MOST_STARTS:
            return Failed(message=f"'{crashed.name}' crashed {crashed.run_count} times and is left: look at its log")
        again: State[Any] = Scheduled(message="started again after a crash", scheduled_time=datetime.now(UTC) + AFTER_A_CRASH)
        client.set_flow_run_state(run, again, force=True)
    return Completed(message=f"'{crashed.name}' is started again (start {crashed.run_count + 1} of {MOST_STARTS})")
