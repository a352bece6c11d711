"""Forms by which ops change what is watched: add an authority, end one, and close the gap of a report without grades."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Literal

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.artifacts import plain, table
from flows.form_fields import NO_DAY, MaybeDay, RegionName, field
from flows.page_links import UNLINKED, Link, PageLinks, page_links
from flows.run_names import NO_REGION
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.gaps import StoredGap
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation.run_text import first_names
from ofsted_watch.services.change_authorities import add_authority, end_authority, move_subscribers, new_authority
from ofsted_watch.services.delivery_resources import DeliveryResources, open_delivery_resources
from ofsted_watch.services.nightly import today_in_london
from ofsted_watch.services.resources import open_database, register_of
from ofsted_watch.services.review import close_gap
from ofsted_watch.settings import read_settings

_DECISION = field(
    "look",
    "Decision",
    "look: list the register. add: a new authority, checked from the next run on. end: one that exists no longer; its "
    "subscribers get a mail and follow its successors.",
)
_AUTHORITY = field("", "Authority", "Its name. To end one, its URN does, too.")
_URN = field("", "URN", "For 'add': Ofsted's number of it, five to seven digits, in the address of its page.")
_ONS_CODE = field("", "ONS code", "For 'add': such as E06000063.")
_REGION = field(NO_REGION, "Region", "For 'add': the region that it is in.")
_COUNCIL_NUMBER = field("", "Council number", "For 'add': the three digits of the council, if you know them.")
_DAY = field(NO_DAY, "First day without it", "For 'end'.")
_SUCCESSORS = field([], "Successors", "For 'end': the name or URN of each authority that took its place.")
_BY = field("", "By", "Your name; it is stored permanently. Not needed for 'look'.")
_GAP_DECISION = field(
    "look", "Decision", "look: list the reports that are not read. close: say that one is no inspection with grades."
)
_GAP = field(0, "Gap", "For 'close': its id, as 'look' lists it.")
_WHY = field("", "Why", "For 'close': the reason, in a sentence; it is stored permanently.")


@flow(name="change-authorities", flow_run_name="authorities: {decision} {authority}", persist_result=False)
def change_authorities(
    decision: Literal["look", "add", "end"] = _DECISION,
    authority: str = _AUTHORITY,
    urn: Urn = _URN,
    ons_code: str = _ONS_CODE,
    region: RegionName = _REGION,
    council_number: str = _COUNCIL_NUMBER,
    day: MaybeDay = _DAY,
    successors: list[str] = _SUCCESSORS,
    by: str = _BY,
) -> State:
    """Add an authority to the register, or end one and move its subscribers to its successors, without a release."""
    settings, now = read_settings(), datetime.now(UTC)
    done: State
    with open_delivery_resources(settings) as resources:
        database = resources.database
        register = register_of(settings, database)
        try:
            if decision == "add":
                new = new_authority(urn, authority, ons_code, "" if region == NO_REGION else region, council_number)
                added = add_authority(database, register, new, by=by.strip(), at=now)
                done = Completed(name="Added", message=f"{added.name} (URN {added.urn}) is checked from the next run on")
            elif decision == "end":
                done = Completed(name="Ended", message=_end(resources, register, authority, day, successors, by.strip(), now))
            else:
                done = Completed(message=f"{format_count(len(register.current()), 'authority', 'authorities')} in the register")
        except WrongUse as wrong:
            done = Failed(name="Refused", message=str(wrong))
        page = register_page(register_of(settings, database))
    create_markdown_artifact(page, key="register", description="The authorities of the register")
    return done


def _end(
    resources: DeliveryResources,
    register: AuthorityRegister,
    authority: str,
    day: date | None,
    successors: Sequence[str],
    by: str,
    now: datetime,
) -> str:
    """End an authority and move who follows it. Returns what was done. Raises WrongUse."""
    if day is None:
        raise WrongUse("Enter the first day without it")
    ended, others = register.named(authority), [register.named(name) for name in successors]
    after = end_authority(resources.database, register, ended, others, day, today=today_in_london(), by=by, at=now)
    moved = move_subscribers(resources, after, now)
    names = ", ".join(other.name for other in others)
    message = f"{ended.name} ended on {day}; {format_count(moved.moved, 'subscription')} moved to {names}"
    return f"{message}; the next nightly run moves {moved.waiting} more" if moved.waiting else message


@flow(name="review-gaps", flow_run_name="gaps: {decision}", persist_result=False)
def review_gaps(decision: Literal["look", "close"] = _GAP_DECISION, gap: int = _GAP, why: str = _WHY, by: str = _BY) -> State:
    """List the inspection reports that are published and not read, or close one as no inspection with grades."""
    settings = read_settings()
    with open_database(settings) as database:
        register = register_of(settings, database)
        done: State | None = None
        if decision == "close":
            try:
                closed = close_gap(database, gap, why=why, by=by, at=datetime.now(UTC))
                name = register.display(closed.urn).name
                done = Completed(name="Closed", message=f"{name}: file {closed.file_number} is no inspection with grades")
            except WrongUse as wrong:
                done = Failed(name="Refused", message=str(wrong))
        waiting, links = database.gaps.open(), page_links(settings, database)
    page = gaps_page(waiting, register, links)
    create_markdown_artifact(page, key="gaps", description="Reports that are published and not read")
    return done or Completed(message=f"{format_count(len(waiting), 'inspection report')} not read")


def register_page(register: AuthorityRegister) -> str:
    """One row per authority, also those that have ended, by name."""
    rows = [
        (
            authority.urn,
            authority.name,
            authority.ons_code,
            authority.council_number,
            authority.region,
            ending.day if (ending := register.endings.get(authority.urn)) else "",
            ", ".join(successor.name for successor in register.successors(authority.urn)),
        )
        for authority in sorted(register, key=lambda authority: authority.name)
    ]
    columns = ("urn", "name", "ons code", "council number", "region", "ended", "successors")
    return f"# Authorities: {format_count(len(register.current()), 'authority', 'authorities')} now\n\n" + table(
        columns, rows, "The register has no authority."
    )


def gaps_page(waiting: Sequence[StoredGap], register: AuthorityRegister, links: PageLinks = UNLINKED) -> str:
    """One row per open gap; its id opens the form with it filled in."""
    rows = [
        (
            links.filled_form(str(item.id), "review-gaps", gap=item.id) or item.id,
            item.since,
            register.display(item.gap.urn).name,
            item.gap.published,
            item.gap.reason,
            Link("open", item.gap.url),
        )
        for item in waiting
    ]
    columns = ("id", "since", "authority", "published", "reason", "link")
    if not rows:
        return "# Not read\n\nEvery inspection report is read."
    names = plain(first_names(sorted({register.display(item.gap.urn).name for item in waiting})))
    return (
        f"# Not read: {format_count(len(rows), 'inspection report')} about {names}\n\n{table(columns, rows)}\n\n"
        f"If one is set aside, enter its grades with {links.form('review-set-aside-letters')}. If it gives none, run "
        f"{links.form('review-gaps')} with *close*, its id in *Gap*, why, and your name.{links.note_on_ids('review-gaps')}"
    )
