"""Backfills from the Prefect UI: a form that refuses contradictory input, one flow run per authority, one total."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from prefect import flow, runtime
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.client.schemas.objects import FlowRun, State
from prefect.states import Cancelled, Failed
from prefect.task_runners import ThreadPoolTaskRunner

from flows.artifacts import plain, show_run, table
from flows.backfill_runs import PART_ARTIFACT, cancel_parts, rows_of, share_out, start_again, wait_for
from flows.deliveries import order_delivery
from flows.final_states import final_state
from flows.form_fields import NO_DAY, AuthorityName, KindName, MaybeDay, RegionName, field
from flows.page_links import PageLinks, page_links
from flows.run_names import NO_REGION, named
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.errors import SiteError, WrongUse
from ofsted_watch.presentation.labels import kind_label, sentence
from ofsted_watch.runs.backfill_plan import Order, Part, Whole, order, part_from, part_of
from ofsted_watch.runs.planning import Window, expected_authorities, missing_on_site
from ofsted_watch.runs.run_result import Ending, worst
from ofsted_watch.runs.unknown_authorities import Unknown, covers_all, unknown_on_site
from ofsted_watch.services import site_steps
from ofsted_watch.services.backfill import backfill_now
from ofsted_watch.services.backfill_alerts import count_people, resolve_alerts
from ofsted_watch.services.decide import NotifyMode
from ofsted_watch.services.nightly import today_in_london
from ofsted_watch.services.quiet_hours import wait_for_quiet_hours
from ofsted_watch.services.resources import Resources, open_resources, stored_register
from ofsted_watch.settings import read_settings
from tasks.prefect_executor import PrefectExecutor
from tasks.site_pace import SitePace

PARTS = "backfill-authority/backfill-authority"

_AUTHORITIES = field([], "Authorities", "Choose by name, as many as you like. Leave empty to choose a region or all.")
_REGION = field(NO_REGION, "Region", "Every authority of a region, in addition to those chosen by name.")
_EVERYTHING = field(False, "All authorities", "Choose this explicitly; not together with names or a region.")
_FROM = field(NO_DAY, "From", "Only letters published on this day or later. Empty: from the first.")
_TO = field(NO_DAY, "To", "Only letters published on this day or earlier. Empty: up to now.")
_KINDS = field([], "Kinds of letters", "Only these kinds. Leave empty for all kinds.")
_READ_AGAIN = field(
    False,
    "Re-read what we have",
    "Also read again what an earlier version of the reader read. Differences are held for review.",
)
_ALERTS = field(
    "none",
    "Alerts",
    "none: notify nobody and leave new letters to the nightly run. preview: store nothing, only say what would be stored "
    "and how many mails would be sent. send: mail the news.",
)
_PART_ALERTS = field("none", "Alerts", "As in a backfill; hold: hold them until the whole backfill is decided.")
_TODAY = field(NO_DAY, "Today", "The day to run for. Empty: today in London.")
_SEARCH = field(True, "Ask the site's search", "Off if the whole backfill has asked it.")


def _cancel_parts(flow: Any, flow_run: FlowRun, state: State) -> None:
    cancel_parts(flow_run.id)


@flow(name="backfill", flow_run_name=named("backfill"), on_cancellation=[_cancel_parts], persist_result=False)
def backfill(
    authorities: list[AuthorityName] = _AUTHORITIES,
    region: RegionName = _REGION,
    all_authorities: bool = _EVERYTHING,
    from_date: MaybeDay = _FROM,
    to_date: MaybeDay = _TO,
    kinds: list[KindName] = _KINDS,
    reread: bool = _READ_AGAIN,
    alerts: Literal["none", "preview", "send"] = _ALERTS,
) -> State:
    """Fetch and store older letters of chosen authorities: one run for each, shared by all workers.

    It can be cancelled and run again: finished parts are not repeated.
    """
    today = today_in_london()
    settings = read_settings()
    register = stored_register(settings)
    window = Window(from_date, to_date, frozenset(LetterKind(kind) for kind in kinds))
    try:
        ordered = order(authorities, None if region == NO_REGION else region, all_authorities, window, today, register)
    except WrongUse as wrong:
        return Failed(name="Refused", message=str(wrong))
    if wait_for_quiet_hours(settings):
        today = today_in_london()  # the wait may have gone over midnight
    with open_resources(settings, before_request=SitePace(settings)) as resources:
        whole, cancelled = _in_parts(resources, ordered, today, reread, alerts)
        preview = alerts == "preview"
        message = whole.message(preview=preview, people=count_people(resources, whole.notified))
        held = resolve_alerts(resources, whole) if alerts == "send" and not cancelled else None
        links = page_links(settings, resources.database)
    if whole.notified and alerts == "send" and not cancelled and not held:
        order_delivery()
    create_markdown_artifact(
        _page(whole, message, held, links, about=named("backfill")(), preview=preview),
        key="backfill",
        description="The result of the backfill, by authority",
    )
    if cancelled:
        return Cancelled(message=f"cancelled; run it again to finish it: {message}")
    if held:
        return final_state(worst([whole.ending, Ending.HELD]), f"{message}; alerts held: {held}")
    return final_state(whole.ending, message)


def _in_parts(resources: Resources, ordered: Order, today: date, reread: bool, alerts: str) -> tuple[Whole, bool]:
    """Ask the site's search once, order the parts, wait for them and read their results. Also: was one cancelled?"""
    missing, unknown = _known_by_the_search(resources, ordered)
    expected = [authority for authority in ordered.expected if authority.urn not in missing]
    form = {
        **_days(from_date=ordered.window.start, to_date=ordered.window.end, today=today),
        "kinds": sorted(kind_label(kind) for kind in ordered.window.kinds),
        "reread": reread,
        "alerts": NotifyMode.HOLD if alerts == "send" else alerts,
        "search": False,
    }
    whole = UUID(runtime.flow_run.id)
    parts: dict[str, tuple[str, dict[str, Any]]] = {
        authority.urn: (f"backfill {authority.name}", {"authority": authority.name, **form}) for authority in expected
    }
    ids = share_out(PARTS, whole, parts)
    if runtime.flow_run.run_count > 1:
        start_again(list(ids.values()))
    ended = _watched(list(ids.values()))
    parts_said = rows_of(list(ids.values()))
    for urn, flow_run_id in ids.items():
        state = ended[flow_run_id].state
        if flow_run_id not in parts_said or (state and (state.is_cancelled() or state.is_crashed())):
            missing[Urn(urn)] = f"its run ended {(state.name or state.type).lower()}" if state else "its run has no state"
    rows = tuple(part_from(parts_said[flow_run_id]) for urn, flow_run_id in ids.items() if urn not in missing)
    cancelled = any(run.state and run.state.is_cancelled() for run in ended.values())
    return Whole(ordered.expected, rows, missing, unknown), cancelled


def _known_by_the_search(resources: Resources, ordered: Order) -> tuple[dict[Urn, str], Unknown]:
    """URN → why it cannot be asked for, and the authorities that a backfill of all would need and the register does not have.

    A search that fails stops nobody: each authority's own page is the proof.
    """
    try:
        listed = PrefectExecutor().call(site_steps.list_authorities, resources)
    except SiteError:
        return {}, ()
    unknown = unknown_on_site(listed, resources.register) if covers_all(ordered.expected, resources.register) else ()
    return dict(missing_on_site(ordered.expected, listed).items()), unknown


def _watched(ids: list[UUID]) -> dict[UUID, FlowRun]:
    bar: Any = create_progress_artifact(0.0, key="backfill-progress", description="Authorities done")

    def say(done: int, of: int, message: str) -> None:
        update_progress_artifact(bar, progress=100 * done / of, description=f"{done} of {of} authorities done ({message})")

    return wait_for(ids, say) if ids else {}


def _page(whole: Whole, message: str, held: str | None, links: PageLinks, *, about: str, preview: bool) -> str:
    gaps = whole.gaps
    rows = [
        (part.authority, part.ending, part.fetched, part.stored, part.set_aside, part.changes, part.alerts)
        for part in whole.parts
        if part.urn not in gaps
    ]
    would = "would be " if preview else ""
    stored, aside = ("would be stored" if preview else "letters stored"), f"{would}set aside"
    headings = ("authority", "ended", "files fetched", stored, aside, f"{would}changes", f"{would}mails")
    page = f"# {plain(sentence(about))}\n\n{plain(message)}\n\n{table(headings, rows, 'No authority was done.')}"
    if gaps:
        page += "\n\n## Not checked\n\n" + table(("authority", "why"), [(whole.names[urn], why) for urn, why in gaps.items()])
    if held:
        page += f"\n\n**The alerts are held:** {plain(held)}. Release or drop them with {links.form('review-held-alerts')}."
    return page


def _days(**days: date | None) -> dict[str, str]:
    """The days that are set, for a form: the form has no empty day, so 'none' is left out."""
    return {name: day.isoformat() for name, day in days.items() if day}


@flow(
    name="backfill-authority",
    flow_run_name="backfill {authority}",
    task_runner=ThreadPoolTaskRunner(max_workers=4),  # type: ignore[arg-type]
    persist_result=False,
)
def backfill_authority(
    authority: str,
    from_date: MaybeDay = _FROM,
    to_date: MaybeDay = _TO,
    kinds: list[KindName] = _KINDS,
    reread: bool = _READ_AGAIN,
    alerts: Literal["none", "preview", "send", "hold"] = _PART_ALERTS,
    today: MaybeDay = _TODAY,
    search: bool = _SEARCH,
) -> State:
    """One authority's part of a backfill. Use a backfill instead of this."""
    settings = read_settings()
    expected = expected_authorities([authority], stored_register(settings))
    with open_resources(settings, before_request=SitePace(settings)) as resources:
        results = backfill_now(
            PrefectExecutor(),
            resources,
            expected,
            today or today_in_london(),
            Window(from_date, to_date, frozenset(LetterKind(kind) for kind in kinds)),
            NotifyMode(alerts),
            read_again=reread,
            search=search,
        )
        register, links = resources.register, page_links(settings, resources.database)
    for result in results:
        show_run(result, register, links)
    part: Part = part_of(results)
    create_table_artifact([part.as_row()], key=PART_ARTIFACT, description="The result of this part of the backfill")
    return final_state(part.ending, part.message)
