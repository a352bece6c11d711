"""Ports of this machine, for the commands that listen on one."""

import errno
import socket

import click

from ofsted_watch.errors import WrongUse

PORT = click.IntRange(1, 65535)
WEB_PORT = 8600
"""The default port of the pages for recipients."""
REPORTS_PORT = 8601
"""The default port of the validation reports."""


def must_be_free(port: int, option: str = "--port", host: str = "127.0.0.1") -> None:
    """Raises WrongUse if the port is in use, naming the option for another, or if this machine has no such address."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                raise WrongUse(f"{host} is no address of this machine: choose another with --host") from error
            raise WrongUse(f"Port {port} at {host} cannot be used ({error.strerror}): choose another with {option}") from error
