"""What we run is what was tried: every distribution of our tree is pinned, and a known vulnerability fails the audit."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXTRAS = ("", "postgres", "demo", "dev", "parquet", "s3")
NOT_OURS_TO_PIN = {"pip", "setuptools", "wheel", "ofsted-watch"}
"""What makes the environment rather than being a part of it, and ourselves."""


def pinned() -> dict[str, str]:
    """Name → version of each line of constraints.txt. Fails on a line that pins nothing."""
    lines = [line.partition("#")[0].strip() for line in Path("constraints.txt").read_text(encoding="utf-8").splitlines()]
    found = {}
    for line in filter(None, lines):
        name, equals, number = line.partition("==")
        assert equals, f"constraints.txt does not pin {line}"
        found[str(canonicalize_name(name))] = number
    return found


def tree() -> set[str]:
    """Every installed distribution that ours, with its extras, needs: directly or through others, on this machine."""
    found: set[str] = set()
    waiting = [("ofsted-watch", extra) for extra in EXTRAS]
    seen = set(waiting)
    while waiting:
        name, extra = waiting.pop()
        try:
            needs = distribution(name).requires or []
        except PackageNotFoundError:
            continue  # an extra that is not installed here: nothing of it runs
        found.add(name)
        for line in needs:
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": extra}):
                below = [(str(canonicalize_name(need.name)), one) for one in ("", *need.extras)]
                waiting += [one for one in below if one not in seen]
                seen.update(below)
    return found - NOT_OURS_TO_PIN


def test_every_installed_distribution_of_our_tree_is_pinned_to_the_version_that_is_installed() -> None:
    pins = pinned()
    installed = {name: version(name) for name in tree()}
    assert len(installed) > 100
    assert {name: number for name, number in installed.items() if pins.get(name) != number} == {}


class _Osv(BaseHTTPRequestHandler):
    """A vulnerability service that knows of one vulnerability: in idna."""

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = {"id": "MADE-UP-1", "summary": "made up", "affected": [{"package": {"name": "idna", "ecosystem": "PyPI"}}]}
        self._answer({"vulns": [known]} if asked["package"]["name"] == "idna" else {})

    def _answer(self, document: dict[str, object]) -> None:
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def vulnerability_service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Osv)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        server.server_close()


def audit(service: str, requirements: str = "constraints.txt") -> subprocess.CompletedProcess[str]:
    stored = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment = {**stored, "PYTHON": sys.executable, "AUDIT_SERVICE": service, "AUDIT_REQUIREMENTS": requirements}
    return subprocess.run([".ci/audit"], env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_without_a_network_the_audit_lists_what_is_pinned_and_says_that_it_knows_no_more() -> None:
    done = audit("http://127.0.0.1:9/v1/query")
    first, *listed = done.stdout.splitlines()
    assert (done.returncode, first) == (0, "pinned and listed, not audited: no network")
    assert len(listed) == len(pinned())


@pytest.mark.parametrize(("line", "code"), [("idna==3.0", 1), ("six==1.17.0", 0)])
def test_a_known_vulnerability_fails_the_audit_and_none_passes(line: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text(f"{line}\n", encoding="utf-8")
    with vulnerability_service() as service:
        done = audit(service, str(tmp_path / "some.txt"))
    assert done.returncode == code, done.stderr
    assert ("MADE-UP-1" in done.stdout) == (code == 1)
