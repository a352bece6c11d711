"""`bounce`: one mail from the mail server's pipe, read from standard input."""

import sys
from datetime import UTC, datetime

import click

from ofsted_watch.cli.output import say

LONGEST_MAIL = 25_000_000
"""Bytes; a bounce repeats our mail, which is far shorter."""


@click.command()
def bounce() -> int:
    """Read one mail from standard input: a bounce pauses its address, a request to stop ends its subscriptions.

    Exit code 0 when the mail was recognised, 1 when it was left alone, 2 without a mail.
    """
    from ofsted_watch.errors import WrongUse
    from ofsted_watch.services.bounce import handle_returned_mail
    from ofsted_watch.services.delivery_resources import open_delivery_resources
    from ofsted_watch.settings import read_settings

    if sys.stdin.isatty():
        raise WrongUse("Give one mail on standard input: ofsted-watch bounce < mail.eml")
    content = sys.stdin.buffer.read(LONGEST_MAIL + 1)
    if not content.strip():
        raise WrongUse("Standard input is empty: give one mail, for example ofsted-watch bounce < mail.eml")
    if len(content) > LONGEST_MAIL:
        raise WrongUse(f"The mail is longer than {LONGEST_MAIL // 1_000_000} MB: it is not a bounce of one of our mails")
    with open_delivery_resources(read_settings()) as resources:
        handled = handle_returned_mail(resources, content, datetime.now(UTC))
    say(handled.message)
    return 0 if handled.recognised else 1
