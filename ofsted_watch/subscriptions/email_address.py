"""Email addresses: validation and normal form."""

import re

from ofsted_watch.errors import BadAddress

_LONGEST = 254
_LONGEST_LOCAL = 64
"""Limits of RFC 5321, 4.5.3.1 (an address within a path of 256 octets)."""

_GMAIL = ("gmail.com", "googlemail.com")

# The dot-atom of RFC 5322. Quoted local parts and bare IP addresses are legal, but no subscriber has one.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def check_address(email: str) -> str:
    """The address without spaces around it and with its domain in small letters; the part before the @ is unchanged.

    Raises BadAddress, saying what is wrong, for anything that mail cannot be sent to. A valid address may still not exist.
    """
    address = email.strip(" ")
    if not address.isprintable():
        raise BadAddress("An email address cannot contain a line break or another control character: write it on one line")
    if not address.isascii():
        raise BadAddress(
            f"'{address}' contains a letter outside a to z, which not every mail server accepts. Enter another address"
        )
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain:
        raise BadAddress(f"'{address}' is not an email address: it must look like name@example.org")
    if len(address) > _LONGEST or len(local) > _LONGEST_LOCAL:
        raise BadAddress(f"'{address[:_LONGEST_LOCAL]}…' is longer than an email address can be ({_LONGEST} characters)")
    if not _LOCAL.fullmatch(local):
        raise BadAddress(f"'{address}' is not an email address: check the part before the @, '{local}'")
    domain = domain.lower()
    if not _is_domain(domain):
        raise BadAddress(f"'{address}' is not an email address: check the part after the @, '{domain}'")
    return f"{local}@{domain}"


def compared(email: str) -> str:
    """The spelling in which addresses are compared: without spaces around it and in small letters."""
    return email.strip().casefold()


def mailbox_of(email: str) -> str:
    """One spelling for the addresses that reach one mailbox, to count requests by; mail is never sent to it.

    'Ann.Lee+watch@googlemail.com' → 'annlee@gmail.com'. What follows a '+' goes for every domain (RFC 5233), dots for
    Gmail alone, whose two domains are one.
    """
    local, at, domain = compared(email).rpartition("@")
    if not at:
        return local or domain
    local = local.partition("+")[0] or local
    if domain in _GMAIL:
        return f"{local.replace('.', '')}@{_GMAIL[0]}"
    return f"{local}@{domain}"


def masked(email: str) -> str:
    """The address masked for a log, so that its owner can recognise it: 'ann@example.org' → 'a…@e….org'."""
    local, at, domain = email.rpartition("@")
    name, dot, end = domain.rpartition(".")
    return f"{local[:1]}…{at}{name[:1]}…{dot}{end}" if at and dot else f"{email[:1]}…"


def without_address(text: str, email: str) -> str:
    """The text (a server's answer, an error) with this address masked wherever it occurs, in any letter case."""
    return re.sub(re.escape(email), masked(email), text, flags=re.IGNORECASE)


def _is_domain(domain: str) -> bool:
    """True for two labels or more that do not end like an IP address, and for localhost."""
    labels = domain.split(".")
    well_formed = all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    return well_formed and (len(labels) > 1 or domain == "localhost")
