"""What search costs: CPU of the first page, size of the index, and what it adds to saving.

    PYTHONPATH=.:tests python benchmarks/search.py                100,000 articles, some minutes
    PYTHONPATH=.:tests python benchmarks/search.py --articles N

Articles are made of invented Arabic words that are as frequent as words are (Zipf), a third of
them with prefixes, 250 to an article.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

from making import page_of, words

from crawler.passages import marks, passage
from dedupe.query import wanted
from storage import search as index
from storage.search import Filters, indexed_texts
from storage.store import Store

VOCABULARY = 60_000
BODY = 250
SAVED = 3_000
"""Pages for the cost of saving: enough for the index to merge its segments a few times."""


class Writer:
    """Articles of invented words, the same for the same seed."""

    def __init__(self) -> None:
        self.words = words(1, VOCABULARY, "arabic")
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
        self.draw = random.Random(1)

    def text(self, count: int) -> str:
        chosen = self.draw.choices(self.words, cum_weights=self.weights, k=count)
        return " ".join(
            self.draw.choice(("ال", "وال", "بال", "لل", "و")) + word
            if self.draw.random() < 0.33
            else word
            for word in chosen
        )

    def article(self) -> tuple[str, list[str]]:
        return self.text(9), [self.text(BODY // 5) + "." for _ in range(5)]


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def saving(folder: Path) -> None:
    """CPU of saving pages without the index and with it, and the files they make."""
    writer = Writer()
    pages = [
        page_of(*writer.article(), id=str(n), published="2024-05-01", lang="ar")
        for n in range(SAVED)
    ]
    seconds, sizes = {}, {}
    for name in ("without", "with"):
        path = folder / f"{name}.db"
        with Store(path) as store:
            if name == "without":
                for (trigger,) in store._conn.execute(
                    "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
                ).fetchall():
                    store._conn.execute(f"DROP TRIGGER {trigger}")
            seconds[name] = cpu(
                lambda store=store: [
                    store.save_many(pages[at : at + 100]) for at in range(0, SAVED, 100)
                ]
            )
            store._conn.execute("PRAGMA wal_checkpoint(truncate)")
        sizes[name] = path.stat().st_size
    for name, took in seconds.items():
        print(f"saving {name:<8} {took / SAVED * 1000:6.2f} ms a page, {sizes[name] / 1e6:.1f} MB")
    print(f"saving with the index costs {seconds['with'] / seconds['without']:.2f} times")


def layouts(folder: Path) -> None:
    """The three ways to keep the shadow columns, by size and cost of putting articles in."""
    writer = Writer()
    texts = [
        indexed_texts(title, "", "[]", json.dumps(body))
        for title, body in (writer.article() for _ in range(SAVED))
    ]
    columns = "title, standfirst, captions, body"
    for name, content in (
        ("contentless", ", content=''"),
        ("own content", ""),
        ("external content", ", content='shadow', content_rowid='n'"),
    ):
        path = folder / f"{name}.db"
        conn = sqlite3.connect(path, isolation_level=None)
        conn.execute("PRAGMA page_size = 16384")
        conn.execute(f"CREATE TABLE shadow (n INTEGER PRIMARY KEY, {columns})")
        conn.execute(
            f"CREATE VIRTUAL TABLE search USING fts5({columns}{content}, tokenize='ascii')"
        )

        def put(conn: sqlite3.Connection = conn, name: str = name) -> None:
            for at in range(0, SAVED, 100):
                conn.execute("BEGIN")
                rows = [(n, *row) for n, row in enumerate(texts[at : at + 100], at)]
                if name == "external content":
                    conn.executemany("INSERT INTO shadow VALUES (?, ?, ?, ?, ?)", rows)
                conn.executemany(
                    f"INSERT INTO search (rowid, {columns}) VALUES (?, ?, ?, ?, ?)", rows
                )
                conn.execute("COMMIT")

        took = cpu(put)
        conn.close()
        print(
            f"{name:<17} {took / SAVED * 1000:5.2f} ms and "
            f"{path.stat().st_size / SAVED / 1000:5.2f} KB an article"
        )


def corpus(path: Path, articles: int) -> None:
    """A database of `articles` records: their rows written past the grouping, then indexed."""
    writer = Writer()
    with Store(path) as store:
        conn = store._conn
        conn.execute("BEGIN")
        for n in range(1, articles + 1):
            title, body = writer.article()
            day = f"20{n % 20 + 5:02}-{n % 12 + 1:02}-15"
            source = f"outlet{n % 12}.example"
            id_, text = f"{n:032x}", json.dumps(body, ensure_ascii=False)
            insert(
                conn,
                "pages",
                n=n,
                id=id_,
                input_id=id_,
                url="",
                source=source,
                form="",
                key="",
                fetched_at="",
                tail="",
                meta="{}",
            )
            insert(conn, "articles", n=n, id=id_, key=id_, component=n)
            insert(
                conn,
                "versions",
                n=n,
                id=id_,
                article=n,
                title=title,
                standfirst="",
                body=text,
                captions="[]",
                authors="[]",
                agency="",
                dateline="",
                section="news",
                published=day,
                modified="",
                lang="ar",
                words=BODY,
                main=1,
            )
            insert(
                conn,
                "sightings",
                page=n,
                nth=0,
                version=n,
                spot=n,
                url="",
                main=1,
                confidence=1.0,
                seen_at="",
            )
            insert(conn, "records", n=n, id=id_, version=n, component=n)
        conn.execute("COMMIT")
        before = pages(conn)
        took = cpu(lambda: [None for _ in iter(store.catch_up, 0)])
        conn.execute("PRAGMA wal_checkpoint(truncate)")
        grown = (pages(conn) - before) * 16384
        text = conn.execute("SELECT sum(length(cast(body AS BLOB))) FROM versions").fetchone()[0]
        print(
            f"indexing {articles} articles: {took / articles * 1000:.2f} ms each; the index is "
            f"{grown / 1e6:.0f} MB for {text / 1e6:.0f} MB of text"
        )


def insert(conn: sqlite3.Connection, table: str, **values: object) -> None:
    marks = ", ".join("?" * len(values))
    conn.execute(
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values())
    )


def pages(conn: sqlite3.Connection) -> int:
    return int(conn.execute("PRAGMA page_count").fetchone()[0])


def queries() -> Iterator[tuple[str, str, Filters]]:
    common = Writer().words
    none = Filters()
    yield "the most frequent word", common[0], none
    yield "a frequent word", common[20], none
    yield "a word in some hundred", common[3000], none
    yield "a rare word", common[40_000], none
    yield "two frequent words", f"{common[5]} {common[9]}", none
    yield "either of two", f"{common[20]} OR {common[30]}", none
    yield "NOT", f"{common[20]} NOT {common[5]}", none
    yield "a phrase", f'"{common[0]} {common[1]}"', none
    yield "a beginning", f"{common[3000][:3]}*", none
    yield "with a source", common[20], Filters(source="outlet3.example")
    yield "with a year", common[20], Filters(since="2010-01-01", until="2010-12-31")


def first_page(store: Store, query: str, filters: Filters) -> int:
    """All that `newsfold search` does but for printing."""
    hits = store.search(query, filters, 10)
    said = wanted(hits.query.tree)
    for version, _ in hits.versions:
        row = store.chosen(version)
        passage(row, list(marks(row, said)))
    return hits.total


def searching(path: Path) -> None:
    with Store(path, readonly=True) as store:
        for name, query, filters in queries():
            times = [cpu(lambda q=query, f=filters: first_page(store, q, f)) for _ in range(5)]
            hits = store.search(query, filters, 1)
            total = f"{'>' if hits.more else ''}{hits.total}"
            print(f"{name:<24} {total:>7} found {sorted(times)[2] * 1000:6.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="ask this corpus; make it where it is missing")
    options = parser.parse_args()
    assert index.BARE not in Writer().text(10)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = options.keep or folder / "corpus.db"
        if not path.exists():
            layouts(folder)
            saving(folder)
            corpus(path, options.articles)
        searching(path)


if __name__ == "__main__":
    main()
