"""What the numbers of the country say, in a sentence each: the titles of the charts. True for any numbers. Pure."""

from collections.abc import Sequence

from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.model import Direction
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.presentation.labels import STRANDS, format_day, format_month, sentence
from ofsted_watch.presentation.national.grade_counts import Counts, RegionCounts
from ofsted_watch.presentation.national.national_picture import NationalPicture
from ofsted_watch.presentation.national.palette import ABOUT

_MOST_NAMES = 3
_COPYRIGHT = "© Crown copyright, Open Government Licence v3.0"
_WITH_ARTICLE = ("North ", "South ", "East ", "West ")


def source(picture: NationalPicture) -> str:
    """Where the numbers come from and of which day they are."""
    return f"Source: Ofsted’s inspection reports published by {format_day(picture.day)}, read by Ofsted Watch; {_COPYRIGHT}."


def headline(picture: NationalPicture) -> str:
    """'104 of 153 authorities are good or better at help and protection, 9 are inadequate'."""
    counts, about = picture.counts, ABOUT[picture.strand]
    if not counts.graded:
        return f"We know no grade of any authority {about} yet"
    better = f"{counts.good_or_better} of {_authorities(counts.total)} {_are(counts.good_or_better)} good or better {about}"
    return f"{better}, {counts.inadequate or 'none'} {_are(counts.inadequate or 1)} inadequate"


def strands_title(picture: NationalPicture) -> str:
    """'Help and protection is furthest from good: 49 of 153 graded authorities are below it'."""
    graded = {strand: counts for strand, counts in picture.strands.items() if counts.graded}
    if not graded:
        return "No grade is known yet"
    lowest = min(map(_part, graded.values()))
    furthest = [strand for strand, counts in graded.items() if _part(counts) == lowest]
    first = graded[furthest[0]]
    below = first.graded - first.good_or_better
    if not below:
        return "No authority with a grade is below good"
    names = _joined([STRANDS[strand] for strand in furthest])
    if len(furthest) > 1:
        return f"{sentence(names)} are furthest from good: {_percent(first)}% of the authorities with a grade are good or better"
    return f"{sentence(names)} is furthest from good: {below} of {first.graded} authorities with a grade are below it"


def quarters_title(picture: NationalPicture) -> str:
    """'9 authorities are inadequate at help and protection; the most since 2013 were 31, in March 2017'."""
    about, now = ABOUT[picture.strand], picture.counts.inadequate
    peak = max(picture.quarters, key=lambda quarter: quarter.counts.inadequate)
    count = f"{_authorities(now) if now else 'No authority'} {_are(now or 1)} inadequate {about}"
    if not peak.counts.inadequate:
        return f"{count}, and none was since 2013"
    if peak.counts.inadequate == now:
        return f"{count}, the most since 2013"
    most = peak.counts.inadequate
    return f"{count}; the most since 2013 {'was' if most == 1 else 'were'} {most}, in {format_month(peak.day)}"


def moves_title(picture: NationalPicture) -> str:
    """'18 judgements on help and protection moved up and 5 moved down in the twelve months to 22 August 2026'."""
    up = sum(move.direction is Direction.IMPROVED for move in picture.recent)
    down = len(picture.recent) - up
    subject, end = STRANDS[picture.strand], f"in the twelve months to {format_day(picture.day)}"
    if not picture.recent:
        return f"No judgement on {subject} moved {end}"
    return (
        f"{format_count(up, 'judgement') if up else 'No judgement'} on {subject} moved up and {down or 'none'} moved down {end}"
    )


def regions_title(picture: NationalPicture) -> str:
    """'Good or better: 87% of Yorkshire and the Humber, 38% of the North West'."""
    graded = [row for row in picture.regions if row.counts.graded]
    about = ABOUT[picture.strand]
    if not graded:
        return f"No region has a grade {about} yet"
    highest, lowest = _part(graded[0].counts), _part(graded[-1].counts)
    if highest == lowest:
        return f"Every region has the same share that is good or better {about}: {_percent(graded[0].counts)}%"
    best = [row for row in graded if _part(row.counts) == highest]
    worst = [row for row in graded if _part(row.counts) == lowest]
    return (
        f"{sentence(_regions(best))} {'has' if len(best) == 1 else 'have'} the largest share that is good or better {about} "
        f"({_percent(best[0].counts)}%), {_regions(worst)} the smallest ({_percent(worst[0].counts)}%)"
    )


def map_title(picture: NationalPicture) -> str:
    """'The 9 authorities that are inadequate at help and protection are in 5 of 9 regions'."""
    about = ABOUT[picture.strand]
    inadequate = [each.authority for each in picture.authorities if each.answers[picture.strand] == Grade.INADEQUATE]
    if not inadequate:
        return f"No authority is inadequate {about}"
    if len(inadequate) <= _MOST_NAMES:
        return f"Inadequate {about}: {_joined([authority.name for authority in inadequate])}"
    regions = {authority.region for authority in inadequate}
    where = f"in {len(regions)} of {len(picture.regions)} regions"
    return f"The {len(inadequate)} authorities that are inadequate {about} are {where}"


def waiting_title(picture: NationalPicture) -> str:
    """'Knowsley has waited longest for a graded inspection: 2,345 days'."""
    if not picture.waiting:
        return "No graded inspection is known yet"
    longest = picture.waiting[0].days
    names = [waiting.authority.name for waiting in picture.waiting if waiting.days == longest]
    who = _joined(names) if len(names) <= _MOST_NAMES else f"{len(names)} authorities"
    return f"{who} {'has' if len(names) == 1 else 'have'} waited longest for a graded inspection: {longest:,} days"


def counts_text(counts: Counts, texts: dict[str, str]) -> str:
    """'28 outstanding, 76 good, 40 requires improvement, 9 inadequate'; answers of nobody are left out."""
    return ", ".join(f"{number} {texts[answer]}" for answer, number in counts.by_answer.items() if number)


def _part(counts: Counts) -> float:
    return counts.good_or_better / counts.graded


def _percent(counts: Counts) -> int:
    return counts.percent_good or 0


def _regions(rows: Sequence[RegionCounts]) -> str:
    return _joined([_region(row.region) for row in rows]) if len(rows) <= _MOST_NAMES else f"{len(rows)} regions"


def _region(name: str) -> str:
    """'North West' → 'the North West'."""
    return f"the {name}" if name.startswith(_WITH_ARTICLE) else name


def _authorities(number: int) -> str:
    return format_count(number, "authority", "authorities")


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def strand_of(text: str) -> Strand:
    """The strand in an address; an empty text is help and protection, which every framework judges. Raises ValueError."""
    return Strand(text or Strand.HELP_PROTECTION)
