"""What a site's profile says of its markup, by CSS selectors, where the general way needs help."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml import etree
    from lxml.cssselect import CSSSelector

    from crawler.profile import PageRules

MARK: Final = "newsfold-is"
"""The attribute that carries a hint to the walk; no page has one of this name."""

SAID: Final = ("article", "body", "standfirst", "title", "caption", "cards", "drop")
"""Hints in rising order: where two selectors meet on one element, the later one wins."""

OUTSIDE: Final = ("cards", "drop")


def mark(root: etree._Element, rules: PageRules) -> bool:
    """Write the profile's hints onto the elements they select; whether `article` selected any."""
    found_article = False
    for said in SAID:
        for selector in getattr(rules, said):
            for element in _compiled(selector)(root):
                element.set(MARK, said)
                found_article = found_article or said == "article"
    return found_article


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> CSSSelector:
    from lxml.cssselect import CSSSelector

    return CSSSelector(selector, translator="html")
