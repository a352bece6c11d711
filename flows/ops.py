"""What automations run: ops is told of a run that did not end well, and a run that crashed is started again."""

from datetime import UTC, datetime
from uuid import UUID

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.settings import PREFECT_UI_URL
from prefect.states import Completed, Failed, Scheduled

from flows.sharing import MOST_STARTS
from ofsted_watch.errors import PostError
from ofsted_watch.settings import read_settings
from ofsted_watch.stages.telling_ops import tell


@flow(name="tell-ops", flow_run_name="tell ops", persist_result=False)
def tell_ops(run: UUID) -> State:
    """Mail ops how a run stands: its name, its state and the words of its state."""
    settings = read_settings()
    if not settings.ops_email:
        return Completed(name="Nobody to tell", message="OFSTED_WATCH_OPS_EMAIL is not set, so nobody was told")
    with get_client(sync_client=True) as client:
        told_of = client.read_flow_run(run)
    subject, lines = in_words(told_of, PREFECT_UI_URL.value())
    try:
        answer = tell(settings, subject, lines, key=f"{run}:{told_of.run_count}:{told_of.state_name}", at=datetime.now(UTC))
    except PostError as error:
        return Failed(message=f"ops could not be told that {subject}: {error}")
    return Completed(message=f"ops was told that {subject} ({answer})")


def in_words(run: FlowRun, ui: str | None) -> tuple[str, tuple[str, ...]]:
    """The subject and the lines of the mail about a run; `ui` is the UI's address where it is known."""
    name = (run.state_name or "in no state").lower()
    subject = f"{run.name} is {name}"
    lines = [f"The run '{run.name}' is {name}."]
    if run.state and run.state.message:
        lines.append(run.state.message)
    if run.state_name == "Late":
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
        client.set_flow_run_state(run, Scheduled(message="started again after a crash"), force=True)
    return Completed(message=f"'{crashed.name}' is started again (start {crashed.run_count + 1} of {MOST_STARTS})")
