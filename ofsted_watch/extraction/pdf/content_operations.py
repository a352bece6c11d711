"""How a content stream (ISO 32000-1, 7.8.2) is cut into operations: one match for each that decides what is seen.

The last group of a match names its kind. Operations that only place text are passed over together.
"""

import re

from ofsted_watch.extraction.pdf.document import STRING

_NUMBER = rb"[-+]?[\d.]++"
_NAME = rb"[^\s()<>\[\]{}/%]++"
_END = rb"(?=[\s/\[(<]|\Z)"
_HEX = rb"<[0-9A-Fa-f\s]*+>"
_PROPERTIES = rb"<<(?:[^<>()]++|" + STRING + rb"|" + _HEX + rb"|<<(?:[^<>()]++|" + STRING + rb"|" + _HEX + rb")*+>>)*+>>"
_PLACING = rb"(?:T[dDmcwzLs*]|BT|[iMjJ]|ri|d[01]|MP|BX|EX)" + _END
_TAGS = rb"/" + _NAME + rb"\s*+(?:(?:" + _PROPERTIES + rb"|/" + _NAME + rb")\s*+BDC|BMC)|EMC" + _END
_BEGIN = rb"\s*+(?:(?P<placing>(?:(?:(?:" + _NUMBER + rb"\s++)*+" + _PLACING + rb"%s)\s*+)++)|"
_OPERATIONS = (
    rb"(?P<window>(?:" + _NUMBER + rb"\s++){4})re\s++W\*?\s++n" + _END + rb"|"
    rb"(?P<text>(?:\[(?:[^\[\]()%]++|"
    + STRING
    + rb")*+\]\s*+TJ|(?:"
    + _NUMBER
    + rb"\s++){0,2}(?:"
    + STRING
    + rb"|"
    + _HEX
    + rb")\s*+(?:Tj|['\"]))\s*+)|"
    rb"(?P<image>BI\b[\s\S]*?\sID\s[\s\S]*?\sEI" + _END + rb")|"
    rb"(?P<numbers>(?:" + _NUMBER + rb"\s++)*+)(?P<operator>[A-Za-z]++\*?)|"
    rb"/(?P<font>" + _NAME + rb")\s++" + _NUMBER + rb"\s++Tf|"
    rb"/(?P<tag>" + _NAME + rb")\s*+(?:" + _PROPERTIES + rb"|/(?P<named>" + _NAME + rb"))\s*+(?:BDC|(?P<point>DP))|"
    rb"/" + _NAME + rb"\s++(?P<bare>BMC|MP)|"
    rb"(?P<amounts>(?:" + _NUMBER + rb"\s++)*+)/(?P<name>" + _NAME + rb")\s++(?P<use>Do|gs|cs|CS|ri|sh|scn|SCN)" + _END + rb"|"
    rb"(?P<dash>\[[-+\d.\s]*+\]\s*+" + _NUMBER + rb"\s++d)" + _END + rb"|"
    rb"(?P<comment>%[^\r\n]*+)|"
    rb"(?P<unknown>\S)"
    rb")"
)
WITH_TAGS = re.compile(_BEGIN % b"" + _OPERATIONS)
WITHOUT_TAGS = re.compile(_BEGIN % (b"|" + _TAGS) + _OPERATIONS)
"""For files without layers: there, tags hide nothing."""
