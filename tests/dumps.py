"""One slice of fiction as a dump of every shape."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from making import prose, words

FIELDS = ("id", "url", "source", "fetched_at", "title", "body")
Row = dict[str, str]


def slice_of(count: int = 8) -> list[Row]:
    """Rows with a quote, a comma, a line break and two scripts in them."""
    found = []
    for n in range(count):
        script = "arabic" if n % 2 else "latin"
        title = " ".join(words(n, 6, script)).capitalize()
        body = "\n\n".join(f'{text} "{n}", he said; {n}.' for text in prose(n, 80, script))
        row = {"id": f"in-{n}", "url": f"https://velm.example/news/{n}", "source": "velm.example"}
        found.append(
            row | {"fetched_at": f"2024-05-0{n + 1}T06:00:00Z", "title": title, "body": body}
        )
    return found


def html_of(row: Row) -> str:
    paragraphs = "".join(f"<p>{part}</p>\n" for part in row["body"].split("\n\n"))
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{row['title']}</title></head>"
        f"<body><article><h1>{row['title']}</h1>\n{paragraphs}</article></body></html>"
    )


def jsonl(rows: list[Row]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def array(rows: list[Row]) -> bytes:
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def wrapped(rows: list[Row]) -> bytes:
    return json.dumps({"version": 1, "name": "a [b] {c}", "articles": rows}).encode()


def xml(rows: list[Row]) -> bytes:
    fields = ("".join(f"<{key}>{escape(row[key])}</{key}>" for key in row) for row in rows)
    return f"<items>{''.join(f'<item>{said}</item>' for said in fields)}</items>".encode()


def message(row: Row, html: str = "") -> EmailMessage:
    """A message; its id is that of the row, if the row has one."""
    made = EmailMessage(policy=SMTP.clone(linesep="\n"))
    made["Subject"] = row["title"]
    if "id" in row:
        made["Message-ID"] = f"<{row['id']}>"
    made.set_content(html or row["body"], subtype="html" if html else "plain")
    return made


def mbox(rows: list[Row]) -> bytes:
    begin = b"From news@velm.example Tue Mar 12 08:15:00 2024\n"
    return b"\n".join(begin + message(row).as_bytes() for row in rows)


def eml(row: Row) -> bytes:
    return message({key: value for key, value in row.items() if key != "id"}).as_bytes()


def mhtml(row: Row) -> bytes:
    """A page as browsers save it whole."""
    made = EmailMessage(policy=SMTP.clone(linesep="\n"))
    made["Snapshot-Content-Location"] = row["url"]
    made.set_content(html_of(row), subtype="html")
    made.make_related()
    return made.as_bytes()


def docx(row: Row) -> bytes:
    parts = [row["title"], *row["body"].split("\n\n")]
    made = "".join(f"<w:p><w:r><w:t>{escape(part)}</w:t></w:r></w:p>" for part in parts)
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    data = f'<w:document xmlns:w="{name}"><w:body>{made}</w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": data.encode()})


def xlsx(rows: list[Row]) -> bytes:
    """A sheet with the names of the columns in its first row."""
    lines = [list(rows[0]), *(list(row.values()) for row in rows)] if rows else [list(FIELDS)]
    made = "".join(
        "".join(
            f'<c r="{chr(65 + at)}{n}" t="inlineStr"><is><t>{escape(str(text))}</t></is></c>'
            for at, text in enumerate(line)
        ).join((f'<row r="{n}">', "</row>"))
        for n, line in enumerate(lines, 1)
    )
    base = "http://schemas.openxmlformats.org"
    main, link = f"{base}/spreadsheetml/2006/main", f"{base}/officeDocument/2006/relationships"
    book = f'<workbook xmlns="{main}" xmlns:r="{link}"><sheets><sheet name="a" r:id="r0"/></sheets>'
    links = '<Relationships><Relationship Id="r0" Target="worksheets/0.xml"/></Relationships>'
    sheet = f'<worksheet xmlns="{main}"><sheetData>{made}</sheetData></worksheet>'
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.xml": f"{book}</workbook>".encode(),
            "xl/_rels/workbook.xml.rels": links.encode(),
            "xl/worksheets/0.xml": sheet.encode(),
        }
    )


def side_by_side(rows: list[Row]) -> bytes:
    return "\n".join(json.dumps(row, indent=2) for row in rows).encode()


def table(rows: list[Row], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def parquet(rows: list[Row]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out, row_group_size=3)
    return out.getvalue()


def arrow(rows: list[Row], stream: bool = False) -> bytes:
    import pyarrow as pa

    out = io.BytesIO()
    held = pa.Table.from_pylist(rows)
    opener = pa.ipc.new_stream if stream else pa.ipc.new_file
    with opener(out, held.schema) as writer:
        writer.write_table(held, max_chunksize=3)
    return out.getvalue()


def feather(rows: list[Row]) -> bytes:
    import pyarrow as pa
    from pyarrow import feather as ft

    out = io.BytesIO()
    ft.write_feather(pa.Table.from_pylist(rows), out)
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def sqlite(rows: list[Row], path: Path) -> None:
    conn = sqlite3.connect(path)
    conn.execute(f"CREATE TABLE news ({', '.join(FIELDS)})")
    marks = ", ".join("?" * len(FIELDS))
    conn.executemany(
        f"INSERT INTO news VALUES ({marks})", [[row[key] for key in FIELDS] for row in rows]
    )
    conn.commit()
    conn.close()


def warc_record(row: Row, length: int | None = None) -> bytes:
    body = html_of(row).encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    return _warc(row, "response", "application/http; msgtype=response", http, length)


def wet_record(row: Row) -> bytes:
    text = f"{row['title']}\n\n{row['body']}".encode()
    return _warc(row, "conversion", "text/plain", text, None)


def _warc(row: Row, kind: str, content: str, data: bytes, length: int | None) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{row['id']}>\r\n"
        f"WARC-Date: {row['fetched_at']}\r\nWARC-Target-URI: {row['url']}\r\n"
        f"Content-Type: {content}\r\n"
        f"Content-Length: {len(data) if length is None else length}\r\n\r\n"
    )
    return head.encode() + data + b"\r\n\r\n"


def warc(rows: list[Row]) -> bytes:
    info = _warc(rows[0] | {"id": "info"}, "warcinfo", "application/warc-fields", b"a: b\r\n", None)
    return info + b"".join(warc_record(row) for row in rows)


def warc_gz(rows: list[Row]) -> bytes:
    return b"".join(gzip.compress(warc_record(row)) for row in rows)


def wet(rows: list[Row]) -> bytes:
    return b"".join(wet_record(row) for row in rows)


def zstd(data: bytes) -> bytes:
    try:
        from compression.zstd import compress
    except ImportError:
        from backports.zstd import compress
    return compress(data)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": partial(lzma.compress, preset=0),  # the same format in a third of the time
    ".zst": zstd,
}

ROWS: dict[str, Callable[[list[Row]], bytes]] = {
    "dump.jsonl": jsonl,
    "dump.ndjson": jsonl,
    "dump.json": array,
    "wrapped.json": wrapped,
    "side.json": side_by_side,
    "dump.xml": xml,
    "dump.csv": table,
    "semicolons.csv": lambda rows: table(rows, ";"),
    "dump.tsv": lambda rows: table(rows, "\t"),
    "utf16.csv": lambda rows: table(rows).decode().encode("utf-16"),
    "dump.parquet": parquet,
    "dump.arrow": arrow,
    "stream.arrow": lambda rows: arrow(rows, stream=True),
    "dump.feather": feather,
    "dump.zip": lambda rows: zipped({"a/dump.jsonl": jsonl(rows)}),
    "packed.zip": lambda rows: zipped({"dump.csv.gz": gzip.compress(table(rows))}),
    "tables.zip": lambda rows: zipped({"dump.parquet": parquet(rows)}),
    "dump.tar": lambda rows: tarred({"a/dump.jsonl": jsonl(rows)}),
    "dump.tgz": lambda rows: gzip.compress(tarred({"dump.json": array(rows)})),
}
"""Shapes that hold rows: title and body apart."""

PAGES: dict[str, Callable[[list[Row]], bytes]] = {
    "dump.jsonl": lambda rows: jsonl([{**_bare(row), "html": html_of(row)} for row in rows]),
    "dump.parquet": lambda rows: parquet([{**_bare(row), "html": html_of(row)} for row in rows]),
    "dump.warc": warc,
    "dump.warc.gz": warc_gz,
    "whole.warc.gz": lambda rows: gzip.compress(warc(rows)),
    "dump.warc.zst": lambda rows: zstd(warc(rows)),
    "dump.wacz": lambda rows: zipped({"archive/data.warc.gz": warc_gz(rows), "pages.jsonl": b"x"}),
}
"""Shapes that hold markup."""


def _bare(row: Row) -> Row:
    return {key: row[key] for key in ("id", "url", "fetched_at")}


def told(row: Row) -> dict[str, Any]:
    """What is known of an HTML file, as a file beside it says."""
    return dict(_bare(row))
