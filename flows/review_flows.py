"""The two review flows for ops: held alerts and set-aside items. Each can also only list them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, Literal, TypeVar

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.artifacts import show_run
from flows.deliveries import order_delivery
from flows.final_states import final_state
from flows.form_fields import AS_READ, NO_DAY, GradeField, KindOrAsRead, MaybeDay, field
from flows.held_pages import held_page
from flows.page_links import PageLinks, page_links
from flows.set_aside_page import set_aside_page
from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Alert, AlertState, SetAside
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.domain.set_aside_state import SetAsideSubject
from ofsted_watch.errors import WrongUse
from ofsted_watch.runs.entered_reading import EnteredGrade, Entry
from ofsted_watch.runs.run_result import Ending
from ofsted_watch.services.enter_reading import enter_reading, set_aside_letter
from ofsted_watch.services.nightly import today_in_london
from ofsted_watch.services.resources import open_database, open_resources, stored_register
from ofsted_watch.services.review import HoldDecision, SetAsideDecision, resolve_held_alerts, resolve_set_asides
from ofsted_watch.settings import Settings, read_settings
from tasks.prefect_executor import PrefectExecutor

Item = TypeVar("Item")

_HOLD_DECISION = field(
    "look",
    "Decision",
    "look: list what is held. release: mail it with the next delivery. drop: never mail it; the record stays.",
)
_SET_ASIDE_DECISION = field(
    "look",
    "Decision",
    "look: list what was set aside, with its pages. enter: the grades of one letter as you read them. release: the next run "
    "stores the letter as it was read. reject: never use it.",
)
_ALERTS = field([], "Alerts", "Their ids, as 'look' lists them. Leave empty with 'All that are held'.")
_ALL_HELD = field(False, "All that are held", "Decide on everything held. Not together with ids.")
_ITEMS = field([], "Items", "Their ids, as 'look' lists them; one id for 'enter'.")
_GRADES = field([], "Grades", "For 'enter': each grade with the page and the text there that states it.")
_CONFIRM = field(False, "Confirm what was read", "For 'enter': take over the grades that were read without a contradiction.")
_KIND = field(AS_READ, "Kind of letter", "For 'enter': only if it was not read.")
_PUBLISHED = field(NO_DAY, "Published", "For 'enter': the letter's day, only if it was not read.")
_START = field(NO_DAY, "First day of the inspection", "For 'enter': only if it was not read.")
_END = field(NO_DAY, "Last day of the inspection", "For 'enter': only if it was not read.")
_WHY = field("", "Why", "The reason, in a sentence; it is stored permanently. Not needed for 'look'.")
_WHY_READ = field(
    "",
    "Why",
    "The reason, in a sentence; it is stored permanently. With 'enter', readers see it in mails and pages. Not for 'look'.",
)
_BY = field("", "By", "Your name. Not needed for 'look'.")


@flow(name="review-held-alerts", flow_run_name="held alerts: {decision}", persist_result=False)
def review_held_alerts(
    decision: Literal["look", "release", "drop"] = _HOLD_DECISION,
    alerts: list[int] = _ALERTS,
    all_held: bool = _ALL_HELD,
    why: str = _WHY,
    by: str = _BY,
) -> State:
    """Release or drop held alerts."""

    def resolve(database: Database) -> int:
        return resolve_held_alerts(database, HoldDecision(decision), alerts, all_held, why=why, by=by, at=datetime.now(UTC))

    return _review(_HELD, decision, resolve)


@flow(name="review-set-aside-letters", flow_run_name="set-aside items: {decision}", persist_result=False)
def review_set_aside_letters(
    decision: Literal["look", "enter", "release", "reject"] = _SET_ASIDE_DECISION,
    items: list[int] = _ITEMS,
    grades: list[GradeField] = _GRADES,
    confirm: bool = _CONFIRM,
    kind: KindOrAsRead = _KIND,
    published: MaybeDay = _PUBLISHED,
    inspection_start: MaybeDay = _START,
    inspection_end: MaybeDay = _END,
    why: str = _WHY_READ,
    by: str = _BY,
) -> State:
    """Look at what was set aside, enter the grades of a letter, release it, or reject it."""
    if decision == "enter":
        entry = Entry(
            tuple(EnteredGrade(Area(row.area), Grade(row.grade), row.page, row.text, row.is_image) for row in grades),
            confirm,
            None if kind == AS_READ else LetterKind(kind),
            published,
            inspection_start,
            inspection_end,
        )
        return _enter(items, entry, why=why, by=by)

    def resolve(database: Database) -> int:
        return resolve_set_asides(database, SetAsideDecision(decision), items, why=why, by=by, at=datetime.now(UTC))

    return _review(_SET_ASIDE, decision, resolve)


def _enter(items: Sequence[int], entry: Entry, *, why: str, by: str) -> State:
    """Store a person's reading of one letter, keep the letter, and order the mails that follow."""
    settings = read_settings()
    if len(items) != 1:
        return Failed(name="Refused", message="Enter the grades of one letter at a time: give its id alone")
    with open_resources(settings) as resources:
        today, at = today_in_london(), datetime.now(UTC)
        try:
            result = enter_reading(PrefectExecutor(), resources, items[0], entry, by=by, reason=why, today=today, at=at)
        except WrongUse as wrong:
            _show(_SET_ASIDE, resources.database, resources.register, settings)
            return Failed(name="Refused", message=str(wrong))
        show_run(result, resources.register, page_links(settings, resources.database))
        waiting = _show(_SET_ASIDE, resources.database, resources.register, settings)
    if result.new_alerts and not result.hold:
        order_delivery()
    if not result.outcome.stored:
        return final_state(result.ending, result.message)
    name = "Entered" if result.ending is Ending.DONE else result.ending.replace("_", " ").capitalize()
    return Completed(name=name, message=f"{items[0]} is read by a person: {result.message}; {len(waiting)} still wait")


def _review(waiting: "_Waiting[Item]", decision: str, resolve: Callable[[Database], int]) -> State:
    """Resolve what the decision is about, show what waits after it, and say both. 'look' resolves nothing."""
    settings = read_settings()
    register = stored_register(settings)
    resolved = 0
    with open_database(settings) as database:
        if decision != "look":
            try:
                resolved = resolve(database)
            except WrongUse as wrong:
                return Failed(name="Refused", message=str(wrong))
        items = _show(waiting, database, register, settings)
    if decision == "look":
        return Completed(message=f"{format_count(len(items), waiting.noun)} {waiting.state}")
    if waiting is _HELD and decision == "release" and resolved:
        order_delivery()
    name, done = waiting.done[decision]
    return Completed(name=name, message=f"{format_count(resolved, waiting.noun)} {done}; {len(items)} {waiting.still}")


def _show(waiting: "_Waiting[Item]", database: Database, register: AuthorityRegister, settings: Settings) -> Sequence[Item]:
    """Publish what waits as an artifact. Returns it."""
    items = waiting.find(database)
    page = waiting.page(items, _Shown(database, register, settings))
    create_markdown_artifact(page, key=waiting.key, description=waiting.description)
    return items


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the pages are made from besides what waits."""

    database: Database
    register: AuthorityRegister
    settings: Settings

    @property
    def links(self) -> PageLinks:
        return page_links(self.settings, self.database)

    def set_aside(self, items: Sequence[SetAside]) -> str:
        """The page of set-aside items, their letters with what was read."""
        letters = [
            set_aside_letter(self.database, item.id)
            for item in items
            if item.what is SetAsideSubject.LETTER and item.id is not None
        ]
        return set_aside_page(items, letters, self.register, self.settings.reports_url, self.links)


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[Item]):
    """What waits for a person, and how a review speaks of it: `done` maps a decision to the state's name and its message."""

    find: Callable[[Database], Sequence[Item]]
    page: Callable[[Sequence[Item], "_Shown"], str]
    key: str
    description: str
    noun: str
    state: str
    still: str
    done: Mapping[str, tuple[str, str]]


_HELD: _Waiting[Alert] = _Waiting(
    find=lambda database: database.alerts.find([AlertState.HELD]),
    page=lambda items, shown: held_page(items, shown.links, shown.database.alerts.find([AlertState.UNKNOWN])),
    key="held",
    description="The held alerts",
    noun="alert",
    state="held",
    still="still held",
    done={"release": ("Released", "released for the next delivery"), "drop": ("Dropped", "dropped")},
)
_SET_ASIDE: _Waiting[SetAside] = _Waiting(
    find=lambda database: database.set_asides.find(open_only=True),
    page=lambda items, shown: shown.set_aside(items),
    key="waiting",
    description="What is set aside and waits for review",
    noun="item",
    state="set aside",
    still="still wait",
    done={"release": ("Released", "released"), "reject": ("Rejected", "rejected")},
)
