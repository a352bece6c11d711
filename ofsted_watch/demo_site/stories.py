"""Stories: what the invented Ofsted publishes, night by night."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from ofsted_watch.demo_site.invented_authorities import INVENTED, council_name, crowd, invented
from ofsted_watch.demo_site.letters import Previous, Style, print_letter
from ofsted_watch.demo_site.letters.unreadable import empty, locked, scanned, truncated
from ofsted_watch.demo_site.mishaps import Mishap, Unavailable, WebPage
from ofsted_watch.demo_site.past_letters import HISTORY
from ofsted_watch.demo_site.published_files import Catalogue, Provider, Publication
from ofsted_watch.demo_site.site_server import LoopbackSite
from ofsted_watch.demo_site.story_writing import area_send, focused, ilacs, monitoring, post, sif
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority

FIRST_NIGHT, SECOND_NIGHT, THIRD_NIGHT = date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)


@dataclass(frozen=True, slots=True)
class StoryNight:
    """One day: a sentence about it, the new publications, and the faults of the site."""

    day: date
    says: str
    publications: tuple[Publication, ...] = ()
    mishaps: tuple[Mishap, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """The nights in order, and their authorities."""

    authorities: tuple[Authority, ...]
    nights: tuple[StoryNight, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """The day of each night."""
        return tuple(night.day for night in self.nights)


class DemoSite(LoopbackSite):
    """The invented Ofsted on loopback: `with DemoSite(nights=story.nights, today=story.days[0]) as ofsted: …`.

    Without `today` it starts on the first night. A night's mishaps happen on that day only, `mishaps` on any day.
    """

    def __init__(
        self,
        *,
        nights: tuple[StoryNight, ...],
        authorities: tuple[Authority, ...] = INVENTED,
        today: date | None = None,
        mishaps: tuple[Mishap, ...] = (),
        port: int = 0,
    ) -> None:
        self.authorities = authorities
        publications = tuple(publication for night in nights for publication in night.publications)
        providers = tuple(Provider(a.urn, council_name(a), f"1 Invented Way, {a.name}") for a in authorities)
        planned = tuple(replace(mishap, on=night.day) for night in nights for mishap in night.mishaps)
        super().__init__(Catalogue(providers, publications), today or nights[0].day, planned + mishaps, port)


def demo_story() -> Story:
    """Three nights in March 2026 for twelve authorities: all their letters; a fall from good to inadequate; one visit."""
    return Story(INVENTED, (_first_night(), _second_night(), _third_night()))


def small_story() -> Story:
    """Two nights for two authorities: their first letters, then Thornmere's fall from good to inadequate."""
    few = INVENTED[:2]
    urns = {authority.urn for authority in few}
    first = _only(_first_night(), urns)
    second = replace(_only(_second_night(), urns), mishaps=())
    return Story(few, (first, second))


def crowd_story(count: int = 153) -> Story:
    """One night for so many authorities that the search needs more than one page. Each has one letter."""
    authorities = crowd(count)
    letters = tuple(
        post(70_000_001 + place, ilacs(authority, date(2024, 5, 17), "ggggg", date(2024, 7, 1) + timedelta(days=place)))
        for place, authority in enumerate(authorities)
    )
    return Story(authorities, (StoryNight(FIRST_NIGHT, f"First sight of {count} authorities.", letters),))


def long_story() -> Story:
    """The demo's nights and four more to June 2026, with events that are rare.

    A corrected re-issue under the same number, the same inspection under a second number, a late letter, a withdrawn
    letter, a framework without overall effectiveness, and two letters about one authority in one night.
    """
    demo = demo_story()
    return Story(INVENTED, (*demo.nights, *_later_nights()))


def bad_files_story() -> Story:
    """Two nights for one authority: its first letters; then five files that cannot be used, and one that can."""
    few = (invented("Oxmarsh"),)
    first = _only(_first_night(), {few[0].urn})
    descriptions = [focused("Oxmarsh", date(2026, 2, 5), SECOND_NIGHT, theme=f"team {place}") for place in range(6)]
    posted = [post(60_000_301 + place, described) for place, described in enumerate(descriptions)]
    misfiled = post(60_000_307, focused("Harrowmere", date(2026, 2, 6), SECOND_NIGHT, theme="early help"))
    bad = (
        *(
            replace(publication, file=partial(spoil, described))
            for publication, described, spoil in zip(posted, descriptions, (truncated, empty, scanned, locked), strict=False)
        ),
        replace(misfiled, urn=few[0].urn),
        posted[5],
    )
    says = "Letters truncated, empty, scanned, locked and about another authority; and a good one."
    return Story(few, (first, StoryNight(SECOND_NIGHT, says, bad)))


def _only(night: StoryNight, urns: set[Urn]) -> StoryNight:
    return replace(night, publications=tuple(publication for publication in night.publications if publication.urn in urns))


def _first_night() -> StoryNight:
    return StoryNight(FIRST_NIGHT, "First sight of twelve authorities, with all their letters since 2013.", HISTORY)


def _second_night() -> StoryNight:
    fall = ilacs("Thornmere", date(2026, 1, 30), "iirii", SECOND_NIGHT, Previous(Grade.GOOD, date(2023, 2, 10)))
    visit = focused(
        "Aldershaw",
        date(2026, 2, 4),
        SECOND_NIGHT,
        theme="care leavers",
        previous=Previous(Grade.GOOD, date(2022, 6, 17)),
    )
    return StoryNight(
        SECOND_NIGHT,
        "Thornmere falls from good to inadequate; a focused visit to Aldershaw; one page answers 503 at first.",
        (post(60_000_101, fall, style=Style()), post(60_000_102, visit)),
        (Mishap("/provider/44/80903", Unavailable(retry_after=1)),),
    )


def _third_night() -> StoryNight:
    visit = monitoring(
        "Penhallow",
        date(2026, 2, 11),
        THIRD_NIGHT,
        ordinal=2,
        theme="the services for children in need of help and protection",
        previous=Previous(Grade.INADEQUATE, date(2024, 11, 22)),
    )
    broken = focused("Stanbeck", date(2026, 2, 5), THIRD_NIGHT, theme="children in care")
    return StoryNight(
        THIRD_NIGHT,
        "A monitoring visit to Penhallow; a link of Stanbeck's leads to a web page in place of a letter.",
        (post(60_000_103, visit), post(60_000_104, broken)),
        (Mishap("/v1/file/60000104", WebPage(), times=None),),
    )


def _later_nights() -> tuple[StoryNight, ...]:
    first, second, third, fourth = date(2026, 3, 20), date(2026, 4, 14), date(2026, 6, 9), date(2026, 6, 23)
    risen = ilacs("Kingsholt upon Wye", date(2026, 2, 20), "goggg", first)
    corrected = replace(risen, grades=dict.fromkeys(risen.grades, Grade.GOOD))
    send = area_send("Kingsholt upon Wye", date(2026, 2, 6), first, Grade.INCONSISTENT)
    reissue = replace(post(60_000_201, risen), reissued=((second, partial(print_letter, corrected)),))
    late = replace(post(60_000_203, sif("Tillingdean", date(2015, 11, 6), "rrrggr", date(2016, 1, 12))), appears=second)
    again = replace(post(60_000_204, corrected), number="60000204", published=second)
    without_overall = ilacs("Tillingdean", date(2026, 4, 24), "grgg", third)
    withdrawn = replace(post(60_000_206, focused("Oxmarsh", date(2026, 4, 30), third, theme="early help")), withdrawn=fourth)
    return (
        StoryNight(
            first, "Kingsholt upon Wye is judged twice in one night: ILACS and area SEND.", (reissue, post(60_000_202, send))
        ),
        StoryNight(
            second, "A corrected re-issue, the same inspection under a second number, a letter ten years late.", (late, again)
        ),
        StoryNight(third, "The first inspection without overall effectiveness.", (post(60_000_205, without_overall), withdrawn)),
        StoryNight(fourth, "A letter is gone from Oxmarsh's page."),
    )
