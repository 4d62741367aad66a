"""Dumps as people have them: with a wrong name, in a wrapper, in an old code, by a spreadsheet."""

from __future__ import annotations

import csv
import errno
import gzip
import io
import json
import os
import sqlite3
import textwrap
import zipfile
import zlib
from pathlib import Path
from typing import Any

import dumps
import pytest
from click.testing import CliRunner

from crawler.clean import clean
from crawler.cli import main
from crawler.inputs import open_inputs, read_pages
from crawler.lines import blocks_from_text
from crawler.peek import schemas
from crawler.readers import READERS
from crawler.readers.raw import Bad, InputError
from crawler.readers.telling import form_of
from crawler.sift import sift
from dedupe.model import Page
from storage.store import Store, StoreError

ROWS = dumps.slice_of(6)
IDS = [row["id"] for row in ROWS]
LINES = [json.dumps(row, ensure_ascii=False) for row in ROWS]
WHOLE = json.dumps(ROWS, ensure_ascii=False)


def read(folder: Path, name: str, data: bytes | str, **reading: Any) -> list[Page | Bad]:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_pages(open_inputs([str(path)], **reading)))


def same(found: list[Page | Bad]) -> None:
    """Every row came out, once, with all that it says, and nothing else did."""
    assert [item for item in found if isinstance(item, Bad)] == []
    pages = [item for item in found if isinstance(item, Page)]
    assert [(page.id, page.url) for page in pages] == [(row["id"], row["url"]) for row in ROWS]
    for page, row in zip(pages, ROWS, strict=True):
        assert page.text.split() == f"{row['title']} {row['body']}".split()


# --- JSON -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        WHOLE,
        json.dumps(ROWS, ensure_ascii=False, indent=2),
        "[\n" + ",\n".join(LINES) + "\n]\n",
        "\n".join(json.dumps(row, indent=1) for row in ROWS),
        ",\n".join(LINES) + ",\n",
        "".join(LINES),
        "\r".join(LINES),
        "\r\n\r\n".join(LINES),
        "\x1e" + "\n\x1e".join(LINES),
        json.dumps(ROWS[:3]) + "\n" + json.dumps(ROWS[3:]),
    ],
    ids=[
        "array",
        "indented",
        "in lines",
        "objects",
        "commas",
        "no ends",
        "cr",
        "crlf",
        "rs",
        "two",
    ],
)
@pytest.mark.parametrize("name", ["d.jsonl", "d.json", "d.jl"])
def test_json_is_read_however_it_is_laid_out(data: str, name: str, tmp_path: Path) -> None:
    same(read(tmp_path, name, data))


WRAPPED: dict[str, Any] = {
    "articles": {"status": "ok", "totalResults": 6, "articles": ROWS},
    "what follows": {"articles": ROWS, "paging": {"next": [2]}, "tags": [{"a": 1}]},
    "an object first": {"meta": {"n": 6, "from": [1, 2]}, "articles": ROWS},
    "deep": {"status": "ok", "data": {"page": {"items": ROWS}, "total": 6}},
    "hits": {"hits": {"total": 6, "hits": [{"_id": row["id"], "_source": row} for row in ROWS]}},
    "a feed": {
        "title": "The Gull",
        "description": "News",
        "authors": [{"name": "x"}],
        "items": ROWS,
    },
    "by section": {"town": ROWS[:2], "sea": ROWS[2:5], "other": {"late": ROWS[5:]}},
    "by id": {f"key {n}": row for n, row in enumerate(ROWS)},
    "content": {"content": ROWS, "pageable": {"size": 6}},
}


@pytest.mark.parametrize("shape", WRAPPED)
def test_records_are_found_in_what_holds_them(shape: str, tmp_path: Path) -> None:
    same(read(tmp_path, "d.json", json.dumps(WRAPPED[shape], ensure_ascii=False)))


COLUMNS: dict[str, Any] = {
    "lists": {key: [row[key] for row in ROWS] for key in ROWS[0]},
    "objects": {key: {str(n): row[key] for n, row in enumerate(ROWS)} for key in ROWS[0]},
    "split": {
        "columns": list(ROWS[0]),
        "index": list(range(6)),
        "data": [list(row.values()) for row in ROWS],
    },
    "rows": {str(n): row for n, row in enumerate(ROWS)},
    "a table": {
        "schema": {"fields": [{"name": key, "type": "string"} for key in ROWS[0]]},
        "data": ROWS,
    },
}


@pytest.mark.parametrize("shape", COLUMNS)
@pytest.mark.parametrize("indent", [None, 1])
def test_tables_are_read_by_columns(shape: str, indent: int | None, tmp_path: Path) -> None:
    data = json.dumps(COLUMNS[shape], ensure_ascii=False, indent=indent)
    same(read(tmp_path, "d.json", data))
    same(read(tmp_path, "d.json", data.encode("utf-16")))


@pytest.mark.parametrize("shape", ["lists", "objects", "split"])
def test_columns_that_are_cut_off_give_the_rows_that_are_whole(shape: str, tmp_path: Path) -> None:
    data = json.dumps(COLUMNS[shape], ensure_ascii=False)
    at = data.index(ROWS[4]["body"][:30]) + 5
    *pages, bad = read(tmp_path, "d.json", data[:at])
    assert [page.id for page in pages] == [row["id"] for row in ROWS[:4]]
    assert isinstance(bad, Bad)
    assert bad.reason == "truncated"
    assert bad.detail.endswith("; 4 records were read before that")
    *pages, bad = read(tmp_path, "d.json", f'{data[:at]}""{data[at:]}')
    assert [page.id for page in pages] == [row["id"] for row in ROWS[:4]]
    assert isinstance(bad, Bad)
    assert bad.reason == "corrupt"
    packed = gzip.compress(data.encode(), 0)
    *pages, bad = read(tmp_path, "d.json", packed[: len(data[:at].encode()) + 15])
    assert [page.id for page in pages] == [row["id"] for row in ROWS[:4]]
    assert isinstance(bad, Bad)
    assert bad.reason == "truncated"


def test_columns_of_which_no_text_has_begun_give_nothing(tmp_path: Path) -> None:
    data = json.dumps({key: [row[key] for row in ROWS] for key in ("title", "url", "body")})
    (bad,) = read(tmp_path, "d.json", data[: data.index('"body"') - 9])
    assert isinstance(bad, Bad)
    assert bad.reason == "truncated"


def test_columns_that_are_longer_than_the_first_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = dumps.slice_of(8) * 20
    data = json.dumps({key: [row[key] for row in many] for key in ("body", "title")})
    assert len(data) > 1 << 17
    found = read(tmp_path, "d.json", data)
    assert [page.meta.title for page in found if isinstance(page, Page)] == [
        row["title"] for row in many
    ]
    monkeypatch.setattr("crawler.readers.jsons.MOST_BYTES", len(data) - 1)
    (bad,) = read(tmp_path, "d.json", data)
    assert isinstance(bad, Bad)
    assert bad.reason == "too large"
    assert "lines=True" in bad.detail


@pytest.mark.parametrize(
    "row",
    [
        {"authors": ["Ada", "Ben"], "tags": ["sea", "tide"], "text": "The storm went on. " * 9},
        {"title": ["Storm"], "body": ["The storm went on. " * 9]},
        {"body": ["The storm went on. " * 9, "It ended on Monday. " * 9]},
    ],
    ids=["with lists", "of lists of one", "with paragraphs"],
)
def test_a_record_with_lists_of_strings_is_one_record(row: Any, tmp_path: Path) -> None:
    (page,) = read(tmp_path, "d.json", json.dumps(row))
    assert isinstance(page, Page)
    assert "The storm went on." in page.text


@pytest.mark.parametrize(
    "before", [["x"] * 40_000, [{"n": n} for n in range(9_000)], "x " * 90_000]
)
def test_records_are_found_behind_much_that_is_none(before: Any, tmp_path: Path) -> None:
    data = {"about": before, "data": {"articles": ROWS}}
    same(read(tmp_path, "d.json", json.dumps(data)))


def test_wrappers_that_follow_each_other_are_all_opened(tmp_path: Path) -> None:
    pages = [{"status": "ok", "articles": ROWS[:3]}, {"status": "ok", "articles": ROWS[3:]}]
    same(read(tmp_path, "d.json", "\n".join(json.dumps(page) for page in pages)))


def test_a_record_with_lists_of_objects_is_one_record(tmp_path: Path) -> None:
    comments = [
        {"id": n, "text": "A comment that is longer than the name of a tag, or so it is."}
        for n in (1, 2)
    ]
    rows = [{"comments": comments, "tags": [{"title": "sea"}], **row} for row in ROWS]
    same(read(tmp_path, "d.json", "\n".join(json.dumps(row) for row in rows)))
    short = {"headline": "Storm", "description": "It rains.", "tags": [{"text": "sea"}]}
    assert len(read(tmp_path, "one.json", json.dumps(short))) == 1


def test_strings_are_texts(tmp_path: Path) -> None:
    texts = [f"{row['title']}\n\n{row['body']}" for row in ROWS]
    for name, data in (
        ("d.json", json.dumps(texts)),
        ("d.jsonl", "\n".join(map(json.dumps, texts))),
    ):
        found = read(tmp_path, name, data)
        assert [item.text for item in found if isinstance(item, Page)] == texts


def test_an_array_that_does_not_end_is_said_to_be_cut(tmp_path: Path) -> None:
    found = read(tmp_path, "d.json", WHOLE[:-1])
    assert [item.id for item in found if isinstance(item, Page)] == IDS
    (bad,) = [item for item in found if isinstance(item, Bad)]
    assert bad.reason == "truncated"


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("name", ["d.jsonl", "d.json", "d.csv"])
def test_wide_characters_are_read_with_a_mark_and_without(
    code: str, name: str, tmp_path: Path
) -> None:
    data = {"d.jsonl": "\n".join(LINES), "d.json": WHOLE, "d.csv": dumps.table(ROWS).decode()}
    same(read(tmp_path, name, data[name].encode(code)))


@pytest.mark.parametrize("code", ["utf-16-le", "utf-16-be"])
def test_arabic_text_of_two_bytes_a_letter_needs_no_mark(code: str, tmp_path: Path) -> None:
    text = f"{ROWS[1]['title']}\n\n{ROWS[1]['body']}"
    (page,) = read(tmp_path, "d.txt", text.encode(code))
    assert isinstance(page, Page)
    assert page.text == text


# --- tables ---------------------------------------------------------------------------------------


def table(header: bool = True, **quoting: Any) -> str:
    out = io.StringIO()
    writer = csv.writer(out, **quoting)
    if header:
        writer.writerow(dumps.FIELDS)
    writer.writerows([[row[key] for key in dumps.FIELDS] for row in ROWS])
    return out.getvalue()


TABLES = {
    "semicolons": table(delimiter=";"),
    "bars": table(delimiter="|"),
    "all quoted": table(quoting=csv.QUOTE_ALL),
    "backslashes": table(doublequote=False, escapechar="\\"),
    "single quotes": table(quotechar="'"),
    "all in single quotes": table(quotechar="'", quoting=csv.QUOTE_ALL),
    "single quotes, backslashes": table(
        quotechar="'", quoting=csv.QUOTE_ALL, doublequote=False, escapechar="\\"
    ),
    "a decimal comma": "score;" + table(delimiter=";").replace("in-", "0,25;in-"),
    "line feeds": table(lineterminator="\n"),
    "a line for the spreadsheet": "sep=;\n" + table(delimiter=";"),
    "a delimiter at the end": table(lineterminator=",\r\n"),
    "at the end of rows": table(lineterminator=",\n").replace("body,", "body", 1),
    "numbered by R": "".join(
        f'"{n}",{line}\n' if n else f"{line}\n"
        for n, line in enumerate(
            table(lineterminator="\0", quoting=csv.QUOTE_ALL).rstrip("\0").split("\0")
        )
    ),
}


@pytest.mark.parametrize("shape", TABLES)
def test_tables_are_read_however_programs_write_them(shape: str, tmp_path: Path) -> None:
    same(read(tmp_path, "d.csv", TABLES[shape]))


def test_a_number_too_many_in_the_first_row_costs_that_row(tmp_path: Path) -> None:
    """R numbers all rows, and gives the numbers no name."""
    head, *rows = dumps.table(ROWS).decode().split("\nin-")
    lines = [f"{n + 1},in-{row}" for n, row in enumerate(rows)]
    same(read(tmp_path, "d.csv", "\n".join([head, *lines])))
    same(read(tmp_path, "d.csv", "\n\n".join([head, *lines])))
    plain = [f"in-{row}" for row in rows]
    bad, *found = read(tmp_path, "d.csv", "\n".join([head, lines[0], *plain[1:]]))
    assert isinstance(bad, Bad)
    assert (bad.where, bad.reason) == ("d.csv:2", "broken row")
    pages = [page.id for page in found if isinstance(page, Page)]
    assert pages == [row["id"] for row in ROWS[1:]]


def test_tables_behind_each_other_have_each_their_names(tmp_path: Path) -> None:
    lines = table(quoting=csv.QUOTE_ALL)
    found = read(tmp_path, "d.csv", lines + lines)
    assert [page.id for page in found if isinstance(page, Page)] == IDS + IDS


CODES = {
    "gb18030": "前往奥斯特岛的渡轮恢复通航\n\n渡轮周一完成了风暴以来的首次航行，载有四十名乘客。",
    "big5": "前往奧斯特島的渡輪恢復通航\n\n渡輪週一完成了風暴以來的首次航行，船上載有四十名乘客。",
    "shift_jis": "島行きのフェリーが再開\n\nフェリーは月曜日、嵐の後初めて運航し、四十人を乗せた。",
    "euc_jp": "島行きのフェリーが再開\n\nフェリーは月曜日、嵐の後初めて運航し、四十人を乗せた。",
    "euc_kr": "섬으로 가는 여객선 운항 재개\n\n여객선이 월요일 처음으로 승객을 태우고 운항했다.",
    "cp1253": "Το φέρι για το νησί ξεκινά πάλι\n\nΤο φέρι έκανε τη Δευτέρα το πρώτο του ταξίδι.",
    "cp874": "เรือข้ามฟากกลับมาเดินเรืออีกครั้ง\n\nเรือออกเดินทางครั้งแรกหลังพายุเมื่อวันจันทร์",
}


@pytest.mark.parametrize("code", CODES)
def test_texts_of_older_character_sets_are_read(code: str, tmp_path: Path) -> None:
    (page,) = read(tmp_path, "d.txt", CODES[code].encode(code))
    assert isinstance(page, Page)
    assert page.text == CODES[code]


def test_an_apostrophe_at_the_beginning_of_a_cell_is_no_quote(tmp_path: Path) -> None:
    cells = table(header=False, quoting=csv.QUOTE_ALL).replace('","', '","\'tis so: ')
    found = read(tmp_path, "d.csv", f"{','.join(dumps.FIELDS)}\n{cells}broken,row\n")
    assert sum(isinstance(page, Page) for page in found) == len(ROWS)
    assert all("'tis so" in page.text for page in found if isinstance(page, Page))
    bare = "id,title,text\n1,'Tis true,It was so\n2,Storm,'Tis over\nbroken,row\n3,Calm,It ended\n"
    first, second, bad, last = read(tmp_path, "d.csv", bare)
    assert isinstance(bad, Bad)
    assert bad.where == "d.csv:4"
    assert [page.text for page in (first, second, last) if isinstance(page, Page)] == [
        "'Tis true\n\nIt was so",
        "Storm\n\n'Tis over",
        "Calm\n\nIt ended",
    ]


@pytest.mark.parametrize("name", ["book.xls", "page.doc", "scan.pdf", "frame.pkl"])
def test_what_nobody_reads_is_named_with_what_to_do(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"PK")
    with pytest.raises(InputError, match=r"is not read; .*, and clean that"):
        open_inputs([str(tmp_path / name)])


def test_tables_between_tabs_keep_quotes_that_quote_nothing(tmp_path: Path) -> None:
    cells = [
        [row["id"], row["url"], f'"So" {row["title"]}', f'He said: "{row["title"]}'] for row in ROWS
    ]
    lines = ["id\turl\ttitle\ttext", *map("\t".join, cells)]
    found = read(tmp_path, "d.tsv", "\n".join(lines))
    texts = [page.text for page in found if isinstance(page, Page)]
    assert texts == [f"{title}\n\n{text}" for *_, title, text in cells]


def test_tables_of_databases_write_line_ends_as_letters(tmp_path: Path) -> None:
    data = "id\turl\ttitle\ttext\n1\t\\N\tStorm\tOne line.\\nAnother line.\n"
    (page,) = read(tmp_path, "d.tsv", data)
    assert isinstance(page, Page)
    assert (page.url, page.text) == ("", "Storm\n\nOne line.\nAnother line.")


def test_a_table_without_names_is_read_by_number(tmp_path: Path) -> None:
    said = read(tmp_path, "d.csv", table(header=False))
    assert [item.reason for item in said if isinstance(item, Bad)] == ["no header"]
    assert "--map title=1" in str(said), "the message says what to type"
    columns = tuple(zip(dumps.FIELDS, ["1", "2", "3", "4", "5", "6"], strict=True))
    same(read(tmp_path, "d.csv", table(header=False), columns=columns))


def test_two_columns_of_a_name_are_both_there(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("id,text,text\n1,Storm,It rained on the town all night.\n")
    (page,) = read_pages(open_inputs([str(path)], columns=(("title", "text"), ("text", "text 2"))))
    assert isinstance(page, Page)
    assert page.text == "Storm\n\nIt rained on the town all night."


def test_an_open_quote_costs_its_own_row(tmp_path: Path) -> None:
    lines = TABLES["line feeds"].splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line.startswith("in-2,"))
    broken = "".join([*lines[:at], 'x,"an open quote,y\n', *lines[at:]])
    found = read(tmp_path, "d.csv", broken)
    assert [page.id for page in found if isinstance(page, Page)] == IDS
    (bad,) = [item for item in found if isinstance(item, Bad)]
    assert (bad.where, bad.detail) == (f"d.csv:{at + 1}", "a quote has no end")


# --- what is none of it ---------------------------------------------------------------------------

XML = '<?xml version="1.0"?>\n<!-- made by a program -->\n'
WRONG = {
    "XML (rss)": f'{XML}<rss version="2.0"><channel><title>The Gull</title></channel></rss>',
    "XML (feed)": f'{XML}<feed xmlns="http://www.w3.org/2005/Atom"><title>The Gull</title></feed>',
    "XML (urlset)": f"{XML}<urlset><url><loc>https://gull.example/1</loc></url></urlset>",
    "XML (mediawiki)": "<mediawiki xml:lang='en'><page><title>Ferry</title></page></mediawiki>",
    "XML (nitf)": f"{XML}<!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf><body>Storm</body></nitf>",
    "a mailbox": "From ada@gull.example Tue Mar 12 08:15:00 2024\nSubject: Storm\n\nIt rained.\n",
    "a pointer of Git LFS": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
    "RTF": "{\\rtf1\\ansi It rained.}",
    "MHTML": "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n",
    "html": "<!doctype html><html><body><p>This page is gone.</p></body></html>",
}
SHAPES = ("d.txt", "d.html", "d.jsonl", "d.json", "d.csv", "d.parquet", "d.arrow")


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("name", SHAPES)
def test_what_no_reader_reads_is_named_once(kind: str, name: str, tmp_path: Path) -> None:
    found = read(tmp_path, name, WRONG[kind])
    if kind == "html" and name in ("d.txt", "d.html"):
        assert [type(item) for item in found] == [Page]
        return
    (bad,) = found
    assert isinstance(bad, Bad)
    assert bad.reason == "wrong suffix"
    assert f"it holds {kind};" in bad.detail
    packed = read(tmp_path, "d.zip", dumps.zipped({name: WRONG[kind].encode()}))
    assert [item.detail for item in packed if isinstance(item, Bad)] == [bad.detail]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\n", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(600), "a document of an old Office"),
        (dumps.zipped({"[Content_Types].xml": b"<x/>"}), "an Office document"),
        (b"Rar!\x1a\x07" + bytes(99), "a RAR archive"),
    ],
)
def test_what_is_no_text_is_called_by_its_name(head: bytes, kind: str, tmp_path: Path) -> None:
    for name in ("d.txt", "d.jsonl"):
        (bad,) = read(tmp_path, name, head)
        assert isinstance(bad, Bad)
        assert kind in bad.detail


def test_lines_of_json_under_the_name_of_a_text_are_no_text(tmp_path: Path) -> None:
    for data in ("\n".join(LINES), LINES[0], json.dumps({"id": 1, "text": "x" * 9000})):
        (bad,) = read(tmp_path, "d.txt", data)
        assert isinstance(bad, Bad)
        assert bad.detail.endswith("it holds jsonl; try --form jsonl")
    same(read(tmp_path, "d.txt", "\n".join(LINES), form="jsonl"))
    assert isinstance(read(tmp_path, "d.txt", LINES[0], form="text")[0], Page)
    assert isinstance(read(tmp_path, "d.txt", '{"Storm"} says the town.\n\nIt rained.')[0], Page)


def test_markup_under_the_name_of_a_text_is_read_as_markup(tmp_path: Path) -> None:
    (text,) = read(tmp_path, "d.txt", dumps.html_of(ROWS[0]))
    (html,) = read(tmp_path, "d.html", dumps.html_of(ROWS[0]))
    assert isinstance(text, Page)
    assert isinstance(html, Page)
    assert (text.text, text.blocks, text.meta) == (html.text, html.blocks, html.meta)


@pytest.mark.parametrize("folder", ["ferry_files", "ferry-Dateien", "ferry_fichiers"])
def test_what_a_browser_saves_beside_a_page_is_no_page(folder: str, tmp_path: Path) -> None:
    (tmp_path / folder / "deep").mkdir(parents=True)
    (tmp_path / "ferry.html").write_text(dumps.html_of(ROWS[0]), encoding="utf-8")
    for name in ("frame.html", "data.json", "deep/a.js"):
        (tmp_path / folder / name).write_text("<html><body>Advertisement</body></html>")
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "page.html").write_text(dumps.html_of(ROWS[1]), encoding="utf-8")
    inputs = open_inputs([str(tmp_path)])
    assert [page.id for page in read_pages(inputs) if isinstance(page, Page)] == [
        "ferry.html",
        "other_files/page.html",
    ]
    assert inputs.reading.passed == {"files of saved pages": 3}
    files = {
        str(path.relative_to(tmp_path.parent)): path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    (tmp_path / "saved.zip").write_bytes(dumps.zipped(files))
    inputs = open_inputs([str(tmp_path / "saved.zip")])
    assert len([page for page in read_pages(inputs) if isinstance(page, Page)]) == 2
    assert inputs.reading.passed == {"files of saved pages": 3}


@pytest.mark.parametrize("code", ["cp1256", "utf-8", "cp437"])
def test_members_of_archives_have_names_in_the_code_of_who_packed_them(
    code: str, tmp_path: Path
) -> None:
    names = (
        ["Fähre.txt", "Müller.txt"] if code == "cp437" else ["خبر العبارة.txt", "أخبار الميناء.txt"]
    )
    data = dumps.zipped(
        {f"{'#' * len(name.encode(code))}{n}": b"It rained." for n, name in enumerate(names)}
    )
    for n, name in enumerate(names):
        raw = name.encode(code)
        data = data.replace(b"#" * len(raw) + str(n).encode(), raw[:-4] + b"0.txt"[-5:])
    found = read(tmp_path, "d.zip", data)
    assert [item.where if isinstance(item, Bad) else item.id for item in found] == [
        f"d.zip/{name[:-4]}0.txt" for name in names
    ]


def test_lines_that_are_sent_to_elasticsearch_are_records_with_their_ids(tmp_path: Path) -> None:
    bare = [{key: value for key, value in row.items() if key != "id"} for row in ROWS]
    lines = [
        line
        for row, kept in zip(ROWS, bare, strict=True)
        for line in (json.dumps({"index": {"_index": "n", "_id": row["id"]}}), json.dumps(kept))
    ]
    same(read(tmp_path, "d.ndjson", "\n".join(lines)))
    *found, last = read(tmp_path, "d.ndjson", "\n".join(lines[:3]))
    assert len(found) == 1
    assert isinstance(last, Bad)
    assert last.where == "d.ndjson:3"


def test_files_that_no_reader_takes_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/feed.yaml", "README.md", "README", "a/license.md", ".hidden"):
        (tmp_path / name).write_text("x")
    (tmp_path / "d.zip").write_bytes(
        dumps.zipped({"d.jsonl": LINES[0].encode(), "p.jpg": b"x", "Readme_en.md": b"x"})
    )
    for names in ([str(tmp_path)], [f"{tmp_path}/**/*"]):
        inputs = open_inputs(names)
        for _ in range(2):
            assert len(list(read_pages(inputs))) == 1
            assert inputs.reading.passed == {".yaml": 1, ".md": 3, "no ending": 1, ".jpg": 1}
    (bad,) = read(tmp_path, "x.zip", dumps.zipped({"p.jpg": b"x", "q.jpg": b"x", "r.yaml": b"x"}))
    assert isinstance(bad, Bad)
    assert bad.detail.endswith("nothing that can be read: 2 .jpg, 1 .yaml")


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_no_reader_refuses_what_is_its_own(suffix: str) -> None:
    from crawler.readers.telling import astray, kind_of

    made = {**dumps.ROWS, **dumps.PAGES}
    for name, make in made.items():
        if name.endswith(suffix):
            assert not astray(make(ROWS)[:4096], suffix), (name, kind_of(make(ROWS)[:4096]))


def test_a_record_without_an_article_is_named_by_its_place(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text("\n".join([LINES[0], '{"id": "own", "text": "Home"}', LINES[1]]))
    said: dict[str, list[Bad]] = {"file": [], "database": []}
    inputs = open_inputs([str(path)])
    sift(inputs, str(tmp_path / "out.jsonl"), said["file"].append)
    clean(inputs, tmp_path / "news.db", said["database"].append)
    for found in said.values():
        assert [(bad.where, bad.input_id) for bad in found] == [("d.jsonl:2", "own")]


# --- text -----------------------------------------------------------------------------------------


PARAGRAPHS = (
    "The ferry made its first crossing on Tuesday since a storm tore away the landing ramp, and "
    "some ninety passengers were aboard, many of whom had waited weeks to see a doctor.",
    "Captain Holt said the new ramp, built of oak and steel in the yard, had held in the wind.",
    "The harbour board put the cost at more than a million crowns, half of which comes from the "
    "fund that was set up after the storm.",
    "Not everybody is content with the new timetable, which leaves the lorries of the fish market "
    "standing for three hours each morning.",
)
HEADLINE = "The ferry runs again"


@pytest.mark.parametrize(
    ("indent", "width"), [("", 50), ("", 72), ("    ", 60), ("    ", 72), ("\u3000", 60)]
)
def test_wrapped_paragraphs_need_no_blank_line_between_them(indent: str, width: int) -> None:
    wrapped = [textwrap.fill(part, width, initial_indent=indent) for part in 2 * PARAGRAPHS]
    blocks = blocks_from_text("\n".join([HEADLINE, *wrapped]))
    assert [" ".join(block.text.split()) for block in blocks] == [HEADLINE, *2 * PARAGRAPHS]


def test_lines_that_end_short_of_the_margin_are_not_joined() -> None:
    verses = ["The wind came up at night", "and took the ramp away", "and with it took the light"]
    verses += ["that stood above the bay", "so that no boat could see", "the harbour or the quay"]
    verses += ["and all of us were still", "until the wind had gone and it was day on the wide sea"]
    assert [block.text for block in blocks_from_text("\n".join(verses))] == verses


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_separator_stands_between_lines_however_these_end(end: str, tmp_path: Path) -> None:
    texts = [end.join([row["title"], "", row["body"]]) for row in ROWS]
    found = read(tmp_path, "d.txt", f"{end}---{end}".join(texts), separator="\\n---\\n")
    assert [page.text for page in found if isinstance(page, Page)] == texts


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (dumps.table(ROWS), "csv"),
        (dumps.table(ROWS, ";"), "csv"),
        (b"\xef\xbb\xbfTitle\tText\nStorm\tIt rained.\n", "csv"),
        (dumps.tarred({"d.jsonl": b"{}"}), "tar"),
        (dumps.arrow(ROWS, stream=True), "arrow"),
        (dumps.parquet(ROWS), "parquet"),
        (WHOLE.encode(), "json"),
        (LINES[0].encode(), "jsonl"),
        (dumps.html_of(ROWS[0]).encode(), "html"),
        (b"Storm, text by Ada Quill\n\nIt rained.", "text"),
        (b"Title\n\nText, and more of it; so it went on.", "text"),
    ],
)
def test_a_stream_is_what_its_first_bytes_say(data: bytes, form: str) -> None:
    assert form_of(data[:4096]) == form


def test_a_database_in_a_folder_that_takes_no_writing_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "d.jsonl").write_text("\n".join(LINES))
    db = tmp_path / "news.db"
    clean(open_inputs([str(tmp_path / "d.jsonl")]), db, [].append)
    monkeypatch.setattr("os.access", lambda path, mode: False)
    before = sorted(path.name for path in tmp_path.iterdir())
    with Store(db, readonly=True) as store:
        assert {row["input_id"] for row in store.records()} == set(IDS)
        assert sorted(path.name for path in tmp_path.iterdir()) == before, "no log, no index of it"


@pytest.mark.parametrize("end", ["", "\n"])
def test_what_stands_behind_compressed_data_costs_no_record(end: str, tmp_path: Path) -> None:
    packed = gzip.compress(("\n".join(LINES) + end).encode()) + b"\n-- copied over a bad line --"
    found = read(tmp_path, "d.jsonl.gz", packed)
    same(found[:-1])
    (last,) = found[-1:]
    assert isinstance(last, Bad)
    assert (last.where, last.reason) == ("d.jsonl.gz", "corrupt")
    assert last.detail.endswith("was not read; 6 records were read before that")
    text = gzip.compress("\n\n".join((ROWS[0]["title"], ROWS[0]["body"])).encode()) + b"junk"
    page, said = read(tmp_path, "page.txt.gz", text)
    assert isinstance(page, Page)
    assert isinstance(said, Bad)
    both = dumps.tarred({"a.txt.gz": text, "b.jsonl.gz": gzip.compress("\n".join(LINES).encode())})
    found = read(tmp_path, "d.tar", both)
    assert [item.where for item in found if isinstance(item, Bad)] == ["d.tar/a.txt.gz"]
    assert sum(isinstance(item, Page) for item in found) == 7


@pytest.mark.parametrize(
    "command",
    [
        ["export", "OUT.jsonl"],
        ["export", "OUT", "--format", "jsonl"],
        ["export", "sightings", "-"],
        ["search", "said"],
        ["show", IDS[0]],
        ["explain", IDS[0]],
        ["groups"],
        ["stats"],
        ["status"],
        ["report", "-o", "OUT.html"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_every_command_that_reads_does_so_where_nothing_may_be_written(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "d.jsonl").write_text("\n".join(LINES))
    db = tmp_path / "medium" / "news.db"
    db.parent.mkdir()
    clean(open_inputs([str(tmp_path / "d.jsonl")]), db, [].append)
    access, connect, opened = os.access, sqlite3.connect, []

    def reads(path: Any, mode: int) -> bool:
        return access(path, mode) and not (mode == os.W_OK and "medium" in str(path))

    monkeypatch.setattr("os.access", reads)
    monkeypatch.setattr(
        "sqlite3.connect", lambda *a, **kw: opened.append(a[0]) or connect(*a, **kw)
    )
    said = [word.replace("OUT", str(tmp_path / "out")) for word in command]
    done = CliRunner().invoke(main, [*said, "--db", str(db)])
    assert done.exit_code == 0, done.output
    mine = [name for name in map(str, opened) if "news.db" in name]
    assert mine
    assert all("immutable=1" in name for name in mine), mine


def test_tables_on_a_medium_that_takes_no_writing_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dumps.sqlite(ROWS, tmp_path / "d.db")
    conn = sqlite3.connect(tmp_path / "d.db")
    conn.execute("PRAGMA journal_mode = wal")
    conn.close()
    connect, opened = sqlite3.connect, []
    monkeypatch.setattr("os.access", lambda path, mode: mode != os.W_OK)
    monkeypatch.setattr(
        "sqlite3.connect", lambda *a, **kw: opened.append(a[0]) or connect(*a, **kw)
    )
    same(list(read_pages(open_inputs([f"{tmp_path / 'd.db'}::news"]))))
    assert opened
    assert all(name.endswith("immutable=1") for name in opened)


def test_a_log_that_cannot_be_read_is_said_to_be_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = tmp_path / "news.db"
    with Store(db):
        log = (tmp_path / "news.db-wal").read_bytes()
    (tmp_path / "news.db-wal").write_bytes(log or b"a log")
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(StoreError, match=r"stands in news\.db-wal.* copy both .*: cp "):
        Store(db, readonly=True)


def test_a_medium_that_takes_no_writing_is_said_to_be_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, missing_ok: bool = False) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(StoreError, match=r"cannot be made: .* you may write to"):
        Store(tmp_path / "none" / "news.db")


# --- what people have -----------------------------------------------------------------------------


def test_objects_as_python_shows_them_and_commas_too_many(tmp_path: Path) -> None:
    shown = [row | {"tags": ["a", None], "seen": True, "body": f"{row['body']}"} for row in ROWS]
    same(read(tmp_path, "d.jsonl", "".join(f"{row!r}\n" for row in shown)))
    (line,) = schemas(open_inputs([str(tmp_path / "d.jsonl")]))
    assert "title=title" in line
    lines = [json.dumps(row, ensure_ascii=False)[:-1] + ",}" for row in ROWS]
    same(read(tmp_path, "d.jsonl", "\n".join(lines)))
    same(read(tmp_path, "d.json", f"[{','.join(lines)},]"))
    (bad,) = read(tmp_path, "d.jsonl", "{'id': 1, 'text': open('a')}")
    assert isinstance(bad, Bad)
    assert bad.reason == "broken JSON"


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_cells_that_are_compressed_are_unpacked(pack: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE news (id, url, html BLOB)")
    cells = [(row["id"], row["url"], pack(dumps.html_of(row).encode())) for row in ROWS]
    conn.executemany("INSERT INTO news VALUES (?, ?, ?)", cells)
    conn.execute("INSERT INTO news VALUES ('x', '', ?)", (b"\x89PNG" + bytes(90),))
    conn.execute("INSERT INTO news VALUES ('y', '', ?)", (pack(bytes(90_000_000))[:50_000],))
    conn.commit()
    conn.close()
    *found, picture, cut = read_pages(open_inputs([f"{path}::news"]))
    same(found)
    assert isinstance(picture, Bad)
    assert (picture.reason, picture.detail) == (
        "wrong type",
        "'html' should be a string and is binary data",
    )
    assert isinstance(cut, Bad)


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_a_table_that_was_saved_as_text_is_said_to_be_one(code: str, tmp_path: Path) -> None:
    (bad,) = read(tmp_path, "d.txt", dumps.table(ROWS, "\t").decode().encode(code))
    assert isinstance(bad, Bad)
    assert bad.reason == "wrong suffix"
    assert bad.detail.endswith("try --form tsv")
    text = "Title\tText\n\nThe storm is over, and the ferry sails again on Friday.\n"
    (page,) = read(tmp_path, "d.txt", text)
    assert isinstance(page, Page)


@pytest.mark.parametrize("name", ["a.php", "index.php?id=3", "a.aspx", "a.shtml"])
def test_pages_that_programs_wrote_are_read_from_a_mirror(name: str, tmp_path: Path) -> None:
    (page,) = read(tmp_path, name, dumps.html_of(ROWS[0]))
    assert isinstance(page, Page)
    assert page.form == "html"


ABOVE = (["Archive of Velm, May"], [], ["Made on", "2024-05-01"])


def test_a_table_may_say_above_its_names_what_it_is(tmp_path: Path) -> None:
    head = "".join(f"{','.join(row)}\r\n" for row in ABOVE).encode()
    for name, data in (
        ("d.csv", head + dumps.table(ROWS)),
        ("d.tsv", head.replace(b",", b"\t") + dumps.table(ROWS, "\t")),
        ("e.csv", head.decode().encode("utf-16") + dumps.table(ROWS).decode().encode("utf-16-le")),
    ):
        (tmp_path / name).write_bytes(data)
        inputs = open_inputs([str(tmp_path / name)])
        same(list(read_pages(inputs)))
        assert inputs.reading.passed == {"lines above tables": 3}


def test_a_sheet_may_say_above_its_names_what_it_is(tmp_path: Path) -> None:
    cells = [{"id": "Archive of Velm"}, {"id": "Made on", "url": "2024-05-01"}]
    rows = [*cells, {name: name for name in ROWS[0]}, *ROWS]
    names = [dict.fromkeys(ROWS[0], "") | row for row in rows]
    data = dumps.xlsx(names)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    sheet = files["xl/worksheets/0.xml"].decode()
    first = sheet.index('<row r="1">')
    files["xl/worksheets/0.xml"] = (sheet[:first] + sheet[sheet.index('<row r="2">') :]).encode()
    (tmp_path / "d.xlsx").write_bytes(dumps.zipped(files))
    inputs = open_inputs([str(tmp_path / "d.xlsx")])
    same(list(read_pages(inputs)))
    assert inputs.reading.passed == {"lines above tables": 2}


def test_a_table_of_unknown_names_loses_no_row(tmp_path: Path) -> None:
    """What its rows say may be names that are known."""
    rows = "".join(f"{n},Text,Title\n" for n in range(3))
    for head in ("Nummer,Wort,Überschriftxx\n", "a,b,c\n"):
        found = read(tmp_path, "d.csv", f"{head}{rows}")
        assert len(found) == 3


def test_a_page_in_an_archive_has_what_is_known_of_it_beside_it(tmp_path: Path) -> None:
    files: dict[str, bytes] = {}
    for row in ROWS:
        files[f"a/{row['id']}.html"] = dumps.html_of(row).encode()
        told = {"id": row["id"], "url": row["url"]}
        files[f"a/{row['id']}.html.json"] = json.dumps(told).encode()
    files["b/in-0.json"] = dumps.array(ROWS[:1])
    found = read(tmp_path, "d.zip", dumps.zipped(files))
    same(found[:-1])
    assert isinstance(found[-1], Page), "it is beside no page"
    files["a/in-1.html.json"] = b"{broken"
    broken = [
        each for each in read(tmp_path, "d.zip", dumps.zipped(files)) if isinstance(each, Bad)
    ]
    assert [(each.where, each.reason) for each in broken] == [
        ("d.zip/a/in-1.html (in-1.html.json)", "broken JSON")
    ]


def test_a_line_that_is_no_row_costs_none_above_it(tmp_path: Path) -> None:
    head, first, *_ = (
        dumps.table([row]).decode().split("\r\n", 1)[n] for row in ROWS for n in (0, 1)
    )
    found = read(tmp_path, "d.csv", f"{head}\n{first}a\rb,c\n")
    assert isinstance(found[0], Page)
    assert found[0].id == ROWS[0]["id"]
    assert [each.reason for each in found[1:] if isinstance(each, Bad)] == ["broken row"]
