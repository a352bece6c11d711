"""The check before the nightly run: the questions of `check-site` that twelve requests can answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import SiteError
from ofsted_watch.runs.site_answers import AnswerResult, SiteAnswer
from ofsted_watch.services.executor import Executor
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.site_protocol import Protocol, Question, failed


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """What the check before a night found out, line by line."""

    answers: tuple[SiteAnswer, ...]

    @property
    def complaints(self) -> tuple[str, ...]:
        """The differences that a night would suffer from."""
        return tuple(self._different(tolerated=False))

    @property
    def message(self) -> str:
        """One sentence for a check without complaints."""
        different = list(self._different(tolerated=True))
        count = sum(answer.result is AnswerResult.OK for answer in self.answers)
        known = [answer for answer in self.answers if answer.name.startswith("letter ")]
        letters = "a known letter reads as it is stored" if known else "no letter is stored yet, so none was compared"
        noticed = f"; different, and read all the same: {'; '.join(different)}" if different else ""
        return f"the site is as expected in {count} of {len(self.answers)} answers; {letters}{noticed}"

    def _different(self, *, tolerated: bool) -> list[str]:
        return [
            f"{answer.name}: expected {answer.expected}; came {answer.came}"
            for answer in self.answers
            if answer.result is AnswerResult.DIFFERENT and answer.tolerated is tolerated
        ]


def ask(question: Question) -> tuple[SiteAnswer, ...]:
    """The lines of one question. Raises SiteError where its request fails."""
    return tuple(question.lines())


def check_site(executor: Executor, resources: Resources, expected: Sequence[Authority]) -> SiteCheck:
    """Ask the site. Stores no letter. A question whose request fails is a difference; the others are still asked."""
    answers: list[SiteAnswer] = []
    for question in Protocol(resources, expected, short=True).questions:
        try:
            answers += executor.call(ask, question)
        except SiteError as error:
            answers.append(failed(question, error))
    return SiteCheck(tuple(answers))
