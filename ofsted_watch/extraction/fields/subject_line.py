"""A letter's form: its date, 'Dear …', the subject line that is its title, the opening sentences, 'Yours sincerely'."""

import re
from dataclasses import dataclass
from datetime import date

from ofsted_watch.errors import DatesNotRead
from ofsted_watch.extraction.fields.dates import dates_in
from ofsted_watch.extraction.pdf import Paragraph, Text

_DEAR = re.compile(r"^(?:\*\*)?(?:Dear\b|To whom it may concern)", re.IGNORECASE)
_SINCERELY = re.compile(r"^Yours?,? (?:sincere?ly|faithfully|truly)\b", re.IGNORECASE)
_DAY_AND_MONTH = r"(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2}(?:st|nd|rd|th)?)"
_DATE = rf"(?P<date>(?:[A-Z][a-z]+day,? )?{_DAY_AND_MONTH},? \d{{4}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}})"
_DATE_LINE = re.compile(rf"^(?:date:?\s*|published:?\s*)?{_DATE}$", re.IGNORECASE)
_DATE_FIRST = re.compile(rf"^{_DATE}(?= [A-Z])", re.IGNORECASE)
_MISPRINTED_DATE = re.compile(
    r"^(?:date:?\s*)?(?P<date>(?P<day>\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+),? (?P<year>\d{5}))$", re.IGNORECASE
)
_STUCK_FOOTNOTE = re.compile(r"(?<=[A-Za-z])\d{1,2}\b")
_DASHED_NAME_SPLIT = re.compile(r"(?<=\w-) (?=\w)")
_UNFINISHED = re.compile(r"(?:\b(?:of|in|to|and|the|for|on|with)|[-–:,&])$", re.IGNORECASE)
_SENTENCE_BEGINS = re.compile(
    r"\b(?:This (?:letter|inspection|visit)|(?:I am|We are) writing|Between \d|Following the|Thank you|On \d{1,2} |"
    r"(?:Between|On) [A-Z][a-z]+ \d)"
)
_SUBJECT_ENDS = re.compile(
    r"^(?:(?:City|County|Borough|Metropolitan|District|Council|local authority)(?:['’]s)? ?)*"
    r"(?:children['’]?s (?:social care |social work )?services?)?[.]?$",
    re.IGNORECASE,
)
"""'Council children's services.': a second line of a subject, which no heading of a letter is."""
_COUNCIL = re.compile(r"^[A-Z][\w’'&, -]+\b(?:Council|Borough|Trust)$")
"""A line above the subject that only names the council."""
_SUBJECT_BEGINS = re.compile(
    r"^(?:focus(?:s?ed)?|monitoring|assurance) visit\b|^joint targeted area inspection\b|^joint (?:local )?area SEND\b",
    re.IGNORECASE,
)
_FOOT = 0.8
"""Of a page's height: what stands lower stands at its foot."""
_LONGEST_SUBJECT = 300
"""Characters. The longest real subject, a themed JTAI of three lines, has 200."""


@dataclass(frozen=True, slots=True)
class LetterForm:
    """Where a letter's parts stand, as places in `Text.paragraphs`.

    `subject` is the title as one line; `body` the place of the first paragraph after it; `end` that of
    'Yours sincerely', or the number of paragraphs where a letter has no such line.
    """

    subject: str
    dear: int
    body: int
    end: int


def letter_form(text: Text) -> LetterForm | None:
    """The form of a letter that begins with 'Dear …' on its first two pages; None for reports and web pages.

    Where no subject follows 'Dear …' (a producer drew it elsewhere, or left the salutation out), it is the heading on
    the first page that begins as the subject of a visit or joint inspection does.
    """
    paragraphs = text.paragraphs
    dear = next((place for place, p in enumerate(paragraphs) if _DEAR.match(p.text) and p.page <= 2), None)
    end = next((at for at in range((dear or 0) + 1, len(paragraphs)) if _SINCERELY.match(paragraphs[at].text)), len(paragraphs))
    return (_after_dear(text, dear, end) if dear is not None else None) or _by_its_text(paragraphs, dear, end)


def _after_dear(text: Text, dear: int, end: int) -> LetterForm | None:
    paragraphs = text.paragraphs
    body = dear + 1
    subject = ""
    while body < end and _belongs_to_subject(subject, paragraphs, body):
        subject = f"{subject} {paragraphs[body].text}".strip()
        body += 1
    if not subject or (body < len(paragraphs) and _is_joined(paragraphs, dear)):
        subject, body = _subject_by_lines(text, paragraphs[dear].first_line), dear + 1
    return LetterForm(_clean(subject), dear, body, end) if subject else None


def _by_its_text(paragraphs: tuple[Paragraph, ...], dear: int | None, end: int) -> LetterForm | None:
    first_page = ((place, p) for place, p in enumerate(paragraphs[:end]) if p.page == 1 and p.kind == "heading")
    first = next(((place, p.text) for place, p in first_page if _SUBJECT_BEGINS.match(p.text)), None)
    if first is None:
        return None
    place, phrase = first
    return LetterForm(_clean(phrase), place if dear is None else dear, max(place, place if dear is None else dear) + 1, end)


def subject(text: Text) -> str | None:
    """The title of a letter: the line after 'Dear …', which may go over several lines. None for any other text."""
    form = letter_form(text)
    return form.subject if form else None


def opening(text: Text) -> str:
    """The sentences of a letter between its subject and its first heading; '' for any other text."""
    form = letter_form(text)
    if form is None:
        return ""
    texts: list[str] = []
    for paragraph in text.paragraphs[form.body : form.end]:
        if paragraph.kind == "heading" and texts:
            break
        texts.append(paragraph.text)
    return " ".join(texts)


def letter_date(text: Text) -> date | None:
    """The date in a letter's head, on a line of its own before 'Dear …', or at the foot of page 1; None where it prints none.

    Raises DatesNotRead for a day that does not exist.
    """
    form = letter_form(text)
    if form is None:
        return None
    head, foot = _around_dear(text, form)
    # On a line of its own if there is one; a letterhead beside it sometimes comes out on the same line.
    for pattern, lines in ((_DATE_LINE, head), (_DATE_FIRST, head), (_DATE_LINE, foot)):
        if dated := next((match for phrase in lines if (match := pattern.match(phrase))), None):
            return _the_day(dated["date"])
    return None


def misprinted_date(text: Text) -> tuple[str, tuple[date, ...]] | None:
    """A date in a letter's head whose year has a digit too many ('6 November 20205'), and the days that it may mean."""
    form = letter_form(text)
    head = _around_dear(text, form)[0] if form else []
    misprint = next((match for phrase in head if (match := _MISPRINTED_DATE.match(phrase))), None)
    if misprint is None:
        return None
    year = misprint["year"]
    years = {year[:place] + year[place + 1 :] for place in range(len(year))}
    days: list[date] = []
    for meant in sorted(years):
        try:
            days += dates_in(f"{misprint['day']} {meant}")
        except DatesNotRead:
            continue
    return misprint["date"], tuple(days)


def _around_dear(text: Text, form: LetterForm) -> tuple[list[str], list[str]]:
    """The lines of the first page above 'Dear …', and those at its foot, where a text box of the head sometimes comes out."""
    first = text.paragraphs[form.dear].first_line
    dear = text.lines[first]
    foot_begins = _FOOT * next((page.height for page in text.pages if page.number == 1), 0)
    head: list[str] = []
    foot: list[str] = []
    for place, line in enumerate(text.lines):
        if line.page != 1:
            break
        if place < first or (dear.page == 1 and line.top < dear.top):
            head.append(line.text.strip().strip("*"))
        elif line.top > foot_begins:
            foot.append(line.text.strip().strip("*"))
    return head, foot


def _the_day(phrase: str) -> date:
    days = dates_in(phrase)
    if len(days) != 1:
        raise DatesNotRead(f"The letter's head says '{phrase}', which is not one day")
    return days[0]


def _belongs_to_subject(subject_so_far: str, paragraphs: tuple[Paragraph, ...], place: int) -> bool:
    paragraph = paragraphs[place]
    if _SENTENCE_BEGINS.match(paragraph.text) or paragraph.kind == "bullet" or len(paragraph.text) > _LONGEST_SUBJECT:
        return False
    if not subject_so_far:
        return True
    # Only a line broken in mid-phrase goes on: the next heading of the letter may follow the subject at once.
    goes_on = _UNFINISHED.search(subject_so_far) or paragraph.text[0].islower() or _SUBJECT_ENDS.match(paragraph.text)
    if _COUNCIL.search(subject_so_far) and _SUBJECT_BEGINS.match(paragraph.text):
        goes_on = True
    return bool(goes_on) and paragraph.kind == paragraphs[place - 1].kind


def _is_joined(paragraphs: tuple[Paragraph, ...], dear: int) -> bool:
    """Whether 'Dear …' and the subject came out as one paragraph: both printed alike, without a gap."""
    return paragraphs[dear + 1].first_line - paragraphs[dear].first_line > 1


def _subject_by_lines(text: Text, dear: int) -> str:
    """The lines between 'Dear …' and the first sentence; '' where no sentence of a letter follows within five lines."""
    following = [line.text.strip() for line in text.lines[dear + 1 : dear + 6]]
    first = next((place for place, phrase in enumerate(following) if _SENTENCE_BEGINS.match(phrase)), 0)
    return " ".join(following[:first])


def _clean(printed: str) -> str:
    phrase = " ".join(printed.replace("**", "").lstrip("#").split())
    return _STUCK_FOOTNOTE.sub("", _DASHED_NAME_SPLIT.sub("", phrase)).strip(" .:") or printed
