"""Values ↔ the JSON of the contract. One place decides the JSON of a letter, a judgement and a change."""

from datetime import date
from typing import Any

from ofsted_watch.domain.findings import InspectionType, LetterTopic, Passage
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.letter_dates import LetterDates
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import (
    Cause,
    Change,
    Direction,
    Event,
    EventKind,
    Judgement,
    Letter,
    PreviousJudgement,
    Problem,
    Section,
    StoredLetter,
    Topic,
    Witness,
)
from ofsted_watch.domain.person_reading import PersonReading
from ofsted_watch.domain.text_places import ParagraphPlace
from ofsted_watch.presentation.findings_json import (
    findings_from_json,
    findings_to_json,
    improvement_from_json,
    improvement_to_json,
    passage_from_json,
    passage_to_json,
    previous_inspection_from_json,
    previous_inspection_to_json,
)

Json = dict[str, Any]


def letter_to_json(letter: Letter) -> Json:
    """The object that `read --json` gives for one file: dates as 'YYYY-MM-DD', absent values as null or [].

    A witness carries `source` as well as `page` and `text`. Only a person's reading has `read_by_person`.
    """
    read_by = {"read_by_person": person_to_json(letter.read_by)} if letter.read_by else {}
    return {
        "file": letter.file,
        "sha256": letter.sha256,
        "pages": letter.pages,
        "kind": letter.kind,
        "title": letter.title,
        "authority": letter.authority,
        "urn": letter.urn,
        "published": _day(letter.published),
        "inspection_start": _day(letter.inspection_start),
        "inspection_end": _day(letter.inspection_end),
        "inspectors": list(letter.inspectors),
        "lead_inspector": letter.lead_inspector,
        "ordinal_visit": letter.ordinal_visit,
        "previous_judgement": _previous_to_json(letter.previous_judgement),
        "judgements": [_judgement_to_json(judgement) for judgement in letter.judgements],
        "lscb": letter.lscb,
        "areas_for_priority_action": letter.areas_for_priority_action,
        "summary": letter.summary,
        "summary_page": letter.summary_page,
        "scope": letter.scope,
        "topics": list(letter.topics),
        "theme": letter.theme,
        "improvements_heading": letter.improvements_heading,
        "improvements": [improvement_to_json(item) for item in letter.improvements],
        "progress": passage_to_json(letter.progress),
        "inspection_type": letter.inspection_type,
        "inspection_type_source": "derived from days on site" if letter.inspection_type else None,
        "previous_inspection": previous_inspection_to_json(letter.previous_inspection),
        "dates_note": letter.dates_note,
        "headings": list(letter.headings),
        "sections": [{"heading": section.heading, "text": section.text} for section in letter.sections],
        "text": letter.text,
        "problem": _problem_to_json(letter.problem),
        **read_by,
    }


def stored_letter_text(letter: Letter) -> Json:
    """The long part of a letter as it is stored and handed between processes: its text, sections, places and edges."""
    places = [[place.page, place.is_heading, [list(turn) for turn in place.turns]] for place in letter.places]
    edges = [[edge.page, edge.text] for edge in letter.edges]
    whole = letter_to_json(letter)
    return {"text": whole["text"], "sections": whole["sections"], "places": places, "edges": edges}


def letter_from_json(data: Json) -> Letter:
    """The letter that `letter_to_json` wrote, in this version or an earlier one that had fewer fields.

    With the part of `stored_letter_text` it has its places and edges too.
    Raises KeyError or ValueError for anything else.
    """
    previous = data["previous_judgement"]
    problem = data["problem"]
    return Letter(
        file=data["file"],
        sha256=data["sha256"],
        pages=data["pages"],
        kind=LetterKind(data["kind"]),
        title=data["title"],
        authority=data["authority"],
        urn=data["urn"],
        published=_date(data["published"]),
        inspection_start=_date(data["inspection_start"]),
        inspection_end=_date(data["inspection_end"]),
        inspectors=tuple(data["inspectors"]),
        lead_inspector=data["lead_inspector"],
        ordinal_visit=data["ordinal_visit"],
        previous_judgement=PreviousJudgement(Grade(previous["grade"]), previous["month_year"]) if previous else None,
        judgements=tuple(_judgement_from_json(judgement) for judgement in data["judgements"]),
        lscb=Grade(data["lscb"]) if data["lscb"] else None,
        areas_for_priority_action=data["areas_for_priority_action"],
        summary=data.get("summary"),
        summary_page=data.get("summary_page"),
        scope=data.get("scope"),
        topics=tuple(LetterTopic(topic) for topic in data.get("topics", ())),
        theme=data.get("theme"),
        improvements_heading=data.get("improvements_heading"),
        improvements=tuple(improvement_from_json(item) for item in data.get("improvements", ())),
        progress=passage_from_json(data.get("progress")),
        inspection_type=InspectionType(data["inspection_type"]) if data.get("inspection_type") else None,
        previous_inspection=previous_inspection_from_json(data.get("previous_inspection")),
        dates_note=data.get("dates_note"),
        headings=tuple(data["headings"]),
        sections=tuple(Section(section["heading"], section["text"]) for section in data["sections"]),
        text=data["text"],
        places=tuple(
            ParagraphPlace(page, is_heading, tuple((place, later) for place, later in turns))
            for page, is_heading, turns in data.get("places", ())
        ),
        edges=tuple(Passage(text, page) for page, text in data.get("edges", ())),
        problem=_problem_from_json(problem) if problem else None,
        read_by=_person_from_json(data.get("read_by_person")),
    )


def stored_letter_to_json(stored: StoredLetter) -> Json:
    """The object that `letters --json` gives: the fields of `read` without its text, plus where and when we saw it."""
    known = letter_to_json(stored.letter)
    for long_field in ("text", "sections"):
        del known[long_field]
    if known["problem"]:
        known["problem"].pop("judgements", None)  # what a person has to review is not published
    return known | {
        "read_by_person": known.get("read_by_person"),
        "urn": stored.listing.urn,
        "published": stored.published.isoformat(),
        "file_number": stored.listing.file_number,
        "listed_as": stored.listing.listed_as,
        "url": stored.listing.url,
        "first_seen": stored.first_seen.isoformat(),
        "reader_version": stored.reader_version,
        "withdrawn": _day(stored.withdrawn),
    }


def gap_to_json(gap: Gap) -> Json:
    """An inspection report that is published and not read, as the API gives it."""
    return {
        "file_number": gap.file_number,
        "published": gap.published.isoformat(),
        "listed_as": gap.listed_as,
        "url": gap.url,
        "reason": gap.reason,
        "after": gap.after,
    }


def change_to_json(change: Change, authority: str) -> Json:
    """The object that `changes --json` gives, with the evidence beside the contract's fields."""
    return {
        "urn": change.urn,
        "authority": authority,
        "area": change.strand,
        "from": change.from_grade,
        "to": change.to_grade,
        "direction": change.direction,
        "cause": change.cause,
        "from_published": change.from_published.isoformat(),
        "to_published": change.to_published.isoformat(),
        "from_file": change.from_file,
        "to_file": change.to_file,
        "from_number": change.from_number,
        "to_number": change.to_number,
        "evidence": [_witness_to_json(witness) for witness in change.evidence],
    }


def stored_change(change: Change, authority: str) -> Json:
    """A change as it is stored: the object of the contract, with the fields that only its key needs."""
    again = {} if change.return_edition is None else {"return_edition": change.return_edition}
    gone = {} if change.withdrawn_on is None else {"withdrawn_on": change.withdrawn_on.isoformat()}
    return change_to_json(change, authority) | again | gone


def change_from_json(data: Json) -> Change:
    """The change that `stored_change` wrote (the authority's name is not part of the value)."""
    return Change(
        urn=data["urn"],
        strand=Strand(data["area"]),
        from_grade=Grade(data["from"]) if data["from"] else None,
        to_grade=Grade(data["to"]) if data["to"] else None,
        direction=Direction(data["direction"]) if data["direction"] else None,
        cause=Cause(data["cause"]),
        from_published=date.fromisoformat(data["from_published"]),
        to_published=date.fromisoformat(data["to_published"]),
        from_file=data["from_file"],
        to_file=data["to_file"],
        from_number=data["from_number"],
        to_number=data["to_number"],
        evidence=tuple(_witness_from_json(witness) for witness in data["evidence"]),
        return_edition=data.get("return_edition"),
        withdrawn_on=_date(data.get("withdrawn_on")),
    )


def event_to_json(event: Event) -> Json:
    """An event as it is stored: everything its mail will say."""
    return {
        "key": event.key,
        "kind": event.kind,
        "topics": sorted(event.topics),
        "urn": event.urn,
        "authority": event.authority,
        "happened": event.happened.isoformat(),
        "title": event.title,
        "listed_as": event.listed_as,
        "url": event.url,
        "file_number": event.file_number,
        "sha256": event.sha256,
        "changes": [stored_change(change, event.authority) for change in event.changes],
        "unchanged": [[strand, grade] for strand, grade in event.unchanged],
        "facts": list(event.facts),
        "priority_action": [_witness_to_json(witness) for witness in event.priority_action],
        "corrects": event.corrects,
        "settles": event.settles,
        "read_before": event.read_before,
        "files": list(event.files),
        "findings": findings_to_json(event.findings),
    }


def event_from_json(data: Json) -> Event:
    """The event that `event_to_json` wrote."""
    return Event(
        key=data["key"],
        kind=EventKind(data["kind"]),
        topics=frozenset(Topic(topic) for topic in data["topics"]),
        urn=data["urn"],
        authority=data["authority"],
        happened=date.fromisoformat(data["happened"]),
        title=data["title"],
        listed_as=data["listed_as"],
        url=data["url"],
        file_number=data["file_number"],
        sha256=data["sha256"],
        changes=tuple(change_from_json(change) for change in data["changes"]),
        unchanged=tuple((Strand(strand), Grade(grade)) for strand, grade in data["unchanged"]),
        facts=tuple(data["facts"]),
        priority_action=tuple(_witness_from_json(witness) for witness in data["priority_action"]),
        corrects=data["corrects"],
        settles=data.get("settles"),
        # Events stored before these fields existed do not have them.
        read_before=data.get("read_before"),
        files=tuple(data.get("files", ())),
        findings=findings_from_json(data.get("findings")),
    )


def _judgement_to_json(judgement: Judgement) -> Json:
    return {
        "area": judgement.area,
        "grade": judgement.grade,
        "printed": judgement.printed,
        "page": judgement.page,
        "witnesses": [_witness_to_json(witness) for witness in judgement.witnesses],
    }


def _judgement_from_json(data: Json) -> Judgement:
    return Judgement(
        area=Area(data["area"]),
        grade=Grade(data["grade"]),
        printed=data["printed"],
        page=data["page"],
        witnesses=tuple(_witness_from_json(witness) for witness in data["witnesses"]),
    )


def _witness_to_json(witness: Witness) -> Json:
    return {"page": witness.page, "text": witness.text, "source": witness.source}


def _witness_from_json(data: Json) -> Witness:
    return Witness(page=data["page"], text=data["text"], source=data["source"])


def _previous_to_json(previous: PreviousJudgement | None) -> Json | None:
    return {"grade": previous.grade, "month_year": previous.month_year} if previous else None


def _problem_to_json(problem: Problem | None) -> Json | None:
    if problem is None:
        return None
    alternatives = [
        {
            "published": _day(dates.published),
            "inspection_start": dates.inspection_start.isoformat(),
            "inspection_end": dates.inspection_end.isoformat(),
        }
        for dates in problem.alternatives
    ]
    stated = {"judgements": [_judgement_to_json(judgement) for judgement in problem.judgements]} if problem.judgements else {}
    return {"code": problem.code, "message": problem.message, "alternatives": alternatives, **stated}


def _problem_from_json(data: Json) -> Problem:
    return Problem(
        data["code"],
        data["message"],
        tuple(
            LetterDates(
                _date(dates["published"]),
                date.fromisoformat(dates["inspection_start"]),
                date.fromisoformat(dates["inspection_end"]),
            )
            for dates in data.get("alternatives", ())
        ),
        tuple(_judgement_from_json(judgement) for judgement in data.get("judgements", ())),
    )


def person_to_json(read_by: PersonReading | None) -> Json | None:
    """A person's reading as JSON: its number, its day and its reason; None for the reader's."""
    return {"number": read_by.number, "on": read_by.on.isoformat(), "reason": read_by.reason} if read_by else None


def _person_from_json(data: Json | None) -> PersonReading | None:
    return PersonReading(data["number"], date.fromisoformat(data["on"]), data["reason"]) if data else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
