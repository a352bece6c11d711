"""The country on a day, for the page and the API: built once for each day and strand that somebody asks for."""

from datetime import date

from fastapi import Request

from ofsted_watch.domain.grades import Strand
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation.labels import format_day
from ofsted_watch.presentation.national.grade_counts import FIRST_QUARTER
from ofsted_watch.presentation.national.national_findings import strand_of
from ofsted_watch.presentation.national.national_picture import NationalPicture, national_picture
from ofsted_watch.web.app_context import AppContext
from ofsted_watch.web.cache import LruCache

MOST_PICTURES = 20


def picture_on(request: Request, here: AppContext, strand: Strand, day: date | None) -> NationalPicture:
    """The country on a day (None: today) for a strand. Raises WrongUse for a day before 2013's end or after today."""
    today = here.today()
    wanted = day or today
    if not FIRST_QUARTER <= wanted <= today:
        raise WrongUse(f"Choose a day from {format_day(FIRST_QUARTER)} to {format_day(today)}")
    published = here.published.now()
    pictures: LruCache[NationalPicture] = request.app.state.pictures
    name = f"{strand} {wanted}"
    return pictures.value(name, published, lambda: national_picture(published.histories, published.register, strand, wanted))


def read_strand(text: str) -> Strand:
    """The strand in an address; help and protection if none is given. Raises WrongUse naming the strands."""
    try:
        return strand_of(text)
    except ValueError:
        raise WrongUse(f"'{text[:60]}' is not a choice for strand. Choose one of: {', '.join(Strand)}") from None


def read_day(text: str) -> date | None:
    """The day in an address, None if it is empty. Raises WrongUse for anything but YYYY-MM-DD."""
    if not text:
        return None
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-31") else _refused(text)
    except ValueError:
        return _refused(text)


def _refused(text: str) -> date:
    raise WrongUse(f"'{text[:20]}' is not a day. Write it as 2026-01-31")
