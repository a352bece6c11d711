"""A number with its noun: the only pluraliser, for pages, mails, messages and run results. Pure."""


def format_count(number: int, singular: str, plural: str | None = None) -> str:
    """'1 letter', '2 letters', '3 authorities' (with `plural` given)."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
