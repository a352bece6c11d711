"""From a letter to what its event says of it apart from its grades."""

from ofsted_watch.domain.findings import LetterFindings, Passage
from ofsted_watch.domain.grades import Area
from ofsted_watch.domain.model import Judgement, Letter


def findings_of(letter: Letter) -> LetterFindings:
    """Everything that a mail about the letter gives besides its grades."""
    outcome = next((judgement for judgement in letter.judgements if judgement.area is Area.SEND_OUTCOME), None)
    return LetterFindings(
        kind=letter.kind,
        inspection_type=letter.inspection_type,
        ordinal_visit=letter.ordinal_visit,
        grades=tuple((judgement.area, judgement.grade) for judgement in letter.judgements),
        outcome=outcome.grade if outcome else None,
        board=letter.lscb,
        summary=_outcome_sentence(outcome) if outcome else _summary(letter),
        scope=letter.scope,
        topics=letter.topics,
        theme=letter.theme,
        progress=letter.progress,
        improvements_heading=letter.improvements_heading,
        improvements=letter.improvements,
        days=(letter.inspection_start, letter.inspection_end),
        lead_inspector=letter.lead_inspector,
    )


def _summary(letter: Letter) -> Passage | None:
    """None also for a summary whose page is not known: it was read by a version that did not record it."""
    return Passage(letter.summary, letter.summary_page) if letter.summary and letter.summary_page else None


def _outcome_sentence(outcome: Judgement) -> Passage | None:
    return next((Passage(witness.text, witness.page) for witness in outcome.witnesses if witness.source == "sentence"), None)
