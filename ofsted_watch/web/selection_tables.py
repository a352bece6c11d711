"""Changes and letters as rows of a table. Pure."""

from collections.abc import Iterable
from datetime import date

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.findings import ImprovementKind
from ofsted_watch.domain.model import Change, StoredLetter
from ofsted_watch.domain.person_reading import PersonReading
from ofsted_watch.presentation.labels import person_sentence
from ofsted_watch.presentation.serialization import Json, change_to_json
from ofsted_watch.presentation.tables import Row

CHANGE_COLUMNS: dict[str, str] = {
    "urn": "the authority's number",
    "authority": "its name",
    "area": "which of the five strands changed",
    "from": "the grade before",
    "to": "the grade after; empty if it is no longer given",
    "direction": "improved or declined; empty if the two cannot be compared",
    "cause": "why it is reported: new_letter, reissued, framework, correction, withdrawn or history",
    "from_published": "the day the earlier letter was published",
    "to_published": "the day the later letter was published",
    "from_number": "the number of the earlier letter on Ofsted's site",
    "to_number": "the number of the later letter",
    "from_file": "the earlier letter's sha256",
    "to_file": "the later letter's sha256",
}
LETTER_COLUMNS: dict[str, str] = {
    "urn": "the authority's number",
    "authority": "its name",
    "published": "the day the letter was published",
    "kind": "the kind of letter",
    "inspection_type": "short or standard, of an ILACS inspection: derived from the days on site",
    "inspection_start": "the first day on site",
    "inspection_end": "the last day on site",
    "topics": "what the letter is about, separated by semicolons",
    "theme": "the theme of a joint inspection",
    "grades": "every grade that it gives, as area: grade, separated by semicolons",
    "areas_for_priority_action": "true or false; empty if this kind of letter does not mention them",
    "priority_actions": "how many areas for priority action it lists",
    "improvements": "how many other items it lists to improve",
    "scope": "what inspectors looked at, in the letter's words",
    "withdrawn": "the day on which we noticed that Ofsted no longer lists it",
    "file_number": "the letter's number on Ofsted's site",
    "file": "its sha256",
    "link": "the letter on Ofsted's site",
}


def change_rows(changes: Iterable[Change], register: AuthorityRegister) -> list[Row]:
    """A row for each change, in their order."""
    return [flat(change_to_json(change, register.display(change.urn).name)) for change in changes]


def letter_rows(letters: Iterable[StoredLetter], register: AuthorityRegister) -> list[Row]:
    """A row for each letter, in their order."""
    return [flat(_letter(stored, register)) for stored in letters]


def _letter(stored: StoredLetter, register: AuthorityRegister) -> Json:
    letter = stored.letter
    named = [item for item in letter.improvements if item.kind is ImprovementKind.PRIORITY_ACTION]
    mentions = letter.areas_for_priority_action
    return {
        "urn": stored.listing.urn,
        "authority": register.display(stored.listing.urn).name,
        "published": stored.published,
        "kind": letter.kind,
        "inspection_type": letter.inspection_type,
        "inspection_start": letter.inspection_start,
        "inspection_end": letter.inspection_end,
        "topics": list(letter.topics),
        "theme": letter.theme,
        "grades": [f"{judgement.area}: {judgement.grade}" for judgement in letter.judgements],
        "areas_for_priority_action": None if mentions is None else str(mentions).lower(),
        "priority_actions": len(named),
        "improvements": len(letter.improvements) - len(named),
        "scope": letter.scope,
        "withdrawn": stored.withdrawn,
        "file_number": stored.listing.file_number,
        "file": letter.sha256,
        "link": stored.listing.url,
    }


def flat(row: Json) -> Row:
    """JSON as the cells of a row: lists separated by semicolons, a person's reading as a sentence."""
    return {column: _cell(value) for column, value in row.items()}


def _cell(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, dict):
        return person_sentence(PersonReading(value["number"], date.fromisoformat(value["on"]), value["reason"]))
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
