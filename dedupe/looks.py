"""How a block looks to the segmentation: what it could be, from its own text and markup alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from dedupe import cues
from dedupe.alike import keyed_likeness, without_bracket
from dedupe.cue_forms import only_words
from dedupe.cue_read_out import FIRST_WORDS as READ_OUT_WORDS
from dedupe.forms import measured_lines
from dedupe.model import Block, Page
from dedupe.rules import Rules
from dedupe.signature import signature
from dedupe.text import has_digit, keep_forms
from dedupe.unchanging import unchanging

SORTS = (
    "short",  # a line of a few words: a headline, a subheading, a section name
    "prose",  # a sentence or more
    "item",  # an item of a list, a quotation, a row of a table: part of a body like prose
    "caption",
    "credit",
    "marker",
    "date",
    "byline",
    "dateline",
    "list_heading",
    "inline_card",  # the label of a list and one title in a line of its own
    "comments",  # the heading of the readers' comments
    "frame",  # the line of rights at the foot of a page
)

# A line of this many words that ends like a sentence is one. Headlines with a full stop are
# shorter, or stand where a header stands.
_SENTENCE_WORDS = 4
# Headlines and subheadings may ask or exclaim, in this many words at most.
_ASKED_WORDS = 14
_VERSE_WORDS = 3
_CLAUSE_ENDS = frozenset(",،、;؛")
_ASKING = frozenset("?!؟？！;՞")
_STOPS = ".。।"
SENTENCE_STOPS = frozenset(".。।!?؟！？")
"""What ends a sentence, where no bracket and no quotation mark stands behind it."""
_CLOSING = " »”\"')]"
# From here on a line is prose whatever it ends with: no headline of real news pages is as long.
PROSE_WORDS = 32
_LIST_HEADING_WORDS = 7
CARD_WORDS = 30
_SHORT_WORDS = 20
_MENU_WORDS = 3
_MENU = 0.1
_CAPTION_WORDS = 3
_PICTURE_BOX = frozenset(
    [
        "img",
        "image",
        "images",
        "pic",
        "picture",
        "photo",
        "foto",
        "media",
        "figure",
        "fig",
        "slide",
        "slides",
        "gallery",
        "bild",
    ]
)
_WHOLE = frozenset(["page", "article", "post", "story", "content", "main", "section", "view"])
"""Words of classes that name a box of more than a picture and its text: `gallery-page`."""
_PICTURE_TEXT = frozenset(
    ["desc", "description", "cap", "caption", "legend", "text", "alt", "title"]
)
_ANNOUNCED = {"source": "credit", "caption": "caption", "author": "byline"}
_SIGNED_WORDS = 12
_BYLINE_CLASS = frozenset(["author", "authors", "byline", "auteur", "autor", "writer", "firma"])
_DATE_CLASS = frozenset(["date", "datum", "fecha", "datetime", "pubdate", "published", "tarih"])
_CLASS_WORD = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"~\d+(?=[/\0]|$)")
_CALLED = re.compile(r"[.#][^/]*")
"""What an element is called behind its tag."""


@unchanging
class Look:
    """A block with what can be said of it before its neighbours are asked."""

    block: Block
    key: str
    words: int
    sort: str
    gap: int
    """Blank lines before the block, -1 where it stands on the line of the one before; 0 for pages
    from markup."""
    seat: str = ""
    """The block's path as the markup gave it; in `block` boxes of one name have one path."""

    @property
    def is_prose(self) -> bool:
        return self.sort in ("prose", "item")


def look_alike(one: Look, other: Look, rules: Rules) -> float | None:
    """`likeness` of the texts of two lines, whose normal forms are known."""
    return keyed_likeness(one.block.text, one.key, other.block.text, other.key, rules)


def looks(page: Page, rules: Rules) -> list[Look]:
    """One look a block, in page order."""
    forms = measured_lines([block.text for block in page.blocks])
    keep_forms((block.text, key) for block, (key, _) in zip(page.blocks, forms, strict=True))
    paths = _unnumbered_paths([block.path for block in page.blocks])
    return [
        _look(block, path, *form, gap, page.form, rules)
        for block, path, form, gap in zip(page.blocks, paths, forms, gaps(page), strict=True)
    ]


def gaps(page: Page) -> Sequence[int]:
    """Blank lines before each block; -1 where it is on one line with the block above it."""
    if page.form == "html":
        return [0] * len(page.blocks)
    ends = [0, *(block.end for block in page.blocks)]
    return [
        max(-1 if end else 0, page.text.count("\n", end, block.start) - 1)
        for end, block in zip(ends, page.blocks, strict=False)
    ]


def _look(block: Block, path: str, key: str, words: int, gap: int, form: str, rules: Rules) -> Look:
    seat = block.path
    if seat != path:
        # Most blocks of some pages, and `replace` takes longer.
        block = Block(
            block.index, block.text, block.kind, block.start, block.end, block.level,
            block.figure, block.links, block.href, path, block.main,
        )  # fmt: skip
    return Look(block, key, words, sort_of(block, key, words, form, rules), gap, seat)


def _unnumbered_paths(paths: Sequence[str]) -> Sequence[str]:
    """`unnumbered` of each path of a page, all at once: one by one they take thrice as long."""
    whole = "\0".join(paths)
    if "~" not in whole:
        return paths
    found = _NUMBER.sub("", whole).split("\0")
    return found if len(found) == len(paths) else list(map(unnumbered, paths))


@lru_cache(maxsize=4096)
def unnumbered(path: str) -> str:
    """A path without the numbers of its boxes."""
    return _NUMBER.sub("", path)


@lru_cache(maxsize=4096)
def tags_of(path: str) -> tuple[str, ...]:
    """The tags of a path's elements, outermost first."""
    return tuple(_CALLED.sub("", path).split("/"))


def sort_of(block: Block, key: str, words: int, form: str, rules: Rules) -> str:
    """The sort of a block with that normal form and that many words."""
    text = block.text
    if (key or text.strip()) in rules.markers or not key:
        return "marker"
    if key in rules.list_headings:
        return "list_heading"
    if words <= CARD_WORDS and cues.inline_card(text):
        return "inline_card"
    if words <= _LIST_HEADING_WORDS and cues.is_comments_heading(text):
        return "comments"
    announced = cues.read_out(text) if key.partition(" ")[0] in READ_OUT_WORDS else None
    if announced is not None:
        return _ANNOUNCED[announced[0]]
    if block.kind not in ("caption", "heading") and cues.is_rights(text, key):
        return "frame"
    if words > PROSE_WORDS and block.kind not in ("caption", "heading"):
        return "item" if block.kind in ("list_item", "quote", "table") else "prose"
    if form == "html":
        return _sort_marked_up(block, words)
    sort = _sort_line(text, words)
    if block.kind == "heading":
        return sort if sort in ("marker", "list_heading", "date") else "short"
    if block.kind == "list_item" and sort not in ("date", "marker", "list_heading"):
        return "item"
    return sort


def _sort_line(text: str, words: int) -> str:
    """The sort of a line of a text page, short enough to be anything."""
    return _told_sort(text, words) or ("caption" if cues.has_credit(text) else "short")


@lru_cache(maxsize=32768)
def _told_sort(text: str, words: int) -> str:
    """The same, but "" for a line that is short unless it ends in a credit."""
    if words <= _LIST_HEADING_WORDS and cues.is_list_heading(text):
        return "list_heading"
    if cues.is_short_furniture(text) or (words >= _MENU_WORDS and cues.is_menu(text)):
        return "marker"
    if cues.is_date_line(text):
        return "date"
    if cues.byline(text) is not None:
        return "byline"
    if only_words(text):
        return ""  # no dateline but a byline's, no number, no stop
    if cues.dateline(text) is not None:
        return "dateline"
    signed = signature(text)
    if signed is not None:
        return "byline" if signed.names else "date"
    if cues.ends_sentence(text) and words >= _SENTENCE_WORDS and not _ends_in_initials(text):
        asked = words <= _ASKED_WORDS and text.rstrip(_CLOSING)[-1:] in _ASKING
        return "short" if asked else "prose"
    if words >= _VERSE_WORDS and text[-1:] in _CLAUSE_ENDS:
        return "prose"  # a line of verse, a salutation: headlines do not end in a comma
    return ""


def _ends_in_initials(text: str) -> bool:
    """Whether the stop at the end is that of an agency's initials in a bracket: `(A.B.P.)`."""
    bare = without_bracket(text)
    return bare != text and text[-2:-1] in _STOPS and not cues.ends_sentence(bare)


def _sort_marked_up(block: Block, words: int) -> str:
    """The sort of a block whose markup already says what it is."""
    text = block.text
    if block.kind == "link" and 0 <= block.main < _MENU and words <= _SHORT_WORDS:
        # Menus are most of the lines of a page, and none of them is a date or a name.
        if cues.is_short_furniture(text):
            return "marker"
        return "date" if has_digit(text) and cues.is_date_line(text) else "short"
    if block.kind == "heading":
        if words <= _LIST_HEADING_WORDS and cues.is_list_heading(text):
            return "list_heading"
        return "marker" if cues.is_short_furniture(text) else "short"
    if block.kind == "caption":
        if "credit" in block.path.rpartition("/")[2]:
            return "credit"
        return "marker" if cues.is_short_furniture(text) else "caption"
    if block.kind == "quote":
        return "item"
    if block.kind != "link" and words >= _CAPTION_WORDS and _is_beside_picture(block.path, text):
        return "caption"
    said = _said_by_class(block, words)
    if said:
        return said
    sort = _told_sort(text, words)
    if block.kind in ("list_item", "table"):
        return sort if sort in ("marker", "date", "byline", "list_heading") else "item"
    written = block.kind == "paragraph" and _is_p(block)
    if not sort and not written and cues.has_credit(text):
        return "caption"
    if sort in ("", "short") and block.kind == "paragraph":
        return "prose" if written or words > _SHORT_WORDS else "short"
    return sort or "short"


def _is_p(block: Block) -> bool:
    return block.path.rpartition("/")[2].split(".")[0] == "p"


def _said_by_class(block: Block, words: int) -> str:
    """`byline`, `dateline` or `date` where the class of the element says so and the text fits."""
    if words > _SIGNED_WORDS or block.kind == "heading":
        return ""
    names = class_words(block.path.rpartition("/")[2])
    if names & _DATE_CLASS and has_digit(block.text):
        return "date"
    if names & _BYLINE_CLASS and not cues.ends_sentence(block.text):
        return "byline" if cues.dateline(block.text) is None else "dateline"
    return ""


@lru_cache(maxsize=4096)
def class_words(step: str) -> frozenset[str]:
    """The words in the class of an element, by its step in a path."""
    return frozenset(_CLASS_WORD.findall(step.partition(".")[2].lower()))


def _is_beside_picture(path: str, text: str) -> bool:
    """Whether the class words say that a box holds the text of a picture: `img-box/img-desc`."""
    outer, _, last = path.rpartition("/")
    own, box = class_words(last), class_words(outer.rpartition("/")[2])
    if own & _PICTURE_BOX and (own & _PICTURE_TEXT or not cues.ends_sentence(text)):
        return True
    return bool(box & _PICTURE_BOX and own & _PICTURE_TEXT and not box & _WHOLE)
