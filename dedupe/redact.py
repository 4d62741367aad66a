"""A folded page without some of its articles and cards, as if they had never stood on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from .model import Article, Block, Fold, FoldedPage, Metadata, Placed, Teaser
from .record import pieces
from .text import normal


def redacted(folded: FoldedPage, articles: Collection[int], teasers: Collection[int]) -> FoldedPage:
    """The page without these articles and teasers, by number, and without what repeats them.

    Blocks go with their text: those of the articles and teasers, those that were folded into one
    of them, and folded ones that say the same. Neighbours keep their words and their order. Where
    the main article goes, so do the page's metadata and its key, which speak of it.
    """
    gone = _blocks(folded, articles, teasers)
    page = folded.page
    numbers = {
        block.index: n for n, block in enumerate(b for b in page.blocks if b.index not in gone)
    }
    parts, tail = pieces(page)
    blocks: list[Block] = []
    texts: list[str] = []
    at = 0
    for block, (gap, raw) in zip(page.blocks, parts, strict=True):
        if block.index in gone:
            continue
        start, at = at + len(gap), at + len(gap) + len(raw)
        blocks.append(replace(block, index=numbers[block.index], start=start, end=at))
        texts += (gap, raw)
    headless = any(folded.articles[n].main for n in articles)
    meta = Metadata(lang=page.meta.lang, site_name=page.meta.site_name)
    return FoldedPage(
        page=replace(
            page,
            text="".join(texts) + tail,
            blocks=tuple(blocks),
            key="" if headless else page.key,
            meta=meta if headless else page.meta,
        ),
        articles=tuple(_moved(folded.articles, articles, numbers)),
        teasers=tuple(_moved(folded.teasers, teasers, numbers)),
        folds=tuple(
            replace(fold, block=numbers[fold.block], into=_into(fold, numbers))
            for fold in folded.folds
            if fold.block in numbers
        ),
    )


def _blocks(folded: FoldedPage, articles: Collection[int], teasers: Collection[int]) -> set[int]:
    """Numbers of the blocks that go."""
    placed = [p for n in articles for p in folded.articles[n].placed]
    placed += [p for n in teasers for p in folded.teasers[n].placed]
    gone = {p.block for p in placed}
    said = {normal(folded.page.blocks[n].text) for n in gone} - {""}
    for fold in folded.folds:
        if fold.into in gone or normal(folded.page.blocks[fold.block].text) in said:
            gone.add(fold.block)
    return gone


def _into(fold: Fold, numbers: dict[int, int]) -> int | None:
    return None if fold.into is None else numbers.get(fold.into)


Part = TypeVar("Part", Article, Teaser)


def _moved(all_: Sequence[Part], gone: Collection[int], numbers: dict[int, int]) -> list[Part]:
    return [
        replace(
            each,
            placed=tuple(Placed(numbers[p.block], p.role) for p in each.placed),
        )
        for n, each in enumerate(all_)
        if n not in gone
    ]
