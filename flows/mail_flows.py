"""Forms for ops about mails as a whole (pause, resume, test) and about stored settings (watched authorities, limits)."""

from datetime import UTC, datetime
from typing import Literal

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.artifacts import plain, table
from flows.deliveries import order_delivery
from flows.form_fields import NO_LIMIT, AuthorityName, LimitName, field
from ofsted_watch.errors import WrongUse
from ofsted_watch.services.notify_ops import send_test_notice
from ofsted_watch.services.resources import open_database, register_of
from ofsted_watch.services.stored_settings import (
    LIMITS,
    SettingInForce,
    pause_mails,
    pause_notice,
    resume_mails,
    shown_settings,
    store_settings,
)
from ofsted_watch.settings import read_settings

_WHY = field("", "Why", "The reason, in a sentence; it is stored.")
_AUTHORITIES = field([], "Watched authorities", "Only these; leave empty to change nothing.")
_LIMIT = field(
    NO_LIMIT,
    "Limit",
    "alert limit: more authorities than this with a changed judgement in a day are held. late days: a letter so late is still "
    "news. recheck days: how often a letter is fetched again. hold days: a hold so old is reported to ops. unchecked nights: "
    "after so many, subscribers are notified. forget days: the data of people who left are deleted then.",
)
_BY = field("", "By", "Your name; it is stored.")


@flow(name="mails", flow_run_name="mails: {decision}", persist_result=False)
def all_mails(
    decision: Literal["look", "pause", "resume", "test"] = field(
        "look",
        "Decision",
        "look: whether mails go out. pause: send no alert and no digest; all of them wait. resume: send again. "
        "test: send a test to ops, by mail and in their channel.",
    ),
    why: str = _WHY,
    by: str = _BY,
) -> State:
    """Pause or resume all mails to subscribers, or send a test to ops. Nothing is lost while mails are paused."""
    settings, now = read_settings(), datetime.now(UTC)
    try:
        if decision == "test":
            notice = send_test_notice(settings, by=by, at=now)
            done = "; ".join((*notice.answers, *notice.errors))
            return Failed(name="Not all delivered", message=done) if notice.errors else Completed(message=f"test sent: {done}")
        with open_database(settings) as database:
            if decision == "pause":
                pause_mails(database, by=by, why=why, at=now)
            elif decision == "resume":
                resume_mails(database, by=by, why=why, at=now)
            paused = pause_notice(database)
    except WrongUse as wrong:
        return Failed(name="Refused", message=str(wrong))
    if decision == "resume":
        order_delivery()
    return Completed(message=paused or "mails go out")


@flow(name="change-settings", flow_run_name="settings: {decision}", persist_result=False)
def change_settings(
    decision: Literal["look", "change", "as the environment again"] = field(
        "look",
        "Decision",
        "look: list what is in force. change: store what is filled in below; it wins over the environment. "
        "as the environment again: remove what is stored.",
    ),
    authorities: list[AuthorityName] = _AUTHORITIES,
    all_authorities: bool = field(False, "All authorities", "Watch all of the register. Not together with names."),
    limit: LimitName = _LIMIT,
    number: int = field(0, "Number", "The new value of the limit."),
    why: str = _WHY,
    by: str = _BY,
) -> State:
    """Watched authorities and limits. The next run has what is stored; the environment stays as it is."""
    settings = read_settings()
    chosen: list[str] | None = ["all"] if all_authorities else list(authorities) or None
    limits: dict[str, int | None] = {} if limit == NO_LIMIT else {limit: number}
    with open_database(settings) as database:
        try:
            if all_authorities and authorities:
                raise WrongUse("Choose authorities by name, or all of them, and not both")
            if decision == "as the environment again":
                chosen, limits = [], dict.fromkeys(LIMITS)
            if decision != "look":
                register, at = register_of(settings, database), datetime.now(UTC)
                store_settings(database, register, authorities=chosen, limits=limits, by=by, why=why, at=at)
        except WrongUse as wrong:
            return Failed(name="Refused", message=str(wrong))
        shown = shown_settings(settings, database)
    create_markdown_artifact(settings_page(shown), key="settings", description="The settings in force")
    return Completed(
        message="; ".join(each.text for each in shown if each.stored_by) or "nothing is stored: the environment counts"
    )


def settings_page(shown: tuple[SettingInForce, ...]) -> str:
    """One row per setting: what is in force, what the environment says, who stored it and why."""
    rows = [(each.name, each.value, each.environment, each.stored_by, each.why) for each in shown]
    headings = ("setting", "in force", "environment", "stored by", "why")
    return f"# Settings\n\n{plain('What is stored wins over the environment.')}\n\n{table(headings, rows)}"
