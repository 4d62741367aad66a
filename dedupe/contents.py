"""The table of contents of an article: links of a page that lead to headings of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dedupe.looks import Look
from dedupe.text import normal

# One link to the comments or back to the top is no table.
_LEAST = 2
_LINKED = 0.8
_NUMBERED = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})*[.)]?\s+")


def contents(lines: Sequence[Look], own: Sequence[int]) -> dict[int, int]:
    """Entry -> the line further down that it leads to, by position, among an article's `own`.

    An entry is a link within the page (`#ferry`) that says what a later line says, with or without
    its number. A page has no table unless it has two of them, inside the article or not.
    """
    anchors = [at for at in own if _is_anchor(lines[at])]
    if not anchors:
        return {}
    last = _last(lines, range(len(lines)))
    entries = sum(_is_anchor(look) and _target(look, last) > at for at, look in enumerate(lines))
    if entries < _LEAST:
        return {}
    last = _last(lines, own)
    targets = {at: _target(lines[at], last) for at in anchors}
    return {at: target for at, target in targets.items() if target > at}


def _last(lines: Sequence[Look], among: Iterable[int]) -> dict[str, int]:
    """The last of some lines that says a text; no tool."""
    return {lines[at].key: at for at in among if lines[at].sort != "marker"}


def _is_anchor(look: Look) -> bool:
    href = look.block.href
    return len(href) > 1 and href.startswith("#") and look.block.links >= _LINKED


def _target(look: Look, last: dict[str, int]) -> int:
    target = last.get(look.key, -1)
    return max(target, last.get(normal(_NUMBERED.sub("", look.block.text, count=1)), -1))
