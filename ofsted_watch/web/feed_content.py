"""What a letter says besides its grades, as the content of its feed entry: HTML with the items and their pages. Pure."""

from collections.abc import Iterator

from markupsafe import Markup

from ofsted_watch.domain.history.letter_findings import findings_of
from ofsted_watch.domain.model import StoredLetter
from ofsted_watch.presentation.emails.excerpts import Excerpt
from ofsted_watch.presentation.emails.findings_items import ItemList, shown_findings
from ofsted_watch.presentation.labels import TOPICS


def entry_content(stored: StoredLetter | None) -> str | None:
    """The reason, scope, progress and every item; None for a letter that is not known, not read, or says nothing of this."""
    if stored is None or stored.letter.problem:
        return None
    shown = shown_findings(findings_of(stored.letter), stored.listing.url)
    parts = [
        *(Markup("<p>“{}” {}</p>").format(text.text, _place(text)) for text in (shown.reason, shown.progress) if text),
        *([Markup("<p>Inspectors looked at {}.</p>").format(shown.scope)] if shown.scope else []),
        *(part for items in (shown.priority, shown.improvements) if items for part in _list(items)),
    ]
    return str(Markup("\n").join(parts)) if parts else None


def topic_categories(stored: StoredLetter | None) -> tuple[tuple[str, str], ...]:
    """The letter's topics as terms with their labels."""
    return tuple((topic.value, TOPICS[topic]) for topic in stored.letter.topics) if stored else ()


def _list(items: ItemList) -> Iterator[Markup]:
    yield Markup("<h3>{}</h3>").format(items.heading)
    for group in items.groups:
        if group.addressee:
            yield Markup("<p>For {}:</p>").format(group.addressee)
        yield Markup("<ul>{}</ul>").format(
            Markup("").join(
                Markup("<li>{}{} {}</li>").format(
                    "" if items.is_counted else f"{listed.number} ", listed.excerpt.text, _place(listed.excerpt)
                )
                for listed in group.items
            )
        )


def _place(excerpt: Excerpt) -> Markup:
    if excerpt.link is None:
        return Markup("({})").format(excerpt.where)
    return Markup('(<a href="{}">{}</a>)').format(excerpt.link, excerpt.where)
