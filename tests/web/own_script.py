"""The one script that a page may name: our own file, at the address that carries its hash, with no text inside."""

import re

OWN_SCRIPT = re.compile(r"^/static/find\.js\?v=[0-9a-f]{12}$")
"""The address of our script."""

_OWN_ELEMENT = re.compile(r'<script src="/static/find\.js\?v=[0-9a-f]{12}" defer></script>')


def without_own_script(html: str) -> str:
    """The page without our own script: whatever script is left came from somewhere else. Fails if ours is there twice."""
    rest, times = _OWN_ELEMENT.subn("", html)
    assert times <= 1, "our script is named once"
    return rest
