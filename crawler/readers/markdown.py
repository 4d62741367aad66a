"""Markdown, as crawlers for language models and generators of sites write pages: read as markup.

What stands between lines of `---` at the beginning are fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from crawler.readers.raw import Bad, Raw, Reading
from crawler.readers.streams import Opened, whole
from crawler.readers.tables import decoded
from crawler.readers.text import refused

_FRONT = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z][\w-]*)\s*[:=]\s*(.*)")
_ITEM = re.compile(r"\s+- (.*)|- (.*)")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_POINT = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+(.*)")
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}|\s*[=-]{3,}\s*")
_PICTURE = re.compile(r"!\[([^\[\]]*)\]\(([^()\s]*)[^()]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1")
_WEAK = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]+?)(?<=\S)\1(?!\w)")
_CODED = re.compile(r"`([^`]+)`")


def read_markdown(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """The file is a page; what its front matter says are its columns."""
    data = whole(file)
    bad = refused(data, file.name)
    if bad:
        yield bad
        return
    text = decoded(data).replace("\r\n", "\n")
    front = _FRONT.match(text)
    said = _fields(front[2]) if front else {}
    html = as_html(text[front.end() :] if front else text)
    yield Raw(file.name, "fields", {"id": file.name, **said, "body": html}, {}, len(data))


def _fields(front: str) -> dict[str, str | list[str]]:
    """The fields of a front matter, of YAML or TOML: values and lists of them.

    >>> _fields("title: 'Storm: over'\\ntags: [sea, town]\\nauthors:\\n  - Ada Quill")
    {'title': 'Storm: over', 'tags': ['sea', 'town'], 'authors': ['Ada Quill']}
    """
    fields: dict[str, str | list[str]] = {}
    name = ""
    for line in front.split("\n"):
        item = _ITEM.fullmatch(line)
        held = fields.get(name)
        if item and (isinstance(held, list) or held == ""):
            fields[name] = [*(held or ()), _bare(item[1] or item[2])]
        elif found := _FIELD.fullmatch(line):
            name, value = found[1], found[2].strip()
            listed = value.startswith("[") and value.endswith("]")
            parts = [_bare(part) for part in value[1:-1].split(",")] if listed else []
            fields[name] = [part for part in parts if part] if listed else _bare(value)
    return fields


def _bare(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def as_html(text: str) -> str:
    """Markdown as HTML: headings, paragraphs, points, quotes and pictures.

    >>> as_html("# Storm\\nIt *rained* [here](a.html).\\n\\n- wet\\n- cold")
    '<div><h1>Storm</h1><p>It rained here.</p><ul><li>wet</li><li>cold</li></ul></div>'
    """
    out: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        held: list[str] = []
        for line in block.split("\n"):
            heading, point = _HEADING.fullmatch(line), _POINT.fullmatch(line)
            if heading or point or _RULE.fullmatch(line):
                out.append(_paragraph(held))
                held = []
            if heading:
                level = len(heading[1])
                out.append(f"<h{level}>{_inner(heading[2].strip(' #'))}</h{level}>")
            elif point:
                out.append(f"<ul><li>{_inner(point[1])}</li></ul>")
            elif not _RULE.fullmatch(line):
                held.append(line.strip().removeprefix(">").strip())
        out.append(_paragraph(held))
    return f"<div>{''.join(out).replace('</ul><ul>', '')}</div>"


def _paragraph(lines: list[str]) -> str:
    text = _inner(" ".join(line for line in lines if line))
    alone = text.startswith("<img") and text.endswith(">") and text.count("<") == 1
    return f"<figure>{text}</figure>" if alone else f"<p>{text}</p>" if text else ""


def _inner(text: str) -> str:
    """A line without the signs of Markdown; markup in it stays, as Markdown has it."""
    text = text if "<" in text and ">" in text else escape(text, quote=False)
    text = _PICTURE.sub(
        lambda found: f'<img src="{escape(found[2])}" alt="{escape(found[1])}">', text
    )
    text = _LINK.sub(r"\1", text)
    for sign in (_STRONG, _WEAK):
        text = sign.sub(r"\2", text)
    return _CODED.sub(r"\1", text)
