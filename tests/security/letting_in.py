"""Servers that let somebody in by a canary, or refuse them and say it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import psycopg
import pytest
from aiosmtpd.smtp import AuthResult

from tests.postgres_server import HOW_TO_INSTALL, PostgresServer, postgres_server, programs
from tests.security.canaries import DATABASE, SMTP, USER


@contextmanager
def one_role_by_password() -> Iterator[PostgresServer]:
    """A PostgreSQL that lets one role in by its password alone, to a database `kept` of its own."""
    folder = programs()
    if folder is None:
        pytest.skip(HOW_TO_INSTALL)
    with postgres_server(folder) as running:
        rules = running.folder / "data" / "pg_hba.conf"
        rules.write_text(f"local all {USER} scram-sha-256\n{rules.read_text()}")
        with psycopg.connect(host=str(running.folder), user="watch", dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {USER} LOGIN PASSWORD '{DATABASE}'".encode())
            connection.execute(f"CREATE DATABASE kept OWNER {USER}".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield running


def database_url(server: PostgresServer, password: str = DATABASE, folder: str = "") -> str:
    """How that role reaches its database; `folder` is another place to look for the server."""
    return f"postgresql://{USER}:{quote(password, safe='')}@/kept?host={folder or server.folder}"


def smtp_url(port: int) -> str:
    """A mail server on this machine, with a canary for password."""
    return f"smtp://{USER}:{quote(SMTP, safe='')}@127.0.0.1:{port}"


def says_it_back(_server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
    """The worst answer of a mail server to a login: it repeats what it was given."""
    login, password = getattr(data, "login", b"").decode(), getattr(data, "password", b"").decode()
    return AuthResult(success=False, handled=False, message=f"535 5.7.8 {'x' * 240} {login} has no password {password}")
