"""Records of dumps turned into pages: parsed, their columns found, their text or markup read."""

from __future__ import annotations

import datetime as dt
import html as markup
import json
import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from crawler.columns import CONTENT, Columns, columns_of, value_at
from crawler.html import decode_html
from crawler.limits import TooLarge
from crawler.page import (
    host_in,
    metadata_from_fields,
    page_from_html,
    page_from_text,
    text_of_fields,
)
from crawler.readers.raw import Bad, Raw, Reading
from crawler.readers.text import HEAD, is_binary
from dedupe.handed import is_row, page_of_row, unguarded
from dedupe.model import Metadata, Page
from dedupe.record import FIELDS
from dedupe.text import clean, is_blank, normal

# A field whose value begins like this, and closes what it opens, holds markup.
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|article|main|section|div|p|h[1-6])\b", re.I)
_CLOSED = re.compile(r"</(?:html|body|article|main|section|div|p|h[1-6])\s*>", re.I)
# ISO 639-3 of languages in which there is much news, as FineWeb-2 and HPLT have them.
_LANGS = dict(
    pair.split("=")
    for pair in [
        "arb=ar",
        "ara=ar",
        "deu=de",
        "ell=el",
        "eng=en",
        "spa=es",
        "pes=fa",
        "fas=fa",
        "fin=fi",
        "fra=fr",
        "heb=he",
        "hin=hi",
        "hun=hu",
        "ind=id",
        "ita=it",
        "jpn=ja",
        "kor=ko",
        "nld=nl",
        "pol=pl",
        "por=pt",
        "ron=ro",
        "rus=ru",
        "swe=sv",
        "tha=th",
        "tur=tr",
        "ukr=uk",
        "urd=ur",
        "vie=vi",
        "zho=zh",
        "cmn=zh",
        "ckb=ku",
        "kmr=ku",
    ]
)
_ROW = frozenset(FIELDS)
_ISO = re.compile(r"[a-z]{2,3}")


class Origin(NamedTuple):
    """Where a page comes from, as far as that is known without reading it."""

    id: str
    url: str
    source: str


class Said(NamedTuple):
    """The fields of a record as text."""

    texts: dict[str, str]
    authors: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...]
    """Names of those that are of a wrong type, and the types."""
    columns: Columns


def page_of(raw: Raw, reading: Reading) -> Page | Bad:
    """The page that a record holds, or why it holds none."""
    if raw.form in ("json", "fields"):
        fields = fields_of(raw)
        return fields if isinstance(fields, Bad) else page_of_fields(fields, raw.where, reading)
    said = said_of(raw.said, reading, raw.where)
    origin = origin_in(said, reading)
    if raw.form == "html":
        return _html_page(raw.data, raw.where, origin, raw.said.get("charset") or None)
    text = decoded(raw.data)
    if is_blank(text):
        return Bad(raw.where, "empty", "the file holds no text", *_named(said))
    try:
        return page_from_text(text, meta=meta_of(said, ""), **origin)
    except TooLarge as error:
        return Bad(raw.where, "too large", str(error), *_named(said))


def origin_of(raw: Raw, reading: Reading) -> Origin | None:
    """Where a record comes from, without reading its text; None where only its page can tell."""
    if raw.form in ("json", "fields"):
        fields = fields_of(raw)
        if isinstance(fields, Bad):
            return None
        columns = columns_of(fields, reading.columns)
    else:
        fields, columns = raw.said, columns_of(raw.said, reading.columns)
    row = handed_row(fields)
    if row is not None:
        return Origin(row["input_id"] or row["id"], row["url"], row["source"])
    got = {
        key: _string(value_at(fields, columns.paths[key])) or ""
        for key in ("id", "url", "source")
        if key in columns.paths
    }
    id_, url = got.get("id") or raw.where, got.get("url", "")
    source = got.get("source") or reading.source or host_in(url)
    if not source and (raw.form == "html" or "html" in columns.paths):
        return None  # the markup may name its address
    return Origin(id_, url, source)


def page_of_fields(fields: Mapping[str, Any], where: str, reading: Reading) -> Page | Bad:
    """A page from the fields of a record; numbers are taken for text, other types are not."""
    row = handed_row(fields)
    if row is not None:
        return page_of_row(row)
    said = said_of(fields, reading, where)
    try:
        return _page_of_said(fields, said, where, reading)
    except TooLarge as error:
        return Bad(where, "too large", str(error), *_named(said))


def _page_of_said(
    fields: Mapping[str, Any], said: Said, where: str, reading: Reading
) -> Page | Bad:
    texts = said.texts
    for key, kind in said.wrong:
        if key in CONTENT:
            column = ".".join(said.columns.paths[key])
            detail = f"{column!r} should be a string and is a {kind}"
            return Bad(where, "wrong type", detail, *_named(said))
    origin = origin_in(said, reading)
    if texts["html"].strip():
        return _html_page(texts["html"], where, origin, None)
    for key in ("text", "body"):
        if is_markup(texts[key]):
            return _html_page(_headed(texts["title"], texts[key]), where, origin, None)
    if not is_blank(texts["text"]):
        if _holds(texts["text"], texts["title"]):
            meta = meta_of(said, texts["title"])
            return page_from_text(texts["text"], meta=meta, **origin)
        return _apart(said, texts["text"], origin)
    if not (is_blank(texts["body"]) and is_blank(texts["title"])):
        return _apart(said, texts["body"], origin)
    wanted = said.columns.paths.keys() & CONTENT
    detail = (
        f"no text in {', '.join(sorted('.'.join(said.columns.paths[key]) for key in wanted))}"
        if wanted
        else f"no column of text among {', '.join(map(str, fields)) or 'none'}; name it with --map"
    )
    return Bad(where, "no text", detail, *_named(said))


def handed_row(fields: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The record as a row that newsfold wrote, where it is one; in CSV its lists are JSON."""
    if not fields.keys() >= _ROW:
        return None
    row = dict(fields)
    if isinstance(row["body"], str) and row["body"].startswith("["):
        row = {name: unguarded(row[name]) for name in FIELDS}
        try:
            row |= {name: json.loads(row[name]) for name in ("body", "captions", "authors")}
        except ValueError:
            return None
    return row if is_row(row) else None


def fields_of(raw: Raw) -> dict[str, Any] | Bad:
    """The fields of a record of the forms `json` and `fields`."""
    if raw.form == "fields":
        found: dict[str, Any] = raw.data
        return found
    try:
        fields = json.loads(decoded(raw.data))
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, ValueError) else "nested too deeply"
        return Bad(raw.where, "broken JSON", said, raw.where)
    if not isinstance(fields, dict):
        detail = f"a record is one object; this one is a {type(fields).__name__}"
        return Bad(raw.where, "broken JSON", detail, raw.where)
    return fields


_NO_TEXTS = dict.fromkeys(("id", "url", "source", "fetched_at", *CONTENT), "") | dict.fromkeys(
    ("lang", "section", "published", "author"), ""
)


def said_of(fields: Mapping[str, Any], reading: Reading, where: str) -> Said:
    """What a record says in the columns that are known; its name where it has no id."""
    columns = columns_of(fields, reading.columns)
    texts = dict(_NO_TEXTS)
    wrong = []
    authors: tuple[str, ...] = ()
    for key, path in columns.paths.items():
        value = value_at(fields, path) if len(path) > 1 else fields.get(path[0])
        if type(value) is str:
            texts[key] = value
            continue
        if isinstance(value, list | tuple):
            parts = [part for part in map(_string, value) if part]
            if key in ("text", "body") and (len(parts) == len(value) or key == "body"):
                texts[key] = "\n\n".join(parts)
                continue
            if key == "author":
                authors = tuple(clean(part) for part in parts if clean(part))
                continue
            if key in ("lang", "section"):
                texts[key] = parts[0] if parts else ""
                continue
        text = _string(value)
        if text is None:
            wrong.append((key, type(value).__name__))
        else:
            texts[key] = text
    texts["id"] = texts["id"] or where
    author = clean(texts["author"])
    if author and not authors:
        authors = (author,)
    return Said(texts, authors, tuple(wrong), columns)


def _string(value: object) -> str | None:
    """A value as text; None for what is no text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return decoded(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "" if value != value else str(value)  # NaN is how tables say that nothing is there
    return None


def origin_in(said: Said, reading: Reading) -> dict[str, Any]:
    """Where a page comes from, as `page_from_text` takes it."""
    texts = said.texts
    return {
        "id": texts["id"],
        "url": texts["url"],
        "source": texts["source"] or reading.source,
        "fetched_at": texts["fetched_at"],
    }


def _named(said: Said) -> tuple[str, str]:
    return said.texts["id"], said.texts["url"]


def _apart(said: Said, body: str, origin: dict[str, Any]) -> Page:
    """A page whose title and text stand in columns of their own."""
    title = said.texts["title"]
    head, text = text_of_fields(title, body)
    form = "fields" if head else "text"
    return page_from_text(text, meta=meta_of(said, title), form=form, **origin)


def meta_of(said: Said, title: str) -> Metadata:
    """What the columns of a record say of its page."""
    texts = {**said.texts, "lang": lang_code(said.texts["lang"])}
    return metadata_from_fields(title, texts, said.authors)


def _holds(text: str, title: str) -> bool:
    """Whether a text shows its own title; if not, the title is one more line of the page."""
    wanted = normal(title)
    return not wanted or f" {wanted} " in f" {normal(text)} "


@lru_cache(maxsize=1024)
def lang_code(said: str) -> str:
    """`ar` of `ar`, `ar-EG`, `arb` and `arb_Arab`; empty for what is no code."""
    code = re.split(r"[-_]", said.strip().lower())[0]
    return _LANGS.get(code, code) if _ISO.fullmatch(code) else ""


def is_markup(text: str) -> bool:
    """Whether a column of text holds markup."""
    return _MARKUP.match(text) is not None and _CLOSED.search(text) is not None


def _headed(title: str, html: str) -> str:
    """Markup of a text whose headline stands in another column, with the headline above it."""
    head = clean(title)
    if not head or _holds(re.sub(r"<[^>]*>", " ", html), head):
        return html
    return f"<h1>{markup.escape(head)}</h1>\n{html}"


def _html_page(
    html: str | bytes, where: str, origin: dict[str, Any], charset: str | None
) -> Page | Bad:
    named = origin["id"], origin["url"]
    if isinstance(html, bytes) and is_binary(html[:HEAD]):
        return Bad(where, "binary", "the page holds no markup but binary data", *named)
    try:
        page = page_from_html(html, charset=charset, **origin)
    except TooLarge as error:
        return Bad(where, "too large", str(error), *named)
    except Exception as error:  # whatever the markup holds, its neighbours are read
        return Bad(where, "unreadable", f"{type(error).__name__}: {error}", *named)
    if not page.blocks:
        return Bad(where, "empty", "the markup shows no text", *named)
    return page


def decoded(data: bytes | str) -> str:
    """Bytes as text: UTF-8, or else what they look like."""
    if isinstance(data, str):
        return data
    try:
        return data.removeprefix(BOM_UTF8).decode()  # `utf-8-sig` takes longer
    except UnicodeDecodeError:
        return decode_html(data)
