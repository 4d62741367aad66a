"""Records of dumps turned into pages: parsed, their columns found, their text or markup read."""

from __future__ import annotations

import datetime as dt
import html as markup
import json
import re
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from crawler.columns import CONTENT, TEXT_PARTS, Columns, columns_of, value_at
from crawler.html import decode_html
from crawler.limits import TooLarge
from crawler.page import (
    host_in,
    metadata_from_fields,
    page_from_html,
    page_from_text,
    text_of_fields,
)
from crawler.readers.almost import nearly_json, unpacked
from crawler.readers.days import MONTH_FIRST, day_first
from crawler.readers.raw import Bad, Raw, Reading
from crawler.readers.text import HEAD, is_binary
from crawler.titles import without_site
from dedupe.cue_forms import named
from dedupe.dates import find_date
from dedupe.handed import is_row, page_of_row, unguarded
from dedupe.model import Metadata, Page
from dedupe.record import FIELDS
from dedupe.text import clean, is_blank, normal

# A field whose value begins like this, and closes what it opens, holds markup.
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|article|main|section|div|p|h[1-6])\b", re.I)
_CLOSED = re.compile(r"</(?:html|body|article|main|section|div|p|h[1-6])\s*>", re.I)
_ESCAPED = re.compile(r"\s*&lt;[a-z!]", re.I)
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
_HEAD_LINES = 30
"""Lines of a text among which its headline is looked for."""
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
        charset = raw.said.get("charset") or None
        return _html_page(raw.data, raw.where, origin, charset, meta_of(said, said.texts["title"]))
    text = decoded(raw.data)
    html = markup_in(text)
    if html:
        return _html_page(html, raw.where, origin, None, meta_of(said, ""))
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
        key: _first(value_at(fields, columns.paths[key]))
        for key in ("id", "url", "source")
        if key in columns.paths
    }
    id_, url = got.get("id") or raw.where, got.get("url", "")
    source = outlet(got.get("source", "")) or reading.source or host_in(url)
    if not source and (raw.form == "html" or "html" in columns.paths):
        return None  # the markup may name its address
    return Origin(id_, url, source)


def _first(value: object) -> str:
    """The text of a value, or of the first in a list that is any."""
    values = value if isinstance(value, list | tuple) else (value,)
    return next(filter(None, map(_string, values)), "")


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
            detail = f"{column!r} should be a string and is {kind}"
            return Bad(where, "wrong type", detail, *_named(said))
    origin = origin_in(said, reading)
    if texts["html"].strip():
        return _html_page(texts["html"], where, origin, None, meta_of(said, texts["title"]))
    for key in ("text", "body"):
        html = markup_in(texts[key])
        if html:
            title = markup.unescape(texts["title"])
            return _html_page(_headed(title, html), where, origin, None, meta_of(said, title))
    if not all(is_blank(texts[key]) for key in ("text", "body", "title")):
        form, title, text = shown_of(said)
        return page_from_text(text, meta=meta_of(said, title), form=form, **origin)
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
    fields = _fields_of(raw)
    column = raw.said.get(MONTH_FIRST)
    return fields if column is None or isinstance(fields, Bad) else day_first(fields, column)


def _fields_of(raw: Raw) -> dict[str, Any] | Bad:
    if raw.form == "fields":
        found: dict[str, Any] = raw.data
        return found
    text = decoded(raw.data)
    try:
        fields = _from_json(text)
    except RecursionError:
        return Bad(raw.where, "broken JSON", "nested too deeply", raw.where)
    except ValueError as error:
        fields = nearly_json(text)
        if fields is None:
            return Bad(raw.where, "broken JSON", str(error), raw.where)
    if isinstance(fields, str) and fields.strip():
        return {"text": fields}
    if not isinstance(fields, dict):
        kind = _KINDS.get(type(fields), type(fields).__name__)
        detail = f"a record is one object; this one is {kind}"
        return Bad(raw.where, "broken JSON", detail, raw.where)
    return fields


# Control characters in strings are no JSON, and many dumps have them.
_from_json = json.JSONDecoder(strict=False).decode

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
            if key in ("text", "body") and (whole := _joined(value)) is not None:
                texts[key] = whole
                continue
            parts = [part for part in map(_named_part, value) if part]
            if key == "author":
                authors = tuple(clean(part) for part in parts if clean(part))
                continue
            if key in _FIRST or len(parts) == len(value) == 1:
                # Spiders put what they found into lists, even where there can be but one of it.
                texts[key] = parts[0] if parts else ""
                continue
        text = _string(value)
        if text is None:
            wrong.append((key, _KINDS.get(type(value), type(value).__name__)))
        else:
            texts[key] = text
    for key, text in texts.items():
        if len(text) < _NOTHING_CHARS and text in _NOTHING:
            texts[key] = ""
    texts["id"] = texts["id"] or where
    if texts["source"]:
        behind = _BEHIND.fullmatch(texts["title"])
        if behind and normal(behind[2]) in _called(texts["source"]):
            texts["title"] = behind[1]
        texts["source"] = outlet(texts["source"])
    for key in ("fetched_at", "published"):
        if texts[key] and not _ISO_TIME.fullmatch(texts[key]):
            texts[key] = moment(texts[key])
    author = clean(texts["author"])
    if author and not authors:
        authors = _people(author)
    if any(map(str.isdigit, authors)):
        authors = tuple(name for name in authors if not name.isdigit())
        texts["author"] = ""
    return Said(texts, authors, tuple(wrong), columns)


_NOTHING = frozenset(("nan", "NaN", "None", "null", "NULL", "N/A", "n/a", "<NA>", "NaT", "\\N"))
"""What tables write where there is nothing."""
_NOTHING_CHARS = 5
_BY = re.compile(r"(?:written |reported )?by:?\s+(?=\S)", re.IGNORECASE)
_BETWEEN_PEOPLE = re.compile(r"\s*[,;،、|]\s*(?:and\s+)?|\s+and\s+")
_PERSON = re.compile(r"[^\W\d_][^\d@/]*\s[^\d@/]*\w\.?")


@lru_cache(maxsize=4096)
def _people(author: str) -> tuple[str, ...]:
    """The people of a column; several only where each part is a name of two to four words.

    >>> _people("By Ada Quill, Ben Rook"), _people("Quill, Ada"), _people("Ada Quill, Staff Writer")
    (('Ada Quill', 'Ben Rook'), ('Quill, Ada',), ('Ada Quill, Staff Writer',))
    """
    author = _BY.sub("", author, count=1) if _BY.match(author) else author
    parts = _BETWEEN_PEOPLE.split(author)
    if len(parts) < 2:
        return (author,)
    trades = named("ROLES")
    for part in parts:
        if not _PERSON.fullmatch(part) or len(part.split()) > _NAME_WORDS:
            return (author,)
        if not trades.isdisjoint(normal(part).split()):
            return (author,)
    return tuple(parts)


_NAME_WORDS = 4

_FIRST = frozenset(("id", "url", "source", "lang", "section", "published", "fetched_at"))
"""Fields of which a list has the first."""
_KINDS: Mapping[type, str] = {
    bytes: "binary data",
    dict: "an object",
    list: "a list",
    tuple: "a list",
    str: "a string",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}
"""What messages call the types of JSON."""


def _joined(parts: Sequence[object]) -> str | None:
    """The text of a list of paragraphs, or of pieces of text as chats have them; None: of neither.

    Pieces have the space between them at their ends. Objects without text, such as pictures, count
    for nothing where something else has text.

    >>> _joined(["Storm ", {"text": "over"}]), _joined([{"text": "One"}, {"src": "a"}, "Two"])
    ('Storm over', 'One\\n\\nTwo')
    """
    if any(isinstance(part, list | tuple) for part in parts):
        return None
    texts = [text for text in (_string(_text_in(part)) for part in parts) if text]
    mixed = len(texts) > 1 and any(isinstance(part, Mapping) for part in parts)
    pieces = mixed and any(text != text.strip() for text in texts)
    return ("" if pieces else "\n\n").join(texts) if texts or not parts else None


def _text_in(part: object) -> object:
    """The text of an object that is a paragraph or a piece of one."""
    if not isinstance(part, Mapping):
        return part
    return next((part[name] for name in TEXT_PARTS if isinstance(part.get(name), str)), part)


def _named_part(value: object) -> str | None:
    """A part of a list as text; of an object its name."""
    return _string(value.get("name")) if isinstance(value, Mapping) else _string(value)


@lru_cache(maxsize=4096)
def outlet(said: str) -> str:
    """The source that a column names, as `host_in` would write it where it is a host or an address.

    >>> outlet("https://www.Gull.example/news"), outlet("www.gull.example"), outlet("The Gull")
    ('gull.example', 'gull.example', 'The Gull')
    """
    name = said.strip()
    if "://" in name:
        return host_in(name) or name
    return host_in(f"https://{name}") if _HOST.fullmatch(name) else said


@lru_cache(maxsize=4096)
def _called(source: str) -> tuple[str, ...]:
    """What titles call an outlet, as `normal` writes it.

    >>> _called("www.gull.example"), _called("The Gull")
    (('www gull example', 'gull example', 'gull'), ('the gull',))
    """
    name = outlet(source)
    names = (source, name, name.split(".")[0]) if _HOST.fullmatch(name) else (source,)
    return tuple(map(normal, names))


_BEHIND = re.compile(r"(.*\S)\s+[-|–—]\s+(\S.*)")
"""A headline, and what may be the outlet, which services put behind it."""
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_ISO_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T\S+)?")
_SINCE_1970 = re.compile(r"(1[0-9]{9})(?:\.[0-9]+|[0-9]{3})?")
_STAMP = re.compile(
    r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])([0-2][0-9])([0-5][0-9])([0-5][0-9])"
)
"""Seconds or milliseconds since 1970; the fourteen digits of web archives."""


@lru_cache(maxsize=4096)
def moment(said: str) -> str:
    """A time as ISO 8601, where it is written as machines write it; else as it is.

    >>> moment("1710231300"), moment("20240312081500"), moment("2024/03/12 08:15:00")
    ('2024-03-12T08:15:00+00:00', '2024-03-12T08:15:00+00:00', '2024-03-12T08:15:00')
    """
    text = said.strip()
    since = _SINCE_1970.fullmatch(text)
    if since:
        return dt.datetime.fromtimestamp(int(since[1]), dt.UTC).isoformat()
    stamp = _STAMP.fullmatch(text)
    if stamp:
        return "{}-{}-{}T{}:{}:{}+00:00".format(*stamp.groups())
    return find_date(text) if _MACHINES.fullmatch(text) and find_date(text) else said


_MACHINES = re.compile(
    r"[0-9]{4}[-/.][0-9]{2}[-/.][0-9]{2}[ T][0-9:.,]{5,15}\s?(?:Z|UTC|GMT|[+-][0-9:]{4,5})?"
)


def _string(value: object) -> str | None:
    """A value as text; None for what is no text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        data = unpacked(value)
        return None if is_binary(data[:HEAD]) else decoded(data)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "" if value != value else str(value)  # NaN is how tables say that nothing is there
    if isinstance(value, Mapping) and len(value) == 1:
        ((name, inner),) = value.items()  # MongoDB writes `{"$numberLong": "1683"}`
        return _string(inner) if str(name).startswith("$") else None
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


def shown_of(said: Said) -> tuple[str, str, str]:
    """Form, title and text of the page of a record that holds no markup.

    The form is `fields` where title and text stand in columns of their own.
    """
    title, text = said.texts["title"], said.texts["text"]
    if not is_blank(text):
        shown = title
        if not _holds(text, shown):
            # `Storm at sea | The Gull`, the title of a tab, and the text has the headline alone.
            shown = without_site(clean(title), (), text.splitlines()[:_HEAD_LINES])
        if _holds(text, shown):
            return "text", shown, text
    head, whole = text_of_fields(title, said.texts["body"] if is_blank(text) else text)
    return "fields" if head else "text", title, whole


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


def markup_in(text: str) -> str:
    """The markup that a text is, as it should be read; empty for a text that is none.

    >>> markup_in("&lt;p&gt;Storm&lt;/p&gt;"), markup_in("One<br>Two")
    ('<p>Storm</p>', '')
    """
    if "<" not in text and "&lt;" not in text:
        return ""
    html = markup.unescape(text) if _ESCAPED.match(text) else text
    return html if _MARKUP.match(html) and _CLOSED.search(html) else ""


def _headed(title: str, html: str) -> str:
    """Markup of a text whose headline stands in another column, with the headline above it."""
    head = clean(title)
    if not head or _holds(re.sub(r"<[^>]*>", " ", html), head):
        return html
    return f"<h1>{markup.escape(head)}</h1>\n{html}"


def _html_page(
    html: str | bytes,
    where: str,
    origin: dict[str, Any],
    charset: str | None,
    told: Metadata,
) -> Page | Bad:
    """The page of markup; what it does not say of itself, `told` says: columns, or a sidecar."""
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
    return replace(page, meta=_filled(page.meta, told))


def _filled(meta: Metadata, told: Metadata) -> Metadata:
    """What a page says of itself, and where it says nothing, what was told of it."""
    missing = {
        name: getattr(told, name)
        for name in ("title", "authors", "section", "published", "lang")
        if getattr(told, name) and not getattr(meta, name)
    }
    if meta.published and told.published.startswith(f"{meta.published}T"):
        missing["published"] = told.published  # the same day, with its time
    return replace(meta, **missing) if missing else meta


def decoded(data: bytes | str) -> str:
    """Bytes as text: UTF-8, or else what they look like."""
    if isinstance(data, str):
        return data
    try:
        return data.removeprefix(BOM_UTF8).decode()  # `utf-8-sig` takes longer
    except UnicodeDecodeError:
        return decode_html(data)
