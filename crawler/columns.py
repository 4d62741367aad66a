"""Which column of a record is its text, its address, its id: found by the names in use.

First the schemas of known datasets are tried, for their columns do not always mean what they are
called (`date` in FineWeb is the day of the crawl, `source` in CulturaX is a dataset). Then each
field is looked for under the names that people give it. What the user said goes before both.
"""

from __future__ import annotations

import json
import re
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

_TEXTS = frozenset(("html", "text", "body"))

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

SCHEMAS: tuple[_Schema, ...] = (
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
        "OSCAR 21.09",
        ("text", "meta.headers"),
        {
            "text": "text",
            "id": "meta.headers.warc-record-id",
            "url": "meta.headers.warc-target-uri",
            "fetched_at": "meta.headers.warc-date",
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
        "Trafilatura",
        ("text", "title", "fingerprint", "hostname", "source"),
        {
            "body": "text",
            "title": "title",
            "id": "id",
            "url": "source",
            "source": "hostname",
            "fetched_at": "filedate",
            "published": "date",
            "author": "author",
            "lang": "language",
            "section": "categories",
        },
    ),
    _Schema(
        "Telegram",
        ("id", "type", "text", "from_id"),
        {"text": "text", "id": "id", "source": "from", "published": "date"},
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

DATABASES = ("LexisNexis", "Nexis Uni", "Factiva", "ProQuest", "Europresse")
"""Of the press; `readers.press` makes records of their exports."""
_PRESS = {name: name for name in ("id", "url", "title", "body", "source", "author", "section")}
SCHEMAS += tuple(
    _Schema(name, (name, "body"), _PRESS | {"published": "date"}) for name in DATABASES
)

_WRITTEN: Mapping[str, str] = {
    "id": "id _id docid articleid recordid uuid guid warc-record-id @id uri",
    "url": "url link href uri pageurl articleurl weburl canonicalurl permalink sourceurl "
    "requestedurl respondedurl originalurl finalurl canonicallink warc-target-uri "
    "mainentityofpage newsurl newslink articlelink storyurl enlace lien adresse ссылка الرابط "
    "رابط لینک baglanti bağlantı tautan",
    "source": "source outlet publisher medianame outletname publishername sourcename newspaper "
    "site sitename website sourcedomain domain "
    "publication hostname quelle medio fuente journal fonte kaynak sumber источник المصدر مصدر "
    "الصحيفة الموقع منبع",
    "fetched_at": "fetchedat crawledat scrapedat retrievedat downloadedat datedownload "
    "crawldate crawled timestamp warc-date datecrawled accessdate",
    "html": "html rawhtml articlehtml htmlcontent contenthtml pagehtml bodyhtml htmlbody",
    "text": "text rawcontent rawtext pagecontent plaintext contenttext",
    "title": "title headline heading articletitle webtitle newstitle newsheadline storytitle "
    "posttitle headlines titel titre titolo titulo título titular başlık baslik judul заголовок "
    "العنوان عنوان عنوانالخبر عنوانالمقال تیتر",
    "body": "body content article maintext articletext articlebody bodytext fulltext paragraphs "
    "story document articlecontent contents newstext newscontent newsbody newsarticle news "
    "storytext storybody postcontent posttext inhalt texte contenu corps testo contenuto texto "
    "cuerpo contenido conteudo conteúdo metin içerik icerik haber isi konten текст النص نص "
    "المحتوى محتوى نصالخبر نصالمقال الخبر المقال متن",
    "lang": "lang language langcode languagecode locale inlanguage sprache idioma langue lingua "
    "dil bahasa язык اللغة زبان",
    "section": "section category rubric topic articlesection sectionname newscategory newstype "
    "categories rubrik ressort seccion sección rubrique sezione kategori рубрика القسم قسم "
    "التصنيف تصنيف الفئة دسته",
    "published": "published publishedat datepublish publishdate publicationdate datepublished "
    "pubdate publisheddate publishedon publishtime webpublicationdate datetime date postdate "
    "newsdate articledate createdat posted postedat datum fecha data tarih tanggal дата التاريخ "
    "تاريخ تاريخالنشر تاریخ",
    "author": "author authors authorname authornames byline bylines journalist reporter creator "
    "writer autor autorin auteur autore yazar penulis автор الكاتب كاتب المؤلف نویسنده",
}
NAMES = {field: tuple(names.split()) for field, names in _WRITTEN.items()}
"""Names that columns have, the likeliest first, as `_key` writes them."""

_SUMMARY = "description summary shortdescription leadparagraph abstract excerpt snippet lead"
"""Names of what stands for an article in datasets that have no more of it; else it repeats it."""

_PARTS: Mapping[str, tuple[str, ...]] = {
    "id": ("$oid", "#text", "rendered"),
    "url": ("@id", "url", "href", "rendered"),
    "source": ("uri", "domain", "name", "title"),
    "published": ("$date", "#text", "rendered"),
    "fetched_at": ("$date", "#text"),
    "author": ("name", "original", "#text"),
}
TEXT_PARTS = tuple("rendered #text text value content paragraph main __cdata $t _".split())  # noqa: SIM905
"""What holds the value where a column is an object: of WordPress, of JSON-LD, of XML made JSON."""

_HOLDERS = (
    "_source metadata meta fields attributes article data item doc document record post news "
    "warc_headers headers"
)
"""Columns that hold the others, the likeliest first."""


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
        paths = _looked_up(names, dict(nested))
    told = {key: _path(column, names) for key, column in said}
    if set(told) & set(CONTENT):
        # The user said where the text is: nothing else is text.
        paths = {key: path for key, path in paths.items() if key not in CONTENT}
    return Columns(schema.name if schema else "", paths | told)


def _looked_up(names: Sequence[str], nested: Mapping[str, Sequence[str]]) -> dict[str, Path]:
    """A path for each field, by the names of columns; what is missing, by those inside holders."""
    paths = _among(names, nested)
    for holder in _HOLDERS.split():
        if holder in nested:
            inner = _among(nested[holder], {})
            for key in _missing(paths):
                if key in inner:
                    paths[key] = (holder, *inner[key])
    if not paths.keys() & _TEXTS:
        # An object under a name of text: whoever reads it says that it is none.
        paths |= {key: path for key, path in _among(names, {}).items() if key in _TEXTS}
    return paths


def _missing(paths: Mapping[str, Path]) -> list[str]:
    """Fields that may still be found: one column of text is enough, and an address names a site."""
    taken = set(paths)
    if taken & _TEXTS:
        taken |= _TEXTS
    return [key for key in FIELDS if key not in taken and (key != "source" or "url" not in taken)]


def _among(names: Sequence[str], nested: Mapping[str, Sequence[str]]) -> dict[str, Path]:
    keys: dict[str, Path] = {}
    for name in sorted(names, reverse=True):
        keys[_key(name)] = (name,)
    paths = {}
    for key, candidates in NAMES.items():
        found = (_inside(key, keys.get(_key(name)), nested) for name in candidates)
        path = next(filter(None, found), None)
        if path:
            paths[key] = path
    if not paths.keys() & _TEXTS:
        path = next(filter(None, map(keys.get, _SUMMARY.split())), None)
        if path and path[0] not in nested:
            paths["body"] = path
    if paths.get("id") == paths.get("url"):
        paths.pop("id", None)  # one `uri` is both: it is an address if it is the only one
    return paths


def _inside(key: str, path: Path | None, nested: Mapping[str, Sequence[str]]) -> Path | None:
    """The path to the value of a column that may be an object."""
    if path is None or path[0] not in nested:
        return path
    parts = _PARTS.get(key, TEXT_PARTS)
    part = next((part for part in parts if part in nested[path[0]]), None)
    return (path[0], part) if part else None


def _key(name: str) -> str:
    """A name without what people write it differently in: case and what stands between words."""
    return re.sub(r"[\s_]+", "", name).lower() if name[:1] != "_" else name.lower()


def is_summary(path: Path) -> bool:
    """Whether a column is taken for the text of an article for want of another."""
    return _key(path[-1]) in _SUMMARY.split()


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
