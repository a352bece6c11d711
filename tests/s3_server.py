"""A real S3 server on loopback: moto's, in a process of its own, with a key that may do only what the runbook asks for."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.isolation import clean_environment
from tests.ports import free_ports

BUCKET = "letters-of-the-watch"
REGION = "eu-west-2"
START_SECONDS = 120.0
ALLOWED = ["s3:GetObject", "s3:ListBucket", "s3:PutObject"]
"""What deployments/README.md says the key needs; it says that deleting is not needed."""


@dataclass
class S3Server:
    """The server's address, a key of ours, and its process."""

    url: str
    process: subprocess.Popen[bytes]
    key: str = ""
    secret: str = ""

    def used_from(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Put address and key where the runbook puts them, in the home of who runs the watch; forget earlier connections."""
        import s3fs

        folder = home / ".aws"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config").write_text(f"[default]\nregion = {REGION}\nendpoint_url = {self.url}\n", encoding="utf-8")
        keys = f"[default]\naws_access_key_id = {self.key}\naws_secret_access_key = {self.secret}\n"
        (folder / "credentials").write_text(keys, encoding="utf-8")
        monkeypatch.setenv("HOME", str(home))
        s3fs.S3FileSystem.clear_instance_cache()

    def stored(self, prefix: str) -> dict[str, bytes]:
        """Key → bytes of everything under a prefix of the bucket, asked for by another library than the archive's."""
        client = self._client("s3")
        keys = [entry["Key"] for entry in client.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])]
        return {key: client.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}

    def overwrite(self, key: str, content: bytes) -> None:
        """Put other bytes under a key, as nobody should."""
        self._client("s3").put_object(Bucket=BUCKET, Key=key, Body=content)

    def delete(self, key: str) -> None:
        """Delete with our key, which may not."""
        self._client("s3").delete_object(Bucket=BUCKET, Key=key)

    def kill(self) -> None:
        """End the server as a machine that is switched off does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def prepare(self) -> None:
        """Make the bucket and the key. From then on the server asks every request for a key and what it may do."""
        self.key, self.secret = "made-up-administrator", "made-up"
        self._client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        users = self._client("iam")
        users.create_user(UserName="watch")
        rights = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ALLOWED, "Resource": "*"}]}
        users.put_user_policy(UserName="watch", PolicyName="archive", PolicyDocument=json.dumps(rights))
        given = users.create_access_key(UserName="watch")["AccessKey"]
        self.key, self.secret = given["AccessKeyId"], given["SecretAccessKey"]
        httpx.post(f"{self.url}/moto-api/reset-auth", content="0").raise_for_status()

    def _client(self, service: str) -> Any:
        import boto3

        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=self.key,
            aws_secret_access_key=self.secret,
        )


@contextmanager
def s3_server(folder: Path) -> Iterator[S3Server]:
    """Start the server and prepare it. Skips with the reason where moto or s3fs is not installed."""
    for name in ("moto", "flask", "flask_cors", "s3fs"):
        pytest.importorskip(name, reason=f"{name} is not installed: make setup")
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    with (folder / "s3.log").open("wb") as log:
        command = [sys.executable, "-c", "from moto.server import main; main()", "-H", "127.0.0.1", "-p", str(port)]
        process = subprocess.Popen(command, env=clean_environment(), stdout=log, stderr=log)
    server = S3Server(url, process)
    try:
        _wait_for(server, folder / "s3.log")
        server.prepare()
        yield server
    finally:
        process.kill()
        process.wait()


def _wait_for(server: S3Server, log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        assert server.process.poll() is None, log.read_text(errors="replace")
        try:
            httpx.get(f"{server.url}/moto-api/data.json", timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError(f"moto did not answer: {log.read_text(errors='replace')}")
