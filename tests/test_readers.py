"""Readers: the same records out of every shape, and what each of them makes of bad input."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
import zipfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import dumps
import pytest

from crawler.cli.shared import FORMS as offered
from crawler.columns import DATABASES, SCHEMAS, columns_of, described
from crawler.inputs import fold_inputs, open_inputs, read_pages
from crawler.readers import FORMS, READERS
from crawler.readers import raw as limits
from crawler.readers import streams as stream_limits
from crawler.readers.raw import Bad, InputError
from dedupe.model import FoldedPage, Page
from dedupe.record import rows as rows_of

ROWS = dumps.slice_of()


def read(*paths: Path | str, **reading: Any) -> list[Page | Bad]:
    return list(read_pages(open_inputs([str(path) for path in paths], **reading)))


def pages(*paths: Path | str, **reading: Any) -> list[Page]:
    found = read(*paths, **reading)
    assert all(isinstance(page, Page) for page in found), found
    return [page for page in found if isinstance(page, Page)]


def good(found: list[Page | Bad]) -> list[str]:
    return [page.id for page in found if isinstance(page, Page)]


def bad(found: list[Page | Bad]) -> list[Bad]:
    return [item for item in found if isinstance(item, Bad)]


def records(path: Path | str, **reading: Any) -> list[dict[str, Any]]:
    inputs = open_inputs([str(path)], **reading)
    return [
        row
        for page in fold_inputs(inputs, {})
        if isinstance(page, FoldedPage)
        for row in rows_of(page)
    ]


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


# --- every shape gives the same -------------------------------------------------------------------


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("wanted")
    row = put(folder, "rows.jsonl", dumps.ROWS["dump.jsonl"](ROWS))
    page = put(folder, "pages.jsonl", dumps.PAGES["dump.jsonl"](ROWS))
    return {"rows": pages(row), "records": records(row), "pages": pages(page)}


@pytest.mark.parametrize("name", dumps.ROWS)
def test_rows_of_every_shape_are_the_same_pages(
    name: str, wanted: dict[str, Any], tmp_path: Path
) -> None:
    path = put(tmp_path, name, dumps.ROWS[name](ROWS))
    assert pages(path) == wanted["rows"]
    assert records(path) == wanted["records"]
    assert [row["title"] for row in wanted["records"]] == [row["title"] for row in ROWS]


@pytest.mark.parametrize("packer", dumps.PACKERS)
@pytest.mark.parametrize(
    "name", ["dump.jsonl", "dump.json", "dump.csv", "dump.parquet", "dump.tar"]
)
def test_any_shape_is_read_compressed(
    name: str, packer: str, wanted: dict[str, Any], tmp_path: Path
) -> None:
    packed = dumps.PACKERS[packer](dumps.ROWS[name](ROWS))
    assert pages(put(tmp_path, name + packer, packed)) == wanted["rows"]
    # What packs a file is told by its bytes: a wrong or missing ending does no harm.
    assert pages(put(tmp_path, name, packed)) == wanted["rows"]


@pytest.mark.parametrize("name", dumps.PAGES)
def test_markup_of_every_shape_is_the_same_pages(
    name: str, wanted: dict[str, Any], tmp_path: Path
) -> None:
    assert pages(put(tmp_path, name, dumps.PAGES[name](ROWS))) == wanted["pages"]


def test_html_files_with_what_is_known_beside_them_are_the_same_pages(
    wanted: dict[str, Any], tmp_path: Path
) -> None:
    for n, row in enumerate(ROWS):
        put(tmp_path, f"{n}.html", dumps.html_of(row).encode())
        beside = (f"{n}.json", f"{n}.html.json", f"{n}.meta.json")[n % 3]
        put(tmp_path, beside, json.dumps(dumps.told(row)).encode())
    assert pages(tmp_path) == wanted["pages"]


def test_a_table_of_sqlite_is_the_same_pages(wanted: dict[str, Any], tmp_path: Path) -> None:
    dumps.sqlite(ROWS, tmp_path / "dump.db")
    assert pages(f"{tmp_path / 'dump.db'}::news") == wanted["rows"]
    with pytest.raises(InputError, match=r"no table 'olds'; there are news"):
        read(f"{tmp_path / 'dump.db'}::olds")
    with pytest.raises(InputError, match=r"say which table to read: .*dump.db::news"):
        read(tmp_path / "dump.db")


def test_text_of_every_shape_says_the_same(tmp_path: Path) -> None:
    texts = [f"{row['title']}\n\n{row['body']}\n" for row in ROWS]
    folder = tmp_path / "folder"
    folder.mkdir()
    for n, text in enumerate(texts):
        put(folder, f"{n}.txt", text.encode())
        put(folder, f"{n}.txt.gz", gzip.compress(text.encode()))
    joined = put(tmp_path, "all.txt", "\n=====\n".join(texts).encode())
    wet = put(tmp_path, "dump.warc.wet.gz", gzip.compress(dumps.wet(ROWS)))
    whole = [page.blocks for page in pages(folder)[::2]]
    assert [page.blocks for page in pages(folder)[1::2]] == whole
    assert [page.blocks for page in pages(joined, separator=r"\n=====\n")] == whole
    assert [page.blocks for page in pages(wet)] == whole
    assert [page.url for page in pages(wet)] == [row["url"] for row in ROWS]


def test_standard_input_globs_and_addresses_are_read(
    wanted: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(2):
        folder = tmp_path / f"part-{n}"
        folder.mkdir()
        put(folder, "dump.jsonl", dumps.jsonl(ROWS[4 * n : 4 * n + 4]))
    assert pages(f"{tmp_path}/part-*/dump.jsonl") == wanted["rows"]
    with pytest.raises(InputError, match="matches no file"):
        read(f"{tmp_path}/nowhere-*")

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(tmp_path))

        def log_message(self, format: str, *args: Any) -> None:
            return None

    put(tmp_path, "dump.jsonl.gz", gzip.compress(dumps.jsonl(ROWS)))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        base = f"http://127.0.0.1:{server.server_port}"
        assert pages(f"{base}/dump.jsonl.gz") == wanted["rows"]
        with pytest.raises(InputError, match=r"nothing\.jsonl"):
            read(f"{base}/nothing.jsonl")
    finally:
        server.shutdown()
    with pytest.raises(InputError, match=r"no reader for '\.exe'"):
        read(put(tmp_path, "a.exe", b"MZ"))


def test_what_form_says_goes_before_the_name(wanted: dict[str, Any], tmp_path: Path) -> None:
    assert pages(put(tmp_path, "data.out", dumps.table(ROWS)), form="csv") == wanted["rows"]
    assert {READERS[suffix].suffix for suffix in FORMS.values()} == set(FORMS.values())
    assert sorted(FORMS) == sorted(offered), "what the command line offers"


# --- columns --------------------------------------------------------------------------------------

WARC = {"warc-record-id": "<urn:uuid:1>", "warc-target-uri": "https://a.example/1"}
WARC["warc-date"] = "2023-02-01T00:00:00Z"
TEXT = "A ferry ran aground.\n\nNobody was hurt, the captain said on Tuesday."
KNOWN: dict[str, dict[str, Any]] = {
    "FineWeb": {
        "text": TEXT,
        "id": "<urn:uuid:1>",
        "dump": "CC-MAIN-2023-06",
        "url": "https://a.example/1",
        "date": "2023-02-01T00:00:00Z",
        "file_path": "s3://x",
        "language": "arb",
        "language_script": "Arab",
        "language_score": 0.9,
    },
    "C4": {"text": TEXT, "timestamp": "2023-02-01T00:00:00Z", "url": "https://a.example/1"},
    "CulturaX": {
        "text": TEXT,
        "timestamp": "2023-02-01T00:00:00Z",
        "url": "https://a.example/1",
        "source": "mC4",
    },
    "OSCAR 22.01": {
        "content": TEXT,
        "warc_headers": WARC,
        "metadata": {"identification": {"label": "ar", "prob": 0.9}, "annotation": None},
    },
    "OSCAR": {
        "id": 3,
        "text": TEXT,
        "meta": {"warc_headers": WARC, "identification": {"label": "ar", "prob": 0.9}},
    },
    "OSCAR 21.09": {"id": 3, "text": TEXT, "meta": {"headers": WARC, "offset": 9}},
    "CCNet or RedPajama-v2": {
        "url": "https://a.example/1",
        "date_download": "2023-02-01T00:00:00Z",
        "digest": "sha1:X",
        "length": 70,
        "source_domain": "a.example",
        "title": "A ferry ran aground.",
        "raw_content": TEXT,
        "language": "ar",
        "bucket": "head",
    },
    "RedPajama-v2": {
        "raw_content": TEXT,
        "doc_id": "2023-06/1",
        "meta": json.dumps(
            {
                "url": "https://a.example/1",
                "source_domain": "a.example",
                "date_download": "2023-02-01T00:00:00Z",
                "language": "ar",
            }
        ),
        "quality_signals": "{}",
    },
    "HPLT": {
        "f": "x.warc.gz",
        "u": "https://a.example/1",
        "c": "text/html",
        "ts": "2023-02-01T00:00:00Z",
        "collection": "cc",
        "lang": ["arb_Arab", "eng_Latn"],
        "prob": [0.9, 0.1],
        "text": TEXT,
        "id": "h1",
    },
    "HPLT 1": {
        "id": 1,
        "document_lang": "ar",
        "scores": [1],
        "langs": ["ar"],
        "text": TEXT,
        "url": "https://a.example/1",
        "collection": "x",
    },
    "Dolma": {
        "id": "d1",
        "text": TEXT,
        "source": "common-crawl",
        "added": "2023-03-01T00:00:00Z",
        "created": "2023-02-01T00:00:00Z",
        "metadata": {"url": "https://a.example/1"},
    },
    "news-please": {
        "authors": ["Ada Quill"],
        "date_download": "2023-02-01T00:00:00Z",
        "date_publish": "2023-01-31 08:00:00",
        "filename": "1.json",
        "language": "ar",
        "source_domain": "a.example",
        "maintext": TEXT,
        "title": "A ferry ran aground",
        "url": "https://a.example/1",
    },
    "Trafilatura": {
        "title": "A ferry ran aground",
        "author": "Ada Quill",
        "hostname": "a.example",
        "date": "2023-01-31",
        "fingerprint": "f",
        "id": None,
        "raw_text": "A ferry",
        "text": TEXT,
        "language": "ar",
        "filedate": "2023-02-01",
        "source": "https://a.example/1",
    },
    "newspaper": {
        "url": "https://a.example/1",
        "title": "A ferry ran aground",
        "text": TEXT,
        "authors": ["Ada Quill"],
        "publish_date": "2023-01-31",
        "top_image": "",
    },
}


@pytest.mark.parametrize(
    "schema", sorted({schema.name for schema in SCHEMAS} - {*DATABASES, "Telegram"})
)
def test_the_columns_of_known_datasets_mean_what_they_mean_there(
    schema: str, tmp_path: Path
) -> None:
    row = KNOWN[schema]
    assert columns_of(row).schema == schema
    (page,) = pages(put(tmp_path, "d.jsonl", json.dumps(row).encode()))
    assert "Nobody was hurt" in page.text
    assert page.url == "https://a.example/1"
    assert page.source == "a.example", "a dataset is not the site of a page"
    if schema not in ("newspaper", "HPLT 1"):
        assert page.fetched_at.startswith("2023-02-01")
        assert not page.meta.published.startswith("2023-02-01"), "the crawl's day is not the news'"
    if schema not in ("C4", "CulturaX", "Dolma", "newspaper", "OSCAR 21.09"):
        assert page.meta.lang == "ar"
    if schema in ("news-please", "newspaper", "Trafilatura"):
        assert page.meta.authors == ("Ada Quill",)
        assert page.meta.published.startswith("2023-01-31")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            {"headline": "Storm at sea", "content": TEXT, "link": "https://a.example/1"},
            "title=headline",
        ),
        ({"Title": "Storm at sea", "Body": TEXT, "URL": "https://a.example/1"}, "body=Body"),
        (
            {"title": "Storm at sea", "body": [TEXT, "More."], "link": "https://a.example/1"},
            "body=body",
        ),
        (
            {"title": "Storm at sea", "content": f"<p>{TEXT}</p>", "url": "https://a.example/1"},
            "body=content",
        ),
        ({"html": f"<p>{TEXT}</p>", "href": "https://a.example/1"}, "html=html"),
    ],
)
def test_columns_of_feeds_are_found_by_their_names(
    row: dict[str, Any], says: str, tmp_path: Path
) -> None:
    assert says in described(columns_of(row))
    (page,) = pages(put(tmp_path, "d.jsonl", json.dumps(row).encode()))
    assert "Nobody was hurt" in page.text
    assert page.url == "https://a.example/1"
    if "Storm at sea" in row.values():
        assert page.text.startswith("Storm at sea\n"), "no column with text is lost"


def test_the_user_says_which_column_is_what(tmp_path: Path) -> None:
    row = {"text": "a summary", "x": {"words": TEXT}, "where": "https://a.example/1"}
    path = put(tmp_path, "d.jsonl", json.dumps(row).encode())
    (page,) = pages(path, columns=(("text", "x.words"), ("url", "where")))
    assert page.text == TEXT
    assert page.url == "https://a.example/1"
    (none,) = bad(read(path, columns=(("text", "y"),)))
    assert (none.reason, none.detail) == ("no text", "no text in y")
    (none,) = bad(read(put(tmp_path, "e.jsonl", b'{"a": 1, "b": 2}')))
    assert none.detail == "no column of text among a, b; name it with --map"


# --- bad input ------------------------------------------------------------------------------------

SHAPES = {**dumps.ROWS, "dump.warc": dumps.warc, "dump.warc.gz": dumps.warc_gz}


@pytest.mark.parametrize("name", SHAPES)
def test_an_empty_file_is_one_bad_input(name: str, tmp_path: Path) -> None:
    (found,) = read(put(tmp_path, name, b""))
    assert isinstance(found, Bad)
    assert found.where == name
    assert found.reason in ("empty", "truncated", "corrupt")


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_without_rows_is_said_to_be_empty(name: str, tmp_path: Path) -> None:
    if name == "wrapped.json" or ".warc" in name:
        return
    if name.startswith("utf16"):
        return
    if name.endswith(("parquet", "arrow", "feather")) or name == "tables.zip":
        import pyarrow as pa
        from pyarrow import parquet as pq

        if name != "dump.parquet":
            return
        pq.write_table(pa.table({"id": pa.array([], pa.string())}), tmp_path / name)
    else:
        put(tmp_path, name, dumps.ROWS[name]([]))
    (found,) = bad(read(tmp_path / name))
    assert found.reason == "empty"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
@pytest.mark.parametrize("name", SHAPES)
def test_a_truncated_file_gives_what_came_before(name: str, share: float, tmp_path: Path) -> None:
    data = SHAPES[name](ROWS)
    path = put(tmp_path, name, data[: int(len(data.rstrip(b"\0")) * share)])
    found = read(path)
    assert bad(found)
    assert all(item.where.startswith(name) for item in bad(found))
    ids = good(found)
    assert ids == [row["id"] for row in ROWS][: len(ids)], "whole records, in order"
    streamed = (
        not name.endswith(("parquet", "feather", "zip", "tgz", "tar")) and name != "dump.arrow"
    )
    if streamed and share > 0.5:
        assert len(ids) >= 3


@pytest.mark.parametrize(
    "name", ["dump.jsonl.gz", "dump.csv.xz", "dump.json.bz2", "dump.jsonl.zst"]
)
def test_a_truncated_compression_is_said_to_be_so(name: str, tmp_path: Path) -> None:
    plain, suffix = name.rsplit(".", 1)
    noise = [row | {"body": random.Random(n).randbytes(30_000).hex()} for n, row in enumerate(ROWS)]
    data = dumps.PACKERS[f".{suffix}"](dumps.ROWS[plain](noise))
    found = read(put(tmp_path, name, data[: len(data) * 2 // 3]))
    assert found
    last = found[-1]
    assert isinstance(last, Bad)
    assert last.reason == "truncated"
    if suffix != "bz2":  # one block of 900 KB
        assert "records were read before that" in last.detail
        assert good(found) == [row["id"] for row in ROWS][: len(good(found))]


@pytest.mark.parametrize("name", ["dump.jsonl", "dump.json", "side.json", "dump.csv", "dump.tsv"])
def test_a_broken_record_leaves_its_neighbours(name: str, tmp_path: Path) -> None:
    """One byte at a time: a quote, a bracket, a separator in the third record."""
    data = dumps.ROWS[name](ROWS)
    start, end = data.index(b"in-2"), data.index(b"in-3")
    for broken in (b"\0", b'"', b"}", b"{", b"\\", b"]", b"[", b"\xff", b"\n", b","):
        for at in (start, start + 4, (start + end) // 2, end - 12):
            path = put(tmp_path, name, data[:at] + broken + data[at:])
            ids = good(read(path))
            left = {f"in-{n}" for n in range(len(ROWS))} - {"in-2", "in-3"} - set(ids)
            assert not left, (broken, at - start, left)


@pytest.mark.parametrize("length", [0, 7, 150, 10**6, 10**13, -3])
@pytest.mark.parametrize("packed", [False, True])
def test_a_wrong_length_in_an_archive_costs_one_page(
    length: int, packed: bool, tmp_path: Path
) -> None:
    parts = [dumps.warc_record(row, length if n == 2 else None) for n, row in enumerate(ROWS)]
    path = put(tmp_path, "d.warc", b"".join(map(gzip.compress, parts) if packed else parts))
    found = read(path)
    assert [n for n in good(found) if n != "in-2"] == [r["id"] for r in ROWS if r["id"] != "in-2"]
    (item,) = bad(found)
    assert (item.where, item.url) == ("d.warc:3", ROWS[2]["url"])
    assert item.reason == "bad length"


def test_a_damaged_member_of_an_archive_costs_one_page(tmp_path: Path) -> None:
    parts = [bytearray(gzip.compress(dumps.warc_record(row))) for row in ROWS]
    parts[2][60] ^= 0xFF
    found = read(put(tmp_path, "d.warc.gz", b"".join(parts)))
    assert set(good(found)) >= {row["id"] for row in ROWS} - {"in-2"}
    assert len(bad(found)) <= 2


def test_bytes_that_are_not_utf8_are_read_as_what_they_are(tmp_path: Path) -> None:
    arabic = [row for n, row in enumerate(ROWS) if n % 2]
    for name in ("dump.csv", "dump.jsonl", "dump.json"):
        data = dumps.ROWS[name](arabic).decode()
        if name == "dump.json":
            data = json.dumps(arabic, ensure_ascii=False)
        found = pages(put(tmp_path, name, data.encode("cp1256")))
        assert [page.meta.title for page in found] == [row["title"] for row in arabic]


@pytest.mark.parametrize("form", ["jsonl", "parquet", "csv"])
def test_columns_of_another_type_are_named(form: str, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"id": "a", "text": {"x": [1]}}, {"id": "b", "text": {"x": [2]}}]
    if form == "csv":
        path = put(tmp_path, "d.csv", b"id,words\na,hello\n")
    elif form == "jsonl":
        path = put(tmp_path, "d.jsonl", dumps.jsonl([*rows, *ROWS]))
    else:
        path = put(tmp_path, "d.parquet", dumps.parquet(rows))
    found = bad(read(path))
    assert [item.input_id for item in found] == (["a"] if form == "csv" else ["a", "b"])
    said = "no column of text" if form == "csv" else "'text' should be a string and is an object"
    assert said in found[0].detail


def test_a_wrong_ending_is_named(tmp_path: Path) -> None:
    for name, data, form in (
        ("d.jsonl", dumps.parquet(ROWS), "parquet"),
        ("d.csv", dumps.zipped({"a.csv": b"x"}), "zip"),
        ("d.parquet", dumps.warc(ROWS), "warc"),
        ("d.json", dumps.arrow(ROWS), "arrow"),
    ):
        (found,) = bad(read(put(tmp_path, name, data)))
        assert found.reason == "wrong suffix"
        assert f"--form {form}" in found.detail
    (found,) = bad(read(put(tmp_path, "d.txt", dumps.parquet(ROWS))))
    assert found.reason == "binary"
    (found,) = bad(read(put(tmp_path, "e.parquet", dumps.jsonl(ROWS))))
    assert found.reason == "corrupt"


@pytest.mark.parametrize(
    "name", ["dump.jsonl", "dump.json", "dump.csv", "dump.txt", "dump.warc", "dump.arrow"]
)
def test_a_record_beyond_the_limit_leaves_its_neighbours(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is made small here; the whole 200 MB are for the slow test."""
    for module in MODULES:
        monkeypatch.setattr(module, "MAX_BYTES", 300_000)
    huge = [*ROWS[:4], ROWS[0] | {"id": "huge", "body": "ferry " * 100_000}, *ROWS[4:]]
    if name == "dump.txt":
        data = "=====".join(row["title"] + "\n\n" + row["body"] for row in huge).encode()
        found = read(put(tmp_path, name, data), separator="=====")
    else:
        data = (dumps.warc if name == "dump.warc" else dumps.ROWS[name])(huge)
        found = read(put(tmp_path, name, data))
    assert len(good(found)) == len(ROWS)
    (item,) = bad(found)
    assert item.reason == "too large"


def _coded(rows: list[dict[str, Any]], packed: bool = True) -> bytes:
    """Rows as Parquet with every column in a dictionary, however large."""
    import pyarrow as pa
    from pyarrow import parquet as pq

    out = io.BytesIO()
    limit = {"dictionary_pagesize_limit": 1 << 30, "row_group_size": 4}
    table = pa.Table.from_pylist(rows)
    pq.write_table(table, out, compression="zstd" if packed else "none", **limit)
    return out.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_a_cell_of_a_dictionary_beyond_the_limit_leaves_its_neighbours(
    packed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crawler.readers import arrow

    expanded: list[int] = []
    listed = arrow._rows
    monkeypatch.setattr(arrow, "MAX_BYTES", 300_000)
    monkeypatch.setattr(arrow, "_DICTIONARY", 100_000)
    monkeypatch.setattr(
        arrow, "_rows", lambda pa, batch: expanded.append(batch.nbytes) or listed(pa, batch)
    )
    body = "ferry " * 100_000
    huge = [{**ROWS[0], "id": f"huge-{n}", "body": body} for n in range(6)]
    rows = [*ROWS[:2], *huge, *ROWS[2:], {**ROWS[0], "id": "none", "body": None}]
    found = read(put(tmp_path, "d.parquet", _coded(rows, packed)))
    assert good(found) == [*(row["id"] for row in ROWS), "none"]
    assert [item.reason for item in bad(found)] == ["too large"] * 6
    assert [item.where for item in bad(found)] == [f"d.parquet:{n}" for n in range(3, 9)]
    assert max(expanded) < 300_000, "it is not taken out of its dictionary"


def test_a_dictionary_far_beyond_the_limit_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crawler.readers import arrow

    monkeypatch.setattr(arrow, "_DICTIONARY", 100_000)
    monkeypatch.setattr(arrow, "_MOST_DICTIONARY", 500_000)
    huge = {**ROWS[0], "id": "huge", "body": "ferry " * 100_000}
    found = read(put(tmp_path, "d.parquet", _coded([*ROWS[:4], huge, *ROWS[4:]])))
    assert good(found) == [row["id"] for row in [*ROWS[:4], *ROWS[7:]]]
    (item,) = bad(found)
    assert item.reason == "too large"
    assert item.where == "d.parquet: rows 5 to 8"


def _modules() -> list[Any]:
    from crawler.readers import arrow, jsons, sqlite, tables, text, warc

    return [limits, stream_limits, arrow, jsons, sqlite, tables, text, warc]


MODULES = _modules()


@pytest.mark.slow
def test_a_record_of_200_mb_takes_no_more_memory_than_the_limit_says(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    with path.open("wb") as file:
        file.write(dumps.jsonl(ROWS[:1]))
        file.write(b'{"id": "huge", "text": "')
        for _ in range(200):
            file.write(b"ferry " * 166_667)
        file.write(b'"}\n' + dumps.jsonl(ROWS[1:]))
    code = (
        "import resource, sys; from crawler.inputs import open_inputs, read_pages\n"
        "print([getattr(p, 'reason', p.id if hasattr(p, 'id') else '') for p in "
        "read_pages(open_inputs([sys.argv[1]]))])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    said, memory = done.stdout.splitlines()
    assert said.count("in-") == len(ROWS)
    assert said.count("too large") == 1
    assert int(memory) < 400_000  # KB


def test_a_compression_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_limits, "BOMB_BYTES", 2_000_000)
    bomb = b" " * 20_000_000
    for name, data in (
        ("d.jsonl.gz", gzip.compress(bomb)),
        ("d.csv.xz", dumps.PACKERS[".xz"](b"id,text\n" + bomb)),
        ("d.zip", dumps.zipped({"a.jsonl": bomb, "b.jsonl": dumps.jsonl(ROWS)})),
        ("d.tgz", gzip.compress(dumps.tarred({"a.jsonl": bomb}))),
    ):
        found = read(put(tmp_path, name, data))
        assert [item.reason for item in bad(found)] == ["compression bomb"]
        assert name != "d.zip" or len(good(found)) == len(ROWS), "the next member is read"


def test_names_in_an_archive_lead_nowhere(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    files = {f"../../{n}.txt": f"{r['title']}\n\n{r['body']}".encode() for n, r in enumerate(ROWS)}
    files["/etc/absolute.txt"] = b"A title\n\nA text of some words."
    files["inner.zip"] = dumps.zipped({"a.txt": b"text"})
    files["picture.png"] = b"\x89PNG"
    for name, packer in (("d.zip", dumps.zipped), ("d.tar", dumps.tarred)):
        found = read(put(inside, name, packer(files)))
        assert f"{name}/0.txt" in good(found)
        assert f"{name}/etc/absolute.txt" in good(found)
        assert [item.reason for item in bad(found)] == ["archive in archive"]
    assert sorted(os.listdir(tmp_path)) == ["inside"]
    assert sorted(os.listdir(inside)) == ["d.tar", "d.zip"]


def test_links_that_lead_in_circles_are_followed_once(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    put(deep, "d.jsonl", dumps.jsonl(ROWS))
    (deep / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    found = read(tmp_path)
    assert len(good(found)) == len(ROWS)
    assert [(item.where, item.reason) for item in bad(found)] == [("self.txt", "unreadable")]


def test_a_file_that_vanishes_or_grows_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    for n in range(3):
        put(tmp_path, f"{n}.jsonl", dumps.jsonl([ROWS[n]]))
    reading = read_pages(open_inputs([str(tmp_path)]))
    found = [next(reading)]
    (tmp_path / "1.jsonl").unlink()
    with (tmp_path / "2.jsonl").open("ab") as file:
        file.write(dumps.jsonl([ROWS[3]]))
    found += list(reading)
    assert good(found) == ["in-0", "in-2", "in-3"]
    (item,) = bad(found)
    assert (item.where, item.reason) == ("1.jsonl", "unreadable")
    assert "No such file" in item.detail


def test_many_tiny_files_are_named_by_their_place(tmp_path: Path) -> None:
    for n in range(300):
        folder = tmp_path / f"{n % 7}"
        folder.mkdir(exist_ok=True)
        put(folder, f"{n // 7}.txt", f"Ferry {n}\n\nThe ferry number {n} came late today.".encode())
    ids = good(read(tmp_path))
    assert len(set(ids)) == 300
    assert "3/4.txt" in ids


@pytest.mark.slow
def test_ten_times_the_tiny_files_take_hardly_more_memory(tmp_path: Path) -> None:
    code = (
        "import resource, sys; from crawler.inputs import chunks, open_inputs\n"
        "print(sum(len(chunk.records) for chunk in chunks(open_inputs([sys.argv[1]]))))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    taken = {}
    for count in (2_000, 20_000):
        folder = tmp_path / str(count)
        for n in range(count):
            if n % 1000 == 0:
                (folder / str(n // 1000)).mkdir(parents=True)
            text = f"Ferry {n}\n\nThe ferry number {n} came late today."
            put(folder / str(n // 1000), f"{n}.txt", text.encode())
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
        )
        found, taken[count] = map(int, done.stdout.split())
        assert found == count
    assert taken[20_000] - taken[2_000] < 20_000  # KB


def test_parquet_with_a_damaged_row_group_gives_the_others(tmp_path: Path) -> None:
    noise = [row | {"body": random.Random(n).randbytes(3000).hex()} for n, row in enumerate(ROWS)]
    data = bytearray(dumps.parquet(noise))
    at = data.index(noise[4]["body"].encode()[:60])
    data[at - 400 : at + 400] = bytes(800)
    found = read(put(tmp_path, "d.parquet", bytes(data)))
    assert {"in-0", "in-1", "in-2", "in-6", "in-7"} <= set(good(found))
    assert all("d.parquet" in item.where for item in bad(found))


def test_an_arrow_file_with_wrong_offsets_is_refused_before_they_are_followed(
    tmp_path: Path,
) -> None:
    """Found by damaging files: pyarrow followed such an offset out of memory."""
    whole = dumps.arrow(ROWS)
    for at in range(200, len(whole) - 8, 97):
        data = whole[:at] + b"\xff\xff\xff\x7f" + whole[at + 4 :]
        assert read(put(tmp_path, "d.arrow", data))


def test_cells_of_other_types_are_taken_for_what_they_say(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / "d.db")
    conn.execute("CREATE TABLE t (id, text, date)")
    arabic = ROWS[1]["body"]
    conn.execute("INSERT INTO t VALUES (7, ?, 20240501)", (arabic.encode("cp1256"),))
    conn.execute("INSERT INTO t VALUES (8, CAST(? AS TEXT), NULL)", (arabic.encode("cp1256"),))
    conn.commit()
    conn.close()
    found = pages(f"{tmp_path / 'd.db'}::t")
    assert [page.id for page in found] == ["7", "8"]
    assert all(page.blocks == found[0].blocks for page in found)


def test_a_broken_file_beside_a_page_is_named_and_the_page_is_read(tmp_path: Path) -> None:
    put(tmp_path, "a.html", dumps.html_of(ROWS[0]).encode())
    put(tmp_path, "a.json", b"{broken")
    found = read(tmp_path)
    assert good(found) == ["a.html"]
    assert bad(found)[0].where == "a.html (a.json)"


def test_zip_members_with_a_password_or_a_wrong_sum_leave_the_others(tmp_path: Path) -> None:
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as archive:  # stored: the bytes can be found and changed
        archive.writestr("a.jsonl", dumps.jsonl(ROWS[:1]))
        archive.writestr("b.jsonl", dumps.jsonl(ROWS[1:]))
    data = path.read_bytes().replace(b'"in-0"', b'"in-X"')
    found = read(put(tmp_path, "e.zip", data))
    assert set(good(found)) >= {row["id"] for row in ROWS[1:]}
    assert any(item.where == "e.zip/a.jsonl" for item in bad(found))


def test_a_file_of_blank_lines_is_empty(tmp_path: Path) -> None:
    """Found by damaging files: nobody said what became of it."""
    for name in ("d.jsonl", "d.json", "d.csv", "d.txt"):
        (found,) = bad(read(put(tmp_path, name, b"\n \r\n\n")))
        assert found.reason == "empty"


def test_a_damaged_database_is_a_bad_input(tmp_path: Path) -> None:
    """Found by damaging files: a table's name that is not UTF-8 ended the run."""
    dumps.sqlite(ROWS, tmp_path / "a.db")
    data = (tmp_path / "a.db").read_bytes()
    named = put(tmp_path, "b.db", data.replace(b"tablenews", b"tablen\xffws"))
    with pytest.raises(InputError, match=r"b\.db: "):
        read(f"{named}::news")
    cut = put(tmp_path, "c.db", data[: len(data) - 2000])
    assert bad(read(f"{cut}::news"))
