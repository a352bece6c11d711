"""An opened PDF whose objects are parsed with one regular expression where they are plain, and by pdfminer where not."""

import re
from io import BytesIO

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import LIT, PSLiteral

STRING = rb"\((?:[^()\\]++|\\[\s\S]|\((?:[^()\\]++|\\[\s\S])*+\))*+\)"
"""A literal string with parentheses nested once; anything deeper is left to pdfminer."""
_TOKEN = re.compile(
    rb"\s*+(?:"
    rb"(?P<reference>\d++)\s++\d++\s++R(?![A-Za-z])|"
    rb"/(?P<name>[^\s()<>\[\]{}/%#]++)(?![#{}%])|"
    rb"(?P<whole>[-+]?\d++)(?![.\d])|"
    rb"(?P<number>[-+]?(?:\d++\.\d*+|\.\d++))|"
    rb"(?P<open><<|\[)|(?P<close>>>|\])|"
    rb"(?P<string>" + STRING + rb")|"
    rb"(?P<word>true|false|null)(?![A-Za-z])|"
    rb"(?P<other>\S))"
)
_HEAD = re.compile(rb"\s*+(\d++)\s++\d++\s++obj\b")
_STREAM = re.compile(rb"\s*+stream(?:\r\n|\n)")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"(": b"(", b")": b")", b"\\": b"\\"}
_LINE_ENDS = frozenset({b"\r\n", b"\r", b"\n"})
_TEXT = {b"true": True, b"false": False, b"null": None}


class NotPlain(Exception):
    """This object has something that only pdfminer's own parser knows."""


class Document(PDFDocument):
    """pdfminer's document, faster where an object is plain. Raises what PDFDocument raises."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        super().__init__(PDFParser(BytesIO(content)))

    def _getobj_parse(self, pos: int, objid: int) -> object:
        head = _HEAD.match(self._content, pos)
        if head is None or int(head[1]) != objid or self.decipher is not None:
            return super()._getobj_parse(pos, objid)
        try:
            value, end = self._value(self._content, head.end())
            if stream := _STREAM.match(self._content, end):
                return self._stream(value, stream.end())
        except (NotPlain, ValueError):
            return super()._getobj_parse(pos, objid)
        return value

    def _getobj_objstm(self, stream: PDFStream, index: int, objid: int) -> object:
        data = stream.get_data()
        first = resolve1(stream.get("First"))
        try:
            header = data[:first].split()
            if int(header[2 * index]) != objid:
                raise NotPlain
            value, _ = self._value(data, first + int(header[2 * index + 1]))
        except (NotPlain, ValueError, IndexError, TypeError):
            return super()._getobj_objstm(stream, index, objid)
        return value

    def _stream(self, value: object, start: int) -> PDFStream:
        length = resolve1(value.get("Length")) if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(length, int) or length < 0:
            raise NotPlain
        if not self._content[start + length : start + length + 16].lstrip().startswith(b"endstream"):
            raise NotPlain
        return PDFStream(value, self._content[start : start + length], self.decipher)

    def _value(self, data: bytes, at: int) -> tuple[object, int]:
        """One object and where it ends. Raises NotPlain, and ValueError for numbers and names that are none."""
        stack: list[list[object]] = [[]]
        opened: list[bytes] = []
        for match in _TOKEN.finditer(data, at):
            kind = match.lastgroup
            if kind == "reference":
                stack[-1].append(PDFObjRef(self, int(match["reference"])))
            elif kind == "name":
                stack[-1].append(LIT(match["name"].decode("utf-8")))
            elif kind == "whole":
                stack[-1].append(int(match["whole"]))
            elif kind == "open":
                stack.append([])
                opened.append(match["open"])
            elif kind == "close":
                if not opened:
                    raise NotPlain
                items = stack.pop()
                stack[-1].append(_closed(match["close"], opened.pop(), items))
            elif kind == "number":
                stack[-1].append(float(match["number"]))
            elif kind == "string":
                stack[-1].append(unescaped(match["string"]))
            elif kind == "word":
                stack[-1].append(_TEXT[match["word"]])
            else:
                raise NotPlain
            if not opened:
                return stack[0][0], match.end()
        raise NotPlain


def _closed(bracket: bytes, opening: bytes, items: list[object]) -> object:
    """A list, or the dictionary that its names and values make (values that are null are left out, as in pdfminer)."""
    if bracket == b"]" and opening == b"[":
        return items
    if bracket != b">>" or opening != b"<<" or len(items) % 2:
        raise NotPlain
    names = items[::2]
    if not all(isinstance(name, PSLiteral) for name in names):
        raise NotPlain
    return {str(name.name): value for name, value in zip(names, items[1::2], strict=True) if value is not None}  # type: ignore[attr-defined]


def unescaped(string: bytes) -> bytes:
    """What a literal string in its parentheses stands for. Raises ValueError for an escape that no PDF may have."""
    inner = string[1:-1]
    return _ESCAPE.sub(_escaped, inner) if b"\\" in inner else inner


def _escaped(match: re.Match[bytes]) -> bytes:
    what = match[1]
    if what in _ESCAPED:
        return _ESCAPED[what]
    if what in _LINE_ENDS:
        return b""
    return bytes((int(what, 8),))
