"""Letters: which kind a text is, and what it says. The kinds find themselves: every module here but `kind` declares one."""

import pkgutil
from dataclasses import replace
from importlib import import_module

from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Sha256
from ofsted_watch.domain.letter_dates import LetterDates
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Judgement, Letter, Problem
from ofsted_watch.errors import DatesContradict, LetterProblem, Marked, TwoKinds, UnknownKind, UnlistedArea, UnlistedGrade
from ofsted_watch.extraction.fields.named_authority import AuthorityStep
from ofsted_watch.extraction.letter_kinds.kind import Kind
from ofsted_watch.extraction.pdf import Text

READER_VERSION = "2026.12.0"
"""Kept with every value read; raised whenever a rule of reading changes, so that `reread` knows what to read again."""


def load_kinds() -> tuple[Kind, ...]:
    """The kinds that the files beside this one declare. Raises ImportError where the files and LetterKind disagree."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "kind")
    known = {kind.value for kind in LetterKind if kind is not LetterKind.OTHER}
    if unknown := sorted(set(names) - known):
        raise ImportError(f"letter_kinds/{unknown[0]}.py is of no LetterKind: add it to ofsted_watch/domain/letter_kind.py")
    if unread := sorted(known - set(names)):
        raise ImportError(f"no file reads the LetterKind '{unread[0]}': add ofsted_watch/extraction/letter_kinds/{unread[0]}.py")
    kinds = tuple(import_module(f"{__name__}.{name}").KIND for name in names)
    for name, kind in zip(names, kinds, strict=True):
        if kind.name != name:
            raise ImportError(f"letter_kinds/{name}.py declares the kind '{kind.name}': the file and the kind must share a name")
    return kinds


KINDS: tuple[Kind, ...] = load_kinds()


def recognise(text: Text) -> Kind:
    """The one kind of letter that this text is.

    Raises UnknownKind when none matches and TwoKinds, naming them, when more than one does.
    """
    matching = [kind for kind in KINDS if kind.matches(text)]
    if not matching:
        raise UnknownKind("This is no kind of letter that we know: look at it, and if Ofsted has a new kind, add it to letters/")
    if len(matching) > 1:
        names = " and ".join(kind.title_phrase for kind in matching)
        raise TwoKinds(f"This letter reads like more than one kind ({names}), so it is taken as neither: look at it")
    return matching[0]


def read(text: Text, *, file: str, sha256: Sha256, register: AuthorityRegister) -> Letter:
    """The letter that this text is, with all its fields. Never raises for a letter's own fault.

    A letter of no known kind, or of two, is `other` with the problem. A letter of a known kind whose fields cannot
    all be read keeps what was read and the first problem met; with a problem it carries no grade of any sort, but the problem
    itself keeps those that were read, for the person who reviews the letter.
    `register` are the authorities that a letter can be about; a name that it does not know has no URN.
    """
    letter = Letter(file=file, sha256=sha256, pages=len(text.pages), kind=LetterKind.OTHER)
    letter = replace(letter, text=text.plain, places=text.places, edges=text.edges)
    try:
        kind = recognise(text)
    except (UnknownKind, TwoKinds) as unrecognised:
        return replace(letter, title=text.title, problem=_problem(unrecognised))
    return _read_as(kind, text, replace(letter, kind=kind.name), register)


def _read_as(kind: Kind, text: Text, letter: Letter, register: AuthorityRegister) -> Letter:
    problems: list[LetterProblem] = [
        Marked(f"{mark}. Nothing in it is taken until a person has looked at it.") for mark in text.marks
    ]
    for step in kind.steps:
        try:
            letter = step.fill_in(text, letter, register) if isinstance(step, AuthorityStep) else step(text, letter)
        except LetterProblem as problem:
            problems.append(problem)
    try:
        _within(kind, letter)
    except LetterProblem as problem:
        problems.append(problem)
    if problems:
        # Any other problem comes first: dates that contradict each other may be resolved later, and must hide nothing.
        first = min(problems, key=lambda problem: isinstance(problem, DatesContradict))
        named = None if text.marks else letter.areas_for_priority_action
        stated: tuple[object, ...] = letter.judgements or next((refused.stated for refused in problems if refused.stated), ())
        for_review = tuple(each for each in stated if isinstance(each, Judgement))
        reason = replace(_problem(first, may_resolve=not kind.areas), judgements=for_review)
        return replace(letter, judgements=(), lscb=None, areas_for_priority_action=named, problem=reason)
    return letter


def _within(kind: Kind, letter: Letter) -> None:
    """Whatever the steps read, a letter judges only its own framework's areas, with its own framework's grades."""
    for judgement in letter.judgements:
        if judgement.area not in kind.areas:
            raise UnlistedArea(
                f"{kind.title_phrase} does not judge '{judgement.area}', yet the letter seems to (page {judgement.page})"
            )
        if judgement.grade not in kind.grades:
            raise UnlistedGrade(
                f"{kind.title_phrase} does not give the grade '{judgement.printed}' that stands on page {judgement.page}"
            )


def _problem(error: LetterProblem, *, may_resolve: bool = False) -> Problem:
    """The problem. A kind that judges loses its judgements with it, so that nothing of such a letter may be resolved."""
    alternatives = error.alternatives if isinstance(error, DatesContradict) and may_resolve else ()
    return Problem(error.code, str(error), tuple(LetterDates(*dates) for dates in alternatives))
