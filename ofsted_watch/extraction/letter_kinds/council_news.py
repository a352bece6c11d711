"""A council's own page or paper about an inspection. It may confirm a judgement and never makes one: the council reports it
second-hand, so no grade is read here, and no field of a visit either.
"""

import re
from dataclasses import replace

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter
from ofsted_watch.errors import AuthorityNotNamed
from ofsted_watch.extraction.fields.dates import dates_label
from ofsted_watch.extraction.fields.named_authority import AuthorityStep, urn_of
from ofsted_watch.extraction.fields.subject_line import letter_form
from ofsted_watch.extraction.fields.visit_steps import with_priority_action, with_sections
from ofsted_watch.extraction.letter_kinds.kind import Kind
from ofsted_watch.extraction.pdf import Text

_SPEAKS_OF = (
    re.compile(r"\bOfsted\b"),
    re.compile(r"\binspect(?:ion|ors?|ed)\b", re.IGNORECASE),
    re.compile(r"\bchildren['’]?s (?:social care )?services\b|\bservices for children\b", re.IGNORECASE),
    re.compile(r"\b(?:council|borough)\b", re.IGNORECASE),
)
_OFSTEDS_OWN = re.compile(
    r"enquiries@ofsted\.gov\.uk|\b0300 ?123 ?(?:1231|4234)\b|Yours (?:sincerely|faithfully)|Crown copyright|Piccadilly Gate",
    re.IGNORECASE,
)
"""What every letter and report of Ofsted's prints somewhere: its address, its signature or its copyright."""

_BREADCRUMB = re.compile(
    r"^(?:you are (?:here|in)\b|home\b|skip to\b)|[»›>]|^(?:by|published|posted|updated)\b|^\d", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.!?][’”\"]?$")
_NAMED_COUNCIL = re.compile(
    r"(?P<name>(?:(?:London|Royal|Metropolitan) Borough of [A-Z][\w’'-]+(?: (?:and|upon|on|under) [A-Z][\w’'-]+)*"
    r"|[A-Z][\w-]+(?:[ ,](?:and |upon |on |under |with |of |the |& )*[A-Z][\w-]+){0,4} Council))\b"
)


def _matches(text: Text) -> bool:
    if letter_form(text) is not None or dates_label(text.pages[0]) is not None or _OFSTEDS_OWN.search(text.plain):
        return False
    return all(pattern.search(text.plain) for pattern in _SPEAKS_OF)


def _with_headline(text: Text, letter: Letter) -> Letter:
    """The page's headline: its first heading, else the first line that is neither a breadcrumb, a byline nor a sentence."""
    headings = [paragraph.text for paragraph in text.paragraphs if paragraph.kind == "heading"]
    lines = [p.text for p in text.paragraphs if not _BREADCRUMB.search(p.text) and not _SENTENCE.search(p.text)]
    candidates = (*headings[:1], *lines[:1], *((text.title,) if text.title else ()))
    return replace(letter, title=candidates[0] if candidates else None)


def _council(text: Text, _letter: Letter, register: AuthorityRegister) -> str:
    """The council that the page speaks of first, as printed. Raises AuthorityNotNamed."""
    names = [" ".join(match["name"].split()) for match in _NAMED_COUNCIL.finditer(text.plain)]
    known = [name for name in names if urn_of(name, register)]
    if not names:
        raise AuthorityNotNamed("The page names no council: look at who published it")
    return (known or names)[0]


def _with_sections(text: Text, letter: Letter) -> Letter:
    """The headings under the headline."""
    read = with_sections(text, letter)
    sections = tuple(section for section in read.sections if section.heading != letter.title)
    return replace(read, headings=tuple(section.heading for section in sections), sections=sections)


KIND = Kind(
    name=LetterKind.COUNCIL_NEWS,
    title_phrase="council's news page",
    matches=_matches,
    steps=(_with_headline, AuthorityStep(_council), _with_sections, with_priority_action),
)
