"""What good listings are: every link leads to a file from Ofsted, and no authority's letters disappeared since the last run."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from expectations.engine import gxe
from expectations.rules import Rule, ask, batch_rule, frame, midnight, row_rule, warning_rule
from expectations.verdict import verdict_of
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Listing, Verdict

EARLIEST = date(2000, 1, 1)
"""No letter on the site is older: inspections of children's services as a whole began in the 2000s."""

STILL_LISTED = 0.9
"""Share of the authorities, and of the letters, of the last run that must be there again."""

ENOUGH_AUTHORITIES = 10
"""Below this many authorities a share says little: only the rules about each authority apply."""

_LISTING_COLUMNS = {
    "urn": "string",
    "host": "string",
    "file_number": "string",
    "listed_as": "string",
    "published": "datetime64[us]",
    "event_date": "datetime64[us]",
    "first_copy": "bool",
    "listed_once": "bool",
}

_AUTHORITY_COLUMNS = {"before": "Int64", "now": "Int64", "still_listed": "bool", "shrank_to_zero": "bool", "lost_many": "bool"}


def check(
    listings: Sequence[Listing],
    *,
    seen_before: Mapping[Urn, int],
    allowed_hosts: Collection[str],
    today: date,
    unchecked: Collection[Urn] = (),
) -> Verdict:
    """The verdict on all listings of one run. A failed row's number is its place in `listings`.

    `seen_before` maps the URN of each expected authority to the letters it listed last time. `unchecked` are
    the URNs known as not checked in this run: they count among the authorities that are missing, but their own lists
    do not count as empty. `allowed_hosts` are names as in a URL, with or without a port.

    Batch rules (ofsted-site: a cap on the results once hid a third of the authorities for months): something is listed at
    all, unless an authority is unchecked, which is then the reason; with ten authorities or more, 90 % of those with letters last
    time have letters, and 90 % of the letters are there; no authority that was checked went from some letters to none.
    """
    rows = [_listing_row(listing, allowed_hosts) for listing in listings]
    for row, (first_copy, listed_once) in zip(rows, _copies(listings), strict=True):
        row.update(first_copy=first_copy, listed_once=listed_once)
    rules = [*_link_rules(allowed_hosts), *_label_rules(today)]
    if not unchecked:
        rules.append(_something_listed())
    answers = ask("listings", frame(rows, _LISTING_COLUMNS), rules)
    authorities = _authority_rows(listings, seen_before, unchecked)
    answers += ask("authorities", frame(authorities, _AUTHORITY_COLUMNS), _authority_rules(authorities))
    return verdict_of("listings", len(listings), answers)


def _listing_row(listing: Listing, allowed_hosts: Collection[str]) -> dict[str, object]:
    return {
        "about": f"file {listing.file_number} of authority {listing.urn}",
        "urn": listing.urn,
        "host": _host(listing.url, allowed_hosts),
        "file_number": listing.file_number,
        "listed_as": listing.listed_as.strip() or None,
        "published": listing.published,
        "event_date": listing.event_date,
    }


def _host(url: str, allowed_hosts: Collection[str]) -> str | None:
    """The URL's host, with its port if the allowed hosts name it with one; None if there is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.netloc if parts.netloc in allowed_hosts else parts.hostname


def _copies(listings: Sequence[Listing]) -> list[tuple[bool, bool]]:
    """For each listing: whether it is the first of equal ones, and whether its number has one listing only."""
    different = Counter(listing.key for listing in set(listings))
    met: set[Listing] = set()
    copies = []
    for listing in listings:
        copies.append((listing not in met, different[listing.key] == 1))
        met.add(listing)
    return copies


def _something_listed() -> Rule:
    return batch_rule(
        "something_listed", "No authority's page lists a letter: open one.", gxe.ExpectTableRowCountToBeBetween, min_value=1
    )


def _link_rules(allowed_hosts: Collection[str]) -> list[Rule]:
    not_null, matches = gxe.ExpectColumnValuesToNotBeNull, gxe.ExpectColumnValuesToMatchRegex
    no_urn, no_number = "'{value}' is not an Ofsted URN (five to seven digits)", "'{value}' is not a file number (digits)"
    return [
        row_rule("urn_missing", "the link belongs to no authority", not_null, column="urn"),
        row_rule("urn_pattern", no_urn, matches, column="urn", regex=r"^[0-9]{5,7}\Z"),
        row_rule("host_missing", "the link names no host", not_null, column="host"),
        row_rule(
            "host_allowed",
            "the link leads to '{value}', which is not an allowed host: check the page, and if Ofsted "
            "moved its files, add the host to OFSTED_WATCH_FILE_HOSTS",
            gxe.ExpectColumnValuesToBeInSet,
            column="host",
            value_set=sorted(allowed_hosts),
        ),
        row_rule("file_number_missing", "the link has no file number", not_null, column="file_number"),
        row_rule("file_number_digits", no_number, matches, column="file_number", regex=r"^[0-9]+\Z"),
    ]


def _label_rules(today: date) -> list[Rule]:
    in_set, between = gxe.ExpectColumnValuesToBeInSet, gxe.ExpectColumnValuesToBeBetween
    days = {"min_value": midnight(EARLIEST), "max_value": midnight(today)}
    no_kind, twice = (
        "the link does not say what kind of letter it is",
        "{about} is on the page twice, with different labels or dates",
    )
    impossible = "{value} is in the future or before 2000"
    return [
        row_rule("listed_as_missing", no_kind, gxe.ExpectColumnValuesToNotBeNull, column="listed_as"),
        row_rule("published_possible", f"its date {impossible}", between, column="published", **days),
        row_rule("event_possible", f"the date of its event {impossible}", between, column="event_date", **days),
        row_rule("listed_once", twice, in_set, column="listed_once", value_set=[True]),
        row_rule("first_copy", "the same link is on the page twice", in_set, column="first_copy", value_set=[True]),
    ]


def _authority_rows(
    listings: Sequence[Listing], seen_before: Mapping[Urn, int], unchecked: Collection[Urn]
) -> list[dict[str, object]]:
    """One row for each authority that listed letters last time; the list of an unchecked one is not known."""
    now = Counter[str](listing.urn for listing in listings)
    rows: list[dict[str, object]] = []
    for urn, before in sorted(seen_before.items()):
        if before == 0:
            continue
        count = now[urn]
        unseen = count == 0 and urn in unchecked
        rows.append(
            {
                "about": f"authority {urn} (had {before}, has {'not been checked' if unseen else count})",
                "before": None if unseen else before,
                "now": None if unseen else count,
                "still_listed": count > 0,
                "shrank_to_zero": count == 0 and not unseen,
                # One withdrawn letter is up to Ofsted; three at once and half of the list look like our fault.
                "lost_many": 0 < count <= before / 2 and before - count >= 3,
            }
        )
    return rows


def _authority_rules(rows: Sequence[Mapping[str, object]]) -> list[Rule]:
    in_set = gxe.ExpectColumnValuesToBeInSet
    rules = [
        batch_rule(
            "shrank_to_zero",
            "{failed} of {checked} authorities whose page was read no longer list letters: {examples}. Check one page.",
            in_set,
            column="shrank_to_zero",
            value_set=[False],
        ),
        warning_rule(
            "lost_many", "Half of the letters listed last time are gone: {about}.", in_set, column="lost_many", value_set=[False]
        ),
    ]
    if len(rows) < ENOUGH_AUTHORITIES:
        return rules
    letters_before = sum(row["before"] for row in rows if isinstance(row["before"], int))
    return [
        *rules,
        batch_rule(
            "authorities_still_listed",
            "{failed} of {checked} authorities that had letters last time have none now: {examples}. A tenth may be missing.",
            in_set,
            column="still_listed",
            value_set=[True],
            mostly=STILL_LISTED,
        ),
        batch_rule(
            "letters_still_listed",
            f"Only {{observed}} letters are listed where there were {letters_before} last time. A tenth may be missing.",
            gxe.ExpectColumnSumToBeBetween,
            column="now",
            min_value=STILL_LISTED * letters_before,
        ),
    ]
