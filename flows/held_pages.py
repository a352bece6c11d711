"""What the form of held alerts shows: who, what, from what to what, the letter and its day, who would get it, why it is held."""

from collections.abc import Iterator, Sequence

from flows.artifacts import plain, table
from flows.page_links import UNLINKED, Link, PageLinks
from ofsted_watch.domain.model import Alert, Change, EventKind
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.presentation.labels import GRADES, STRANDS, format_day
from ofsted_watch.presentation.run_text import first_names
from ofsted_watch.subscriptions.email_address import masked

_ABOUT = {
    EventKind.CORRECTION: "a correction of an earlier mail",
    EventKind.UNCHECKED: "an authority that is not checked",
    EventKind.UNREAD: "a report that is not read",
}
_IDS_SHOWN = 25
_HEADINGS = ("id", "since", "authority", "what it says", "from → to", "letter", "of", "to whom")


def held_page(held: Sequence[Alert], links: PageLinks = UNLINKED, unknown: Sequence[Alert] = ()) -> str:
    """One row per held alert; its id opens the form with it filled in, and the decision is left to the person.

    `unknown` are the alerts of which nobody can tell whether the mail server took them: they follow in a table of their own.
    A recipient's address is masked: who decides needs to know how many people, not who they are.
    """
    return "\n\n".join((*_held(held, links), *_unknown(unknown, links)))


def _held(held: Sequence[Alert], links: PageLinks) -> Iterator[str]:
    if not held:
        yield "# Held\n\nNothing is held."
        return
    names = first_names(sorted({alert.event.authority for alert in held}))
    yield f"# Held: {format_count(len(held), 'alert')} about {plain(names)}"
    yield table(_HEADINGS, [_row(alert, links) for alert in held])
    yield f"## Why\n\n{_reasons(held)}"
    yield (
        f"Open two or three of the letters and compare. Then run {links.form('review-held-alerts')} again with *release* or "
        f"*drop*, their ids in *Alerts* ({_ids(held)}) or *All that are held*, why, and your name. Nobody gets these "
        f"mails until then.{links.note_on_ids('review-held-alerts')}"
    )


def _unknown(unknown: Sequence[Alert], links: PageLinks) -> Iterator[str]:
    if not unknown:
        return
    yield f"## May have been sent: {format_count(len(unknown), 'mail')}"
    yield table(_HEADINGS, [_row(alert, links) for alert in unknown])
    yield (
        "The connection broke while each was being sent, so the mail server may have it. Look for it in the mail server's log. "
        f"Then run {links.form('review-held-alerts')} again, with its id in *Alerts* ({_ids(unknown)}): *release* sends it again "
        "with the same Message-ID, *drop* does not."
    )


def _row(alert: Alert, links: PageLinks) -> tuple[object, ...]:
    return (
        links.filled_form(str(alert.id), "review-held-alerts", alerts=[alert.id]) or alert.id,
        alert.created.date(),
        alert.event.authority,
        _subject(alert),
        "; ".join(map(_moved, alert.event.changes)) or "-",
        _letter(alert, links),
        format_day(alert.event.happened),
        masked(alert.subscription.email),
    )


def _subject(alert: Alert) -> str:
    """The subject; where it is not about a letter, that too. In a column of its own it would push the last one off the page."""
    about = _ABOUT.get(alert.event.kind)
    return f"{alert.event.title} ({about})" if about else alert.event.title


def _ids(some: Sequence[Alert]) -> str:
    return ", ".join(str(alert.id) for alert in some[:_IDS_SHOWN]) + (" …" if len(some) > _IDS_SHOWN else "")


def _reasons(held: Sequence[Alert]) -> str:
    """A line for each reason, with the ids that it holds: in a column of its own it would be hidden by the page's right side."""
    reasons: dict[str, list[str]] = {}
    for alert in held:
        reasons.setdefault(alert.hold or "no reason is stored", []).append(str(alert.id))
    return "\n".join(f"- {', '.join(ids)}: {plain(reason)}" for reason, ids in reasons.items())


def _letter(alert: Alert, links: PageLinks) -> list[Link]:
    """The letter on Ofsted's site, and our page of a letter that is public already: a new one is not until its release."""
    event = alert.event
    if event.kind is EventKind.CORRECTION:
        return links.letter(event.urn, event.file_number, event.url)
    return [Link("open", event.url)]


def _moved(change: Change) -> str:
    before, after = (GRADES[grade] if grade else "not given" for grade in (change.from_grade, change.to_grade))
    return f"{STRANDS[change.strand]}: {before} → {after}"
