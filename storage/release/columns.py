"""The columns of a release: a name, a type and a sentence for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dedupe.record import FIELDS, Row

Columns = dict[str, list[Any]]
"""Some rows, column by column; all lists have one length."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `type` is `string`, `int`, `float`, `strings`, or `objects` with `parts`."""

    name: str
    type: str
    says: str
    parts: tuple[tuple[str, str], ...] = ()
    """Names and types of the fields of an object in a column of type `objects`."""


_CAPTION = (("text", "string"), ("credit", "string"))
_FOUND = (("field", "string"), ("kind", "string"), ("start", "int"), ("end", "int"))

ROW = (
    Column("id", "string", "Id of the row; the same in every release that holds it."),
    Column("input_id", "string", "Id, file name or address of the input that the row was read of."),
    Column("kind", "string", "`article`, or `teaser` for a card that leads to an article."),
    Column("url", "string", "Address of the article; empty where the input named none."),
    Column("source", "string", "Outlet or dataset that the row was read of."),
    Column("lang", "string", "Language of the text as an ISO 639 code; empty where unclear."),
    Column("title", "string", "Headline."),
    Column("standfirst", "string", "Summary that stands between headline and body."),
    Column("body", "strings", "Paragraphs of the article in order."),
    Column("captions", "objects", "Texts under pictures, with the photo credit apart.", _CAPTION),
    Column("authors", "strings", "Names in the byline."),
    Column("agency", "string", "News agency that the byline or the dateline names."),
    Column("dateline", "string", "Place at the head of the text."),
    Column("section", "string", "Section of the outlet, in its own words."),
    Column("published", "string", "When it was published, ISO 8601, as precisely as was said."),
    Column("modified", "string", "When it was last changed, ISO 8601; empty where not said."),
    Column("fetched_at", "string", "When the page was first seen to say this, ISO 8601."),
    Column("record_id", "string", "Id of the record that the row belongs to."),
    Column("version_id", "string", "Hash over all fields of the version that was exported."),
    Column(
        "relation",
        "string",
        "What the version is to the record: `chosen` stands for it, `same` is another state of "
        "that article, `version` another article of one outlet, `copy` one of another outlet.",
    ),
    Column("similarity", "float", "True Jaccard similarity to the chosen version, 0 to 1."),
    Column(
        "group",
        "string",
        "Lowest record id of all that is alike; a group is never divided between splits.",
    ),
    Column("words", "int", "Length of the body in words."),
    Column("versions", "int", "How many versions are folded into the record."),
    Column("sources", "strings", "All outlets that showed a version of the record."),
    Column("rights", "strings", "What the page reserved when it was fetched, such as `noai`."),
    Column("licence", "string", "Licence that the page named; empty where it named none."),
    Column(
        "text_sha256",
        "string",
        "SHA-256 of headline, standfirst and paragraphs as UTF-8, joined by line feeds.",
    ),
)
"""Columns of every release with text; the first are the fields of a row anywhere in newsfold."""

FOUND = Column(
    "pii",
    "objects",
    "Personal data that was found: field (`body[2]` is its third paragraph), kind, and the place "
    "in code points; where it was masked, the place of the mask.",
    _FOUND,
)

TEXT = ("title", "standfirst", "body", "captions", "authors", "agency", "dateline")
"""Columns that a release without text lacks: what somebody wrote."""

FOLD = (
    Column("page_id", "string", "Hash of the page that the block stands on."),
    Column("input_id", "string", "Id, file name or address of the input."),
    Column("url", "string", "Address of the page; empty where the input named none."),
    Column("source", "string", "Outlet or dataset of the page."),
    Column("block", "int", "Place of the block on the page, counted from 0."),
    Column("reason", "string", "Why no record keeps the block as its own text."),
    Column("into", "int", "Place of the kept block that it folds into; null where there is none."),
    Column("similarity", "float", "True Jaccard similarity to the kept block; null: not compared."),
    Column("record_ids", "strings", "Records that were read of the page."),
    Column("text", "string", "Text of the folded block."),
)
"""Columns of the file of folded blocks."""

assert tuple(column.name for column in ROW[: len(FIELDS)]) == FIELDS


def columns_of(text: bool, pii: bool) -> tuple[Column, ...]:
    """Columns of a release, with or without text, and with what was found of personal data."""
    chosen = tuple(column for column in ROW if text or column.name not in TEXT)
    return (*chosen, FOUND) if pii and text else chosen


def fold_columns(text: bool) -> tuple[Column, ...]:
    """Columns of the file of folded blocks."""
    return FOLD if text else FOLD[:-1]


def schema_of(columns: tuple[Column, ...]) -> list[Row]:
    """The columns as plain objects, for `schema.json`."""
    return [
        {"name": column.name, "type": column.type, "description": column.says}
        | ({"fields": [{"name": n, "type": t} for n, t in column.parts]} if column.parts else {})
        for column in columns
    ]


def empty(columns: tuple[Column, ...]) -> Columns:
    """No rows, with a list for each column."""
    return {column.name: [] for column in columns}
