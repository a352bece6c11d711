"""The frame of the pages that the reports server shows to ops: HTML without a script, its style inside. Pure."""

from markupsafe import Markup, escape

_STYLE = """body{font-family:system-ui,'Liberation Sans',Arial,sans-serif;margin:1.5em;color:#1a2433}\
h1{font-size:1.5em}h2{font-size:1.2em}"""


def plain_page(title: str, body: Markup, style: str = "") -> str:
    """A whole page. `title` is plain text and is escaped; `body` is HTML; `style` is CSS of this page alone."""
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}{style}</style></head><body>{body}</body></html>"
    )
