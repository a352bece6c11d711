"""What a person decides about, who and why: name and reason are stored with the decision, so neither may be missing."""

from collections.abc import Iterable

from ofsted_watch.domain.identifiers import LARGEST_ID
from ofsted_watch.errors import WrongUse


def check_name(by: str, what: str = "decision", does: str = "decides") -> None:
    """Raise WrongUse without a name, or for one that is not text; `what` is stored with it, `does` is what the person does."""
    if not by.strip():
        raise WrongUse(f"Say who {does}: the name is stored with the {what}")
    check_text(by, "name")


def check_name_and_reason(by: str, why: str, what: str = "decision", does: str = "decides") -> None:
    """Raise WrongUse without a reason or without a name, or for one that is not text."""
    if not why.strip():
        raise WrongUse(f"Say why: the reason is stored with the {what}")
    check_text(why, "reason")
    check_name(by, what, does)


def check_ids(numbers: Iterable[int]) -> None:
    """Raise WrongUse for a number that no database can store: nothing has it as its id."""
    for number in numbers:
        if abs(number) > LARGEST_ID:
            raise WrongUse(f"There is no id {number}: list what is stored to see the ids")


def check_text(entered: str, label: str) -> None:
    """Raise WrongUse for bytes that are not UTF-8, which no database stores."""
    try:
        entered.encode("utf-8")
    except UnicodeEncodeError:
        raise WrongUse(f"The {label} is not valid UTF-8: enter it again") from None
