"""What elements, class words and hiding attributes mean for the visible text of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

INLINE, BREAK, SPACE, SKIP, BOX, CELL = range(6)

_INLINE = """a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd mark math
nobr q ruby rb rbc rtc s samp small span strike strong sub sup time tt u var wbr label output
mi mn mo mrow msup msub mfrac semantics"""
_SKIPPED = """head script style template noscript noframes noembed svg iframe object embed applet
canvas audio video map select option optgroup datalist textarea progress meter rp rt amp-ad
amp-embed amp-sidebar amp-analytics amp-sticky-ad amp-pixel amp-state amp-script link meta title"""
# `rt` is the reading above a character: taken into the line it would break every word in two.
# What stands inside `svg`, `canvas` and `object` is a drawing or a fallback, not a line of text.


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ACTIONS: Final[Mapping[str, int]] = {
    **dict.fromkeys(_INLINE.split(), INLINE),
    **dict.fromkeys(_SKIPPED.split(), SKIP),
    **dict.fromkeys(("img", "input", "picture", "source", "track", "area", "basefont"), SPACE),
    "br": BREAK,
}
"""What to do at an element; a name that is not here opens a box of its own."""

HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
KIND_OF_TAG: Final = {
    "li": "list_item",
    "dd": "list_item",
    "dt": "list_item",
    "blockquote": "quote",
    "caption": "table",  # of a table; a picture's is `figcaption`
}
CELLS: Final = frozenset({"td", "th"})
IN_ROWS: Final = _set(f"tr td th img {_INLINE}")
"""Elements that a table row may hold and still read as one line."""

NEUTRAL: Final = frozenset(
    {"article", "section", "main", "aside", "nav", "header", "footer", "form"}
)
"""Boxes in which an outer list item, quote or caption no longer says what the text is."""

SOFT: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "figcaption"})
"""Boxes of running text: a button or an unknown element inside one is part of its line."""

CAPTION_WORDS: Final = _set(
    """caption captions figcaption imgcaption imagecaption photocaption captiontext legend legende
    bildunterschrift bildunterzeile bildtext bijschrift didascalia pie leyenda"""
)
CREDIT_WORDS: Final = _set(
    """credit credits copyright byphoto photographer fotograf bildnachweis bildquelle photocredit
    imagecredit photoby fotocredit"""
)
OWN_LINE_WORDS: Final = CAPTION_WORDS | CREDIT_WORDS
"""Class words that may make a line of its own of an inline element."""
_UNSEEN_CLASSES: Final = _set(
    """sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only screenreader
    sr-text u-visually-hidden u-hidden-visually assistive-text a11y-hidden element-invisible
    show-for-sr screen-reader hidden-visually visually-hidden-focusable
    material-icons material-symbols-outlined"""
)
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NUMBER = re.compile(r"\d+")
_LONG_NUMBER = re.compile(r"\d{3}")
_ENTRY_NUMBER = re.compile(r"(?<=[-_])\d{3,}$")
"""A number at the end of a class that no grid has: `col-md-12` says what a box is."""
_GAPS = bytes(code if chr(code).isalpha() else ord(" ") for code in range(256))
"""For `bytes.translate`, which takes a fifth of the time of `str.translate`."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]{2,}(?![a-z])|[^\W\d_a-zA-Z]+")


@lru_cache(maxsize=32768)
def words(names: str) -> tuple[str, ...]:
    """The words of a class or id attribute, in lower case.

    >>> words("articleBody is-wide_2")
    ('article', 'body', 'is', 'wide')
    """
    if names.islower() and names.isascii():  # nearly all are, and for them this is thrice as fast
        return tuple(names[:400].encode().translate(_GAPS).decode().split())
    return tuple(found.lower() for found in _WORD.findall(names[:400]))


_LONGEST_NAME = 40
"""Characters of a name that a step keeps."""


@lru_cache(maxsize=32768)
def step(tag: str, names: str, ident: str) -> str:
    """One step of a block's path: `div.story.wide`; at most six names, so that it stays short.

    The numbers that a system gives its entries are left out, `article#post-.post-.hentry`: like
    boxes have like paths.
    """
    own = f"{tag}#{_NUMBER.sub('', ident[:_LONGEST_NAME])}" if ident else tag
    if not names:
        return own
    parts = names.split()[:6]
    if len(names) > _LONGEST_NAME:
        parts = [part[:_LONGEST_NAME] for part in parts]
    if _LONG_NUMBER.search(names):
        parts = [_ENTRY_NUMBER.sub("", part) for part in parts]
    return ".".join([own, *parts])


def hidden(tag: str, names: str, attrs: Mapping[str, str]) -> bool:
    """Whether a reader of the rendered page would not see the text of an element with these class
    names and other attributes.

    `aria-hidden` is left out on purpose: it hides from screen readers, not from the eye, and
    pages set it on text that is read aloud elsewhere. `html` and `body` are left out because
    pages hide them only until their scripts have run.
    """
    if tag in ("body", "html"):
        return False
    if names and not _UNSEEN_CLASSES.isdisjoint(names.lower().split()):
        return True
    if attrs and "hidden" in attrs and attrs["hidden"].lower() != "until-found":
        return True
    if attrs and "style" in attrs and hides(attrs["style"]):
        return True
    return tag == "dialog" and "open" not in attrs


def hides(style: str) -> bool:
    """Whether what an element says of its style takes it out of sight; it tells nothing else."""
    return _UNSEEN_STYLE.search(style) is not None
