"""The data behind pages, API and feeds, built once after each run: it contains nothing that is embargoed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.history import History, histories, served_order, standing
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Change, StoredLetter
from ofsted_watch.domain.visibility import Embargo, public_changes, public_letters
from ofsted_watch.presentation.data_package.data_tables import DataSource
from ofsted_watch.presentation.judgement_rows import judgement_rows
from ofsted_watch.presentation.serialization import Json
from ofsted_watch.presentation.tables import Row, authority_rows
from ofsted_watch.services.embargo import embargo

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Published:
    """Everything that is published.

    `letters` (every edition) and `changes` come with the newest publication first; `rows` has one row per authority, as the
    export; `judgements` one per judgement. `decided` maps an event's key, `found` a change's key to the moment it was stored;
    `last_run` is the end of the newest run, None before there was one; `embargoed` is what was left out; `register` names
    the authorities. `gaps` are the inspection reports that are published and not read. `histories` are those
    of the published letters.
    """

    letters: tuple[StoredLetter, ...]
    changes: tuple[Change, ...]
    rows: tuple[Row, ...]
    judgements: tuple[Json, ...]
    decided: Mapping[str, datetime]
    found: Mapping[str, datetime]
    last_run: datetime | None
    embargoed: Embargo
    register: AuthorityRegister
    gaps: tuple[Gap, ...] = ()
    histories: Mapping[Urn, History] = field(default_factory=dict)


def gather(database: Database, register: AuthorityRegister) -> Published:
    """What is published, from the current database."""
    times = database.timestamps.all()
    return published(
        database.letters.stored(),
        database.letters.changes(),
        embargo(database),
        register,
        decided=times.decided,
        found_at=times.found,
        last_run=times.last_run,
        gaps=[known.gap for known in database.gaps.open()],
    )


def published(
    stored: Iterable[StoredLetter],
    recorded: Iterable[Change],
    embargoed: Embargo,
    register: AuthorityRegister,
    *,
    decided: Mapping[str, datetime],
    found_at: Mapping[str, datetime],
    last_run: datetime | None,
    gaps: Sequence[Gap] = (),
) -> Published:
    """The published part of all stored letters and recorded changes: without held news and changes that no longer apply."""
    letters = public_letters(stored, embargoed)
    all_histories = histories(letters, gaps)
    changes = standing(public_changes(recorded, embargoed), all_histories)
    return Published(
        letters=tuple(sorted(letters, key=_in_order, reverse=True)),
        # A letter that is re-issued more than once changes the same strand each time: the last found comes first.
        changes=tuple(
            sorted(
                changes,
                key=lambda change: (change.to_published, change.urn, found_at.get(change.key, _NEVER), change.key),
                reverse=True,
            )
        ),
        rows=tuple(authority_rows(letters, register.current(), gaps)),
        judgements=tuple(row | {"authority": register.display(row["urn"]).name} for row in judgement_rows(letters, gaps)),
        decided=decided,
        found=found_at,
        last_run=last_run,
        embargoed=embargoed,
        register=register,
        gaps=tuple(gap for history in all_histories.values() for gap in history.gaps),
        histories=all_histories,
    )


def data_source(published: Published, day: date) -> DataSource:
    """What is published as the source of the tables that an analyst keeps; `day` if no run has ended yet."""
    return DataSource(
        letters=published.letters,
        changes=published.changes,
        histories=published.histories,
        gaps=published.gaps,
        register=published.register,
        day=published.last_run.date() if published.last_run else day,
    )


def _in_order(stored: StoredLetter) -> tuple[object, ...]:
    return stored.published, stored.listing.urn, stored.listing.file_number, served_order(stored)
