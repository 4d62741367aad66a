"""Exports of press databases: an article is a page, and what is said of it are columns."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from exports import DAYS, EXPORTS, FERRY, LEXIS, NUMBERED, RULE, TEXTS, TITLES

from crawler.inputs import open_inputs, read_pages
from crawler.peek import schemas
from crawler.readers.raw import Bad, Raw
from crawler.readers.read import read_input
from dedupe.model import Page


def read(folder: Path, data: str | bytes, **reading: Any) -> list[Page | Bad]:
    path = folder / "export.txt"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_pages(open_inputs([str(path)], **reading)))


def raws(folder: Path, data: str) -> list[Raw]:
    (folder / "export.txt").write_text(data, encoding="utf-8")
    inputs = open_inputs([str(folder / "export.txt")])
    found = [raw for item in inputs for raw in read_input(item, inputs.reading)]
    assert all(isinstance(raw, Raw) for raw in found), found
    return [raw for raw in found if isinstance(raw, Raw)]


@pytest.mark.parametrize("export", EXPORTS)
def test_each_article_is_a_page_with_what_is_said_of_it(export: str, tmp_path: Path) -> None:
    pages = [page for page in read(tmp_path, EXPORTS[export]) if isinstance(page, Page)]
    assert [page.meta.title for page in pages] == list(TITLES)
    assert [page.meta.published[:10] for page in pages] == list(DAYS)
    assert {page.source for page in pages} == {"The Velm Courier"}
    assert len({page.id for page in pages}) == 2
    for page, title, text in zip(pages, TITLES, TEXTS, strict=True):
        assert page.text.split() == f"{title} {text}".split()
    if export != "Europresse":
        assert [page.meta.authors for page in pages] == [("Ada Quill",), ()]


@pytest.mark.parametrize("export", EXPORTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_however_it_is_written(export: str, end: str, code: str, tmp_path: Path) -> None:
    found = read(tmp_path, EXPORTS[export].replace("\n", end).encode(code))
    pages = [page for page in found if isinstance(page, Page)]
    assert [page.meta.title for page in pages] == list(TITLES)
    assert [page.text.split()[-1] for page in pages] == [text.split()[-1] for text in TEXTS]


@pytest.mark.parametrize("export", EXPORTS)
def test_every_word_is_in_a_field_and_every_byte_in_a_record(export: str, tmp_path: Path) -> None:
    data = EXPORTS[export]
    found = raws(tmp_path, data)
    assert sum(raw.size for raw in found) == len(data.encode())
    said = " ".join(str(value) for raw in found for value in raw.data.values())
    labels = " ".join(f"{name} LP TD PD SN HD BY SE AN By" for raw in found for name in raw.data)
    there = set(re.findall(r"\w+", f"{said} {labels}".lower()))
    assert set(re.findall(r"\w+", data.lower())) - there - {"full", "text", "author", "date"} <= {
        *(
            "of",
            "document",
            "documents",
            "body",
            "byline",
            "newspapers",
            "numéro",
            "de",
            "id",
            "url",
        ),
        *("publication", RULE),
    }


@pytest.mark.parametrize("export", EXPORTS)
def test_the_database_is_named_before_the_run(export: str, tmp_path: Path) -> None:
    (tmp_path / "export.txt").write_text(EXPORTS[export], encoding="utf-8")
    (line,) = schemas(open_inputs([str(tmp_path / "export.txt")]))
    assert line.startswith(f"export.txt: {export.split(',')[0]}: ")
    assert "title=title, body=body" in line


def test_what_is_not_understood_stays_text(tmp_path: Path) -> None:
    data = NUMBERED.replace("BODY:\nThe ferry", "MOOD: calm\n\nBODY:\nThe ferry")
    first, second = read(tmp_path, f"Search of 2 May\n\n{data}")[1:]
    assert isinstance(first, Page)
    assert "MOOD: calm" in first.text
    assert isinstance(second, Page)
    bad = read(tmp_path, f"Search of 2 May\n\n{data}")[0]
    assert isinstance(bad, Bad)
    assert bad.where == "export.txt:1"
    assert bad.reason == "no article"


def test_other_texts_are_one_page(tmp_path: Path) -> None:
    story = "LENGTH: what is it?\n\nDocument 3 of 4 was lost, the clerk of Tarnholm said.\n\nBody\n"
    assert len(read(tmp_path, f"{story}\n{FERRY}")) == 1
    (whole,) = read(tmp_path, LEXIS, form="text")
    assert isinstance(whole, Page)
    assert whole.text == LEXIS
