"""The letters that every kind is kept right by: what each says, and how it is printed. Their JSON is in golden/<kind>/."""

from dataclasses import dataclass, replace
from datetime import date

from ofsted_watch.demo_site.letters import Dates, Description, Previous, Style, print_letter
from ofsted_watch.demo_site.story_writing import (
    area_send,
    assurance,
    board_review,
    focused,
    grades,
    ilacs,
    jtai,
    looked_after,
    monitoring,
    send_monitoring,
    sif,
)
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind


@dataclass(frozen=True, slots=True)
class Example:
    """A letter of a kind: its name in golden/<kind>/, what it says and how it is printed."""

    name: str
    said: Description
    style: Style

    @property
    def kind(self) -> str:
        return self.said.kind

    @property
    def file(self) -> str:
        return f"{self.name}.{'html' if self.kind == 'council_news' else 'pdf'}"

    def print(self) -> bytes:
        return print_letter(self.said, self.style)


GOOD, MIDDLING, POOR = Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE

NEED = "the services for children in need of help and protection"

BEFORE = grades((Area.HELP_PROTECTION, Area.LOOKED_AFTER, Area.ADOPTION, Area.CARE_LEAVERS, Area.LEADERSHIP), "iiigi")

SPLIT = ilacs("Aldershaw", date(2021, 6, 11), "orgg", date(2021, 7, 30))

NEWS = replace(
    ilacs("Harrowmere", date(2021, 10, 15), "rrrr", date(2021, 12, 3)),
    kind=LetterKind.COUNCIL_NEWS,
    grades={Area.OVERALL: Grade.REQUIRES_IMPROVEMENT},
)

EXAMPLES: tuple[Example, ...] = (
    Example(
        "three_areas_and_overall",
        ilacs("Eastwick and Marle", date(2019, 6, 28), "ogro", date(2019, 8, 15)),
        Style(press="fpdf2", dates=Dates.FULL, curly=False, label_width=180, council_first=True, headings="is"),
    ),
    Example(
        "three_areas_in_two_stretches_of_days",
        replace(SPLIT, start=date(2021, 3, 1), pause=(date(2021, 3, 5), date(2021, 6, 7))),
        Style(press="reportlab", stands="bottom", row_order=4),
    ),
    Example(
        "four_areas_and_overall",
        ilacs("Kingsholt upon Wye", date(2024, 12, 13), "griog", date(2025, 1, 29), Previous(POOR, date(2021, 10, 1))),
        Style(press="reportlab", stands="middle", footnote=True),
    ),
    Example(
        "four_areas_over_the_new_year",
        ilacs("St Orrin’s Bay", date(2025, 1, 10), "iiiri", date(2025, 3, 4)),
        Style(press="fpdf2", dates=Dates.UNSPACED, long_grade=False, row_order=2, headings="none"),
    ),
    Example(
        "four_areas_without_overall",
        ilacs("Tillingdean", date(2026, 4, 24), "grgo", date(2026, 6, 9)),
        Style(press="reportlab"),
    ),
    Example(
        "four_areas_without_overall_plain",
        ilacs("Oxmarsh", date(2026, 5, 22), "iorg", date(2026, 7, 7)),
        Style(press="fpdf2", dates=Dates.DASH, stands="middle", label_width=160),
    ),
    Example(
        "with_a_board_and_a_table_over_two_pages",
        sif("Penhallow", date(2015, 2, 5), "rrgogr", date(2015, 3, 21), board="g"),
        Style(press="reportlab", footnote=True, dates=Dates.DASH, as_in_2014=True),
    ),
    Example(
        "with_adoption_not_judged",
        sif("Stanbeck", date(2017, 1, 27), "iir-gi", date(2017, 3, 20), board="r"),
        Style(press="fpdf2", long_grade=True, stands="middle"),
    ),
    Example(
        "without_a_board",
        sif("North Calderwick", date(2014, 7, 4), "gggrog", date(2014, 8, 29)),
        Style(press="fpdf2", dates=Dates.FULL, curly=False, misnumbered=True),
    ),
    Example(
        "that_lists_the_previous_grades",
        sif(
            "Kingsholt upon Wye",
            date(2017, 3, 24),
            "rrrggg",
            date(2017, 6, 13),
            previous=Previous(POOR, date(2014, 7, 1), BEFORE),
        ),
        Style(press="reportlab", dates=Dates.FULL),
    ),
    Example(
        "with_a_board",
        sif(
            "Oxmarsh",
            date(2018, 1, 19),
            "ggggog",
            date(2018, 3, 2),
            board="o",
            previous=Previous(MIDDLING, date(2015, 11, 1), BEFORE),
        ),
        Style(press="fpdf2", stands="bottom"),
    ),
    Example("adequate", looked_after("North Calderwick", date(2013, 6, 14), "agaag", date(2013, 7, 19)), Style(dates=Dates.DASH)),
    Example(
        "with_grade_numbers",
        looked_after("Thornmere", date(2012, 10, 12), "iaiai", date(2012, 11, 16)),
        Style(press="fpdf2", long_grade=True, curly=False),
    ),
    Example("good", board_review("North Calderwick", date(2014, 10, 2), "g", date(2014, 11, 21)), Style(footnote=True)),
    Example("poor", board_review("Brackenmoor", date(2015, 5, 8), "r", date(2015, 6, 30)), Style(press="fpdf2")),
    Example(
        "without_priority_action",
        focused("Aldershaw", date(2026, 2, 4), date(2026, 3, 4), theme="care leavers", previous=Previous(GOOD, date(2022, 6, 1))),
        Style(press="reportlab"),
    ),
    Example(
        "with_areas_for_priority_action",
        focused(
            "Brackenmoor",
            date(2019, 8, 1),
            date(2019, 9, 6),
            theme="children at risk of exploitation",
            previous=Previous(MIDDLING, date(2018, 3, 1)),
            priority=("The oversight of children who are missing from care.", "The response to the police’s notifications."),
        ),
        Style(press="fpdf2", curly=False),
    ),
    Example(
        "that_says_there_are_none",
        focused(
            "Oxmarsh",
            date(2024, 9, 18),
            date(2024, 10, 22),
            theme="the front door",
            previous=Previous(MIDDLING, date(2023, 11, 1)),
        ),
        Style(press="fpdf2", denies_priority_action=True, hyphenate=True),
    ),
    Example(
        "the_first",
        monitoring(
            "Aldershaw",
            date(2017, 1, 18),
            date(2017, 2, 10),
            ordinal=1,
            theme=NEED,
            previous=Previous(POOR, date(2016, 6, 1)),
        ),
        Style(press="reportlab"),
    ),
    Example(
        "the_fifth",
        monitoring(
            "Penhallow",
            date(2026, 2, 1),
            date(2026, 3, 5),
            ordinal=5,
            theme="the services for care leavers",
            previous=Previous(POOR, date(2024, 11, 1)),
        ),
        Style(press="fpdf2", hyphenate=True),
    ),
    Example(
        "in_the_pandemic",
        assurance("North Calderwick", date(2021, 2, 26), date(2021, 4, 7), Previous(GOOD, date(2018, 6, 1))),
        Style(press="reportlab"),
    ),
    Example(
        "at_first",
        assurance("Harrowmere", date(2020, 10, 2), date(2020, 11, 17), Previous(Grade.OUTSTANDING, date(2019, 11, 1))),
        Style(press="fpdf2", curly=False),
    ),
    Example(
        "with_priority_action",
        jtai(
            "Stanbeck",
            date(2022, 5, 27),
            date(2022, 7, 15),
            theme="the identification of initial need and risk",
            priority=("The backlog of police notifications.",),
        ),
        Style(press="reportlab"),
    ),
    Example(
        "with_a_theme",
        jtai("Oxmarsh", date(2017, 3, 10), date(2017, 5, 9), theme="children living with domestic abuse"),
        Style(press="fpdf2"),
    ),
    Example(
        "positive", area_send("Tillingdean", date(2023, 11, 10), date(2024, 1, 18), Grade.POSITIVE), Style(press="reportlab")
    ),
    Example(
        "inconsistent", area_send("Thornmere", date(2024, 2, 9), date(2024, 4, 15), Grade.INCONSISTENT), Style(press="fpdf2")
    ),
    Example(
        "systemic_failings",
        replace(
            area_send("Stanbeck", date(2024, 5, 17), date(2024, 7, 25), Grade.SYSTEMIC_FAILINGS),
            priority_action=("Leaders should act now to shorten the wait for a first assessment.",),
            previous=Previous(GOOD, date(2018, 5, 4)),
        ),
        Style(press="reportlab", dates=Dates.FULL),
    ),
    Example("of_2017", area_send("Brackenmoor", date(2017, 9, 29), date(2017, 11, 24)), Style(press="fpdf2")),
    Example("a_revisit", send_monitoring("Brackenmoor", date(2019, 11, 13), date(2020, 1, 10)), Style(press="reportlab")),
    Example("a_plain_revisit", send_monitoring("Eastwick and Marle", date(2022, 7, 8), date(2022, 8, 25)), Style(press="fpdf2")),
    Example("a_council_speaks", NEWS, Style()),
    Example("a_council_speaks_plainly", replace(NEWS, authority=SPLIT.authority), Style(press="fpdf2", curly=False)),
)
