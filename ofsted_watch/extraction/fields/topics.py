"""Which of Ofsted's themes, and of a few more, a visit was about: codes from the words of its scope.

The six themes are those of focused visits in Ofsted's own table of inspection outcomes: front door, children in need or
subject to a plan, children in care, achieving permanence, care leavers, vulnerable adolescents. A group that the words only
leave out ('but not care leavers', 'options other than adoption') is none.
"""

import re
from dataclasses import replace

from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.pdf import Text

_LEFT_OUT = re.compile(
    r",? \(?(?:but |and )?(?:not|excluding|did not (?:extend to|include|cover|look at|consider))\b(?! (?:only|yet|in education))"
    r"[^.;:,)]*|"
    r",? \(?(?:except(?: for)?|with the exception of|other than|apart from|rather than)\b"
    r"[^.;:,)]*?(?= for | that | which |[.;:,)]|$)",
    re.IGNORECASE,
)
_SAID_TO_BE_LEFT_OUT = re.compile(
    r"(?:^|(?<=[.;:,] )|(?<= but ))(?:(?! but |\b(?:who|that|which|whether|how)\b)[^.;:,])*?\b"
    r"(?:(?:was|were) (?:not (?:included|part of|considered|covered|looked at|reviewed|evaluated|inspected)|"
    r"(?:not (?:with)?in|outside) (?:of )?(?:the )?(?:scope|remit)|out of scope)|fell outside (?:of )?(?:the|this))\b"
    r"(?:(?! but )[^.;:,])*"
    r"|,? (?:without (?:considering|looking at|including|covering|reviewing)|leaving (?:aside|out)) [^.;:,)]*",
    re.IGNORECASE,
)
"""'Adoption was outside the scope of this visit', '(children in care,) without looking at care leavers'."""
_IN_ACCORDANCE = re.compile(r",? in (?:accordance|line) with (?:the )?[^.;:]*?\bframework\b(?: \(ILACS\))?", re.IGNORECASE)
_CHILDREN = r"(?:children|young people|those|child|families)"
_NEED = rf"{_CHILDREN}(?: and (?:young people|families))?(?:,? who (?:are|may be))?,? in[ -]need"
_NEED_HELP = (
    rf"{_CHILDREN}(?: and (?:young people|families))? (?:who|that)(?: may)? (?:need|require)(?:s|ing)?(?: early)? help|"
    rf"{_NEED} of "
    r"(?:early )?help"
)
_PLAN = (
    r"child(?:ren)?[’']?s?[ -](?:in[ -]need|protection)(?: and child(?:ren)?[ -](?:in[ -]need|protection))? plan|protection plan"
)
_FRONT_DOOR = re.compile(
    r"\bfront[ -]door\b|\bcontacts?\b(?:,| and) (?:\w+ and )?referrals?\b|\bpoint of (?:first )?contact\b|\bfirst contact\b|"
    r"\b(?:receiv|manag|screen|respond)\w*(?: to)? (?:\w+ ){0,2}(?:contacts|referrals)\b|\bmulti-?agency safeguarding hub\b|"
    r"\bMASH\b|"
    r"\bsingle point of access\b|\breferral and assessment (?:service|team|arrangements)\b|\bidentification of initial need\b|"
    r"^(?:the )?(?:local authority['’]s )?(?:arrangements (?:for|of) )?(?:the )?(?:quality of )?(?:initial )?assessments?\b"
    r"(?!.{0,40}\b(?:care|plan))",
    re.IGNORECASE,
)
_HELP_PROTECTION = re.compile(
    rf"\b(?:{_NEED}|{_NEED_HELP}|{_PLAN})\b|\bhelp and protection\b|\bchild[ -]in[ -]need\b|\bchild protection\b|\bearly help\b|"
    r"\bin need of (?:help|protection)\b|\bsubject to (?:a |child )?(?:protection )?plans?\b|\bpre-?proceedings\b|"
    r"\bedge of care\b",
    re.IGNORECASE,
)
_FOR_HELP_PROTECTION = re.compile(
    r"\b(?:assessments?|plans?|planning|interventions?|services|support)(?: and (?:assessments?|plans?|planning|"
    r"interventions?))? "
    rf"for (?:the )?(?:{_NEED} of help|{_NEED_HELP})|\bsubject (?:to|of) (?:a |an )?(?:{_PLAN})|\b(?:{_PLAN})s?\b",
    re.IGNORECASE,
)
_ARRANGEMENTS_FOR_HELP = re.compile(
    rf"^(?:the )?(?:local authority|council|trust|\w+)?(?:['’]s)? ?(?:arrangements|services|support|provision|response)?"
    rf"(?: and support)? ?(?:for|to)? ?(?:the )?(?:{_NEED}|{_NEED_HELP}|{_PLAN}|help and protection|children subject to)",
    re.IGNORECASE,
)
_OF_ADOLESCENTS = re.compile(r"\bhelp and protection (?:for|of|to) (?:vulnerable )?(?:adolescents|young people)", re.IGNORECASE)
_PATTERNS: dict[LetterTopic, re.Pattern[str]] = {
    LetterTopic.CHILDREN_IN_CARE: re.compile(
        r"\b(?:children|young people|child|those)(?: and young people)?(?:,? who (?:are|live|come|enter))?(?: living)? "
        r"(?:in|into)(?: (?:the|local authority|our|its|long-term|residential|foster))* care\b(?! leav| proceedings)"
        r"|\b(?:looked[ -]after|children['’]s homes?|special guardian\w*|connected (?:carers|persons)|kinship|"
        r"matching|unregistered|placements? (?:decision|sufficiency|stability|planning|of children|with parents?)|"
        r"corporate parent\w*|residential care|(?<!health and )care plan(?:s|ning)?|cared[ -]for children|"
        r"(?:children|young people)(?: who are)? cared for by the (?:local authority|council|trust))\b"
        r"|(?<!privately )(?<!private )\bfoster(?:ing)?\b(?! (?:to adopt|arrangement))|\bcare[ -]experienced children\b(?! "
        r"and young people)",
        re.IGNORECASE,
    ),
    LetterTopic.PERMANENCE: re.compile(r"\bpermanen(?:ce|cy|t (?:home|famil|placement))|\badoption\b|\badopted\b", re.IGNORECASE),
    LetterTopic.CARE_LEAVERS: re.compile(
        r"\bcare[ -]leavers?\b|\bcare[ -]experienced (?:young )?(?:people|adults)\b|\bleaving[ -]care\b|\bleav(?:e|ing) "
        r"(?:their )?care\b|"
        r"\bpathway plan|\bstaying put\b",
        re.IGNORECASE,
    ),
    LetterTopic.VULNERABLE_ADOLESCENTS: re.compile(
        r"\badolescents?\b|\bexploit(?:ation|ed)\b|\bextra-?familial\b|\bmissing (?:children|from (?:home|care|education))|"
        r"\b(?:go(?:es|ing)?|are) missing\b|\bcontextual safeguarding\b|\bgangs?\b|\bcounty lines\b|\bserious (?:youth "
        r")?violence\b|"
        r"\byouth violence\b|\boutside (?:of )?the (?:home|family)\b",
        re.IGNORECASE,
    ),
    LetterTopic.DISABLED_CHILDREN: re.compile(
        r"\bdisabled (?:children|young)|\bchildren(?: and young people)? with (?:a |complex needs and )?disabilit|"
        r"\bdisabilit(?:y|ies) "
        r"(?:service|team)|\bshort breaks\b",
        re.IGNORECASE,
    ),
    LetterTopic.UNACCOMPANIED_CHILDREN: re.compile(
        r"\bunaccompanied\b|\bseparated (?:migrant|children)|\basylum[ -]seek|\bUASC\b", re.IGNORECASE
    ),
    LetterTopic.DOMESTIC_ABUSE: re.compile(r"\bdomestic (?:abuse|violence)\b", re.IGNORECASE),
    LetterTopic.NEGLECT: re.compile(r"\bneglect(?:ed)?\b", re.IGNORECASE),
    LetterTopic.LEADERSHIP: re.compile(
        r"\b(?:leaders?|leadership)\b|\bperformance management\b|\bgovernance\b|^(?:the )?(?:local authority['’]s )?management\b",
        re.IGNORECASE,
    ),
    LetterTopic.EDUCATION: re.compile(
        r"(?<!from )(?<!care or )(?<!home or )(?<!home and )\beducation\b(?!, health and care|al)|\bvirtual school\b",
        re.IGNORECASE,
    ),
}
_FIRST_SENTENCE = re.compile(r"[.:;](?= )")


def topics_of(scope: str) -> tuple[LetterTopic, ...]:
    """The themes that these words name, in the order of LetterTopic.

    A visit to the front door speaks of the children who come there ('thresholds for children in need of help and
    protection'). Help and protection is a theme of its own beside it only where the words begin with these children or go
    on to their assessments and plans.
    """
    text = _IN_ACCORDANCE.sub("", _LEFT_OUT.sub("", _SAID_TO_BE_LEFT_OUT.sub("", scope)))
    topics = {topic for topic, pattern in _PATTERNS.items() if pattern.search(text)}
    first = _FIRST_SENTENCE.split(text, 1)[0]
    helps = _HELP_PROTECTION
    if _FRONT_DOOR.search(text):
        topics.add(LetterTopic.FRONT_DOOR)
        helps = helps if _ARRANGEMENTS_FOR_HELP.match(first) else _FOR_HELP_PROTECTION
    if helps.search(_OF_ADOLESCENTS.sub(" ", text)):
        topics.add(LetterTopic.HELP_PROTECTION)
    return tuple(topic for topic in LetterTopic if topic in topics)


def with_topics(text: Text, letter: Letter) -> Letter:
    """The themes of the scope, and of a joint inspection's theme. Comes after those."""
    scope_text = ". ".join(part for part in (letter.theme, letter.scope) if part)
    return replace(letter, topics=topics_of(scope_text))
