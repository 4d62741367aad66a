"""What can be known of a folded page before the store is asked: ids, forms, and the accounting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar, cast

from dedupe.model import Article, Block, FoldedPage, Page
from dedupe.record import article_id, article_key, digest, named_key, page_id, storable, version_id

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """One article of a page with its ids."""

    article: Article
    key: str
    article_id: str
    version_id: str
    spot: int
    """Hash of where it was seen: the input's id, address and source, the article's address."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A folded page with all that can be known of it without the store."""

    folded: FoldedPage
    page_id: str
    seen: tuple[Seen, ...]
    plain: bool = False
    """Whether all lines of the page's text are blocks of its one article, just as they stand and in
    its order, all as its body but for the first, which may be its title. Then the page comes
    without blocks: `whole` has them."""


def whole(prepared: Prepared) -> FoldedPage:
    """The folded page with all of its blocks."""
    folded = prepared.folded
    if not prepared.plain:
        return folded
    blocks: list[Block] = []
    at = 0
    for line in folded.page.text.split("\n"):
        if line:
            blocks.append(Block(len(blocks), line, "other", at, at + len(line)))
        at += len(line) + 1
    return replace(folded, page=replace(folded.page, blocks=tuple(blocks)))


def check(folded: FoldedPage) -> None:
    """Raise ValueError unless every block is in exactly one article, teaser or fold."""
    page = folded.page
    if [block.index for block in page.blocks] != list(range(len(page.blocks))):
        raise ValueError(f"page {page.id!r}: blocks must be numbered 0, 1, 2 … in order")
    seen = [fold.block for fold in folded.folds]
    seen += [placed.block for article in folded.articles for placed in article.placed]
    seen += [placed.block for teaser in folded.teasers for placed in teaser.placed]
    if len(seen) == len(page.blocks) and set(seen) == set(range(len(page.blocks))):
        return
    missing = sorted(set(range(len(page.blocks))) - set(seen))[:5]
    twice = sorted(block for block, count in Counter(seen).items() if count > 1)[:5]
    raise ValueError(
        f"page {page.id!r}: every block must land exactly once in an article, teaser or fold; "
        f"nowhere: {missing}, more than once: {twice}, blocks: {len(page.blocks)}"
    )


def prepare(folded: FoldedPage) -> Prepared:
    """Ids of a page and its articles; raises ValueError when its blocks are not accounted for."""
    return _prepared(folded, {})


def prepare_plain(page: Page, article: Article, said: tuple[str, str] | None = None) -> Prepared:
    """`prepare` of a page, without blocks, that is one article with all of its lines.

    `said` is as `article_key` takes it.
    """
    known = {} if said is None else {0: said}
    found = FoldedPage(page, (article,))
    return Prepared(found, page_id(page), _seen(found, known), plain=True)


def prepare_many(pages: Sequence[FoldedPage]) -> list[Prepared]:
    """`prepare` of each of many pages, whose texts are brought to normal form together."""
    nameless = [
        (at, n, article)
        for at, folded in enumerate(pages)
        for n, article in enumerate(folded.articles)
        if not named_key(folded.page, article)
    ]
    if len(nameless) < 2:
        return [prepare(folded) for folded in pages]
    # It needs numpy, and so does saving many pages; whoever prepares one may not.
    from dedupe import kernel

    texts = [text for *_, said in nameless for text in (said.title, "\n".join(said.body))]
    normals = kernel.normals(texts)
    known: list[dict[int, tuple[str, str]]] = [{} for _ in pages]
    for (at, n, _), *said in zip(nameless, normals[::2], normals[1::2], strict=True):
        known[at][n] = said[0], said[1]
    return [_prepared(folded, said) for folded, said in zip(pages, known, strict=True)]


def _prepared(folded: FoldedPage, normals: Mapping[int, tuple[str, str]]) -> Prepared:
    """The page with its ids; `normals` are of its articles by number, as far as they are known."""
    check(folded)
    return Prepared(folded, page_id(folded.page), _seen(folded, normals))


def _seen(folded: FoldedPage, normals: Mapping[int, tuple[str, str]]) -> tuple[Seen, ...]:
    page = folded.page
    seen = []
    for n, article in enumerate(folded.articles):
        key = article_key(page, article, n, normals.get(n))
        ids = article_id(key), version_id(key, article)
        # 60 bits: an integer of SQLite has 63 and a sign.
        spot = int(digest(page.id, page.url, page.source, article.url)[:15], 16)
        seen.append(Seen(article, key, *ids, spot))
    return tuple(seen)


def mended(value: T) -> T:
    """`value` with every lone surrogate in it, however deep, replaced by U+FFFD."""
    if isinstance(value, str):
        return cast(T, storable(value))
    if isinstance(value, tuple):
        return cast(T, tuple(mended(item) for item in value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: mended(getattr(value, field.name)) for field in fields(value)}
        )
    return value
