"""A folded page as rows of the tables it goes to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from json.encoder import encode_basestring
from typing import Any

from dedupe.boilerplate import sample_rank
from dedupe.model import Article, Fold, FoldedPage, Metadata, Page
from dedupe.record import (
    article_id,
    caption_rows,
    normal_title_key,
    pieces,
    teaser_id,
    title_key,
)

from .prepare import Prepared, Seen

Values = tuple[Any, ...]

_META = tuple(field.name for field in fields(Metadata))


def page_row(n: int, prepared: Prepared, run: int | None, furniture: str) -> Values:
    """Row of table `pages`."""
    page = prepared.folded.page
    tail = page.text[len(page.text.rstrip("\n")) :] if prepared.plain else tail_of(page)
    where = page.id, page.url, page.source, page.form, page.key, page.fetched_at
    rank = sample_rank(page.id, page.url)
    return (n, prepared.page_id, *where, tail, meta_text(page.meta), run, furniture, rank)


def block_rows(n: int, folded: FoldedPage) -> Iterator[Values]:
    """Rows of table `block_rows`; the last column but three is the article, then the teaser."""
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


def tail_of(page: Page) -> str:
    """What of a page's text follows its blocks."""
    return page.text[page.blocks[-1].end :] if page.blocks else page.text


def plain_row(n: int, text: str, article: Article) -> Values:
    """Row of table `plain_pages`, for a page of which each line is a block of the article.

    Lines that are those of the version, equally many line feeds apart, are not written again.
    """
    headed = article.placed[0].role == "title"
    lines = (article.title, *article.body) if headed else article.body
    shown = text.rstrip("\n")
    rest = shown[len(lines[0]) :]
    feeds = len(rest) - len(rest.lstrip("\n"))
    # The id of a version does not tell two lines from one with that character in it.
    if ("\n" * feeds).join(lines) == shown and "\x1e" not in shown:
        return n, int(headed), feeds, None
    return n, int(headed), None, dump(tuple(_with_gaps(text)))


def _with_gaps(text: str) -> list[str]:
    """The lines of a text that are not empty, each behind the line feeds before it."""
    found: list[str] = []
    gap = ""
    for line in text.split("\n"):
        if line:
            found.append(gap + line)
            gap = "\n"
        else:
            gap += "\n"
    return found


def fold_rows(n: int, folds: Iterable[Fold]) -> Iterator[Values]:
    """Rows of table `folds`."""
    return ((n, fold.block, fold.reason, fold.into, fold.similarity) for fold in folds)


def teaser_rows(n: int, folded: FoldedPage) -> Iterator[Values]:
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
            teaser.key,
            article_id(teaser.key) if teaser.key else "",
            title_key(teaser.title),
        )


def meta_text(meta: Metadata) -> str:
    """What the page's metadata says, as JSON; what it does not say is left out."""
    said = {name: getattr(meta, name) for name in _META if getattr(meta, name)}
    return dump(said) if said else "{}"


def dump(value: object) -> str:
    """JSON in the letters of the text, so that the database can be read and searched as it is."""
    if not isinstance(value, tuple) or not all(type(item) is str for item in value):
        return _encode(value)
    # What most values are, and several times as fast as asking the encoder: but for control
    # characters, only two are written otherwise.
    whole = "".join(value)
    if _has(whole, _CONTROLS):
        return f"[{','.join(map(encode_basestring, value))}]"
    if '"' in whole or "\\" in whole:
        value = tuple(text.replace("\\", "\\\\").replace('"', '\\"') for text in value)
    return '["' + '","'.join(value) + '"]' if value else "[]"


_CONTROLS = bytes(range(0x20))


def _has(text: str, characters: bytes) -> bool:
    """Whether a text has any of these ASCII characters."""
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, characters)) < len(data)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def version_rows(versions: Sequence[tuple[int, int, int | None, int, Seen]]) -> list[Values]:
    """Rows of table `versions`, of each its number, those of its article and its form, and the
    words of its body."""
    # Whoever has a version has numpy, without which there are no forms.
    from dedupe import kernel

    said = [seen.article for *_, seen in versions]
    bodies = [dump(article.body) for article in said]
    lists = [(dump(caption_rows(article.captions)), dump(article.authors)) for article in said]
    keys = map(normal_title_key, kernel.normals([article.title for article in said]))
    return [
        (
            *(n, seen.version_id, article, form, own.title, own.standfirst, body, *others),
            *(own.agency, own.dateline, own.section, own.published, own.modified, own.lang),
            *(words, int(own.main), key),
        )
        for (n, article, form, words, seen), own, body, others, key in zip(
            versions, said, bodies, lists, keys, strict=True
        )
    ]
