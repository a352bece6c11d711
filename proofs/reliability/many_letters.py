"""An invented country of any size with twelve years of letters, stored in a watch as a backfill stores them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from hashlib import sha256
from itertools import islice, product
from pathlib import Path

from ofsted_watch.adapters.database.connection import insert_absent
from ofsted_watch.adapters.database.schema import files
from ofsted_watch.demo_site.invented_authorities import BEGINNINGS, ENDINGS, INVENTED_REGISTER
from ofsted_watch.demo_site.letters import Description, Previous, print_letter
from ofsted_watch.demo_site.published_files import Publication
from ofsted_watch.demo_site.stories import Story, StoryNight
from ofsted_watch.demo_site.story_writing import LISTED_AS, focused, ilacs, monitoring, post, sif
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.model import Authority, Coverage, Letter, Listing, StoredLetter
from ofsted_watch.extraction.letter_kinds import READER_VERSION
from ofsted_watch.services.decide import NotifyMode, Sighting, decide
from ofsted_watch.services.resources import Resources
from proofs.reliability.steps import ReadHere

EVENING = date(2026, 3, 3)
"""The day on which all older letters are stored: the day before a quiet night."""
NEWS = EVENING + timedelta(days=2)
NEW_LETTERS = 10
YEAR_OF_NIGHTS = 365

_FIRST_LETTER = date(2014, 1, 10)
_YEARS = 12
_AT_ONCE = 1_000
"""Authorities stored with one outcome: about as many letters as one part of a backfill brings."""

_SIDES = ("North", "South", "East", "West", "Upper", "Lower", "Great", "Little", "Old", "New")
_MIDDLES = ("a", "en", "is", "o", "wen", "del", "ing", "er", "in", "or", "um", "ley", "ack")
_GRADES = "gggrrigo"


@dataclass(frozen=True, slots=True)
class Size:
    """The size of the country. `past_nights` quiet nights are recorded in the table of runs."""

    authorities: int
    letters_each: int
    past_nights: int = YEAR_OF_NIGHTS

    @property
    def letters(self) -> int:
        """The number of all letters without the new ones."""
        return self.authorities * self.letters_each


def many_authorities(count: int) -> tuple[Authority, ...]:
    """This many authorities with invented names, none of which contains another. Raises ValueError above 21,970."""
    names = [f"{side} {first}{second}{third}" for first, second, third, side in product(BEGINNINGS, _MIDDLES, ENDINGS, _SIDES)]
    if count > len(names):
        raise ValueError(f"There are names for {len(names)} authorities, not for {count}")
    return tuple(Authority(str(2_000_001 + n), name, f"E99{n:06}", "London") for n, name in enumerate(names[:count]))


def timeline_of(size: Size) -> Story:
    """All older letters on the first night, then a quiet night, then one with ten new letters across the country."""
    authorities = many_authorities(size.authorities)
    old = tuple(_old(authority, place, k, size) for place, authority in enumerate(authorities) for k in range(size.letters_each))
    step = size.authorities // NEW_LETTERS
    notified = (ilacs(authorities[n * step], NEWS - timedelta(days=40), "igrrg", NEWS) for n in range(NEW_LETTERS))
    new = tuple(post(90_000_001 + n, letter) for n, letter in enumerate(notified))
    return Story(
        authorities,
        (StoryNight(EVENING, "Twelve years of letters.", old), StoryNight(NEWS, f"{NEW_LETTERS} new letters.", new)),
    )


def put_in(resources: Resources, story: Story, size: Size) -> None:
    """Store the letters of the first night in archive and database as a backfill does: record, decide, apply.

    Their files are a few placeholder bytes each, and each kind of letter is read once: another proof measures reading.
    """
    _remember_nights(resources, [authority.urn for authority in story.authorities], size.past_nights)
    known = {authority.urn: authority for authority in story.authorities}
    for publications in _by_authorities(story.nights[0].publications, size.letters_each * _AT_ONCE):
        stored = tuple(_stored(resources.settings.site_url, publication, known[publication.urn]) for publication in publications)
        _fetched(resources, stored)
        urns = tuple(dict.fromkeys(publication.urn for publication in publications))
        decided = decide(resources, Sighting(stored, (), (), urns), EVENING, NotifyMode.SEND)
        resources.database.outcomes.apply(decided.outcome, run_id=None, at=datetime.now(UTC))
        resources.database.letters.record_listed(dict.fromkeys(urns, size.letters_each))


def _remember_nights(resources: Resources, urns: list[str], nights: int) -> None:
    """Record this many quiet nights that checked everything."""
    whole = Coverage(expected=tuple(urns), checked=tuple(urns))
    for ago in range(nights, 0, -1):
        at = datetime.combine(EVENING - timedelta(days=ago), datetime.min.time(), UTC)
        run_id = resources.database.runs.start("nightly", at.date(), urns, at)
        resources.database.runs.finish(run_id, "done", whole, "saw all", at)


def _by_authorities(publications: tuple[Publication, ...], at_once: int) -> Iterator[tuple[Publication, ...]]:
    left = iter(publications)
    while some := tuple(islice(left, at_once)):
        yield some


def _old(authority: Authority, place: int, k: int, size: Size) -> Publication:
    """The k-th letter of an authority: every third is a graded inspection, the others are visits."""
    published = _FIRST_LETTER + timedelta(days=k * 365 * _YEARS // size.letters_each + place % 97)
    kind = _kind(k, published)
    number = str(10_000_000 + place * size.letters_each + k)
    return Publication(
        number=number,
        urn=authority.urn,
        listed_as=LISTED_AS[kind],
        published=published,
        event_date=published - timedelta(days=40),
        file=partial(_stand_in, number),
    )


def _kind(k: int, published: date) -> str:
    if published < date(2018, 1, 1):
        return "sif_inspection" if k % 3 == 0 else "monitoring_visit"
    return "focused_visit" if k % 3 else "ilacs_inspection"


def _stand_in(number: str) -> bytes:
    return f"%PDF-1.4 in the place of letter {number}".encode()


def _stored(site_url: str, publication: Publication, authority: Authority) -> StoredLetter:
    """The letter as it would be stored: its file is a placeholder, its content that of its kind."""
    listing = Listing(
        urn=publication.urn,
        file_number=publication.number,
        url=f"{site_url}/v1/file/{publication.number}",
        listed_as=publication.listed_as,
        published=publication.published,
        event_date=publication.event_date,
    )
    grade = _GRADES[int(publication.number) * 7 % len(_GRADES)]
    kind = _kind_of(publication)
    letter = replace(
        _read_once(kind, grade, publication.published >= date(2023, 1, 1)),
        file=f"{publication.urn}-{publication.number}",
        sha256=sha256(publication.file()).hexdigest(),
        urn=publication.urn,
        authority=authority.name,
        published=None,
        inspection_start=publication.event_date - timedelta(days=11),
        inspection_end=publication.event_date,
    )
    return StoredLetter(listing, letter, publication.published, EVENING, READER_VERSION)


def _fetched(resources: Resources, stored: Sequence[StoredLetter]) -> None:
    """Record what was listed and fetched, many rows at a time, and write the placeholders into the archive unchecked."""
    at = datetime.combine(EVENING, datetime.min.time(), UTC)
    resources.database.files.record_listings([letter.listing for letter in stored], EVENING)
    rows = []
    for item in stored:
        content, sha = _stand_in(item.listing.file_number), item.letter.sha256
        place = Path(resources.settings.archive) / sha[:2] / sha[2:4] / sha
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        served = {"edition": 1, "sha256": sha, "size": len(content), "etag": f'"{sha[:32]}"', "first_seen": EVENING}
        listed = {"url": item.listing.url, "listed_as": item.listing.listed_as, "listed": item.listing.published}
        where = {"urn": item.listing.urn, "file_number": item.listing.file_number}
        rows.append(where | listed | served | {"fetched_at": at, "checked_at": at})
    with resources.database.write_transaction() as connection:
        insert_absent(connection, files, rows)


def _kind_of(publication: Publication) -> str:
    return next(kind for kind, text in LISTED_AS.items() if text == publication.listed_as)


@cache
def _read_once(kind: str, grade: str, is_late: bool) -> Letter:
    """A letter of this kind, printed and read. Its dates, file and authority are replaced later."""
    return ReadHere(INVENTED_REGISTER).read(print_letter(_said(kind, grade, is_late)), kind)


def _said(kind: str, grade: str, is_late: bool) -> Description:
    end = date(2024, 3, 15) if is_late else date(2019, 3, 15)
    published = end + timedelta(days=45)
    match kind:
        case "sif_inspection":
            return sif("Thornmere", date(2015, 5, 15), grade * 6, date(2015, 7, 3))
        case "ilacs_inspection":
            return ilacs("Thornmere", end, grade * (5 if is_late else 4), published)
        case "monitoring_visit":
            last = Previous(Grade.INADEQUATE, date(2015, 6, 1))
            return monitoring("Thornmere", date(2017, 1, 18), date(2017, 2, 10), ordinal=1, theme="care leavers", previous=last)
        case "focused_visit":
            return focused("Thornmere", end, published, theme="care leavers")
        case _:
            raise ValueError(f"this country has no content for a {kind}")
