"""What real letters do to a reader, one whole letter for each, printed with and without tags."""

import pytest

from ofsted_watch.demo_site.printing import fpdf_press, reportlab_press
from ofsted_watch.demo_site.printing.sheet import Bullets, Cell, Down, Heading, Lines, NextPage, Para, Table
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.extraction.letter_kinds import read
from ofsted_watch.extraction.pdf import read_text
from tests.extraction.letter_kinds.printed_letters import (
    AREAS,
    FINDINGS,
    GRADED,
    GRADES,
    LIST,
    OVERSIGHT,
    PLANS,
    PROSE,
    TO_IMPROVE,
    VISITS,
    Printed,
    report,
    table,
    values_of,
    visit,
)

PRESSES = {"tagged": reportlab_press.print_sheet, "untagged": fpdf_press.print_sheet}
ACTION = "The arrangements for responding to children at risk of exploitation, so that no child waits."
ACTIONS = Heading("Areas for priority action", size=13)
OUTCOME = "The quality of plans (outcome 1, national framework)."
ENABLER = "The oversight of visits. (enabler 3, national framework)"
CUT = "The timeliness of visits to children who wait for a first assessment, and what is written down after each of them, so that"
REST = "children and their families know what will happen next and when."


def cut(name: str, *between: Lines, foot: tuple[Lines, ...] = ()) -> Printed:
    """A letter whose first item goes on overleaf, with these lines at the head of that page and at the foot of the one before."""
    blocks = (Down(700), TO_IMPROVE, Bullets((CUT,)), *foot, NextPage(), *between, Lines((REST,)), Bullets((OVERSIGHT,)))
    return visit(name, *blocks, *FINDINGS, asked=[f"{CUT} {REST}", OVERSIGHT])


TWO_COLUMNS = Table((226, 227), ((Cell("", bullets=(PLANS, VISITS)), Cell("", bullets=(OVERSIGHT, PLANS))),))

LISTS = (
    visit("the framework's outcomes in brackets", TO_IMPROVE, Bullets((OUTCOME, ENABLER, "[Outcome 4] Help.")), *FINDINGS,
          asked=[OUTCOME, ENABLER, "[Outcome 4] Help."]),
    visit("another mark for what stands inside an item", TO_IMPROVE, Bullets((OUTCOME[:20] + ":",)),
          Bullets(("pace", "reach."), inset=18, sign="—"), Bullets((VISITS,)), *FINDINGS,
          asked=["The quality of plans: pace reach.", VISITS]),
    visit("the list comes first, and no theme", TO_IMPROVE, Bullets((PLANS, VISITS)), Heading("Findings", size=13),
          Para("This visit was carried out remotely because of COVID-19. Inspectors met staff by video call."), Para(PROSE),
          scope="The delivery model was adapted to reflect the COVID-19 context. Inspectors worked remotely.",
          asked=[PLANS, VISITS], scope_=None, topics=set()),
    visit("capital letters for marks", TO_IMPROVE, Para("A. " + PLANS), Para("B. " + VISITS), *FINDINGS, asked=[PLANS, VISITS]),
    visit("numbers without a stop", TO_IMPROVE, Para("1 " + PLANS), Para("2 " + VISITS), Para("3 " + OVERSIGHT), *FINDINGS,
          asked=[PLANS, VISITS, OVERSIGHT]),
    visit("plus signs for marks", TO_IMPROVE, Para("+ " + PLANS), Para("+ " + VISITS), *FINDINGS, asked=[PLANS, VISITS]),
    visit("bullets in two columns", TO_IMPROVE, TWO_COLUMNS, *FINDINGS, asked=[PLANS, VISITS, OVERSIGHT, PLANS]),
    visit("the last visit's list before this one's", Heading("What needed to improve at the last visit", size=13),
          Bullets((OVERSIGHT,)), *LIST, asked=[PLANS]),
    visit("progress on earlier areas", Heading("Progress against the areas for improvement from the last visit", size=13),
          Bullets((OVERSIGHT,)), *LIST, asked=[PLANS]),
    visit("strengths before and after", Heading("Strengths", size=13), Bullets((VISITS,)), TO_IMPROVE, Bullets((PLANS,)),
          Heading("What is working well", size=13), Bullets((OVERSIGHT,)), *FINDINGS, asked=[PLANS]),
    visit("a numbered heading", Heading("3. What needs to improve?", size=13), Bullets((PLANS,)), *FINDINGS, asked=[PLANS],
          heading="What needs to improve?"),
    visit("a note in brackets under the heading", TO_IMPROVE, Para("(outcomes of the national framework in brackets)"),
          Bullets((PLANS, VISITS)), *FINDINGS, asked=[PLANS, VISITS]),
    visit("an empty list", TO_IMPROVE, Para("There are no areas for improvement."), *FINDINGS, asked=[], heading=None),
    visit("a section in plain type below the list", TO_IMPROVE, Bullets((PLANS,)), Para("Next steps"),
          Bullets(("Ofsted will come back.",)), *FINDINGS, asked=[PLANS]),
    cut("nothing between two parts of an item"),
    cut("a page's number between them", Lines(("2 | Page",))),
    cut("the subject once more between them", Lines(("Focused visit to Thornmere children’s services",))),
    cut("a note between them", foot=(Lines(("1 Ofsted’s national framework says what help should achieve.",), size=9),)),
)  # fmt: skip

PRIORITY = (
    visit("an area under a heading in the singular", Heading("Area for priority action:", size=13),
          Para("The local authority should take swift action to improve:"), Bullets(("visits", "oversight.")), *LIST,
          priority_action=True, asked=["visits", "oversight.", PLANS], kinds=["priority_action"] * 2 + ["improvement"]),
    visit("nil", ACTIONS, Para("Nil."), *LIST, priority_action=False, asked=[PLANS]),
    visit("no child was seen", ACTIONS, Para("No child in an unregistered home has been visited since June."), *LIST,
          priority_action=True, kinds=["priority_action", "improvement"]),
    visit("denied above ordinary bullets", ACTIONS, Para("There are no areas for priority action."),
          Para("What needs to improve in this area of social work practice"), Bullets((PLANS,)), *FINDINGS,
          priority_action=False, asked=[PLANS]),
    visit("named in running text", Para("Inspectors identified two areas for priority action: the front door and visits."), *LIST,
          priority_action=True),
    visit("those of the last visit", Para("The two areas for priority action identified at the visit in 2021 have been met."),
          *LIST, priority_action=False),
    visit("a joint inspection's", Para("The JTAI of 2022 identified an area for priority action for the police."), *LIST,
          priority_action=False),
    visit("earlier ones that remain", ACTIONS, Para("The existing areas for priority action remain."), *LIST,
          problem="priority_action_unclear", priority_action=None),
    visit("a bullet under the heading", ACTIONS, Bullets((ACTION,)), *LIST, priority_action=True, asked=[ACTION, PLANS]),
)  # fmt: skip

DAYS = (
    *(
        visit(f"on {days}", *LIST, days=days, **{"days_": expected})
        for days, expected in {
            "15, 16 and 21 September 2022": ("2022-09-15", "2022-09-21"),
            "9 to 10 October 2022": ("2022-10-09", "2022-10-10"),
            "22–23 September 2022": ("2022-09-22", "2022-09-23"),
            "the 15 and 16 of September": ("2022-09-15", "2022-09-16"),
            "29 and 30 September, and 1 October": ("2022-09-29", "2022-10-01"),
            "Tuesday 4 and Wednesday 5 October 2022": ("2022-10-04", "2022-10-05"),
            "4/10/2022 and 5/10/2022": ("2022-10-04", "2022-10-05"),
            "4 and 5 October 20222": ("2022-10-04", "2022-10-05"),
        }.items()
    ),
    visit("a hundred and four days later", *LIST, days="4 and 5 October 2022", head="17 January 2023",
          days_=("2022-10-04", "2022-10-05"), published="2023-01-17"),
    visit("over the year's end", *LIST, days="31 December 2021 and 4 January 2022", head="1 February 2022",
          days_=("2021-12-31", "2022-01-04")),
    visit("a year left out, before the letter's", *LIST, days="14 and 15 December", head="20 January 2022",
          days_=("2021-12-14", "2021-12-15")),
    visit("no date in the head", *LIST, head="", published="None", days_=("2022-10-04", "2022-10-05")),
    visit("years that exclude each other", *LIST, days="4 October 2022 to 5 October 2023", problem="dates_contradict"),
    visit("a visit after its letter", *LIST, days="4 and 5 October 2023", problem="dates_contradict"),
)  # fmt: skip

PEOPLE = tuple(
    visit(people, *LIST, people=people, people_=names, lead=lead or None)
    for people, names, lead in (
        ("The team was three of Her Majesty’s Inspectors: Ann Lee, Jo Roe and Al Poe.", ["Ann Lee", "Jo Roe", "Al Poe"], ""),
        ("The visit was led by Her Majesty’s Inspector, HMI Ann Lee.", ["Ann Lee"], "Ann Lee"),
        ("HMI were Ann Lee, lead inspector, and Jo Roe, who observed the visit.", ["Ann Lee", "Jo Roe"], "Ann Lee"),
        ("HMI were Ann Lee and Pádraig Mac an tSaoi. Al Poe shadowed the visit.", ["Ann Lee", "Pádraig Mac an tSaoi"], None),
        ("The visit was carried out by inspectors from Ofsted.", [], None),
    )
)

SCOPES = tuple(
    visit(sentence, *LIST, scope=sentence, topics=topics)
    for sentence, topics in {
        "Inspectors looked at the arrangements for achieving permanence, not adoption.": {"permanence"},
        "Inspectors evaluated help for children in need. The visit did not extend to care leavers.": {"help_protection"},
        "Inspectors looked at the ‘front door’, which receives contacts and referrals.": {"front_door"},
        "This visit looked at children in care, but not care leavers.": {"children_in_care"},
        "The visit focused on adolescents at risk of exploitation, and those who go missing.": {"vulnerable_adolescents"},
        "Inspectors looked at disabled children and short breaks.": {"disabled_children"},
        "Inspectors sampled the arrangements for unaccompanied asylum-seeking children.": {"unaccompanied_children"},
        "Inspectors looked at the edge of care. They also evaluated the virtual school.": {"help_protection", "education"},
        "A range of evidence was considered, including case records.": set(),
    }.items()
)  # fmt: skip

RECALLED = tuple(
    visit(sentence, Heading("Headline findings", size=13), Para(sentence), Para(PROSE), *LIST, previous=previous)
    for sentence, previous in {
        "The last inspection, in June 2019, judged help to be good and services outstanding overall.": ("outstanding", "2019-06"),
        "The local authority has moved from inadequate in 2016 to good in 2021.": ("good", "2021"),
        "Ofsted rated the service good in November 2019.": ("good", "2019-11"),
        "Services for care leavers were judged good in June 2019.": None,
        "In 2018, inspectors found serious and widespread weaknesses.": None,
        "The police were judged inadequate by their inspectorate in May 2019.": None,
        "Thornmere was judged inadequate in 2014, requires improvement in 2017 and good in 2021.": ("good", "2021"),
    }.items()
)  # fmt: skip

WORSE = {**GRADED, **dict.fromkeys(GRADED, "Inadequate")}
IMPROVE = (Heading("What needs to improve?"), Bullets((PLANS,)))
REPORTS = (
    report("a standard inspection", *IMPROVE, type="standard", grades_=GRADES, asked=[PLANS], inspection_before=None),
    report("a short one", *IMPROVE, dates="9 to 13 December 2024", type="short"),
    report("a second visit seven weeks later", *IMPROVE, dates="2 to 6 December 2024 and 27 to 31 January 2025", type="short",
           days=("2024-12-02", "2025-01-31")),
    report("the summary's end and the heading on one line", Para("Leaders know this. What needs to improve?"), Bullets((PLANS,)),
           asked=[PLANS]),
    report("a heading with a footnote's digit", Heading("What needs to improve?1"), Bullets((PLANS,)), NextPage(),
           sheet={"notes": ("1 The areas refer to the national framework.",)}, asked=[PLANS], heading="What needs to improve?"),
    report("labels of 2026", *IMPROVE, dates="27 April to 8 May 2026",
           grades=table({area: grade for area, grade in GRADED.items() if area != "overall"},
                        {"leaders": "The impact of leaders on practice with children and families",
                         "care_leavers": "The experiences and progress of children care leavers"}),
           grades_={area: grade for area, grade in GRADES.items() if area != "overall"}),
    report("an earlier table below the summary", Heading("Outcome of the 2021 inspection"), table(WORSE), *IMPROVE,
           grades_=GRADES, asked=[PLANS]),
    report("a table that differs without a heading of its own", Heading("Judgements"), table(WORSE), *IMPROVE,
           problem="tables_disagree", grades_={}),
    report("a heading that contradicts the table", *IMPROVE, says_of_help="inadequate", problem="witnesses_disagree", grades_={}),
    report("a grade that is none", *IMPROVE, grades=table({**GRADED, "leaders": "Good with outstanding features"}),
           problem="unlisted_grade", grades_={}),
    report("the inspection before, from one grade to another", *IMPROVE,
           first="Children’s services have moved from inadequate in 2016 to good in 2021.",
           inspection_before=(2021, None, "good")),
    report("a visit before is no inspection", *IMPROVE, first="Since the focused visit in 2023, leaders have acted.",
           inspection_before=None),
)  # fmt: skip


@pytest.mark.parametrize("press", PRESSES)
@pytest.mark.parametrize(
    "printed", [*LISTS, *PRIORITY, *DAYS, *PEOPLE, *SCOPES, *RECALLED, *REPORTS], ids=lambda printed: printed.name[:60]
)
def test_a_printed_letter_says_what_a_person_reads_in_it(printed: Printed, press: str) -> None:
    letter = read(read_text(PRESSES[press](printed.sheet)), file="letter.pdf", sha256="0" * 64, register=ENGLAND)
    values = values_of(letter)
    assert {name: values[name.rstrip("_")] for name in printed.says} == printed.says


def test_the_areas_of_the_printed_reports_are_ofsteds_own() -> None:
    assert AREAS.keys() == GRADED.keys() == GRADES.keys()
