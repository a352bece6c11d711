"""The dates of a letter that contradicts itself, where the day of its link resolves them. Pure."""

from dataclasses import replace

from ofsted_watch.domain.letter_dates import borne_out
from ofsted_watch.domain.model import Letter, Listing


def resolve_dates(letter: Letter, listing: Listing) -> Letter:
    """The letter with the dates that its link bears out, without its problem and with `dates_note`; else the letter as it is.

    The reader knows the bytes alone: it names the contradiction and every set of dates that would be none
    (`Problem.alternatives`). The day of the link must bear out exactly one of them.
    """
    problem = letter.problem
    dates = borne_out(problem.alternatives, listing.published) if problem is not None else None
    if problem is None or dates is None or listing.published is None:
        return letter
    return replace(
        letter,
        published=dates.published,
        inspection_start=dates.inspection_start,
        inspection_end=dates.inspection_end,
        dates_note=f"{problem.message} Ofsted's page lists it on {listing.published:%-d %B %Y}, which resolves it.",
        problem=None,
    )
