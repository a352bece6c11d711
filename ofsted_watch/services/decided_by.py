"""Who decided something and why: both are stored with what a person decides, so neither may be missing."""

from ofsted_watch.errors import WrongUse


def check_name(by: str, what: str = "decision", does: str = "decides") -> None:
    """Raise WrongUse without a name; `what` is stored with it, `does` is what the person does to it."""
    if not by.strip():
        raise WrongUse(f"Say who {does}: the name is stored with the {what}")


def check_name_and_reason(by: str, why: str, what: str = "decision", does: str = "decides") -> None:
    """Raise WrongUse without a reason or without a name."""
    if not why.strip():
        raise WrongUse(f"Say why: the reason is stored with the {what}")
    check_name(by, what, does)
