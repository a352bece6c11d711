"""The letters of the invented authorities before the stories begin, 2013 to 2025."""

from datetime import date

from ofsted_watch.demo_site.letters import Description, Previous
from ofsted_watch.demo_site.published_files import Publication
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
    post,
    send_monitoring,
    sif,
)
from ofsted_watch.domain.grades import Area, Grade

_GOOD, _POOR, _MIDDLING, _BEST = Grade.GOOD, Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, Grade.OUTSTANDING

_NEED = "the services for children in need of help and protection"

_BEFORE_RE_INSPECTION = grades((Area.HELP_PROTECTION, Area.LOOKED_AFTER, Area.ADOPTION, Area.LEADERSHIP), "iiri")

_DESCRIPTIONS: tuple[Description, ...] = (
    sif("Thornmere", date(2015, 5, 15), "rrrggr", date(2015, 7, 3), board="r"),
    ilacs("Thornmere", date(2019, 3, 15), "gggg", date(2019, 5, 2)),
    ilacs("Thornmere", date(2023, 2, 10), "ggrog", date(2023, 4, 5), Previous(_GOOD, date(2019, 3, 15))),
    sif("Aldershaw", date(2016, 4, 22), "iirgri", date(2016, 6, 20), board="i"),
    monitoring(
        "Aldershaw", date(2017, 1, 18), date(2017, 2, 10), ordinal=1, theme=_NEED, previous=Previous(_POOR, date(2016, 6, 1))
    ),
    ilacs("Aldershaw", date(2018, 10, 19), "rrgr", date(2018, 12, 6), Previous(_POOR, date(2016, 4, 1))),
    ilacs("Aldershaw", date(2022, 6, 17), "gggg", date(2022, 8, 3), Previous(_MIDDLING, date(2018, 10, 1))),
    sif("Eastwick and Marle", date(2014, 3, 14), "gggrgg", date(2014, 5, 9), board="g"),
    ilacs("Eastwick and Marle", date(2019, 6, 28), "ogoo", date(2019, 8, 15)),
    ilacs("Eastwick and Marle", date(2024, 6, 21), "ogooo", date(2024, 8, 12), Previous(_BEST, date(2019, 6, 1))),
    ilacs("Penhallow", date(2019, 9, 20), "gggg", date(2019, 11, 8)),
    ilacs("Penhallow", date(2024, 11, 22), "iiiri", date(2025, 1, 20), Previous(_GOOD, date(2019, 9, 1))),
    monitoring(
        "Penhallow", date(2025, 7, 9), date(2025, 8, 14), ordinal=1, theme=_NEED, previous=Previous(_POOR, date(2024, 11, 1))
    ),
    sif("Kingsholt upon Wye", date(2014, 7, 4), "iiirri", date(2014, 8, 29), board="r"),
    sif(
        "Kingsholt upon Wye",
        date(2017, 3, 24),
        "rrrggg",
        date(2017, 6, 13),
        previous=Previous(_POOR, date(2014, 7, 1), _BEFORE_RE_INSPECTION),
    ),
    ilacs("Kingsholt upon Wye", date(2021, 10, 15), "rrrr", date(2021, 12, 3), Previous(_MIDDLING, date(2017, 3, 1))),
    sif("Harrowmere", date(2016, 2, 12), "gogogg", date(2016, 4, 8), board="o"),
    ilacs("Harrowmere", date(2019, 11, 29), "oooo", date(2020, 1, 22)),
    ilacs("Harrowmere", date(2023, 10, 6), "ooggo", date(2023, 11, 24), Previous(_BEST, date(2019, 11, 1))),
    ilacs("Stanbeck", date(2020, 2, 7), "rgrr", date(2020, 4, 2)),
    jtai("Stanbeck", date(2022, 5, 27), date(2022, 7, 15), theme="the identification of initial need and risk"),
    ilacs("Stanbeck", date(2023, 7, 14), "rrgrr", date(2023, 9, 5), Previous(_MIDDLING, date(2020, 2, 1))),
    area_send("Stanbeck", date(2024, 5, 17), date(2024, 7, 25), Grade.SYSTEMIC_FAILINGS),
    looked_after("North Calderwick", date(2013, 6, 14), "agaag", date(2013, 7, 19)),
    board_review("North Calderwick", date(2014, 10, 2), "g", date(2014, 11, 21)),
    sif("North Calderwick", date(2015, 11, 6), "gggggg", date(2016, 1, 12), board="g"),
    ilacs("North Calderwick", date(2018, 6, 22), "gggg", date(2018, 8, 6)),
    assurance("North Calderwick", date(2021, 2, 26), date(2021, 4, 7), Previous(_GOOD, date(2018, 6, 1))),
    ilacs("North Calderwick", date(2025, 3, 21), "ggggg", date(2025, 5, 9), Previous(_GOOD, date(2018, 6, 1))),
    area_send("Brackenmoor", date(2017, 9, 29), date(2017, 11, 24)),
    send_monitoring("Brackenmoor", date(2019, 11, 13), date(2020, 1, 10)),
    ilacs("Brackenmoor", date(2022, 3, 18), "rggr", date(2022, 5, 11)),
    focused(
        "Brackenmoor",
        date(2024, 1, 31),
        date(2024, 3, 6),
        theme="children at risk of exploitation",
        previous=Previous(_MIDDLING, date(2022, 3, 1)),
        priority=("The oversight of children who are missing from care.", "The response to the police’s notifications."),
    ),
    sif("Oxmarsh", date(2014, 11, 7), "iirrii", date(2015, 1, 6), board="i"),
    ilacs("Oxmarsh", date(2019, 1, 25), "rrrr", date(2019, 3, 14), Previous(_POOR, date(2014, 11, 1))),
    ilacs("Oxmarsh", date(2023, 11, 17), "ggrgg", date(2024, 1, 9), Previous(_MIDDLING, date(2019, 1, 1))),
    ilacs("Tillingdean", date(2018, 5, 25), "rgrr", date(2018, 7, 12)),
    ilacs("Tillingdean", date(2022, 9, 30), "gggg", date(2022, 11, 22), Previous(_MIDDLING, date(2018, 5, 1))),
    area_send("Tillingdean", date(2023, 11, 10), date(2024, 1, 18), Grade.POSITIVE),
    sif("St Orrin’s Bay", date(2017, 1, 27), "ggg-gg", date(2017, 3, 20), board="g"),
    ilacs("St Orrin’s Bay", date(2020, 1, 24), "gogg", date(2020, 3, 13)),
)

HISTORY: tuple[Publication, ...] = tuple(post(60_000_001 + place, described) for place, described in enumerate(_DESCRIPTIONS))
"""These letters as the site lists them, numbered from 60000001 in this order."""
