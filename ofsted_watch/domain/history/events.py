"""Everything a mail will say, decided once: a letter's news, a correction of what we said, a withdrawn report, a blind spot."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ofsted_watch.domain.grades import STRAND_OF_AREA, Grade, Strand
from ofsted_watch.domain.history.comparison import Compared, compare
from ofsted_watch.domain.history.headlines import headline
from ofsted_watch.domain.history.inspections import COMPARED_KINDS, History, Inspection
from ofsted_watch.domain.identifiers import FileNumber, Sha256, Urn
from ofsted_watch.domain.model import Authority, Change, Event, EventKind, Letter, Topic, Witness
from ofsted_watch.presentation.labels import (
    AREAS,
    GRADES,
    STRANDS,
    format_day,
    format_days,
    kind_label,
    sentence,
)

PRIORITY = "areas for priority action"

PUT_OUT_AGAIN = "Ofsted has put out this letter again"
"""How the first fact of a re-issue begins; its mail opens with it."""


def letter_key(urn: Urn, sha256: Sha256, return_edition: int | None = None) -> str:
    """The key of the event that announces a letter: the same bytes about the same authority, the same key.

    Where the site goes back to bytes that it served before, the edition makes it another event.
    """
    return ":".join(("letter", urn, sha256[:16], *(() if return_edition is None else (str(return_edition),))))


def letter_event(
    history: History,
    inspection: Inspection,
    changes: Sequence[Change],
    authority: Authority,
    return_edition: int | None = None,
) -> Event:
    """A letter that came: for all who want any new letter, and for those its changes or priority actions concern.

    `return_edition` is its edition where the site served these bytes before, else None.
    """
    letter = inspection.stored.letter
    compared = compare(history, inspection) if inspection.is_compared else ()
    urgent = letter.areas_for_priority_action is True
    topics = {Topic.LETTER}
    if any(change.direction for change in changes):
        topics.add(Topic.CHANGE)
    if urgent:
        topics.add(Topic.PRIORITY)
    return Event(
        key=letter_key(authority.urn, letter.sha256, return_edition),
        kind=EventKind.LETTER,
        topics=frozenset(topics),
        urn=authority.urn,
        authority=authority.name,
        happened=inspection.stored.published,
        title=headline(
            authority.name,
            kind_label(letter.kind),
            changes,
            compared=any(strand.can_be_compared for strand in compared),
            priority=urgent,
        ),
        listed_as=inspection.stored.listing.listed_as,
        url=inspection.stored.listing.url,
        file_number=inspection.stored.listing.file_number,
        sha256=letter.sha256,
        changes=tuple(changes),
        unchanged=_unchanged(compared),
        facts=(*_about_the_lines(history, inspection, compared), *_beside_the_lines(letter), *_about_the_visit(letter)),
        priority_action=_priority_action(letter) if urgent else (),
    )


def reissue_event(
    history: History,
    known: Inspection,
    inspection: Inspection,
    changes: Sequence[Change],
    authority: Authority,
    return_edition: int | None = None,
) -> Event:
    """A letter that Ofsted has put out again with other content than `known`, the bytes we held.

    `return_edition` is its edition where the site served these bytes before, else None.
    """
    plain = letter_event(history, inspection, changes, authority, return_edition)
    kind = kind_label(inspection.stored.letter.kind)
    title = plain.title
    if not any(change.direction for change in changes):
        urgent = Topic.PRIORITY in plain.topics
        title = f"{authority.name}: {PRIORITY} in a re-issued {kind}" if urgent else f"{authority.name}: {kind} re-issued"
    before, now = known.strands() if known.is_compared else {}, inspection.strands() if inspection.is_compared else {}
    both = ((strand, now[strand].grade) for strand in before if strand in now and before[strand].grade == now[strand].grade)
    said = differences(summary_of_letter(known), summary_of_letter(inspection), was="it said", now_is="Now it says")
    opening = f"{PUT_OUT_AGAIN}, with other content. It was first published on {format_day(inspection.published)}."
    facts = (opening, *said, *_about_the_visit(inspection.stored.letter))
    return replace(plain, title=title, unchanged=tuple(both), facts=facts)


def correction_event(
    known: Inspection,
    inspection: Inspection,
    changes: Sequence[Change],
    differences: Sequence[str],
    authority: Authority,
    today: date,
) -> Event:
    """We read a letter wrong before: for those who got the mail about it. `differences` say what we said and what is right."""
    letter = inspection.stored.letter
    same_bytes = known.stored.letter.sha256 == letter.sha256
    corrected = [change for change in changes if change.from_file == change.to_file]
    title = f"{authority.name}: correction to what we said about the {kind_label(letter.kind)}"
    if corrected:
        first = corrected[0]
        right, wrong = (GRADES[grade] for grade in (first.to_grade, first.from_grade) if grade is not None)
        title = f"{authority.name}: correction: {STRANDS[first.strand]} is {right}, not {wrong}"
        title += f", and {len(corrected) - 1} more" if len(corrected) > 1 else ""
    return Event(
        key=f"correction:{authority.urn}:{letter.sha256[:16]}:{inspection.stored.reader_version}",
        kind=EventKind.CORRECTION,
        topics=frozenset({Topic.CHANGE}),
        urn=authority.urn,
        authority=authority.name,
        happened=today,
        title=title,
        listed_as=inspection.stored.listing.listed_as,
        url=inspection.stored.listing.url,
        file_number=inspection.stored.listing.file_number,
        sha256=letter.sha256,
        changes=tuple(changes),
        facts=tuple(differences),
        corrects=letter_key(authority.urn, letter.sha256),
        read_before=(known if same_bytes else inspection).stored.reader_version,
        files=tuple(sorted(known.hashes & inspection.hashes)),
    )


def withdrawn_event(inspection: Inspection, changes: Sequence[Change], authority: Authority, today: date) -> Event:
    """Ofsted no longer lists a report we told of: for those who got the mail about it, as a correction."""
    letter = inspection.stored.letter
    kind, day = kind_label(letter.kind), format_day(inspection.published)
    return Event(
        key=f"withdrawn:{authority.urn}:{letter.sha256[:16]}",
        kind=EventKind.CORRECTION,
        topics=frozenset({Topic.CHANGE}),
        urn=authority.urn,
        authority=authority.name,
        happened=today,
        title=f"{authority.name}: Ofsted no longer lists its {kind} of {day}",
        listed_as=inspection.stored.listing.listed_as,
        url=inspection.stored.listing.url,
        file_number=inspection.stored.listing.file_number,
        sha256=letter.sha256,
        changes=tuple(changes),
        facts=(f"The {kind} published on {day} is no longer on the authority's page, so what we said of it no longer stands.",),
        corrects=letter_key(authority.urn, letter.sha256),
    )


def unchecked_event(authority: Authority, *, since: date, today: date, reason: str, page_url: str) -> Event:
    """We could not see an authority since a day (the last look with success): for all who watch it, once a blind spell.

    `reason` is said in words ('the site did not answer'), `page_url` is the authority's own page on the Ofsted site.
    """
    return Event(
        key=f"blind:{authority.urn}:{since.isoformat()}",
        kind=EventKind.UNCHECKED,
        topics=frozenset(Topic),
        urn=authority.urn,
        authority=authority.name,
        happened=today,
        title=f"{authority.name}: we could not check since {format_day(since)}",
        listed_as="",
        url=page_url,
        file_number=FileNumber(""),
        sha256=Sha256(""),
        facts=(f"The reason: {reason}.",),
    )


def summary_of_event(history: History, inspection: Inspection) -> dict[str, str]:
    """What our mail about this inspection says, as subject → words; two moments are compared by it."""
    letter = inspection.stored.letter
    said = {"kind of letter": kind_label(letter.kind)} | extra_grades(letter)
    said[PRIORITY] = "named" if letter.areas_for_priority_action else "none named"
    if inspection.is_compared:
        said |= {STRANDS[compared.strand]: compared.text for compared in compare(history, inspection)}
    return said


def summary_of_letter(inspection: Inspection) -> dict[str, str]:
    """The same from the letter alone, without what came before it."""
    letter = inspection.stored.letter
    said = {"kind of letter": kind_label(letter.kind)} | extra_grades(letter)
    said[PRIORITY] = "named" if letter.areas_for_priority_action else "none named"
    if inspection.is_compared:
        said |= {STRANDS[strand]: GRADES[judgement.grade] for strand, judgement in inspection.strands().items()}
    return said


def differences(before: Mapping[str, str], now: Mapping[str, str], *, was: str, now_is: str) -> tuple[str, ...]:
    """'Leadership: we said good; right is requires improvement.' for each subject that differs (`was`, `now_is`: the verbs)."""
    nothing = "nothing"
    return tuple(
        f"{sentence(subject)}: {was} {before.get(subject, nothing)}. {now_is} {now.get(subject, nothing)}."
        for subject in (*before, *(new for new in now if new not in before))
        if before.get(subject) != now.get(subject)
    )


def _unchanged(compared: Sequence[Compared]) -> tuple[tuple[Strand, Grade], ...]:
    return tuple(
        (strand.strand, strand.now.grade)
        for strand in compared
        if strand.now is not None and strand.can_be_compared and not strand.is_change
    )


def _about_the_lines(history: History, inspection: Inspection, compared: Sequence[Compared]) -> tuple[str, ...]:
    facts = tuple(strand.sentence for strand in compared if not strand.is_plain)
    if inspection.is_compared and history.predecessor(inspection) is None:
        return ("We hold no earlier inspection to compare these grades with.", *facts)
    return facts


def _about_the_visit(letter: Letter) -> tuple[str, ...]:
    days = format_days(letter.inspection_start, letter.inspection_end)
    when = (f"Days of inspection: {days}.",) if days else ()
    return (*when, f"Lead inspector: {letter.lead_inspector}.") if letter.lead_inspector else when


def _beside_the_lines(letter: Letter) -> tuple[str, ...]:
    return tuple(f"{sentence(subject)}: {grade}." for subject, grade in extra_grades(letter).items())


def extra_grades(letter: Letter) -> dict[str, str]:
    """Grades that no line compares: adoption, the safeguarding children board, SEND, the frameworks to 2013."""
    lines_count = letter.kind in COMPARED_KINDS
    grades = {
        AREAS[judgement.area]: GRADES[judgement.grade]
        for judgement in letter.judgements
        if not (lines_count and judgement.area in STRAND_OF_AREA)
    }
    if letter.lscb is not None:
        grades["Local Safeguarding Children Board"] = GRADES[letter.lscb]
    return grades


def _priority_action(letter: Letter) -> tuple[Witness, ...]:
    """The sections about priority action in the letter's words; a sub-heading may come between. Page 0: sections carry none."""
    texts = []
    for place, section in enumerate(letter.sections):
        if "priority action" in section.heading.lower():
            texts += [under.text for under in letter.sections[place:] if under.text.strip()][:1]
    return tuple(Witness(0, text, "sentence") for text in dict.fromkeys(texts))
