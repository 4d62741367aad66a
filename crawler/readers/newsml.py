"""Articles as agencies and archives keep them in XML: NITF, NewsML of both kinds, Reuters' corpus.

Where an element stands differs among them; what it is called does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

ARTICLES = frozenset(("nitf", "newsitem"))
"""Names of elements that hold an article, wherever they stand."""

_TEXTS = ("body.content", "inlinexml", "inlinedata", "datacontent", "text", "body")
"""What holds the text, the likeliest first."""
_DAYS = (
    ("date.issue", "norm"),
    ("story.date", "norm"),
    ("pubdata", "date.publication"),
    ("newsitem", "date"),
    ("contentcreated", ""),
    ("firstcreated", ""),
    ("versioncreated", ""),
    ("dateandtime", ""),
)
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})?)?")
_BLANK = re.compile(r"\n\s*\n")
_MARKUP = {"p": "p", "hl2": "h2", "li": "li", "media-caption": "figcaption", "blockquote": "p"}
"""How what a text is made of is written in HTML."""
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def article_of(element: ET.Element) -> dict[str, Any]:
    """What an article says, under names that columns have; its text is markup."""
    first: dict[str, ET.Element] = {}
    for each in element.iter():
        first.setdefault(name_of(each), each)
    fields = {
        "id": _said(first, (("doc-id", "id-string"), ("newsitem", "guid"), ("newsitem", "itemid"))),
        "url": _said(first, (("pubdata", "ex-ref"),)),
        "title": _said(first, (("hl1", ""), ("headline", ""), ("title", ""))),
        "author": _said(first, (("byline", ""), ("by", ""))),
        "source": _said(first, (("pubdata", "name"), ("provider", "literal"), ("provider", ""))),
        "published": _day(_said(first, _DAYS)),
        "lang": element.get(_LANG) or _said(first, (("language", "tag"),)),
        "summary": _said(first, (("abstract", ""),)),
    }
    text = next((first[name] for name in _TEXTS if name in first), None)
    dateline = _said(first, (("dateline", ""),))
    parts = [] if text is None else list(filter(None, _parts(text)))
    if parts and dateline and escape(dateline) not in parts[0]:
        # As it is printed; above the text it would be one more line of it.
        parts[0] = parts[0].replace("<p>", f"<p>{escape(dateline)} — ", 1)
    return {name: value for name, value in fields.items() if value} | {
        "body": f"<div>{''.join(parts)}</div>" if parts else ""
    }


def name_of(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _said(first: dict[str, ET.Element], places: Iterable[tuple[str, str]]) -> str:
    """What the first of some places says: an attribute of an element, or its text."""
    for name, attribute in places:
        if name in first:
            element = first[name]
            said = element.get(attribute, "") if attribute else _text(element)
            if said.strip():
                return said.strip()
    return ""


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _parts(text: ET.Element) -> Iterator[str]:
    """The paragraphs of a text; where no element is one, what stands between blank lines."""
    blocks = [each for each in text.iter() if each.get("class") == "full_text"]
    for block in blocks or [text]:  # archives write the first paragraphs once more before it
        held = [each for each in block.iter() if name_of(each) in _MARKUP]
        for each in held:
            if not _holds_parts(each):
                yield _paragraph(_MARKUP[name_of(each)], _text(each))
        for piece in () if held else _BLANK.split("".join(block.itertext())):
            yield _paragraph("p", " ".join(piece.split()))


def _paragraph(tag: str, said: str) -> str:
    return f"<{tag}>{escape(said)}</{tag}>" if said else ""


def _holds_parts(element: ET.Element) -> bool:
    return any(name_of(child) in _MARKUP for child in element.iter() if child is not element)


def _day(said: str) -> str:
    """A day as ISO 8601, where it is written in digits alone.

    >>> _day("20070101T000000"), _day("19960820"), _day("2012-05-06T07:08:09Z")
    ('2007-01-01', '1996-08-20', '2012-05-06T07:08:09Z')
    """
    found = _DIGITS.fullmatch(said)
    if not found:
        return said
    year, month, day, *time, zone = found.groups("")
    hour, minute, second = (part or "00" for part in time)
    moment = f"T{hour}:{minute}:{second}{zone}"
    return f"{year}-{month}-{day}" + ("" if moment == "T00:00:00" else moment)
