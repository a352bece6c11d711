"""Area SEND and joint inspections: the pages, the API and the authority's page give the same letters and outcomes."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.web.api.area_endpoints import AreaInspectionObject
from tests.domain.history.letters import MARSHFORD, UNDERBY, stored
from tests.presentation.tables_of_everything import ASKED, asking
from tests.web.watched_pages import LETTERS, browsing, outcome_of

FAILING = asking(
    stored("area_send", "2024-02-06", {Area.SEND_OUTCOME: Grade.SYSTEMIC_FAILINGS}, priority=True), improvements=ASKED
)
MONITORED = stored("send_monitoring_visit", "2025-09-09")
EARLY = stored("area_send", "2019-03-05", urn=UNDERBY.urn)
JOINT = asking(stored("jtai", "2023-06-13", urn=UNDERBY.urn, priority=False), theme="serious youth violence")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    letters = (*LETTERS, FAILING, MONITORED, EARLY, JOINT)
    with browsing(tmp_path_factory.mktemp("areas"), outcome_of(letters)) as client:
        yield client


def text_of(browser: TestClient, path: str) -> str:
    html = browser.get(path).text.split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_page_counts_outcomes_by_the_newest_inspection_of_each_area(browser: TestClient):
    told = text_of(browser, "/send")
    assert "1 of 1 area with a SEND outcome has widespread and/or systemic failings" in told
    assert "No outcome (inspected before 2023) 1" in told
    assert "3 of 3 reports and letters" in told
    assert "1 area for priority action: Act now on the waiting list. For: the local area page 2" in told
    assert "Monitoring visit: no outcome" in told


def test_the_lists_are_those_of_the_api(browser: TestClient):
    send, joint = browser.get("/api/v1/send").json(), browser.get("/api/v1/jtai").json()
    assert [(row["authority"], row["published"], row["outcome"]) for row in send] == [
        ("Marshford", "2025-09-09", None),
        ("Marshford", "2024-02-06", "systemic_failings"),
        ("Underby", "2019-03-05", None),
    ]
    assert [(row["authority"], row["theme"]) for row in joint] == [("Underby", "serious youth violence")]
    for row in (*send, *joint):
        AreaInspectionObject.model_validate(row, strict=False)
        assert f"/authorities/{row['urn']}/letters/{row['file_number']}" in browser.get("/send").text + browser.get("/jtai").text


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/send?outcome=systemic_failings", "1 of 3 reports and letters"),
        (f"/send?region={UNDERBY.region}", "1 of 3 reports and letters"),
        ("/jtai?theme=serious+youth+violence", "1 of 1 letter"),
        (f"/jtai?region={MARSHFORD.region.replace(' ', '+')}", "0 of 1 letter"),
    ],
)
def test_a_list_can_be_narrowed(browser: TestClient, path: str, shown: str):
    assert shown in text_of(browser, path)


@pytest.mark.parametrize(
    "path", ["/send?outcome=splendid", "/send?region=Atlantis", "/jtai?theme=zeppelins", "/api/v1/send?outcome=x"]
)
def test_what_is_no_choice_is_refused(browser: TestClient, path: str):
    assert browser.get(path).status_code == 400


def test_an_authority_s_page_names_them_with_what_they_say(browser: TestClient):
    told = text_of(browser, f"/authorities/{MARSHFORD.urn}")
    assert "Area SEND report widespread and/or systemic failings 1 area named" in told
    told = text_of(browser, f"/authorities/{UNDERBY.urn}")
    assert "Joint targeted area inspection letter Serious youth violence none named" in told


def test_the_table_of_authorities_has_both_and_narrows_by_them(browser: TestClient):
    told = text_of(browser, "/authorities")
    assert "SEND: systemic failings February 2024" in told
    assert "JTAI: June 2023, serious youth violence" in told
    assert "1 of 2 authorities: area SEND widespread and/or systemic failings" in text_of(
        browser, "/authorities?send=systemic_failings"
    )


def test_the_export_has_the_same(browser: TestClient):
    row = browser.get(f"/api/v1/authorities/{MARSHFORD.urn}").json()
    assert (row["send_outcome"], row["send_published"], row["jtai_theme"]) == ("systemic_failings", "2024-02-06", None)


def test_without_any_the_pages_say_so(england: TestClient):
    assert "We know no outcome of an area SEND inspection yet" in text_of(england, "/send")
    assert "0 joint targeted area inspections" in text_of(england, "/jtai")
