"""A number with its noun: the one pluraliser, for pages, mails, messages and run results. Pure."""


def format_count(number: int, one: str, many: str | None = None) -> str:
    """'1 letter', '2 letters', '3 authorities' (with `many` given)."""
    return f"{number} {one if number == 1 else many or one + 's'}"
