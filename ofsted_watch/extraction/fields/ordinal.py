"""Which visit in a row a letter is about: 'This was the fifth visit to support improvement', '2nd monitoring visit'."""

import re

_NUMBERS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
)
_ORDINAL = rf"(?P<number>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}|\d{{1,2}}(?:st|nd|rd|th))"
_ORDINAL_ONLY = _ORDINAL.replace("?P<number>", "?:")
_VISIT = (
    r"(?: (?:ofsted|ilacs|published|focuss?ed|monitoring|assurance|formal|full|such|quarterly|"
    r"post-inspection|improvement|unannounced|on-?site|remote|covid-19|single|follow-up|support))* visit\b"
)
_VISITS = _VISIT.removesuffix(r"visit\b") + r"visits\b"
_THIS_VISIT = (
    re.compile(
        rf"\b(?:this (?:visit |letter )?|the (?:monitoring |focuss?ed |assurance )?visit )(?:was|is|has been)\s*"
        rf"(?:(?!{_ORDINAL_ONLY})[\w’']+ ){{0,4}}?{_ORDINAL}(?: and (?:only|last|final))?{_VISIT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bthis letter\b[^.]{{0,300}}\.(?: [^.]{{0,60}}\binspectors?\b[^.]{{0,200}}\.)? It (?:was|is) "
        rf"(?:(?!{_ORDINAL_ONLY})[\w’']+ ){{0,4}}?{_ORDINAL}{_VISIT}",
        re.IGNORECASE,
    ),
    re.compile(rf"\bthis (?:visit )?(?:was|is) the {_ORDINAL} of (?:two|three|four|five|six|\d){_VISITS}", re.IGNORECASE),
    re.compile(rf"\bthis,? (?:the )?{_ORDINAL}{_VISIT}", re.IGNORECASE),
    re.compile(rf"\bvisits[;,:]? (?:and )?this (?:was|is) the {_ORDINAL}(?=[.,;])", re.IGNORECASE),
    re.compile(rf"\bfindings (?:of|from) (?:the |its |their |your )?{_ORDINAL}{_VISIT}", re.IGNORECASE),
    re.compile(rf"^(?:the )?{_ORDINAL}{_VISIT}", re.IGNORECASE),
    re.compile(
        rf"\b(?:inspectors|ofsted) (?:carried out|conducted|undertook|made|completed) (?:the|their|its|a) {_ORDINAL}{_VISIT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\blast )(?<!\bprevious )(?<!\bearlier )\bvisit,? (?:which )?(?:was )?the {_ORDINAL} (?:in a series|since|of|to)\b",
        re.IGNORECASE,
    ),
)


def ordinal_visit(phrase: str) -> int | None:
    """The number of the visit that these sentences (title first, then the letter's) are about; None where none is said.

    The first statement counts: 'the fifth visit to support improvement but the first published' is 5. A mention of
    another visit ('since the first visit', 'at the third visit, in May') is not read as this one's number.
    """
    matches = [match for pattern in _THIS_VISIT for match in [pattern.search(phrase)] if match]
    if not matches:
        return None
    first = min(matches, key=lambda match: match.start())["number"].lower()
    return _NUMBERS.index(first) + 1 if first in _NUMBERS else int(re.sub(r"\D", "", first))
