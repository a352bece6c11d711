"""Who decided something and why: both are stored with what a person decides, so neither may be missing."""

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


def check_text(entered: str, label: str) -> None:
    """Raise WrongUse for bytes that are not UTF-8, which no database stores."""
    try:
        entered.encode("utf-8")
    except UnicodeEncodeError:
        raise WrongUse(f"The {label} is not valid UTF-8: enter it again") from None
