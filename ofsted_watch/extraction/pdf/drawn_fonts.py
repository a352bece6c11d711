"""Fonts that draw their characters with operators of their own (Type 3): whether what they print is sure to be seen."""

import re

from pdfminer.pdftypes import PDFStream, resolve1

from ofsted_watch.extraction.pdf.graphics_state import name_of

_DRAWS = re.compile(rb"(?<![\w/])(?:f\*?|F|B\*?|b\*?|S|s|Do|BI|sh|Tj|TJ)(?!\w)")


def doubt_of_font(font: object) -> str:
    """Why a font's own drawings leave open how its print looks, '' for a font of any other kind."""
    if not isinstance(font, dict) or name_of(font.get("Subtype")) != "Type3":
        return ""
    drawings = resolve1(font.get("CharProcs"))
    streams = [resolve1(drawing) for drawing in drawings.values()] if isinstance(drawings, dict) else []
    drawn = all(isinstance(stream, PDFStream) and _DRAWS.search(stream.get_data()) for stream in streams)
    coloured = any(isinstance(stream, PDFStream) and re.search(rb"\bd0\b", stream.get_data()) for stream in streams)
    return "" if streams and drawn and not coloured else "its font draws its own characters"
