"""One pass over an element tree: its visible text as pieces, in page order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from unicodedata import category

from crawler import markup
from crawler.boxes import Box, open_box, path_of
from crawler.limits import MOST_BLOCKS, MOST_BOXES, within
from crawler.pieces import Piece, ends_sentence, prose
from crawler.tags import Tag, tag_of
from dedupe.cues import byline, dateline, has_credit, is_date_line
from dedupe.signature import signature
from dedupe.text import clean, width

if TYPE_CHECKING:
    from lxml import etree

LONG_LINE = 60
"""Characters after which a line that ends a sentence at a single `<br>` is a paragraph."""

_SHORT_LINE = 25
"""The same where the box has its paragraphs parted so already."""

_LONGEST_DATELINE = 90
"""Characters of a line that may be a dateline."""

LONGEST_CAPTION = 1200
"""Characters; above that a "caption" is a body that stands in a box with an unlucky name."""

_LONGEST_UNDER = 150
"""Characters of a line that is taken for a caption because a picture stands above it."""

LONGEST_SIGNED = 300
"""Characters of a line that is taken for a caption because of its credit alone."""

_HEADLINE_WORDS = 4
"""Words of a link that is a line of its own where another link follows it in a box."""

_PIECES = frozenset(("a", "b", "em", "i", "small", "span", "strong", "time"))
_LABEL_WORDS = 6
"""Elements that set a piece of a card, and words of one beside its headline."""
_LEAST_ROWS, _MOST_ROWS = 3, 60
_CLOCK = re.compile(r"\d?\d[:：]\d\d")
"""The time of day, which stands beside the headlines that sum up a live blog."""

_HEADING_REACH = 16
"""Boxes between a line and the heading element that it stands in, at most."""

_MOST_WRAPS = 3
"""Inline elements around a line whose names and steps are kept."""

_LONGEST_HEADING = 200
"""Characters of a line that is taken for a heading because its letters are large."""

_LARGE = 4
"""The size of letters above those of running text; a paragraph's own may be of that size."""

_LARGE_LEVEL = 2
"""The level of such a heading."""

_CAP = frozenset(("cap", "caps", "imgcap", "imgdesc", "photocap", "photodesc", "piccap"))
_PICTURES = frozenset(("img", "image", "photo", "pic", "picture"))
_TOLD = frozenset(("desc", "description", "text", "title", "info"))
"""Words of classes: of a picture's text by themselves, or one of each of the other two."""
_NAMELESS = 1 << 30
"""Where a span without a class begins: its end is not far behind."""
_RUNNING = ("p", "pre", "code", "blockquote", "figcaption", *markup.HEADINGS)
_UNBROKEN = ("heading", "table")
_SETTING = frozenset(("a", "b", "big", "font", "span", "strong"))
_SETTINGS = 16
"""Inline elements around a text that are asked how it is set."""
_Setting = tuple[str, list[tuple[str, str]]]
"""The name of an inline element that says how its text is set, and its attributes."""
_PLAIN: _Setting = ("", [])
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


class _Line:
    """The text that is being collected; not made by dataclass, whose defaults take twice as long.

    `broken` is whether nothing but space came since the last `<br>`. `whole` is how all since the
    last `<br>` is set, and `ended` how what ended at that `<br>` was; `_PLAIN` where it was plain.
    """

    __slots__ = (
        *("parts", "total", "linked", "bold", "since_break"),
        *("href", "broken", "after_link", "after_span", "after_bold", "apart", "wraps", "pictured"),
        *("whole", "ended", "large"),
    )

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.wraps: list[_Wrap] = []
        self.total = self.linked = self.bold = self.large = self.since_break = 0
        self.href = ""
        self.broken = self.after_link = self.after_span = self.after_bold = False
        self.apart = self.pictured = False
        self.whole = self.ended = _PLAIN


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

    state = Walk()
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    opened: list[tuple[int, Tag, _Wrap | None]] = []
    for event, element in walker:
        if event == "start":
            items = element.items()
            tag = tag_of(str(element.tag), items)
            action, wrap = tag.action, None
            if fallbacks:
                action = _SHOWN.get(tag.name, markup.BOX)
            if tag.depends and action != markup.SKIP:
                action = state.action(tag, action)
            if action == markup.BOX:
                state.enter(tag, element)
            elif action == markup.INLINE:
                wrap = state.start_inline(tag, items, element)
            elif action != markup.SKIP:
                state.start(tag, action)
            opened.append((action, tag, wrap))
            if action == markup.SKIP:
                walker.skip_subtree()
                continue
            text = element.text
        else:
            if event == "end":
                action, tag, wrap = opened.pop()
                if action == markup.BOX:
                    state.leave()
                elif action == markup.INLINE:
                    state.end_inline(tag, wrap)
                elif action == markup.SKIP and tag.name not in ("rt", "rp"):
                    state.line.parts.append(" ")
            text = element.tail
        if text:
            if not text.isspace():
                state.add(text)
            elif state.line.total:
                state.line.parts.append(text if state.box.tag.name == "pre" else " ")
    state.flush()
    return state


_SHOWN = {**markup.ACTIONS, "noscript": markup.BOX}
"""What to do at an element where what is hidden is shown."""
_WORDS_OF_A_LETTER = frozenset("AÀEÉIOÓUYАВИКОСУЯІЙЗΟΗ")


class Walk:
    """The state of one pass over one page: the pieces so far, and the line being collected."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.boxes: list[Box] = [Box(0, None, tag_of("", ()))]
        self.box = self.boxes[0]
        self.line = _Line()
        self._links: list[str] = []
        self._spans: list[int] = []
        self._settings: list[tuple[int, _Setting]] = []
        self._bold = 0
        self._sizes: list[int] = []
        self._pictures = 0
        self._figures = 0
        self._figure_of_picture = -1
        self._picture_box: Box | None = None
        self._headed: set[int] = set()
        self._taken: dict[str, int] = {}
        self._broken_box: Box | None = None

    def action(self, tag: Tag, action: int) -> int:
        """What to do at an element whose tag does not tell that by itself."""
        if action == markup.INLINE:
            return markup.BOX if self._is_own_line(tag) else action
        if self.box.row and tag.name in markup.CELLS:
            return markup.CELL
        inside = self.box.tag.name in markup.SOFT and tag.name not in markup.CELLS
        return markup.INLINE if inside else action

    def _is_own_line(self, tag: Tag) -> bool:
        """Whether an inline element is a caption or a credit, and so a block of its own."""
        if tag.said is not None:
            return True
        in_figure = self.box.kind == "caption" or self.box.figure >= 0
        told = not markup.CREDIT_WORDS.isdisjoint(tag.words) or "author" in tag.names
        if in_figure and (tag.name == "cite" or told):
            # "Photo: <span>Name</span>" and "(<span>Name</span>)" are one line to a reader.
            before = "".join(self.line.parts[-2:]).rstrip()
            return not before.endswith(("(", "[", ":", "/", "|", "©"))
        return tag.name != "a" and not markup.CAPTION_WORDS.isdisjoint(tag.words)

    def start(self, tag: Tag, action: int) -> None:
        """Begin an element that is neither a box nor inline."""
        line = self.line
        if action == markup.BREAK:
            self._break()
            return
        line.parts.append("\t" if action == markup.CELL else " ")
        if tag.name in ("img", "amp-img"):
            self._pictures += 1
            self._figure_of_picture = self.box.figure
            self._picture_box = self.box
            line.pictured = not line.total

    def start_inline(
        self, tag: Tag, items: list[tuple[str, str]], element: etree._Element
    ) -> _Wrap | None:
        """Begin an inline element; one that opens its line is returned, to be ended."""
        line, name, label = self.line, tag.name, tag.label
        if line.whole is not _PLAIN and line.total and self._is_beside(name, element):
            line = self._part()
        if name in _SETTING:
            self._settings.append((line.total, (name, items)))
            if line.ended is not _PLAIN:
                line = self._set_apart()
        if name == "a":
            self._links.append(dict(items).get("href", ""))
            if line.after_link:  # a bar of links has its gaps from the style sheet
                alone = line.whole[0] == "a" and line.linked == line.total
                told = alone and (_is_headline(line) or _named_apart(dict(line.whole[1]), label))
                if told and self.box.tag.name not in _RUNNING:
                    line = self._part()
                line.parts.append(" ")
            elif line.after_span and self.box.tag.name not in _RUNNING:
                line.apart = True
        elif name == "span":
            if line.whole[0] == "span" and self._is_beside_caption(label):
                line = self._part()
            beside = line.after_span or line.after_bold or (line.after_link and bool(label))
            line.apart = beside and self.box.tag.name not in _RUNNING
            # What has no attribute at all changes nothing within a word.
            self._spans.append(line.total if label or not items else _NAMELESS)
        elif name in ("b", "strong"):
            beside = line.after_span or line.after_bold
            line.apart = beside and self.box.tag.name not in _RUNNING
            self._bold += 1
        elif name == "font":
            self._sizes.append(_size(dict(items).get("size", "")))
        elif name == "time":
            line.parts.append(" ")
        if line.total or not (label or name == "a"):
            return None
        wrap = _Wrap(markup.step(name, label, ""), tag.words)
        line.wraps.append(wrap)
        return wrap

    def end_inline(self, tag: Tag, wrap: _Wrap | None) -> None:
        """End an inline element."""
        line, name = self.line, tag.name
        if wrap is not None:
            wrap.end = line.total
        if name in _SETTING:
            start, setting = self._settings.pop()
            if name == "font":
                self._sizes.pop()
            if start == line.total - line.since_break:
                line.whole = setting
        if name == "a":
            self._links.pop()
            line.after_link = True
        elif name == "span":
            length = line.total - self._spans.pop()
            # A single letter may be the first of a word; a single digit is a place in a list.
            line.after_span = length > 1 or (length == 1 and line.parts[-1].strip().isdigit())
        elif name in ("b", "strong"):
            self._bold -= 1
            # A link behind it goes on in the same word, as links behind text do.
            line.after_bold = line.total - start > 1
        elif name == "time":
            line.parts.append(" ")

    def enter(self, tag: Tag, element: etree._Element) -> None:
        """Open a box in the open one; what came before it is a line of its own."""
        if self.line.total or self.line.wraps:
            self.flush()
        boxes = self.boxes
        number = len(boxes)
        if number >= MOST_BOXES:
            within(number, MOST_BOXES, "elements")
        box = open_box(tag, element, self.box, number, self._figures, bool(self._links))
        self._figures += tag.figure
        if self._pictures and not box.kind and not _CAP.isdisjoint(tag.names):
            box.kind = "caption"
        boxes.append(box)
        self.box = box

    def leave(self) -> None:
        """Close the open box, so that the one around it is open again."""
        if self.line.total or self.line.wraps:
            self.flush()
        assert self.box.parent is not None
        self.box = self.box.parent

    def add(self, text: str) -> None:
        """Take in the text between two tags, which is not all space."""
        if self.box.tag.name == "pre" and "\n" in text:
            first, *rest = _BLANK_LINE.split(text)
            self._collect(first)
            for part in rest:
                self.flush()
                self._collect(part)
            return
        self._collect(text)

    def _collect(self, text: str) -> None:
        line = self.line
        if line.ended is not _PLAIN:
            line = self._set_apart()
        length = len(text.strip())
        if line.apart:  # a name and a day, each of a class: the style sheet parts them
            line.apart = False
            if line.total and (text[0].isalnum() or text[0] == "#") and _ends_word(line.parts[-1]):
                line.parts.append(" ")
        line.parts.append(text)
        line.total += length
        line.since_break += length
        line.broken = line.after_link = line.after_span = line.after_bold = False
        line.whole = _PLAIN
        if self._links:
            line.linked += length
            if not line.href:
                line.href = self._links[-1]
        if self._bold:
            line.bold += length
        if self._sizes and self._sizes[-1] >= _LARGE + (self.box.tag.name == "p"):
            line.large += length

    def _set_apart(self) -> _Line:
        """The line for the text after a `<br>`: a new one where it is set in another way than all
        of what stands before, as headline, standfirst and text are in old markup."""
        line = self.line
        if all(setting != line.ended for _, setting in self._settings[-_SETTINGS:]):
            return self._part()
        line.ended = _PLAIN
        return line

    def _is_beside(self, name: str, element: etree._Element) -> bool:
        """Whether a piece of a card begins: a headline that leads somewhere beside a label in an
        element of its own, or the other way round, with nothing else beside them. Three spans at
        least with words each are rows of a list.

        No gap parts them, which words of one line have.
        """
        line, box = self.line, self.box
        if name not in _PIECES or line.total != line.since_break or box.tag.name in _RUNNING:
            return False
        if line.parts[-1][-1:].isspace():
            return False
        tail = element.tail
        if tail and not tail.isspace():
            return False
        before = "".join(line.parts)
        if line.whole[0] == "a":
            label = "".join(element.itertext())
            told = name != "a" and _is_headline(line) and _is_label(label)
            return told and not _CLOCK.fullmatch(label.strip())
        if name == "a":
            colon = box.tag.name == "li" and before.rstrip().endswith((":", "："))
            text = "" if colon or not _is_label(before) else " ".join(element.itertext())
            return width(text) >= _HEADLINE_WORDS
        if name == "span" and self._links and line.whole[0] != "a" and _is_label(before):
            return width("".join(element.itertext())) >= _HEADLINE_WORDS
        return name == "span" and not line.whole[1] and _are_rows(element)

    def _is_beside_caption(self, label: str) -> bool:
        """Whether a span begins right behind another of another name, which has all of the line so
        far, in the box of a picture's text: number, text and credit stand in one each."""
        line = self.line
        if self.box.kind != "caption" or line.total != line.since_break:
            return False
        other = dict(line.whole[1]).get("class", "").split()
        apart = bool(label) and set(other).isdisjoint(label.split())
        return apart and bool(line.parts) and not line.parts[-1][-1:].isspace()

    def _part(self) -> _Line:
        """End the line where no box ends: what is open goes on in the new one."""
        total, settings = self.line.total, self._settings
        for at in range(len(settings) - 1, -1, -1):
            if settings[at][0] < total:
                break
            settings[at] = 0, settings[at][1]
        self._next_line()
        return self.line

    def _next_line(self) -> None:
        """End the line; inline elements that are open are around the new one too."""
        wraps = [wrap for wrap in self.line.wraps if wrap.end < 0]
        self.flush()
        self.line.wraps = wraps

    def _break(self) -> None:
        line = self.line
        if not line.total:
            return
        parts = line.parts
        least = _SHORT_LINE if self._broken_box is self.box else LONG_LINE
        ends = line.since_break >= least and ends_sentence(parts[-1].rstrip())
        if (line.broken or ends or self._is_dateline()) and self.box.kind not in _UNBROKEN:
            self._broken_box = self.box
            self._next_line()
            return
        parts.append("\n")
        if line.since_break and self.box.kind not in _UNBROKEN:
            line.ended = line.whole
        line.broken, line.since_break = True, 0

    def _is_dateline(self) -> bool:
        """Whether the first line of a box says where from and for whom: no part of a sentence."""
        line = self.line
        first = line.total == line.since_break <= _LONGEST_DATELINE
        return first and self.box is not self._broken_box and bool(dateline("".join(line.parts)))

    def flush(self) -> None:
        """End the line; if it has any visible text it is a piece."""
        line = self.line
        if line.total:
            joined, box = "".join(line.parts), self.box
            if box.row:
                raw = "\t".join(filter(None, (" ".join(c.split()) for c in joined.split("\t"))))
            else:
                raw = " ".join(joined.split())
            # Most lines have nothing to clean; asking so costs a tenth of cleaning them.
            text = raw if raw.isprintable() and "\ufffc" not in raw else clean(raw)
            if text:
                if len(self.pieces) >= MOST_BLOCKS:
                    within(len(self.pieces) + 1, MOST_BLOCKS, "blocks")
                piece = self._piece(raw, text, line)
                if self.pieces and len(self.pieces[-1].text) == 1:
                    self._take_initial(piece, joined[:1].isspace())
                self.pieces.append(piece)
                self._pictures = 0
        elif not line.wraps:
            return
        self.line = _Line()

    def _take_initial(self, piece: Piece, spaced: bool) -> None:
        """Join a paragraph with its first letter, which the page sets in a box of its own."""
        initial = self.pieces[-1]
        beside = piece.path.startswith(initial.path.rpartition("/")[0])
        fits = piece.kind == "paragraph" and initial.kind in ("other", "paragraph")
        if fits and beside and initial.text.isupper() and piece.text[0].islower():
            space = " " if spaced and initial.text in _WORDS_OF_A_LETTER else ""
            piece.raw = initial.raw + space + piece.raw
            piece.text = initial.text + space + piece.text
            self.pieces.pop()

    def _piece(self, raw: str, text: str, line: _Line) -> Piece:
        box = self.box
        path = path_of(box, self._taken)
        names: tuple[str, ...] = ()
        if line.wraps:
            path, names = _wrapped(path, line)
        kind, links = box.kind, line.linked / line.total
        if kind == "heading" and links < 0.5 and box.parent and box.parent.kind == "caption":
            if box.level == 1:
                _no_caption(box.parent)
            else:
                kind = "caption"
        if kind == "heading" and self._is_under_open_heading(text):
            kind = "paragraph"
        if kind in ("", "paragraph") and (
            (self._pictures and self._is_below_picture(text, line, names))
            or self._is_credit_below(text, names)
        ):
            kind = "caption"
        if kind == "caption" and len(text) > LONGEST_CAPTION:
            kind = "paragraph"
        level = box.level if kind == "heading" else 0
        large = line.large == line.total and len(text) <= _LONGEST_HEADING
        if large and kind in ("", "paragraph") and not ends_sentence(text):
            kind, level = "heading", _LARGE_LEVEL
        kind = kind or ("paragraph" if prose(text) else "other")
        # On a card the link stands around the box: its sentences are still sentences.
        is_card = box.linked and kind == "paragraph"
        if links >= 0.9 and kind in ("paragraph", "list_item", "other") and not is_card:
            kind = "link"
        figure = self._figure() if kind == "caption" else box.figure
        href = (line.href or (box.address if kind == "heading" else "")).strip()
        bold = min(1.0, line.bold / line.total)
        level = level if kind == "heading" else 0
        links = min(1.0, links)
        return Piece(
            raw, text, kind, level, figure, links, href, path, box, names, bold, self._pictures
        )

    def _is_under_open_heading(self, text: str) -> bool:
        """Whether a sentence stands in a heading that has its line already and was never closed."""
        inside = self.box
        for _ in range(_HEADING_REACH):
            if inside.tag.name in markup.HEADINGS or inside.parent is None:
                break
            inside = inside.parent
        if inside is not self.box and inside.number in self._headed and prose(text):
            return True
        self._headed.add(inside.number)
        return False

    def _is_below_picture(self, text: str, line: _Line, names: tuple[str, ...]) -> bool:
        """Whether a line below a picture is its text: by its credit, its place, or its name."""
        return (
            self._is_signed_picture(text)
            or self._is_under_picture(text, line)
            or self._is_named_for_picture(text, names)
        )

    def _is_signed_picture(self, text: str) -> bool:
        """Whether a line right under a picture, in its box or beside it, ends in a photo credit."""
        picture, box = self._picture_box, self.box
        if picture is None or len(text) > LONGEST_SIGNED:
            return False
        beside = box.parent in (picture, picture.parent, picture.parent and picture.parent.parent)
        return (box is picture or beside) and has_credit(text)

    def _is_under_picture(self, text: str, line: _Line) -> bool:
        """Whether a paragraph is a picture with a few words below it that end in no stop and do not
        say who wrote and when."""
        box = self.box
        if not line.pictured or box.tag.name != "p" or box.linked or len(text) > _LONGEST_UNDER:
            return False
        signed = is_date_line(text) or byline(text) or signature(text)
        return " " in text and not (signed or ends_sentence(text))

    def _is_named_for_picture(self, text: str, names: tuple[str, ...]) -> bool:
        """Whether a line right below a picture stands in an element that is named for it."""
        if self.box.linked or len(text) > LONGEST_SIGNED:
            return False
        every = {*self.box.tag.names, *names}
        return not every.isdisjoint(_CAP) or not (
            every.isdisjoint(_PICTURES) or every.isdisjoint(_TOLD)
        )

    def _is_credit_below(self, text: str, names: tuple[str, ...]) -> bool:
        """Whether a short line that is named for a credit stands right below a picture's text."""
        box, above = self.box, self.pieces[-1] if self.pieces else None
        if above is None or above.kind != "caption" or len(text) > _LONGEST_UNDER:
            return False
        own = names if box is above.box.parent else ()
        if box.parent is above.box.parent:
            own = box.tag.names
        return not markup.CREDIT_WORDS.isdisjoint(own)

    def _figure(self) -> int:
        """The number of the figure that a caption belongs to: its own, or the last picture's."""
        if self.box.figure >= 0:
            return self.box.figure
        if self._figure_of_picture < 0:
            self._figures += 1
            self._figure_of_picture = self._figures - 1
        return self._figure_of_picture


def _no_caption(box: Box) -> None:
    """Take back that a box is a picture's text: a page's headline stands in none, so what follows
    it there is a header that is printed on the picture."""
    around: Box | None = box
    while around is not None and around.kind == "caption":
        around.kind = ""
        around = around.parent


def _named_apart(one: Mapping[str, str], label: str) -> bool:
    """Whether two elements have classes, and none in common."""
    names = one.get("class", "").split()
    return bool(names and label) and set(names).isdisjoint(label.split())


def _ends_word(text: str) -> bool:
    """Whether a text ends in a letter or a digit, or in the sign above or below one."""
    return text[-1:].isalnum() or category(text[-1:] or " ") == "Mn"


def _is_headline(line: _Line) -> bool:
    return width("".join(line.parts)) >= _HEADLINE_WORDS


def _is_label(text: str) -> bool:
    return 0 < width(text) <= _LABEL_WORDS and not ends_sentence(text.rstrip())


def _are_rows(element: etree._Element) -> bool:
    """Whether an element and all others in the one around it are spans of several words each, with
    nothing between them, not even a space."""
    around = element.getparent()
    rows = [] if around is None else list(islice(around, _MOST_ROWS))
    if len(rows) < _LEAST_ROWS or (around is not None and around.text and around.text.strip()):
        return False
    return all(
        row.tag == "span" and not row.tail and width("".join(row.itertext())) > 1
        for row in rows[:-1]
    )


def _size(size: str) -> int:
    """What `<font size>` says, from 1 to 7; 3 is that of running text, which `+1` adds to."""
    value = size.strip()[:2]
    if not value.isascii():
        return 3
    if value[:1] in ("+", "-") and value[1:].isdigit():
        return 3 + int(value)
    return int(value) if value.isdigit() else 3


def _wrapped(path: str, line: _Line) -> tuple[str, tuple[str, ...]]:
    """The path and class words with those of the inline elements around all of the line."""
    around = 0
    names: tuple[str, ...] = ()
    for wrap in line.wraps:
        if wrap.end < 0 or wrap.end == line.total:
            path = f"{path}/{wrap.step}"
            names += wrap.names
            around += 1
            if around == _MOST_WRAPS:
                break
    return path, names
