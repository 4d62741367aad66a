"""The folded page that was saved, read back from its rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

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

Values = tuple[Any, ...]


def read_page(conn: sqlite3.Connection, page: str) -> FoldedPage | None:
    """The folded page with id `page`, as it was saved."""
    n = _number(conn, page)
    if n is None:
        return None
    whole, homes = _read_whole(conn, n)
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


def read_unfolded(conn: sqlite3.Connection, page: str) -> Page | None:
    """The page with id `page` as it came in."""
    n = _number(conn, page)
    return None if n is None else _read_whole(conn, n)[0]


def _number(conn: sqlite3.Connection, page: str) -> int | None:
    row = conn.execute("SELECT n FROM pages WHERE id = ?", (page,)).fetchone()
    return row and int(row[0])


def _read_whole(conn: sqlite3.Connection, n: int) -> tuple[Page, Homes]:
    input_id, url, source, fetched_at, form, key, tail, meta = conn.execute(
        "SELECT input_id, url, source, fetched_at, form, key, tail, meta FROM pages WHERE n = ?",
        (n,),
    ).fetchone()
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
    return whole, homes


Homes = dict[tuple[str, int], list[tuple[int, Placed]]]


def _read_blocks(conn: sqlite3.Connection, n: int) -> tuple[tuple[Block, ...], str, Homes]:
    plain = conn.execute(
        "SELECT p.headed, p.feeds, p.lines, v.title, v.body FROM plain_pages p "
        "JOIN sightings s ON s.page = p.page JOIN versions v ON v.n = s.version WHERE p.page = ?",
        (n,),
    ).fetchone()
    if plain is not None:
        headed, feeds, lines, title, body = plain
        if lines is None:
            first, *rest = ([title] if headed else []) + json.loads(body)
            return _read_lines(headed, [first, *("\n" * feeds + line for line in rest)])
        return _read_lines(headed, json.loads(lines))
    blocks: list[Block] = []
    texts: list[str] = []
    homes: Homes = {}
    at = 0
    for row in conn.execute(
        "SELECT idx, gap, raw, text, kind, level, figure, links, href, path, main, "
        "article, teaser, role, place FROM block_rows WHERE page = ? ORDER BY idx",
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


def _read_lines(headed: int, lines: list[str]) -> tuple[tuple[Block, ...], str, Homes]:
    """The same of a page of which each line is a block."""
    blocks: list[Block] = []
    at = 0
    for idx, line in enumerate(lines):
        at += len(line)
        raw = line.lstrip("\n")
        blocks.append(Block(idx, raw, "other", at - len(raw), at))
    roles = ["title" if headed else "body", *["body"] * len(lines)]
    placed = [(idx, Placed(idx, roles[idx])) for idx in range(len(lines))]
    return tuple(blocks), "".join(lines), {("article", 0): placed}


def _placed(homes: Homes, kind: str, nth: int) -> tuple[Placed, ...]:
    return tuple(placed for _, placed in sorted(homes.get((kind, nth), ()), key=lambda p: p[0]))


def _read_articles(conn: sqlite3.Connection, n: int, homes: Homes) -> Iterator[Article]:
    for row in conn.execute(
        "SELECT nth, v.title, v.standfirst, v.body, v.captions, v.authors, v.agency, v.dateline, "
        "v.section, v.published, v.modified, v.lang, s.url, s.main, s.confidence, "
        "CASE WHEN s.main OR s.url IN ('', a.key) THEN '' ELSE a.key END "
        "FROM sightings s JOIN versions v ON v.n = s.version JOIN articles a ON a.n = v.article "
        "WHERE s.page = ? ORDER BY nth",
        (n,),
    ):
        nth, title, standfirst, body, captions, authors, *said, main, confidence, key = row
        lists = tuple(json.loads(body)), _captions(captions), tuple(json.loads(authors))
        placed = _placed(homes, "article", nth)
        values: Values = (title, standfirst, *lists, *said, bool(main), confidence, placed, key)
        yield Article(*values)


def _read_teasers(conn: sqlite3.Connection, n: int, homes: Homes) -> Iterator[Teaser]:
    for row in conn.execute(
        "SELECT nth, title, standfirst, captions, authors, agency, dateline, section, published, "
        "lang, url, key FROM teasers WHERE page = ? ORDER BY nth",
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
