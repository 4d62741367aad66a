"""Cards for the articles before and after a page's own, which stand below its text.

A chronological site leads on by two links, named for that in their classes. They make no row of
like boxes, and no list announces them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dedupe.looks import Look, class_words
from dedupe.text import width
from dedupe.typeset import leads_home

_NAMES = frozenset(("prev", "previous", "next", "older", "newer", "nextprev", "prevnext"))
"""Words in the classes of a box that leads to the article before or after."""
_NO_ARTICLE = frozenset(
    ("comment", "comments", "pages", "pagination", "pager", "paging", "slide", "slick", "swiper")
)
"""The same in those of what leads through a list or a gallery, `_AROUND` steps further out."""
_AROUND = 2
_LINKED, _WORDS = 0.7, 3
"""Share of links and words of a headline that leads on."""


def adjacent(lines: Sequence[Look]) -> list[list[Look]]:
    """The lines of each such card, among those of a page that are of no article's text."""
    cards: dict[str, list[Look]] = {}
    for look in lines:
        box = _box(look.seat)
        if box and look.sort != "marker":
            cards.setdefault(box, []).append(look)
    found = []
    for card in cards.values():
        heads = [look for look in card if _is_headline(look)]
        targets = {look.block.href for look in card if look.block.href}
        if heads and len(targets) == 1:
            # What stands above the headline and leads nowhere says which of the two it is.
            found.append(card[card.index(heads[0]) :])
    return found


def _is_headline(look: Look) -> bool:
    linked = look.block.links >= _LINKED and bool(look.block.href) and not leads_home(look)
    return linked and width(look.key) >= _WORDS


@lru_cache(maxsize=4096)
def _box(seat: str) -> str:
    """The innermost box around a line that is named for the one before or after; "" for none."""
    steps = seat.split("/")
    words = [class_words(step) for step in steps]
    at = next((at for at in range(len(steps) - 1, 0, -1) if not _NAMES.isdisjoint(words[at])), 0)
    inner = words[max(1, at - _AROUND) :]
    told = at and all(map(_NO_ARTICLE.isdisjoint, inner))
    return "/".join(steps[: at + 1]) if told else ""
