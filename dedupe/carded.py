"""Like boxes beside each other that are cards: all of them, once most are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dedupe.looks import Look, unnumbered

CARDS = frozenset(("cards", "cards1", "cards2"))
"""Parts of lines in lists of cards."""
# Lines of a card, words of its headline at least, and of a paragraph that no card has.
_LINES, _TITLE_WORDS, _PARAGRAPH_WORDS = 7, 4, 60
_LINKED, _LEAST_TITLE = 0.8, 3
_ARTICLE = frozenset(("title", "body"))
_FURNITURE = frozenset(("out", "tool2"))


def apart(lines: Sequence[Look], boxes: Sequence[Sequence[int]]) -> bool:
    """Whether boxes are cards: each leads to an article of its own, by headlines set alike."""
    if len(boxes) < 2:
        return False
    targets = [{lines[at].block.href for at in box} - {""} for box in boxes]
    if not all(targets):
        return False
    often = Counter(target for box in targets for target in box)
    if not all(any(often[target] == 1 for target in box) for box in targets):
        return False
    linked = [{lines[at].block.path for at in box if lines[at].block.href} for box in boxes]
    return bool(set.intersection(*linked))


def carded(lines: Sequence[Look], parts: list[str]) -> None:
    """Make cards of the boxes of a row that were taken for text, or for nothing, beside others."""
    _goes_on(lines, parts)
    first = parts.index("title") if "title" in parts else -1
    for row in rows(lines, [at for at, part in enumerate(parts) if part in CARDS]):
        told = [{parts[at] for at in box} for box in row]
        cards = sum(not said.isdisjoint(CARDS) for said in told)
        texts = sum(said.isdisjoint(CARDS) and not said.isdisjoint(_ARTICLE) for said in told)
        if cards <= texts or not _may_be_cards(lines, row, first):
            continue
        own = next(part for said in told for part in sorted(CARDS & said))
        for box, said in zip(row, told, strict=True):
            whole = said.isdisjoint(CARDS) and _has_headline(lines, box)
            for at in box:
                if whole or (said & CARDS and parts[at] not in CARDS | _FURNITURE):
                    parts[at] = own


def _goes_on(lines: Sequence[Look], parts: list[str]) -> None:
    """A link that is set as the headline of a card right above it, in the same element, is another
    card's."""
    for at in range(1, len(parts)):
        above, look = lines[at - 1].block, lines[at].block
        told = parts[at - 1] in CARDS and parts[at] in ("out", "tool2") and look.path == above.path
        linked = min(above.links, look.links) >= _LINKED and look.href != above.href
        if told and linked and lines[at].words >= _LEAST_TITLE:
            parts[at] = parts[at - 1]


def rows(lines: Sequence[Look], among: Sequence[int]) -> list[list[list[int]]]:
    """The lines of the boxes of each row of like ones that holds a line `among` those given."""
    names = {
        ("/".join(steps[:n]), unnumbered(step))
        for seat in {lines[at].seat for at in among if "~" in lines[at].seat}
        for steps in [seat.split("/")]
        for n, step in enumerate(steps)
        if "~" in step
    }
    depths: dict[int, set[str]] = {}
    for box, step in names:
        depths.setdefault(box.count("/") + 1, set()).add(step)
    around = tuple({f"{box}/" for box, _ in names})
    found: dict[tuple[str, str], dict[str, list[int]]] = {}
    for at, look in enumerate(lines if names else ()):
        if not look.seat.startswith(around):
            continue
        steps = look.seat.split("/")
        for n, called in depths.items():
            step = unnumbered(steps[n]) if n < len(steps) else ""
            name = ("/".join(steps[:n]), step) if step in called else ("", "")
            if name in names:
                found.setdefault(name, {}).setdefault(steps[n], []).append(at)
    return [list(boxes.values()) for boxes in found.values()]


def _may_be_cards(lines: Sequence[Look], row: Sequence[list[int]], title: int) -> bool:
    """Whether boxes have the size of cards and lead away each, and none has the page's headline."""
    for box in row:
        if len(box) > _LINES or title in box:
            return False
        if any(look.words >= _PARAGRAPH_WORDS for look in map(lines.__getitem__, box)):
            return False
    return apart(lines, row)


def _has_headline(lines: Sequence[Look], box: Sequence[int]) -> bool:
    return any(lines[at].words >= _TITLE_WORDS and lines[at].block.links >= _LINKED for at in box)
