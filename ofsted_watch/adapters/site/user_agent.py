"""The name under which the site is asked: the product, its version and the contact. Imports nothing that is slow to load."""

import re
from email.utils import parseaddr

PRODUCT = "OfstedWatch"
"""What robots.txt calls us."""


def user_agent(version: str, contact: str) -> str:
    """'OfstedWatch/0.1 (+mailto:watch@example.org)' from 'Ofsted Watch <watch@example.org>'; a web address works as well."""
    contact = next(iter(contact.splitlines()), "")  # from Python 3.13 on, parseaddr finds no address where a line follows
    is_web = contact.startswith(("https://", "http://"))
    address = contact if is_web else parseaddr(contact)[1]
    if not re.fullmatch(r"[!-'*-~]+", address):
        return f"{PRODUCT}/{version}"
    return f"{PRODUCT}/{version} (+{'' if is_web else 'mailto:'}{address})"
