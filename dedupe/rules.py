"""What a site profile may add to the folding: words, never code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dedupe.text import normal


@dataclass(frozen=True, slots=True)
class Rules:
    """The words of one site, each in its normal() form. The defaults suit any site."""

    markers: frozenset[str] = frozenset()
    list_headings: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    boilerplate: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    """What the site calls itself: cut from the ends of titles, kept out of authors."""


def rules(
    markers: Iterable[str] = (),
    list_headings: Iterable[str] = (),
    sections: Iterable[str] = (),
    boilerplate: Iterable[str] = (),
    names: Iterable[str] = (),
) -> Rules:
    """Rules from words as a person writes them."""
    return Rules(
        *(_keys(words) for words in (markers, list_headings, sections, boilerplate, names))
    )


def _keys(words: Iterable[str]) -> frozenset[str]:
    # A marker of bare symbols has no normal form; its own characters are its key then.
    return frozenset(normal(word) or word.strip() for word in words if word.strip())


DEFAULT_RULES = Rules()
