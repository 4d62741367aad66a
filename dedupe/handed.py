"""Rows that were handed over, as pages again, so that reading a dataset gives its records back.

A row is an article already: nothing on it is repeated, and nothing has to be found. Its page has a
block for each of its texts, whose `path` says what it is, and everything else in its metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .model import Article, Block, Caption, FoldedPage, Metadata, Page, Placed, Teaser
from .record import FIELDS, KEPT_ID, storable

FORM = "row"
"""`Page.form` of a page that was made of a row."""

_ID = re.compile(r"[0-9a-f]{16}")
_GAP = "\n\n"
_KINDS = {"title": "heading", "caption": "caption", "credit": "caption"}
_LISTS = ("body", "captions", "authors")


def is_row(fields: Mapping[str, Any]) -> bool:
    """Whether a record is a row of ours: all fields, of their types, with an id of ours."""
    return (
        fields.get("kind") in ("article", "teaser")
        and all(isinstance(fields.get(name), list if name in _LISTS else str) for name in FIELDS)
        and _ID.fullmatch(fields["id"]) is not None
    )


def page_of_row(row: Mapping[str, Any]) -> Page:
    """The page that stands for a row; its article keeps the row's id."""
    blocks: list[Block] = []
    texts: list[str] = []
    at = 0
    for role, text, figure in _parts(row):
        kind = {"title": "heading", "caption": "caption", "credit": "caption"}.get(
            role, "paragraph"
        )
        said = storable(text)
        path = f"{row['kind']}/{role}"
        blocks.append(Block(len(blocks), said, kind, at, at + len(said), figure=figure, path=path))
        texts.append(said)
        at += len(said) + len(_GAP)
    meta = Metadata(
        authors=tuple(map(storable, row["authors"])),
        **{
            name: storable(row[name])
            for name in ("agency", "section", "published", "modified", "lang")
        },
    )
    return Page(
        id=storable(row["input_id"] or row["id"]),
        text=_GAP.join(texts),
        blocks=tuple(blocks),
        url=storable(row["url"]),
        source=storable(row["source"]),
        fetched_at=storable(row["fetched_at"]),
        form=FORM,
        key=KEPT_ID + row["id"],
        meta=meta,
    )


def _parts(row: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Role, text and figure of each block, in the order in which they are read."""
    single = [(name, row[name], -1) for name in ("title", "standfirst", "dateline")]
    captions = [
        (role, caption[name], figure)
        for figure, caption in enumerate(row["captions"])
        for role, name in (("caption", "text"), ("credit", "credit"))
    ]
    body = [("body", text, -1) for text in row["body"]]
    return (part for part in (*single, *captions, *body) if part[1])


def folded_row(page: Page) -> FoldedPage:
    """The page of `page_of_row` folded: one article, or one card, with all of its blocks."""
    texts: dict[str, list[str]] = {}
    shown: dict[int, dict[str, str]] = {}
    placed = []
    for block in page.blocks:
        role = block.path.partition("/")[2]
        placed.append(Placed(block.index, role))
        if role in ("caption", "credit"):
            shown.setdefault(block.figure, {})[role] = block.text
        else:
            texts.setdefault(role, []).append(block.text)
    meta = page.meta
    said: dict[str, Any] = {
        "title": "".join(texts.get("title", ())),
        "standfirst": "".join(texts.get("standfirst", ())),
        "dateline": "".join(texts.get("dateline", ())),
        "captions": tuple(
            Caption(parts.get("caption", ""), parts.get("credit", "")) for parts in shown.values()
        ),
        "authors": meta.authors,
        "agency": meta.agency,
        "section": meta.section,
        "published": meta.published,
        "lang": meta.lang,
        "placed": tuple(placed),
    }
    if page.blocks and page.blocks[0].path.startswith("teaser/"):
        return FoldedPage(page, teasers=(Teaser(**said, url=page.url),))
    body = tuple(texts.get("body", ()))
    return FoldedPage(page, (Article(**said, body=body, modified=meta.modified),))


_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""Beginnings that spreadsheets take for a formula; the full-width signs count in some of them. The
apostrophe is on the list so that taking one away always gives back the text."""


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before what looks like one.

    >>> guarded("=1+1"), guarded("plain"), unguarded(guarded("'quoted'"))
    ("'=1+1", 'plain', "'quoted'")
    """
    return f"'{text}" if text.startswith(_RUNS) else text


def unguarded(text: str) -> str:
    """The text that `guarded` made a cell of."""
    return text[1:] if text.startswith("'") else text
