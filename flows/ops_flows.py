"""What automations run: ops are notified of a run that did not end well, once for each fault; a crashed run is restarted."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect import flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_UI_URL
from prefect.states import Completed, Failed, State

from flows.covering_runs import is_covered
from flows.restarts import MOST_STARTS, restart, start_at, starts_of
from flows.run_names import run_name
from ofsted_watch.errors import OfstedWatchError
from ofsted_watch.presentation.ops_advice import GIVEN_UP, form_page, run_page, what_to_do
from ofsted_watch.services.missed_nights import record_missed_night
from ofsted_watch.services.notify_ops import is_anybody_to_notify, notify
from ofsted_watch.settings import Settings, read_settings

NIGHTLY = "nightly"

AFTER_ANOTHER = timedelta(minutes=15)
"""The wait before a night is started again that another one kept from running."""

COLLISION = "Deployment concurrency limit reached."
"""Prefect's message of a run that CANCEL_NEW has cancelled."""

_FILLED_IN = 10
"""More authorities than these are not filled into the form that a mail links to: a line of it would be cut."""

_MAY_BE_COVERED = frozenset({"Late", "Cancelled"})
_NOT_A_NIGHT = frozenset({"Late", "Cancelled", "Missed", "Crashed"})


@flow(name="notify-ops", flow_run_name="notify ops", persist_result=False)
def notify_ops(run: UUID, state: str | None = None, why: str | None = None) -> State:
    """Notify ops of the state of a run: its name, its state, the message of the state and what happens next.

    A crashed run is restarted first, at most three starts in all: every step of a run is safe to repeat.

    Args:
        run: The run's id.
        state: The name of the state to report; the run may be in another by now. Empty: its current state.
        why: The message of that state.
    """
    settings = read_settings()
    with get_client(sync_client=True) as client:
        try:
            ended = client.read_flow_run(run)
        except ObjectNotFound:  # a night was late when the server started, and has been made up by another run since
            return Completed(name="Nothing to notify", message=f"the run {run} is deleted")
        was = state or ended.state_name or "in no state"
        message = why if state else ended.state.message if ended.state else None
        flow_name = client.read_flow(ended.flow_id).name
        is_night = flow_name == NIGHTLY
        if not ended.run_count:  # until a run begins, Prefect's name for it may be a chance one
            ended.name = run_name(flow_name, ended.parameters, ended.expected_start_time) or ended.name
        if was in _MAY_BE_COVERED and is_covered(client, ended):
            return Completed(name="Nothing to notify", message=f"'{ended.name}' is {was.lower()}, and another night covers it")
        starts = starts_of(client, ended)
        following = [_restarted(client, ended, was, message, starts)]
        if is_night and was in _NOT_A_NIGHT:
            following.append(_recorded(settings, ended, was, message))
        if not is_anybody_to_notify(settings):
            unset = "OFSTED_WATCH_OPS_EMAIL and OFSTED_WATCH_OPS_CHANNEL_URL are not set, so nobody was notified"
            return Completed(name="Nobody to notify", message=unset)
        # One crash is reported by the run's process, by its worker and by the automation.
        done = f"ops notified of start {starts}"
        if done in ended.tags:
            return Completed(name="Notified before", message=f"ops have a mail about '{ended.name}' already")
        answer = _mail(settings, ended, was, message, tuple(filter(None, following)), starts)
        if answer.is_completed():
            client.update_flow_run(run, tags=[*ended.tags, done])
        return answer


def _recorded(settings: Settings, run: FlowRun, was: str, message: str | None) -> str | None:
    """Record a night that did not run. Returns why it could not be recorded, or None: ops hear of the night either way."""
    began = run.expected_start_time or run.start_time or datetime.now(UTC)
    try:
        record_missed_night(settings, began, f"{run.name} is {was.lower()}: {message or 'no reason is given'}")
    except OfstedWatchError as error:
        return f"It is not recorded, so `status` does not know of it. {error}"
    return None


def _mail(settings: Settings, run: FlowRun, was: str, message: str | None, following: tuple[str, ...], starts: int) -> State:
    ui = settings.prefect_ui_url or PREFECT_UI_URL.value()
    subject, lines = ops_mail_text(run, was, message, ui, following, is_given_up=was == "Crashed" and starts >= MOST_STARTS)
    notice = notify(settings, subject, lines, key=f"{run.id}:{starts}:{was}", at=datetime.now(UTC))
    if not notice.is_sent:
        return Failed(message=f"ops could not be notified that {subject}: {'; '.join(notice.errors)}")
    failed = f". Not everywhere: {'; '.join(notice.errors)}" if notice.errors else ""
    return Completed(message=f"ops was notified that {subject} ({', '.join(notice.answers)}){failed}")


def ops_mail_text(
    run: FlowRun,
    state: str,
    why: str | None,
    ui: str | None,
    following: tuple[str, ...] = (),
    *,
    is_given_up: bool = False,
) -> tuple[str, tuple[str, ...]]:
    """The subject and lines of the mail about a run's state, `why` its message, `following` what happens next.

    `ui` is the UI's address, if known. `is_given_up` says that a crashed run is not started again.
    """
    subject = f"{run.name} is {state.lower()}"
    lines = [f"The run '{run.name}' is {state.lower()}."]
    if why:
        lines.append(why)
    lines += following
    if not following and run.state_name and run.state_name != state:
        lines.append(f"Since then it has become {run.state_name.lower()}.")
    lines.append(f"What to do: {GIVEN_UP if is_given_up else what_to_do(state)}")
    if ui:
        if state == "Cancelled" and run.deployment_id:  # only nights are reported as cancelled
            names = run.parameters.get("authorities") or []
            filled = {"authorities": names} if 0 < len(names) <= _FILLED_IN else {}
            lines.append(f"Its form: {form_page(ui, str(run.deployment_id), **filled)}")
        lines.append(f"Its page: {run_page(ui, str(run.id))}")
    return subject, tuple(lines)


def _restarted(client: SyncPrefectClient, run: FlowRun, was: str, message: str | None, starts: int) -> str | None:
    """Restart a run that has crashed, or that was cancelled only because another was running. What happens next, in words."""
    if run.state_type is StateType.CRASHED:
        if starts >= MOST_STARTS:
            return f"It crashed {starts} times and is not started again."
        restart(client, run)
        return f"It is being started again (start {starts + 1} of {MOST_STARTS}). Nothing is lost and no mail is sent twice."
    if was == "Cancelled":
        if message != COLLISION:
            return "Somebody cancelled it, so it is not started again. The next night covers it."
        if run.state_type is StateType.CANCELLED:
            start_at(client, run, datetime.now(UTC) + AFTER_ANOTHER, "another night was running")
        return f"Another night was still running. It is being started again in {AFTER_ANOTHER.seconds // 60} minutes."
    if was == "Late":
        return "It is being started again as soon as a worker takes it: check that one is running."
    if was == "Missed":
        return "It is being started again now: this run makes it up."
    return None
