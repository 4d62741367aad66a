"""A small element tree that is written out as HTML and flattened to the lines of a dump."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

INLINE = frozenset(["a", "span", "b", "i", "em", "strong", "time", "small", "abbr", "cite", "font"])
VOID = frozenset(["img", "br", "hr", "meta", "link", "input", "amp-pixel"])
APART = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "ul", "ol", "dl", "blockquote", "figure", "table"]
)
UNSEEN = frozenset(["script", "style", "template", "noscript", "head", "svg", "iframe"])
# Marks the main column for the dumps that hold nothing else; never written into the markup.
MAIN = "data-main"
_STEP = re.compile(r"(?P<tag>[a-z][\w-]*)(?P<rest>[^\[]*)(?P<attrs>(?:\[[^\]]*\])*)")


@dataclass(slots=True)
class El:
    """One element. `role` says what its text is to the truth; empty: it belongs to no article."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    kids: list[El | str] = field(default_factory=list)
    role: str = ""
    tight: bool = False
    """Whether a dump with blank lines leaves out the one before this element."""
    part: str = ""
    """The part of the page that begins with this element, as orders name it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a flattened page: its pieces as they stood inline, and their common role."""

    text: str
    role: str
    tight: bool
    pieces: tuple[str, ...]
    tag: str
    """The block element that holds it."""
    depth: int
    apart: bool
    """Whether a text browser leaves a blank line before it."""
    part: str = ""
    """The part of the page that the line stands in, as orders name it."""


def el(path: str, *kids: El | str, role: str = "", tight: bool = False) -> El:
    """The chain of elements that `path` names, `div.a>h2#b[data-x=1]`; `kids` go innermost."""
    first, *rest = (_step(step) for step in path.split(">"))
    inner = first
    for made in rest:
        inner.kids.append(made)
        inner = made
    inner.kids.extend(kids)
    inner.role = role
    first.tight = tight
    return first


def _step(step: str) -> El:
    match = _STEP.fullmatch(step)
    if match is None:
        raise ValueError(f"element path step {step!r}: write it as tag.class#id[name=value]")
    attrs: dict[str, str] = {}
    classes = re.findall(r"\.([^.#]+)", match["rest"])
    ident = re.search(r"#([^.#]+)", match["rest"])
    if classes:
        attrs["class"] = " ".join(classes)
    if ident:
        attrs["id"] = ident[1]
    for pair in re.findall(r"\[([^\]]*)\]", match["attrs"]):
        name, _, value = pair.partition("=")
        attrs[name] = value
    return El(match["tag"], attrs)


def to_html(node: El, *, loose: bool = False) -> str:
    """The markup of `node`; `loose` leaves out the end tags of p, li and td, as old sites do."""
    attrs = "".join(
        f' {name}="{html.escape(value)}"' for name, value in node.attrs.items() if name != MAIN
    )
    if node.tag in VOID:
        return f"<{node.tag}{attrs}>"
    inner = "".join(
        (kid if node.tag in ("script", "style") else html.escape(kid, quote=False))
        if isinstance(kid, str)
        else to_html(kid, loose=loose)
        for kid in node.kids
    )
    close = "" if loose and node.tag in ("p", "li", "td") else f"</{node.tag}>"
    gap = "" if node.tag in INLINE else "\n"
    return f"{gap}<{node.tag}{attrs}>{inner}{close}{gap}"


def hidden(node: El) -> bool:
    """Whether a browser shows nothing of `node`."""
    style = node.attrs.get("style", "").replace(" ", "")
    return node.tag in UNSEEN or "hidden" in node.attrs or "display:none" in style


def flatten(node: El, *, alt: bool = False, unseen: bool = False) -> list[Line]:
    """The lines of text of `node`; `alt` prints picture texts, `unseen` also what is hidden."""
    lines: list[Line] = []
    buffer: list[_Text] = []
    tight = apart = False
    for event in _events(node, "", "div", 0, alt, unseen, ""):
        if isinstance(event, _Text):
            buffer.append(event)
        elif event == "tight":
            tight = True
        else:
            line = _line(buffer, tight, apart)
            if line is not None:
                lines.append(line)
                tight = apart = False
            buffer = []
            apart = apart or event in APART
    return lines


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    role: str
    tag: str
    depth: int
    part: str


def _line(buffer: list[_Text], tight: bool, apart: bool) -> Line | None:
    seen = [one for one in buffer if one.text.strip()]
    if not seen:
        return None
    roles = {one.role for one in seen}
    role = roles.pop() if len(roles) == 1 else ""
    text = " ".join("".join(one.text for one in buffer).split())
    pieces = tuple(one.text.strip() for one in seen)
    return Line(text, role, tight, pieces, seen[0].tag, seen[0].depth, apart, seen[0].part)


def _events(
    node: El, role: str, tag: str, depth: int, alt: bool, unseen: bool, part: str
) -> Iterator[_Text | str]:
    """Texts, and between them the tags of the blocks that begin and end, or `tight`."""
    if node.tag in ("script", "style", "head") or (hidden(node) and not unseen):
        return
    role, part = node.role or role, node.part or part
    block = node.tag not in INLINE
    if block:
        tag, depth = node.tag, depth + 1
        yield node.tag
    if node.tight:
        yield "tight"
    if alt and node.tag in ("img", "amp-img") and node.attrs.get("alt"):
        yield _Text(node.attrs["alt"], role or "repeat", tag, depth, part)
    for kid in node.kids:
        if isinstance(kid, str):
            yield _Text(kid, role, tag, depth, part)
        else:
            yield from _events(kid, role, tag, depth, alt, unseen, part)
    if block:
        yield node.tag


def row(items: list[El]) -> list[El | str]:
    """Items side by side: inline ones with white space between, as a browser shows a gap."""
    out: list[El | str] = []
    for item in items:
        out += [item, " "] if item.tag in INLINE else [item]
    return out
