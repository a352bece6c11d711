"""A small invented Ofsted: pages, and letters made on the spot, on several nights, with mishaps on order.

    story = demo_story()                                        # nights.py; also small_, long_, crowd_ and bad_files_story
    with Replica(nights=story.nights, authorities=story.authorities) as ofsted:
        ofsted.url, ofsted.requests                             # server.py
        ofsted.today = story.days[1]
        ofsted.mishap("/provider/44/80901", Dropped(), times=1) # mishaps.py
    print_letter(ilacs("Thornmere", date(2024, 12, 13), "ggrgg", date(2025, 1, 29)), Style(press="fpdf2"))  # writing.py

`corpus.CorpusSite(folder, today=…)` serves a folder of real letters in the same way.
"""
