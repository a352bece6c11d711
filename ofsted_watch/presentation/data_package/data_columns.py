"""The columns of the tables that an analyst keeps: each with its type and a sentence. Pure."""

from dataclasses import dataclass
from datetime import date

from ofsted_watch.domain.grades import Strand
from ofsted_watch.presentation.labels import STRANDS


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type (str, int or date) and what it is. `is_grade` where it has a grade, or why there is none."""

    kind: type
    text: str
    is_grade: bool = False


Columns = dict[str, Column]

_NAMED: Columns = {
    "urn": Column(str, "Ofsted's number of the authority"),
    "authority": Column(str, "its name"),
}
_WHO: Columns = {**_NAMED, "region": Column(str, "its region")}
_WHERE: Columns = {
    "file_number": Column(str, "the number of the letter on Ofsted's site"),
    "link": Column(str, "the letter on Ofsted's site"),
    "file": Column(str, "the sha256 of its bytes"),
}
_DAYS: Columns = {
    "published": Column(date, "the day it was published"),
    "inspection_start": Column(date, "the first day of the inspection or visit"),
    "inspection_end": Column(date, "its last day"),
}
_INSPECTORS: Columns = {
    "lead_inspector": Column(str, "the lead inspector"),
    "inspectors": Column(str, "all inspectors it names, separated by semicolons"),
}


def _strands(about: str, suffix: str = "", *, is_grade: bool = True) -> Columns:
    return {f"{strand}{suffix}": Column(str, about.format(strand=STRANDS[strand]), is_grade) for strand in Strand}


NOW: Columns = {
    **_WHO,
    "type": Column(str, "the type of council: unitary, metropolitan borough, London borough or county, by its ONS code"),
    "council_number": Column(str, "its number at the Department for Education"),
    "ons_code": Column(str, "its code of the Office for National Statistics"),
    "neighbours": Column(str, "the URNs of its ten statistical neighbours, nearest first, separated by spaces"),
    "kind": Column(str, "the kind of its newest graded inspection"),
    "published": Column(date, "the day that inspection was published"),
    "inspection_start": Column(date, "its first day"),
    "inspection_end": Column(date, "its last day"),
    **_strands("its grade for {strand}, or why there is none"),
    **_strands("the grade for {strand} at the graded inspection before", "_previous"),
    **_strands("how {strand} moved: improved, declined, unchanged or not_comparable", "_direction", is_grade=False),
    "link": Column(str, "that inspection's report on Ofsted's site"),
    "file": Column(str, "the sha256 of its bytes"),
    "newest_letter_kind": Column(str, "the kind of the newest letter of any sort"),
    "newest_letter_published": Column(date, "the day it was published"),
    "newest_letter_link": Column(str, "the newest letter on Ofsted's site"),
    "send_outcome": Column(str, "the outcome of its newest area SEND inspection; empty before 2023", is_grade=True),
    "send_published": Column(date, "the day that inspection was published"),
    "jtai_theme": Column(str, "the theme of its newest joint targeted area inspection"),
    "jtai_published": Column(date, "the day that one was published"),
    "notes": Column(str, "inspection reports that are not read, letters that contradict each other"),
}
INSPECTIONS: Columns = {
    **_WHO,
    "kind": Column(str, "the kind of inspection"),
    "inspection_type": Column(str, "short or standard, derived from the days on site (ILACS)"),
    **_DAYS,
    **_strands("its grade for {strand}, or why there is none"),
    "improvements": Column(int, "how many improvements or recommendations it lists"),
    "priority_actions": Column(int, "how many of them must be acted on first"),
    **_INSPECTORS,
    **_WHERE,
}
JUDGEMENTS: Columns = {
    **_NAMED,
    "area": Column(str, "the area judged, in the framework's terms"),
    "grade": Column(str, "the grade given", is_grade=True),
    "printed": Column(str, "the grade as the letter prints it"),
    "published": Column(date, "the day the letter was published"),
    "kind": Column(str, "the kind of letter"),
    "previous": Column(
        str, "the grade on the same strand at the graded inspection before; empty if they cannot be compared", is_grade=True
    ),
    "previous_published": Column(date, "the day that inspection was published"),
    "direction": Column(str, "improved, declined or unchanged; empty if they cannot be compared"),
    "inspection_start": Column(date, "the inspection's first day"),
    "inspection_end": Column(date, "its last day"),
    **_INSPECTORS,
    "page": Column(int, "the page of the letter with the grade"),
    "link": Column(str, "the letter on Ofsted's site"),
    "file": Column(str, "the sha256 of its bytes"),
}
CHANGES: Columns = {
    **_NAMED,
    "area": Column(str, "which of the five strands changed"),
    "from": Column(str, "the grade before", is_grade=True),
    "to": Column(str, "the grade after; empty if it is no longer given", is_grade=True),
    "direction": Column(str, "improved or declined; empty if the two cannot be compared"),
    "cause": Column(str, "why it is reported: new_letter, reissued, framework, correction, withdrawn or history"),
    "from_published": Column(date, "the day the earlier letter was published"),
    "to_published": Column(date, "the day the later letter was published"),
    "from_number": Column(str, "the number of the earlier letter on Ofsted's site"),
    "to_number": Column(str, "the number of the later letter"),
    "from_file": Column(str, "the earlier letter's sha256"),
    "to_file": Column(str, "the later letter's sha256"),
}
LETTERS: Columns = {
    **_WHO,
    "kind": Column(str, "the kind of letter"),
    "listed_as": Column(str, "the kind as its link on Ofsted's site says it"),
    **_DAYS,
    "topics": Column(str, "what it is about, separated by semicolons"),
    "scope": Column(str, "what inspectors examined at a visit, in the letter's own text"),
    "names_priority_action": Column(str, "yes or no; empty if this kind of letter does not mention areas for priority action"),
    "improvements": Column(int, "how many improvements or recommendations it lists"),
    "judgements": Column(int, "how many grades it gives"),
    **_INSPECTORS,
    "first_seen": Column(date, "the day on which we first had it"),
    "withdrawn": Column(date, "the day since which Ofsted no longer lists it"),
    **_WHERE,
}
IMPROVEMENTS: Columns = {
    **_WHO,
    "letter_kind": Column(str, "the kind of letter that asks for it"),
    "published": Column(date, "the day that letter was published"),
    "place": Column(int, "its place in the letter's list, from 1"),
    "number": Column(str, "its number as printed"),
    "kind": Column(str, "improvement, recommendation or priority_action"),
    "text": Column(str, "what is asked for, in the letter's own text"),
    "for": Column(str, "the body that must act, if the letter names one"),
    "page": Column(int, "the page of the letter where it begins"),
    "file_number": Column(str, "the number of the letter on Ofsted's site"),
    "link": Column(str, "that page of the letter on Ofsted's site"),
}
SEND: Columns = {
    **_WHO,
    "kind": Column(str, "area_send for an inspection, send_monitoring_visit for a visit after one"),
    **_DAYS,
    "outcome": Column(str, "the outcome of an inspection since 2023: positive, inconsistent or systemic_failings", is_grade=True),
    "names_priority_action": Column(str, "yes or no; empty if the letter does not mention areas for priority action"),
    "priority_actions": Column(int, "how many areas for priority action it lists"),
    "improvements": Column(int, "how many areas for improvement it lists"),
    "file_number": Column(str, "the number of the letter on Ofsted's site"),
    "link": Column(str, "the letter on Ofsted's site"),
}
JTAI: Columns = {
    **_WHO,
    **_DAYS,
    "theme": Column(str, "what the joint inspection looked at"),
    "names_priority_action": Column(str, "yes or no; empty if the letter does not mention areas for priority action"),
    "priority_actions": Column(int, "how many areas for priority action it lists"),
    "improvements": Column(int, "how many areas for improvement it lists"),
    "file_number": Column(str, "the number of the letter on Ofsted's site"),
    "link": Column(str, "the letter on Ofsted's site"),
}
