"""The block-level elements of a page, and what text in them is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from crawler import markup
from crawler.hints import MARK

if TYPE_CHECKING:
    from lxml import etree

_PATH_STEPS = 32
"""Steps of a path that are kept: ten thousand nested boxes must not make ten thousand paths."""

_ADDRESSES = (
    *("data-url", "data-href", "data-permalink", "data-article-url", "data-post-url"),
    "about",  # RDFa's
)
"""Attributes that name where what is in a box lives, the first one first: pages that append article
after article have them, to change the address bar as the reader scrolls."""
_HAS_ADDRESS = frozenset(_ADDRESSES)

_MEDIA = ("img", "picture", "video", "audio", "iframe", "amp-img", "amp-video", "svg", "object")


@dataclass(slots=True)
class Box:
    """A block-level element of the page."""

    number: int
    parent: Box | None
    tag: str
    names: tuple[str, ...]
    """Words of its class and id."""
    label: str
    """Its class attribute as it stands; a `cite` that is a photo credit has the word added."""
    ident: str
    kind: str = ""
    """What text in it is: a block kind, or empty where only the text can tell."""
    level: int = 0
    figure: int = -1
    linked: bool = False
    """Whether a link stands around the whole box, as on a card."""
    row: bool = False
    """A table row that reads as one line."""
    depth: int = 0
    path: str = ""
    said: str = ""
    """What the site's profile says the box is; empty for nothing."""
    address: str = ""
    """Where its attributes, or those of a box around it, say that its article lives."""


def open_box(tag: str, attrs: Mapping[str, str], parent: Box, number: int, linked: bool) -> Box:
    """A box in `parent`; its kind and figure are still to be told."""
    if not attrs:  # as good as half of them
        label = "credit" if tag == "cite" and parent.kind == "caption" else ""
        return Box(
            number, parent, tag, (), label, "", "", 0, parent.figure, linked, False,
            parent.depth + 1, "", parent.said, parent.address,
        )  # fmt: skip
    label, ident = attrs.get("class", ""), attrs.get("id", "")
    names = markup.words(label) if label else ()
    if ident:
        names += markup.words(ident)
    if tag == "cite" and parent.kind == "caption":
        label = f"{label} credit".strip()
    said, address = attrs.get(MARK, parent.said), parent.address
    if tag != "body" and not _HAS_ADDRESS.isdisjoint(attrs):
        address = next(attrs[name] for name in _ADDRESSES if name in attrs) or address
    return Box(
        number, parent, tag, names, label, ident, "", 0, parent.figure, linked, False,
        parent.depth + 1, "", said, address,
    )  # fmt: skip


def is_figure(box: Box, attrs: Mapping[str, str]) -> bool:
    """Whether a box is a picture with what belongs to it, and so has a number of its own."""
    names = box.names
    if not attrs:
        return box.tag == "figure"
    if box.tag == "figure" or attrs.get("role") == "figure" or "figure" in names:
        return True
    return "caption" in names and "wp" in names and "text" not in names


_SAID: Mapping[str, tuple[str, int]] = {
    **dict.fromkeys((*markup.NEUTRAL, *markup.CELLS), ("", 0)),
    **{tag: (kind, 0) for tag, kind in markup.KIND_OF_TAG.items()},
    **{tag: ("heading", level) for tag, level in markup.HEADINGS.items()},
}
"""What the name of an element that has no attributes says of its text, and the heading level."""


def kind_of(box: Box, attrs: Mapping[str, str], element: etree._Element) -> tuple[str, int]:
    """What text in a box is, as far as its element and the boxes around it tell; heading level."""
    tag, outer = box.tag, box.parent.kind if box.parent else ""
    if not attrs and tag in _SAID:
        return _SAID[tag]
    if MARK in attrs and box.said in ("title", "caption"):
        return ("heading", 1) if box.said == "title" else ("caption", 0)
    if tag in markup.HEADINGS:
        return "heading", markup.HEADINGS[tag]
    if attrs.get("role") == "heading":
        return "heading", markup.HEADINGS.get("h" + attrs.get("aria-level", ""), 2)
    if tag in markup.KIND_OF_TAG:
        return markup.KIND_OF_TAG[tag], 0
    if tag == "tr":
        return ("table" if _is_plain_row(element) else ""), 0
    if tag in markup.NEUTRAL or tag in markup.CELLS:
        return "", 0
    if tag == "figcaption" or not markup.CAPTION_WORDS.isdisjoint(box.names):
        return "caption", 0
    if tag == "figure":
        return ("caption" if _has_picture(element) else ""), 0
    level = box.parent.level if box.parent else 0
    if tag == "p":
        return outer or "paragraph", level
    # A neutral box in a paragraph only comes about where markup is broken.
    return ("" if outer == "paragraph" else outer), level


def _has_picture(element: etree._Element) -> bool:
    return any(inner.tag in _MEDIA for inner in islice(element.iter(), 60))


def _is_plain_row(element: etree._Element) -> bool:
    """Whether a row's cells hold no boxes of their own and not much text: data, not layout."""
    cells = [cell for cell in islice(element, 100) if cell.tag in markup.CELLS]
    if len(cells) < 2:
        return False
    length = 0
    for inner in islice(element.iter(), 400):
        if inner.tag not in markup.IN_ROWS:
            return False
        length += len(inner.text or "") + len(inner.tail or "")
    return length < 120 * len(cells)


def path_of(box: Box, taken: dict[str, int]) -> str:
    """The path of a box: from `body`, or of its last steps where it stands very deep.

    `taken` counts the paths of a page: like boxes in one box are numbered from the second on,
    `main/article`, `main/article~2`, so that where one ends and the next begins can be told.
    """
    if not box.path:
        line: list[Box] = []
        above: Box | None = box
        deep = box.depth > _PATH_STEPS
        while above is not None and (deep or not above.path) and len(line) < _PATH_STEPS:
            line.append(above)
            above = above.parent
        base = above.path if above is not None and not deep else ""
        for one in reversed(line):
            # A deep box keeps its last steps only, so its neighbours cannot build on its path.
            base = _extended(base, one)
            if not deep:
                base = _numbered(base, one, taken)
            if not deep or one is box:
                one.path = base
    return box.path


def _numbered(path: str, box: Box, taken: dict[str, int]) -> str:
    """The path with the number of the box among those that would have the same."""
    if not path or (box.tag in markup.SOFT and box.tag != "li"):
        return path  # paragraphs are told by their order
    number = taken[path] = taken.get(path, 0) + 1
    return f"{path}~{number}" if number > 1 else path


def _extended(path: str, box: Box) -> str:
    if box.tag in ("", "html"):
        return path
    step = markup.step(box.tag, box.label, box.ident)
    if box.linked and box.parent and not box.parent.linked:
        step = f"a/{step}"
    return f"{path}/{step}" if path else step
