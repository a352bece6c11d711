"""Functions that describe a letter for a story, one for each kind of letter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import cycle, islice

from ofsted_watch.demo_site.invented_authorities import invented
from ofsted_watch.demo_site.letters import Dates, Description, Previous, Style, print_letter
from ofsted_watch.demo_site.letters.ilacs_reports import areas_on
from ofsted_watch.demo_site.published_files import Publication
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority

SIF_AREAS = (
    Area.OVERALL,
    Area.HELP_PROTECTION,
    Area.LOOKED_AFTER,
    Area.ADOPTION,
    Area.CARE_LEAVERS,
    Area.LEADERSHIP,
)

LOOKED_AFTER_AREAS = (Area.OVERALL, Area.CAPACITY_TO_IMPROVE, Area.OUTCOMES, Area.QUALITY, Area.LEADERSHIP)

LISTED_AS = {
    LetterKind.ILACS_INSPECTION: "Children's services inspection",
    LetterKind.SIF_INSPECTION: "Single inspection of LA children's services as pdf",
    LetterKind.SIF_REINSPECTION: "Children's services inspection",
    LetterKind.LAC_INSPECTION_2012_13: "Children's services inspection",
    LetterKind.LSCB_REVIEW: "Children's services inspection",
    LetterKind.FOCUSED_VISIT: "Children's services focused visit",
    LetterKind.MONITORING_VISIT: "Children's services monitoring visit",
    LetterKind.ASSURANCE_VISIT: "Children's services assurance visit",
    LetterKind.JTAI: "Joint area child protection inspection",
    LetterKind.AREA_SEND: "Area SEND full inspection",
    LetterKind.SEND_MONITORING_VISIT: "Area SEND monitoring inspection",
}
"""Each kind as the site's links name it."""

_LETTERS = {
    "o": Grade.OUTSTANDING,
    "g": Grade.GOOD,
    "r": Grade.REQUIRES_IMPROVEMENT,
    "a": Grade.ADEQUATE,
    "i": Grade.INADEQUATE,
    "-": Grade.NOT_JUDGED,
}

_INSPECTORS = (
    "Marguerite Oldacre",
    "Tobias Fenwright",
    "Nerys Hallowell",
    "Caspian Thrupp",
    "Ottoline Barge",
    "Desmond Quayle-Roe",
    "Isolde Marchbanks",
    "Rafiq Sunderby",
)

_STYLES = (
    Style(),
    Style(press="fpdf2", dates=Dates.FULL),
    Style(dates=Dates.DASH, stands="middle"),
    Style(press="fpdf2", curly=False, label_width=200),
)


def grades(areas: Sequence[Area], letters: str) -> dict[Area, Grade]:
    """The grades of areas, one letter each: 'grg' → good, requires improvement, good. Raises ValueError if the numbers differ."""
    return {area: _LETTERS[letter] for area, letter in zip(areas, letters, strict=True)}


def ilacs(place: str | Authority, last_day: date, letters: str, published: date, previous: Previous | None = None) -> Description:
    """A standard ILACS inspection of two weeks. `letters` are the grades in the order of `areas_on`."""
    described = _described(LetterKind.ILACS_INSPECTION, place, last_day - timedelta(days=11), last_day, published, 4)
    return replace(described, grades=grades(areas_on(described.start), letters), previous=previous)


def sif(
    place: str, last_day: date, letters: str, published: date, *, board: str = "", previous: Previous | None = None
) -> Description:
    """A SIF inspection of four weeks, or a re-inspection if `previous` is given. `board` is the LSCB's grade."""
    kind = LetterKind.SIF_REINSPECTION if previous else LetterKind.SIF_INSPECTION
    described = _described(kind, place, last_day - timedelta(days=23), last_day, published, 5)
    return replace(described, grades=grades(SIF_AREAS, letters), lscb=_LETTERS[board] if board else None, previous=previous)


def looked_after(place: str, last_day: date, letters: str, published: date) -> Description:
    """A one-week inspection of looked after children's services of 2012-13."""
    described = _described(LetterKind.LAC_INSPECTION_2012_13, place, last_day - timedelta(days=4), last_day, published, 1)
    return replace(described, grades=grades(LOOKED_AFTER_AREAS, letters))


def board_review(place: str, last_day: date, letter: str, published: date) -> Description:
    """A separate review of the Local Safeguarding Children Board."""
    described = _described(LetterKind.LSCB_REVIEW, place, last_day - timedelta(days=3), last_day, published, 1)
    return replace(described, lscb=_LETTERS[letter])


def focused(
    place: str, last_day: date, published: date, *, theme: str, previous: Previous | None = None, priority: tuple[str, ...] = ()
) -> Description:
    """A two-day focused visit."""
    described = _described(LetterKind.FOCUSED_VISIT, place, last_day - timedelta(days=1), last_day, published, 2)
    return replace(described, theme=theme, previous=previous, priority_action=priority)


def monitoring(place: str, last_day: date, published: date, *, ordinal: int, theme: str, previous: Previous) -> Description:
    """A two-day monitoring visit, number `ordinal` since the inspection `previous`."""
    described = _described(LetterKind.MONITORING_VISIT, place, last_day - timedelta(days=1), last_day, published, 2)
    return replace(described, theme=theme, previous=previous, ordinal=ordinal)


def assurance(place: str, last_day: date, published: date, previous: Previous) -> Description:
    """A one-week assurance visit."""
    return replace(
        _described(LetterKind.ASSURANCE_VISIT, place, last_day - timedelta(days=4), last_day, published, 2), previous=previous
    )


def jtai(place: str, last_day: date, published: date, *, theme: str, priority: tuple[str, ...] = ()) -> Description:
    """A one-week joint targeted area inspection."""
    described = _described(LetterKind.JTAI, place, last_day - timedelta(days=4), last_day, published, 1)
    return replace(described, theme=theme, priority_action=priority)


def area_send(place: str, last_day: date, published: date, outcome: Grade | None = None) -> Description:
    """A one-week area SEND inspection: with an outcome since 2023, before that without."""
    described = _described(LetterKind.AREA_SEND, place, last_day - timedelta(days=4), last_day, published, 2)
    return replace(described, grades={Area.SEND_OUTCOME: outcome} if outcome else {})


def send_monitoring(place: str, last_day: date, published: date) -> Description:
    """A three-day SEND revisit."""
    return _described(LetterKind.SEND_MONITORING_VISIT, place, last_day - timedelta(days=2), last_day, published, 2)


def post(number: int, facts: Description, *, style: Style | None = None) -> Publication:
    """A letter as the site publishes it. It is printed in one of several styles at the first request."""
    chosen = style or _STYLES[number % len(_STYLES)]
    return Publication(
        number=str(number),
        urn=facts.authority.urn,
        listed_as=LISTED_AS[facts.kind],
        published=facts.published,
        event_date=facts.end,
        file=partial(print_letter, facts, chosen),
        description=facts,
    )


def _described(kind: LetterKind, place: str | Authority, start: date, end: date, published: date, inspectors: int) -> Description:
    seed = published.toordinal()
    team = tuple(islice(cycle(_INSPECTORS), seed % len(_INSPECTORS), seed % len(_INSPECTORS) + inspectors))
    authority = invented(place) if isinstance(place, str) else place
    return Description(kind, authority, start, end, published, team, seed=seed)
