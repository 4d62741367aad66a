"""A page's markup to its visible text and its blocks, in page order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.content import main_scores
from crawler.hints import OUTSIDE, mark
from crawler.html import parse_html
from crawler.pieces import Piece
from crawler.walk import walk
from dedupe.model import Block

if TYPE_CHECKING:
    from lxml import etree

    from crawler.site import Site


def blocks_from_html(
    html: str | bytes | etree._Element, site: Site | None = None, url: str = ""
) -> tuple[str, tuple[Block, ...]]:
    """The visible text of a page, and its blocks; `text[block.start:block.end]` is the block.

    Blocks are what a reader of the rendered page sees: the texts of attributes (`alt`, `title`)
    are none. A caption and its credit are two blocks with one figure number where the markup
    parts them; the credit's last path step then names a credit.
    """
    root = parse_html(html) if isinstance(html, str | bytes) else html
    in_article = site is not None and mark(root, site.page)
    found = walk(root)
    if not found.pieces:
        # A page that hides everything until its scripts run still has a text.
        found = walk(root, fallbacks=True)
    text = "\n".join(piece.raw for piece in found.pieces)
    scores = main_scores(root, found.pieces, found.boxes)
    if site is not None:
        told = zip(found.pieces, scores, strict=True)
        scores = [_told(piece.box.said, score, in_article) for piece, score in told]
    return text, tuple(_blocks(found.pieces, scores))


def _told(said: str, score: float, in_article: bool) -> float:
    """The score with what the site's profile says of the box: it knows its pages."""
    if said in OUTSIDE or (in_article and not said):
        return 0.0
    return score if said in ("", "article") else 1.0


def _blocks(pieces: list[Piece], scores: list[float]) -> list[Block]:
    blocks, start = [], 0
    for index, (piece, score) in enumerate(zip(pieces, scores, strict=True)):
        end = start + len(piece.raw)
        blocks.append(
            Block(
                index,
                piece.text,
                piece.kind,
                start,
                end,
                piece.level,
                piece.figure,
                round(piece.links, 4),
                piece.href,
                piece.path,
                score,
            )
        )
        start = end + 1
    return blocks
