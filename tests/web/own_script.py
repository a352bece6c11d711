"""The scripts that a page may name: our own files, at addresses that carry their hash, with no text inside."""

import re

OWN_SCRIPT = re.compile(r"^/static/(?:find|sort)\.js\?v=[0-9a-f]{12}$")
"""The address of one of our scripts: the name boxes' on every page, and that of the tables."""

_OWN_ELEMENT = re.compile(r'<script src="(/static/(?:find|sort)\.js)\?v=[0-9a-f]{12}" defer></script>')


def without_own_script(html: str) -> str:
    """The page without our own scripts: whatever script is left came from somewhere else. Fails if one of ours is there twice."""
    named = _OWN_ELEMENT.findall(html)
    assert len(named) == len(set(named)), "each script of ours is named once"
    return _OWN_ELEMENT.sub("", html)
