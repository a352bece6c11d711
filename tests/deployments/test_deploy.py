"""What `deploy` removes: what is ours and no longer listed, and nothing else. It stores where our forms are."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL, temporary_settings

from deployments.automations import automations, remove_old_automations
from deployments.deploy import Deployed, deploy, form_ids, listed_deployments, remove_unlisted, store_form_ids, wait_for_server
from ofsted_watch.errors import DeployFailed
from ofsted_watch.services.resources import open_database
from ofsted_watch.services.stored_forms import stored_forms
from ofsted_watch.settings import Settings
from tests.adapters.scripted_server import Says, ScriptedServer


def test_deploy_waits_for_a_server_that_has_just_started() -> None:
    with ScriptedServer() as server, temporary_settings({PREFECT_API_URL: f"{server.url}/api"}):
        server.says("/api/health", Says(b"", 503), Says(b"", hangs_up=True), Says(b"true"))
        pauses: list[float] = []
        wait_for_server(30, pauses.append)
        assert (len(server.asked), len(pauses)) == (3, 2)


def test_a_server_of_another_major_version_is_refused_with_both_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deployments.deploy.set_up_server", lambda *_: None)
    monkeypatch.setattr("deployments.deploy.missed_runs", lambda *_: ())
    with ScriptedServer() as server, temporary_settings({PREFECT_API_URL: f"{server.url}/api"}):
        server.says("/api/admin/version", Says(b'"2.19.0"'))
        server.says("/api/csrf-token", Says(b"{}", 422))
        with pytest.raises(DeployFailed, match=r"incompatible versions: client: 3\.\S+, server: 2\.19\.0"):
            deploy(1, "0 9 * * *")


LISTED = frozenset({"nightly/nightly", "digest/digest-daily", "review-held-alerts/review-held-alerts"})


@dataclass
class Deployment:
    name: str
    flow: str
    tags: list[str] = field(default_factory=lambda: ["ofsted-watch"])
    entrypoint: str | None = None
    work_pool_name: str | None = None
    id: UUID = field(default_factory=uuid4)

    @property
    def flow_id(self) -> str:
        return self.flow


@dataclass
class Automation:
    name: str
    tags: list[str] = field(default_factory=list)
    id: UUID = field(default_factory=uuid4)


@dataclass
class Flow:
    name: str


class Server:
    """A Prefect server as `remove_unlisted` sees it, that gives two rows a page and may have lost a row meanwhile."""

    def __init__(self, *deployments: Deployment, automations: tuple[Automation, ...] = (), lost: str = "") -> None:
        self.deployments, self.automations, self.lost = list(deployments), list(automations), lost

    def read_deployments(self, *, limit: int, offset: int) -> list[Deployment]:
        return self.deployments[offset : offset + min(limit, 2)]

    def read_automations(self, *, limit: int, offset: int) -> list[Automation]:
        return self.automations[offset : offset + min(limit, 2)]

    def read_flow(self, flow_id: str) -> Flow:
        return Flow(flow_id)

    def delete_deployment(self, deployment_id: UUID) -> None:
        (gone,) = [one for one in self.deployments if one.id == deployment_id]
        self.deployments.remove(gone)
        if gone.name == self.lost:
            raise ObjectNotFound(Exception("404"))

    def delete_automation(self, automation_id: UUID) -> None:
        self.automations = [one for one in self.automations if one.id != automation_id]

    def names(self) -> list[str]:
        return [f"{one.flow}/{one.name}" for one in self.deployments]


def test_the_deployments_of_version_0_1_go_and_those_of_the_list_stay():
    server = Server(
        Deployment("nightly", "nightly"),
        Deployment("hold-desk", "hold-desk"),
        Deployment("set-aside-desk", "set-aside-desk"),
        Deployment("digest-daily", "digest"),
        Deployment("tell-ops", "tell-ops"),
        Deployment("review-held-alerts", "review-held-alerts"),
    )
    removed = remove_unlisted(server, LISTED)  # type: ignore[arg-type]
    assert removed == ("hold-desk/hold-desk", "set-aside-desk/set-aside-desk", "tell-ops/tell-ops")
    assert server.names() == ["nightly/nightly", "digest/digest-daily", "review-held-alerts/review-held-alerts"]
    assert remove_unlisted(server, LISTED) == ()  # type: ignore[arg-type]


def test_a_listed_name_of_another_flow_goes_so_that_no_digest_is_sent_twice():
    server = Server(Deployment("digest-daily", "daily-digest"), Deployment("digest-daily", "digest"))
    assert remove_unlisted(server, LISTED) == ("daily-digest/digest-daily",)  # type: ignore[arg-type]
    assert server.names() == ["digest/digest-daily"]


def test_our_flow_in_our_pool_is_ours_without_a_tag_and_no_other_projects_deployment_is_touched():
    ours = Deployment("desk", "hold-desk", tags=[], entrypoint="flows.desks.hold_desk", work_pool_name="ofsted-watch")
    theirs = [
        Deployment("nightly", "their-nightly", tags=[], entrypoint="flows.nightly.nightly", work_pool_name="their-pool"),
        Deployment(
            "backfill", "backfill", tags=["payroll"], entrypoint="jobs/backfill.py:backfill", work_pool_name="ofsted-watch"
        ),
        Deployment("served", "served", tags=[], entrypoint=None, work_pool_name=None),
    ]
    server = Server(theirs[0], ours, *theirs[1:])
    assert remove_unlisted(server, LISTED) == ("hold-desk/desk",)  # type: ignore[arg-type]
    assert server.deployments == theirs


def deployed(**forms: str) -> Deployed:
    return Deployed("http://127.0.0.1:4200/api", (), (), (), (), forms=forms)


def test_where_our_forms_are_is_stored_and_those_of_another_server_take_their_place(tmp_path: Path):
    settings = Settings(data_dir=tmp_path)
    ours = [Deployment("nightly", "nightly"), Deployment("digest-daily", "digest"), Deployment("digest-weekly", "digest")]
    server = Server(ours[0], Deployment("monthly", "payroll", tags=["payroll"]), *ours[1:])
    assert form_ids(server) == {each.name: str(each.id) for each in ours}  # type: ignore[arg-type]
    assert store_form_ids(settings, deployed(nightly="7c1e", reread="11aa")) is None
    assert store_form_ids(settings, deployed(nightly="0f3a")) is None
    with open_database(settings) as database:
        assert stored_forms(database) == {"nightly": "0f3a"}


def test_a_database_that_does_not_answer_costs_the_links_and_not_the_deployments(tmp_path: Path):
    (tmp_path / "ofsted-watch.db").write_bytes(b"not a database, " * 400)
    fault = store_form_ids(Settings(data_dir=tmp_path), deployed(nightly="7c1e"))
    assert fault is not None
    assert fault.startswith("Where the forms are is not stored, so links lead to the list of deployments. The ")


def test_what_somebody_else_has_just_deleted_is_no_fault():
    server = Server(Deployment("hold-desk", "hold-desk"), Deployment("tell-ops", "tell-ops"), lost="hold-desk")
    assert remove_unlisted(server, LISTED) == ("tell-ops/tell-ops",)  # type: ignore[arg-type]
    assert server.names() == []


def test_automations_of_old_names_go_and_an_operators_own_stay():
    ours = automations(uuid4())
    assert all(one.tags == ["ofsted-watch"] for one in ours)
    names = [one.name for one in ours]
    server = Server(
        automations=(
            *[Automation(name, ["ofsted-watch"]) for name in names],
            Automation("a run failed or crashed: tell ops"),
            Automation("a run did not begin: mark it crashed"),
            Automation("of a later version", ["ofsted-watch"]),
            Automation("page me at night", ["mine"]),
        )
    )
    removed = remove_old_automations(server, names)  # type: ignore[arg-type]
    assert removed == (
        "a run did not begin: mark it crashed",
        "a run failed or crashed: tell ops",
        "of a later version",
    )
    assert [one.name for one in server.automations] == [*names, "page me at night"]


def test_the_list_names_each_deployment_with_its_flow():
    listed = listed_deployments()
    assert {"nightly/nightly", "digest/digest-daily", "digest/digest-weekly", "deliver/deliver"} <= listed
    assert {"backfill/backfill", "backfill-authority/backfill-authority", "reread/reread"} <= listed
    assert not {name for name in listed if name.partition("/")[2] in ("hold-desk", "set-aside-desk", "tell-ops")}
