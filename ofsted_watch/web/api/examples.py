"""An answer of every list, for the description of the API: about an invented authority, written as the lists write theirs."""

from datetime import date
from typing import Any

from ofsted_watch.domain.findings import Improvement, ImprovementKind, LetterTopic
from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.identifiers import FileNumber, Sha256, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import (
    Authority,
    Cause,
    Change,
    Direction,
    Judgement,
    Letter,
    Listing,
    Section,
    StoredLetter,
    Witness,
)
from ofsted_watch.presentation.judgement_rows import judgement_rows
from ofsted_watch.presentation.serialization import change_to_json, stored_letter_to_json
from ofsted_watch.presentation.tables import authority_rows
from ofsted_watch.presentation.urls import API
from ofsted_watch.web.api.whole_letter import letter_text_to_json

_THORNMERE = Authority(Urn("80901"), "Thornmere", "E99000001", "North West")
_SITE = "https://files.ofsted.gov.uk/v1/file"


def _stored(number: str, published: date, letter: Letter) -> StoredLetter:
    listed_as = {LetterKind.FOCUSED_VISIT: "Children's services focused visit"}.get(letter.kind, "Children's services inspection")
    listing = Listing(_THORNMERE.urn, FileNumber(number), f"{_SITE}/{number}", listed_as, published, None)
    return StoredLetter(listing, letter, published, published, "1")


def _inspection(number: str, published: date, overall: Grade) -> StoredLetter:
    printed = overall.replace("_", " ").capitalize()
    witness = Witness(1, f"Overall effectiveness: {printed}", "table")
    letter = Letter(
        file=f"{number}.pdf",
        sha256=Sha256(number.ljust(64, "0")),
        pages=12,
        kind=LetterKind.ILACS_INSPECTION,
        title="Inspection of Thornmere local authority children’s services",
        authority=_THORNMERE.name,
        urn=_THORNMERE.urn,
        published=published,
        judgements=(Judgement(Area.OVERALL, overall, printed, 1, (witness,)),),
    )
    return _stored(number, published, letter)


_BEFORE = _inspection("60000011", date(2023, 4, 5), Grade.GOOD)
_AFTER = _inspection("60000101", date(2026, 3, 4), Grade.INADEQUATE)
_VISIT = _stored(
    "60000102",
    date(2026, 2, 3),
    Letter(
        file="60000102.pdf",
        sha256=Sha256("60000102".ljust(64, "0")),
        pages=4,
        kind=LetterKind.FOCUSED_VISIT,
        title="Focused visit to Thornmere children’s services",
        authority=_THORNMERE.name,
        urn=_THORNMERE.urn,
        published=date(2026, 2, 3),
        inspection_start=date(2026, 1, 13),
        inspection_end=date(2026, 1, 14),
        areas_for_priority_action=False,
        scope="the local authority’s arrangements for care leavers",
        topics=(LetterTopic.CARE_LEAVERS,),
        improvements_heading="What needs to improve in this area of social work practice?",
        improvements=(Improvement("The quality of plans for young people.", 2, ImprovementKind.IMPROVEMENT),),
        headings=("Headline findings",),
        sections=(Section("Headline findings", "Young people are well supported."),),
        text="Headline findings\n\nYoung people are well supported.",
    ),
)
_FALL = Change(
    urn=_THORNMERE.urn,
    strand=Strand.OVERALL,
    from_grade=Grade.GOOD,
    to_grade=Grade.INADEQUATE,
    direction=Direction.DECLINED,
    cause=Cause.NEW_LETTER,
    from_published=_BEFORE.published,
    to_published=_AFTER.published,
    from_file=Sha256(_BEFORE.letter.sha256),
    to_file=Sha256(_AFTER.letter.sha256),
    from_number=_BEFORE.listing.file_number,
    to_number=_AFTER.listing.file_number,
    evidence=_AFTER.letter.judgements[0].witnesses,
)

LETTER: dict[str, Any] = stored_letter_to_json(_VISIT) | {"listed_under": _THORNMERE.name}
WHOLE_LETTER: dict[str, Any] = LETTER | letter_text_to_json(_VISIT.letter)
CHANGE: dict[str, Any] = change_to_json(_FALL, _THORNMERE.name)
JUDGEMENT: dict[str, Any] = next(iter(judgement_rows([_BEFORE, _AFTER], []))) | {"authority": _THORNMERE.name}
AUTHORITY: dict[str, Any] = {
    column: value.isoformat() if isinstance(value, date) else value
    for column, value in next(iter(authority_rows([_BEFORE, _AFTER], [_THORNMERE], []))).items()
} | {"gaps": []}

ANSWER_EXAMPLES: dict[str, Any] = {
    f"{API}/authorities": [AUTHORITY],
    f"{API}/authorities/{{urn}}": AUTHORITY,
    f"{API}/authorities/{{urn}}/letters/{{file_number}}": WHOLE_LETTER,
    f"{API}/letters": [LETTER],
    f"{API}/judgements": [JUDGEMENT],
    f"{API}/changes": [CHANGE],
}
"""Path → an answer."""
