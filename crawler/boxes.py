"""The block-level elements of a page, and what text in them is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from crawler import markup
from crawler.tags import Tag

if TYPE_CHECKING:
    from lxml import etree

_PATH_STEPS = 32
"""Steps of a path that are kept: ten thousand nested boxes must not make ten thousand paths."""

_UNCOUNTED = markup.SOFT - {"li"}
"""Boxes that are told by their order, not by a number in their path."""

_MEDIA = ("img", "picture", "video", "audio", "iframe", "amp-img", "amp-video", "svg", "object")


@dataclass(slots=True, eq=False)
class Box:
    """A block-level element of the page."""

    number: int
    parent: Box | None
    tag: Tag
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


def open_box(
    tag: Tag, element: etree._Element, parent: Box, number: int, figure: int, linked: bool
) -> Box:
    """A box in `parent`; `figure` is the number for it if its tag is one of a figure."""
    kind, level = tag.kind, tag.level
    if kind is None:
        kind, level = _kind_in(tag.name, parent, element)
    return Box(
        number,
        parent,
        tag,
        kind,
        level,
        figure if tag.figure else parent.figure,
        linked,
        kind == "table" and tag.name == "tr",
        parent.depth + 1,
        "",
        parent.said if tag.said is None else tag.said,
        tag.address or parent.address,
    )


def _kind_in(name: str, parent: Box, element: etree._Element) -> tuple[str, int]:
    """What text in an element is, and its heading level, where its tag alone does not tell."""
    if name == "p":
        return parent.kind or "paragraph", parent.level
    if name == "tr":
        return ("table" if _is_plain_row(element) else ""), 0
    if name == "figure":
        return ("caption" if _has_picture(element) else ""), 0
    # A neutral box in a paragraph only comes about where markup is broken.
    return ("" if parent.kind == "paragraph" else parent.kind), parent.level


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
    if not box.path and box.parent is not None:
        if box.depth > _PATH_STEPS:
            box.path = _last_steps(box)
        else:
            box.path = _numbered(_extended(path_of(box.parent, taken), box), box, taken)
    return box.path


def _last_steps(box: Box) -> str:
    """The path of a deep box, whose neighbours cannot build on it: it has no beginning."""
    line: list[Box] = []
    while box.parent is not None and len(line) < _PATH_STEPS:
        line.append(box)
        box = box.parent
    path = ""
    for one in reversed(line):
        path = _extended(path, one)
    return path


def _numbered(path: str, box: Box, taken: dict[str, int]) -> str:
    """The path with the number of the box among those that would have the same."""
    if not path or box.tag.name in _UNCOUNTED:
        return path
    number = taken[path] = taken.get(path, 0) + 1
    return f"{path}~{number}" if number > 1 else path


def _extended(path: str, box: Box) -> str:
    tag, parent = box.tag, box.parent
    if parent is None or tag.name == "html":
        return path
    label = tag.label
    if tag.name == "cite" and parent.kind == "caption":
        label = f"{label} credit"
    step = markup.step(tag.name, label, tag.ident)
    if box.linked and not parent.linked:
        step = f"a/{step}"
    return f"{path}/{step}" if path else step
