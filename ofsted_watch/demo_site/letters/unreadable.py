"""Letters that cannot be read, each for a different reason."""

from ofsted_watch.demo_site.letters import COMPOSERS, print_letter
from ofsted_watch.demo_site.letters.letter_content import Description, Style


def truncated(facts: Description) -> bytes:
    """A PDF that ends in the middle."""
    whole = print_letter(facts)
    return whole[: len(whole) // 2]


def empty(facts: Description) -> bytes:
    """An empty file."""
    return b""


def scanned(facts: Description) -> bytes:
    """A picture of a page, without text."""
    from ofsted_watch.demo_site.printing import fpdf_press

    return fpdf_press.print_picture(facts.kind)


def locked(facts: Description) -> bytes:
    """A PDF with a password."""
    from ofsted_watch.demo_site.printing import fpdf_press

    sheet = COMPOSERS[facts.kind](facts, Style(press="fpdf2"))
    return fpdf_press.print_sheet(sheet, password="nobody knows")  # noqa: S106  the password protects nothing
