"""What a page may hold at most; beyond it a page is set aside, with the reason."""

from __future__ import annotations

from typing import Final

MOST_BLOCKS: Final = 100_000
"""Blocks of a page. News has some hundreds; folding takes about a quarter of a millisecond each."""

MOST_BOXES: Final = 500_000
"""Block-level elements of a page, with text or without: a million of them take half a gigabyte."""


class TooLarge(ValueError):
    """A page that holds more than it may; the message says how much of what."""


def within(count: int, most: int, what: str) -> None:
    """Raise TooLarge when `count` is above `most`."""
    if count > most:
        raise TooLarge(f"more than {most} {what}")
