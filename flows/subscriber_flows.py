"""The form for one subscriber: find, add, remove, why a mail came, send again. The address is whole in no artifact."""

from datetime import UTC, datetime
from typing import Literal

from prefect import flow, runtime
from prefect.artifacts import create_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.artifacts import plain, table
from flows.deliveries import order_delivery
from flows.form_fields import ListedAuthority, field
from flows.page_links import UNLINKED, Link, PageLinks, page_links
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.model import AlertState, Frequency, Topic
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation.emails.reasons import why as why_it_came
from ofsted_watch.presentation.preference_text import format_preferences
from ofsted_watch.services.resources import open_database, register_of
from ofsted_watch.services.subscriber_requests import (
    Subscriber,
    add_subscriber,
    find_subscriber,
    remove_subscriber,
    send_again,
)
from ofsted_watch.settings import read_settings
from ofsted_watch.subscriptions.email_address import masked, without_address
from ofsted_watch.subscriptions.preferences import preferences_of

_DECISION = field(
    "find",
    "What to do",
    "find: what is stored, which mails went out, and why. add: subscribe, without a mail that confirms it. remove: end all. "
    "send again: end the pause of the address, and send what was refused.",
)
_EMAIL = field("", "Address", "The person's address. The run masks it in its own parameters when it begins.")
_AUTHORITIES = field([], "Authorities", "For 'add': these, by name.")
_ALL = field(False, "All authorities", "For 'add': all of them. Not together with names.")
_TOPICS = field(
    ["change"], "What of", "For 'add': change: changed judgements. letter: any new letter. priority: areas for priority action."
)
_FREQUENCY = field("at-once", "How often", "For 'add'.")
_WHY = field("", "Why", "For 'send again': the reason, in a sentence; it is stored.")
_BY = field("", "By", "For 'send again': your name; it is stored.")


@flow(name="subscriber", flow_run_name="subscriber: {decision}", persist_result=False)
def subscriber(
    decision: Literal["find", "add", "remove", "send again"] = _DECISION,
    email: str = _EMAIL,
    authorities: list[ListedAuthority] = _AUTHORITIES,
    all_authorities: bool = _ALL,
    topics: list[Literal["change", "letter", "priority"]] = _TOPICS,
    frequency: Literal["at-once", "daily", "weekly"] = _FREQUENCY,
    why: str = _WHY,
    by: str = _BY,
) -> State:
    """Find, add or remove one subscriber, see why a mail came, or send again what was refused."""
    _mask_in_this_run(email)
    settings, now = read_settings(), datetime.now(UTC)
    due = 0
    with open_database(settings) as database:
        register = register_of(settings, database)
        try:
            if decision == "add":
                add_subscriber(
                    database,
                    register,
                    email,
                    authorities=authorities,
                    everything=all_authorities,
                    topics=[Topic(topic) for topic in topics],
                    frequency=Frequency(frequency),
                    at=now,
                )
            elif decision == "remove":
                remove_subscriber(database, email, now)
            elif decision == "send again":
                due = send_again(database, email, by=by, why=why, at=now)
            person, links = find_subscriber(database, email), page_links(settings, database)
        except WrongUse as wrong:
            return Failed(name="Refused", message=without_address(str(wrong), email) if email else str(wrong))
    create_markdown_artifact(
        subscriber_page(person, email, register, links),
        key="subscriber",
        description="What is stored of one address",
    )
    if decision == "send again":
        order_delivery()
    again = f"; {format_count(due, 'mail')} due again" if decision == "send again" else ""
    return Completed(message=f"{masked(email.strip())}: {format_count(len(person.subscriptions), 'subscription')}{again}")


def _mask_in_this_run(email: str) -> None:
    """Mask the address in the parameters of this run, which everybody in the UI can see."""
    run, given = runtime.flow_run.id, dict(runtime.flow_run.parameters)
    with get_client(sync_client=True) as client:
        client.update_flow_run(run, parameters={**given, "email": masked(email.strip())})


def subscriber_page(person: Subscriber, email: str, register: AuthorityRegister, links: PageLinks = UNLINKED) -> str:
    """What one address asked for, and each of its newest mails with its state and why it came; the address is masked.

    The link to the form leaves the address for the person who follows it: an address belongs in no link.
    """
    asked = [
        (
            each.created.date() if each.created else "",
            format_preferences(preferences_of(each), register),
            _masked(each.paused, email),
        )
        for each in person.subscriptions
    ]
    mails = [
        (
            alert.created.date(),
            alert.event.title,
            links.letter(alert.event.urn, alert.event.file_number, alert.event.url)
            if alert.state is AlertState.SENT
            else Link("open", alert.event.url),
            alert.state,
            _masked(alert.hold or alert.answer, email),
            _masked(why_it_came(alert.subscription, [alert.event]), email),
        )
        for alert in person.alerts
    ]
    return (
        f"# {plain(masked(email.strip()))}\n\n"
        + table(("since", "asked for", "paused because"), asked, "Nothing is subscribed with this address.")
        + "\n\n## Mails, the newest first\n\n"
        + table(("decided", "about", "letter", "state", "held because, or the server's answer", "why it came"), mails, "None.")
        + _following(person, links)
    )


def _following(person: Subscriber, links: PageLinks) -> str:
    """How to send again what was refused, or what waits because the address is paused."""
    is_refused = any(alert.state is AlertState.FAILED for alert in person.alerts)
    if not is_refused and not any(each.paused for each in person.subscriptions):
        return ""
    form = links.form("subscriber", decision="send again")
    following = f"{form} with *send again*, the address, why, and your name."
    return f"\n\nOnce the address takes mails again, send what was refused: {following}"


def _masked(text: str | None, email: str) -> str:
    return without_address(text, email.strip()) if text else ""
