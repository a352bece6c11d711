"""A digest is ordered by weight, names everything inadequate, and stays small with its link to stop."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ofsted_watch.domain.findings import Improvement, ImprovementKind, LetterFindings
from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Alert, Authority, Direction, Event, Frequency, Topic
from ofsted_watch.presentation.emails import LARGEST_MAIL, digest_mail
from ofsted_watch.presentation.emails.digest_content import Weight, by_weight, digest_title, weight_of_event
from tests.domain.history.letters import RI, G, I
from tests.presentation.emails.examples import (
    ANN,
    SENDER,
    alert,
    changed,
    corrected,
    elsewhere,
    joint,
    monitored,
    send,
    unchecked,
    urgent,
)
from tests.presentation.emails.test_mails import page_of, text_of

WEEKLY = replace(ANN, frequency=Frequency.WEEKLY)
LINKS = {"public_url": "https://watch.example", "unsubscribe_url": "https://watch.example/unsubscribe/abc"}


def moved(*grades: tuple[Grade, Grade], unchanged: tuple[Grade, ...] = (), findings: LetterFindings | None = None) -> Event:
    """The news of an inspection that moved strands from one grade to another."""
    event = changed()
    scale = (I, RI, G, Grade.OUTSTANDING)
    changes = tuple(
        replace(
            event.changes[0],
            strand=strand,
            from_grade=was,
            to_grade=now,
            direction=Direction.IMPROVED if scale.index(now) > scale.index(was) else Direction.DECLINED,
        )
        for strand, (was, now) in zip(Strand, grades, strict=False)
    )
    return replace(event, changes=changes, unchanged=tuple(zip(reversed(Strand), unchanged, strict=False)), findings=findings)


ILACS = LetterKind.ILACS_INSPECTION


@pytest.mark.parametrize(
    ("event", "weight"),
    [
        (changed(), Weight.INADEQUATE),
        (send(), Weight.INADEQUATE),
        (moved((RI, G), unchanged=(I,)), Weight.INADEQUATE),
        (moved((RI, G), findings=LetterFindings(ILACS, grades=((Area.CARE_LEAVERS, I),))), Weight.INADEQUATE),
        (moved((RI, G), (G, RI)), Weight.DECLINED),
        (urgent(), Weight.PRIORITY_ACTION),
        (moved((RI, G)), Weight.IMPROVED),
        (corrected(), Weight.OTHER_CHANGE),
        (monitored(), Weight.VISIT),
        (joint(), Weight.VISIT),
        (moved(unchanged=(G, G)), Weight.REST),
        (unchecked(), Weight.OTHER_CHANGE),
    ],
)
def test_each_event_has_its_weight(event: Event, weight: Weight) -> None:
    assert weight_of_event(event) is weight


def about(name: str, event: Event, place: int = 0) -> Alert:
    told = elsewhere(event, Authority(f"9{place:04}", name, "E99000009", "London"))
    return alert(replace(told, happened=told.happened + timedelta(place)), WEEKLY)


def title(*alerts: Alert) -> str:
    return digest_title(by_weight(alerts))


def test_the_subject_names_what_is_weightiest_and_counts_the_rest() -> None:
    fell, visit = about("Ash", changed(), 1), about("Birch", monitored(), 2)
    assert title(visit, fell) == "Ash: children's services judged inadequate (was requires improvement); 1 more in this mail"
    declined = [about(name, moved((G, RI)), place) for place, name in enumerate(("Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel"))]
    assert title(visit, *declined) == "Declined: Hazel, Fir, Elm, Cedar and 2 more; 1 more in this mail"
    assert title(visit, about("Cedar", joint())) == f"{visit.event.title}; 1 more in this mail"


def test_no_count_in_a_subject_hides_what_is_inadequate() -> None:
    names = ("Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Oak", "Pine")
    fell = [about(name, changed(), place) for place, name in enumerate(names)]
    subject = title(about("Yew", moved((G, RI))), *fell)
    assert all(name in subject for name in names)
    assert subject.endswith("; 1 more in this mail")
    many = [about(f"A rather long name of an authority {place}", changed(), place) for place in range(40)]
    assert title(*many, about("Yew", joint())) == "40 authorities inadequate; 1 more in this mail"


def test_its_contents_stand_at_the_top_by_weight() -> None:
    alerts = [alert(event, WEEKLY) for event in (unchecked(), joint(), corrected(), urgent(), changed())]
    message = digest_mail(alerts, sender=SENDER, **LINKS)
    expected = [changed().title, urgent().title, unchecked().title, corrected().title, joint().title]
    page, text = page_of(message), text_of(message)
    contents = page.find_all("li")[: len(expected)]
    assert [entry.get_text() for entry in contents] == expected
    assert [entry.a["href"] for entry in contents][:2] == [  # type: ignore[index]
        f"https://watch.example/authorities/90001/letters/{event.file_number}" for event in (changed(), urgent())
    ]
    top = text.split("====")[0]
    assert [line[2:] for line in top.split("\n") if line.startswith("* ")] == expected
    assert "OTHER CHANGES, CORRECTIONS, AND WHAT WE COULD NOT CHECK" in top


def test_a_digest_gives_the_reason_the_changes_and_the_items() -> None:
    message = digest_mail([alert(event, WEEKLY) for event in (changed(), urgent())], sender=SENDER, **LINKS)
    for told in (text_of(message), page_of(message).get_text(" ")):
        assert "Too many children in Marshford wait too long for help." in told
        assert "Managers’ oversight of children who wait for an assessment." in told
        assert "The response to children who are at immediate risk of harm at night." in told
    page = " ".join(page_of(message).get_text(" ").split())
    assert "Overall effectiveness : requires improvement → ■ inadequate (declined)" in page
    assert "No change: leadership (good), children in care (requires improvement)" in page


LISTS = tuple(
    Improvement(f"Item {place}: {'what must be done, and by whom. ' * 8}", 2, ImprovementKind.IMPROVEMENT) for place in range(8)
)


def heavy(event: Event) -> Event:
    return replace(event, findings=event.findings and replace(event.findings, improvements=LISTS))


@pytest.mark.parametrize("number", [5, 25, 80, 160, 600])
def test_a_digest_of_any_length_stays_small_and_can_be_stopped(number: int) -> None:
    kinds: list[Callable[[], Event]] = [changed, joint, monitored, urgent, joint, joint]
    events = [heavy(kind()) for kind in kinds]
    alerts = [about(f"Place {place}", events[place % len(events)], place) for place in range(number)]
    message = digest_mail(alerts, sender=SENDER, **LINKS)
    assert len(message.as_bytes()) < LARGEST_MAIL
    text, page = text_of(message), page_of(message)
    for part in (text, str(page)):
        assert "https://watch.example/unsubscribe/abc" in part
    inadequate = [told.event.title for told in alerts if weight_of_event(told.event) is Weight.INADEQUATE]
    assert len(inadequate) == -(-number // 6)
    assert all(title in text and title in page.get_text() for title in inadequate)
    if number <= 160:
        assert all(told.event.title in text and told.event.title in page.get_text() for told in alerts)
    else:
        assert "did not fit into this mail" in text


def test_what_stands_only_in_the_contents_is_the_least() -> None:
    alerts = [about(f"Place {place}", heavy((changed, monitored)[place % 2]()), place) for place in range(60)]
    text = text_of(digest_mail(alerts, sender=SENDER, **LINKS))
    whole = [
        line for line, above in zip(text.split("\n")[1:], text.split("\n"), strict=False) if above.startswith("====") and line
    ]
    assert 0 < len(whole) < 60
    assert "are only in this list" in text
    assert whole[0].endswith("inadequate (was requires improvement)")


def test_topics_of_the_subscription_do_not_change_the_order() -> None:
    all_topics = replace(WEEKLY, topics=frozenset(Topic))
    ordered = by_weight([alert(monitored(), all_topics), alert(urgent(), all_topics), alert(changed(), all_topics)])
    assert [told.event.key for told in ordered] == [event.key for event in (changed(), urgent(), monitored())]
