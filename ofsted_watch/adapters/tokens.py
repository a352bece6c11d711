"""Sealed tokens for the links in our mails: nobody else can create one, read one, or use one for another purpose."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from ofsted_watch.adapters.secret_file import SHORTEST_SECRET
from ofsted_watch.errors import BadLink, BadSetting, LinkExpired

_LONGEST_TOKEN = 4000
"""Characters. Preferences with every authority make a token of about 1,500."""


class Purpose(StrEnum):
    """What a token is for. Each purpose has its own keys, so that a token for one does not work for another."""

    CONFIRM = "confirm"
    MANAGE = "manage"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, slots=True)
class Opened:
    """The contents of a valid token, and the moment (UTC, whole seconds) it was made."""

    content: Mapping[str, Any]
    made: datetime


class Tokens:
    """Creates and opens tokens. The first secret seals; any of them opens, so that a new one can be put first."""

    def __init__(self, secrets: Sequence[str]) -> None:
        """Raises BadSetting for no secret at all, or one shorter than SHORTEST_SECRET characters."""
        if not secrets or any(len(secret) < SHORTEST_SECRET for secret in secrets):
            raise BadSetting(
                f"OFSTED_WATCH_SECRET must have at least {SHORTEST_SECRET} characters; each one if there are several"
            )
        self._keys = {purpose: MultiFernet([_key(secret, purpose) for secret in secrets]) for purpose in Purpose}

    def make(self, purpose: Purpose, content: Mapping[str, Any], at: datetime) -> str:
        """A token with this JSON that can be part of an address: letters, digits, '-' and '_'."""
        packed = json.dumps(content, separators=(",", ":"), sort_keys=True).encode()
        return self._keys[purpose].encrypt_at_time(packed, int(at.timestamp())).decode().rstrip("=")

    def open(self, purpose: Purpose, token: str, now: datetime, lasts: timedelta | None) -> Opened:
        """The contents of a token. Raises LinkExpired for one made longer than `lasts` ago (None: it never expires), BadLink for
        one that is cut off, of another purpose, sealed with a removed secret, or not from us.
        """
        if len(token) > _LONGEST_TOKEN or not token.isascii():
            raise BadLink(NOT_OURS)
        padded = token.encode() + b"=" * (-len(token) % 4)
        keys = self._keys[purpose]
        try:
            content = json.loads(keys.decrypt(padded))
            made = datetime.fromtimestamp(keys.extract_timestamp(padded), UTC)
        except InvalidToken:
            raise BadLink(NOT_OURS) from None
        if lasts is not None and now - made > lasts:
            raise LinkExpired(f"This link was made more than {lasts.days} days ago and has expired")
        return Opened(content, made)


NOT_OURS = "This link is not valid, or a part of it is missing: open it again from the mail, or copy all of it"


def _key(secret: str, purpose: Purpose) -> Fernet:
    """Fernet's 32 bytes from a secret of any length: HMAC-SHA-256 with the purpose's name."""
    derived = hmac.new(secret.encode(), f"ofsted-watch {purpose}".encode(), hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(derived))
