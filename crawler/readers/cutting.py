"""Records of XML that is not well-formed, cut out by their tags and read one by one.

A parser stops for good where markup breaks. Here a broken record costs itself: the next one is
looked for by the tag that records of the file begin with. What breaks most feeds is mended: an `&`
or `<` that stands for itself, bytes of another character set, numbers of characters that are none,
prefixes that nobody declared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from xml.etree import ElementTree as ET
from xml.parsers.expat import ErrorString

from crawler.readers.raw import MAX_BYTES, Broken
from crawler.readers.tables import decoded

_TAIL = 1000
"""Bytes in which a tag may have begun that ends in what comes."""
_DONE = 1 << 20
"""Bytes that are done with before they are let go of."""
_DECLARED = re.compile(rb"\bxmlns(?::([\w.-]+))?\s*=\s*(\"[^\"]*\"|'[^']*')")
_OPENS = re.compile(rb"<[^\s!?/<>]")
_CODE = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_LONE_AMPERSAND = re.compile(r"&(?!#[0-9]+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)")
_LONE_BRACKET = re.compile(r"<(?![^\W\d]|[/!?:])")
_NUMBERED = re.compile(r"&#(?:x([0-9a-fA-F]+)|([0-9]+));")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PREFIX = re.compile(r"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]")
_KNOWN_PREFIXES = ("content", "dc", "dcterms", "excerpt", "wp")


class Cutter:
    """The records in bytes that come some at a time."""

    def __init__(self, names: Iterable[bytes], head: bytes) -> None:
        """`names` are tags as they are written; `head` stands before the records, and says what
        their prefixes mean."""
        one = b"|".join(map(re.escape, names))
        self.tag = re.compile(rb"<(/?)(%s)(?=[\s/>])[^>]*>" % one, re.IGNORECASE)
        first = self.tag.search(head)
        head = head[: first.start()] if first else head
        self.is_held = _OPENS.search(head) is not None
        """Whether something holds the records."""
        self.spaces = {
            name.decode(): said.decode("utf-8", "replace")
            for name, said in reversed(_DECLARED.findall(head))
        }
        code = _CODE.search(head)
        self.code = code[1].decode() if code else ""

    def cut(
        self, data: bytes, more: Callable[[], bytes], said: bool
    ) -> Iterator[ET.Element | Broken]:
        """The records in `data` and what `more` gives, until it gives nothing; Broken for each one
        that cannot be read. `said`: the first end without a beginning is known already.
        """
        start: int | None = None
        at, skipping, named = 0, False, False
        while True:
            tag = self.tag.search(data, at)
            if tag is None:
                if start is not None and len(data) - start > MAX_BYTES:
                    yield Broken("too large", f"an element of more than {MAX_BYTES} bytes")
                    start, skipping = None, True
                keep = max(at, len(data) - _TAIL) if start is None else start
                at = max(at, len(data) - _TAIL) - keep
                start = None if start is None else 0
                added = more()
                data = data[keep:] + added
                if not added:
                    break
                continue
            at = tag.end()
            if not named:  # among the names that records have, this file has this one
                self.tag = re.compile(rb"<(/?)(%s)(?=[\s/>])[^>]*>" % re.escape(tag[2]))
                named = True
            if not tag[1]:
                if start is not None:
                    yield Broken("corrupt", "an element has no end")
                start, skipping = tag.start(), False
            if tag[1] or tag[0].endswith(b"/>"):
                if start is not None:
                    yield self.parsed(data[start:at])
                elif not skipping and not said:
                    yield Broken("corrupt", "an element has no beginning")
                else:
                    said = said and skipping
                start, skipping = None, False
            if start is None and at > _DONE:
                data, at = data[at:], 0
        if start is not None:
            yield Broken("truncated", "the last element has no end")
        elif self.is_held and b"</" not in data[at:]:
            yield Broken("truncated", "what holds the records has no end")

    def parsed(self, data: bytes) -> ET.Element | Broken:
        text = self.decoded(data)
        try:
            return self.element(text)
        except ET.ParseError:
            pass
        try:
            return self.element(_mended(text))
        except ET.ParseError as error:
            return Broken("corrupt", f"XML that is not well-formed: {ErrorString(error.code)}")

    def decoded(self, data: bytes) -> str:
        try:
            return data.decode(self.code or "utf-8")
        except (LookupError, UnicodeDecodeError):
            return decoded(data)

    def element(self, text: str) -> ET.Element:
        """Raises ParseError."""
        spaces = dict(self.spaces)
        for prefix in set(_PREFIX.findall(text)) - spaces.keys() - {"xml", "xmlns"}:
            space = "purl.org" if prefix in _KNOWN_PREFIXES else "undeclared"
            spaces[prefix] = f'"http://{space}/{prefix}"'
        said = "".join(
            f" xmlns{':' if prefix else ''}{prefix}={space}" for prefix, space in spaces.items()
        )
        return ET.fromstring(f"<records{said}>{text}</records>")[0]


def _mended(text: str) -> str:
    """Text of XML in which what stands for itself does, and nothing is that XML forbids.

    >>> _mended("<a>Quill & Rook, 3 < 4&#1;</a>")
    '<a>Quill &amp; Rook, 3 &lt; 4</a>'
    """
    parts = _CDATA.split(_NO_XML.sub("", text))
    for at in range(0, len(parts), 2):  # the others are CDATA
        part = _NUMBERED.sub(_allowed, parts[at])
        parts[at] = _LONE_BRACKET.sub("&lt;", _LONE_AMPERSAND.sub("&amp;", part))
    return "".join(parts)


def _allowed(number: re.Match[str]) -> str:
    code = int(number[1], 16) if number[1] else int(number[2])
    return "" if code > 0x10FFFF or _NO_XML.match(chr(code)) else number[0]
