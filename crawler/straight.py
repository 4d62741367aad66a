"""Ordinary records straight into rows: a headline and its paragraphs, in columns of their own.

Most records of most dumps are that. Of one, the whole way (`records.page_of`, `inputs.folded`,
`record.rows`) makes an object of every line, to put them all into one article in the end. Here the
row is made of the lines themselves; whatever is in doubt goes the whole way, which comes to the
same (tests/test_straight.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crawler.inputs import Furniture, rules_for
from crawler.limits import TooLarge
from crawler.lines import is_set_off, texts_of
from crawler.page import page_from_text, text_of_fields
from crawler.readers.raw import Reading
from crawler.records import handed_row, markup_in, meta_of, origin_in, said_of
from dedupe.model import FoldedPage
from dedupe.ordinary import article_of, is_ordinary
from dedupe.page import NO_FURNITURE
from dedupe.record import Row, rows, storable
from dedupe.text import is_blank


def straight(
    fields: Mapping[str, Any],
    where: str,
    reading: Reading,
    learned: Furniture,
    sites_dir: str = "",
    with_folds: bool = False,
) -> tuple[Row, int] | None:
    """The row of an ordinary record, and how many blocks are in it; None: in doubt."""
    if handed_row(fields) is not None:
        return None
    said = said_of(fields, reading, where)
    texts = said.texts
    title, body = texts["title"], texts["body"]
    if said.wrong or not is_blank(texts["text"]) or texts["html"].strip() or markup_in(body):
        return None
    head, text = text_of_fields(title, body)
    if not head or is_blank(body):
        return None
    try:
        lines = texts_of(storable(text))
    except TooLarge:
        return None
    if any(map(is_set_off, [line for line in lines if not line[0].isalpha()])):
        return None
    page = page_from_text(
        text, meta=meta_of(said, title), form="fields", blocks=(), **origin_in(said, reading)
    )
    furniture = learned.get(page.source, NO_FURNITURE)
    if not is_ordinary(lines, rules_for(page.url, sites_dir), furniture):
        return None
    (row,) = rows(FoldedPage(page, (article_of(lines, page.meta),)), with_folds)
    return row, len(lines)
