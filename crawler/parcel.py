"""Folded pages on their way between processes, as bytes.

Pickling the frozen dataclasses themselves takes 170 microseconds a page, there and back, and half
of it in the one process that writes; as nested tuples through marshal it is a fifth of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
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
from storage.prepare import Prepared, Seen

Values = tuple[Any, ...]


def _names(kind: type, *without: str) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in without)


_PAGE = attrgetter(*_names(Page, "blocks", "meta"))
_META = attrgetter(*_names(Metadata))
_BLOCK = attrgetter(*_names(Block))
_FOLD = attrgetter(*_names(Fold))
_CAPTION = attrgetter(*_names(Caption))
_PLACED = attrgetter(*_names(Placed))
_ARTICLE_NAMES = _names(Article, "captions", "placed")
_ARTICLE = attrgetter(*_ARTICLE_NAMES)
_TEASER_NAMES = _names(Teaser, "captions", "placed")
_TEASER = attrgetter(*_TEASER_NAMES)
_PAGE_NAMES = _names(Page, "blocks", "meta")


def packed(prepared: Prepared) -> Values:
    """A prepared page as tuples of strings and numbers, which marshal takes as they are."""
    folded = prepared.folded
    page = folded.page
    return (
        _PAGE(page),
        _META(page.meta),
        tuple(map(_BLOCK, page.blocks)),
        tuple(_spread(_ARTICLE, article) for article in folded.articles),
        tuple(_spread(_TEASER, teaser) for teaser in folded.teasers),
        tuple(map(_FOLD, folded.folds)),
        prepared.page_id,
        tuple((seen.key, seen.article_id, seen.version_id, seen.spot) for seen in prepared.seen),
        prepared.plain,
    )


def _spread(getter: Any, said: Any) -> Values:
    return getter(said), tuple(map(_CAPTION, said.captions)), tuple(map(_PLACED, said.placed))


def unpacked(values: Values) -> Prepared:
    """The page that `packed` packed."""
    page, meta, blocks, articles, teasers, folds, page_id, seen, plain = values
    whole = Page(
        **dict(zip(_PAGE_NAMES, page, strict=True)),
        blocks=tuple(Block(*block) for block in blocks),
        meta=Metadata(*meta),
    )
    said = [_gathered(Article, _ARTICLE_NAMES, article) for article in articles]
    folded = FoldedPage(
        whole,
        tuple(said),
        tuple(_gathered(Teaser, _TEASER_NAMES, teaser) for teaser in teasers),
        tuple(Fold(*fold) for fold in folds),
    )
    ids = zip(said, seen, strict=True)
    return Prepared(folded, page_id, tuple(Seen(article, *own) for article, own in ids), plain)


def _gathered(kind: Any, names: Sequence[str], values: Values) -> Any:
    said, captions, placed = values
    return kind(
        **dict(zip(names, said, strict=True)),
        captions=tuple(Caption(*caption) for caption in captions),
        placed=tuple(Placed(*spot) for spot in placed),
    )
