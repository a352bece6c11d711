"""Values → HTML. Every template escapes its values, and a missing name is an error."""

import re
from datetime import date
from functools import cache
from html import unescape
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.extraction.sanitize import sanitize_lines
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.emails import LICENCE, LICENCE_URL
from ofsted_watch.presentation.emails.safe_text import web_link
from ofsted_watch.presentation.grade_marks import grade_mark, sprite
from ofsted_watch.presentation.labels import (
    AREAS,
    GRADES,
    LONG_FORMS,
    SEND_SHORT,
    STRANDS,
    code_label,
    format_day,
    format_days,
    format_month,
    kind_label,
    sentence,
    spelled_out,
)
from ofsted_watch.web.contact import contact_address
from ofsted_watch.web.static_files import static_link

_SHORT_FORMS = re.compile(rf"\b(?:{'|'.join(LONG_FORMS)})\b")
_TAGS = re.compile(r"<[^>]*>")
_LONG_FORMS_HERE = Markup("<!-- long forms -->")


def page(template: str, *, status: int = 200, headers: dict[str, str] | None = None, **values: Any) -> HTMLResponse:
    """A complete page from `templates/<template>`, which extends base.html."""
    return HTMLResponse(render(template, **values), status_code=status, headers=headers)


def render(template: str, **values: Any) -> str:
    """The text of a template with these values. Raises jinja2.UndefinedError for a value that is missing."""
    # Letters and questions from outside: a right-to-left override in one would reverse the rest of its line.
    return _with_long_forms(sanitize_lines(_environment().get_template(template).render(**values)))


def _with_long_forms(html: str) -> str:
    """The page with the long forms of Ofsted's short forms (ILACS, JTAI, …) that it uses without.

    They stand where its template has `{{ long_forms }}`, below its heading if it has none.
    """
    start = html.find("<main")
    if start < 0 or not _SHORT_FORMS.search(html, start):
        return html
    used = spelled_out(unescape(_TAGS.sub(" ", html[start : html.find("</main>")])))
    before, heading_end, after = html.partition(_LONG_FORMS_HERE if _LONG_FORMS_HERE in html else "</h1>")
    if not used or not heading_end:
        return html
    note = Markup('\n<p class="note long-forms">{}. <a href="{}">Glossary</a></p>').format(used, urls.GLOSSARY)
    return f"{before}{heading_end}{note}{after}"


def dated(day: date) -> Markup:
    """A day for a page, with the date for programs beside its text."""
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), format_day(day))


def _file_link(url: str) -> str | None:
    """The address of a file at its first page; None if it is not a web link."""
    return urls.pdf_page(url, 1) if web_link(url) else None


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("ofsted_watch.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        links=urls,
        AREAS=AREAS,
        GRADES=GRADES,
        STRANDS=STRANDS,
        LICENCE=LICENCE,
        LICENCE_URL=LICENCE_URL,
        count=format_count,
        sprite=sprite(),
        contact=contact_address,
        static=static_link,
        long_forms=_LONG_FORMS_HERE,
        sort_grades=" ".join(grade for grade in Grade if grade is not Grade.NOT_JUDGED),
    )
    environment.filters.update(
        day=format_day,
        dated=dated,
        days=lambda pair: format_days(*pair),
        kind=kind_label,
        code=code_label,
        sentence=sentence,
        web_link=web_link,
        file_link=_file_link,
        grade=grade_mark,
        send=lambda outcome: grade_mark(outcome, SEND_SHORT[outcome]),
        month=format_month,
    )
    return environment
