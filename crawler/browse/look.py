"""What the pages show, read from the database as plain data; templates only lay it out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.changes import Change, changes
from crawler.direction import direction
from crawler.passages import Marked, marks, passage, pieces
from dedupe.model import FoldedPage
from dedupe.query import wanted
from storage import figures, read
from storage.around import read_page_records, read_texts
from storage.leads import read_records_from
from storage.pages import read_page
from storage.search import RANKED, Filters, search, waiting

Row = dict[str, Any]

HITS = 20
"""Hits on a page."""

DIFFS = 20
"""Versions of a group whose changes are shown; those of a hundred copies nobody reads."""


def safe_url(url: str) -> str:
    """`url` where following it is harmless, else nothing: an address may be `javascript:…`."""
    try:
        return url if urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def overview(conn: sqlite3.Connection) -> Row:
    """The home page: counts, what the charts show, the outlets and the latest records."""
    return {
        "counts": read.read_stats(conn),
        "by_day": figures.by_day(conn),
        "reasons": figures.reasons(conn),
        "sizes": figures.group_sizes(conn),
        "outlets": figures.outlets(conn)[:30],
        "latest": latest(conn),
    }


def latest(conn: sqlite3.Connection, limit: int = 9) -> list[Row]:
    """The records published last, then those that came in last."""
    found = conn.execute(
        "SELECT v.n FROM records r JOIN versions v ON v.n = r.version "
        "ORDER BY v.published DESC, v.n DESC LIMIT ?",
        (limit,),
    )
    return [shown(read.read_chosen(conn, n)) for (n,) in found.fetchall()]


def shown(row: Row) -> Row:
    """A row with the direction of its text and an address that may be followed."""
    return {
        **row,
        "dir": direction(row["lang"], row["title"] or "".join(row["body"][:1])),
        "link": safe_url(row["url"]),
    }


def choices(conn: sqlite3.Connection) -> Row:
    """What the filters of the search page offer."""
    return {
        "sources": [s for (s,) in conn.execute("SELECT DISTINCT source FROM pages ORDER BY 1")],
        "langs": [s for (s,) in conn.execute("SELECT DISTINCT lang FROM searched ORDER BY 1") if s],
    }


def found(conn: sqlite3.Connection, query: str, filters: Filters, page: int) -> Row:
    """A page of hits, each with its title and passage in marked pieces."""
    hits = search(conn, query, filters, HITS, (page - 1) * HITS)
    words = wanted(hits.query.tree)
    out = []
    for version, score in hits.versions:
        row = read.read_chosen(conn, version)
        places = list(marks(row, words))
        spans = tuple((m.start, m.end) for m in places if m.field == "title")
        out.append(
            {
                **shown(row),
                "score": score,
                "title_pieces": list(pieces(Marked(row["title"], spans))),
                "passage": list(pieces(passage(row, places))),
            }
        )
    return {
        "hits": out,
        "total": hits.total,
        "more": hits.more,
        "notice": hits.query.notice,
        "first": (page - 1) * HITS + 1,
        "page": page,
        "last_page": max(1, -(-min(hits.total, RANKED) // HITS)),
        "waiting": waiting(conn),
    }


def article(conn: sqlite3.Connection, name: str, query: str = "") -> Row | None:
    """A record with its group, the changes of each version, and the teasers that point to it."""
    record = read.read_record(conn, name)
    if record is None or record["kind"] == "page":
        return record
    versions = record["versions"]
    texts = read_texts(conn, [version["id"] for version in versions])
    chosen = texts[versions[0]["id"]]
    for version in versions[1:][:DIFFS]:
        version["changes"] = _changes(chosen, texts[version["id"]])
        version["unchanged"] = all(
            change.kind == "same" for _, part in version["changes"] for change in part
        )
    sightings = [seen for version in versions for seen in version["sightings"]]
    sources = {seen["source"] for seen in sightings}
    for seen in sightings:
        seen["link"] = safe_url(seen["url"])
    return {
        **shown(record),
        "page": record["page_id"],
        "versions": versions,
        "undiffed": max(0, len(versions) - 1 - DIFFS),
        "outlets": sorted(sources),
        "teasers": [
            {**card, "dir": direction(card["lang"], card["title"])} for card in record["teasers"]
        ],
        "marked": _marked(record, query),
    }


def _changes(chosen: Row, other: Row) -> list[tuple[str, list[Change]]]:
    """From the chosen version to another: by part, those that any of the two has."""
    parts = []
    for name in ("title", "standfirst", "body", "captions"):
        old, new = _lines(chosen[name]), _lines(other[name])
        if old or new:
            parts.append((name, changes(old, new)))
    return parts


def _lines(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return [
        " ".join(filter(None, (line["text"], line["credit"]))) if isinstance(line, dict) else line
        for line in value
    ]


def _marked(record: Row, query: str) -> Row:
    """Title, standfirst, body and captions as pieces, what the query found marked."""
    from dedupe.query import parse

    places: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for mark in marks(record, wanted(parse(query).tree)):
        places.setdefault((mark.field, mark.item), []).append((mark.start, mark.end))

    def pieces_of(field: str, item: int, text: str) -> list[tuple[str, bool]]:
        return list(pieces(Marked(text, tuple(places.get((field, item), ())))))

    return {
        "title": pieces_of("title", 0, record["title"]),
        "standfirst": pieces_of("standfirst", 0, record["standfirst"]),
        "body": [pieces_of("body", n, text) for n, text in enumerate(record["body"])],
        "captions": [
            (pieces_of("captions", n, caption["text"]), caption["credit"])
            for n, caption in enumerate(record["captions"])
        ],
    }


def page(conn: sqlite3.Connection, id_: str) -> Row | None:
    """A page with every block in order, and what became of each."""
    folded = read_page(conn, id_)
    if folded is None:
        return None
    records = read_page_records(conn, id_)
    leads = read_records_from(conn, id_)
    blocks = list(_blocks(folded, records))
    fates: dict[str, int] = {}
    for block in blocks:
        fates[block["fate"]] = fates.get(block["fate"], 0) + 1
    lang = folded.articles[0].lang if folded.articles else folded.page.meta.lang
    return {
        "id": id_,
        "input_id": folded.page.id,
        "url": folded.page.url,
        "link": safe_url(folded.page.url),
        "source": folded.page.source,
        "fetched_at": folded.page.fetched_at,
        "lang": lang,
        "dir": direction(lang, folded.page.text[:2000]),
        "blocks": blocks,
        "fates": fates,
        "articles": [
            {
                "number": n,
                "record": record,
                "title": said.title,
                "dir": direction(said.lang, said.title),
                "lang": said.lang,
                "main": said.main,
                "confidence": said.confidence,
            }
            for n, (said, record) in enumerate(zip(folded.articles, records, strict=False), 1)
        ],
        "teasers": [
            _card(n, card, folded.page.url, leads.get(n - 1, ""))
            for n, card in enumerate(folded.teasers, 1)
        ],
    }


def _card(number: int, card: Any, base: str, record: str) -> Row:
    try:
        url = urljoin(base, card.url)
    except ValueError:
        url = ""
    return {
        "number": number,
        "title": card.title or card.standfirst,
        "dir": direction(card.lang, card.title or card.standfirst),
        "lang": card.lang,
        "link": safe_url(url),
        "record": record,
    }


def _blocks(folded: FoldedPage, records: Sequence[str]) -> Iterable[Row]:
    """Each block with its fate: `article`, `teaser` or the fold's reason."""
    homes: dict[int, Row] = {}
    for nth, said in enumerate(folded.articles, 1):
        record = records[nth - 1] if nth <= len(records) else ""
        for placed in said.placed:
            homes[placed.block] = {
                "fate": "article",
                "number": nth,
                "role": placed.role,
                "record": record,
            }
    for nth, card in enumerate(folded.teasers, 1):
        for placed in card.placed:
            homes[placed.block] = {"fate": "teaser", "number": nth, "role": placed.role}
    for fold in folded.folds:
        homes[fold.block] = {"fate": fold.reason, "into": fold.into, "score": fold.similarity}
    yield from (
        {
            "index": block.index,
            "text": block.text,
            "kind": block.kind,
            **homes[block.index],
            "starts": before is None or _home(homes, before) != _home(homes, block.index),
        }
        for before, block in zip(
            [None, *(b.index for b in folded.page.blocks)], folded.page.blocks, strict=False
        )
    )


def _home(homes: dict[int, Row], block: int) -> tuple[str, int]:
    return homes[block]["fate"], homes[block].get("number", 0)
