"""One strand of an inspection against the inspection before it, as text. Pure."""

from datetime import date

from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.history.comparison import NO_OVERALL_SINCE, Compared, ComparisonOutcome
from ofsted_watch.domain.model import Judgement
from ofsted_watch.presentation.labels import GRADES, STRANDS, format_month, sentence


def comparison_text(compared: Compared) -> str:
    """The comparison without its subject: 'good, as before', 'not judged at this inspection; was good in June 2016'."""
    match compared.outcome:
        case ComparisonOutcome.NOW_TOGETHER:
            joint = f"children in care and care leavers together are {_grade(compared.together)}"
            return f"no grade of its own; {joint}; on its own it {_was(compared)}"
        case ComparisonOutcome.DROPPED_BY_FRAMEWORK:
            return f"Ofsted no longer gives this grade (since {format_month(NO_OVERALL_SINCE)}); it {_was(compared)}"
        case ComparisonOutcome.NOT_GIVEN:
            return f"this report gives no grade for it; it {_was(compared)}"
        case ComparisonOutcome.NOT_JUDGED:
            judged_before = compared.before is not None and compared.before.grade is not Grade.NOT_JUDGED
            return f"not judged at this inspection; {_was(compared)}" if judged_before else "not judged at this inspection"
        case _:
            return _given(compared)


def comparison_sentence(compared: Compared) -> str:
    """'Care leavers: not judged at this inspection; was good in June 2016.' as in the facts of a mail."""
    return f"{sentence(STRANDS[compared.strand])}: {comparison_text(compared)}."


def _given(compared: Compared) -> str:
    now = GRADES[_given_judgement(compared.now).grade]
    match compared.outcome:
        case ComparisonOutcome.FIRST | ComparisonOutcome.ACROSS_GAP:
            return now
        case ComparisonOutcome.NOT_GIVEN_BEFORE:
            return f"{now}; the inspection before ({_month(compared.earlier)}) gave no grade for it"
        case ComparisonOutcome.NOT_JUDGED_BEFORE:
            return f"{now}; it was not judged at the inspection before ({_month(compared.earlier)})"
        case ComparisonOutcome.FIRST_ON_ITS_OWN:
            since = f" since {_month(compared.alone_in)}" if compared.alone_in else ""
            joint = f"children in care and care leavers together were {_grade(compared.together)} ({_month(compared.earlier)})"
            return f"judged on its own for the first time{since}: {now}; {joint}"
        case _:
            text = f"{now}, as before" if compared.outcome is ComparisonOutcome.SAME else f"{now} ({_was(compared)})"
            return f"{text}{_joint(compared)}"


def _joint(compared: Compared) -> str:
    if compared.is_joint_before == compared.is_joint_now:
        return ""
    grade = "the earlier grade was" if compared.is_joint_before else "this grade is"
    return f"; {grade} for children in care and care leavers together"


def _was(compared: Compared) -> str:
    return f"was {GRADES[_given_judgement(compared.before).grade]} in {_month(compared.earlier)}"


def _given_judgement(judgement: Judgement | None) -> Judgement:
    if judgement is None:
        raise ValueError("this outcome of a comparison needs a judgement")
    return judgement


def _grade(grade: Grade | None) -> str:
    if grade is None:
        raise ValueError("this outcome of a comparison needs a grade for both strands together")
    return GRADES[grade]


def _month(month: date | None) -> str:
    if month is None:
        raise ValueError("this outcome of a comparison needs the month of the inspection before")
    return format_month(month)
