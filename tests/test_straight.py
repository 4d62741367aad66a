"""Records that are made straight into rows or pages come out as the whole way makes them."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from making import prose, words
from test_ordinary import LINES, TITLES, odd_line

from crawler import work
from crawler.inputs import Inputs
from crawler.readers.raw import Bad, Raw
from crawler.straight import Straight
from crawler.work import (
    Found,
    Sifted,
    Work,
    fold_chunk,
    json_lines,
    pack,
    row_chunk,
    set_up,
    unpack,
)
from dedupe.boilerplate import furniture_key
from dedupe.model import Article, Placed
from storage.prepare import Prepared, whole
from storage.rows import block_rows, plain_row
from storage.store import Store

NOTICE = "Join the many readers who get our letter every morning at six o'clock sharp."
VALUES: tuple[Any, ...] = (
    *("", " ", None, 7, 2.5, True, ["Ada Quill"], {"a": 1}, "\ud800", "ar-EG", "arb_Arab"),
    *("2024-05-01", "٨ مايو ٢٠٢٤", "<p>markup</p>", "a\u200fb", "Velm Daily"),
)
ADDRESSES = (
    "https://velm.example/news/1",
    "http://www.velm.example/amp/x?utm_source=a",
    "https://m.velm.example/خبر/12",
    "https://aawsat.com/home/article/5079884/a",
    "//velm.example",
    "velm",
)

PARAGRAPHS = [
    " ".join([*words(n, 14), "and so it went on.", *words(n + 50, 14)]).capitalize() + "."
    for n in range(6)
]


@pytest.fixture(autouse=True)
def job() -> None:
    learned = {"velm.example": frozenset([furniture_key(NOTICE)])}
    set_up(Work(Inputs(()), learned, False, json_lines))


def folded(records: list[Any], whole: bool = False) -> Sifted:
    raws = [Raw(f"d:{n}", "json", data, {}, len(data)) for n, data in enumerate(records)]
    if not whole:
        return row_chunk(raws)
    with mock.patch.object(work, "straight", lambda records, *_: [None] * len(records)):
        return row_chunk(raws)


def made_of(data: bytes, with_folds: bool = False) -> Straight | None:
    raw = Raw("d:0", "json", data, {}, len(data))
    return work.straight([raw], Inputs(()), {}, with_folds)[0]


def body_of(draw: random.Random) -> str:
    lines = []
    for _ in range(draw.choice((0, 1, 2, 4, 9))):
        kind = draw.random()
        if kind < 0.7:
            script = draw.choice(("latin", "arabic"))
            lines.append(" ".join(words(draw.randrange(999), draw.choice((7, 19, 25, 60)), script)))
            lines[-1] += draw.choice((".", ".", ".", "", "!"))
        else:
            lines.append(draw.choice((NOTICE, odd_line(draw), draw.choice(LINES))))
    return draw.choice(("\n", "\n\n", "\r\n", "\n \n")).join(lines)


def record(draw: random.Random) -> bytes:
    title = draw.choice(
        (odd_line(draw), draw.choice(TITLES), " ".join(words(draw.randrange(99), 6)))
    )
    long = "\n\n".join(draw.sample(PARAGRAPHS, draw.choice((2, 4))))
    body = draw.choice((body_of(draw), body_of(draw), long))
    said: dict[str, Any] = {"id": f"in-{draw.randrange(99)}"}
    said |= draw.choice(
        (
            {"title": title, "body": body},
            {"title": title, "body": body},
            {"text": body},
            {"text": f"{title}\n\n{body}"},
            {"text": f"{title}\n{body}"},
            {"title": title, "text": f"{title}\n\n{body}"},
            {"title": f"{title} | Velm Daily", "text": f"{title}\n{body}"},
            {"title": title, "text": body},
        )
    )
    if draw.random() < 0.7:
        said["url"] = draw.choice(ADDRESSES)
    for name in ("source", "fetched_at", "date", "author", "lang", "category", "text", "html"):
        if draw.random() < 0.1:
            said[name] = draw.choice(VALUES)
    if draw.random() < 0.05:
        said[draw.choice(("id", "title", "body", "url"))] = draw.choice(VALUES)
    return json.dumps(said, ensure_ascii=draw.random() < 0.5).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("seed", range(4))
def test_drawn_records_come_out_the_same(seed: int) -> None:
    draw = random.Random(seed)
    records = [record(draw) for _ in range(250)] + [b"{", b"[]", b'{"a": 1}', b"\xff"]
    straight = 0
    for one in records:
        assert folded([one]) == folded([one], whole=True), one
        straight += made_of(one) is not None
    assert folded(records) == folded(records, whole=True)
    assert 20 < straight < 220, "both ways are met"


HEADLINE = "Ferry to Oster Island runs again"


@pytest.mark.parametrize(
    "said",
    [
        {"text": "\n\n".join(PARAGRAPHS)},
        {"text": "\n".join(PARAGRAPHS)},
        {"text": "\n\n".join([HEADLINE, *PARAGRAPHS])},
        {"text": "\n".join([HEADLINE, *PARAGRAPHS]), "url": ADDRESSES[0], "date": "2024-05-01"},
        {"text": "\n\n".join([HEADLINE, *PARAGRAPHS]), "title": HEADLINE},
        {"text": "\n\n".join(PARAGRAPHS), "title": HEADLINE},
        {"body": "\n\n".join(PARAGRAPHS)},
    ],
    ids=["alone", "no gaps", "headed", "headed, no gaps", "told", "apart", "body"],
)
def test_a_text_of_long_paragraphs_goes_straight(said: dict[str, str]) -> None:
    data = json.dumps({"id": "in-1", **said}).encode()
    made = made_of(data)
    assert made is not None
    row, blocks = made
    assert row["title"] == (HEADLINE if HEADLINE in said.get("title", said.get("text", "")) else "")
    assert row["body"] == PARAGRAPHS
    assert blocks == len(PARAGRAPHS) + bool(row["title"])
    assert folded([data]) == folded([data], whole=True)


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join([*PARAGRAPHS, "Subscribe to our letter and never miss a tide."]),
        "\n\n".join(["Harbour", *PARAGRAPHS]),
        "\n".join(PARAGRAPHS[n] + " " + PARAGRAPHS[n + 1] for n in (0, 2, 4)),
        "\n\n".join([HEADLINE, "A smaller one below it", *PARAGRAPHS]),
    ],
    ids=["a site's line", "a section", "few lines", "two headlines"],
)
def test_a_text_of_which_more_has_to_be_asked_does_not(text: str) -> None:
    assert made_of(json.dumps({"id": "in-1", "text": text}).encode()) is None


@pytest.mark.parametrize("with_folds", [False, True])
def test_an_ordinary_record_goes_straight(with_folds: bool) -> None:
    set_up(Work(Inputs(()), {}, with_folds, json_lines))
    said = {"id": "in-1", "title": "Ferry to Oster Island runs again", "body": "\n".join(prose(1))}
    data = json.dumps(said).encode()
    made = made_of(data, with_folds)
    assert made is not None
    assert made[1] == 5
    assert folded([data]) == folded([data], whole=True)


def prepared(records: list[bytes], straight: bool = True) -> list[Found]:
    raws = [Raw(f"d:{n}", "json", data, {}, len(data)) for n, data in enumerate(records)]
    if straight:
        return fold_chunk(raws)
    with mock.patch.object(work, "plain", lambda records, *_: [None] * len(records)):
        return fold_chunk(raws)


@pytest.mark.parametrize("seed", range(3))
def test_drawn_records_are_stored_the_same(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    records = [record(draw) for _ in range(200)] + [b"{", b"[]", b'{"a": 1}', b"\xff"]
    plain: list[tuple[Prepared, Prepared]] = []
    found = unpack(pack(prepared(records)))
    for (page, blocks), (wanted, counts) in zip(found, prepared(records, False), strict=True):
        assert blocks == counts
        if isinstance(page, Bad) or isinstance(wanted, Bad):
            assert page == wanted
            continue
        assert (whole(page), page.page_id, page.seen) == (
            (wanted.folded, wanted.page_id, wanted.seen)
        )
        if page.plain:
            plain.append((page, wanted))
    assert 20 < len(plain) < 180, "both ways are met"
    with Store(tmp_path / "news.db") as store:
        store.save_batch([page for page, _ in plain])
        numbers = dict(store.conn.execute("SELECT id, n FROM pages"))
        assert len(numbers) > 20
        for page, wanted in plain:
            if page.page_id not in numbers:
                continue  # it says what another one says
            assert store.folded(page.page_id) == wanted.folded
            n = numbers[page.page_id]
            blocks = store.conn.execute("SELECT * FROM blocks WHERE page = ? ORDER BY idx", (n,))
            assert blocks.fetchall() == list(block_rows(n, wanted.folded))
        assert store.conn.execute("SELECT count(*) FROM block_rows").fetchone() == (0,)
        roles = store.conn.execute("SELECT DISTINCT role FROM blocks WHERE idx = 0 ORDER BY 1")
        assert roles.fetchall() == [("body",), ("title",)]


def test_an_ordinary_record_is_stored_read_and_taken_out(tmp_path: Path) -> None:
    said = {"id": "in-1", "title": "Ferry to Oster Island runs again", "body": "\n".join(prose(1))}
    ((page, _),) = prepared([json.dumps(said | {"body": f"\n{said['body']}\n\n"}).encode()])
    assert isinstance(page, Prepared)
    assert page.plain
    with Store(tmp_path / "news.db") as store:
        (outcome,) = store.save_batch([page])
        assert outcome.state == "new"
        assert store.folded(page.page_id) == whole(page)
        store.remove(outcome.records, "asked")
        (outcome,) = store.save_batch([page])
        assert outcome.records == ()
        assert store.stats()["records"] == 0


@pytest.mark.parametrize(
    ("text", "is_written"),
    [
        ("{0}\n\n{1}\n\n{2}\n", False),
        ("{0}\n{1}\n{2}", False),
        ("{0}\n\n{1}\n{2}", True),
        ("\n{0}\n\n{1}\n\n{2}", True),
    ],
)
def test_lines_are_written_only_where_the_version_does_not_say_them(
    text: str, is_written: bool, tmp_path: Path
) -> None:
    said = text.format("Ferry to Oster Island runs again", *prose(2)[:2])
    ((page, _),) = prepared([json.dumps({"id": "in-1", "text": said}).encode()])
    assert isinstance(page, Prepared)
    assert page.plain
    with Store(tmp_path / "news.db") as store:
        store.save_batch([page])
        ((lines,),) = store.conn.execute("SELECT lines FROM plain_pages")
        assert (lines is not None) == is_written
        assert store.folded(page.page_id) == whole(page)
        shown = store.conn.execute("SELECT * FROM blocks ORDER BY idx").fetchall()
        assert shown == list(block_rows(1, whole(page)))


def test_lines_of_which_the_id_of_the_version_does_not_tell_are_written() -> None:
    article = Article("Ferry", body=("a\x1eb", "c"), placed=(Placed(0, "title"),))
    *_, lines = plain_row(1, "Ferry\na\x1eb\nc", article)
    assert lines is not None
    assert json.loads(lines) == ["Ferry", "\na\x1eb", "\nc"]


TEXTS = (
    *("", "plain", 'a "word"', "back\\slash", '\\"', "two\nlines", "tab\t", "\x00", "\x1f\x7f"),
    *("خبر", "٤٢", "😀", "\u2028", "\ud800", '","', "/", "\\n"),
)


def test_rows_are_written_as_the_encoder_writes_them() -> None:
    draw = random.Random(3)
    rows: list[Any] = []
    for text in TEXTS:
        row: dict[str, Any] = {"id": text, "title": "x", "body": ["x", text], "authors": [text]}
        rows.append({**row, "captions": [{"text": text, "credit": ""}], "empty": []})
        rows.append({"body": draw.choices(TEXTS, k=4)})
    for found in (*([row] for row in rows), rows, rows[:6], []):
        wanted = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
        assert json_lines(found) == wanted.encode("utf-8", "surrogatepass").replace(
            b"\xed\xa0\x80", "\ufffd".encode()
        )


def test_folding_into_a_file_loads_no_database() -> None:
    code = "import sys, crawler.sift; print([m for m in sys.modules if m == 'storage.store'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
