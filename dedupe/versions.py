"""What changed between two versions of a text, by paragraph and by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from .text import normal

LONG = 2000
"""Words of a paragraph from which on it is shown whole: finding the changed words of so long ones
takes seconds, and nobody reads them."""


def changes(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Paragraphs that differ, as (mark, text): `-` gone, `+` new, `~` changed.

    In a changed paragraph what went is in `[-…-]` and what came in `{+…+}`. Differences that
    comparisons do not see (spelling variants, punctuation) are none.

    >>> list(changes(["One two three.", "Same"], ["One 2 three.", "Same!", "New"]))
    [('~', 'One [-two-] {+2+} three.'), ('+', 'New')]
    """
    matcher = SequenceMatcher(None, [*map(normal, before)], [*map(normal, after)], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            continue
        paired = min(j - i, m - k)
        for old, new in zip(before[i:j], after[k:m], strict=False):
            yield from _changed(old, new)
        yield from (("-", text) for text in before[i + paired : j])
        yield from (("+", text) for text in after[k + paired : m])


def _changed(old: str, new: str) -> Iterator[tuple[str, str]]:
    before, after = old.split(), new.split()
    matcher = SequenceMatcher(None, [*map(normal, before)], [*map(normal, after)], autojunk=False)
    # What shares little is another paragraph, not a changed one.
    if max(len(before), len(after)) > LONG or matcher.ratio() < 0.5:
        yield from (("-", old), ("+", new))
        return
    parts = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            parts += after[k:m]
            continue
        parts += [f"[-{' '.join(before[i:j])}-]"] if j > i else []
        parts += ["{+" + " ".join(after[k:m]) + "+}"] if m > k else []
    yield "~", " ".join(parts)
