"""What good letters are: readable, of a known kind, about the authority that lists them, with possible dates."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from expectations.engine import gxe
from expectations.rules import Rule, ask, batch_rule, frame, midnight, row_rule, warning_rule
from expectations.verdict import verdict_of
from ofsted_watch.domain.model import FailedRow, Letter, Listing, Verdict
from ofsted_watch.domain.set_aside_state import WRONG_AUTHORITY
from ofsted_watch.extraction.letter_kinds import KINDS
from ofsted_watch.runs.planning import ENOUGH_SERVED_WRONG, SERVED_WRONG, SERVED_WRONG_SHARE

DAYS_TO_PUBLICATION = (7, 400)
"""Days from an inspection's last day to its letter. 126 real letters took 22 to 126 days. The bounds are wide, because a
delay is up to Ofsted; they catch a date misread by a year, or a letter 'published' while inspectors worked."""

LONGEST_INSPECTION = 180
"""Days from an inspection's first day to its last. Real ones took at most 72 (an inspection paused and taken up again); a
range misread over a year's end takes some 360."""

STATED_AND_LISTED = 7
"""Days by which the date a letter prints and the date of its link are known to differ (quirks, 'Dates')."""

_COLUMNS = {
    "problem": "string",
    "served_right": "bool",
    "kind": "string",
    "urn": "string",
    "listed_urn": "string",
    "about_listed": "bool",
    "file_number": "string",
    "sha256": "string",
    "inspection_start": "datetime64[us]",
    "inspection_end": "datetime64[us]",
    "published": "datetime64[us]",
    "days_inspected": "Int64",
    "days_to_publication": "Int64",
    "days_stated_to_listed": "Int64",
}


def check(
    letters: Sequence[tuple[Listing, Letter]],
    *,
    today: date,
    kinds: Collection[str] | None = None,
    stopped_before: bool = False,
) -> Verdict:
    """The verdict on one run's letters, each with its listing. A failed row's number is its place in `letters`.

    `kinds` are the names of the kinds that are known (default: those that letters/ declares). A letter with a problem
    fails with the problem's code and message, and otherwise only for being there twice: what could not be read
    is not checked further. Batch rule: more than a fifth served wrong (no PDF, empty, cut short), and at least three; a sound
    file that could not be read is set aside and stops nothing. If checks stopped the night before (`stopped_before`), this rule
    is a warning: the sound letters have waited for a night. A printed date far from the link's date is a warning, because a
    re-issue keeps its old date.
    """
    known = frozenset(kind.name for kind in KINDS) if kinds is None else frozenset(kinds)
    rows = [_row(listing, letter) for listing, letter in letters]
    answers = ask("letters", frame(rows, _COLUMNS), _rules(rows, known, today))
    verdict = verdict_of("letters", len(letters), answers)
    if stopped_before:
        # "served_wrong" is the only rule of this suite about the batch.
        verdict = replace(verdict, failed_batch=(), warnings=(*verdict.failed_batch, *verdict.warnings))
    return replace(verdict, failed_rows=_named_by_their_problem(verdict.failed_rows, letters))


def _row(listing: Listing, letter: Letter) -> dict[str, object]:
    problem = letter.problem
    published = letter.published or listing.published
    return {
        "about": f"file {listing.file_number} of authority {listing.urn} ({listing.listed_as})",
        "problem": None if problem is None else problem.message,
        "served_right": problem is None or problem.code not in SERVED_WRONG,
        "kind": letter.kind,
        "urn": letter.urn,
        "listed_urn": listing.urn,
        "about_listed": letter.urn is None or letter.urn == listing.urn,
        "file_number": listing.file_number,
        "sha256": letter.sha256,
        "inspection_start": letter.inspection_start,
        "inspection_end": letter.inspection_end,
        "published": published,
        "days_inspected": _days(letter.inspection_start, letter.inspection_end),
        "days_to_publication": _days(letter.inspection_end, published),
        "days_stated_to_listed": _days(letter.published, listing.published),
    }


def _days(earlier: date | None, later: date | None) -> int | None:
    return None if earlier is None or later is None else (later - earlier).days


def _rules(rows: Sequence[Mapping[str, object]], kinds: Collection[str], today: date) -> list[Rule]:
    return [*_reading_rules(rows), *_identity_rules(kinds), *_date_rules(today)]


def _reading_rules(rows: Sequence[Mapping[str, object]]) -> list[Rule]:
    in_set = gxe.ExpectColumnValuesToBeInSet
    rules = [row_rule("problem", "{value}", gxe.ExpectColumnValuesToBeNull, column="problem")]
    if sum(not row["served_right"] for row in rows) >= ENOUGH_SERVED_WRONG:
        rules.append(
            batch_rule(
                "served_wrong",
                "{failed} of {checked} files are no whole PDF: {examples}. One in five may be; check what the site served.",
                in_set,
                column="served_right",
                value_set=[True],
                mostly=1 - SERVED_WRONG_SHARE,
            )
        )
    return rules


def _identity_rules(kinds: Collection[str]) -> list[Rule]:
    not_null, in_set = gxe.ExpectColumnValuesToNotBeNull, gxe.ExpectColumnValuesToBeInSet
    return [
        row_rule("kind_missing", "the letter has no kind", not_null, column="kind"),
        row_rule("kind_known", "'{value}' is not a known kind of letter", in_set, column="kind", value_set=sorted(kinds)),
        row_rule("authority_not_named", "the letter names no known authority", not_null, column="urn"),
        row_rule(
            WRONG_AUTHORITY,
            "the letter is not about the authority that lists it",
            in_set,
            column="about_listed",
            value_set=[True],
        ),
        row_rule(
            "listed_once",
            "{about} was gathered twice in one run",
            gxe.ExpectCompoundColumnsToBeUnique,
            column_list=["listed_urn", "file_number", "sha256"],
        ),
    ]


def _date_rules(today: date) -> list[Rule]:
    between = gxe.ExpectColumnValuesToBeBetween
    earliest, latest = DAYS_TO_PUBLICATION
    return [
        row_rule(
            "starts_in_the_past",
            "it says the inspection starts on {value}, after today",
            between,
            column="inspection_start",
            max_value=midnight(today),
        ),
        row_rule(
            "ends_in_the_past",
            "it says the inspection ends on {value}, after today",
            between,
            column="inspection_end",
            max_value=midnight(today),
        ),
        row_rule(
            "published_in_the_past",
            "it says it was published on {value}, after today",
            between,
            column="published",
            max_value=midnight(today),
        ),
        row_rule(
            "dates_in_order",
            f"the inspection's last day is {{value}} days after its first: 0 to {LONGEST_INSPECTION} are possible",
            between,
            column="days_inspected",
            min_value=0,
            max_value=LONGEST_INSPECTION,
        ),
        row_rule(
            "published_after_inspection",
            f"it was published {{value}} days after the inspection's last day: {earliest} to {latest} are possible",
            between,
            column="days_to_publication",
            min_value=earliest,
            max_value=latest,
        ),
        warning_rule(
            "stated_as_listed",
            "The date that {about} prints is {value} days before the date of its link.",
            between,
            column="days_stated_to_listed",
            min_value=-STATED_AND_LISTED,
            max_value=STATED_AND_LISTED,
        ),
    ]


def _named_by_their_problem(failed_rows: Sequence[FailedRow], letters: Sequence[tuple[Listing, Letter]]) -> tuple[FailedRow, ...]:
    """The failed rows, where a letter's problem replaces its other faults: its code is the rule."""
    notified = []
    for failed in failed_rows:
        problem = letters[failed.row][1].problem
        if problem is None or failed.rule == "listed_once":
            notified.append(failed)
        elif failed.rule == "problem":
            notified.append(FailedRow(failed.row, problem.code, problem.message))
    return tuple(notified)
