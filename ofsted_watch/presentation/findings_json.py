"""What a letter says besides its grades ↔ the JSON of the contract."""

from typing import Any

from ofsted_watch.domain.findings import Improvement, ImprovementKind, Passage, PreviousInspection
from ofsted_watch.domain.grades import Grade


def improvement_to_json(item: Improvement) -> dict[str, Any]:
    """`for` is the body that must act, null where the letter names none."""
    return {"text": item.text, "page": item.page, "kind": item.kind, "number": item.number, "for": item.addressee}


def improvement_from_json(data: dict[str, Any]) -> Improvement:
    """The item that `improvement_to_json` wrote. Raises KeyError or ValueError for anything else."""
    return Improvement(data["text"], data["page"], ImprovementKind(data["kind"]), data["number"], data["for"])


def passage_to_json(passage: Passage | None) -> dict[str, Any] | None:
    """A passage with its page, or null."""
    return {"text": passage.text, "page": passage.page} if passage else None


def passage_from_json(data: dict[str, Any] | None) -> Passage | None:
    """The passage that `passage_to_json` wrote."""
    return Passage(data["text"], data["page"]) if data else None


def previous_inspection_to_json(previous: PreviousInspection | None) -> dict[str, Any] | None:
    """The earlier inspection that a report recalls, or null."""
    if previous is None:
        return None
    return {
        "year": previous.year,
        "month": previous.month,
        "grade": previous.grade,
        "text": previous.text,
        "page": previous.page,
    }


def previous_inspection_from_json(data: dict[str, Any] | None) -> PreviousInspection | None:
    """The inspection that `previous_inspection_to_json` wrote."""
    if data is None:
        return None
    grade = Grade(data["grade"]) if data["grade"] else None
    return PreviousInspection(data["year"], data["month"], grade, data["text"], data["page"])
