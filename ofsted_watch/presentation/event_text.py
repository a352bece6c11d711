"""The text of an event: its title and its facts, as mails and feeds give them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date

from ofsted_watch.domain.findings import InspectionType, LetterFindings
from ofsted_watch.domain.grades import Area
from ofsted_watch.domain.history.events import (
    Arrived,
    Corrected,
    DecidedEvent,
    Reissued,
    Returned,
    Unchecked,
    Unread,
    Withdrawn,
    letter_key,
)
from ofsted_watch.domain.history.summaries import ComparedSummary, ExtraGrades, LetterSummary
from ofsted_watch.domain.model import Event, EventBase
from ofsted_watch.domain.person_reading import PersonReading
from ofsted_watch.presentation.comparison_text import comparison_sentence, comparison_text
from ofsted_watch.presentation.headlines import headline
from ofsted_watch.presentation.labels import (
    AREAS,
    GRADES,
    STRANDS,
    format_day,
    format_days,
    inspection_label,
    kind_label,
    person_sentence,
    sentence,
)
from ofsted_watch.presentation.subjects import subject_without_grades, weight_of

PRIORITY = "areas for priority action"

PUT_OUT_AGAIN = "Ofsted has put out this letter again"
"""How the first fact of a re-issue begins; its mail starts with it. Stored events carry it: do not change it."""

_KIND = "kind of letter"


def format_event(decided: DecidedEvent) -> Event:
    """The event with its text. Raises UnknownKind for a kind of letter without a label."""
    about = {field.name: getattr(decided, field.name) for field in fields(EventBase)}
    return Event(**about, title=event_title(decided), facts=event_facts(decided))


def event_title(decided: DecidedEvent) -> str:
    """The event in one line: the subject of its mail, the title in a feed."""
    name = decided.authority
    match decided.content:
        case Arrived() as letter:
            return _letter_title(decided, letter)
        case Reissued() as reissued:
            return _reissue_title(decided, reissued)
        case Corrected() as corrected:
            return _correction_title(decided, corrected)
        case Withdrawn(kind, published):
            return f"{name}: Ofsted no longer lists its {kind_label(kind)} of {format_day(published)}"
        case Returned(kind, published, _):
            return f"{name}: Ofsted lists its {kind_label(kind)} of {format_day(published)} again"
        case Unread():
            return f"{name}: Ofsted has published an inspection report; we could not read its grades yet"
        case Unchecked(since, _):
            return f"{name}: not checked since {format_day(since)}"


def event_facts(decided: DecidedEvent) -> tuple[str, ...]:
    """The sentences of an event, besides its changes."""
    match decided.content:
        case Arrived() as letter:
            return (
                *_listed_late(decided, letter),
                *_not_compared(letter.unread_before),
                *_about_the_strands(letter),
                *_beside_the_strands(letter.extra),
                *_about_the_visit(letter),
                *_read_by(letter.read_by),
            )
        case Reissued(letter, before, now, published) as reissued:
            opening = f"{PUT_OUT_AGAIN}, with other content. It was first published on {format_day(published)}."
            differences = _differences(_letter_texts(before), _letter_texts(now), was="it said", now_is="Now it says")
            return (opening, *_restarted(reissued), *differences, *_about_the_visit(letter), *_read_by(letter.read_by))
        case Corrected(before_mail, now_mail, read_by):
            texts = _mail_texts(before_mail), _mail_texts(now_mail)
            return (*_differences(*texts, was="we said", now_is="Correct:"), *_read_by(read_by))
        case Withdrawn(kind, published):
            report = f"The {kind_label(kind)} published on {format_day(published)}"
            return (f"{report} is no longer on the authority's page. What we said about it no longer applies.",)
        case Returned(kind, published, withdrawn):
            report = f"The {kind_label(kind)} published on {format_day(published)}"
            return (f"{report} is on the authority's page again. On {format_day(withdrawn)} it was not.",)
        case Unread():
            return ()
        case Unchecked(_, reason):
            return (f"The reason: {reason}.",)


def extra_grade_texts(extra: ExtraGrades) -> dict[str, str]:
    """The grades that no strand compares, as area → grade."""
    texts = {AREAS[area]: GRADES[grade] for area, grade in extra.areas.items()}
    if extra.lscb is not None:
        texts["Local Safeguarding Children Board"] = GRADES[extra.lscb]
    return texts


def _letter_title(decided: DecidedEvent, letter: Arrived) -> str:
    findings, priority = decided.findings, letter.names_priority_action
    without_grades = subject_without_grades(decided.authority, findings, priority=priority) if findings else None
    return without_grades or headline(
        decided.authority,
        _report_label(findings) if findings else kind_label(letter.kind),
        decided.changes,
        compared=any(strand.can_be_compared for strand in letter.compared),
        priority=priority,
        weight=weight_of(findings, priority=priority) if findings else None,
    )


def _report_label(findings: LetterFindings) -> str:
    return "short inspection report" if findings.inspection_type is InspectionType.SHORT else kind_label(findings.kind)


def _reissue_title(decided: DecidedEvent, reissued: Reissued) -> str:
    if any(change.direction for change in decided.changes):
        return _letter_title(decided, reissued.letter)
    name, kind = decided.authority, kind_label(reissued.letter.kind)
    return f"{name}: {PRIORITY} in a re-issued {kind}" if reissued.letter.names_priority_action else f"{name}: {kind} re-issued"


def _correction_title(decided: DecidedEvent, corrected: Corrected) -> str:
    name = decided.authority
    restated = [change for change in decided.changes if letter_key(decided.urn, change.from_file) == decided.corrects]
    if not restated:
        return f"{name}: correction to what we said about the {kind_label(corrected.now.letter.kind)}"
    first = restated[0]
    right, wrong = (GRADES[grade] for grade in (first.to_grade, first.from_grade) if grade is not None)
    more = f", and {len(restated) - 1} more" if len(restated) > 1 else ""
    return f"{name}: correction: {STRANDS[first.strand]} is {right}, not {wrong}{more}"


def _letter_texts(letter: LetterSummary) -> dict[str, str]:
    """What a letter says by itself, as subject → text."""
    return _own_texts(letter) | {STRANDS[strand]: GRADES[grade] for strand, grade in letter.strands.items()}


def _mail_texts(mail: ComparedSummary) -> dict[str, str]:
    """What our mail about a letter says, as subject → text."""
    return _own_texts(mail.letter) | {STRANDS[compared.strand]: comparison_text(compared) for compared in mail.compared}


def _own_texts(letter: LetterSummary) -> dict[str, str]:
    texts = {_KIND: inspection_label(letter.kind)} | extra_grade_texts(letter.extra)
    texts[PRIORITY] = "named" if letter.priority_action else "none named"
    return texts


def _differences(
    before: Mapping[str, str],
    now: Mapping[str, str],
    *,
    was: str,
    now_is: str,
) -> tuple[str, ...]:
    """'Leadership: we said good. Correct: requires improvement.' for each subject that differs (`was`, `now_is`: the verbs)."""
    nothing = "nothing"
    return tuple(
        f"{sentence(subject)}: {was} {before.get(subject, nothing)}. {now_is} {now.get(subject, nothing)}."
        for subject in (*before, *(new for new in now if new not in before))
        if before.get(subject) != now.get(subject)
    )


def _read_by(read_by: PersonReading | None) -> tuple[str, ...]:
    return (person_sentence(read_by),) if read_by else ()


def _listed_late(decided: DecidedEvent, letter: Arrived) -> tuple[str, ...]:
    if letter.listed_late is None:
        return ()
    return (f"It is dated {format_day(decided.happened)} and was first listed on {format_day(letter.listed_late)}.",)


def _not_compared(unread: Sequence[date]) -> tuple[str, ...]:
    """Why the grades of a letter are compared with nothing."""
    if not unread:
        return ()
    if len(unread) == 1:
        which = f"An inspection report published on {format_day(unread[0])} is"
    else:
        which = f"Inspection reports published on {' and '.join(format_day(published) for published in unread)} are"
    return (f"{which} not read yet, so nothing is compared with what came before it.",)


def _restarted(reissued: Reissued) -> tuple[str, ...]:
    was, now = reissued.first_days
    if was is None or now is None or not reissued.is_restarted:
        return ()
    return (f"First day of the inspection: it said {format_day(was)}. Now it says {format_day(now)}.",)


def _about_the_strands(letter: Arrived) -> tuple[str, ...]:
    facts = tuple(comparison_sentence(compared) for compared in letter.compared if not compared.is_plain)
    return ("We have no earlier inspection to compare these grades with.", *facts) if letter.is_first else facts


def _beside_the_strands(extra: ExtraGrades) -> tuple[str, ...]:
    # The outcome of an area SEND inspection is the event's title.
    beside = replace(extra, areas={area: grade for area, grade in extra.areas.items() if area is not Area.SEND_OUTCOME})
    return tuple(f"{sentence(subject)}: {grade}." for subject, grade in extra_grade_texts(beside).items())


def _about_the_visit(letter: Arrived) -> tuple[str, ...]:
    return visit_facts(letter.days, letter.lead_inspector)


def visit_facts(days: tuple[date | None, date | None], lead_inspector: str | None) -> tuple[str, ...]:
    """When inspectors were there and who led them, as sentences."""
    text = format_days(*days)
    when = (f"Days of inspection: {text}.",) if text else ()
    return (*when, f"Lead inspector: {lead_inspector}.") if lead_inspector else when
