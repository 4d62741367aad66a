"""A folded page as readable text: what went where, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dedupe.model import REASONS, Fold, FoldedPage

_COLOURS = {"article": "32", "teaser": "36", "fold": "33"}
# First strong isolate: each text runs in its own direction and leaves the columns alone.
_FSI, _PDI = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one block."""

    block: int
    line: int
    """Line of the page's text that the block starts on, from 1."""
    text: str
    where: str
    """`article`, `teaser` or `fold`."""
    number: int
    """Which article or teaser of the page, from 1; 0 for a fold."""
    what: str
    """The block's role there, or the reason of the fold."""
    into: int | None = None
    """Line of the kept block."""
    similarity: float | None = None


def fates(folded: FoldedPage) -> list[Fate]:
    """One fate a block, in page order."""
    lines = _line_numbers(folded)
    texts = {block.index: block.text for block in folded.page.blocks}
    found = {}
    placed = [("article", n, spot) for n, a in enumerate(folded.articles, 1) for spot in a.placed]
    placed += [("teaser", n, spot) for n, t in enumerate(folded.teasers, 1) for spot in t.placed]
    for where, number, spot in placed:
        at = spot.block
        found[at] = Fate(at, lines[at], texts[at], where, number, spot.role)
    for fold in folded.folds:
        at = fold.block
        into = None if fold.into is None else lines[fold.into]
        found[at] = Fate(at, lines[at], texts[at], "fold", 0, fold.reason, into, fold.similarity)
    return [found[block.index] for block in folded.page.blocks]


def _line_numbers(folded: FoldedPage) -> list[int]:
    text, numbers, line, at = folded.page.text, [], 1, 0
    for block in folded.page.blocks:
        line += text.count("\n", at, block.start)
        at = block.start
        numbers.append(line)
    return numbers


def explain(folded: FoldedPage, colour: bool = False) -> Iterator[str]:
    """Lines of text that show the page block by block, then what it came to."""
    page = folded.page
    yield f"{page.id}: {summary(folded)}"
    yield ""
    for fate in fates(folded):
        label = f"{fate.line:>5}  {_label(fate):<34}"
        if colour:
            label = f"\x1b[{_COLOURS[fate.where]}m{label}\x1b[0m"
        text = f"{_FSI}{fate.text}{_PDI}" if colour else fate.text
        yield f"{label}  {text}"
    reasons = {fold.reason for fold in folded.folds}
    if reasons:
        yield ""
        for reason in sorted(reasons):
            yield f"{reason}: {REASONS[reason]}"


def _label(fate: Fate) -> str:
    if fate.where != "fold":
        return f"{fate.where} {fate.number} {fate.what}"
    score = "" if fate.similarity is None else f" ({fate.similarity:.2f})"
    into = "" if fate.into is None else f" of line {fate.into}"
    return f"fold {fate.what}{into}{score}"


def summary(folded: FoldedPage) -> str:
    """The page in one line: what its blocks came to."""
    parts = [
        _count(len(folded.page.blocks), "block"),
        _count(len(folded.articles), "article"),
        _count(len(folded.teasers), "teaser"),
        _count(len(folded.folds), "fold") + _reasons(folded.folds),
    ]
    return ", ".join(parts)


def _reasons(folds: tuple[Fold, ...]) -> str:
    counts: dict[str, int] = {}
    for fold in folds:
        counts[fold.reason] = counts.get(fold.reason, 0) + 1
    said = ", ".join(f"{reason} {counts[reason]}" for reason in sorted(counts))
    return f" ({said})" if said else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
