"""SIF re-inspection: an authority judged inadequate is inspected again under the single inspection framework, to 2018."""

from ofsted_watch.fields.single_inspection import AREAS, GRADES, STEPS, is_reinspection, is_single_inspection
from ofsted_watch.letters.kind import Kind
from ofsted_watch.reading import Text


def _matches(text: Text) -> bool:
    return is_single_inspection(text) and is_reinspection(text)


KIND = Kind(
    name="sif_reinspection",
    title_words="SIF re-inspection",
    matches=_matches,
    areas=frozenset(AREAS),
    grades=GRADES,
    steps=STEPS,
)
