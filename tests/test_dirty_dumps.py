"""Dumps as people have them: with a wrong name, in a wrapper, in an old code, by a spreadsheet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import dumps
import pytest

from crawler.inputs import open_inputs, read_pages
from crawler.readers.raw import Bad
from dedupe.model import Page

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
