"""The names of people as letters print them, and the roles that stand behind them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CAPITAL = r"A-ZÀ-ÖØ-ÞŁŚŠŽŻ"
_PARTICLE = r"(?:de|la|le|van|der|den|von|di|da|del|dos|al|bin|ap|y|an|na|d['’])"
_NO_NAME = "|".join(
    (
        r"His|Her|HMIs?|AI|OI|CQC|HMICFRS|Ofsted|Senior|Lead|Deputy|Team|Shadow|Additional|Regulatory|Seconded|Regional|National",
        r"Social|Services?|Primary|Medical|Healthcare|Health|Justice|Inspectors?|Inspection|Care|Quality|Children['’]?s?|Chief",
        r"Director|The|This|These|They|Owing|During|In|As|And|It|Both|Since|Throughout|Specifically|Between|When|Where|While|At|On",
        r"For|After|Following|We|Our|Education|Schools?|Further|Designate|Supernumerary|Officers?|Managers?|Managing|Trainee",
        r"Principal|Specialist|Advis[eo]rs?|Council|Trust|Commission|Inspectorate|Partnership|Board|Authority|Department|Police",
        r"Constabulary|Probation|Agency|Midlands",
    )
)
"""Words with a capital that stand next to names and are none; nor is a word all in capitals (SHMI, SCRI)."""

WORD = (
    rf"(?:St\.|[{_CAPITAL}]\.?(?=[ .])|(?:[dDlL]['’]|[tnh](?=[{_CAPITAL}]))?"
    rf"(?!(?:{_NO_NAME}|[A-Z]{{2,}})\b)[{_CAPITAL}][\w'’-]*\w)"
)
"""One word of a person's name."""

_ADDRESS = r"(?:(?:Dr|Mrs?|Ms|Miss|Professor|Prof|Sir|Dame|Reverend|Rev)\.? )?"
NAME = rf"{_ADDRESS}{WORD}(?: (?:{_PARTICLE} )*(?:{WORD})){{1,4}}(?:,? (?:OBE|CBE|MBE))?"
"""A person's name: two to five words, each with a capital; particles, initials, 'St.' and an honour may be among them."""

HIS_MAJESTYS_INSPECTORS = r"(?:His|Her) Majesty['’]s [Ii]nspectors?(?: \(HMIs?\))?"
_WHO_DID_WHAT = (
    r"who (?:also )?(?:led|observed|shadowed|accompanied|joined|supported|assisted|attended) (?:(?:this|the|on) )*(?:[a-z]+ )?"
    r"(?:visit|inspection|team|inspectors?)"
)
_PLACE_OF_WORK = r"(?:North|South|East|West|Greater) (?:East|West|North|South|London|Midlands|Yorkshire)|East of England|London"
_ROLE_WORDS = "|".join(
    (
        r"(?:His|Her) Majesty['’]s|[A-Z]{2,6}s?|Ofsted(?:['’]s)?|[Ii]nspection [Mm]anagers?|[Oo]ne of",
        r"(?:all|both|each)(?: of whom)? (?:is|are|was|were)|(?:all|both|two|three|four|five|six)(?: of)?",
        r"who (?:is|are|was|were)|(?:from|for) Ofsted",
        rf"{_WHO_DID_WHAT}|(?:in|under) training|on (?:this|the) (?:[a-z]+ )?(?:visit|inspection)|(?:acting )?as an?",
        r"(?:accompanied|supported|assisted|joined) by|together with|alongside|with|and|plus|was|were|is|are|also|then|the|an?",
        r"(?i:inspectors?|senior|seconded|lead|additional|regulatory|social|care|children['’]?s|services|designate|supernumerary)",
        r"(?i:team|deputy|shadow|trainee|further|education|skills|schools?|early|years|officers?|regional|national|managing)",
        rf"(?i:contracted|associate|serving|health|primary|principal|specialist|advis[eo]rs?)|{_PLACE_OF_WORK}",
    )
)
_BETWEEN_NAMES = re.compile(rf"(?:\(s\)|[ ,;:/&()–—-]+|(?:{_ROLE_WORDS})\b)*")
"""Roles, titles and the words that join names, in any order: whatever else follows a name ends the list."""
_NAME = re.compile(NAME)
_ASSURES_QUALITY = re.compile(
    r"[ ,(]*(?:(?:as|who|is|was|the|an?|[A-Z]{2,5}|[Ss]enior|and) )*[Qq]uality[ -][Aa]ssur"
    r"(?!\w* managers? (?:was |is |, )?[A-Z])"
)
_LEADS = re.compile(r"\blead\b|\bwho (?:also )?led\b", re.IGNORECASE)
_NEXT_ONES = re.compile(r"\b(?:and|with|by)\b|;")
_ENDS_A_ROLE = re.compile(r"[,;)]|\band\b|\bled\b")
_SPACED_HYPHEN = re.compile(rf"(?<=[a-zà-öø-ÿ])(?:- | -)(?=[{_CAPITAL}][a-zà-öø-ÿ])")


@dataclass(frozen=True, slots=True)
class Named:
    """A person that a list names, and whether the list says that this person led."""

    name: str
    leads: bool


def people_at(phrase: str) -> tuple[Named, ...]:
    """The people that words begin with: 'lead inspector Ann Lee HMI and Jo Roe, CQC inspector. They…' → both, the first leads.

    The list ends with the first words that are neither a name nor a role nor join two names. Whoever is named in it counts, a
    designate or supernumerary colleague too, but not the one who assures its quality.
    """
    return tuple(_people(_SPACED_HYPHEN.sub("-", phrase)))


def names_at(phrase: str) -> tuple[str, ...]:
    """The names of `people_at`."""
    return tuple(person.name for person in people_at(phrase))


def same_person(name: str, other: str) -> bool:
    """Whether two printed names are one person's, apostrophes and titles aside."""
    return _plain(name) == _plain(other)


def each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names in order, each person once, in the form first printed."""
    stored: list[str] = []
    for name in names:
        if not any(same_person(name, other) for other in stored):
            stored.append(name)
    return tuple(stored)


def _people(phrase: str) -> Iterator[Named]:
    gap = _gap(phrase, 0)
    begins = bool(_LEADS.search(gap[0]))
    while match := _NAME.match(phrase, gap[1]):
        if _ASSURES_QUALITY.match(phrase, match.end()):
            return
        gap = _gap(phrase, match.end())
        is_last = _NAME.match(phrase, gap[1]) is None
        leads_before, leads_next = _whose_lead(gap[0], is_last=is_last)
        yield Named(match[0].removesuffix(","), begins or leads_before)
        if not gap[0].strip():
            return
        begins = leads_next


def _gap(phrase: str, place: int) -> tuple[str, int]:
    """What stands between two names from this place on, and where it ends."""
    match = _BETWEEN_NAMES.match(phrase, place)
    end = match.end() if match else place
    return phrase[place:end], end


def _whose_lead(gap: str, *, is_last: bool) -> tuple[bool, bool]:
    """Whether what stands between two names says that the one before it led, and that the one after it did."""
    match = _LEADS.search(gap)
    if match is None:
        return False, False
    if is_last:
        return True, False
    is_next = bool(_NEXT_ONES.search(gap[: match.start()])) or not _ENDS_A_ROLE.search(gap[match.start() :])
    return not is_next, is_next


def _plain(name: str) -> str:
    return re.sub(r"^(?:Dr|Mrs?|Ms|Miss|Professor|Prof)\.? ", "", name).replace("’", "'").casefold()
