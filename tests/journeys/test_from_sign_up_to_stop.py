"""A person's whole way, with a real mail server: sign up, confirm, a night with news, mail and evidence, one click, silence."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from ofsted_watch.demo_site.letters import Previous
from ofsted_watch.demo_site.stories import DemoSite, Story, StoryNight, small_story
from ofsted_watch.demo_site.story_writing import ilacs, post
from ofsted_watch.domain.grades import Grade
from ofsted_watch.web.app import make_app
from tests.adapters.mail_servers import Mailbox, serving
from tests.journeys.watching import Watching, watching

READER = "ann@council.example"
PUBLIC = "http://127.0.0.1:8600"
PREFERENCES = {"where": "chosen", "change": "any", "frequency": "at-once", "email": READER}


def story_with_a_rise() -> Story:
    """The small story, and sixteen days later Thornmere rises again."""
    small, day = small_story(), date(2026, 3, 20)
    rise = ilacs("Thornmere", date(2026, 2, 27), "ggggg", day, Previous(Grade.INADEQUATE, date(2026, 1, 30)))
    return Story(small.authorities, (*small.nights, StoryNight(day, "Thornmere rises.", (post(60_000_901, rise),))))


class Person:
    """Somebody with a browser and a mailbox at a real server."""

    def __init__(self, browser: TestClient, mailbox: Mailbox) -> None:
        self.browser, self._mailbox = browser, mailbox

    def mails(self, address: str = READER) -> list[EmailMessage]:
        """What has arrived, once the pages have nothing more to answer."""
        assert self.browser.app.state.signup_context.signup_mailer.quiet(20)  # type: ignore[attr-defined]
        return [message_from_bytes(content, policy=policy.default) for to, content in self._mailbox.stored if to == [address]]

    def link(self, mail: EmailMessage, text: str) -> str:
        """Where the link with these words in the mail's HTML leads."""
        body = mail.get_body(("html",))
        assert body is not None
        found = BeautifulSoup(body.get_content(), "html.parser").find("a", string=re.compile(text))
        assert found is not None, f"no link says '{text}'"
        return str(found["href"])

    def sign_up(self, urn: str) -> None:
        """The form, the mail, the link, the button."""
        before = len(self.mails())
        self.browser.post("/sign-up", data={**PREFERENCES, "authority": urn})
        (mail,) = self.mails()[before:]
        link = self.link(mail, "Confirm")
        assert "Start these emails" in self.browser.get(link).text
        assert "You are signed up" in self.browser.post(link).text


@contextmanager
def standing(folder: Path) -> Iterator[tuple[Watching, Person]]:
    """An invented Ofsted that has been looked at once, our pages, and a person."""
    story, mailbox = story_with_a_rise(), Mailbox()
    with DemoSite(nights=story.nights, authorities=story.authorities) as site, serving(mailbox) as port:
        settings = {"smtp_url": f"smtp://127.0.0.1:{port}", "public_url": PUBLIC}
        with (
            watching(site, folder, **settings) as watch,
            TestClient(make_app(watch.resources.settings), base_url=PUBLIC) as browser,
        ):
            yield watch, Person(browser, mailbox)


def test_from_the_form_to_the_evidence_and_to_silence(seen_once: Path) -> None:
    story = story_with_a_rise()
    thornmere = next(one.urn for one in story.authorities if one.name == "Thornmere")
    with standing(seen_once) as (watch, ann):
        watch.subscribe("stays@council.example")
        ann.sign_up(thornmere)
        watch.night(story.days[1])
        _, news = ann.mails()
        assert news["Subject"] == "Thornmere: children's services judged inadequate (was good)"
        letter = ann.browser.get(ann.link(news, "What we read in it"))
        assert letter.status_code == 200
        assert "inadequate" in letter.text.lower()
        assert ann.link(news, "Read the letter on Ofsted").startswith(watch.site.url)
        stop = re.match(r"<([^>]+)>, <mailto:watch@example\.org\?subject=unsubscribe>", news["List-Unsubscribe"])
        assert stop is not None
        assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        answer = ann.browser.post(stop[1], data={"List-Unsubscribe": "One-Click"}, follow_redirects=False)
        assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
        watch.night(story.days[2])
        assert len(ann.mails()) == 2
        assert len(ann.mails("stays@council.example")) == 2
        assert [one.email for one in watch.resources.database.subscribers.all()] == ["stays@council.example"]


def test_a_subscription_changed_by_the_link_of_a_mail_holds_from_the_next_night(seen_once: Path) -> None:
    story = story_with_a_rise()
    urns = {one.name: one.urn for one in story.authorities}
    with standing(seen_once) as (watch, ann):
        ann.sign_up(urns["Thornmere"])
        watch.night(story.days[1])
        manage = ann.link(ann.mails()[-1], "Change what you get")
        page = BeautifulSoup(ann.browser.get(manage).text, "html.parser")
        change = page.find("a", string="Change")
        assert change is not None
        others = [urn for name, urn in urns.items() if name != "Thornmere"]
        preferences = {**PREFERENCES, "change": "none", "letter": "yes", "authority": others}
        assert "Your emails are changed" in ann.browser.post(str(change["href"]), data=preferences).text
        notified = len(ann.mails())
        watch.night(story.days[2])
        assert len(ann.mails()) == notified
