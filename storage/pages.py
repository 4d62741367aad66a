"""A folded page as rows, and the rows as the folded page that they came from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

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
from dedupe.record import caption_rows, pieces, storable, teaser_id

T = TypeVar("T")
Values = tuple[Any, ...]

_META = tuple(field.name for field in fields(Metadata))


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
    twice = sorted({block for block in seen if seen.count(block) > 1})[:5]
    raise ValueError(
        f"page {page.id!r}: every block must land exactly once in an article, teaser or fold; "
        f"nowhere: {missing}, more than once: {twice}, blocks: {len(page.blocks)}"
    )


def block_rows(n: int, folded: FoldedPage) -> Iterator[Values]:
    """Rows of table `blocks`; the last column but three is the article, then the teaser."""
    homes: dict[int, Values] = {}
    for nth, article in enumerate(folded.articles):
        for place, placed in enumerate(article.placed):
            homes[placed.block] = (nth, None, placed.role, place)
    for nth, teaser in enumerate(folded.teasers):
        for place, placed in enumerate(teaser.placed):
            homes[placed.block] = (None, nth, placed.role, place)
    nowhere = (None, None, None, None)
    parts, _ = pieces(folded.page)
    for block, (gap, raw) in zip(folded.page.blocks, parts, strict=True):
        yield (
            n,
            block.index,
            gap,
            raw,
            None if block.text == raw else block.text,
            block.kind,
            block.level,
            block.figure,
            block.links,
            block.href,
            block.path,
            block.main,
            *homes.get(block.index, nowhere),
        )


def fold_values(n: int, folds: Iterable[Fold]) -> Iterator[Values]:
    """Rows of table `folds`."""
    return ((n, fold.block, fold.reason, fold.into, fold.similarity) for fold in folds)


def teaser_values(n: int, folded: FoldedPage) -> Iterator[Values]:
    """Rows of table `teasers`."""
    for nth, teaser in enumerate(folded.teasers):
        yield (
            n,
            nth,
            teaser_id(folded.page, teaser, nth),
            teaser.title,
            teaser.standfirst,
            dump(caption_rows(teaser.captions)),
            dump(teaser.authors),
            teaser.agency,
            teaser.dateline,
            teaser.section,
            teaser.published,
            teaser.lang,
            teaser.url,
        )


def meta_text(meta: Metadata) -> str:
    """What the page's metadata says, as JSON; what it does not say is left out."""
    said = {name: getattr(meta, name) for name in _META if getattr(meta, name)}
    return dump(said) if said else "{}"


def dump(value: object) -> str:
    """JSON in the letters of the text, so that the database can be read and searched as it is."""
    return _encode(value)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def read_page(conn: sqlite3.Connection, page: str) -> FoldedPage | None:
    """The folded page with id `page`, as it was saved."""
    row = conn.execute(
        "SELECT n, input_id, url, source, fetched_at, form, key, tail, meta FROM pages "
        "WHERE id = ?",
        (page,),
    ).fetchone()
    if row is None:
        return None
    n, input_id, url, source, fetched_at, form, key, tail, meta = row
    blocks, text, homes = _read_blocks(conn, n)
    whole = Page(
        id=input_id,
        text=text + tail,
        blocks=blocks,
        url=url,
        source=source,
        fetched_at=fetched_at,
        form=form,
        key=key,
        meta=_read_meta(meta),
    )
    folds = conn.execute(
        "SELECT block, reason, into_block, similarity FROM folds WHERE page = ? ORDER BY block",
        (n,),
    )
    return FoldedPage(
        page=whole,
        articles=tuple(_read_articles(conn, n, homes)),
        teasers=tuple(_read_teasers(conn, n, homes)),
        folds=tuple(Fold(*fold) for fold in folds),
    )


Homes = dict[tuple[str, int], list[tuple[int, Placed]]]


def _read_blocks(conn: sqlite3.Connection, n: int) -> tuple[tuple[Block, ...], str, Homes]:
    blocks: list[Block] = []
    texts: list[str] = []
    homes: Homes = {}
    at = 0
    for row in conn.execute(
        "SELECT idx, gap, raw, text, kind, level, figure, links, href, path, main, "
        "article, teaser, role, place FROM blocks WHERE page = ? ORDER BY idx",
        (n,),
    ):
        idx, gap, raw, text, kind, *rest, article, teaser, role, place = row
        level, figure, links, href, path, main = rest
        start, at = at + len(gap), at + len(gap) + len(raw)
        shown = raw if text is None else text
        blocks.append(Block(idx, shown, kind, start, at, level, figure, links, href, path, main))
        texts += (gap, raw)
        if role is not None:
            home = ("teaser", teaser) if article is None else ("article", article)
            homes.setdefault(home, []).append((place, Placed(idx, role)))
    return tuple(blocks), "".join(texts), homes


def _placed(homes: Homes, kind: str, nth: int) -> tuple[Placed, ...]:
    return tuple(placed for _, placed in sorted(homes.get((kind, nth), ()), key=lambda p: p[0]))


def _read_articles(conn: sqlite3.Connection, n: int, homes: Homes) -> Iterator[Article]:
    for row in conn.execute(
        "SELECT nth, v.title, v.standfirst, v.body, v.captions, v.authors, v.agency, v.dateline, "
        "v.section, v.published, v.modified, v.lang, s.url, s.main, s.confidence "
        "FROM sightings s JOIN versions v ON v.n = s.version WHERE s.page = ? ORDER BY nth",
        (n,),
    ):
        nth, title, standfirst, body, captions, authors, *said, main, confidence = row
        lists = tuple(json.loads(body)), _captions(captions), tuple(json.loads(authors))
        placed = _placed(homes, "article", nth)
        values: Values = (title, standfirst, *lists, *said, bool(main), confidence, placed)
        yield Article(*values)


def _read_teasers(conn: sqlite3.Connection, n: int, homes: Homes) -> Iterator[Teaser]:
    for row in conn.execute(
        "SELECT nth, title, standfirst, captions, authors, agency, dateline, section, published, "
        "lang, url FROM teasers WHERE page = ? ORDER BY nth",
        (n,),
    ):
        nth, title, standfirst, captions, authors, *said = row
        lists = _captions(captions), tuple(json.loads(authors))
        values: Values = (title, standfirst, *lists, *said, _placed(homes, "teaser", nth))
        yield Teaser(*values)


def _captions(text: str) -> tuple[Caption, ...]:
    return tuple(Caption(**caption) for caption in json.loads(text))


def _read_meta(text: str) -> Metadata:
    said = json.loads(text)
    if "authors" in said:
        said["authors"] = tuple(said["authors"])
    return Metadata(**said)


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
