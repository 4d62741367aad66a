"""What changed between two versions of an article: paragraphs matched, then words in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = 4000
"""Words of two paragraphs together up to which they are compared word by word; matching takes
time that grows with the square."""

ALIKE = 0.4
"""Ratio of common words from which a changed paragraph is shown as one that was edited."""

Piece = tuple[str, str]
"""`same`, `gone` or `new`, and the text."""


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph: its pieces in order."""

    kind: str
    """`same`, `gone`, `new` or `edited`."""
    pieces: tuple[Piece, ...]


def changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """The paragraphs of both, in order, with what went and what came.

    >>> changes(["Two boats came."], ["Three boats came."])[0].pieces
    (('gone', 'Two'), ('new', 'Three'), ('same', ' boats came.'))
    """
    out: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            out += [Change("same", (("same", text),)) for text in old[a:b]]
        else:
            out += _replaced(old[a:b], new[c:d])
    return out


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Paragraphs in the place of others: side by side where they are alike."""
    for n in range(max(len(old), len(new))):
        went, came = old[n] if n < len(old) else "", new[n] if n < len(new) else ""
        edited = _edited(went, came) if went and came else ()
        if edited:
            yield Change("edited", edited)
            continue
        if went:
            yield Change("gone", (("gone", went),))
        if came:
            yield Change("new", (("new", came),))


def _edited(old: str, new: str) -> tuple[Piece, ...]:
    """The words of both, or nothing where they have too little in common."""
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    if len(before) + len(after) > 2 * WORDS:
        return ()
    if SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() < ALIKE:
        return ()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    pieces: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(before[a:b])))
            continue
        if b > a:
            pieces.append(("gone", "".join(before[a:b])))
        if d > c:
            pieces.append(("new", "".join(after[c:d])))
    return tuple(pieces)
