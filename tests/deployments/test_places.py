"""The places to run: what their files name exists, nothing listens to the world, the daily role can do its work and no more."""

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner
from pydantic_settings import BaseSettings
from sqlalchemy import make_url
from sqlalchemy.exc import ProgrammingError
from starlette.testclient import TestClient

from deployments import migrate
from deployments.backup import restore, save
from deployments.prefect_environment import prefect_environment
from expectations.listing_suite import check as check_listings
from ofsted_watch.adapters.database import Database
from ofsted_watch.cli import commands
from ofsted_watch.domain.model import AlertState, Listing, NewAlert
from ofsted_watch.services.resources import open_database
from ofsted_watch.settings import PREFIX, Settings, read_settings
from ofsted_watch.web.app import make_app
from tests.adapters.database.made import NOW, event, night, subscribed
from tests.deployments.test_backup import everything
from tests.factories import HOSTS, TODAY, listing
from tests.postgres_server import HOW_TO_INSTALL, PostgresServer, postgres_server, programs

HERE = Path("deployments")
COMPOSE: dict[str, Any] = yaml.safe_load((HERE / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
UNITS = sorted((HERE / "systemd").glob("*.service")) + sorted((HERE / "systemd").glob("*.timer"))
EXAMPLES = sorted([*HERE.glob("*.example"), *(HERE / "systemd").glob("*.example")])
RUNBOOK = (HERE / "README.md").read_text(encoding="utf-8")
POSTGRES_IMAGE = {"POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE"}
OTHERS = {"DO_NOT_TRACK", "PYTHONUNBUFFERED"}


def prefect_names() -> set[str]:
    """Every name that Prefect reads from its environment."""
    from prefect.settings.models.root import Settings as PrefectSettings

    return _names_in(PrefectSettings)


def _names_in(model: type[BaseSettings]) -> set[str]:
    found: set[str] = set()
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseSettings):
            found |= _names_in(field.annotation)
            continue
        found.add(f"{model.model_config.get('env_prefix', '')}{name}".upper())
        found |= {str(choice).upper() for choice in getattr(field.validation_alias, "choices", ())}
    return found


PREFECT_NAMES = prefect_names()


def is_known(name: str) -> bool:
    if name.startswith(PREFIX):
        return name.removeprefix(PREFIX).lower() in Settings.__dataclass_fields__
    return name in PREFECT_NAMES | POSTGRES_IMAGE | OTHERS


def named_in_compose() -> set[str]:
    names: set[str] = set()
    for service in SERVICES.values():
        names |= set(service.get("environment", {}))
        names |= {target_of(secret) for secret in service.get("secrets", ()) if not target_of(secret).startswith("POSTGRES_")}
    return names


def target_of(secret: str | dict[str, str]) -> str:
    return secret if isinstance(secret, str) else secret["target"]


def source_of(secret: str | dict[str, str]) -> str:
    return secret if isinstance(secret, str) else secret["source"]


@pytest.mark.parametrize("name", sorted(named_in_compose()))
def test_every_name_that_compose_hands_over_is_read_by_somebody(name: str) -> None:
    assert is_known(name)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_name_in_an_example_is_read_by_somebody(path: Path) -> None:
    names = re.findall(r"^#?([A-Z][A-Z_]+)=", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert names
    assert [name for name in names if not is_known(name)] == []


def test_the_settings_of_the_example_are_taken(tmp_path: Path) -> None:
    text = (HERE / "ofsted-watch.env.example").read_text(encoding="utf-8")
    (tmp_path / ".env").write_text(re.sub(r"^#(?=OFSTED_WATCH_)", "", text, flags=re.MULTILINE), encoding="utf-8")
    settings = read_settings({}, dotenv=tmp_path / ".env")
    assert (settings.ops_email, settings.mail_from) == ("ops@example.org", "Ofsted Watch <watch@example.org>")
    assert settings.archive == "s3://bucket/letters"


def test_a_made_up_name_would_be_found_out() -> None:
    assert not is_known("OFSTED_WATCH_NO_SUCH_THING")
    assert not is_known("PREFECT_NO_SUCH_THING")


def test_every_name_in_the_image_is_read_by_somebody() -> None:
    text = (HERE / "Containerfile").read_text(encoding="utf-8")
    names = re.findall(r"\b([A-Z]+(?:_[A-Z]+)*)=", text)
    assert {"OFSTED_WATCH_DATA_DIR", "PREFECT_HOME"} <= set(names)
    assert [name for name in names if not is_known(name)] == []


def test_the_image_has_the_postgresql_client_of_the_server_that_it_backs_up() -> None:
    client = re.findall(r"postgresql-client-(\d+)", (HERE / "Containerfile").read_text(encoding="utf-8"))
    server = re.findall(r"^postgres:(\d+)\b", SERVICES["postgres"]["image"])
    assert client == server
    assert len(client) == 1


def test_compose_backs_up_and_pings() -> None:
    backup, ping = SERVICES["backup"], SERVICES["ping"]
    assert "ofsted-watch backup --daily /backups" in backup["command"][-1]
    assert "backups:/backups" in backup["volumes"]
    assert "backups" in COMPOSE["volumes"]
    assert "ofsted-watch status --ping" in ping["command"][-1]
    assert "OFSTED_WATCH_PING_URL" in {source_of(secret) for secret in ping["secrets"]}


@pytest.mark.postgres
def test_the_ping_writes_nothing_to_the_folder_that_it_mounts_read_only(tmp_path: Path, postgres: PostgresServer) -> None:
    ping = SERVICES["ping"]
    assert ping["volumes"] == ["data:/data:ro"]
    assert "OFSTED_WATCH_DATABASE_URL" in {source_of(secret) for secret in ping["secrets"]}
    (tmp_path / "changed-pages").mkdir()
    place = {"OFSTED_WATCH_DATA_DIR": str(tmp_path), "OFSTED_WATCH_DATABASE_URL": postgres.url(postgres.new_database())}
    with open_database(read_settings(place, dotenv=None)):
        before = contents(tmp_path)
    done = CliRunner().invoke(commands, ["status", "--ping"], env=place, standalone_mode=False)
    assert (done.return_value, "no nightly run is on record" in done.output) == (1, True), done.output
    assert contents(tmp_path) == before


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    """Everything in a folder and the folder itself, with its time of change and its size."""
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in (folder, *folder.rglob("*"))}


def test_no_unit_needs_a_program_that_a_minimal_debian_lacks() -> None:
    for unit in UNITS:
        assert not re.search(r"\b(curl|wget|jq)\b", unit.read_text(encoding="utf-8")), unit.name


def test_what_the_image_copies_is_there() -> None:
    text = (HERE / "Containerfile").read_text(encoding="utf-8")
    copied = [name for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE) for name in line.split()[:-1]]
    assert "prefect.yaml" in copied
    assert [name for name in copied if not Path(name).exists()] == []


def test_every_way_of_running_has_prefects_settings_of_up() -> None:
    wanted = {name: value for name, value in prefect_environment(Path("/x"), "x").items() if value != "x" and value != "/x"}
    example = dict(
        line.split("=", 1)
        for line in (HERE / "systemd" / "prefect.env.example").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    assert wanted.items() <= example.items()
    for service in ("server", "worker", "set-up"):
        assert wanted.items() <= SERVICES[service]["environment"].items()


def test_nothing_listens_beyond_this_machine() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)
    for unit in UNITS:
        assert "0.0.0.0" not in unit.read_text(encoding="utf-8")


def test_the_pages_trust_their_proxy_and_nobody_else_with_forwarded_headers() -> None:
    name = f"{PREFIX}TRUSTED_PROXIES"
    handing_it_over = [service for service, what in SERVICES.items() if name in what.get("environment", {})]
    assert handing_it_over == ["web"]
    (network,) = COMPOSE["networks"]["default"]["ipam"]["config"]
    trusted = read_settings({name: SERVICES["web"]["environment"][name]}, dotenv=None).trusted_proxies
    # This machine reaches a published port from the gateway; the containers of the network have the other addresses.
    assert [str(one) for one in trusted] == [f"{network['gateway']}/32"]
    assert ip_address(network["gateway"]) in ip_network(network["subnet"])
    assert "networks" not in SERVICES["web"]
    assert SERVICES["web"]["ports"] == ["127.0.0.1:8600:8600"]
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        handed = re.findall(rf"^Environment={name}=(.*)$", text, re.MULTILINE)
        assert text.count(name) == len(handed)
        assert handed == (["127.0.0.1,::1"] if unit.name in ("ofsted-watch.service", "ofsted-watch-web.service") else [])
        assert "--host" not in text.partition("ExecStart=")[2] or "--host 127.0.0.1" in text
    shipped = [*UNITS, *EXAMPLES, HERE / "compose.yaml", HERE / "Containerfile", HERE / "with-secrets.sh"]
    assert [path.name for path in shipped if "FORWARDED_ALLOW_IPS" in path.read_text(encoding="utf-8").upper()] == []


def test_the_health_check_of_the_pages_is_answered_whatever_their_public_url(tmp_path: Path) -> None:
    (url,) = re.findall(r"http://[^']+", " ".join(SERVICES["web"]["healthcheck"]["test"]))
    settings = Settings(data_dir=tmp_path, public_url="https://watch.example")
    with TestClient(make_app(settings), base_url=settings.public_url) as browser:
        assert browser.get(url).status_code == 200


def test_every_secret_is_a_file_that_somebody_uses() -> None:
    used = {source_of(secret) for service in SERVICES.values() for secret in service.get("secrets", ())}
    assert used == set(COMPOSE["secrets"])
    assert all(secret["file"] == f"secrets/{name}" for name, secret in COMPOSE["secrets"].items())
    assert all(f"`{name}`" in RUNBOOK for name in used)


def test_no_secret_of_one_goes_to_another() -> None:
    def secrets_of(service: str) -> set[str]:
        return {source_of(secret) for secret in SERVICES[service].get("secrets", ())}

    assert "OWNER_DATABASE_URL" not in secrets_of("worker") | secrets_of("server")
    assert "PREFECT_SERVER_DATABASE_CONNECTION_URL" not in secrets_of("worker")
    assert secrets_of("reports") == {"WEB_DATABASE_URL"}


def test_whatever_stays_up_is_asked_how_it_is() -> None:
    for name, service in SERVICES.items():
        assert ("healthcheck" in service) == (service["restart"] != "no"), name
    for service in SERVICES.values():
        for other, how in service.get("depends_on", {}).items():
            assert how["condition"] != "service_healthy" or "healthcheck" in SERVICES[other]


def test_no_module_is_run_by_its_name_for_each_is_a_command() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (*UNITS, HERE / "README.md"))
    modules = set(re.findall(r"python -m ([a-z_.]+)", text))
    modules |= {service["command"][2] for service in SERVICES.values() if service.get("command", ["", ""])[1] == "-m"}
    assert modules == set()


def test_every_command_of_the_runbook_exists_with_its_options() -> None:
    text = RUNBOOK + "\n".join(path.read_text(encoding="utf-8") for path in UNITS)
    said = re.findall(r"ofsted-watch ((?:[a-z-]+ ?){1,2})((?:[^`\n]*?)?)[`'\n]", text)
    found = 0
    for phrase, rest in said:
        first, *more = phrase.split()
        command: click.Command | None = commands.commands.get(first)
        if command is None:
            continue
        if isinstance(command, click.Group):
            assert more, f"`ofsted-watch {phrase}` wants one word more"
            command = command.commands.get(more[0])
            assert command is not None, f"the runbook names `ofsted-watch {phrase}`, and there is no such command"
        taken = {option for one in command.params if isinstance(one, click.Option) for option in one.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= taken, f"`ofsted-watch {phrase}{rest}` has an option that does not exist"
        found += 1
    assert found >= 12


def test_every_command_that_is_run_in_a_container_or_a_unit_exists() -> None:
    run = {service["command"][1] for service in SERVICES.values() if service.get("command", [""])[0] == "ofsted-watch"}
    run |= {word for unit in UNITS for word in re.findall(r"/bin/ofsted-watch ([a-z-]+)", unit.read_text(encoding="utf-8"))}
    assert {"migrate", "deploy", "web", "reports", "up", "backup", "status"} <= run
    assert run <= set(commands.commands)


def container_commands() -> list[tuple[str, list[str], str, list[str]]]:
    """(run or exec, its options, the service, the command) of each such command in the runbook."""
    said = re.findall(r"\b(?:compose|compose\.yaml) (exec|run)((?: --[a-z-]+)*) ([a-z]+)((?: [^`]+)?)`", RUNBOOK)
    return [(verb, options.split(), service, command.split()) for verb, options, service, command in said]


def test_every_command_of_the_runbook_for_containers_reaches_what_it_needs() -> None:
    assert {service for *_, service, _ in container_commands()} <= set(SERVICES)
    ours = [given for given in container_commands() if "ofsted-watch" in given[3]]
    assert [(verb, command[-2]) for verb, _, _, command in ours] == [("exec", "backup"), ("run", "restore")]
    for verb, options, service, command in ours:
        # `run` has the image's entry point, which reads the secrets; `exec` has not.
        before = ["/app/deployments/with-secrets.sh"] if verb == "exec" else []
        assert command[:-2] == [*before, "ofsted-watch"]
        assert f"backups:{command[-1]}" in SERVICES[service]["volumes"]
        assert "OWNER_DATABASE_URL" in {source_of(secret) for secret in SERVICES[service]["secrets"]}
        # The database to restore into has to be empty, and what the service depends on would migrate it.
        assert (command[-2] == "restore") == ("--no-deps" in options)
    assert "migrate" in SERVICES["backup"]["depends_on"]
    assert ("run", ["--rm"], "migrate", []) in container_commands()


def test_the_administrators_file_is_where_the_runbook_has_it_in_the_container() -> None:
    (command,) = [command for *_, service, command in container_commands() if service == "postgres"]
    (file,) = [part.removeprefix("--file=") for part in command if part.startswith("--file=")]
    mounted = {target: source for source, target, *_ in (volume.split(":") for volume in SERVICES["postgres"]["volumes"])}
    assert (HERE / mounted[str(Path(file).parent)] / Path(file).name).is_file()
    assert f"--username={SERVICES['postgres']['environment']['POSTGRES_USER']}" in command


def test_the_runbook_pauses_everything_that_asks_the_site_by_itself() -> None:
    listed = yaml.safe_load(Path("prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    asking = {one["name"] for one in listed if one.get("schedules") and one["entrypoint"].split(".")[1] != "delivery_flow"}
    (sentence,) = re.findall(r"stop asking \(pause ([^)]*)\)", RUNBOOK)
    assert set(re.findall(r"`([a-z-]+)`", sentence)) == asking == {"nightly", "poll", "site-check"}


def test_every_setting_and_unit_of_the_runbook_exists() -> None:
    for name in re.findall(rf"\b{PREFIX}[A-Z_]+", RUNBOOK):
        assert is_known(name), name
    for name in re.findall(r"\bPREFECT_[A-Z_]+", RUNBOOK):
        assert is_known(name), name
    units = set(re.findall(r"ofsted-watch[a-z-]*@?\.(?:service|timer)", RUNBOOK))
    assert "ofsted-watch.service" in units
    assert units <= {unit.name for unit in UNITS}


def test_every_final_state_that_a_flow_can_end_in_is_in_the_runbook() -> None:
    names: set[str] = set()
    for path in Path("flows").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "name" and isinstance(node.value, ast.Constant):
                names.add(str(node.value.value))
    flows_themselves = {name for name in names if re.fullmatch(r"[a-z-]+", name)}
    assert {"Incomplete", "Stopped", "Refused"} <= names
    assert [name for name in names - flows_themselves if name not in RUNBOOK] == []


def test_every_deployment_of_the_runbook_is_deployed() -> None:
    deployed = {one["name"] for one in yaml.safe_load(Path("prefect.yaml").read_text(encoding="utf-8"))["deployments"]}
    said = {"nightly", "site-check", "deliver", "reread", "review-held-alerts", "review-set-aside-letters", "notify-ops"}
    assert all(name in RUNBOOK for name in said)
    assert said <= deployed


def test_the_runbooks_way_to_accept_a_real_shrink_is_open() -> None:
    def listed(urns: Iterable[int], each: int) -> list[Listing]:
        return [listing(urn=str(urn), file_number=f"{urn}{number}") for urn in urns for number in range(each)]

    everybody = range(80900, 80920)
    before = {str(urn): 20 for urn in everybody}
    asked = {"allowed_hosts": HOSTS, "today": TODAY}
    assert check_listings(listed(everybody, 5), seen_before=before, **asked).failed_batch
    alone = check_listings(listed([80900], 5), seen_before={"80900": 20}, **asked)
    assert alone.failed_batch == ()
    assert len(alone.warnings) == 1
    assert check_listings(listed([80901], 1), seen_before={"80900": 20}, **asked).failed_batch


def test_links_and_headings_of_the_runbook_lead_somewhere() -> None:
    for page, heading in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", RUNBOOK):
        there = HERE / (page or "README.md")
        assert there.exists(), page
        lines = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE) if heading else []
        headings = {re.sub(r"[^a-z0-9 -]", "", line.lower()).replace(" ", "-") for line in lines}
        assert not heading or heading in headings, heading


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here: apt-get install systemd")
def test_systemd_takes_every_unit(tmp_path: Path) -> None:
    for unit in UNITS:
        # Systemd wants the programs to be there; on the machine of the tests another one stands for them.
        text = re.sub(r"/opt/ofsted-watch/\.venv/bin/\w[\w-]*", "/bin/true", unit.read_text(encoding="utf-8"))
        (tmp_path / unit.name).write_text(text.replace("/opt/ofsted-watch", "/"), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted(map(str, tmp_path.iterdir()))], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_timer_has_its_service_and_every_service_its_user() -> None:
    names = {unit.name for unit in UNITS}
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        if unit.suffix == ".timer":
            assert f"{unit.stem}.service" in names
        else:
            assert "User=ofsted-watch" in text
            assert "NoNewPrivileges=yes" in text


def test_secrets_reach_a_command_as_its_environment_and_nothing_else_does(tmp_path: Path) -> None:
    (tmp_path / "OFSTED_WATCH_SMTP_URL").write_text("smtp://user:pa$$ 'word'@host\n", encoding="utf-8")
    (tmp_path / "POSTGRES_PASSWORD").write_text("not for us", encoding="utf-8")
    done = subprocess.run(
        [HERE / "with-secrets.sh", "env"],
        env={"PATH": os.environ["PATH"], "SECRETS_FOLDER": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "OFSTED_WATCH_SMTP_URL=smtp://user:pa$$ 'word'@host" in done.stdout.splitlines()
    assert "not for us" not in done.stdout


def test_a_command_runs_where_there_are_no_secrets(tmp_path: Path) -> None:
    done = subprocess.run(
        [HERE / "with-secrets.sh", "sh", "-c", "exit 7"],
        env={"PATH": os.environ["PATH"], "SECRETS_FOLDER": str(tmp_path / "none")},
        check=False,
    )
    assert done.returncode == 7


@pytest.fixture(scope="module")
def server_with_roles() -> Iterator[PostgresServer]:
    folder = programs()
    if folder is None or shutil.which("psql") is None:
        pytest.skip(HOW_TO_INSTALL)
    with postgres_server(folder) as server:
        run_sql(server, "roles.sql", **{f"{role}_password": "it's secret" for role in ("owner", "watch", "prefect")})
        yield server


def run_sql(server: PostgresServer, name: str, **given: str) -> None:
    where = ["--host", str(server.folder), "--username", "watch", "--dbname", "postgres", "--quiet", "--no-psqlrc"]
    phrase = [f"--set={variable}={value}" for variable, value in given.items()]
    subprocess.run(["psql", *where, *phrase, "--file", str(HERE / "postgres" / name)], check=True, timeout=60)


def url_of(server: PostgresServer, role: str, database: str = "ofsted_watch") -> str:
    return make_url(server.url(database)).set(username=role).render_as_string(hide_password=False)


@pytest.mark.postgres
def test_the_daily_role_does_a_nights_work_and_can_change_no_table(server_with_roles: PostgresServer) -> None:
    with Database(url_of(server_with_roles, "ofsted_watch_owner")) as owner:
        owner.migrate()
    with Database(url_of(server_with_roles, "ofsted_watch")) as database:
        database.migrate()
        person = subscribed(database)
        run = database.runs.start("nightly", NOW.date(), ["80990"], NOW)
        database.outcomes.apply(night(alerts=(NewAlert(person.id, event().key),)), run_id=run, at=NOW)
        database.runs.finish(run, "done", None, "all seen", NOW)
        (claimed,) = database.outbox.claim(NOW, limit=5)
        assert claimed.subscription.email == person.email
        assert len(database.alerts.find([AlertState.SENDING])) == 1
        for wrong in ("DROP TABLE alerts", "ALTER TABLE alerts ADD x int", "CREATE TABLE mine (x int)", "TRUNCATE alerts"):
            with (
                pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
                database.write_transaction() as connection,
            ):
                connection.exec_driver_sql(wrong)


@pytest.mark.postgres
def test_the_daily_role_can_work_in_a_restored_database(server_with_roles: PostgresServer, tmp_path: Path) -> None:
    old = Settings(data_dir=tmp_path / "old", database_url=url_of(server_with_roles, "ofsted_watch_owner"))
    with Database(old.database) as owner:
        owner.migrate()
    save(old, tmp_path / "backup", NOW)
    run_sql(server_with_roles, "database.sql", database="ofsted_watch_2")
    new = url_of(server_with_roles, "ofsted_watch_owner", "ofsted_watch_2")
    restore(Settings(data_dir=tmp_path / "new", database_url=new), tmp_path / "backup")
    with Database(url_of(server_with_roles, "ofsted_watch", "ofsted_watch_2")) as database:
        database.migrate()
        assert subscribed(database, "after@example.org").email == "after@example.org"


AS_BEFORE_BACKUPS = (
    "ALTER DEFAULT PRIVILEGES FOR ROLE ofsted_watch_owner IN SCHEMA public REVOKE SELECT ON SEQUENCES FROM ofsted_watch",
    "REVOKE SELECT ON ALL SEQUENCES IN SCHEMA public FROM ofsted_watch",
)
"""A database as database.sql created it when it granted no more than USAGE on sequences."""


@pytest.mark.postgres
@pytest.mark.parametrize("before_migrating", [(), AS_BEFORE_BACKUPS], ids=["a new database", "one of an earlier version"])
def test_the_daily_role_backs_up_all_that_there_is(
    server_with_roles: PostgresServer, tmp_path: Path, before_migrating: tuple[str, ...]
) -> None:
    name = "watch_later" if before_migrating else "watch_now"
    for database in (name, f"{name}_restored"):
        run_sql(server_with_roles, "database.sql", database=database)
    as_owner, as_daily = url_of(server_with_roles, "ofsted_watch_owner", name), url_of(server_with_roles, "ofsted_watch", name)
    with Database(as_owner) as owner:
        owner.migrate()
        with owner.write_transaction() as connection:
            for statement in before_migrating:
                connection.exec_driver_sql(statement)
    if before_migrating:
        migrate.migrate(as_owner)
    with Database(as_daily) as daily:
        person = subscribed(daily)
        daily.outcomes.apply(night(alerts=(NewAlert(person.id, event().key),)), run_id=None, at=NOW)
    save(Settings(data_dir=tmp_path / "old", database_url=as_daily), tmp_path / "backup", NOW)
    restored = url_of(server_with_roles, "ofsted_watch_owner", f"{name}_restored")
    restore(Settings(data_dir=tmp_path / "new", database_url=restored), tmp_path / "backup")
    assert everything(restored) == everything(as_owner)
    assert len(everything(restored)["alerts"]) == 1
    with Database(url_of(server_with_roles, "ofsted_watch", f"{name}_restored")) as daily:
        assert subscribed(daily, "after@example.org").id == person.id + 1  # the sequences were saved, too


@pytest.mark.postgres
def test_prefects_role_sees_nothing_of_ours_and_ours_nothing_of_prefects(server_with_roles: PostgresServer) -> None:
    from psycopg import OperationalError, connect

    for role, database in (("prefect", "ofsted_watch"), ("ofsted_watch", "prefect"), ("ofsted_watch_owner", "prefect")):
        with pytest.raises(OperationalError, match="permission denied"):
            connect(host=str(server_with_roles.folder), user=role, dbname=database)
    with connect(host=str(server_with_roles.folder), user="prefect", dbname="prefect") as own:
        own.execute("CREATE TABLE flows (id int)")
        assert own.execute("SELECT similarity('nightly', 'nightly')").fetchone() == (1.0,)
