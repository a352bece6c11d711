"""The inspectors of joint area inspections, who stand in lists: a team list on the last page, or a table under the signature."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ofsted_watch.extraction.fields.names import NAME, WORD, each_once
from ofsted_watch.extraction.fields.people import People
from ofsted_watch.extraction.fields.subject_line import letter_form
from ofsted_watch.extraction.pdf import Line, Text

_TEAM_HEADING = re.compile(r"^inspection team$", re.IGNORECASE)
_COLUMN_HEAD = re.compile(r"^(?:inspection team|ofsted|care quality commission|cqc)(?: \(CQC\))?$", re.IGNORECASE)
_LEAD_LINE = re.compile(r"\blead\s+inspector", re.IGNORECASE)
_TEAM_ENDS = re.compile(
    r"^(?:If you are not happy|The Office for Standards|The Care Quality Commission \(CQC\)|©)", re.IGNORECASE
)
_TEAM_ROLE = (
    r"(?:[Ll]ead|[Tt]eam|Ofsted|CQC|HMIs?|(?:His|Her) Majesty['’]s|Senior|[Ii]nspectors?|OI|SCRI|[Cc]hildren['’]s|[Ss]ervices)"
)
_MEMBER = re.compile(rf"(?P<name>{NAME})(?:\s*[,–-])?\s+\(?(?P<role>{_TEAM_ROLE}(?:[\s,()]+{_TEAM_ROLE})*)\b\)?")
_INSPECTS = re.compile(r"^(?:[\w’' ]+\s)?(?:inspectors?|HMI)(?:\s*\([A-Z]+\))?[\s,]*(?:lead inspector)?$", re.IGNORECASE)
_IS_ROLE = re.compile(
    r"\b(?:inspectors?|HMI|director|chief|commission|ofsted|secretary|officer|head of|services,|health and justice)\b",
    re.IGNORECASE,
)
_NOT_THE_TEAM = re.compile(r"\b(?:chief|constabulary|probation|fire|director|prisons)\b", re.IGNORECASE)
_LONE_NAME = re.compile(rf"(?:{NAME}|{WORD})-?")
_TWO_CELLS = re.compile(
    rf"(?P<name>{WORD} {WORD}) {WORD} {WORD}|"
    r"(?P<role>(?:HMI|Ofsted|Her Majesty['’]s|His Majesty['’]s)[\w,’ ]*?[Ii]nspector) CQC\b.*"
)
_SAME_COLUMN = 12
"""Points that the left edges of one column's lines may differ by."""


@dataclass(frozen=True, slots=True)
class _Signed:
    name: str
    role: str
    place: tuple[int, float, float]


def people_in_team(text: Text) -> People:
    """The team list of an area SEND inspection: 'Ann Lee, Ofsted HMI lead inspector', 'Jo Roe, CQC inspector', …

    The one who led is Ofsted's lead inspector; the CQC's lead is one of the inspectors. Empty where there is no list.
    """
    lines = list(text.lines)
    begin = next((place for place, line in enumerate(lines) if _TEAM_HEADING.match(line.text.strip())), None)
    if begin is None:
        begin = next(
            (place for place, line in enumerate(lines) if _LEAD_LINE.search(line.text) and _MEMBER.search(line.text)), None
        )
    if begin is None:
        return People()
    end = next((place for place in range(begin, len(lines)) if _TEAM_ENDS.match(lines[place].text)), len(lines))
    phrase = " ".join(line.text.strip() for line in lines[begin:end] if not _COLUMN_HEAD.match(line.text.strip()))
    members = [
        (match["name"], match["role"])
        for match in _MEMBER.finditer(phrase)
        if re.search("inspector|HMI|lead", match["role"], re.IGNORECASE)
    ]
    leads = [name for name, role in members if re.search(r"\blead\b", role, re.IGNORECASE) and "CQC" not in role]
    return People(each_once(tuple(name for name, _ in members)), leads[0] if leads else None)


def people_in_signature_table(text: Text) -> People:
    """The inspectors in the table of names and roles under a SEND letter's signature, row by row.

    Two columns (Ofsted, CQC), a name over each role; names and roles wrap, and the page may turn between them.
    Directors and chief inspectors sign but did not inspect. The one who signs as one of His Majesty's Inspectors counts.
    """
    form = letter_form(text)
    if form is None or form.end >= len(text.paragraphs):
        return People()
    lines = _parted(text.lines[text.paragraphs[form.end].first_line + 1 :])
    signed = sorted((signer for column in _columns(lines) for signer in _signed(column)), key=lambda signer: signer.place)
    team = [signer for signer in signed if _INSPECTS.match(signer.role) and not _NOT_THE_TEAM.search(signer.role)]
    leads = [signer.name for signer in team if re.search(r"\blead\b", signer.role, re.IGNORECASE) and "CQC" not in signer.role]
    return People(each_once(tuple(signer.name for signer in team)), leads[0] if leads else None)


def _parted(lines: Sequence[Line]) -> list[Line]:
    """The lines, those that hold two names or two roles of one row parted where another column begins.

    In a narrow table the gap between two cells is no wider than one between two words.
    """
    parted: list[Line] = []
    for line in lines:
        beside = next((other.x0 for other in lines if line.x0 + _SAME_COLUMN < other.x0 < line.x1), None)
        cells = _TWO_CELLS.fullmatch(line.text.strip()) if beside is not None else None
        if beside is None or cells is None:
            parted.append(line)
        else:
            left = cells["name"] or cells["role"]
            parted.append(replace(line, text=left, x1=beside))
            parted.append(replace(line, text=line.text.strip()[len(left) :].strip(), x0=beside))
    return parted


def _columns(lines: Sequence[Line]) -> Iterator[list[Line]]:
    columns: list[list[Line]] = []
    for line in lines:
        column = next((known for known in columns if abs(known[0].x0 - line.x0) <= _SAME_COLUMN), None)
        if column is None:
            columns.append([line])
        else:
            column.append(line)
    yield from columns


def _signed(column: Sequence[Line]) -> Iterator[_Signed]:
    """Each name of a column with the role under it; a role that goes on over a second line is put together."""
    name, role, at = "", "", (0, 0.0, 0.0)
    before: Line | None = None
    for line in column:
        line_text = line.text.strip()
        if role and before is not None and _goes_on(role, before, line):
            role = f"{role} {line_text}"
        elif _IS_ROLE.search(line_text):
            role = (role or line_text) if name else ""
        elif _LONE_NAME.fullmatch(line_text):
            if name and role:
                yield _Signed(name, role, at)
                name, role = "", ""
            if name and _is_part(name, line_text):
                name = f"{name}{line_text}" if name.endswith("-") else f"{name} {line_text}"
            else:
                name, at = line_text, (line.page, round(line.top), line.x0)
        before = line
    if name and role:
        yield _Signed(name, role, at)


def _goes_on(role: str, before: Line, line: Line) -> bool:
    """Whether a line goes on with a role: it is left open, or the next line is a role's too and stands close below."""
    close = before.page == line.page and line.top - before.top < 1.5 * line.size
    return role.endswith((",", " and", "&")) or (close and bool(_IS_ROLE.search(line.text)) and not _COLUMN_HEAD.match(line.text))


def _is_part(name: str, text: str) -> bool:
    """Whether a name was broken between two lines: one of the two parts is a single word, or a hyphen is open."""
    return name.endswith("-") or " " not in name or " " not in text
