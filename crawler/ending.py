"""Whether markup ends before the page does, as a download or a dump with a limit leaves it."""

from __future__ import annotations

import re

_PAGE = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.I)
_END = re.compile(r"</(?:html|body)\s*>", re.I)
_BOXES = re.compile(r"<(/?)(?:div|article|section|main|table|ul|ol)\b", re.I)
_OPEN_TAG = re.compile(r"<[a-z/!][^<>]*\Z", re.I)
_HEAD = 20_000
"""Characters in which a page has said that it is one."""
_FOOT = 200
"""Characters in which nearly all pages end, so that the rest need not be searched."""


def is_cut(markup: str) -> bool:
    """Whether a page ends in the middle of a tag, or with boxes open that HTML wants closed.

    A piece of markup that never said to be a page is judged by its last tag alone, and one with
    the end of its page is whole, whatever it left open: browsers think so too.

    >>> is_cut("<html><body><div><p>Rain is on its w")
    True
    >>> is_cut("<html><body><p>Rain is on its way.")
    False
    """
    text = markup.rstrip()
    last = text.rfind("<", max(0, len(text) - _HEAD))
    if last >= 0 and _OPEN_TAG.match(text, last):
        return True
    if not _PAGE.search(text, 0, _HEAD):
        return False
    if _END.search(text, max(0, len(text) - _FOOT)) or _END.search(text):
        return False
    depth = sum(-1 if closes else 1 for closes in _BOXES.findall(text))
    return depth > 0
