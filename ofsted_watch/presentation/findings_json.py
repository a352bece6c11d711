"""What a letter says besides its grades ↔ the JSON of the contract."""

from datetime import date
from typing import Any

from ofsted_watch.domain.findings import (
    Improvement,
    ImprovementKind,
    InspectionType,
    LetterFindings,
    LetterTopic,
    Passage,
    PreviousInspection,
)
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind


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


def findings_to_json(findings: LetterFindings | None) -> dict[str, Any] | None:
    """What an event says of its letter besides the grades, or null."""
    if findings is None:
        return None
    return {
        "kind": findings.kind,
        "inspection_type": findings.inspection_type,
        "ordinal_visit": findings.ordinal_visit,
        "grades": [[area, grade] for area, grade in findings.grades],
        "outcome": findings.outcome,
        "board": findings.board,
        "summary": passage_to_json(findings.summary),
        "scope": findings.scope,
        "topics": list(findings.topics),
        "theme": findings.theme,
        "progress": passage_to_json(findings.progress),
        "improvements_heading": findings.improvements_heading,
        "improvements": [improvement_to_json(item) for item in findings.improvements],
        "days": [day.isoformat() if day else None for day in findings.days],
        "lead_inspector": findings.lead_inspector,
    }


def findings_from_json(data: dict[str, Any] | None) -> LetterFindings | None:
    """The findings that `findings_to_json` wrote. Raises KeyError or ValueError for anything else."""
    if data is None:
        return None
    first, last = (date.fromisoformat(day) if day else None for day in data["days"])
    return LetterFindings(
        kind=LetterKind(data["kind"]),
        inspection_type=InspectionType(data["inspection_type"]) if data["inspection_type"] else None,
        ordinal_visit=data["ordinal_visit"],
        grades=tuple((Area(area), Grade(grade)) for area, grade in data["grades"]),
        outcome=Grade(data["outcome"]) if data["outcome"] else None,
        board=Grade(data["board"]) if data["board"] else None,
        summary=passage_from_json(data["summary"]),
        scope=data["scope"],
        topics=tuple(LetterTopic(topic) for topic in data["topics"]),
        theme=data["theme"],
        progress=passage_from_json(data["progress"]),
        improvements_heading=data["improvements_heading"],
        improvements=tuple(improvement_from_json(item) for item in data["improvements"]),
        days=(first, last),
        lead_inspector=data["lead_inspector"],
    )
