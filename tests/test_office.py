"""Sheets and documents of offices, as their programs write them."""

from __future__ import annotations

from html import escape
from pathlib import Path

import dumps
import pytest
from exports import DAYS, TITLES, UNI

from crawler.inputs import open_inputs, read_pages
from crawler.readers.raw import Bad
from dedupe.model import Page

ROWS = dumps.slice_of(4)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = {"[Content_Types].xml": b"<Types/>"}


def sheet(rows: list[str]) -> bytes:
    made = "".join(f'<row r="{n + 1}">{cells}</row>' for n, cells in enumerate(rows))
    return f"<worksheet {MAIN}><sheetData>{made}</sheetData></worksheet>".encode()


def workbook(sheets: dict[str, bytes], texts: list[str], book: str = "") -> bytes:
    names = "".join(f'<sheet name="{name}" r:id="r{n}"/>' for n, name in enumerate(sheets))
    named = f"<sheets>{names}</sheets>"
    links = "".join(
        f'<Relationship Id="r{n}" Target="worksheets/{n}.xml"/>' for n, _ in enumerate(sheets)
    )
    shared = "".join(
        f"<si><r><t>{escape(text[:3])}</t></r><r><t>{escape(text[3:])}</t></r><rPh><t>x</t></rPh></si>"
        for text in texts
    )
    styles = (
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/>'
    )
    forms = '<numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy hh:mm"/>'
    forms += '<numFmt numFmtId="171" formatCode="0.0&quot; days&quot;"/></numFmts>'
    return dumps.zipped(
        TYPES
        | {
            "xl/workbook.xml": f"<workbook {MAIN} {REL}>{book}{named}</workbook>".encode(),
            "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>".encode(),
            "xl/sharedStrings.xml": f"<sst {MAIN}>{shared}</sst>".encode(),
            "xl/styles.xml": f"<styleSheet {MAIN}>{forms}{styles}</cellXfs></styleSheet>".encode(),
        }
        | {f"xl/worksheets/{n}.xml": data for n, data in enumerate(sheets.values())}
    )


def inline(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def table() -> bytes:
    """One sheet with shared and inline texts, days, gaps between cells; and a second one."""
    texts = [text for row in ROWS for text in (row["title"], row["body"])]
    rows = [
        "".join(
            inline(f"{letter}1", name)
            for letter, name in zip("ABDEF", ("id", "title", "body", "date", "score"), strict=True)
        )
    ]
    for n, row in enumerate(ROWS):
        at = n + 2
        cells = f'{inline(f"A{at}", row["id"])}<c r="B{at}" t="s"><v>{2 * n}</v></c>'
        cells += f'<c r="D{at}" t="s"><v>{2 * n + 1}</v></c><c r="E{at}" s="{n % 2 + 1}">'
        rows.append(f'{cells}<v>{45000 + n}.{5 * (n % 2)}</v></c><c r="F{at}" s="3"><v>0.5</v></c>')
    other = [
        inline("A1", "title") + inline("B1", "body"),
        "",
        inline("A3", "Calm") + inline("B3", "It ended."),
    ]
    return workbook({"News": sheet(rows), "More": sheet(other)}, texts)


def read(folder: Path, name: str, data: bytes) -> list[Page | Bad]:
    (folder / name).write_bytes(data)
    return list(read_pages(open_inputs([str(folder / name)])))


def test_rows_of_sheets_are_records(tmp_path: Path) -> None:
    pages = [page for page in read(tmp_path, "book.xlsx", table()) if isinstance(page, Page)]
    assert [page.id for page in pages] == [*(row["id"] for row in ROWS), "book.xlsx!More:3"]
    for page, row in zip(pages, ROWS, strict=False):
        assert page.text.split() == f"{row['title']} {row['body']}".split()
    days = ["2023-03-15", "2023-03-16T12:00:00", "2023-03-17", "2023-03-18T12:00:00", ""]
    assert [page.meta.published for page in pages] == days
    held = read(tmp_path, "held.zip", dumps.zipped({"a/book.xlsx": table()}))
    assert [page.text for page in held if isinstance(page, Page)] == [page.text for page in pages]


def test_days_since_1904(tmp_path: Path) -> None:
    rows = [inline("A1", "title") + inline("B1", "date"), inline("A2", "Calm")]
    rows[1] += '<c r="B2" s="1"><v>43538</v></c>'
    data = workbook({"a": sheet(rows)}, [], '<workbookPr date1904="1"/>')
    (page,) = read(tmp_path, "book.xlsx", data)
    assert isinstance(page, Page)
    assert page.meta.published == "2023-03-15"


def document(paragraphs: list[str]) -> bytes:
    made = "".join(
        f"<w:p><w:r><w:t>{escape(text[:4])}</w:t></w:r><w:r><w:t>{escape(text[4:])}</w:t></w:r>"
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
        for text in paragraphs
    )
    body = f"<w:document {WORD}><w:body>{made}</w:body></w:document>"
    return dumps.zipped(TYPES | {"word/document.xml": body.encode()})


def test_a_document_is_a_page(tmp_path: Path) -> None:
    lines = [ROWS[0]["title"], *ROWS[0]["body"].split("\n\n")]
    (page,) = read(tmp_path, "page.docx", document(lines))
    assert isinstance(page, Page)
    assert page.text == "\n".join(lines)


def test_a_document_that_a_press_database_made_holds_its_articles(tmp_path: Path) -> None:
    pages = read(tmp_path, "files.docx", document(UNI.splitlines()))
    assert [page.meta.title for page in pages if isinstance(page, Page)] == list(TITLES)
    assert [page.meta.published for page in pages if isinstance(page, Page)] == list(DAYS)


@pytest.mark.parametrize("name", ["book.xlsx", "page.docx"])
@pytest.mark.parametrize(
    "data",
    [
        dumps.zipped(TYPES),
        dumps.zipped(TYPES | {"word/document.xml": b"<w:p", "xl/workbook.xml": b"<x"}),
        table()[:900],
        document(["Storm"]).replace(b"PK\x01\x02", b"PK\x01\x03"),
    ],
    ids=["none", "not well-formed", "cut", "damaged"],
)
def test_what_is_damaged_is_said_to_be(name: str, data: bytes, tmp_path: Path) -> None:
    (bad,) = read(tmp_path, name, data)
    assert isinstance(bad, Bad)
    assert bad.reason == "corrupt"


def test_a_sheet_that_is_a_bomb_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.readers.streams.BOMB_BYTES", 100_000)
    rows = [inline("A1", "title"), inline("A2", " " * 10_000_000)]
    (bad,) = read(tmp_path, "book.xlsx", workbook({"a": sheet(rows)}, []))
    assert isinstance(bad, Bad)
    assert bad.reason == "compression bomb"


def test_members_that_are_too_large_are_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.readers.office.MAX_BYTES", 10_000)
    (bad,) = read(tmp_path, "page.docx", document(["It rained. " * 9_000]))
    assert isinstance(bad, Bad)
    assert bad.reason == "too large"
