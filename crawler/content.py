"""How likely each block belongs to an article: a small forest of decision trees, read from data."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from crawler.features import NAMES, features
from dedupe.forest import Forest, forest_from, score_rows
from dedupe.text import clean

if TYPE_CHECKING:
    from lxml import etree

    from crawler.boxes import Box
    from crawler.pieces import Piece


def main_scores(
    root: etree._Element, pieces: list[Piece], boxes: list[Box], forest: Forest | None = None
) -> list[float]:
    """One number between 0 and 1 for each piece; 0.5 is where the measured F1 is best."""
    if not pieces:
        return []
    rows = features(pieces, boxes, *head_texts(root))
    return [round(score, 4) for score in score_rows(rows, forest or read_forest()).tolist()]


@cache
def read_forest() -> Forest:
    """The trained forest that comes with the package."""
    data = json.loads(files("crawler").joinpath("weights.json").read_text())
    return forest_from(data, NAMES)


_TITLES = ("og:title", "twitter:title")
_LEADS = ("description", "og:description", "twitter:description")


def head_texts(root: etree._Element) -> tuple[str, str]:
    """The longest title and description in the page's head, to know headline and lead by."""
    title = lead = ""
    for element in root.iter("title", "meta", "body"):
        if element.tag == "body":
            break
        if element.tag == "title":
            title = max(title, clean(element.text or "")[:400], key=len)
            continue
        name = (element.get("property") or element.get("name") or "").lower()
        if name in _TITLES:
            title = max(title, clean(element.get("content") or "")[:400], key=len)
        elif name in _LEADS:
            lead = max(lead, clean(element.get("content") or "")[:2000], key=len)
    return title, lead
