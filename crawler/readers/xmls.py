"""XML that holds records: feeds, exports of WordPress, what spiders and databases write.

A record is an element of a name that records have, or a child of the root; its children are its
fields, by their local names. What stands around the records says nothing of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any
from xml.etree import ElementTree as ET

from crawler.readers.raw import MAX_BYTES, Bad, Broken, Raw, Reading
from crawler.readers.streams import Opened, chunks, narrow, peek
from crawler.readers.telling import HEAD_BYTES, NO_RECORDS, root_of

_RECORDS = frozenset("item entry article record row doc document post story news".split())  # noqa: SIM905
_AROUND = frozenset("channel items articles entries records rows docs documents posts data".split())  # noqa: SIM905
_NAMESPACE = re.compile(r"\{([^}]*)\}(.*)")
_OWN = re.compile(r"purl\.org|w3\.org|wordpress\.org|^$|purl\.oclc|/rss")
"""Namespaces whose elements are called by their own names alone; others go with theirs."""
_XML_ENTITIES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_OPEN_ENTITY = re.compile(rb"&[A-Za-z0-9]{0,32}$")
_SAYS_CODE = re.compile(rb"(<\?xml[^>]*?)encoding\s*=\s*[\"'][^\"']*[\"']")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_BLOCKS = re.compile(r"</(?:p|div|h[1-6]|blockquote|ul|ol|figure|table)\s*>|<br\b|<img\b", re.I)
_BLOCK = re.compile(
    r"\s*</?(?:p|div|h[1-6]|blockquote|[uod]l|li|d[td]|figure|figcaption|table|t[rdh]|pre|section"
    r"|article|header|footer|aside|script|style|iframe)\b",
    re.IGNORECASE,
)
_EDITOR = re.compile(r"<!-- /?wp:.*?-->", re.S)
_CAPTION = re.compile(
    r"\[caption\b[^\]]*\]\s*((?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?)(.*?)\[/caption\]", re.S
)
_SHORTCODE = re.compile(r"\[/?(?:gallery|embed|video|audio|playlist|vc_\w+|et_pb_\w+)\b[^\]]*\]")
_PARAGRAPHS = re.compile(r"\n\s*\n")


def read_xml(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """The records of an XML file, in its order. Raises Broken where it is not well-formed."""
    root = root_of(narrow(peek(file, HEAD_BYTES)))
    if root in NO_RECORDS:
        detail = f"it holds XML ({root}), of which newsfold reads no articles"
        yield Bad(file.name, "wrong suffix", detail, file.name)
        return
    count = 0
    for element in _records(file):
        count += 1
        where = f"{file.name}:{count}"
        try:
            fields = _fields(element)
        except RecursionError:
            yield Bad(where, "unreadable", "elements are nested too deeply", where)
            continue
        kind = fields.get("post_type", "post")
        if kind in _NO_POSTS:
            yield Bad(
                where, "no article", f"an item of the type {kind}", str(fields.get("guid") or where)
            )
            continue
        size = sum(len(value) for value in fields.values() if isinstance(value, str))
        yield Raw(where, "fields", fields, {}, size)
    if not count:
        yield Bad(file.name, "empty", "the file holds no record", file.name)


_NO_POSTS = (
    "attachment",
    "nav_menu_item",
    "revision",
    "custom_css",
    "wp_global_styles",
    "wp_navigation",
)
"""Types of items in exports of WordPress that are no pages."""


def _records(file: Opened) -> Iterator[ET.Element]:
    """The elements that are records, each complete; nothing of them is kept afterwards."""
    above: list[ET.Element] = []
    record: ET.Element | None = None
    source = _Source(file)
    try:
        for event, element in ET.iterparse(source, ("start", "end")):
            if event == "start":
                if record is None and _is_record(element, above):
                    record, source.since = element, 0
                above.append(element)
                continue
            above.pop()
            if record is not None and element is record:
                yield record
                record, source.since = None, 0
            if record is None and above:
                above[-1].remove(element)
    except ET.ParseError as error:
        reason = "truncated" if source.ended else "corrupt"
        raise Broken(reason, f"XML that is not well-formed: {error}") from error


class _Source:
    """The bytes of a file for a parser, without control characters, and with numbers for the
    entities of HTML: both are no XML, and in many feeds.
    """

    def __init__(self, file: Opened) -> None:
        self.chunks = chunks(file)
        self.wide = narrow(head := peek(file, HEAD_BYTES)) != head
        self.rest = b""
        self.since = 0
        """Bytes since a record began or ended."""
        self.ended = False

    def read(self, size: int = -1) -> bytes:
        """Some bytes, none at the end; raises Broken for an element that is too large."""
        while not self.ended:
            data = next(self.chunks, b"")
            self.ended = not data
            self.since += len(data)
            if self.since > MAX_BYTES:
                raise Broken("too large", f"an element of more than {MAX_BYTES} bytes")
            if self.wide:  # `chunks` made UTF-8 of it, whatever it says
                data, self.wide = _SAYS_CODE.sub(rb"\1", data, count=1), False
            data = (self.rest + data).translate(None, _CONTROLS)
            found = None if self.ended else _OPEN_ENTITY.search(data)
            self.rest = found[0] if found else b""
            data = data[: found.start()] if found else data
            if data:
                return _ENTITY.sub(_numbered, data)
        return b""


def _is_record(element: ET.Element, above: list[ET.Element]) -> bool:
    name = _local(element.tag).lower()
    if not above:
        return False
    root = _local(above[0].tag).lower()
    return name in _RECORDS or (len(above) == 1 and root not in _FEEDS and name not in _AROUND)


_FEEDS = ("rss", "rdf", "feed")


def _numbered(entity: re.Match[bytes]) -> bytes:
    if entity[1] in _XML_ENTITIES:
        return entity[0]
    signs = html5.get(f"{entity[1].decode('ascii')};", "")
    return "".join(f"&#{ord(sign)};" for sign in signs).encode() or b"&amp;" + entity[0][1:]


def _local(tag: str) -> str:
    found = _NAMESPACE.fullmatch(tag)
    if not found:
        return tag
    space, name = found[1].lower(), found[2]
    if name == "encoded":
        return "excerpt" if "excerpt" in space else "content"
    return name if _OWN.search(space) else f"{space.strip('/').rsplit('/', 1)[-1]}:{name}"


def _fields(element: ET.Element) -> dict[str, Any]:
    """What the children of an element say; several of a name are a list."""
    fields: dict[str, Any] = {_local(name): value for name, value in element.attrib.items()}
    for child in element:
        name, value = _local(child.tag), _value(child)
        if name == "link" and child.get("rel", "alternate") != "alternate":
            continue
        if name not in fields or fields[name] == "":
            fields[name] = value
        elif value:
            held = fields[name] if isinstance(fields[name], list) else [fields[name]]
            fields[name] = [*held, value]
    for name in ("content", "description", "summary"):
        if isinstance(fields.get(name), str):
            fields[name] = _as_markup(fields[name])
    return fields


def _value(element: ET.Element) -> Any:
    inner = (element.text or "").strip()
    if len(element) and element.get("type") == "xhtml":
        markup = "".join(ET.tostring(child, "unicode", "html") for child in element)
        return re.sub(r"(</?)\w+:", r"\1", markup)
    if len(element) and not inner:
        return _fields(element)
    text = "".join(element.itertext()).strip()
    return text or element.get("href") or element.get("term") or ""


def _as_markup(text: str) -> str:
    """A text that holds elements of HTML as one of them; blank lines part its paragraphs, too."""
    text = _EDITOR.sub("\n\n", _SHORTCODE.sub("", text)).strip()
    text = _CAPTION.sub(r"<figure>\1<figcaption>\2</figcaption></figure>\n\n", text)
    if not _BLOCKS.search(text):
        return text
    parts = [part for part in _PARAGRAPHS.split(text) if part.strip()]
    return (
        f"<div>{''.join(part if _BLOCK.match(part) else f'<p>{part}</p>' for part in parts)}</div>"
    )
