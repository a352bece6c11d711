"""The second night of the small story, on which Thornmere's report contradicts itself: its table and its headings differ."""

from dataclasses import replace
from datetime import date, timedelta

from ofsted_watch.demo_site.letters.letter_content import Description, Previous
from ofsted_watch.demo_site.published_files import Publication
from ofsted_watch.demo_site.stories import DemoSite, StoryNight, small_story
from ofsted_watch.demo_site.story_writing import ilacs, post
from ofsted_watch.domain.grades import Area, Grade

STORY = small_story()
SECOND, THIRD = STORY.days[1], STORY.days[1] + timedelta(days=1)
NUMBER = "60000101"
NOTICE = "Thornmere: Ofsted has published an inspection report; we could not read its grades yet"
FALL = "Thornmere: children's services judged inadequate (was good)"
REASON = "its table and its heading give leaders different grades; the table counts"
SAID = "Read by a person on 5 March 2026: its table and its heading give leaders different grades; the table counts."
"""How mails and pages say that a person read it, and why."""

FELL = ilacs("Thornmere", date(2026, 1, 30), "iirii", SECOND, Previous(Grade.GOOD, date(2023, 2, 10)))
CONTRADICTING = replace(FELL, says_otherwise={Area.LEADERS: Grade.GOOD})


def site_with(*publications: Publication) -> DemoSite:
    night = StoryNight(SECOND, "A report that contradicts itself.", publications)
    return DemoSite(nights=(STORY.nights[0], night), authorities=STORY.authorities, today=SECOND)


def posted(described: Description = CONTRADICTING, **more: object) -> Publication:
    return replace(post(int(NUMBER), described), **more)
