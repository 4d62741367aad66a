"""Every reader meets every fault: a message with file and place, quarantine, exit 1, neighbours."""

from __future__ import annotations

import gzip
import os
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import dumps
import pytest
from click.testing import CliRunner
from dumps import Row

from crawler.cli import main
from crawler.inputs import open_inputs, read_pages
from crawler.readers import READERS
from crawler.readers import streams as stream_limits
from crawler.readers.raw import Bad
from dedupe.model import Page
from storage.store import Store

ALL = dumps.slice_of(10)
ROWS, NEAR = ALL[:8], ALL[8:]
AROUND = ("a-near.html", "z-near.html")
BREAK = "\n=====\n"


def text_of(row: Row) -> bytes:
    return f"{row['title']}\n\n{row['body']}".encode()


@dataclass(frozen=True)
class Shape:
    """One way to write rows down."""

    name: str
    make: Callable[[list[Row]], bytes]
    single: bool = False
    """Whether a file is one page."""
    options: tuple[str, ...] = ()
    numbered: bool = False
    """Whether a record's id is its place."""

    def ids(self, rows: list[Row] | None = None) -> list[str]:
        rows = ROWS if rows is None else rows
        if self.single:
            return [self.name]
        if self.numbered:
            return [f"{self.name}:{n + 1}" for n in range(len(rows))]
        return [row["id"] for row in rows]


def database(rows: list[Row]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        dumps.sqlite(rows, Path(folder) / "a.db")
        return (Path(folder) / "a.db").read_bytes()


def members(rows: list[Row]) -> dict[str, bytes]:
    return {f"part/{n}.jsonl": dumps.jsonl([row]) for n, row in enumerate(rows)}


SHAPES = {
    shape.name: shape
    for shape in (
        Shape("page.txt", lambda rows: text_of(rows[0]), single=True),
        Shape("page.md", lambda rows: b"# " + text_of(rows[0]), single=True),
        Shape("page.html", lambda rows: dumps.html_of(rows[0]).encode(), single=True),
        Shape(
            "pages.txt",
            lambda rows: BREAK.encode().join(map(text_of, rows)),
            options=("--separator", BREAK.replace("\n", "\\n")),
            numbered=True,
        ),
        Shape("dump.jsonl", dumps.jsonl),
        Shape("dump.json", dumps.array),
        Shape("dump.xml", dumps.xml),
        Shape("dump.mbox", dumps.mbox),
        Shape("page.eml", lambda rows: dumps.eml(rows[0]), single=True),
        Shape("page.mhtml", lambda rows: dumps.mhtml(rows[0]), single=True),
        Shape("page.docx", lambda rows: dumps.docx(rows[0]), single=True),
        Shape("dump.xlsx", dumps.xlsx),
        Shape("dump.csv", dumps.table),
        Shape("dump.tsv", lambda rows: dumps.table(rows, "\t")),
        Shape("dump.parquet", dumps.parquet),
        Shape("dump.arrow", dumps.arrow),
        Shape("dump.feather", dumps.feather),
        Shape("dump.warc", dumps.warc),
        Shape("dump.wet", dumps.wet),
        Shape("dump.wacz", lambda rows: dumps.zipped({"archive/a.warc.gz": dumps.warc_gz(rows)})),
        Shape("dump.zip", lambda rows: dumps.zipped(members(rows))),
        Shape("dump.tar", lambda rows: dumps.tarred(members(rows))),
        Shape("dump.db", database),
    )
}
FILES = [name for name in SHAPES if name != "dump.db"]
"""Shapes that a compression may lie around, and that are opened by their name."""


@dataclass
class Told:
    """What a run said of a dump between two whole ones."""

    code: int
    lines: list[str]
    entries: list[tuple[str, str, str]] = field(default_factory=list)
    """Place, reason and detail of each quarantine entry."""
    ids: set[str] = field(default_factory=set)


@cache
def empty_database() -> bytes:
    """To make a database takes as long as to clean a small dump into it."""
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "news.db"
        Store(db).close()
        return db.read_bytes()


def cleaned(folder: Path, target: str, *options: str) -> Told:
    """Clean a target between two whole files, which must come through whatever the target is."""
    for row, name in zip(NEAR, AROUND, strict=True):
        (folder / name).write_bytes(dumps.html_of(row).encode())
    db = folder / "out" / "news.db"
    db.parent.mkdir()
    db.write_bytes(empty_database())
    names = [str(folder / AROUND[0]), target, str(folder / AROUND[1])]
    done = CliRunner().invoke(
        main, ["clean", *names, "--db", str(db), "--quiet", "--all-problems", *options]
    )
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    told = Told(done.exit_code, done.output.splitlines())
    if done.exit_code == 2:
        return told
    conn = sqlite3.connect(db)
    told.entries = conn.execute("SELECT place, reason, detail FROM quarantine").fetchall()
    conn.close()
    with Store(db) as store:
        told.ids = {row["input_id"] for row in store.records()}
    assert set(AROUND) <= told.ids, "the neighbours"
    told.ids -= set(AROUND)
    for place, reason, detail in told.entries:
        wanted = f": {reason}: {detail}"
        assert any(line.startswith(place) and line.endswith(wanted) for line in told.lines), place
    assert told.code == (1 if told.entries else 0)
    return told


def faulty(told: Told, shape: Shape, reasons: set[str], kept: list[str] | None = None) -> None:
    """The run named the fault in the file, and kept at least `kept`."""
    assert told.entries, "nobody said so"
    assert {reason for _, reason, _ in told.entries} <= reasons
    assert all(place.startswith(shape.name) for place, _, _ in told.entries)
    assert all(detail for _, _, detail in told.entries)
    assert told.ids >= set(kept or ())


def put(folder: Path, shape: Shape, data: bytes, end: str = "") -> str:
    path = folder / (shape.name + end)
    path.write_bytes(data)
    return f"{path}::news" if shape.name.endswith(".db") else str(path)


def noisy(rows: list[Row]) -> list[Row]:
    """Rows that hardly get smaller by packing."""
    return [
        row | {"body": f"{row['body']} {random.Random(n).randbytes(20_000).hex()}"}
        for n, row in enumerate(rows)
    ]


def test_every_reader_is_in_the_matrix() -> None:
    alike = {
        ".text": ".txt",
        ".htm": ".html",
        **dict.fromkeys((".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp"), ".html"),
        ".ndjson": ".jsonl",
        ".jl": ".jsonl",
        ".jsonlines": ".jsonl",
        **dict.fromkeys((".rss", ".atom", ".rdf"), ".xml"),
        ".mbx": ".mbox",
        ".markdown": ".md",
        ".mht": ".mhtml",
        ".xlsm": ".xlsx",
    }
    met = {Path(name).suffix for name in SHAPES}
    assert {alike.get(suffix, suffix) for suffix in READERS} <= met


@pytest.mark.parametrize("name", SHAPES)
def test_whole_dumps_give_all_their_records(name: str, tmp_path: Path) -> None:
    """What the other tests take away from is there."""
    shape = SHAPES[name]
    told = cleaned(tmp_path, put(tmp_path, shape, shape.make(ROWS)), *shape.options)
    assert told.code == 0, told.lines
    assert told.ids == set(shape.ids())


@pytest.mark.parametrize("name", SHAPES)
def test_an_empty_file(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    told = cleaned(tmp_path, put(tmp_path, shape, b""), *shape.options)
    if name == "dump.db":
        assert told.code == 2, "what the user names by name is asked for before anything is read"
        assert "no table 'news'; there are none" in told.lines[-1]
        return
    faulty(told, shape, {"empty", "truncated", "corrupt"})
    assert len(told.entries) == 1


WITHOUT: dict[str, bytes] = {
    "page.txt": b"\n \n",
    "page.md": b"\n \n",
    "page.html": b"<html><body></body></html>",
    "pages.txt": BREAK.encode() * 3,
    "dump.jsonl": b"\n\n",
    "dump.json": b"[]",
    "dump.xml": b"<items></items>",
    "dump.mbox": b"\n",
    "page.eml": b"\n",
    "page.mhtml": b"\n",
    "page.docx": dumps.docx({"title": "", "body": ""}),
    "dump.xlsx": dumps.xlsx([]),
    "dump.csv": b"id,title,body\n",
    "dump.tsv": b"id\ttitle\tbody\n",
    "dump.warc": dumps.warc(ROWS)[: dumps.warc(ROWS).index(b"WARC/1.0", 1)],
    "dump.wet": b"\r\n",
    "dump.wacz": dumps.zipped({"pages/pages.jsonl": b"{}"}),
    "dump.zip": dumps.zipped({"a.png": b"x"}),
    "dump.tar": dumps.tarred({"a.png": b"x"}),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_dump_without_rows(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    if name in WITHOUT:
        data = WITHOUT[name]
    elif name == "dump.db":
        data = database([])
    else:
        data = _without_rows(name)
    told = cleaned(tmp_path, put(tmp_path, shape, data), *shape.options)
    faulty(told, shape, {"empty"})
    assert len(told.entries) == 1


def _without_rows(name: str) -> bytes:
    import pyarrow as pa

    return _as_file(name, pa.table({key: pa.array([], pa.string()) for key in dumps.FIELDS}))


def _as_file(name: str, table: Any) -> bytes:
    """An Arrow table in the format that the name says."""
    import io

    import pyarrow as pa
    from pyarrow import feather, parquet

    out = io.BytesIO()
    if name.endswith("parquet"):
        parquet.write_table(table, out)
    elif name.endswith("feather"):
        feather.write_feather(table, out)
    else:
        with pa.ipc.new_file(out, table.schema) as writer:
            writer.write_table(table)
    return out.getvalue()


@pytest.mark.parametrize("end", dumps.PACKERS)
@pytest.mark.parametrize("name", FILES)
def test_a_truncated_compression(name: str, end: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    data = dumps.PACKERS[end](shape.make(noisy(ROWS)))
    target = put(tmp_path, shape, data[: len(data) * 2 // 3], end)
    told = cleaned(tmp_path, target, *shape.options)
    first = shape.ids()[:1] if end == ".gz" and not shape.single else []
    if name.endswith((".parquet", ".feather", ".wacz", ".zip", ".arrow", ".xlsx")):
        first = []  # their table of contents comes last
    faulty(told, replace(shape, name=shape.name + end), {"truncated", "bad length"})
    assert len(told.entries) <= 1 + (name == "dump.tar"), "the member, and the archive it is in"
    assert told.ids >= {id_.replace(name, name + end) for id_ in first}


ENDLESS = ("pages.txt", "dump.mbox")
"""Shapes of which nobody can see that the end is missing."""


@pytest.mark.parametrize("name", [n for n in SHAPES if not SHAPES[n].single and n not in ENDLESS])
def test_a_truncated_file(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    data = shape.make(noisy(ROWS))
    told = cleaned(tmp_path, put(tmp_path, shape, data[: len(data) * 2 // 3]), *shape.options)
    indexed = name.endswith((".parquet", ".feather", ".arrow", ".wacz", ".zip", ".xlsx"))
    kept = [] if indexed or name == "dump.db" else shape.ids()[:4]
    if name == "dump.db" and told.code == 2:
        assert "dump.db" in told.lines[-1]
        return
    reasons = {"truncated", "corrupt", "broken JSON", "broken row", "bad length"}
    faulty(told, shape, reasons, kept)
    assert told.ids < set(shape.ids())


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_suffix(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    columns = name.endswith((".parquet", ".arrow", ".feather"))
    archive = name.endswith((".zip", ".wacz", ".tar"))
    other = dumps.jsonl(ROWS) if columns or archive else dumps.parquet(ROWS)
    told = cleaned(tmp_path, put(tmp_path, shape, other), *shape.options)
    faulty(told, shape, {"wrong suffix", "binary", "corrupt", "truncated"})
    assert len(told.entries) == 1


# --- one bad record among others ------------------------------------------------------------------


def _broken_bytes(shape: Shape) -> bytes:
    data = shape.make(ROWS)
    # Inside a cell a quote is a letter like any other; at its beginning it opens one.
    table = shape.name.endswith((".csv", ".tsv"))
    return data.replace(b"in-2", b'"in]}\x00{[2' if table else b'in"]}\x00{[2', 1)


def _broken_columns(shape: Shape) -> bytes:
    """A stretch of the last of three row groups is gone."""
    data = bytearray(shape.make(noisy(ROWS)))
    at = data.index(noisy(ROWS)[7]["body"].encode()[-200:])
    data[at - 300 : at + 100] = bytes(400)
    return bytes(data)


def _broken_archive(shape: Shape) -> bytes:
    rows = [row | ({"url": "\r\nContent-Length: x\r\n"} if n == 2 else {}) for n, row in _at(ROWS)]
    return shape.make(rows)


def _at(rows: list[Row]) -> Iterator[tuple[int, Row]]:
    return iter(enumerate(rows))


def _broken_member(shape: Shape) -> bytes:
    files = members(ROWS) | {"part/2.jsonl": b'{"id": "in-2", "body": '}
    return (dumps.zipped if shape.name == "dump.zip" else dumps.tarred)(files)


def _broken_cell(shape: Shape) -> bytes:
    return shape.make([row | ({"title": "", "body": ""} if n == 2 else {}) for n, row in _at(ROWS)])


def _broken_page(shape: Shape) -> bytes:
    return b"\x89PNG" + bytes(100)


BROKEN: dict[str, Callable[[Shape], bytes]] = {
    **{name: _broken_page for name, shape in SHAPES.items() if shape.single},
    "pages.txt": lambda shape: BREAK.encode().join(
        b"\x00\x01\x02" * 200 if n == 2 else text_of(row) for n, row in _at(ROWS)
    ),
    "dump.parquet": _broken_columns,
    "dump.warc": _broken_archive,
    "dump.wet": _broken_archive,
    "dump.wacz": _broken_archive,
    "dump.zip": _broken_member,
    "dump.tar": _broken_member,
    "dump.db": _broken_cell,
    "dump.mbox": _broken_cell,
    "dump.xml": lambda shape: shape.make(ROWS).replace(b"in-2</id>", b"in-2</id", 1),
    "dump.xlsx": _broken_cell,
}
"""How the third record is broken; for the others one of its bytes."""


@pytest.mark.parametrize("name", [n for n in SHAPES if n not in ("dump.arrow", "dump.feather")])
def test_a_broken_record_in_the_middle(name: str, tmp_path: Path) -> None:
    """Arrow has no seam to start from again: its batch goes, as test_readers shows."""
    shape = SHAPES[name]
    data = BROKEN.get(name, _broken_bytes)(shape)
    told = cleaned(tmp_path, put(tmp_path, shape, data), *shape.options)
    reasons = {"broken JSON", "broken row", "binary", "corrupt", "bad length", "no text"}
    reasons |= {"wrong suffix"} if shape.single else set()
    lost = set(shape.ids()[6:] if name == "dump.parquet" else shape.ids()[2:4])
    kept = [id_ for id_ in shape.ids() if id_ not in lost] if not shape.single else []
    faulty(told, shape, reasons, kept)
    if not shape.single:
        assert all(len(place) > len(name) for place, _, _ in told.entries), "the place too"


ARABIC = [row for n, row in enumerate(ROWS) if n % 2]


@pytest.mark.parametrize("name", [n for n in SHAPES if n not in ("page.docx", "dump.xlsx")])
def test_bytes_that_are_not_utf8(name: str, tmp_path: Path) -> None:
    """Text in another encoding is read as what it is, wherever it stands."""
    shape = SHAPES[name]
    told = cleaned(tmp_path, put(tmp_path, shape, _in_cp1256(shape)), *shape.options)
    assert told.entries == []
    assert told.ids == set(shape.ids(ARABIC))
    with Store(tmp_path / "out" / "news.db") as store:
        titles = {row["title"] for row in store.records()} - {row["title"] for row in NEAR}
    assert titles == {row["title"] for row in (ARABIC[:1] if shape.single else ARABIC)}


def _in_cp1256(shape: Shape) -> bytes:
    if shape.name.endswith((".parquet", ".feather", ".arrow")):
        return _columns_in_cp1256(shape.name)
    if shape.name == "dump.db":
        return database([{k: _as_text(v) for k, v in row.items()} for row in ARABIC])
    if shape.name == "dump.xml":  # which is UTF-8 where it does not say
        return b"<?xml version='1.0' encoding='windows-1256'?>" + _old(shape.make(ARABIC))
    plain = "<meta charset='utf-8'>"
    if shape.name in ("dump.warc", "dump.wacz"):
        parts = [_old_record(dumps.warc_record(row), plain) for row in ARABIC]
        if shape.name == "dump.warc":
            return b"".join(parts)
        return dumps.zipped({"archive/a.warc.gz": b"".join(map(gzip.compress, parts))})
    if shape.name == "dump.wet":
        return b"".join(_old_record(dumps.wet_record(row), plain) for row in ARABIC)
    if shape.name in ("dump.zip", "dump.tar"):
        files = {name: _old(data) for name, data in members(ARABIC).items()}
        return (dumps.zipped if shape.name == "dump.zip" else dumps.tarred)(files)
    return _old(shape.make(ARABIC).replace(plain.encode(), b""))


def _old(data: bytes) -> bytes:
    return data.decode().encode("cp1256")


def _old_record(record: bytes, plain: str) -> bytes:
    """A record whose content is in the old encoding and whose length is right."""
    head, body = record.decode().split("\r\n\r\n", 1)
    new = body.replace("; charset=utf-8", "").replace(plain, "").encode("cp1256")
    lines = [line for line in head.split("\r\n") if not line.startswith("Content-Length")]
    size = len(new.rstrip(b"\r\n"))
    return "\r\n".join([*lines, f"Content-Length: {size}"]).encode() + b"\r\n\r\n" + new


def _as_text(value: str) -> Any:
    """What SQLite keeps as text, though it is no UTF-8, is only made by its own means."""
    return value.encode("cp1256")


def _columns_in_cp1256(name: str) -> bytes:
    """String columns whose bytes are no UTF-8, as careless writers make them."""
    import pyarrow as pa

    columns = {}
    for key in dumps.FIELDS:
        held = pa.array([row[key].encode("cp1256") for row in ARABIC], pa.binary())
        columns[key] = pa.StringArray.from_buffers(
            len(held), held.buffers()[1], held.buffers()[2], held.buffers()[0]
        )
    return _as_file(name, pa.table(columns))


# --- columns --------------------------------------------------------------------------------------

TABLES = [n for n in SHAPES if n.startswith("dump") and ".w" not in n and n != "dump.mbox"]
"""Shapes whose records have columns."""
NESTED = [n for n in TABLES if not n.endswith((".csv", ".tsv", ".db", ".xml", ".xlsx"))]


def _rows_shape(name: str, rows: list[Any]) -> bytes:
    if name == "dump.db":
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.db"
            conn = sqlite3.connect(path)
            keys = list(rows[0])
            conn.execute(f"CREATE TABLE news ({', '.join(keys)})")
            marks = ", ".join("?" * len(keys))
            conn.executemany(
                f"INSERT INTO news VALUES ({marks})", [[row[k] for k in keys] for row in rows]
            )
            conn.commit()
            conn.close()
            return path.read_bytes()
    if name.endswith((".csv", ".tsv")):
        import csv
        import io

        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), delimiter="\t" if name[-3:] == "tsv" else ",")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue().encode()
    return SHAPES[name].make(rows)


@pytest.mark.parametrize("name", TABLES)
def test_a_column_that_is_missing(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    rows = [{"id": row["id"], "words": row["body"], "n": row["url"]} for row in ROWS]
    target = put(tmp_path, shape, _rows_shape(name, rows))
    told = cleaned(tmp_path, target, *shape.options)
    faulty(told, shape, {"no text"})
    assert len(told.entries) == len(ROWS)
    assert "name it with --map" in told.entries[0][2]
    again = tmp_path / "again"
    again.mkdir()
    told = cleaned(again, target, "--map", "text=words")
    assert told.ids == set(shape.ids()), "the remedy is the right one"


@pytest.mark.parametrize("name", NESTED)
def test_a_column_of_another_type(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    rows: list[Any] = [
        {"id": row["id"], "text": {"a": [n]}, "title": row["title"]} for n, row in _at(ROWS)
    ]
    told = cleaned(tmp_path, put(tmp_path, shape, _rows_shape(name, rows)), *shape.options)
    faulty(told, shape, {"wrong type"})
    assert len(told.entries) == len(ROWS)
    assert all("'text' should be a string and is an object" in entry[2] for entry in told.entries)


@pytest.mark.parametrize("name", ["dump.csv", "dump.tsv", "dump.db"])
def test_a_column_of_numbers(name: str, tmp_path: Path) -> None:
    """Numbers are text that makes no article; the rows around them do."""
    shape = SHAPES[name]
    rows: list[Any] = [{"id": r["id"], "text": r["body"]} for r in ROWS]
    rows[2]["text"] = 12
    told = cleaned(tmp_path, put(tmp_path, shape, _rows_shape(name, rows)), *shape.options)
    assert [(reason, detail) for _, reason, detail in told.entries] == [("no article", "1 block")]
    assert told.ids == set(shape.ids()) - {"in-2"}


@pytest.mark.parametrize("name", NESTED)
def test_nested_columns(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    rows: list[Any] = [
        {"id": r["id"], "page": {"words": {"all": r["body"]}, "where": r["url"]}} for r in ROWS
    ]
    target = put(tmp_path, shape, _rows_shape(name, rows))
    told = cleaned(tmp_path, target, "--map", "text=page.words.all,url=page.where")
    assert told.code == 0
    assert told.ids == set(shape.ids())
    again = tmp_path / "again"
    again.mkdir()
    told = cleaned(again, target, "--map", "text=page.words.none")
    faulty(told, shape, {"no text"})
    assert told.entries[0][2] == "no text in page.words.none"


# --- archives and their tricks --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dump.zip", "dump.tar", "dump.wacz"])
def test_names_that_climb_out(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    inner = dumps.warc_gz(ROWS[:1]) if name == "dump.wacz" else dumps.jsonl(ROWS[:1])
    ending = "warc.gz" if name == "dump.wacz" else "jsonl"
    files = {f"archive/../../../climbed.{ending}": inner, f"archive/b.{ending}": b"{broken"}
    inside = tmp_path / "inside"
    inside.mkdir()
    pack = dumps.tarred if name == "dump.tar" else dumps.zipped
    told = cleaned(inside, put(inside, shape, pack(files)))
    faulty(told, shape, {"broken JSON", "corrupt", "empty"}, ["in-0"])
    assert f"dump{name[4:]}/archive/b.{ending}" in told.entries[0][0]
    assert sorted(os.listdir(tmp_path)) == ["inside"]
    assert not list(tmp_path.rglob("climbed*"))


@pytest.mark.parametrize("end", dumps.PACKERS)
@pytest.mark.parametrize("name", FILES)
def test_a_compression_bomb(
    name: str, end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shape = SHAPES[name]
    monkeypatch.setattr(stream_limits, "BOMB_BYTES", 1_000_000)
    blank = b" " * 8_000_000
    data = shape.make(ROWS)
    if name.endswith((".warc", ".wet")):
        data += dumps.wet_record(ROWS[0] | {"body": blank.decode()})
    elif name == "dump.tar":
        data = dumps.tarred({"a.jsonl": dumps.jsonl(ROWS), "b.jsonl": blank})
    else:
        data += blank
    told = cleaned(tmp_path, put(tmp_path, shape, dumps.PACKERS[end](data), end), *shape.options)
    packed = replace(shape, name=name + end)
    faulty(told, packed, {"compression bomb"})


@pytest.mark.parametrize("name", ["dump.zip", "dump.wacz"])
def test_a_bomb_in_a_member(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shape = SHAPES[name]
    monkeypatch.setattr(stream_limits, "BOMB_BYTES", 1_000_000)
    huge = ROWS[0] | {"body": " " * 8_000_000}
    if name == "dump.zip":
        files = {"a.jsonl": b" " * 8_000_000, "b.jsonl": dumps.jsonl(ROWS)}
    else:
        bomb = gzip.compress(dumps.warc_record(huge))
        files = {"archive/a.warc.gz": bomb, "archive/b.warc.gz": dumps.warc_gz(ROWS)}
    told = cleaned(tmp_path, put(tmp_path, shape, dumps.zipped(files)))
    faulty(told, shape, {"compression bomb"}, shape.ids())


@pytest.mark.parametrize("name", ["dump.warc", "dump.wet", "dump.wacz"])
@pytest.mark.parametrize("length", [0, 40, 10**7, 10**14, -5])
def test_a_bad_length(name: str, length: int, tmp_path: Path) -> None:
    shape = SHAPES[name]
    record = dumps.wet_record if name == "dump.wet" else dumps.warc_record
    parts = [record(row) for row in ROWS]
    head, _, body = parts[2].partition(b"Content-Length: ")
    parts[2] = head + f"Content-Length: {length}".encode() + body[body.index(b"\r\n") :]
    data = b"".join(map(gzip.compress, parts) if name == "dump.wacz" else parts)
    if name == "dump.wacz":
        data = dumps.zipped({"archive/a.warc.gz": data})
    told = cleaned(tmp_path, put(tmp_path, shape, data))
    faulty(told, shape, {"bad length"}, [id_ for id_ in shape.ids() if id_ != "in-2"])
    ((place, _, detail),) = told.entries
    assert place.endswith(":3")
    assert "header" in detail


# --- files that change ----------------------------------------------------------------------------


def _read_while(shape: Shape, folder: Path, change: Callable[[Path], None]) -> list[Page | Bad]:
    """The records of a dump that changes after its first one was read, and of one behind it."""
    rows = noisy(ROWS)
    target = put(folder, shape, shape.make(rows))
    (folder / "z.jsonl").write_bytes(dumps.jsonl(NEAR))
    separator = BREAK if shape.options else ""
    reading = read_pages(open_inputs([target, str(folder / "z.jsonl")], separator=separator))
    found = [next(reading)]
    change(folder / shape.name)
    found += list(reading)
    assert [item.id for item in found[-2:] if isinstance(item, Page)] == [r["id"] for r in NEAR]
    return found[:-2]


def _grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(dumps.jsonl(ROWS[:1]))


def _shrink(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


@pytest.mark.parametrize("change", [_grow, _shrink, Path.unlink])
@pytest.mark.parametrize("name", SHAPES)
def test_a_file_that_changes_while_it_is_read(
    name: str, change: Callable[[Path], None], tmp_path: Path
) -> None:
    """What was there is read, the rest is said to be bad, and the next file is read."""
    shape = SHAPES[name]
    found = _read_while(shape, tmp_path, change)
    ids = [item.id for item in found if isinstance(item, Page)]
    assert ids[: len(shape.ids())] == shape.ids()[: len(ids)]
    if change is Path.unlink:
        assert ids == shape.ids(), "an open file stays there until it is closed"
    elif change is _grow:
        assert set(ids) >= set(shape.ids()) or any(isinstance(item, Bad) for item in found)
    elif name != "dump.db":
        assert any(isinstance(item, Bad) for item in found)


@pytest.mark.parametrize("name", SHAPES)
def test_a_file_that_is_gone_when_its_turn_comes(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    target = put(tmp_path, shape, shape.make(ROWS))
    (tmp_path / "a.jsonl").write_bytes(dumps.jsonl(NEAR))
    (tmp_path / "z.jsonl").write_bytes(dumps.jsonl(NEAR))
    names = [str(tmp_path / "a.jsonl"), target, str(tmp_path / "z.jsonl")]
    reading = read_pages(open_inputs(names))
    found = [next(reading)]
    (tmp_path / shape.name).unlink()
    found += list(reading)
    (bad,) = [item for item in found if isinstance(item, Bad)]
    assert bad.where.startswith(shape.name)
    assert bad.reason in ("unreadable", "corrupt")
    assert "No such file" in bad.detail or "unable to open" in bad.detail
    assert len(found) == 5


def test_links_that_lead_in_circles(tmp_path: Path) -> None:
    folder = tmp_path / "dump"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "d.jsonl").write_bytes(dumps.jsonl(ROWS))
    (folder / "deep" / "up").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    told = cleaned(tmp_path, str(folder))
    assert told.ids == {row["id"] for row in ROWS}
    ((place, reason, detail),) = told.entries
    assert (place, reason) == ("dump/self.txt", "unreadable")
    assert "symbolic links" in detail
