"""XML that holds records: feeds, exports of WordPress, what spiders and databases write.

A record is an element of a name that records have, or a child of the root; its children are its
fields, by their local names. What stands around the records says nothing of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache, partial
from html.entities import html5
from itertools import islice
from typing import Any, cast
from xml.etree import ElementTree as ET

from crawler.readers.cutting import Cutter
from crawler.readers.newsml import ARTICLES, article_of, name_of
from crawler.readers.raw import MAX_BYTES, Bad, Broken, Raw, Reading
from crawler.readers.streams import Opened, chunks, narrow, peek
from crawler.readers.telling import HEAD_BYTES, NO_ARTICLES, NO_RECORDS, root_of
from dedupe.text import is_blank

_RECORDS = frozenset("item entry article record row doc document post story news".split())  # noqa: SIM905
_AROUND = frozenset("channel items articles entries records rows docs documents posts data".split())  # noqa: SIM905
Events = Iterable[tuple[str, ET.Element]]
_NAMESPACE = re.compile(r"\{([^}]*)\}(.*)")
_OWN = re.compile(r"purl\.org|w3\.org|wordpress\.org|^$|purl\.oclc|/rss")
"""Namespaces whose elements are called by their own names alone; others go with theirs."""
_LAST_TAG = re.compile(rb"<([^\s<>/!?][^\s<>/]*)[^<]*\Z")
_HEAD_BYTES = 1 << 16
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
    """The records of an XML file, in its order; raises Broken where there are no more of them."""
    root = root_of(narrow(peek(file, HEAD_BYTES)))
    if root in NO_RECORDS:
        detail = f"it holds XML ({root}), {NO_RECORDS[root] or NO_ARTICLES}"
        yield Bad(file.name, "wrong suffix", detail, file.name)
        return
    count = 0
    for element in _records(file):
        count += 1
        where = f"{file.name}:{count}"
        if isinstance(element, Broken):
            yield Bad(where, element.reason, element.detail, where)
            continue
        try:
            told = name_of(element) in ARTICLES
            fields = article_of(element) if told else _fields(element)
        except RecursionError:
            yield Bad(where, "unreadable", "elements are nested too deeply", where)
            continue
        kind = fields.get("post_type", "post")
        if kind in _NO_POSTS or (kind != "post" and is_blank(str(fields.get("content", "")))):
            reading.passed[f"items of the type {kind}"] += 1
            continue
        size = sum(len(value) for value in fields.values() if isinstance(value, str))
        yield Raw(where, "fields", fields, {}, size)
    if not count:
        yield Bad(file.name, "empty", "the file holds no record", file.name)


_NO_POSTS = frozenset(
    "attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request "  # noqa: SIM905
    "wp_block wp_global_styles wp_navigation wp_template wp_template_part".split()
)
"""Types of items in exports of WordPress that are no pages; nor are those without a text that are
no posts."""


def _records(file: Opened) -> Iterator[ET.Element | Broken]:
    """The elements that are records, each complete; nothing of them is kept afterwards.

    Behind a break they are cut out by their tags; Broken stands for each one that is lost.
    """
    source = _Source(file)
    tags: dict[bytes, None] = {}
    pieces = _parted(source, tags)
    parser: ET.XMLPullParser[Any] = ET.XMLPullParser(("start", "end"))
    above: list[ET.Element] = []
    record: ET.Element | None = None
    held: list[bytes] = []  # since the record began
    since = ended = 0  # bytes since a record began or ended; records that ended in `held`
    try:
        for piece in pieces:
            if record is None:
                held, ended = [], 0
            held.append(piece)
            since += len(piece)
            parser.feed(piece)
            for event, element in cast(Events, parser.read_events()):
                if event == "start":
                    if record is None and _is_record(element, above):
                        record, since = element, 0
                        if found := _LAST_TAG.search(piece):
                            tags[found[1]] = None
                    above.append(element)
                    continue
                above.pop()
                if record is not None and element is record:
                    yield record
                    record, since = None, 0
                    ended += 1
                if record is None and above:
                    above[-1].remove(element)
            if since > MAX_BYTES:
                break
        else:
            parser.close()
            return
        broken = Broken("too large", f"an element of more than {MAX_BYTES} bytes")
    except ET.ParseError as error:
        reason = "truncated" if source.ended else "corrupt"
        broken = Broken(reason, f"XML that is not well-formed: {error}")
    if record is None and (source.ended or since > MAX_BYTES):
        raise broken
    if record is None:
        yield broken
    if not tags:
        tags.update(dict.fromkeys(map(str.encode, sorted(_RECORDS))))
    more = partial(next, pieces, b"")
    behind = Cutter(tags, source.head).cut(b"".join(held), more, said=record is None)
    yield from islice(behind, ended, None)


def _parted(source: _Source, tags: Collection[bytes]) -> Iterator[bytes]:
    """The bytes of a source in pieces; a record begins where a piece does, once `tags` has the
    names of records, and before that in the last tag of one."""
    while data := source.read():
        at = 0
        while at < len(data):
            if tags:
                tag = _tags_of(tuple(tags)).search(data, at + 1)
                end = tag.start() if tag else len(data)
            else:
                end = data.find(b">", at) + 1 or len(data)
            yield data[at:end]
            at = end


@lru_cache(maxsize=64)
def _tags_of(names: tuple[bytes, ...]) -> re.Pattern[bytes]:
    return re.compile(rb"<(?:%s)[\s/>]" % b"|".join(map(re.escape, names)))


class _Source:
    """The bytes of a file for a parser, without control characters, and with numbers for the
    entities of HTML: both are no XML, and in many feeds.
    """

    def __init__(self, file: Opened) -> None:
        self.chunks = chunks(file)
        head = peek(file, _HEAD_BYTES)
        self.head = narrow(head)
        """What stands before the records, and says what their prefixes mean."""
        self.wide = self.head != head
        if self.wide:
            self.head = _SAYS_CODE.sub(rb"\1", self.head, count=1)
        self.rest = b""
        self.ended = False

    def read(self) -> bytes:
        """Some bytes, none at the end."""
        while not self.ended:
            data = next(self.chunks, b"")
            self.ended = not data
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
    if name_of(element) in ARTICLES:
        return True
    if not above or name_of(above[0]) in _OF_AGENCIES:
        return False
    name = _local(element.tag).lower()
    root = _local(above[0].tag).lower()
    return name in _RECORDS or (len(above) == 1 and root not in _FEEDS and name not in _AROUND)


_OF_AGENCIES = ("newsml", "newsmessage")
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
