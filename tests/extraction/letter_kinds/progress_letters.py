"""Twelve letters that say, each in its own way, whether progress is made; what must come out is written by eye beside each."""

from dataclasses import dataclass, replace
from datetime import date

from ofsted_watch.demo_site.letters import COMPOSERS, Description, Previous, Style
from ofsted_watch.demo_site.printing import fpdf_press, reportlab_press
from ofsted_watch.demo_site.printing.sheet import Block, Heading, Para
from ofsted_watch.demo_site.story_writing import monitoring, send_monitoring
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Grade

_PRESSES = {"fpdf2": fpdf_press.print_sheet, "reportlab": reportlab_press.print_sheet}

OUR_OWN = (
    "The local authority is making some progress, but change is slow for the children who most need it. "
    "Services for a few of them remain inadequate."
)
"""What the demo's monitoring letters say; each letter here says something of its own in its place."""

OUR_OWN_OF_SEND = (
    "The area has made sufficient progress in addressing all of the significant weaknesses. This letter outlines why."
)


@dataclass(frozen=True)
class ProgressLetter:
    """A letter: what stands in place of the demo's own sentences, and by eye the progress sentence, its page and the topics.

    `theme` is what inspectors looked at. `headed` is a heading that the sentences stand under, '' for none.
    """

    name: str
    kind: str
    sentences: str
    progress: str | None
    theme: str = "the services for care leavers"
    topics: frozenset[LetterTopic] = frozenset({LetterTopic.CARE_LEAVERS})
    headed: str = ""

    def print(self) -> bytes:
        """The letter as a PDF, of one press or the other by its name's length."""
        press = "fpdf2" if len(self.name) % 2 else "reportlab"
        sheet = COMPOSERS[self.kind](self._facts(), Style(press=press))
        said = tuple(new for block in sheet.blocks for new in self._in_place_of(block))
        return _PRESSES[press](replace(sheet, blocks=said))

    def _facts(self) -> Description:
        if self.kind == "send_monitoring_visit":
            return send_monitoring("Brackenmoor", date(2022, 7, 8), date(2022, 8, 25))
        before = Previous(Grade.INADEQUATE, date(2021, 11, 1))
        return monitoring("Penhallow", date(2023, 2, 1), date(2023, 3, 5), ordinal=3, theme=self.theme, previous=before)

    def _in_place_of(self, block: Block) -> tuple[Block, ...]:
        if not (isinstance(block, Para) and block.text in (OUR_OWN, OUR_OWN_OF_SEND)):
            return (block,)
        said = Para(self.sentences)
        return (Heading(self.headed, size=13), said) if self.headed else (said,)


T = LetterTopic

PROGRESS_LETTERS = (
    ProgressLetter(
        "some progress, in the opening",
        "monitoring_visit",
        OUR_OWN,
        "The local authority is making some progress, but change is slow for the children who most need it.",
    ),
    ProgressLetter(
        "inspectors find progress",
        "monitoring_visit",
        "The inspectors identified that progress has been made towards better help for children in this area of practice. "
        "They saw settled teams.",
        "The inspectors identified that progress has been made towards better help for children in this area of practice.",
        theme="the help that children in need and those subject to a child protection plan receive",
        topics=frozenset({T.HELP_PROTECTION}),
    ),
    ProgressLetter(
        "limited, under Overview",
        "monitoring_visit",
        "Leaders know their services. Since the last monitoring visit, the council has made only limited progress with the first "
        "response to families. Children still wait.",
        "Since the last monitoring visit, the council has made only limited progress with the first response to families.",
        theme="the local authority’s arrangements for contacts and referrals at the ‘front door’",
        topics=frozenset({T.FRONT_DOOR}),
        headed="Overview",
    ),
    ProgressLetter(
        "slow, after praise",
        "monitoring_visit",
        "Senior managers have plans for most of what is weak. However, progress in reducing caseloads is too slow.",
        "Senior managers have plans for most of what is weak. However, progress in reducing caseloads is too slow.",
        theme="the impact of leaders on social work practice",
        topics=frozenset({T.LEADERSHIP}),
    ),
    ProgressLetter(
        "only of pupils",
        "monitoring_visit",
        "Most children are making good progress at school. Plans are written to help children’s progress be measured.",
        None,
        theme="the education of children in care",
        topics=frozenset({T.CHILDREN_IN_CARE, T.EDUCATION}),
    ),
    ProgressLetter(
        "steady but uneven",
        "monitoring_visit",
        "Progress since the inspection has been steady but uneven. Turnover of staff is lower.",
        "Progress since the inspection has been steady but uneven.",
        theme="children who live with neglect and with domestic abuse",
        topics=frozenset({T.NEGLECT, T.DOMESTIC_ABUSE}),
    ),
    ProgressLetter(
        "the pace, under Headline findings",
        "monitoring_visit",
        "Plans are sound. The pace of improvement has been too slow for disabled children.",
        "The pace of improvement has been too slow for disabled children.",
        theme="the help for disabled children and their families",
        topics=frozenset({T.DISABLED_CHILDREN}),
        headed="Headline findings",
    ),
    ProgressLetter(
        "not enough since the last visit",
        "monitoring_visit",
        "The local authority has not made enough progress since the last visit. Some practice has deteriorated.",
        "The local authority has not made enough progress since the last visit.",
        theme="unaccompanied asylum-seeking children in care",
        topics=frozenset({T.CHILDREN_IN_CARE, T.UNACCOMPANIED_CHILDREN}),
    ),
    ProgressLetter(
        "all weaknesses",
        "send_monitoring_visit",
        OUR_OWN_OF_SEND,
        "The area has made sufficient progress in addressing all of the significant weaknesses.",
        topics=frozenset(),
    ),
    ProgressLetter(
        "three of four weaknesses",
        "send_monitoring_visit",
        "The area has made sufficient progress in addressing three of the four significant weaknesses. The area has not made "
        "sufficient progress in addressing one significant weakness. This letter outlines why.",
        "The area has made sufficient progress in addressing three of the four significant weaknesses. The area has not made "
        "sufficient progress in addressing one significant weakness.",
        topics=frozenset(),
    ),
    ProgressLetter(
        "a partnership falls short",
        "send_monitoring_visit",
        "The local area partnership has made insufficient progress against two of the areas for priority action.",
        "The local area partnership has made insufficient progress against two of the areas for priority action.",
        topics=frozenset(),
    ),
    ProgressLetter(
        "action instead of progress",
        "send_monitoring_visit",
        "Families were heard. The local area partnership has taken effective action to address each of the areas for priority "
        "action. This letter outlines why.",
        "The local area partnership has taken effective action to address each of the areas for priority action.",
        topics=frozenset(),
    ),
)
