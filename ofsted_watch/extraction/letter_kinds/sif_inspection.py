"""SIF inspection: the first one of an authority under the single inspection framework, late 2013 to early 2018."""

from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.extraction.fields.single_inspection import (
    AREAS,
    GRADES,
    STEPS,
    is_reinspection,
    is_single_inspection,
)
from ofsted_watch.extraction.letter_kinds.kind import Kind, always
from ofsted_watch.extraction.pdf import Text


def _matches(text: Text) -> bool:
    return is_single_inspection(text) and not is_reinspection(text)


KIND = Kind(
    name=LetterKind.SIF_INSPECTION,
    title_phrase="SIF inspection",
    matches=_matches,
    areas=frozenset(AREAS),
    demanded=always(*AREAS),
    grades=GRADES,
    steps=STEPS,
)
