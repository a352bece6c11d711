"""'Mail me this': a form filled in with a selection, what will come in a sentence, and the subscription that comes of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.filters import NO_FILTERS, Filters
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.history import histories
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Direction, Outcome, Subscription, Topic
from ofsted_watch.services.resources import open_database
from ofsted_watch.settings import Settings
from tests.domain.history.letters import G, I, changes_of, ilacs, ilacs3, stored
from tests.presentation.emails.examples import saying
from tests.web.requests_to_pages import ANN, KENT, LEEDS, Asking, asking, link_in, text_of
from tests.web.watched_pages import NOW

KNOWSLEY = ENGLAND.named("Knowsley")
NEIGHBOURS = frozenset(authority.urn for authority in ENGLAND.neighbours(KNOWSLEY.urn))
INADEQUATE = Filters(to_grades=frozenset({Grade.INADEQUATE}), direction=Direction.DECLINED)
VISITS = Filters(kinds=frozenset({LetterKind.FOCUSED_VISIT}), topics=frozenset({LetterTopic.CARE_LEAVERS}))


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Asking]:
    with asking(tmp_path) as opened:
        yield opened


def confirmed(pages: Asking, **fields: Any) -> Subscription:
    """The subscription after the form with these fields and the link in the mail."""
    answer = pages.ask(**fields)
    assert answer.status_code == 303, answer.text
    assert pages.press(link_in(pages.mails()[-1], "confirm")).status_code == 200
    return pages.database.subscribers.of(ANN)[-1]


def test_down_to_inadequate_only(pages: Asking) -> None:
    subscription = confirmed(pages, change="inadequate")
    assert (subscription.change_filters, subscription.declines_only) == (INADEQUATE, False)
    assert "Judgements that went down to inadequate of Kent, as soon as we know" in text_of(pages.mails()[-1])


def test_only_some_letters(pages: Asking) -> None:
    subscription = confirmed(pages, change="none", letter="yes", kind=["focused_visit"], topic=["care_leavers"])
    assert (subscription.topics, subscription.letter_filters) == (frozenset({Topic.LETTER}), VISITS)


def test_send_outcomes_and_joint_inspections(pages: Asking) -> None:
    failings = confirmed(pages, where="all", authority=None, change="none", letter="yes", outcome=["systemic_failings"])
    assert failings.letter_filters == Filters(given=frozenset({Grade.SYSTEMIC_FAILINGS}))
    joint = confirmed(pages, where="all", authority=None, change="none", letter="yes", kind=["jtai"])
    assert joint.letter_filters == Filters(kinds=frozenset({LetterKind.JTAI}))


@pytest.mark.parametrize("where", ["neighbours", None])
def test_the_neighbours_of_an_authority_by_its_choice_alone(pages: Asking, where: str | None) -> None:
    subscription = confirmed(pages, where=where, authority=None, neighbours_of=KNOWSLEY.urn)
    assert subscription.urns == NEIGHBOURS
    assert "Changed judgements about the ten statistical neighbours of Knowsley" in text_of(pages.mails()[-1])


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"where": "neighbours", "authority": None}, "Choose the authority whose statistical neighbours you want"),
        ({"where": None}, "Choose authorities, a region, or all"),
        ({"kind": ["jtai"]}, "Tick &#39;Any new letter or report&#39; too, or untick them"),
        ({"change": "these"}, "Choose from or to which grade a judgement must change"),
        ({"letter": "yes", "topic": ["weather"]}, "One of the choices is not on our list: choose again"),
    ],
)
def test_what_is_not_clear_is_asked_again(pages: Asking, fields: dict[str, Any], text: str) -> None:
    answer = pages.ask(**fields)
    assert answer.status_code == 400
    assert text in answer.text


def test_a_selection_fills_in_the_form(pages: Asking) -> None:
    form = pages.browser.get("/sign-up?about=letters&kind=focused_visit&topic=care_leavers&region=North+West").text
    for box in ('id="letter" value="yes" checked', 'id="kind-focused_visit" value="focused_visit" checked'):
        assert box in form
    assert 'id="where-region" value="region" checked' in form
    assert "new focused visit letters about care leavers of every authority in the region North West, as soon as" in form
    assert "In the last 12 months nothing would have come." in form
    fallen = pages.browser.get("/sign-up?about=changes&direction=declined&to_grade=inadequate").text
    assert 'id="change-inadequate" value="inadequate" checked' in fallen
    kinds = pages.browser.get("/sign-up?about=changes&kind=sif_inspection&from_grade=good").text
    assert 'id="change_kind-sif_inspection" value="sif_inspection" checked' in kinds
    assert 'id="change-these" value="these" checked' in kinds


def test_a_selection_that_is_none_is_named(pages: Asking) -> None:
    for query, text in (
        ("about=weather", "Choose one of: changes, letters"),
        ("about=letters&kind=postcard", "ilacs_inspection"),
    ):
        answer = pages.browser.get(f"/sign-up?{query}")
        assert answer.status_code == 400
        assert text in answer.text


def test_changed_preferences_keep_the_filters_that_the_form_shows(pages: Asking) -> None:
    asked = Filters(from_grades=frozenset({Grade.GOOD}), kinds=frozenset({LetterKind.SIF_INSPECTION}))
    mine = pages.subscribed(urns={LEEDS}, change_filters=asked, letter_filters=NO_FILTERS)
    pages.press("/manage", email=ANN)
    manage = link_in(pages.mails()[-1], "manage")
    form = pages.follow(f"{manage}/change/{mine.id}").text
    assert 'id="change_kind-sif_inspection" value="sif_inspection" checked' in form
    assert '<option value="good" selected>' in form


def letters_of_kent(folder: Path) -> None:
    """A fall to inadequate, a visit on care leavers and an old letter."""
    before, fall = ilacs3("2021-06-08", G, G, G, G, urn=KENT), ilacs("2026-03-02", I, G, G, G, G, urn=KENT)
    visit = saying(stored("focused_visit", "2026-02-03", urn=KENT), topics=(LetterTopic.CARE_LEAVERS,))
    other = saying(stored("focused_visit", "2024-02-03", urn=KENT), topics=(LetterTopic.CARE_LEAVERS,))
    letters = (before, fall, visit, other)
    changes = tuple(change for history in histories(letters).values() for change in changes_of(history))
    with open_database(Settings(data_dir=folder)) as database:
        database.outcomes.apply(Outcome(NOW.date(), stored=letters, changes=changes), run_id=None, at=NOW)


@pytest.mark.parametrize(
    ("query", "often"),
    [
        (
            "about=changes&direction=declined&to_grade=inadequate",
            "would have been 1 email, the last one about a letter of 2 March",
        ),
        ("about=letters", "would have been 2 emails, the last one about a letter of 2 March 2026"),
        ("about=letters&kind=focused_visit&topic=care_leavers", "would have been 1 email, the last one about a letter of 3 Feb"),
        ("about=letters&region=London", "In the last 12 months nothing would have come"),
        (f"authority={KENT}", "would have been 1 email, the last one about a letter of 2 March 2026"),
    ],
)
def test_one_sentence_says_how_often_it_would_have_come(tmp_path: Path, query: str, often: str) -> None:
    letters_of_kent(tmp_path)
    with asking(tmp_path, today=lambda: NOW.date()) as pages:
        assert often in pages.browser.get(f"/sign-up?{query}").text
