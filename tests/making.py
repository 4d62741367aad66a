"""Folded pages for tests, put together by hand: no reader and no folding engine takes part."""

from __future__ import annotations

import random
from collections.abc import Sequence

from dedupe.model import (
    Article,
    Block,
    Caption,
    Fold,
    FoldedPage,
    Metadata,
    Page,
    Placed,
    Teaser,
)

Part = tuple[str, str]
"""A line, and where it goes: `title`, `body`, `caption`, `teaser`, or the reason of a fold."""


def words(seed: int, count: int, script: str = "latin") -> list[str]:
    """`count` invented words, the same for the same seed."""
    letters = {"latin": ("bdfgklmnprstv", "aeiou"), "arabic": ("بتجدرزسشعفقكلمن", "اوي")}[script]
    draw = random.Random(seed)
    syllable = [a + b for a in letters[0] for b in letters[1]]
    return ["".join(draw.choices(syllable, k=draw.randint(2, 4))) for _ in range(count)]


def prose(seed: int, count: int = 80, script: str = "latin") -> tuple[str, ...]:
    """A body of about `count` words in paragraphs of twenty."""
    found = words(seed, count, script)
    return tuple(" ".join(found[at : at + 20]) + "." for at in range(0, count, 20))


def blocks_of(lines: Sequence[str]) -> tuple[str, tuple[Block, ...]]:
    """A text of lines, and a block a line."""
    blocks, at = [], 0
    for index, line in enumerate(lines):
        blocks.append(Block(index, line, "paragraph", at, at + len(line)))
        at += len(line) + 1
    return "\n".join(lines), tuple(blocks)


def page_of(
    title: str,
    body: Sequence[str],
    *,
    id: str = "page",
    url: str = "",
    source: str = "north.example",
    key: str = "",
    fetched_at: str = "",
    published: str = "",
    standfirst: str = "",
    lang: str = "en",
    captions: Sequence[tuple[str, str]] = (),
    markers: Sequence[str] = ("TT",),
    cards: Sequence[str] = (),
    appended: Article | None = None,
) -> FoldedPage:
    """A page with one article, maybe another appended, with markers folded and cards below."""
    lines: list[str] = []
    folds: list[Fold] = []
    placed: list[Placed] = []

    def add(line: str) -> int:
        lines.append(line)
        return len(lines) - 1

    placed.append(Placed(add(title), "title"))
    folds += [Fold(add(marker), "marker") for marker in markers]
    folds.append(Fold(add(title), "repeat", 0, 1.0))
    placed += [Placed(add(f"{text} ({credit})"), "caption") for text, credit in captions]
    placed += [Placed(add(line), "body") for line in body]
    teasers = tuple(
        Teaser(title=card, lang=lang, placed=(Placed(add(card), "title"),)) for card in cards
    )
    articles = [
        Article(
            title=title,
            standfirst=standfirst,
            body=tuple(body),
            captions=tuple(Caption(*caption) for caption in captions),
            authors=("Ada Quell",),
            published=published,
            lang=lang,
            placed=tuple(placed),
        )
    ]
    if appended is not None:
        articles.append(_append(appended, add))
    text, blocks = blocks_of(lines)
    page = Page(
        id=id,
        text=text + "\n",
        blocks=blocks,
        url=url,
        source=source,
        fetched_at=fetched_at,
        key=key,
        meta=Metadata(title=title, authors=("Ada Quell",), lang=lang),
    )
    return FoldedPage(page, tuple(articles), teasers, tuple(folds))


def many_pages(low: int, high: int) -> list[FoldedPage]:
    """Pages of which every third is a copy of the one before with a paragraph more."""
    found = []
    for n in range(low, high):
        seed = n - 1 if n % 3 == 2 else n
        body = prose(seed) + (("One more line.",) if n % 3 == 2 else ())
        url = f"https://north.example/{n}"
        found.append(page_of(f"Title {seed}", body, id=url, url=url, key=f"n:{n}", cards=["c"]))
    return found


def _append(article: Article, add: object) -> Article:
    from dataclasses import replace

    assert callable(add)
    placed = [Placed(add(article.title), "title")]
    placed += [Placed(add(line), "body") for line in article.body]
    return replace(article, main=False, placed=tuple(placed))
