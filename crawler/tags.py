"""What a start tag says by itself, worked out once for all elements that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from crawler import markup
from crawler.hints import MARK

_ADDRESSES = (
    *("data-url", "data-href", "data-permalink", "data-article-url", "data-post-url"),
    "about",  # RDFa's
)
"""Attributes that name where what is in a box lives, the first one first: pages that append article
after article have them, to change the address bar as the reader scrolls."""

_HAS_ADDRESS = frozenset(_ADDRESSES)
_TELLING = frozenset((MARK, "id", "role", "aria-level", "hidden", "style", "open", *_ADDRESSES))
"""Attributes besides the class that tell anything of an element."""


@dataclass(slots=True, eq=False)  # not frozen: that would cost half of the time to make one
class Tag:
    """A start tag: its name, and what its attributes say wherever it stands."""

    name: str
    label: str
    """Its class attribute as it stands."""
    ident: str
    """Its id."""
    words: tuple[str, ...]
    """Words of its class."""
    names: tuple[str, ...]
    """Words of its class and id."""
    action: int
    """What to do at the element, of `markup`'s actions, where it stands in nothing special."""
    depends: bool
    """Whether the action depends on where it stands."""
    kind: str | None
    """What text in it is: a block kind, or empty where only the text can tell; None where it is
    what the box around it and what it holds make it."""
    level: int
    """Heading level; 0 for anything that is no heading."""
    figure: bool
    """Whether it is a picture with what belongs to it, and so has a number of its own."""
    said: str | None
    """What the site's profile says it is; None for nothing."""
    address: str
    """Where its article lives; empty where it does not say so."""


def tag_of(name: str, attributes: Iterable[tuple[str, str]]) -> Tag:
    """The Tag of an element's name and attributes."""
    label = ""
    telling: tuple[tuple[str, str], ...] = ()
    for key, value in attributes:
        if key == "class":
            label = value
        elif key in _TELLING and (key != "style" or markup.hides(value)):
            telling += ((key, value),)
    return _tag(name, label, telling)


@lru_cache(maxsize=16384)
def _tag(name: str, label: str, telling: tuple[tuple[str, str], ...]) -> Tag:
    attrs = dict(telling)
    ident = attrs.get("id", "") if telling else ""
    words = markup.words(label) if label else ()
    names = words + markup.words(ident) if ident else words
    action = markup.ACTIONS.get(name, markup.BOX)
    depends = _depends(name, action, words, attrs)
    if markup.hidden(name, label, attrs):
        action = markup.SKIP
    kind, level = _kind(name, names, attrs)
    figure = name == "figure" or _is_figure(names, attrs)
    address = ""
    if telling and name != "body" and not _HAS_ADDRESS.isdisjoint(attrs):
        address = next(attrs[one] for one in _ADDRESSES if one in attrs)
    return Tag(
        *(name, label, ident, words, names, action, depends, kind, level, figure),
        said=attrs.get(MARK),
        address=address,
    )


def _depends(name: str, action: int, words: tuple[str, ...], attrs: Mapping[str, str]) -> bool:
    if action == markup.BOX:
        return name in markup.CELLS or name == "button" or "-" in name
    if action != markup.INLINE:
        return False
    return name == "cite" or MARK in attrs or not markup.OWN_LINE_WORDS.isdisjoint(words)


_KINDS: Mapping[str, tuple[str | None, int]] = {
    **dict.fromkeys((*markup.NEUTRAL, *markup.CELLS), ("", 0)),
    **{name: (kind, 0) for name, kind in markup.KIND_OF_TAG.items()},
    **{name: ("heading", level) for name, level in markup.HEADINGS.items()},
    "figcaption": ("caption", 0),
    "tr": (None, 0),
}
"""What the name of an element says of its text whatever its class, and the heading level."""


def _kind(name: str, names: tuple[str, ...], attrs: Mapping[str, str]) -> tuple[str | None, int]:
    if attrs and attrs.get(MARK) in ("title", "caption"):
        return ("heading", 1) if attrs[MARK] == "title" else ("caption", 0)
    if attrs and attrs.get("role") == "heading" and name not in markup.HEADINGS:
        return "heading", markup.HEADINGS.get("h" + attrs.get("aria-level", ""), 2)
    if name in _KINDS:
        return _KINDS[name]
    return (None if markup.CAPTION_WORDS.isdisjoint(names) else "caption"), 0


def _is_figure(names: tuple[str, ...], attrs: Mapping[str, str]) -> bool:
    if "figure" in names or attrs.get("role") == "figure":
        return True
    return "caption" in names and "wp" in names and "text" not in names
