"""Full-text search in the stored letters, with the database's own index."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, cast, func, literal_column, or_, select, table, text, tuple_
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.sql import column

from ofsted_watch.adapters.database.connection import Repository
from ofsted_watch.adapters.database.schema import readings, stored_letters
from ofsted_watch.adapters.database.stored_letters import is_newest_edition, stored_letter_of
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.identifiers import FileKey, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import StoredLetter
from ofsted_watch.presentation.search_query import Question


class Order(StrEnum):
    """Which letters come first: the newest, or the best matches."""

    NEWEST = "newest"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Within:
    """Which letters are searched. None means any. `published` from `since` to `until`, both days included.

    `hidden` are letters that nobody is told of yet. One of the `topics` is enough; `priority_action` is False for letters
    that name none, also those that do not mention them.
    """

    urns: Collection[Urn] | None = None
    kind: LetterKind | None = None
    since: date | None = None
    until: date | None = None
    hidden: Collection[FileKey] = ()
    topics: Collection[LetterTopic] = ()
    priority_action: bool | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The number of matching letters, and those of the requested page, with their text."""

    total: int
    letters: tuple[StoredLetter, ...]


class LetterSearch(Repository):
    """The repository for full-text search."""

    def find(
        self, asked: Question, within: Within, *, order: Order = Order.NEWEST, limit: int = 20, offset: int = 0
    ) -> SearchResult:
        """The stored letters that match the whole query, each in its newest edition, including withdrawn ones.

        A query without a positive term finds nothing.
        """
        if not asked.terms:
            return SearchResult(0, ())
        with self.read_transaction() as connection:
            matching = _ENGINES[connection.dialect.name](asked)
            ids = _matching_ids(connection, matching, within, order)
            wanted = ids[offset : offset + limit]
            rows = {row["id"]: row for row in connection.execute(_letters(wanted)).mappings()}
        return SearchResult(len(ids), tuple(stored_letter_of(rows[id_], with_text=True) for id_ in wanted))


@dataclass(frozen=True, slots=True)
class _Matching:
    """The search of one engine: the table, its id, the condition, and the order of the best."""

    index: Any
    reading_id: ColumnElement[int]
    condition: ColumnElement[bool]
    best: ColumnElement[Any]


def _matching_ids(connection: Connection, matching: _Matching, within: Within, order: Order) -> list[int]:
    newest = (stored_letters.c.published.desc(), stored_letters.c.id.desc())
    asked = (
        select(stored_letters.c.id)
        .select_from(matching.index)
        .join(readings, readings.c.id == matching.reading_id)
        .join(stored_letters, _read_as_stored())
        .where(matching.condition, is_newest_edition(within.hidden), *_conditions(within))
        .order_by(*((matching.best, *newest) if order is Order.BEST else newest))
    )
    return list(connection.execute(asked).scalars().all())


def _letters(ids: Collection[int]) -> Select[Any]:
    asked = select(stored_letters, readings.c.text).join(readings, _read_as_stored())
    return asked.where(stored_letters.c.id.in_(ids))


def _read_as_stored() -> ColumnElement[bool]:
    same_file = stored_letters.c.sha256 == readings.c.sha256
    return and_(same_file, stored_letters.c.reader_version == readings.c.reader_version)


def _conditions(within: Within) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if within.urns is not None:
        conditions.append(stored_letters.c.urn.in_(sorted(within.urns)))
    if within.kind is not None:
        conditions.append(stored_letters.c.letter["kind"].as_string() == within.kind)
    if within.topics:
        printed = cast(stored_letters.c.letter["topics"], Text)
        conditions.append(or_(*(printed.contains(f'"{topic}"', autoescape=True) for topic in sorted(within.topics))))
    if within.priority_action is not None:
        names_some = func.coalesce(stored_letters.c.letter["areas_for_priority_action"].as_boolean(), False)
        conditions.append(names_some.is_(within.priority_action))
    if within.since is not None:
        conditions.append(stored_letters.c.published >= within.since)
    if within.until is not None:
        conditions.append(stored_letters.c.published <= within.until)
    if within.hidden:
        conditions.append(tuple_(stored_letters.c.urn, stored_letters.c.sha256).not_in(sorted(within.hidden)))
    return conditions


def _in_sqlite(asked: Question) -> _Matching:
    # Every term is a quoted string of plain text, so it cannot contain an operator of FTS5.
    wanted = " AND ".join(_quoted(term) for term in asked.terms)
    unwanted = "".join(f" NOT {_quoted(term)}" for term in asked.without)
    index = table("letter_search")
    condition = text("letter_search MATCH :wanted").bindparams(wanted=f"({wanted}){unwanted}")
    title_counts_ten_times: ColumnElement[Any] = literal_column("bm25(letter_search, 10.0, 1.0)")
    return _Matching(index, literal_column("letter_search.rowid"), condition, title_counts_ten_times)  # type: ignore[arg-type]


def _quoted(term: tuple[str, ...]) -> str:
    return f'"{" ".join(term)}"'


def _in_postgres(asked: Question) -> _Matching:
    document = column("document", TSVECTOR)
    index = table("letter_search", column("reading_id"), document)
    english: ColumnElement[Any] = literal_column("'english'::regconfig")
    wanted = [func.phraseto_tsquery(english, " ".join(term)) for term in asked.terms]
    unwanted = [func.tsquery_not(func.phraseto_tsquery(english, " ".join(term))) for term in asked.without]
    query = wanted[0]
    for part in (*wanted[1:], *unwanted):
        query = func.tsquery_and(query, part)
    return _Matching(index, index.c.reading_id, index.c.document.op("@@")(query), func.ts_rank(index.c.document, query).desc())


_ENGINES: Mapping[str, Any] = {"sqlite": _in_sqlite, "postgresql": _in_postgres}
