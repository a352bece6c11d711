"""What the package declares is true: one version, and the dependencies that the shipped packages import."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ofsted_watch import __version__

PROJECT = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
SHIPPED = ("ofsted_watch", "flows", "tasks", "expectations", "deployments")
LOADED_BY_NAME = {
    "python-multipart",  # FastAPI reads forms with it
    "tzdata",  # zoneinfo's data, where the system has none
    "psycopg",  # SQLAlchemy loads it for postgresql+psycopg://
    "s3fs",  # fsspec loads it for s3://
}
"""Declared and never imported by us: another library loads it, and says so when it is missing."""


def declared(lines: Iterable[str]) -> set[str]:
    return {str(canonicalize_name(Requirement(line).name)) for line in lines}


def imported(files: Iterable[Path]) -> set[str]:
    """The top-level names that these files import, at any depth of the code."""
    names: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(str(node.module).partition(".")[0])
    return names


def distributions(names: Iterable[str]) -> set[str]:
    """The distributions that bring these names, without the standard library's and our own."""
    bring = packages_distributions()
    others = {name for name in names if name not in sys.stdlib_module_names and name not in (*SHIPPED, "__future__")}
    unknown = {name for name in others if name not in bring}
    assert not unknown, f"imported and not installed: {', '.join(sorted(unknown))}"
    return {str(canonicalize_name(bring[name][0])) for name in others}


def sources() -> set[Path]:
    return {file for package in SHIPPED for file in Path(package).rglob("*.py")}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported():
    shipped = ("postgres", "demo", "parquet", "s3")
    everything = declared([*PROJECT["dependencies"], *(line for extra in shipped for line in EXTRAS[extra])])
    assert distributions(imported(sources())) == everything - LOADED_BY_NAME


def test_what_is_imported_outside_the_demo_and_the_exports_needs_no_extra():
    files = {file for file in sources() if "demo_site" not in file.parts and file.name != "exports.py"}
    assert distributions(imported(files)) <= declared(PROJECT["dependencies"])


@pytest.mark.parametrize(("code", "names"), [("import a.b, c", {"a", "c"}), ("def f():\n    from d.e import g", {"d"})])
def test_an_import_is_seen_wherever_it_stands(code: str, names: set[str], tmp_path: Path):
    (tmp_path / "module.py").write_text(code, encoding="utf-8")
    assert imported([tmp_path / "module.py"]) == names


def test_every_dependency_has_a_floor_and_the_pinned_version_is_allowed():
    lines = [line.strip() for line in Path("constraints.txt").read_text(encoding="utf-8").splitlines() if line.strip()]
    pinned = {str(canonicalize_name(line.partition("==")[0])): line.partition("==")[2] for line in lines}
    for line in [*PROJECT["dependencies"], *(line for extra in ("postgres", "demo", "parquet", "s3") for line in EXTRAS[extra])]:
        need = Requirement(line)
        assert re.search(r"[>=]=", line), f"{line} has no floor"
        version = pinned.get(str(canonicalize_name(need.name)))
        assert version is not None, f"constraints.txt does not pin {need.name}"
        assert need.specifier.contains(version), f"constraints.txt pins {need.name} {version}, pyproject.toml says {line}"


def test_the_version_is_written_in_the_package_and_the_deployments_agree():
    assert "version" in PROJECT["dynamic"]
    assert "version" not in PROJECT
    deployments = yaml.safe_load(Path("prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert {one["version"] for one in deployments} == {__version__}


def test_the_changelog_begins_with_this_version():
    newest = re.search(r"^## (\S+)", Path("CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == __version__


def test_a_wheel_is_refused_with_the_sentence_that_says_how_to_install(tmp_path: Path):
    pytest.importorskip("setuptools", "77", reason="setuptools 77 or newer is not installed here; .ci/package tries it with pip")
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in SHIPPED:
        shutil.copytree(name, tmp_path / name, ignore=ignored)
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(name, tmp_path / name)
    command = [sys.executable, "setup.py", "-q", "bdist_wheel"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode != 0
    assert done.stderr.strip().splitlines()[-1] == (
        "Ofsted Watch runs from its own folder and is not built as a wheel: clone the project and run `make install` there."
    )
    assert not list(tmp_path.rglob("*.whl"))


def test_the_scheduled_job_tries_both_ends_of_the_versions_the_image_and_a_search_and_names_what_failed():
    environment = {
        "PATH": os.environ["PATH"],
        "OLDEST_PYTHON": "false",
        "NEWEST_PYTHON": "false",
        "ENGINES": "false",
        "MAKE": "false",
    }
    done = subprocess.run([".ci/scheduled"], env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-4:] == [
        "failed: lowest on false",
        "failed: newest on false",
        "failed: the image",
        "failed: the search, whose seed stands above: make its find a test",
    ]


def test_the_job_of_versions_takes_one_of_two_words():
    done = subprocess.run([".ci/versions", "oldest"], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (2, "usage: .ci/versions lowest|newest\n")
