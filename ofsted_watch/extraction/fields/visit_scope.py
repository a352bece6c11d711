"""What inspectors looked at, in the letter's own words: 'the local authority's arrangements for care leavers'.

The opening says it ('Inspectors looked at …', 'This visit focused on …'), in monitoring visit letters the section 'Areas
covered by the visit'. Sentences about evidence use the same verbs and say nothing of the scope.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields.opening_paragraphs import opening_paragraphs, paragraphs_under
from ofsted_watch.extraction.pdf import Paragraph, Text
from ofsted_watch.extraction.sentence_ends import sentences_of

_VISIT = r"(?:focuss?ed |monitoring |assurance |joint |targeted |area |short |remote )*(?:visit|inspection)(?: \(JTAI\))?"
_MANNER = (
    r"(?:(?:also|then|primarily|mainly|specifically|particularly|additionally|only|further|again|have|was|were|has|solely|"
    r"predominantly) )*"
)
_HOW = (
    r"(?: (?:closely|carefully|specifically|only|again|primarily|mainly|particularly|in (?:more |some )?(?:depth|detail))"
    r"|,? in particular,?|,? among other things,?)*"
)
_EXAMINED = (
    rf"(?:looked{_HOW} (?:at|into)|(?:(?:re-?)?evaluated|considered|reviewed|examined|explored|assessed|scrutinised){_HOW}|"
    r"turned (?:its|their) attention to|"
    rf"concentrated{_HOW} (?:up)?on|(?:was |were )?focuss?ed{_HOW}(?: (?:its|their) attention)? (?:up)?on|covered{_HOW}|"
    r"had (?:a (?:specific |particular )?focus on|as its (?:focus|theme)|its (?:focus|attention) on)|"
    r"spent [^.,;:]{1,30} (?:looking (?:at|into)|evaluating|considering|reviewing|examining)|"
    r"(?:included|undertook|carried out)(?= an? (?:[‘'“\"]?deep|evaluation|focus)))"
)
_LEAD_IN = (
    r"(?:(?:(?:As|At|During|Following|For|In|On|Over|Throughout|Under|While|With|Within)\b[^.;:]{0,160}?|[A-Z][^,.;:]{0,90}), )?"
)
_SUBJECT = (
    r"(?:(?:(?:her|his) majesty['’]s |the |these |ofsted |(?:the )?(?:two|three|four|both) (?:of )?)?(?:inspectors|HMIs?)|they|"
    rf"we|(?:this|the|our) {_VISIT}|it was an? {_VISIT}(?: and|,)?(?: that| which)?)"
)
_THEME = (
    r"the (?:main |specific |particular )?(?:focus|theme|scope|purpose|subject|aim|remit) (?:of|for) "
    rf"(?:(?:this|the|our) {_VISIT}|(?:the )?inspectors)"
    rf"|(?:this|the|our) {_VISIT}['’]s (?:focus|theme|scope|subject)"
    rf"|the (?:main |specific )?(?:areas?|points?) of focus(?: (?:of|for) (?:this|the|our) {_VISIT})?"
)
_IS_EXAMINED = r"(?:considered|reviewed|evaluated|examined|looked at|explored|assessed)"
_SCOPE = (
    re.compile(rf"^{_LEAD_IN}{_SUBJECT} {_MANNER}{_EXAMINED}(?!\w):?\s*(?P<object>.*)$", re.IGNORECASE | re.DOTALL),
    re.compile(
        rf"^This letter .*?\b{_VISIT}\b.*?,? (?:which|that) {_MANNER}{_EXAMINED}(?!\w):?\s*(?P<object>.*)$",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        rf"^{_LEAD_IN}(?:{_THEME}) (?:was|were|is|included|covered|extended to)"
        r"(?: on| to (?:evaluate|consider|review|look at|assess|examine))?"
        rf"(?! not\b):?\s*(?P<object>\S.*)$",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        rf"^{_LEAD_IN}(?P<object>[^.:;]+?) (?:was|were) (?:{_IS_EXAMINED}(?: by (?:the )?inspectors)?|"
        rf"the (?:focus|theme|subject) of (?:this|the) {_VISIT})(?: (?:during|on|at|in) (?:this|the) {_VISIT})?\.?$",
        re.IGNORECASE,
    ),
)
"""Inspectors looked at it (and no object where a list follows), this letter is of a visit which did, the focus of the visit was
it, it was considered."""

_CHECKED = r"(?:sampled|tested|tracked|inspected|probed|investigated|analysed|studied|checked|scrutinised|explored)"
_AREAS = r"(?:areas?|themes?|aspects?|parts?)(?: of (?:the )?(?:service|practice|social work practice))?"
_OTHERWISE = (
    re.compile(
        rf"^{_LEAD_IN}(?:{_SUBJECT}|our inspectors|(?:the )?(?:inspection )?team|it) {_MANNER}"
        rf"(?:{_CHECKED}(?:,? and {_CHECKED})*|(?:gathered|sought|collected|found) evidence (?:about|on|of|for)|"
        rf"paid (?:close |particular )?attention to|(?:was|were) (?:about|concerned with|interested in)|"
        rf"(?:came|visited|were)\b[^.;:]{{0,60}}? to (?:look (?:at|into)|evaluate|consider|review|assess|examine))(?!\w):?\s*"
        rf"(?P<object>\S.*)$",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        rf"^{_LEAD_IN}(?:(?:the )?inspectors['’] |(?:this|the|our) {_VISIT}['’]s |(?:our|their|the) )"
        rf"(?:main |particular )?(?:focus|work|attention|theme) {_MANNER}"
        r"(?:was|centred|concentrated|focuss?ed)(?: on)?(?! not\b):?\s*(?P<object>\S.*)$",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        rf"^{_LEAD_IN}(?:the )?(?:main )?{_AREAS} (?:{_IS_EXAMINED}|covered|inspected)(?: by inspectors)?"
        rf"(?: (?:at|by|during|in|on) (?:this|the) {_VISIT})? (?:was|were|included?):?\s*(?P<object>.*)$",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        rf"^{_LEAD_IN}(?:this|it) was an? {_VISIT},? with an? (?:specific |particular |clear )?(?:focus|emphasis) on:?\s*"
        r"(?P<object>\S.*)$",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        rf"^{_LEAD_IN}(?:(?:the )?(?:inspection )?team|it) {_MANNER}{_EXAMINED}(?!\w):?\s*(?P<object>.*)$", re.I | re.DOTALL
    ),
)
"""How a letter says its scope that does not say it in the usual ways. 'Sampled' and its like are said of evidence, too: the
object must be practice or a group of children.
"""

_PURPOSE = re.compile(
    r"\bto (?:judge|decide|evaluate|determine|consider|assess) (?P<object>(?:the (?:effectiveness|progress|extent)|"
    r"whether|how)\b.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""'Ofsted and the CQC conducted a joint inspection of the area to judge the effectiveness of …', area SEND to 2022."""

_GOES_ON = re.compile(
    r"^(?:(?:this|these|it) (?:also )?include[sd]?\b|specifically,? |in particular,? |alongside this|as part of this|"
    rf"(?:this|the) {_VISIT} also )",
    re.IGNORECASE,
)
_THEY = re.compile(rf"^{_LEAD_IN}they\b", re.IGNORECASE)
_OF_PRACTICE = re.compile(
    r"^(?:the |how |whether |what )?(?:quality|effectiveness|impact|strength|timeliness|arrangements|extent|progress|response|"
    r"experiences?|use|role|application|thresholds?)\b",
    re.IGNORECASE,
)
"""An object that is practice itself, even where it goes on to speak of audits or of performance information."""

_PRACTICE = re.compile(
    r"^(?:the |a |its |their )?(?:[\w’'-]+['’]s? |local authority['’]s )?(?:arrangements|services?|support|help|provision|"
    r"protection|work (?:of|with)|(?:social work )?practice|front door|decision[- ]making|planning|permanence|experiences|"
    r"early help|children(?:['’]s experiences| and young people| in| who)|care leavers|young people|families|matching|"
    r"vulnerable|disabled|unaccompanied|what|how|whether)\b",
    re.IGNORECASE,
)
"""Practice, or a group of children."""

_EVIDENCE = re.compile(
    r"^(?:[\w’'-]+,? ){0,6}?(?:evidence|(?:case |electronic |children['’]s |care )?(?:records?|files)|case discussions|"
    r"case studies|case tracking|case sampl\w+|performance (?:management|data|information|reports?)|quality[- ]assurance|data|"
    r"audits?|documents?|documentation|information(?!-)|self-(?:assessment|evaluation)|minutes|reports|policies|"
    r"(?<!home )(?<!return )interviews|discussions with|meetings with)\b",
    re.IGNORECASE,
)
_SAMPLE = re.compile(
    r"^(?:(?:the |a |an )?(?:[\w-]+ )?(?:range|sample|number|variety|selection) of\b(?! (?:services|options|support))"
    r"|(?:the )?(?:experiences|cases|records|circumstances) of (?:\d+|[a-z]+teen|[a-z]+ty|two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve|an? |some|several) )",
    re.IGNORECASE,
)
_COVERED = re.compile(
    r"^(?:areas? (?:covered|reviewed|considered)|scope|focus|context and focus|theme|about (?:this|the)) ?"
    r"(?:by|of|in|at|on)?(?: (?:the|this)(?: \w+)?)?(?: (?:visit|inspection))?$",
    re.IGNORECASE,
)
_LIST_FOLLOWS = re.compile(r"(?::|[^.!?;:,])$")
_ITEM_END = re.compile(r"\s*[;,.]?(?:\s+and)?\s*[;,.]?\s*$")


@dataclass
class _Reading:
    """The scope as read so far: its parts in order, and the patterns of the sentence that begins it.

    `is_listing` says that items of a list may follow, `before_was_scope` that the sentence before was of the scope,
    `after_bullet` that the paragraph before was a bullet of it.
    """

    parts: list[str]
    patterns: Sequence[re.Pattern[str]]
    is_listing: bool = False
    before_was_scope: bool = False
    after_bullet: bool = False


def scope_of(paragraphs: Iterable[Paragraph]) -> str | None:
    """What these paragraphs say that inspectors looked at; None where they do not say.

    The object of the first such sentence, with the bullets that it runs into (joined by semicolons), then each further
    sentence whole. The last full stop is left out.
    """
    opening = tuple(paragraphs)
    return _scope_by(opening, _SCOPE) or _scope_by(opening, _OTHERWISE)


def _scope_by(paragraphs: Sequence[Paragraph], patterns: Sequence[re.Pattern[str]]) -> str | None:
    reading = _Reading([], patterns)
    for paragraph in paragraphs:
        if paragraph.kind == "bullet" or (reading.is_listing and paragraph.text[0].islower()):
            _read_item(reading, paragraph)
            continue
        reading.before_was_scope = False
        for sentence in sentences_of(paragraph.text):
            _read_sentence(reading, sentence.strip())
    return " ".join(reading.parts).strip(" .;:,") or None


def _read_item(reading: _Reading, paragraph: Paragraph) -> None:
    """A bullet of the list, or a line of it whose sign is not read as text: it goes on in lower case."""
    if not reading.is_listing:
        return
    item = f"{_ITEM_END.sub('', paragraph.text)};"
    if paragraph.kind == "body" and reading.after_bullet:
        reading.parts[-1] = f"{reading.parts[-1].rstrip(';')} {item}"  # the end of a bullet that a page's foot cut
    else:
        reading.parts.append(item)
    reading.after_bullet = paragraph.kind == "bullet"


def _read_sentence(reading: _Reading, sentence: str) -> None:
    if reading.parts or reading.patterns is _SCOPE:
        told = _object_of(sentence, is_first=not reading.parts, goes_on=reading.before_was_scope)
    else:
        told = _said_otherwise(sentence)
    reading.before_was_scope, reading.is_listing, reading.after_bullet = told is not None, False, False
    if told is None:
        return
    if reading.parts and reading.parts[-1]:
        reading.parts[-1] = f"{reading.parts[-1].rstrip('.;:')}."
    reading.parts.append(told)
    reading.is_listing = not told or bool(_LIST_FOLLOWS.search(told))


def _object_of(sentence: str, *, is_first: bool, goes_on: bool) -> str | None:
    """What a sentence says of the scope: of the first one its object, of a later one all of it; None for other sentences."""
    told = next((match for pattern in _SCOPE if (match := pattern.match(sentence))), None)
    if told is not None:
        if _is_evidence(told["object"]) or (_THEY.match(sentence) and not goes_on):
            return None
        return told["object"].strip() if is_first else sentence
    further = _GOES_ON.match(sentence) if goes_on else None
    return sentence if further and not _is_evidence(sentence[further.end() :].lstrip(" :,")) else None


def _said_otherwise(sentence: str) -> str | None:
    told = next((match["object"].strip() for pattern in _OTHERWISE if (match := pattern.match(sentence))), None)
    if told is None or _SAMPLE.match(told):
        return None
    return told if (not told and sentence.endswith(":")) or _OF_PRACTICE.match(told) or _PRACTICE.match(told) else None


def _is_evidence(phrase: str) -> bool:
    return bool(_SAMPLE.match(phrase)) or (not _OF_PRACTICE.match(phrase) and bool(_EVIDENCE.match(phrase)))


def with_scope(text: Text, letter: Letter) -> Letter:
    """What inspectors looked at. Comes after `with_sections`."""
    return replace(letter, scope=next(_scopes(text, letter.headings), None))


def with_send_scope(text: Text, letter: Letter) -> Letter:
    """What an area SEND letter (to 2022) says that inspectors were to judge or decide. Reports do not say it."""
    if letter.published is None:
        return letter
    for paragraph in opening_paragraphs(text, letter.headings):
        for sentence in sentences_of(paragraph.text):
            if told := _PURPOSE.search(sentence):
                return replace(letter, scope=told["object"].rstrip(" ."))
    return with_scope(text, letter)


def _scopes(text: Text, headings: Sequence[str]) -> Iterator[str]:
    """The scope as the opening says it, then as a section about it does."""
    if scope := scope_of(opening_paragraphs(text, headings)):
        yield scope
    for heading in headings:
        if _COVERED.match(heading) and (scope := scope_of(paragraphs_under(text, heading))):
            yield scope
