"""Which column of a record is its text, its address, its id: found by the names in use.

First the schemas of known datasets are tried, for their columns do not always mean what they are
called (`date` in FineWeb is the day of the crawl, `source` in CulturaX is a dataset). Then each
field is looked for under the names that people give it. What the user said goes before both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from crawler.readers.raw import InputError

FIELDS = (
    "id",
    "url",
    "source",
    "fetched_at",
    "html",
    "text",
    "title",
    "body",
    "lang",
    "section",
    "published",
    "author",
)
"""What a record may say of a page."""

CONTENT = ("html", "text", "title", "body")
"""Fields of which a record needs one."""

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a record has what: a path of column names for each field that it has."""

    schema: str = ""
    """Name of the dataset whose schema it is; empty where the names were looked up one by one."""
    paths: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Schema:
    name: str
    needs: tuple[str, ...]
    """Columns by which it is known."""
    paths: Mapping[str, str]


_WARC_URL = "warc_headers.warc-target-uri"

SCHEMAS = (
    _Schema(
        "FineWeb",
        ("text", "id", "dump", "url", "file_path"),
        {"text": "text", "id": "id", "url": "url", "fetched_at": "date", "lang": "language"},
    ),
    _Schema(
        "OSCAR 22.01",
        ("content", "warc_headers", "metadata"),
        {
            "text": "content",
            "id": "warc_headers.warc-record-id",
            "url": _WARC_URL,
            "fetched_at": "warc_headers.warc-date",
            "lang": "metadata.identification.label",
        },
    ),
    _Schema(
        "OSCAR",
        ("text", "meta.warc_headers"),
        {
            "text": "text",
            "id": "meta.warc_headers.warc-record-id",
            "url": "meta." + _WARC_URL,
            "fetched_at": "meta.warc_headers.warc-date",
            "lang": "meta.identification.label",
        },
    ),
    _Schema(
        "CCNet or RedPajama-v2",
        ("raw_content", "url", "date_download"),
        {
            "text": "raw_content",
            "title": "title",
            "id": "digest",
            "url": "url",
            "source": "source_domain",
            "fetched_at": "date_download",
            "lang": "language",
        },
    ),
    _Schema(
        "RedPajama-v2",
        ("raw_content", "doc_id", "meta"),
        {
            "text": "raw_content",
            "title": "meta.title",
            "id": "doc_id",
            "url": "meta.url",
            "source": "meta.source_domain",
            "fetched_at": "meta.date_download",
            "lang": "meta.language",
        },
    ),
    _Schema(
        "HPLT",
        ("text", "u", "ts"),
        {"text": "text", "id": "id", "url": "u", "fetched_at": "ts", "lang": "lang"},
    ),
    _Schema(
        "HPLT 1",
        ("text", "url", "document_lang"),
        {"text": "text", "id": "id", "url": "url", "lang": "document_lang"},
    ),
    _Schema(
        "Dolma",
        ("text", "id", "source", "added"),
        {"text": "text", "id": "id", "url": "metadata.url", "fetched_at": "created"},
    ),
    _Schema(
        "CulturaX",
        ("text", "timestamp", "url", "source"),
        {"text": "text", "url": "url", "fetched_at": "timestamp"},
    ),
    _Schema(
        "C4",
        ("text", "timestamp", "url"),
        {"text": "text", "url": "url", "fetched_at": "timestamp"},
    ),
    _Schema(
        "news-please",
        ("maintext", "title", "date_publish"),
        {
            "body": "maintext",
            "title": "title",
            "id": "filename",
            "url": "url",
            "source": "source_domain",
            "fetched_at": "date_download",
            "published": "date_publish",
            "author": "authors",
            "lang": "language",
        },
    ),
    _Schema(
        "newspaper",
        ("text", "title", "publish_date", "authors"),
        {
            "html": "html",
            "body": "text",
            "title": "title",
            "url": "url",
            "published": "publish_date",
            "author": "authors",
            "lang": "meta_lang",
        },
    ),
)

NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "_id", "doc_id", "docid", "article_id", "record_id", "uuid", "guid"),
    "url": (
        "url",
        "link",
        "href",
        "uri",
        "page_url",
        "article_url",
        "web_url",
        "canonical_url",
        "permalink",
        "metadata.url",
        "meta.url",
        _WARC_URL,
    ),
    "source": (
        "source",
        "outlet",
        "publisher",
        "newspaper",
        "site",
        "site_name",
        "website",
        "source_domain",
        "domain",
    ),
    "fetched_at": (
        "fetched_at",
        "crawled_at",
        "scraped_at",
        "retrieved_at",
        "downloaded_at",
        "date_download",
        "crawl_date",
        "timestamp",
        "warc_headers.warc-date",
    ),
    "html": ("html", "raw_html", "article_html", "html_content", "content_html", "page_html"),
    "text": ("text", "raw_content", "raw_text", "page_content", "plain_text", "plaintext"),
    "title": ("title", "headline", "heading", "article_title"),
    "body": (
        "body",
        "content",
        "article",
        "maintext",
        "main_text",
        "article_text",
        "article_body",
        "articleBody",
        "body_text",
        "full_text",
        "fulltext",
        "paragraphs",
        "story",
    ),
    "lang": ("lang", "language", "lang_code", "language_code", "locale"),
    "section": ("section", "category", "rubric", "topic"),
    "published": (
        "published",
        "published_at",
        "date_publish",
        "publish_date",
        "publication_date",
        "date_published",
        "datePublished",
        "pub_date",
        "pubDate",
        "published_date",
        "pubdate",
        "date",
        "datetime",
        "created_at",
    ),
    "author": ("author", "authors", "byline", "creator", "writer"),
}
"""Names that columns have, the likeliest first. Compared without regard to case."""


def columns_of(record: Mapping[str, Any], said: Sequence[tuple[str, str]] = ()) -> Columns:
    """The columns of a record, by its names; `said` is what the user wants."""
    nested = tuple(
        (name, tuple(value)) for name, value in record.items() if isinstance(value, dict)
    )
    return _columns(tuple(record), nested, tuple(said))


@lru_cache(maxsize=4096)
def _columns(
    names: tuple[str, ...],
    nested: tuple[tuple[str, tuple[str, ...]], ...],
    said: tuple[tuple[str, str], ...],
) -> Columns:
    there = set(names) | {f"{name}.{inner}" for name, inners in nested for inner in inners}
    schema = next((each for each in SCHEMAS if there >= set(each.needs)), None)
    if schema:
        paths = {key: tuple(path.split(".")) for key, path in schema.paths.items()}
        paths = {key: path for key, path in paths.items() if path[0] in names}
    else:
        paths = _looked_up(there, names)
    told = {key: _path(column, names) for key, column in said}
    if set(told) & set(CONTENT):
        # The user said where the text is: nothing else is text.
        paths = {key: path for key, path in paths.items() if key not in CONTENT}
    return Columns(schema.name if schema else "", paths | told)


def _looked_up(there: set[str], names: Sequence[str]) -> dict[str, Path]:
    lower = {name.lower(): name for name in sorted(there, reverse=True)}
    paths = {}
    for key, candidates in NAMES.items():
        found = next((lower[name.lower()] for name in candidates if name.lower() in lower), None)
        if found is not None:
            paths[key] = _path(found, names)
    return paths


def _path(column: str, names: Sequence[str]) -> Path:
    """The way to a column; a dot in a name is part of the name where there is such a column."""
    return (column,) if column in names else tuple(column.split("."))


def value_at(record: Mapping[str, Any], path: Path) -> Any:
    """What stands at a path, None where it leads nowhere; a string of JSON on the way is read."""
    value: Any = record
    for name in path:
        if isinstance(value, str) and value.lstrip().startswith("{"):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                return None
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def parse_map(said: str) -> tuple[tuple[str, str], ...]:
    """`text=content,url=link` as pairs; raises InputError."""
    pairs = []
    for part in filter(None, (part.strip() for part in said.split(","))):
        key, sign, column = (piece.strip() for piece in part.partition("="))
        if key not in FIELDS or not sign or not column:
            raise InputError(
                f"--map {part}: wants FIELD=COLUMN, and FIELD is one of {', '.join(FIELDS)}"
            )
        pairs.append((key, column))
    return tuple(pairs)


def described(columns: Columns) -> str:
    """The columns in a line, as the user would write them."""
    paths = ", ".join(
        f"{key}={'.'.join(columns.paths[key])}" for key in FIELDS if key in columns.paths
    )
    return f"{columns.schema}: {paths}" if columns.schema else paths
