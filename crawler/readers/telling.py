"""What a file holds, told by its first bytes: so that a wrong name is said, and not read."""

from __future__ import annotations

import json
import re

from crawler.readers.streams import narrow

_MAGIC = {
    b"PAR1": "parquet",
    b"ARROW1": "arrow",
    b"\xff\xff\xff\xff": "arrow",
    b"FEA1": "Feather of version 1",
    b"PK\x03\x04": "zip",
    b"WARC/": "warc",
    b"SQLite format 3": "an SQLite table",
    b"version https://git-lfs.github.com/spec/": "a pointer of Git LFS",
    b"{\\rtf": "RTF",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "a document of an old Office",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x7fELF": "a program",
}
_ZIPPED = {
    b"application/epub+zip": "an EPUB book",
    b"[Content_Types].xml": "an Office document",
    b"application/vnd.oasis": "an Office document",
}
_TAR_AT = 257
_FORMS = ("tsv", "parquet", "arrow", "zip", "tar", "warc", "jsonl", "json", "html")
"""What `--form` may say of these."""
_ADVICE = {
    "a pointer of Git LFS": "fetch the file itself: git lfs pull",
    "Feather of version 1": "write it again as version 2",
}
HEAD_BYTES = 4096

_PROLOGUE = rb"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE(?:[^>\[]|\[.*?\])*>\s*)*"
_ROOT = re.compile(_PROLOGUE + rb"<(?:[\w.-]+:)?([A-Za-z][\w-]*)", re.S | re.I)
_XML = re.compile(rb"\s*<\?xml\b", re.I)
_FEEDS = frozenset(("rss", "feed", "rdf", "nitf", "newsml", "newsitem", "newsmessage"))
_SCANNED = "the lines of a scanned page; write its text into a .txt file first"
NO_ARTICLES = "of which newsfold reads no articles"
NO_RECORDS = {
    **dict.fromkeys(("urlset", "sitemapindex", "opml", "svg"), ""),
    "mediawiki": "pages in the markup of wikis; write them as JSON lines of plain text first, "
    "with wikiextractor --json",
    "tei": "a text in a markup of its own; write its articles as text or HTML first",
    **dict.fromkeys(("alto", "pcgts", "mets"), _SCANNED),
}
"""Roots of XML that holds no records, or texts in a markup of its own; and what to say of them."""
_PAGES = frozenset("html head body div article section main p h1 table span".split())  # noqa: SIM905
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>])", re.I | re.S)
_MAILBOX = re.compile(rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:")
_MHTML = re.compile(rb"(?:[\w-]+:[^\n]*\n[ \t]?)*?Content-Type:\s*multipart/related", re.I)
_BEGINS = {
    "jsonl": re.compile(rb'\{[ \t]*"'),
    "json": re.compile(rb'\{\s*"|\[\s*\{'),
    "html": re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE),
}
"""How streams without a name begin."""
_LONG_LINE = re.compile(rb'\{\s*"[^"\\]{1,60}"\s*:\s*(?:"|-?\d|[\[{]|true|false|null)')


def form_of(head: bytes) -> str:
    """What a stream without a name holds, as `--form` calls it: text, if nothing tells."""
    kind = kind_of(head)
    if kind in _FORMS:
        return kind
    if kind.startswith("XML"):
        return "xml"
    if kind in _MAIL:
        return _MAIL[kind]
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    found = next((form for form, begins in _BEGINS.items() if begins.match(head)), "text")
    return "csv" if found == "text" and _is_header(head) else found


def _is_header(head: bytes) -> bool:
    """Whether a text begins with the names of columns, some of which say what is in them.

    >>> _is_header(b"id;title;text\\n1;"), _is_header(b"Storm, text by Ada\\n")
    (True, False)
    """
    from crawler.columns import CONTENT, columns_of

    line = head.split(b"\n", 1)[0].decode("utf-8", "replace").strip()
    names = [name.strip(' "') for name in re.split(r"[,;|\t]", line)]
    known = columns_of(dict.fromkeys(names)).paths
    return len(known) > 1 and 2 * len(known) >= len(names) and bool(known.keys() & set(CONTENT))


def _is_between_tabs(head: bytes) -> bool:
    """Whether a text is a table, as spreadsheets write one that is to be plain text."""
    first, _, rest = head.partition(b"\n")
    tabs = first.count(b"\t")
    return tabs > 0 and rest.split(b"\n", 1)[0].count(b"\t") > 0 and _is_header(head)


def kind_of(head: bytes) -> str:
    """What these first bytes are of, where they are of nothing that every reader may meet."""
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return next((of for sign, of in _ZIPPED.items() if sign in head), kind)
    if head[_TAR_AT:].startswith(b"ustar"):
        return "tar"
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head.lstrip().startswith(b"<"):
        name = root_of(head)
        if name in _FEEDS or name in NO_RECORDS or (_XML.match(head) and name not in _PAGES):
            return f"XML ({name})" if name else "XML"
        return "html" if _HTML.match(head) else ""
    if _MAILBOX.match(head):
        return "a mailbox"
    return "MHTML" if _MHTML.match(head) else ""


def root_of(head: bytes) -> str:
    """The name of the first element of markup, in small letters."""
    root = _ROOT.match(head.removeprefix(b"\xef\xbb\xbf"))
    return root[1].decode().lower() if root else ""


def is_lines_of_json(head: bytes) -> bool:
    """Whether a text begins with an object a line."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if len(head) >= HEAD_BYTES and b"\n" not in head:
        return _LONG_LINE.match(head) is not None
    lines = head.split(b"\n")
    whole = [line for line in lines[:-1] if line.strip()] or lines
    if not whole[0].startswith(b"{") or not all(line.startswith(b"{") for line in lines if line):
        return False
    try:
        return isinstance(json.loads(whole[0]), dict)
    except (ValueError, RecursionError):
        return False


def astray(head: bytes, suffix: str) -> str:
    """What to say of a file that holds something else than its name tells; empty where it does.

    >>> astray(b"PK\\x03\\x04", ".jsonl")
    'the name says .jsonl, but it holds zip; try --form zip'
    """
    kind = kind_of(head)
    text = suffix in (".txt", ".text")
    if text and is_lines_of_json(head):
        kind = "jsonl"
    elif text and _is_between_tabs(narrow(head)):
        kind = "tsv"
    fits = {suffix[1:], _ALIASES.get(suffix, "")}
    if text or suffix in _MARKUP:
        # A page saved as text is read as a page; of what is no text at all their readers tell.
        fits |= {"html", "tar", *_MAGIC.values()} - {"RTF", "a pointer of Git LFS"}
    if suffix == ".zip":
        fits |= set(_ZIPPED.values())
    if not kind or kind in fits or (suffix in _XML_NAMES and kind.startswith("XML")):
        return ""
    if suffix in _MAIL_NAMES and kind in _MAIL:
        return ""
    if suffix in _OFFICE and kind in ("an Office document", "zip"):
        return ""
    if kind.startswith("XML") and root_of(head) not in NO_RECORDS:
        advice = "try --form xml"
    elif kind in _MAIL:
        advice = f"try --form {_MAIL[kind]}"
    elif kind in _FORMS:
        advice = f"try --form {kind}"
    else:
        why = NO_RECORDS.get(root_of(head), "") if kind.startswith("XML") else ""
        advice = _ADVICE.get(kind, why or "newsfold does not read it")
    return f"the name says {suffix}, but it holds {kind}; {advice}"


_OFFICE = (".docx", ".xlsx", ".xlsm")
_MAIL = {"a mailbox": "mbox", "MHTML": "mhtml"}
_MAIL_NAMES = (".mbox", ".mbx", ".eml", ".mht", ".mhtml")
_XML_NAMES = (".xml", ".rss", ".atom", ".rdf")
_MARKUP = (".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp")
_ALIASES = {".feather": "arrow", ".wet": "warc", ".wacz": "zip"}
