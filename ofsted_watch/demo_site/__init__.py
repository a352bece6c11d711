"""A small invented Ofsted for the demo and the tests: pages and letters that change night by night, and faults on request.

    story = demo_story()                                         # stories.py; also small_, long_, crowd_ and bad_files_story
    with DemoSite(nights=story.nights, authorities=story.authorities) as ofsted:
        ofsted.url, ofsted.requests                              # site_server.py
        ofsted.today = story.days[1]
        ofsted.mishap("/provider/44/80901", Dropped(), times=1)  # mishaps.py, strange_answers.py
    print_letter(ilacs("Thornmere", date(2024, 12, 13), "ggrgg", date(2025, 1, 29)), Style(press="fpdf2"))  # story_writing.py

`corpus_site.CorpusSite(folder, today=…)` serves a folder of real letters in the same way.
"""
