"""One pass over an element tree: its visible text as pieces, and the boxes they stand in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from crawler import markup
from dedupe.text import clean

if TYPE_CHECKING:
    from lxml import etree

LONG_LINE = 60
"""Characters after which a line that ends a sentence at a single `<br>` is a paragraph."""

LONGEST_CAPTION = 1200
"""Characters; above that a "caption" is a body that stands in a box with an unlucky name."""

_PATH_STEPS = 32
"""Steps of a path that are kept: ten thousand nested boxes must not make ten thousand paths."""

_SENTENCE_END: Final = re.compile(r"[.!?…。！？۔؟।॥։]['\"»”’)\]」』]*$")
_CJK = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_MEDIA = ("img", "picture", "video", "audio", "iframe", "amp-img", "amp-video", "svg", "object")


@dataclass(slots=True)
class Box:
    """A block-level element of the page."""

    number: int
    parent: Box | None
    tag: str
    names: tuple[str, ...]
    """Words of its class and id."""
    step: str
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


@dataclass(frozen=True, slots=True)
class Piece:
    """One block as the walk finds it: what a Block says, and what the classifier looks at."""

    raw: str
    text: str
    kind: str
    level: int
    figure: int
    links: float
    href: str
    path: str
    box: Box
    names: tuple[str, ...]
    """Words of the inline elements that hold all of the text."""
    bold: float
    """Share of the characters that are bold, 0 to 1."""
    pictures: int
    """Pictures since the piece before."""


@dataclass(slots=True)
class _Line:
    """The text that is being collected."""

    parts: list[str] = field(default_factory=list)
    total: int = 0
    linked: int = 0
    bold: int = 0
    since_break: int = 0
    href: str = ""
    broken: bool = False
    """Whether nothing but space came since the last `<br>`."""
    after_link: bool = False
    wraps: list[_Wrap] = field(default_factory=list)


@dataclass(slots=True)
class _Wrap:
    """An inline element that began before any text of its line."""

    step: str
    names: tuple[str, ...]
    end: int = -1
    """Characters of the line when it ended; -1 while it is open."""


def walk(root: etree._Element, fallbacks: bool = False) -> Walk:
    """The visible text under `root`; with `fallbacks`, what is hidden and `noscript` too."""
    from lxml import etree

    state = Walk(fallbacks)
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    opened: list[tuple[int, Box, _Wrap | None]] = []
    for event, element in walker:
        if event == "start":
            tag = element.tag
            attrs = dict(element.items())
            action = state.action(tag, attrs)
            before, wrap = state.box, state.start(tag, action, attrs, element)
            opened.append((action, before, wrap))
            if action == markup.SKIP:
                walker.skip_subtree()
            elif element.text:
                state.add(element.text)
            continue
        if event == "end":
            action, before, wrap = opened.pop()
            state.end(element.tag, action, before, wrap)
        if element.tail:
            state.add(element.tail)
    state.flush()
    return state


class Walk:
    """The state of one pass over one page: the pieces so far, and the line being collected."""

    def __init__(self, fallbacks: bool = False) -> None:
        self.pieces: list[Piece] = []
        self.boxes: list[Box] = [Box(0, None, "", (), "")]
        self.box = self.boxes[0]
        self._fallbacks = fallbacks
        self._line = _Line()
        self._links: list[str] = []
        self._bold = 0
        self._pictures = 0
        self._figures = 0
        self._figure_of_picture = -1

    def action(self, tag: str, attrs: Mapping[str, str]) -> int:
        """What to do at an element: as its name says, but for where it stands and its class."""
        action = markup.ACTIONS.get(tag, markup.BOX)
        if self._fallbacks:
            if tag == "noscript":
                return markup.BOX
        elif attrs and markup.hidden(tag, attrs):
            return markup.SKIP
        if action == markup.BOX:
            if tag in markup.CELLS and self.box.row:
                return markup.CELL
            if (tag == "button" or "-" in tag) and self.box.tag in markup.SOFT:
                return markup.INLINE
        elif action == markup.INLINE and self._is_own_line(tag, attrs):
            return markup.BOX
        return action

    def _is_own_line(self, tag: str, attrs: Mapping[str, str]) -> bool:
        """Whether an inline element is a caption or a credit, and so a block of its own."""
        names = set(markup.words(attrs.get("class", "")))
        in_figure = self.box.kind == "caption" or self.box.figure >= 0
        if in_figure and (tag == "cite" or not markup.CREDIT_WORDS.isdisjoint(names)):
            # "Photo: <span>Name</span>" and "(<span>Name</span>)" are one line to a reader.
            before = "".join(self._line.parts[-2:]).rstrip()
            return not before.endswith(("(", "[", ":", "/", "|", "©"))
        return bool(names) and tag != "a" and not markup.CAPTION_WORDS.isdisjoint(names)

    def start(
        self, tag: str, action: int, attrs: Mapping[str, str], element: etree._Element
    ) -> _Wrap | None:
        """Enter an element; an inline one that opens its line is returned, to be ended."""
        line = self._line
        if action == markup.BOX:
            self.flush()
            self.box = self._open(tag, attrs, element)
        elif action == markup.INLINE:
            return self._start_inline(tag, attrs)
        elif action == markup.BREAK:
            self._break()
        else:
            line.parts.append("\t" if action == markup.CELL else " ")
            if tag in ("img", "amp-img"):
                self._pictures += 1
                self._figure_of_picture = self.box.figure
        return None

    def _start_inline(self, tag: str, attrs: Mapping[str, str]) -> _Wrap | None:
        line = self._line
        if tag == "a":
            self._links.append(attrs.get("href", ""))
            if line.after_link:  # a bar of links has its gaps from the style sheet
                line.parts.append(" ")
        elif tag in ("b", "strong"):
            self._bold += 1
        elif tag == "time":
            line.parts.append(" ")
        names = attrs.get("class", "")
        if line.total or not (names or tag == "a"):
            return None
        wrap = _Wrap(markup.step(tag, names, ""), markup.words(names))
        line.wraps.append(wrap)
        return wrap

    def end(self, tag: str, action: int, before: Box, wrap: _Wrap | None) -> None:
        """Leave an element."""
        if action == markup.BOX:
            self.flush()
            self.box = before
        elif action == markup.INLINE:
            if wrap is not None:
                wrap.end = self._line.total
            if tag == "a":
                self._links.pop()
                self._line.after_link = True
            elif tag in ("b", "strong"):
                self._bold -= 1
            elif tag == "time":
                self._line.parts.append(" ")
        elif action == markup.SKIP:
            self._line.parts.append(" ")

    def _open(self, tag: str, attrs: Mapping[str, str], element: etree._Element) -> Box:
        parent = self.box
        names, ident = attrs.get("class", ""), attrs.get("id", "")
        own = markup.words(f"{names} {ident}") if names or ident else ()
        linked = bool(self._links)
        step = markup.step(tag, names, ident)
        if linked and not parent.linked:
            step = f"a/{step}"
        box = Box(len(self.boxes), parent, tag, own, step, figure=parent.figure, linked=linked)
        box.depth = parent.depth + 1
        if tag == "figure" or attrs.get("role") == "figure" or markup.is_picture_box(own):
            self._figures += 1
            box.figure = self._figures - 1
        box.kind, box.level = _kind(box, attrs, element)
        box.row = tag == "tr" and box.kind == "table"
        self.boxes.append(box)
        return box

    def add(self, text: str) -> None:
        """Take in the text between two tags."""
        line = self._line
        if text.isspace():
            line.parts.append(text if self.box.tag == "pre" else " ")
            return
        if self.box.tag == "pre" and "\n" in text:
            first, *rest = _BLANK_LINE.split(text)
            self._collect(first)
            for part in rest:
                self.flush()
                self._collect(part)
            return
        self._collect(text)

    def _collect(self, text: str) -> None:
        line = self._line
        length = len(text.strip())
        line.parts.append(text)
        line.total += length
        line.since_break += length
        line.broken = line.after_link = False
        if self._links:
            line.linked += length
            if not line.href:
                line.href = self._links[-1]
        if self._bold:
            line.bold += length

    def _break(self) -> None:
        line = self._line
        if not line.total:
            return
        parts = line.parts
        ends = line.since_break >= LONG_LINE and _SENTENCE_END.search(parts[-1].rstrip()[-8:])
        if (line.broken or ends) and self.box.kind not in ("heading", "table"):
            self.flush()
            return
        parts.append("\n")
        line.broken, line.since_break = True, 0

    def flush(self) -> None:
        """End the line; if it has any visible text it is a piece."""
        line = self._line
        if not line.parts:
            return
        if line.total:
            joined, box = "".join(line.parts), self.box
            if box.row:
                raw = "\t".join(filter(None, (" ".join(c.split()) for c in joined.split("\t"))))
            else:
                raw = " ".join(joined.split())
            text = clean(raw)
            if text:
                self.pieces.append(self._piece(raw, text, line))
                self._pictures = 0
        self._line = _Line()

    def _piece(self, raw: str, text: str, line: _Line) -> Piece:
        box = self.box
        around = [wrap for wrap in line.wraps if wrap.end < 0 or wrap.end == line.total][:3]
        kind, links = box.kind, line.linked / line.total
        if kind == "heading" and links < 0.5 and box.parent and box.parent.kind == "caption":
            kind = "caption"
        if kind == "caption" and len(text) > LONGEST_CAPTION:
            kind = "paragraph"
        is_prose = prose(text)
        kind = kind or ("paragraph" if is_prose else "other")
        if links >= 0.9 and kind in ("paragraph", "list_item", "other"):
            # On a card the link stands around the box: its sentences are still sentences.
            if not (box.linked and kind == "paragraph"):
                kind = "link"
        return Piece(
            raw=raw,
            text=text,
            kind=kind,
            level=box.level if kind == "heading" else 0,
            figure=self._figure() if kind == "caption" else box.figure,
            links=min(1.0, links),
            href=line.href.strip(),
            path="/".join([_path(box), *(wrap.step for wrap in around)]),
            box=box,
            names=tuple(name for wrap in around for name in wrap.names),
            bold=min(1.0, line.bold / line.total),
            pictures=self._pictures,
        )

    def _figure(self) -> int:
        """The number of the figure that a caption belongs to: its own, or the last picture's."""
        if self.box.figure >= 0:
            return self.box.figure
        if self._figure_of_picture < 0:
            self._figures += 1
            self._figure_of_picture = self._figures - 1
        return self._figure_of_picture


def _kind(box: Box, attrs: Mapping[str, str], element: etree._Element) -> tuple[str, int]:
    """What text in a box is, as far as its element and the boxes around it tell; heading level."""
    tag, outer = box.tag, box.parent.kind if box.parent else ""
    if tag in markup.HEADINGS:
        return "heading", markup.HEADINGS[tag]
    if attrs.get("role") == "heading":
        level = attrs.get("aria-level", "")
        return "heading", int(level) if level in ("1", "2", "3", "4", "5", "6") else 2
    if tag in ("li", "dd", "dt"):
        return "list_item", 0
    if tag == "blockquote":
        return "quote", 0
    if tag == "caption":
        return "table", 0
    if tag == "tr":
        return ("table" if _is_plain_row(element) else ""), 0
    if tag in markup.NEUTRAL or tag in markup.CELLS:
        return "", 0
    if tag == "figcaption" or not markup.CAPTION_WORDS.isdisjoint(box.names):
        return "caption", 0
    if tag == "figure":
        return ("caption" if _has_picture(element) else ""), 0
    if tag == "p":
        return outer or "paragraph", 0
    # A neutral box in a paragraph only comes about where markup is broken.
    return ("" if outer == "paragraph" else outer), box.parent.level if box.parent else 0


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


def _path(box: Box) -> str:
    if not box.path:
        steps: list[str] = []
        above: Box | None = box
        while above is not None and above.step and len(steps) < _PATH_STEPS:
            if above.tag != "html":
                steps.append(above.step)
            above = above.parent
        box.path = "/".join(reversed(steps))
    return box.path


def prose(text: str) -> bool:
    """Whether a text reads like sentences: long, or ended like one and not very short."""
    length = len(text)
    if length < 80 and not text.isascii():
        length += len(_CJK.findall(text))
    return length >= 80 or (length >= 40 and ends_sentence(text))


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a sentence mark of any script, quotes and brackets aside."""
    return _SENTENCE_END.search(text[-8:]) is not None
