"""The JSON API: the contract's objects, chosen and paged, with problems in words."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ofsted_watch.domain.grades import Strand
from ofsted_watch.presentation.serialization import change_to_json, stored_letter_to_json
from ofsted_watch.web.api.schemas import (
    AuthorityObject,
    ChangeObject,
    JudgementObject,
    LetterObject,
    WholeLetterObject,
)
from tests.web.own_script import without_own_script
from tests.web.published_data import AMBLEFORD, AMBLEFORD_2026, BRACKENSHIRE, DECLINED, browsing


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with browsing(tmp_path_factory.mktemp("api")) as client:
        yield client


def got(api: TestClient, path: str, **asked: object) -> list[dict[str, object]]:
    answer = api.get(f"/api/v1/{path}", params=asked)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()
    return found


def numbers(api: TestClient, **asked: object) -> list[object]:
    return [one["file_number"] for one in got(api, "letters", **asked)]


def test_letters_are_the_objects_of_the_command_line_newest_first(api: TestClient):
    found = got(api, "letters")
    assert [one["published"] for one in found] == sorted((one["published"] for one in found), reverse=True)
    assert stored_letter_to_json(AMBLEFORD_2026) | {"listed_under": "Ambleford"} in found


def test_a_single_letter_comes_with_its_text_and_sections(api: TestClient):
    one = api.get(f"/api/v1/authorities/{AMBLEFORD}/letters/50011").json()
    assert one["text"] == "Caseloads are too high."
    assert one["sections"] == [{"heading": "What is good", "text": "Caseloads are too high."}]
    WholeLetterObject.model_validate_json(json.dumps(one))


def test_changes_are_the_objects_of_the_command_line(api: TestClient):
    assert change_to_json(DECLINED, "Ambleford") in got(api, "changes")
    assert len(got(api, "changes")) == 3


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"authority": "Ambleford"}, ["50011", "50010"]),
        ({"authority": [AMBLEFORD, "Cold Harbour"]}, ["50011", "50030", "50010"]),
        ({"region": "south downs and marsh"}, ["50030"]),
        ({"region": "North Vale", "authority": "Cold Harbour"}, []),
        ({"kind": "focused_visit"}, ["50030"]),
        ({"since": "2026-03-02"}, ["50021", "50011"]),
        ({"until": "2022-05-06"}, ["50020", "50010"]),
        ({"since": "2022-05-07", "until": "2026-03-01"}, ["50030"]),
    ],
)
def test_letters_are_chosen_by_authority_region_kind_and_day(api: TestClient, asked: dict[str, object], found: list[str]):
    assert numbers(api, **asked) == found


def test_judgements_are_chosen_by_area_and_grade_and_name_their_authority(api: TestClient):
    found = got(api, "judgements", area="overall", grade="inadequate")
    assert [(one["authority"], one["published"]) for one in found] == [
        ("Ambleford", "2026-03-02"),
        ("Brackenshire", "2022-05-06"),
    ]
    assert (found[0]["previous"], found[0]["direction"]) == ("good", "declined")


def test_changes_are_chosen_by_line_grade_direction_cause_and_day(api: TestClient):
    assert {one["area"] for one in got(api, "changes", area="leadership")} == {Strand.LEADERSHIP}
    assert {one["authority"] for one in got(api, "changes", direction="improved")} == {"Brackenshire"}
    assert {one["authority"] for one in got(api, "changes", grade="good")} == {"Brackenshire"}
    assert got(api, "changes", cause="correction") == got(api, "changes", since="2026-03-03") == []


def test_every_authority_stands_there_also_those_of_which_nothing_is_known(api: TestClient):
    rows = got(api, "authorities")
    assert [(row["authority"], row["overall"]) for row in rows] == [
        ("Ambleford", "inadequate"),
        ("Brackenshire", "good"),
        ("Cold Harbour", None),
    ]
    assert api.get(f"/api/v1/authorities/{BRACKENSHIRE}").json() == rows[1]


@pytest.mark.parametrize(
    ("path", "model"),
    [("authorities", AuthorityObject), ("letters", LetterObject), ("judgements", JudgementObject), ("changes", ChangeObject)],
)
def test_every_object_is_what_its_description_says(api: TestClient, path: str, model: type[LetterObject]):
    objects = got(api, path)
    assert objects
    for one in objects:
        model.model_validate_json(json.dumps(one))


def test_pages_of_a_list_lead_to_their_neighbours_and_hold_everything_once(api: TestClient):
    path: str | None = "/api/v1/letters?limit=2&since=2000-01-01"
    seen: list[str] = []
    while path:
        answer = api.get(path)
        assert answer.headers["x-total-count"] == "5"
        seen += [one["file_number"] for one in answer.json()]
        path = answer.links.get("next", {}).get("url")
    assert seen == ["50021", "50011", "50030", "50020", "50010"]
    second = api.get("/api/v1/letters", params={"limit": 2, "offset": 2})
    assert set(second.links) == {"first", "prev", "next"}


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("letters?autority=Leeds", 400, "'autority' is not a parameter. Parameters: authority, direction, from, from_grade"),
        ("letters?limit=0", 400, "The parameter 'limit' is invalid"),
        ("letters?limit=many", 400, "The parameter 'limit' is invalid"),
        ("letters?since=0", 400, "it must be a day such as 2026-01-31"),
        ("letters?since=2026-02-31", 400, "The parameter 'since' is invalid"),
        ("letters?kind=postcard", 400, "it must be one of ilacs_inspection"),
        ("letters?authority=Atlantis", 404, "No authority is called 'Atlantis'"),
        ("letters?region=Atlantis", 404, "the regions are North Vale, South Downs and Marsh"),
        ("judgements?grade=splendid", 400, "The parameter 'grade' is invalid"),
        ("authorities/80479", 404, "No authority has the URN 80479"),
        ("authorities/90001/letters/1", 404, "No letter 1 of an authority with the URN 90001 is stored"),
    ],
)
def test_what_cannot_be_asked_is_a_problem_in_a_sentence(api: TestClient, path: str, status: int, text: str):
    answer = api.get(f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert text in answer.json()["detail"]


def test_a_program_that_holds_the_answer_is_not_sent_it_again(api: TestClient):
    first = api.get("/api/v1/changes")
    assert api.get("/api/v1/changes", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_scripts_of_every_site_may_read(api: TestClient):
    answer = api.get("/api/v1/changes", headers={"Origin": "https://newsroom.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "X-Total-Count" in answer.headers["access-control-expose-headers"]
    before = api.options("/api/v1/changes", headers={"Origin": "https://newsroom.example"})
    assert (before.status_code, before.headers["access-control-allow-methods"]) == (204, "GET")
    assert api.get("/api/v1/letters?limit=0").headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["postcards", "authorities/90001/postcards", "letters/", "", "postcards?since=2026-01-01"])
def test_an_address_that_is_none_is_not_found_and_may_still_be_asked_about(api: TestClient, path: str):
    answer = api.get(f"/api/v1/{path}", follow_redirects=False)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "all lists are described at /api" in answer.json()["detail"]
    assert api.head(f"/api/v1/{path}", follow_redirects=False).status_code == 404
    assert api.options(f"/api/v1/{path}").status_code == 204
    assert api.post(f"/api/v1/{path}").status_code == 405


def test_held_news_is_not_there_and_all_stands_as_before(tmp_path: Path):
    with browsing(tmp_path, hold="13 authorities in one run") as api:
        assert numbers(api, authority="Brackenshire") == ["50020"]
        assert {one["authority"] for one in got(api, "changes")} == {"Ambleford"}
        assert {one["grade"] for one in got(api, "judgements", authority="Brackenshire", area="overall")} == {"inadequate"}
        assert api.get(f"/api/v1/authorities/{BRACKENSHIRE}").json()["overall"] == "inadequate"
        assert api.get(f"/api/v1/authorities/{BRACKENSHIRE}/letters/50021").status_code == 404


def test_the_description_names_every_list_and_no_address_of_another_site(api: TestClient):
    said = api.get("/api/openapi.json").json()
    assert set(said["paths"]) == {
        "/api/v1/authorities",
        "/api/v1/authorities/{urn}",
        "/api/v1/authorities/{urn}/letters/{file_number}",
        "/api/v1/letters",
        "/api/v1/judgements",
        "/api/v1/changes",
        "/api/v1/country",
        "/api/v1/improvements",
        "/api/v1/topics",
        "/api/v1/jtai",
        "/api/v1/send",
    }
    assert "422" not in json.dumps(said["paths"])


def test_every_list_has_an_example_that_is_what_its_description_says(api: TestClient):
    models = {
        "/api/v1/authorities": AuthorityObject,
        "/api/v1/authorities/{urn}": AuthorityObject,
        "/api/v1/authorities/{urn}/letters/{file_number}": WholeLetterObject,
        "/api/v1/letters": LetterObject,
        "/api/v1/judgements": JudgementObject,
        "/api/v1/changes": ChangeObject,
    }
    described = api.get("/api/openapi.json").json()
    for path, model in models.items():
        example = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["example"]
        for shown in example if isinstance(example, list) else [example]:
            model.model_validate_json(json.dumps(shown))
    parameters = {one["name"]: one for one in described["paths"]["/api/v1/changes"]["get"]["parameters"]}
    for name in ("from", "to", "kind", "topic", "from_grade", "to_grade", "direction", "priority_action"):
        (example,) = parameters[name]["examples"].values()
        assert api.get("/api/v1/changes", params={name: example["value"]}).status_code == 200


def test_people_read_about_the_api_without_a_script(api: TestClient):
    answer = api.get("/api")
    assert answer.status_code == 200
    assert "<script" not in without_own_script(answer.text), "only the name box has a script"
    for text in ("/api/v1/judgements", "ChangeObject", "X-Total-Count", "/api/openapi.json", "focused_visit"):
        assert text in answer.text
