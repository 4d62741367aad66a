"""Who wrote an article, told below its text in a paragraph set as those above it."""

from __future__ import annotations

from collections.abc import Sequence

from dedupe.looks import Look
from dedupe.text import normal
from dedupe.units import Segments

_LAST, _LEAST = 3, 3
"""Paragraphs among the last of a text that may tell of its author, and those above them."""
_WORDS = 6


def without_biographies(found: Segments, authors: Sequence[str]) -> None:
    """Take the paragraph out of the page's own article that begins with its author's full name.

    A text that is about its author names them more than once.
    """
    names = [f"{key} " for name in authors if " " in (key := normal(name))]
    for span in found.articles[:1] if names else ():
        text = [at for at in span.lines if at >= span.header_end and _is_told(found.looks[at])]
        for at in text[_LEAST:][-_LAST:]:
            others = [f"{found.looks[one].key} " for one in text if one != at]
            own = [name for name in names if found.looks[at].key.startswith(name)]
            if own and not any(name in other for name in own for other in others):
                span.lines.remove(at)
                found.outside.append(at)


def _is_told(look: Look) -> bool:
    return look.is_prose and look.words >= _WORDS
