"""The authority that a letter is about: named by its subject, or standing behind the trust or company that the subject names."""

import contextlib
import re
from collections.abc import Iterator, Sequence

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.model import Letter
from ofsted_watch.errors import AuthorityNotNamed
from ofsted_watch.extraction.fields.named_authority import AuthorityStep, named_in, printed_in, urn_of
from ofsted_watch.extraction.fields.subject_line import letter_form, opening
from ofsted_watch.extraction.pdf import Text

_ACTS_FOR_A_COUNCIL = re.compile(
    r"\b(?:trust|company|limited|ltd|c\.?i\.?c|children first|together for children|brighter futures|achieving for children)\b",
    re.IGNORECASE,
)
_NOT_FILLED_IN = re.compile(r"^insert\b|\bLA\b|[\[\]<>{}]|\bxx|\bname of\b", re.IGNORECASE)
"""'Insert LA name': a template's words."""
_BESIDE = re.compile(r"\s*(?:,|\(|\)|:|–| - | on behalf of | acting for )\s*(?:the )?")
_COUNCIL = re.compile(
    r"(?:London|Royal|Metropolitan) Borough of (?:[A-Z][\w’'-]+(?: (?:and|upon|of|on) )? ?){1,4}"
    r"|[A-Z][\w’'-]+(?:,? (?:and|upon|of|on|the|with|&|[A-Z][\w’'-]+)){0,8} Council\b"
)


def with_authority_in(patterns: Sequence[re.Pattern[str]]) -> AuthorityStep:
    """The authority that the subject names in one of these patterns (group `name`); for a trust or company that acts for
    a council, the council that the letter is addressed to or speaks of. The step raises AuthorityNotNamed.
    """

    def printed_name(text: Text, letter: Letter, register: AuthorityRegister) -> str:
        try:
            name = named_in(letter.title, patterns, register)
        except AuthorityNotNamed:
            name = _named_in_opening(text, patterns, register)
        if _NOT_FILLED_IN.search(name):
            name = _named_in_opening(text, patterns, register)
        provider = printed_in(letter.title, patterns)
        if provider and provider != name and _ACTS_FOR_A_COUNCIL.search(provider):
            # 'Northshire Children's Trust' names Northshire, and may act for what came after it.
            with contextlib.suppress(AuthorityNotNamed):
                return _council_behind(provider, text, register)
        return _council_behind(name, text, register) if _ACTS_FOR_A_COUNCIL.search(name) else name

    return AuthorityStep(printed_name)


def _named_in_opening(text: Text, patterns: Sequence[re.Pattern[str]], register: AuthorityRegister) -> str:
    """A name in the opening's first sentence, taken only if the register knows it."""
    for sentence in re.split(r"(?<=[.!?])\s+", opening(text))[:3]:
        for phrase in (sentence.rstrip("."), re.sub(r" (?:on|between|from) \d.*$", "", sentence)):
            try:
                name = named_in(phrase, patterns, register)
            except AuthorityNotNamed:
                continue
            if urn_of(name, register):
                return name
    raise AuthorityNotNamed("Neither the letter's subject nor its first sentences name an authority: look at its first page")


def _council_behind(provider: str, text: Text, register: AuthorityRegister) -> str:
    """The council that a trust or company acts for: named beside it in the subject, in the letter's head or its opening.

    Raises AuthorityNotNamed where the letter names none and the provider acts for more than one, or for nobody we know.
    """
    beside = (part for part in _BESIDE.split(provider) if urn_of(part, register) and not _ACTS_FOR_A_COUNCIL.search(part))
    form = letter_form(text)
    head = [paragraph.text for paragraph in text.paragraphs[: form.dear]] if form else []
    known = urn_of(provider, register)
    for name in (*beside, *(name for phrase in (*head, opening(text)) for name in _known_councils(phrase, register))):
        if known in (None, urn_of(name, register)):
            return name
    if known:
        return provider
    raise AuthorityNotNamed(f"The letter is about '{provider}' and names no council it acts for: look at its first page")


def _known_councils(phrase: str, register: AuthorityRegister) -> Iterator[str]:
    """Councils of the register that the text names; what stands before the name in an address is left out."""
    for match in _COUNCIL.finditer(phrase):
        parts = match[0].split()
        names = [" ".join(parts[start:]) for start in range(len(parts))]
        yield from [name for name in names if urn_of(name, register)][:1]
